/**
 * Owns answering: each message that asks is given to the agent once, in the order of its chat, and what the agent says is noted to be
 * sent in the same transaction that ends the turn. Taking messages in belongs to inbox.ts, sending to outbox.ts.
 */
import { type ChatMessageRow, findChatMessage, messagesBetween } from '../../db/chat-messages.ts';
import { findChat, setChatSession } from '../../db/chats.ts';
import {
  answerInbound,
  chatsWithInbound,
  closeOrphans,
  findInbound,
  findInboundOfTurn,
  type InboundRow,
  lastAnswered,
  nextInbound,
  setInboundState,
} from '../../db/inbound.ts';
import type { Store } from '../../db/open.ts';
import { findSession } from '../../db/sessions.ts';
import type { Logger } from '../../lib/log.ts';
import type { TurnEnding, Turns } from '../agent/index.ts';
import type { Change, Journal } from '../audit/index.ts';
import type { Sessions } from '../sessions/index.ts';
import { DomainError, systemCaller } from '../shared/index.ts';
import { type LaneRest, Lanes } from './lanes.ts';
import type { Outbox } from './outbox.ts';
import { renderPrompt, withoutInternal } from './prompt.ts';

/** What replies are made with. */
export interface ReplyParts {
  readonly store: Store;
  readonly journal: Journal;
  readonly sessions: Sessions;
  readonly turns: Turns;
  readonly outbox: Outbox;
  readonly log: Logger;
  /** Whether messages of a chat are answered in a container, for which they may have to wait. */
  readonly isElsewhere: (jid: string) => boolean;
  /** Shows in a chat that an answer is on its way; it must not throw. */
  readonly typing: (jid: string, channel: string) => Promise<void>;
}

/** Turns of chats at the same time. */
const AT_ONCE = 32;
/** The same of chats that are answered in containers: most of these wait, and must not keep the others from being answered. */
const ELSEWHERE_AT_ONCE = 1000;
/** Messages before the one that asks which are told with it. */
const CONTEXT = 20;
const TYPING_MS = 4000;
const BUSY_MS = 500;
/** Where the store or the session does not work. */
const TROUBLE_MS = 2000;
const APOLOGY = 'I could not answer this at the moment. Please try again later.';
const SYSTEM = systemCaller('channels');

/** Answers messages of chats. */
export class Replies {
  readonly #parts: ReplyParts;
  readonly #lanes: Lanes;
  readonly #elsewhere: Lanes;
  readonly #stop = new AbortController();

