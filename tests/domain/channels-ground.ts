/**
 * Owns the way of a message for tests of its parts: inbox, replies and outbox over one real store, with channels in memory that a test leads.
 * What each part must do is left to the tests.
 */
import { onTestFinished, vi } from 'vitest';
import { inbound, outbound } from '../../src/db/schema/index.ts';
import type { Provider, TurnParts } from '../../src/domain/agent/index.ts';
import {
  type ChannelConnection,
  type InboundMessage,
  Inbox,
  type InboxSettings,
  Outbox,
  type Piece,
  Replies,
  type RuleBook,
  type SendError,
} from '../../src/domain/channels/index.ts';
import { OPEN_RULES } from '../../src/domain/channels/sender-rules.ts';
import { silentLoggerOf } from '../support/log.ts';
import { BEGIN, echo, freshGround, type Ground, openGround } from './ground.ts';

/** A piece that was taken, with its chat. */
export interface Taken extends Piece {
  readonly jid: string;
}

/** What becomes of the next piece: it is refused, hangs until the signal, or is taken once a promise resolves. */
export type Fate = SendError | Error | 'hang' | Promise<unknown>;

/** A platform in memory. */
export class Platform implements ChannelConnection {
  readonly account = { id: '99', username: 'andy_bot', displayName: 'Andy' };
  readonly mode = 'polling';
  readonly ended = new Promise<string>(() => undefined);
  /** What was taken, in order; everything that was tried. */
  readonly taken: Taken[] = [];
  readonly tried: Taken[] = [];
  readonly fates: Fate[] = [];
  isConnected = true;
  #count = 0;

  async send(jid: string, piece: Piece, signal: AbortSignal): Promise<string> {
    this.tried.push({ jid, ...piece });
    const fate = this.fates.shift();
    if (fate === 'hang')
      await new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      });
    if (fate instanceof Error) throw fate;
    await fate;
    this.taken.push({ jid, ...piece });
    this.#count += 1;
    return `out-${this.#count}`;
  }

  async check(): Promise<void> {}
  async close(): Promise<void> {}

  /** What people see, by chat. */
  textsIn(jid: string): string[] {
    return this.taken.filter((one) => one.jid === jid).map(({ text }) => text);
  }
}

/** A message as a platform tells of it; a direct one of user 7 unless said otherwise. */
export function told(id: string, parts: Partial<InboundMessage> = {}): InboundMessage {
  return {
    eventId: id,
    messageId: id,
    jid: 'tg:7',
    chatName: 'Kim',
    isGroup: false,
    sender: '7',
    senderName: 'Kim',
    text: `text ${id}`,
    at: BEGIN,
    isBot: false,
    isOwn: false,
    mentionsAgent: false,
    thread: null,
    ...parts,
  };
}

/** Everything over one store. */
export interface Chats extends Ground {
  readonly platform: Platform;
  readonly inboxSettings: { -readonly [K in keyof InboxSettings]: InboxSettings[K] };
  readonly inbox: Inbox;
  readonly outbox: Outbox;
  readonly replies: Replies;
  /** Numbers of chats that were said to wait. */
  readonly asked: string[];
  /** Messages that the sender allowlist refused. */
  readonly denied: { jid: string; sender: string }[];
  says(id: string, parts?: Partial<InboundMessage>): Promise<void>;
  inboundRows(): Promise<(typeof inbound.$inferSelect)[]>;
  outboundRows(): Promise<(typeof outbound.$inferSelect)[]>;
  /** Waits until nothing waits any more. */
  settled(): Promise<void>;
}

/** Builds the parts over a ground; nothing is started. */
export function buildChats(
  ground: Ground,
  platform = new Platform(),
  {
    longest = 100,
    answers = true,
    rules,
  }: { longest?: number; answers?: boolean; rules?: RuleBook } = {},
): Chats {
  const { store, journal, clock, sessions, turns } = ground;
  const log = silentLoggerOf('channels');
  const asked: string[] = [];
  const denied: Chats['denied'] = [];
  const inboxSettings = {
    allowedUsers: ['*'],
    names: ['andy', '앤디'],
    mentionOnly: false,
    rules: OPEN_RULES,
  };
  const inbox = new Inbox({
    store,
    journal,
    clock,
    log,
    settings: () =>
      rules === undefined ? inboxSettings : { ...inboxSettings, rules: rules.get() },
    ...(rules === undefined ? {} : { rules }),
    onAsked: (jid) => {
      asked.push(jid);
      if (!answers) return;
      replies.wake(jid);
      outbox.wake(jid);
    },
    onDenied: (message) => denied.push(message),
  });
  const outbox = new Outbox({
    store,
    journal,
    clock,
    log,
    carrier: {
      connection: () => (platform.isConnected ? platform : null),
      format: () => ({ longest, render: (text) => text }),
      moved: (from, to) => inbox.move(from, to),
    },
  });
  const replies = new Replies({
    store,
    journal,
    sessions,
    turns,
    outbox,
    log,
    // Addresses of Telegram above a million stand for chats that are answered in containers.
    isElsewhere: (jid) => Number(jid.slice(3)) > 1_000_000,
    typing: async () => undefined,
  });
  const inboundRows = async () => await store.read.select().from(inbound).orderBy(inbound.seq);
  const outboundRows = async () => await store.read.select().from(outbound).orderBy(outbound.seq);
  return {
    ...ground,
    platform,
    inboxSettings,
    inbox,
    outbox,
    replies,
    asked,
    denied,
    says: (id, parts) => inbox.receive('telegram', told(id, parts)),
    inboundRows,
    outboundRows,
    settled: async () => {
      await vi.waitUntil(
        async () =>
          (await inboundRows()).every(({ state }) => state === 'done') &&
          (await outboundRows()).every(({ state }) => state !== 'pending'),
        { timeout: 30_000, interval: 2 },
      );
    },
  };
}

/** Parts over a fresh store, started; they stop with the test. */
export async function freshChats(
  provider: Provider = echo,
  options: { longest?: number; parts?: Partial<TurnParts>; file?: string } = {},
): Promise<Chats> {
  const { file, parts } = options;
  const ground =
    file === undefined
      ? await freshGround(provider, parts)
      : await openGround(file, provider, parts);
  const chats = buildChats(ground, new Platform(), options);
  onTestFinished(async () => {
    await chats.replies.stop();
    await chats.outbox.stop(1);
    await chats.turns.stop();
  });
  await chats.outbox.start();
  await chats.replies.start();
  return chats;
}

/** A provider that answers with what a function says of the last message. */
export function speaking(answer: (asked: string) => string | Promise<string>): Provider {
  return {
    ...echo,
    async *answer({ messages }, signal) {
      const left = new Promise<never>((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      });
      const content = await Promise.race([answer(messages.at(-1)?.content ?? ''), left]);
      yield { type: 'token', content };
      yield {
        type: 'usage',
        usage: { provider: 'test', model: 'echo', input: 1, output: 1, costMicros: 0 },
      };
    },
  };
}

/** Texts of the messages in a prompt, in order. */
export const textsOf = (prompt: string): string[] =>
  [...prompt.matchAll(/<message [^>]*>([\s\S]*?)<\/message>/g)].map((match) => match[1] ?? '');
