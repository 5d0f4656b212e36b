/**
 * Owns what the tests of the WhatsApp adapter stand on: a WhatsApp, a webhook as the daemon has one, and a record of what is told.
 * What is expected of them is in the tests.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import {
  challengeFor,
  type PostOutcome,
  SIGNATURE_HEADER,
  type Times,
  type WhatsappConnection,
  type WhatsappSettings,
  whatsappAdapter,
} from '../../../src/adapters/channels/whatsapp/index.ts';
import type { ChannelEvents, InboundMessage } from '../../../src/domain/channels/platform.ts';
import type { Clock } from '../../../src/lib/clock.ts';
import { WhatsappServer } from '../../support/platforms/whatsapp.ts';

/** What an adapter told, in order. */
export class Heard implements ChannelEvents {
  readonly messages: InboundMessage[] = [];
  readonly moves: string[] = [];
  readonly outcomes: string[] = [];
  /** Runs before a message counts as durable. */
  store: (message: InboundMessage) => Promise<void> = async () => undefined;

  async received(message: InboundMessage): Promise<void> {
    await this.store(message);
    this.messages.push(message);
  }

  async moved(from: string, to: string): Promise<void> {
    this.moves.push(`${from} -> ${to}`);
  }

  async delivered(messageId: string, outcome: string, reason: string | null): Promise<void> {
    this.outcomes.push([messageId, outcome, reason].filter(Boolean).join(' '));
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
export const HURRY: Times = { callMs: 10_000, watchMs: 20 };

/** A signal that nobody aborts. */
export const never = new AbortController().signal;

export const VERIFY_TOKEN = 'a word of ours';

/** A WhatsApp that stops with the test. */
export async function startWhatsapp(): Promise<WhatsappServer> {
  const server = await WhatsappServer.start();
  onTestFinished(() => server.stop());
  return server;
}

/** Settings that fit a server. */
export const settingsFor = (
  server: WhatsappServer,
  over: Partial<WhatsappSettings> = {},
): WhatsappSettings => ({
  access_token: server.token,
  phone_number_id: server.phoneNumberId,
  verify_token: VERIFY_TOKEN,
  app_secret: server.appSecret,
  api_base: server.url,
  api_version: 'v21.0',
  ...over,
});

/** A connector to a server, which can connect again and again. */
export function connectorTo(
  server: WhatsappServer,
  options: { over?: Partial<WhatsappSettings>; times?: Partial<Times>; clock?: Clock } = {},
) {
  const { over = {}, times = {}, ...means } = options;
  const heard = new Heard();
  const warnings: string[] = [];
  const log = { warn: (text: string) => void warnings.push(text) };
  const adapter = whatsappAdapter({ times: { ...HURRY, ...times }, log, ...means });
  const connector = adapter.connector(settingsFor(server, over), heard);
  const connect = async () => {
    const connection = await connector.connect(never);
    onTestFinished(() => connection.close());
    return connection;
  };
  return { heard, warnings, connect };
}

/** An open connection to a WhatsApp of its own. */
export async function connected(times: Partial<Times> = {}) {
  const server = await startWhatsapp();
  const { heard, warnings, connect } = connectorTo(server, { times });
  return { server, heard, warnings, connect, connection: await connect() };
}

/** An open connection with a webhook to which WhatsApp posts. */
export async function posted(over: Partial<WhatsappSettings> = {}) {
  const server = await startWhatsapp();
  const { heard, warnings, connect } = connectorTo(server, { over });
  const connection = await connect();
  const url = await startRoute(connection);
  if (!(await server.subscribe(url, VERIFY_TOKEN))) throw new Error('it was not verified');
  return { server, heard, warnings, connection, url };
}

const STATUS: Readonly<Record<PostOutcome, number>> = {
  taken: 200,
  forbidden: 403,
  malformed: 400,
  unsigned: 503,
};

/** A route as the daemon has one. @returns its URL */
async function startRoute(connection: WhatsappConnection): Promise<string> {
  const server = createServer(async (request, response) => {
    if (request.method === 'GET') {
      const challenge = challengeIn(request);
      response.writeHead(challenge === null ? 403 : 200, { 'content-type': 'text/plain' });
      response.end(challenge);
      return;
    }
    const body = await buffer(request);
    const shown = request.headers[SIGNATURE_HEADER];
    const signature = typeof shown === 'string' ? shown : undefined;
    const status = await connection.post({ signature, body }).then(
      (outcome) => STATUS[outcome],
      () => 500,
    );
    response.writeHead(status).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/webhook`;
}

function challengeIn(request: IncomingMessage): string | null {
  const query = new URL(request.url ?? '', 'http://localhost').searchParams;
  const question = {
    mode: query.get('hub.mode') ?? '',
    verifyToken: query.get('hub.verify_token') ?? '',
    challenge: query.get('hub.challenge') ?? '',
  };
  return challengeFor(question, VERIFY_TOKEN);
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
