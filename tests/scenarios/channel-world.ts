/**
 * Owns the four platforms of tests behind one set of words: people write in chats, and what the agent wrote there is read back.
 * The platforms themselves are in tests/support/platforms; what has to happen is left to the tests.
 */
import type { Addresses } from '../../src/app/daemon.ts';
import type { ChannelName } from '../../src/domain/channels/index.ts';
import { DiscordServer } from '../support/platforms/discord.ts';
import { SlackServer } from '../support/platforms/slack.ts';
import { TelegramServer } from '../support/platforms/telegram.ts';
import { WhatsappServer } from '../support/platforms/whatsapp.ts';

/** Where something is written: with one person, or in a group, by a small number. */
export interface Place {
  readonly n: number;
  readonly isGroup?: boolean;
}

/** What somebody writes. */
export interface Saying extends Place {
  readonly text: string;
  /** Whether the platform marks that the agent is meant. */
  readonly mentions?: boolean;
  readonly byBot?: boolean;
  /** A photo, with the text as its caption. */
  readonly isPhoto?: boolean;
}

/** How sending goes wrong once: the platform wants it later, or never, or cannot say. */
export type SendTrouble = 'later' | 'refused' | 'broken';

/** One platform. */
export interface Wire {
  readonly name: ChannelName;
  readonly env: Readonly<Record<string, string>>;
  readonly longest: number;
  /** Whether it has groups that the agent can be in. */
  readonly hasGroups: boolean;
  /** The address of a chat. */
  jidOf(place: Place): string;
  says(saying: Saying): void;
  /** What the agent wrote there, in order. */
  sentIn(place: Place): string[];
  /** How many inbound messages the daemon has not confirmed. */
  pending(): number;
  /** What goes wrong with the next message that is sent. */
  failSend(trouble: SendTrouble): void;
  /** Tells it where a daemon listens. */
  meet(addresses: Addresses): void;
  goDown(): Promise<void>;
  comeBack(): Promise<void>;
  stop(): Promise<void>;
}

/** Seconds that a platform wants to be left alone for. */
const LATER_SECS = 1;

async function telegram(): Promise<Wire & { readonly server: TelegramServer }> {
  const server = await TelegramServer.start();
  const idOf = ({ n, isGroup }: Place) => (isGroup === true ? -1000 - n : 10 + n);
  const faults = {
    later: { code: 429, description: 'Too Many Requests', parameters: { retry_after: LATER_SECS } },
    refused: { code: 403, description: 'Forbidden: bot was blocked by the user' },
    broken: { code: 502, description: 'Bad Gateway' },
  };
  return {
    server,
    name: 'telegram',
    env: {
      TELEGRAM_API_BASE: server.url,
      TELEGRAM_BOT_TOKEN: server.token,
      GATEHOUSE_CHANNELS_CONFIG_TELEGRAM_ALLOWED_USERS: '*',
    },
    longest: 4096,
    hasGroups: true,
    jidOf: (place) => `tg:${idOf(place)}`,
    says: ({ text, mentions, byBot, isPhoto, ...place }) => {
      const said = mentions === true ? `@andy_bot ${text}` : text;
      const bot = { id: 555, is_bot: true, first_name: 'Robot' };
      server.userSays({
        chat: idOf(place),
        ...(byBot === true ? { from: bot } : {}),
        ...(isPhoto === true
          ? { caption: said, fields: { photo: [{ file_id: 'x' }] } }
          : { text: said }),
      });
    },
    sentIn: (place) =>
      server.sent.filter(({ chatId }) => chatId === idOf(place)).map(({ text }) => text),
    pending: () => server.pending,
    failSend: (trouble) => server.fail('sendMessage', faults[trouble]),
    meet: () => undefined,
    goDown: () => server.goDown(),
    comeBack: () => server.comeBack(),
    stop: () => server.stop(),
  };
}

async function slack(): Promise<Wire> {
  const server = await SlackServer.start();
  server.users.set('U0USER00001', 'Kim');
  const idOf = ({ n, isGroup }: Place) => `${isGroup === true ? 'C' : 'D'}0CHAT0000${n}`;
  const faults = {
    later: { status: 429, headers: { 'retry-after': String(LATER_SECS) } },
    refused: { error: 'is_archived' },
    broken: { status: 502 },
  };
  return {
    name: 'slack',
    env: {
      SLACK_API_BASE: server.url,
      SLACK_BOT_TOKEN: server.botToken,
      SLACK_APP_TOKEN: server.appToken,
      GATEHOUSE_CHANNELS_CONFIG_SLACK_ALLOWED_USERS: '*',
    },
    longest: 4000,
    hasGroups: true,
    jidOf: (place) => `slack:${idOf(place)}`,
    says: ({ text, mentions, byBot, isPhoto, ...place }) => {
      server.userSays({
        chat: idOf(place),
        text: mentions === true ? `<@${server.bot.userId}> ${text}` : text,
        fields: {
          ...(byBot === true ? { subtype: 'bot_message', bot_id: 'B0OTHER0001' } : {}),
          ...(isPhoto === true
            ? { subtype: 'file_share', files: [{ id: 'F1', name: 'a.png', mimetype: 'image/png' }] }
            : {}),
        },
      });
    },
    sentIn: (place) =>
      server.sent.filter(({ channel }) => channel === idOf(place)).map(({ text }) => text),
    pending: () => server.pending,
    failSend: (trouble) => server.fail('chat.postMessage', faults[trouble]),
    meet: () => undefined,
    goDown: () => server.goDown(),
    comeBack: () => server.comeBack(),
    stop: () => server.stop(),
  };
}

