/**
 * Owns what every adapter says of a message that it is asked to send over a connection which was given up meanwhile: that nothing was
 * sent. What it says of messages otherwise is tested with each of them.
 */
import { expect, it } from 'vitest';
import type { ChannelConnection } from '../../../src/domain/channels/platform.ts';
import * as discord from './discord-ground.ts';
import * as slack from './slack-ground.ts';
import * as telegram from './telegram-ground.ts';
import * as whatsapp from './whatsapp-ground.ts';

const PIECE = { text: 'x', plain: 'x', replyTo: null, key: 'out_1' };

const connections: readonly [string, () => Promise<{ connection: ChannelConnection }>][] = [
  ['tg:42', () => telegram.connected()],
  ['slack:C1', () => slack.connected()],
  ['dc:1', () => discord.connected()],
  ['wa:16505551234', () => whatsapp.connected()],
];

it.each(connections)('nothing was sent to %s', async (jid, connect) => {
  const { connection } = await connect();
  await connection.close();
  const error = await telegram.failureOf(connection.send(jid, PIECE, telegram.never));
  expect(error).toMatchObject({ name: 'SendError', fault: { kind: 'later' } });
});
