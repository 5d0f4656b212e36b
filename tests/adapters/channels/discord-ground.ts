/**
 * Owns what the tests of the Discord adapter stand on: a Discord, an adapter in a hurry, and a record of what it tells.
 * What is expected of them is in the tests.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import {
  type DiscordSettings,
  discordAdapter,
  type Seen,
  type Times,
} from '../../../src/adapters/channels/discord/index.ts';
import type { ChannelEvents, InboundMessage } from '../../../src/domain/channels/platform.ts';
import { type Clock, systemClock } from '../../../src/lib/clock.ts';
import { DiscordServer } from '../../support/platforms/discord.ts';

/** What an adapter told, in order. */
export class Heard implements ChannelEvents {
  readonly messages: InboundMessage[] = [];
  /** Runs before a message counts as durable. */
  store: (message: InboundMessage) => Promise<void> = async () => undefined;

  async received(message: InboundMessage): Promise<void> {
    await this.store(message);
    this.messages.push(message);
  }

  async moved(): Promise<void> {
    throw new Error('chats of Discord do not move');
  }

  async delivered(): Promise<void> {
    throw new Error('Discord tells nothing of that');
  }

  get texts(): string[] {
    return this.messages.map(({ text }) => text);
  }

  /** The newest message of each chat, as a daemon knows it that has stored them. */
  seen(): Seen[] {
    const byChat = new Map(
      this.messages.filter(({ isOwn }) => !isOwn).map((message) => [message.jid, message]),
    );
    return [...byChat.values()];
  }

  /** Waits until so many messages are durable. */
  async until(count: number): Promise<void> {
    while (this.messages.length < count) await sleep(2);
  }
}

/** Times in which tests see what takes minutes otherwise. */
export const HURRY: Times = {
  callMs: 1000,
  openMs: 1000,
  identifyMs: 0,
  closeMs: 200,
  refusedMs: 60_000,
};

/** A signal that nobody aborts. */
export const never = new AbortController().signal;

/** A Discord that stops with the test. */
export async function startDiscord(): Promise<DiscordServer> {
  const server = await DiscordServer.start();
  onTestFinished(() => server.stop());
  return server;
}

/** Settings that fit a server. */
export const settingsFor = (
  server: DiscordServer,
  over: Partial<DiscordSettings> = {},
): DiscordSettings => ({ bot_token: server.token, api_base: server.url, ...over });

/** A connector to a server, which can connect again and again; it looks up what was missed where `heard` is given. */
export function connectorTo(
  server: DiscordServer,
  {
    over = {},
    times = {},
    known = null,
    clock = systemClock,
  }: {
    over?: Partial<DiscordSettings>;
    times?: Partial<Times>;
    known?: Heard | null;
    clock?: Clock;
  } = {},
) {
  const heard = known ?? new Heard();
  const seen = known === null ? null : async () => known.seen();
  const adapter = discordAdapter({ times: { ...HURRY, ...times }, seen, clock });
  const connector = adapter.connector(settingsFor(server, over), heard);
  const connect = async (signal: AbortSignal = never) => {
    const connection = await connector.connect(signal);
    onTestFinished(() => connection.close());
    return connection;
  };
  return { heard, connect };
}

/** An open connection to a Discord of its own. */
export async function connected(times: Partial<Times> = {}) {
  const server = await startDiscord();
  const { heard, connect } = connectorTo(server, { times });
  return { server, heard, connect, connection: await connect() };
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
