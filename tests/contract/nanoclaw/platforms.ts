/**
 * Owns a daemon beside the four platforms of tests, and what it takes to connect each of them. What its operations must answer is left
 * to the tests of each tag.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from '../../support/contract-client.ts';
import { startTestDaemon } from '../../support/daemon.ts';
import { DiscordServer } from '../../support/platforms/discord.ts';
import { SlackServer } from '../../support/platforms/slack.ts';
import { TelegramServer } from '../../support/platforms/telegram.ts';
import { WhatsappServer } from '../../support/platforms/whatsapp.ts';
import { at } from '../read.ts';
import { type Clients, clientsOf } from '../served.ts';

/** The verify token that tests set. */
export const VERIFY_TOKEN = 'verify-token-of-the-tests';

/** The platforms, running. */
export interface Servers {
  readonly telegram: TelegramServer;
  readonly slack: SlackServer;
  readonly discord: DiscordServer;
  readonly whatsapp: WhatsappServer;
}

/** A daemon and its platforms. */
export interface World extends Servers {
  readonly home: string;
  readonly daemon: Awaited<ReturnType<typeof startTestDaemon>>;
  readonly clients: Clients;
  /** Ends the daemon, and the platforms too unless they are kept for another one. */
  stop(): Promise<void>;
}

/** Starts the platforms. */
export async function startServers(): Promise<Servers> {
  const [telegram, slack, discord, whatsapp] = await Promise.all([
    TelegramServer.start(),
    SlackServer.start(),
    DiscordServer.start(),
    WhatsappServer.start(),
  ]);
  return { telegram, slack, discord, whatsapp };
}

/** Stops the platforms. */
export async function stopServers({ telegram, slack, discord, whatsapp }: Servers): Promise<void> {
  await Promise.all([telegram, slack, discord, whatsapp].map((one) => one.stop()));
}

/** Starts a daemon that no channel is configured for, and new platforms unless some are given. */
export async function startWorld(
  options: { servers?: Servers; env?: Record<string, string>; home?: string } = {},
): Promise<World> {
  const servers = options.servers ?? (await startServers());
  const daemon = await startTestDaemon({
    env: {
      TELEGRAM_API_BASE: servers.telegram.url,
      SLACK_API_BASE: servers.slack.url,
      DISCORD_API_BASE: servers.discord.url,
      WHATSAPP_GRAPH_BASE: servers.whatsapp.url,
      ...options.env,
    },
    ...(options.home === undefined ? {} : { home: options.home }),
  });
  return {
    ...servers,
    home: daemon.home,
    daemon,
    clients: clientsOf(daemon.addresses),
    async stop() {
      await daemon.stop();
      if (options.servers === undefined) await stopServers(servers);
    },
  };
}

/** What tests do with any of the platforms. */
export interface PlatformCase {
  readonly name: keyof Servers;
  readonly title: string;
  /** The operations that connect, disconnect and validate it. */
  readonly connect: string;
  readonly disconnect: string;
  readonly validate: string;
  /** Everything it takes to connect. */
  good(servers: Servers): Record<string, string>;
  /** Its secret that the platform checks, by its name in a request, and one of the right form that it does not take. */
  readonly secret: string;
  readonly wrong: string;
  /** Gives the bot another secret, so that the one before is revoked. */
  replace(servers: Servers, secret: string): void;
  readonly other: string;
  /** The platform answers the next question about credentials with a fault. */
  fail(servers: Servers, how: 'drop' | 'hang' | 'broken'): void;
  /** What a check says of good credentials, beside `valid`. */
  readonly facts: Record<string, unknown>;
  readonly account: Record<string, unknown>;
  readonly mode: string;
}

const operationsOf = (title: string) => ({
  connect: `connect${title}`,
  disconnect: `disconnect${title}`,
  validate: `validate${title}`,
});

const oops = { status: 500, body: 'oops' };