async function discord(): Promise<Wire> {
  const server = await DiscordServer.start();
  const { channels } = server.addGuild('Team', ['g0', 'g1', 'g2', 'g3', 'g4', 'g5']);
  const idOf = ({ n, isGroup }: Place) =>
    isGroup === true ? (channels[n]?.id ?? '') : `40000000000000000${n}`;
  const faults = {
    later: { status: 429, body: { message: 'slow', retry_after: LATER_SECS, global: false } },
    refused: { status: 403, body: { code: 50007, message: 'Cannot send messages to this user' } },
    broken: { status: 502, body: {} },
  };
  const robot = { id: '300000000000000009', username: 'robot', global_name: 'Robot', bot: true };
  return {
    name: 'discord',
    env: {
      DISCORD_API_BASE: server.url,
      DISCORD_BOT_TOKEN: server.token,
      GATEHOUSE_CHANNELS_CONFIG_DISCORD_ALLOWED_USERS: '*',
    },
    longest: 2000,
    hasGroups: true,
    jidOf: (place) => `dc:${idOf(place)}`,
    says: ({ text, mentions, byBot, isPhoto, ...place }) => {
      server.userSays({
        chat: idOf(place),
        text: mentions === true ? `<@${server.bot.id}> ${text}` : text,
        ...(byBot === true ? { from: robot } : {}),
        ...(isPhoto === true ? { files: [{ filename: 'a.png', content_type: 'image/png' }] } : {}),
        fields: mentions === true ? { mentions: [server.bot] } : {},
      });
    },
    sentIn: (place) =>
      server.sent.filter(({ channelId }) => channelId === idOf(place)).map((one) => one.content),
    pending: () => 0,
    failSend: (trouble) => server.fail('send', faults[trouble]),
    meet: () => undefined,
    goDown: () => server.goDown(),
    comeBack: () => server.comeBack(),
    stop: () => server.stop(),
  };
}

async function whatsapp(): Promise<Wire> {
  const server = await WhatsappServer.start();
  const idOf = ({ n }: Place) => `82100000000${n}`;
  const faults = {
    later: { status: 400, code: 130429, message: 'Rate limit hit' },
    refused: { status: 400, code: 131026, message: 'Message undeliverable' },
    broken: { status: 502, code: 2, message: 'Service temporarily unavailable' },
  };
  return {
    name: 'whatsapp',
    env: {
      WHATSAPP_GRAPH_BASE: server.url,
      WHATSAPP_ACCESS_TOKEN: server.token,
      WHATSAPP_PHONE_NUMBER_ID: server.phoneNumberId,
      WHATSAPP_VERIFY_TOKEN: 'verify-me',
      WHATSAPP_APP_SECRET: server.appSecret,
      GATEHOUSE_CHANNELS_CONFIG_WHATSAPP_ALLOWED_USERS: '*',
    },
    longest: 4096,
    hasGroups: false,
    jidOf: (place) => `wa:${idOf(place)}`,
    says: ({ text, isPhoto, ...place }) => {
      const image = { type: 'image', image: { id: '1', mime_type: 'image/png', caption: text } };
      server.userSays({
        from: idOf(place),
        ...(isPhoto === true ? { fields: image } : { text }),
      });
    },
    sentIn: (place) => server.sent.filter(({ to }) => to === idOf(place)).map(({ text }) => text),
    pending: () => server.pending,
    failSend: (trouble) => server.fail('message', faults[trouble]),
    meet: ({ nanoclaw }) => server.postTo(`${nanoclaw}/api/v1/channels/whatsapp/webhook`),
    goDown: () => server.goDown(),
    comeBack: () => server.comeBack(),
    stop: () => server.stop(),
  };
}

/** Starts platforms by name. */
export const platforms = { telegram, slack, discord, whatsapp };

/** Starts all four. */
export const startAll = async (): Promise<Wire[]> =>
  await Promise.all(Object.values(platforms).map((start) => start()));

/** The environment of a daemon that is on all of these. */
export const envOf = (wires: readonly Wire[]): Record<string, string> =>
  Object.assign({}, ...wires.map(({ env }) => env));

/** Texts of the messages in a prompt, in order. */
export const textsOf = (prompt: string): string[] =>
  [...prompt.matchAll(/<message [^>]*>([\s\S]*?)<\/message>/g)].map((match) => match[1] ?? '');
