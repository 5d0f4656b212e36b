/**
 * Owns a turn: a message comes in, the model answers, both are durable. Which model answers is behind the provider port.
 */
import {
  insertCheckpoint,
  insertMessage,
  lastCheckpoint,
  lastMessages,
  listMessages,
  type MessageRow,
} from '../../db/messages.ts';
import type { Store } from '../../db/open.ts';
import { findSession, growSession, type SessionRow } from '../../db/sessions.ts';
import type { Clock } from '../../lib/clock.ts';
import { makeId } from '../../lib/ids.ts';
import type { Change, Journal } from '../audit/index.ts';
import { notFound } from '../sessions/index.ts';
import { type Caller, DomainError } from '../shared/index.ts';
import { Lines } from './line.ts';
import type { Provider } from './provider.ts';

/** A stored message. */
export type Message = MessageRow;

/** The agent's finished turn. */
export interface Turn {
  readonly id: string;
  readonly sessionId: string;
  readonly content: string;
  readonly usage: { readonly input: number; readonly output: number };
  readonly createdAt: number;
}

/** What happens in a turn, in order; `done` comes once, last, when the turn is durable. */
export type TurnEvent =
  | { readonly type: 'token'; readonly content: string }
  | { readonly type: 'done'; readonly turn: Turn };

/** What the area takes from the settings, read anew at every turn. */
export interface TurnSettings {
  readonly maxQueuedTurns: number;
  /** False where the model sees nothing of a session but the message it answers. */
  readonly remembers: boolean;
}

/** Messages the model sees of a session. */
const WINDOW = 20;

/** Runs turns, one at a time in each session. */
export class Turns {
  readonly #store: Store;
  readonly #journal: Journal;
  readonly #clock: Clock;
  readonly #provider: Provider;
  readonly #settings: () => TurnSettings;
  readonly #lines: Lines;

  constructor(options: {
    store: Store;
    journal: Journal;
    clock: Clock;
    provider: Provider;
    settings: () => TurnSettings;
  }) {
    this.#store = options.store;
    this.#journal = options.journal;
    this.#clock = options.clock;
    this.#provider = options.provider;
    this.#settings = options.settings;
    this.#lines = new Lines(() => options.settings().maxQueuedTurns);
  }

  /** Sends a message and waits for the whole turn. @throws what `begin` throws */
  async send(sessionId: string, content: string, by: Caller, signal: AbortSignal): Promise<Turn> {
    for await (const event of await this.begin(sessionId, content, by, signal)) {
      if (event.type === 'done') return event.turn;
    }
    throw new Error(`The turn in ${sessionId} ended without an answer`);
  }

  /**
   * Stores the message durably and begins the turn that answers it; the turn goes on as its events are read.
   * A reader that stops early ends the turn: the message stays, the answer is not stored.
   * @throws DomainError session_not_found, session_terminated, session_busy
   */
  async begin(
    sessionId: string,
    content: string,
    by: Caller,
    signal: AbortSignal,
  ): Promise<AsyncIterable<TurnEvent>> {
    await this.#demandOpen(sessionId);
    const leave = await this.#lines.enter(sessionId);
    try {
      await this.#journal.commit(by, async (change) => {
        const session = demandActive(await findSession(change.tx, sessionId), sessionId);
        await this.#append(change, session, { role: 'human', content, input: 0, output: 0 });
      });
    } catch (error) {
      leave();
      throw error;
    }
    return this.#answer(sessionId, by, signal, leave);
  }

  async *#answer(
    sessionId: string,
    by: Caller,
    signal: AbortSignal,
    leave: () => void,
  ): AsyncGenerator<TurnEvent> {
    try {
      const window = this.#settings().remembers ? WINDOW : 1;
      const messages = await lastMessages(this.#store.read, sessionId, window);
      let answer = '';
      let usage = { input: 0, output: 0 };
      for await (const event of this.#provider.answer(messages, signal)) {
        if (event.type === 'usage') {
          usage = { input: event.input, output: event.output };
        } else {
          answer += event.content;
          yield { type: 'token', content: event.content };
        }
      }
      const turn = await this.#journal.commit(by, async (change) => {
        const session = demandActive(await findSession(change.tx, sessionId), sessionId);
        const message = await this.#append(change, session, {
          role: 'ai',
          content: answer,
          ...usage,
        });
        return { id: message.id, sessionId, content: answer, usage, createdAt: message.createdAt };
      });
      yield { type: 'done', turn };
    } finally {
      leave();
    }
  }

  /** Appends a message, the checkpoint after it, the session's growth and the event, all in one transaction. */
  async #append(
    change: Change,
    session: SessionRow,
    said: { role: 'human' | 'ai'; content: string; input: number; output: number },
  ): Promise<Message> {
    const { tx } = change;
    const now = this.#clock.now();
    const message: Message = {
      id: makeId('msg', now),
      sessionId: session.id,
      seq: session.messageCount + 1,
      role: said.role,
      content: said.content,
      toolCalls: null,
      inputTokens: said.input,
      outputTokens: said.output,
      createdAt: now,
    };
    await insertMessage(tx, message);
    const parent = await lastCheckpoint(tx, session.id);
    await insertCheckpoint(tx, {
      id: makeId('ckpt', now),
      sessionId: session.id,
      parentId: parent?.id ?? null,
      step: (parent?.step ?? 0) + 1,
      messageSeq: message.seq,
      createdAt: now,
    });
    const isAnswer = said.role === 'ai';
    await growSession(tx, session.id, {
      now,
      turns: isAnswer ? 1 : 0,
      input: said.input,
      output: said.output,
    });
    await change.event(isAnswer ? 'message.sent' : 'message.received', session.id, {
      session_id: session.id,
      message_id: message.id,
      channel: session.channel,
      user_id: session.userId,
      content: message.content,
      ...(isAnswer ? { token_usage: { input: said.input, output: said.output } } : {}),
    });
    return message;
  }

  /** Refuses early, so that nobody waits in line for a session that cannot answer. */
  async #demandOpen(sessionId: string): Promise<void> {
    demandActive(await findSession(this.#store.read, sessionId), sessionId);
  }

  /** One page of a session's messages, oldest first, and how many there are. @throws DomainError session_not_found */
  async history(
    sessionId: string,
    limit: number,
    offset: number,
  ): Promise<{ messages: Message[]; total: number }> {
    const db = this.#store.read;
    const session = (await findSession(db, sessionId)) ?? notFound(sessionId);
    return {
      messages: await listMessages(db, sessionId, limit, offset),
      total: session.messageCount,
    };
  }
}

function demandActive(session: SessionRow | undefined, id: string): SessionRow {
  if (session === undefined) return notFound(id);
  if (session.status !== 'terminated') return session;
  throw new DomainError('session_terminated', `Session ${id} is terminated`, {
    status: 'terminated',
  });
}
