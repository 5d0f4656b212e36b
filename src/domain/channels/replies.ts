/**
 * Owns answering: each message that asks is given to the agent once, in the order of its chat, and what the agent says is noted to be
 * sent in the same transaction that ends the turn. Taking messages in belongs to inbox.ts, sending to outbox.ts.
 */
import { findChat, findChatMessage, setChatSession, unansweredMessages } from '../../db/chats.ts';
import {
  answerInbound,
  chatsWithInbound,
  closeOrphans,
  findInbound,
  findInboundOfTurn,
  type InboundRow,
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
  /** Shows in a chat that an answer is on its way; it must not throw. */
  readonly typing: (jid: string, channel: string) => Promise<void>;
}

/** Turns of chats at the same time. */
const AT_ONCE = 32;
/** Messages before the one that asks which are told with it. */
const CONTEXT = 20;
const TYPING_MS = 4000;
const BUSY_MS = 500;
const APOLOGY =
  'I could not answer this: no model is available at the moment. Please try again later.';
const SYSTEM = systemCaller('channels');

/** Answers messages of chats. */
export class Replies {
  readonly #parts: ReplyParts;
  readonly #lanes: Lanes;
  readonly #stop = new AbortController();
  /** Chats whose answers were stored by transactions that may not be durable yet. */
  readonly #answered = new Set<string>();

  constructor(parts: ReplyParts) {
    this.#parts = parts;
    this.#lanes = new Lanes({
      step: (jid) => this.#answerNext(jid),
      report: (error, jid) => parts.log.error(`answering in ${jid} failed`, { error }),
      atOnce: AT_ONCE,
    });
    parts.turns.onEnd((change, ending) => this.#keep(change, ending));
    parts.journal.onEvents(() => this.#send());
  }

  /** Goes on with everything that waits. */
  async start(): Promise<void> {
    await this.#parts.journal.commit(SYSTEM, ({ tx }) => closeOrphans(tx));
    for (const jid of await chatsWithInbound(this.#parts.store.read)) this.#lanes.wake(jid);
  }

  /** A message waits in a chat. */
  wake(jid: string): void {
    this.#lanes.wake(jid);
  }

  /** Leaves what is under way to the next start. */
  async stop(): Promise<void> {
    this.#stop.abort(new DomainError('stopping', 'The daemon is stopping'));
    await this.#lanes.stop();
  }

  async #answerNext(jid: string): Promise<LaneRest> {
    const { store, turns } = this.#parts;
    const next = await nextInbound(store.read, jid);
    if (next === undefined) return 'idle';
    const sessionId = await this.#sessionOf(next);
    const prompt = await this.#promptFor(next);
    const typing = this.#showTyping(next);
    try {
      await turns.send(sessionId, prompt, SYSTEM, this.#stop.signal, (change, turnId) =>
        answerInbound(change.tx, next.seq, turnId),
      );
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
    const { store, journal, log } = this.#parts;
    const now = await findInbound(store.read, seq);
    if (now?.state === 'waiting')
      return error instanceof DomainError && error.reason === 'session_terminated'
        ? 'more'
        : { waitMs: BUSY_MS };
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

  async #promptFor({ jid, messageId }: InboundRow): Promise<string> {
    const { read } = this.#parts.store;
    const asked = await findChatMessage(read, jid, messageId);
    const chat = await findChat(read, jid);
    const before =
      asked === undefined ? [] : await unansweredMessages(read, jid, asked.at, CONTEXT);
    const context = before.filter(({ id, isBot }) => id !== messageId && !isBot);
    const messages = [...context, ...(asked === undefined ? [] : [asked])];
    return renderPrompt(
      messages.map(({ sender, senderName, at, content }) => ({
        sender,
        senderName,
        at,
        text: content,
      })),
      { isGroup: chat?.isGroup ?? false },
    );
  }

  /** Runs inside the transaction that ends a turn. */
  async #keep(change: Change, { turnId, answer }: TurnEnding): Promise<void> {
    const asked = await findInboundOfTurn(change.tx, turnId);
    if (asked === undefined || asked.state === 'done') return;
    await setInboundState(change.tx, asked.seq, 'done');
    const text = answer === null ? APOLOGY : withoutInternal(answer);
    if (text === '') return;
    await this.#parts.outbox.add(change, {
      channel: asked.channel,
      jid: asked.jid,
      text,
      inboundSeq: asked.seq,
      replyTo: null,
    });
    this.#answered.add(asked.jid);
  }

  #send(): void {
    for (const jid of this.#answered) this.#parts.outbox.wake(jid);
    this.#answered.clear();
  }

  #showTyping({ jid, channel }: InboundRow): NodeJS.Timeout {
    void this.#parts.typing(jid, channel);
    const timer = setInterval(() => void this.#parts.typing(jid, channel), TYPING_MS);
    timer.unref();
    return timer;
  }
}