  constructor(parts: ReplyParts) {
    this.#parts = parts;
    const lanes = (atOnce: number) =>
      new Lanes({
        step: (jid) => this.#answerNext(jid),
        report: (error, jid) => parts.log.error(`answering in ${jid} failed`, { error }),
        atOnce,
      });
    this.#lanes = lanes(AT_ONCE);
    this.#elsewhere = lanes(ELSEWHERE_AT_ONCE);
    parts.turns.onEnd((change, ending) => this.#keep(change, ending));
  }

  /** Goes on with everything that waits. */
  async start(): Promise<void> {
    await this.#parts.journal.commit(SYSTEM, ({ tx }) => closeOrphans(tx));
    for (const jid of await chatsWithInbound(this.#parts.store.read)) this.wake(jid);
  }

  /** A message waits in a chat. */
  wake(jid: string): void {
    (this.#parts.isElsewhere(jid) ? this.#elsewhere : this.#lanes).wake(jid);
  }

  /** Leaves what is under way to the next start. */
  async stop(): Promise<void> {
    this.#stop.abort(new DomainError('stopping', 'The daemon is stopping'));
    await Promise.all([this.#lanes.stop(), this.#elsewhere.stop()]);
  }

  async #answerNext(jid: string): Promise<LaneRest> {
    const { store, turns } = this.#parts;
    const next = await nextInbound(store.read, jid);
    if (next === undefined) return 'idle';
    const sessionId = await this.#sessionOf(next);
    const { context, asked, isGroup } = await this.#told(next, sessionId);
    const send = (messages: readonly ChatMessageRow[]) =>
      turns.send(sessionId, promptOf(messages, isGroup), SYSTEM, this.#stop.signal, {
        witness: async (change, turnId) => {
          if (!(await answerInbound(change.tx, next, turnId))) throw new ElsewhereError();
        },
      });
    const typing = this.#showTyping(next);
    try {
      await send([...context, ...asked]).catch((error: unknown) => {
        // What was said before must not keep everything after it from being answered.
        if (isBlocked(error) && context.length > 0) return send(asked);
        throw error;
      });
    } catch (error) {
      return await this.#afterFailure(next, error);
    } finally {
      clearInterval(typing);
    }
    return 'more';
  }

  /** A turn that ended has seen to its message; one that never began, or lost its session, has not. */
  async #afterFailure({ seq, jid }: InboundRow, error: unknown): Promise<LaneRest> {
    if (this.#stop.signal.aborted) return 'idle';
    if (error instanceof ElsewhereError) return 'more';
    const { store, journal, log } = this.#parts;
    if (isBlocked(error)) {
      await journal.commit(SYSTEM, ({ tx }) => setInboundState(tx, seq, 'done'));
      log.info(`a message in ${jid} is not answered: ${error.message}`);
      return 'more';
    }
    const now = await findInbound(store.read, seq);
    if (now?.state === 'waiting') {
      if (error instanceof DomainError && error.reason === 'session_terminated') return 'more';
      const isBusy = error instanceof DomainError && error.reason === 'session_busy';
      if (!isBusy) log.error(`a message in ${jid} could not be given to the agent`, { error });
      return { waitMs: isBusy ? BUSY_MS : TROUBLE_MS };
    }
    if (now?.state === 'answering') {
      // Its session was ended, or its thread deleted, while it was answered.
      await journal.commit(SYSTEM, ({ tx }) => setInboundState(tx, seq, 'done'));
      log.info(`a message in ${jid} is not answered: its session has ended meanwhile`);
    }
    return 'more';
  }

  /** The session of a chat; a new one when there is none that can answer. */
  async #sessionOf({ jid, channel, messageId }: InboundRow): Promise<string> {
    const { store, sessions } = this.#parts;
    const chat = await findChat(store.read, jid);
    const known = chat?.sessionId ? await findSession(store.read, chat.sessionId) : undefined;
    if (known !== undefined && known.status !== 'terminated') return known.id;
    const message = await findChatMessage(store.read, jid, messageId);
    const input = { channel, userId: message?.sender ?? jid, metadata: { jid } };
    const made = await sessions.create(input, SYSTEM, (change, id) =>
      setChatSession(change.tx, jid, id),
    );
    return made.id;
  }

  /** The message that asks, and what a group said since the one before it that the session was given. */
  async #told({ jid, messageId }: InboundRow, sessionId: string) {
    const { read } = this.#parts.store;
    const isGroup = (await findChat(read, jid))?.isGroup ?? false;
    const message = await findChatMessage(read, jid, messageId);
    const after = isGroup ? await lastAnswered(read, sessionId) : undefined;
    const context = isGroup
      ? await messagesBetween(read, jid, { after, before: messageId, limit: CONTEXT })
      : [];
    return { context, asked: message === undefined ? [] : [message], isGroup };
  }

  /** Runs inside the transaction that ends a turn. */
  async #keep(change: Change, { turnId, answer }: TurnEnding): Promise<void> {
    const asked = await findInboundOfTurn(change.tx, turnId);
    if (asked === undefined || asked.state === 'done') return;
    await setInboundState(change.tx, asked.seq, 'done');
    const text = answer === null ? APOLOGY : withoutInternal(answer);
    if (text === '') return;
    const question = await findChatMessage(change.tx, asked.jid, asked.messageId);
    await this.#parts.outbox.add(change, {
      channel: asked.channel,
      jid: asked.jid,
      text,
      inboundSeq: asked.seq,
      replyTo: question?.thread ?? null,
    });
    change.committed(() => this.#parts.outbox.wake(asked.jid));
  }

  #showTyping({ jid, channel }: InboundRow): NodeJS.Timeout {
    void this.#parts.typing(jid, channel);
    const timer = setInterval(() => void this.#parts.typing(jid, channel), TYPING_MS);
    timer.unref();
    return timer;
  }
}

/** The message was given to the agent, or moved to another address, by somebody else. */
class ElsewhereError extends Error {
  constructor() {
    super('The message does not wait here any more');
    this.name = 'ElsewhereError';
  }
}

const isBlocked = (error: unknown): error is DomainError =>
  error instanceof DomainError && error.reason === 'message_blocked';

const promptOf = (messages: readonly ChatMessageRow[], isGroup: boolean): string =>
  renderPrompt(
    messages.map(({ sender, senderName, at, content }) => ({
      sender,
      senderName,
      at,
      text: content,
    })),
    { isGroup },
  );