/** The platforms in the order in which they are listed. */
export const platformCases: readonly PlatformCase[] = [
  {
    name: 'telegram',
    title: 'Telegram',
    ...operationsOf('Telegram'),
    good: ({ telegram }) => ({ botToken: telegram.token }),
    secret: 'botToken',
    wrong: '7000001:AAWrongWrongWrongWrongWrongWrongWro',
    replace: ({ telegram }, secret) => {
      telegram.token = secret;
    },
    other: '7000001:AAOtherOtherOtherOtherOtherOtherOth',
    fail: ({ telegram }, how) => telegram.fail('getMe', how === 'broken' ? oops : how),
    facts: {
      botId: '7000001',
      username: 'andy_bot',
      firstName: 'Andy',
      canReadAllGroupMessages: false,
    },
    account: { id: '7000001', username: 'andy_bot', displayName: 'Andy' },
    mode: 'polling',
  },
  {
    name: 'slack',
    title: 'Slack',
    ...operationsOf('Slack'),
    good: ({ slack }) => ({ botToken: slack.botToken, appToken: slack.appToken }),
    secret: 'botToken',
    wrong: 'xoxb-9999999999-9999999999-WrongWrongWrongWrongWrong',
    replace: ({ slack }, secret) => {
      slack.botToken = secret;
    },
    other: 'xoxb-1111111111-2222222222-OtherOtherOtherOtherOther',
    fail: ({ slack }, how) => slack.fail('auth.test', how === 'broken' ? oops : how),
    facts: {
      team: 'Example',
      teamId: 'T0TEAM00001',
      botUserId: 'U0BOT000001',
      botName: 'andy',
      appTokenValid: true,
      missingScopes: [],
    },
    account: { id: 'U0BOT000001', username: 'andy', displayName: 'Andy' },
    mode: 'socket',
  },
  {
    name: 'discord',
    title: 'Discord',
    ...operationsOf('Discord'),
    good: ({ discord }) => ({ botToken: discord.token }),
    secret: 'botToken',
    wrong: 'MTWrongWrongWrongWrongWron.GWrong.WrongWrongWrongWrongWrongWrongWrongWrong',
    replace: ({ discord }, secret) => {
      discord.token = secret;
    },
    other: 'MTOtherOtherOtherOtherOthe.GOther.OtherOtherOtherOtherOtherOtherOtherOther',
    fail: ({ discord }, how) => discord.fail('me', how === 'broken' ? oops : how),
    facts: { botId: '700000000000000001', username: 'andy', messageContentIntent: true },
    account: { id: '700000000000000001', username: 'andy', displayName: 'Andy' },
    mode: 'gateway',
  },
  {
    name: 'whatsapp',
    title: 'WhatsApp',
    ...operationsOf('Whatsapp'),
    good: ({ whatsapp }) => ({
      phoneNumberId: whatsapp.phoneNumberId,
      accessToken: whatsapp.token,
      verifyToken: VERIFY_TOKEN,
      appSecret: whatsapp.appSecret,
      businessAccountId: whatsapp.businessAccountId,
      apiVersion: 'v21.0',
    }),
    secret: 'accessToken',
    wrong: 'EAAWrongWrongWrongWrongWrongWrongWrongWrong',
    replace: ({ whatsapp }, secret) => {
      whatsapp.token = secret;
    },
    other: 'EAAOtherOtherOtherOtherOtherOtherOtherOther',
    fail: ({ whatsapp }, how) => whatsapp.fail('number', how === 'broken' ? oops : how),
    facts: {
      verifiedName: 'Example Inc.',
      displayPhoneNumber: '+1 555-078-3881',
      qualityRating: 'GREEN',
    },
    account: {
      id: '106540352242922',
      username: '+1 555-078-3881',
      displayName: 'Example Inc.',
    },
    mode: 'webhook',
  },
];

/** What a check of credentials is asked with. */
export function toValidate(one: PlatformCase, servers: Servers): Record<string, string> {
  const { verifyToken, appSecret, businessAccountId, ...rest } = one.good(servers);
  return rest;
}

/** Connects a platform. @throws Error where that does not work */
export async function connect(world: World, one: PlatformCase): Promise<Answer> {
  const answer = await world.clients.nanoclaw.call(one.connect, { body: one.good(world) });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  return answer;
}

/** A channel as the container API lists it. */
export async function channelOf(world: World, name: string): Promise<Record<string, unknown>> {
  const { body } = await world.clients.nanoclaw.call('getChannel', { path: { name } });
  return Object(body);
}

/** Changes settings over the PRX API, as an operator does. */
export async function configure(world: World, body: Record<string, unknown>): Promise<void> {
  const { status, body: said } = await world.clients.prx.call('updateConfig', { body });
  if (status !== 200) throw new Error(JSON.stringify(said));
}

/** Waits until something is so. */
export async function until(isSo: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await isSo())) await sleep(5);
}

/** Waits until the messages of a chat are so many, and gives them. */
export async function messagesOf(world: World, jid: string, count: number): Promise<unknown[]> {
  let found: unknown[] = [];
  await until(async () => {
    const { body } = await world.clients.nanoclaw.call('listChatMessages', { path: { jid } });
    found = Array.isArray(body) ? body : [];
    return found.length >= count && at(body, 'error') === undefined;
  });
  return found;
}
