/**
 * Owns what every adapter does with Markdown of which nothing is left to see: it is sent as it was written, since platforms take no empty
 * messages and an answer would be lost. What Markdown looks like otherwise is tested with each of them.
 */
import { expect, it } from 'vitest';
import { renderMarkdown } from '../../../src/adapters/channels/discord/render.ts';
import { renderMrkdwn } from '../../../src/adapters/channels/slack/render.ts';
import { renderHtml } from '../../../src/adapters/channels/telegram/render.ts';
import { render as renderWhatsapp } from '../../../src/adapters/channels/whatsapp/render.ts';
import type { ChannelConnection } from '../../../src/domain/channels/platform.ts';
import * as discord from './discord-ground.ts';
import * as slack from './slack-ground.ts';
import * as telegram from './telegram-ground.ts';
import * as whatsapp from './whatsapp-ground.ts';

interface Case {
  readonly jid: string;
  readonly render: (markdown: string) => string;
  readonly open: () => Promise<{
    connection: ChannelConnection;
    server: { sent: readonly unknown[] };
  }>;
}

const cases: readonly Case[] = [
  { jid: 'tg:42', render: renderHtml, open: () => telegram.connected() },
  { jid: 'slack:C1', render: renderMrkdwn, open: () => slack.connected() },
  { jid: 'dc:1000000000000000001', render: renderMarkdown, open: () => discord.connected() },
  { jid: 'wa:16505551234', render: renderWhatsapp, open: () => whatsapp.connected() },
];

it.each(cases)(
  '$jid gets what nothing is left of as it was written',
  async ({ jid, render, open }) => {
    const { connection, server } = await open();
    const written = ['&nbsp;', '>', '```\n```', '[](https://e.com)'];
    for (const [n, markdown] of written.entries()) {
      const piece = { text: render(markdown), plain: markdown, replyTo: null, key: `out_${n}` };
      await connection.send(jid, piece, telegram.never);
    }
    const shown = server.sent.map((one) => String(Object(one).text ?? Object(one).content));
    expect(shown).toHaveLength(written.length);
    for (const text of shown) expect(text.trim()).not.toBe('');
  },
);
