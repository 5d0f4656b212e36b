/**
 * Owns what the tests of the Telegram adapter stand on: a Telegram, an adapter in a hurry, and a record of what it tells.
 * What is expected of them is in the tests.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import {
  type TelegramSettings,
  type Times,
  telegramAdapter,
} from '../../../src/adapters/channels/telegram/index.ts';
import type { ChannelEvents, InboundMessage } from '../../../src/domain/channels/platform.ts';
import { TelegramServer } from '../../support/platforms/telegram.ts';

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
    throw new Error('Telegram tells nothing of that');
  }

  get texts(): string[] {
    return this.messages.map(({ text }) => text);
  }

  /** Waits until so many messages are durable. */
  async until(count: number): Promise<void> {
    while (this.messages.length < count) await sleep(2);
  }
}

/** Times in which tests see what takes minutes otherwise. */
export const HURRY: Times = { callMs: 10_000, pollMs: 1000, watchMs: 20 };

/** A signal that nobody aborts. */
export const never = new AbortController().signal;

/** A Telegram that stops with the test. */
export async function startTelegram(): Promise<TelegramServer> {
  const server = await TelegramServer.start();
  onTestFinished(() => server.stop());
  return server;
}

/** Settings that fit a server. */
export const settingsFor = (
  server: TelegramServer,
  over: Partial<TelegramSettings> = {},
): TelegramSettings => ({
  bot_token: server.token,
  api_base: server.url,
  mode: 'polling',
  ...over,
});

/** A connector to a server, which can connect again and again. */
export function connectorTo(
  server: TelegramServer,
  { over = {}, times = {} }: { over?: Partial<TelegramSettings>; times?: Partial<Times> } = {},
) {
  const heard = new Heard();
  const adapter = telegramAdapter({ times: { ...HURRY, ...times } });
  const connector = adapter.connector(settingsFor(server, over), heard);
  const connect = async () => {
    const connection = await connector.connect(never);
    onTestFinished(() => connection.close());
    return connection;
  };
  return { heard, connect };
}

/** An open connection to a Telegram of its own. */
export async function connected(times: Partial<Times> = {}) {
  const server = await startTelegram();
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
