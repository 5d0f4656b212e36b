/**
 * Owns what the tests of the Slack adapter stand on: a Slack, an adapter in a hurry, and a record of what it tells.
 * What is expected of them is in the tests.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import {
  type Seen,
  SlackConnection,
  type SlackSettings,
  slackAdapter,
  type Times,
} from '../../../src/adapters/channels/slack/index.ts';
import type { ChannelEvents, InboundMessage } from '../../../src/domain/channels/platform.ts';
import { SlackServer } from '../../support/platforms/slack.ts';

/** What an adapter told, in order. */
export class Heard implements ChannelEvents {
  readonly messages: InboundMessage[] = [];
  readonly moves: string[] = [];
  /** Runs before a message counts as durable. */
  store: (message: InboundMessage) => Promise<void> = async () => undefined;

  async received(message: InboundMessage): Promise<void> {
    await this.store(message);
    this.messages.push(message);
  }

  async moved(from: string, to: string): Promise<void> {
    this.moves.push(`${from} -> ${to}`);
  }

  async delivered(): Promise<void> {
    throw new Error('Slack tells nothing of that');
  }

  get texts(): string[] {
    return this.messages.map(({ text }) => text);
  }

  /** The newest message of each chat, as a daemon knows it that has stored them. */
  seen(): Seen[] {
    const byChat = new Map<string, InboundMessage>();
    for (const message of this.messages) {
      const before = byChat.get(message.jid);
      if (message.isOwn || (before !== undefined && before.at > message.at)) continue;
      byChat.set(message.jid, message);
    }
    return [...byChat.values()];
  }

  /** What was told of a chat, each message once. */
  textsIn(chat: string): string[] {
    const byEvent = new Map(this.messages.map((one) => [one.eventId, one]));
    return [...byEvent.values()]
      .filter(({ jid }) => jid === `slack:${chat}`)
      .map(({ text }) => text);
  }

  /** Waits until so many messages are durable. */
  async until(count: number): Promise<void> {
    while (this.messages.length < count) await sleep(2);
  }
}

/** Times in which tests see what takes minutes otherwise. */
export const HURRY: Partial<Times> = {
  callMs: 1000,
  helloMs: 1000,
  nameMs: 500,
  steadyMs: 0,
  closeMs: 200,
  paceMs: 0,
  againMs: 5,
};

/** A signal that nobody aborts. */
export const never = new AbortController().signal;

/** A Slack that stops with the test. */
export async function startSlack(): Promise<SlackServer> {
  const server = await SlackServer.start();
  onTestFinished(() => server.stop());
  return server;
}

/** Settings that fit a server. */
export const settingsFor = (
  server: SlackServer,
  over: Partial<SlackSettings> = {},
): SlackSettings => ({
  bot_token: server.botToken,
  app_token: server.appToken,
  api_base: server.url,
  mode: 'socket',
  signing_secret: server.signingSecret,
  ...over,
});

/** A connector to a server, which can connect again and again; it looks up what was missed where `known` is given. */
export function connectorTo(
  server: SlackServer,
  {
    over = {},
    times = {},
    known = null,
  }: { over?: Partial<SlackSettings>; times?: Partial<Times>; known?: Heard | null } = {},
) {
  const heard = known ?? new Heard();
  const seen = known === null ? null : async () => known.seen();
  const warnings: string[] = [];
  const log = { warn: (message: string) => void warnings.push(message) };
  const adapter = slackAdapter({ times: { ...HURRY, ...times }, log, seen });
  const connector = adapter.connector(settingsFor(server, over), heard);
  const connect = async () => {
    const connection = await connector.connect(never);
    if (!(connection instanceof SlackConnection)) throw new Error('it takes no posts');
    onTestFinished(() => connection.close());
    return connection;
  };
  return { heard, connect, warnings };
}

/** An open connection to a Slack of its own. */
export async function connected(times: Partial<Times> = {}, over: Partial<SlackSettings> = {}) {
  const server = await startSlack();
  const { heard, connect, warnings } = connectorTo(server, { times, over });
  return { server, heard, connect, warnings, connection: await connect() };
}

/** A promise, and what settles it. */
export function pending() {
  let resolve: () => void = () => undefined;
  let reject: () => void = () => undefined;
  const promise = new Promise<void>((done, fail) => {
    resolve = done;
    reject = () => fail(new Error('given up'));
  });
  return { promise, resolve, reject };
}

/** Whatever a promise was rejected with. */
export async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return await promise.then(
    () => {
      throw new Error('it did not fail');
    },
    (error: unknown) => error,
  );
}
