/**
 * Owns sending: what is to go to a chat goes in order, piece by piece, is tried again where that may help, and is kept in the history.
 * How a platform is spoken to belongs to the adapters, what is to be sent to whoever adds it.
 */

import { setTimeout as sleep } from 'node:timers/promises';
import { countOnChannel, insertChatMessage, touchChat } from '../../db/chats.ts';
import type { Db, Store } from '../../db/open.ts';
import {
  beginSending,
  chatsWithOutbound,
  hasOutbound,
  insertOutbound,
  markUnsure,
  nextOutbound,
  type OutboundPiece,
  type OutboundRow,
  updateOutbound,
  withdrawOutbound,
} from '../../db/outbound.ts';
import type { Clock } from '../../lib/clock.ts';
import { makeId } from '../../lib/ids.ts';
import type { Logger } from '../../lib/log.ts';
import { redact } from '../../lib/redact.ts';
import type { Change, Journal } from '../audit/index.ts';
import { systemCaller } from '../shared/index.ts';
import { type LaneRest, Lanes } from './lanes.ts';
import { type ChannelConnection, type Piece, SendError } from './platform.ts';
import { splitText } from './split.ts';

/** A message to send. */
export interface Letter {
  readonly channel: string;
  readonly jid: string;
  /** Markdown, not blank. */
  readonly text: string;
  /** What it answers; null for one that nobody asked for. */
  readonly inboundSeq: number | null;
  /** The platform's identifier of the message it quotes. */
  readonly replyTo: string | null;
}

/** What became of a letter. */
export type Posted =
  | { readonly kind: 'sent'; readonly messageIds: readonly string[]; readonly at: number }
  | { readonly kind: 'failed'; readonly reason: string; readonly code: string | null };

/** What the outbox reaches channels with. */
export interface Carrier {
  /** The open connection of a channel; null while there is none. */
  connection(channel: string): ChannelConnection | null;
  /** How long a message may be, and how Markdown is written there. */
  format(channel: string): { longest: number; render: (markdown: string) => string };
  moved(from: string, to: string): Promise<void>;
}

const AT_ONCE = 32;
const SEND_MS = 30_000;
/** Until whoever sends it now is done. */
const ELSEWHERE_MS = 250;
/** Between two tries to store what became of a piece. */
const STORE_AGAIN_MS = 500;
/** Tries of a letter that the platform could not take, over about half an hour. */
const MOST_ATTEMPTS = 12;
const LONGEST_WAIT_MS = 300_000;
/** A platform that wants to be left alone for longer than this gets the letter no more. */
const LONGEST_ASKED_MS = 3_600_000;
const NOT_CONNECTED_MS = 5000;
const LONGEST_REASON = 500;
const SYSTEM = systemCaller('channels');

/** What became of one try to send a piece. */
type Attempt = { readonly messageId: string } | { readonly error: SendError } | 'stopped';

/** Sends letters, one lane per chat. */
export class Outbox {
  readonly #store: Store;
  readonly #journal: Journal;
  readonly #clock: Clock;
  readonly #carrier: Carrier;
  readonly #log: Logger;
  readonly #lanes: Lanes;
  readonly #stop = new AbortController();
  /** Who waits for a letter, by its id. */
  readonly #waiting = new Map<string, (posted: Posted) => void>();
  /** Letters that were taken back while they were on their way: no other attempt is made. */
  readonly #withdrawn = new Set<string>();

  constructor(options: {
    store: Store;
    journal: Journal;
    clock: Clock;
    carrier: Carrier;
    log: Logger;
  }) {
    this.#store = options.store;
    this.#journal = options.journal;
    this.#clock = options.clock;
    this.#carrier = options.carrier;
    this.#log = options.log;
    this.#lanes = new Lanes({
      step: (jid) => this.#sendNext(jid),
      report: (error, jid) => options.log.error(`sending to ${jid} failed`, { error }),
      atOnce: AT_ONCE,
    });
  }

  /** Goes on with everything that is to be sent. */
  async start(): Promise<void> {
    await this.#journal.commit(SYSTEM, ({ tx }) => markUnsure(tx));
    await this.wakeAll();
  }

  /** Has every chat looked at, as after a channel is connected. */
  async wakeAll(): Promise<void> {
    for (const jid of await chatsWithOutbound(this.#store.read)) this.#lanes.wake(jid);
  }

  wake(jid: string): void {
    this.#lanes.wake(jid);
  }

  /** Begins nothing more; what is being sent has `graceMs` to come to an end. */
  async stop(graceMs: number): Promise<void> {
    const timer = setTimeout(() => this.#stop.abort(new Error('The daemon is stopping')), graceMs);
    await this.#lanes.stop();
    clearTimeout(timer);
  }

  /** Stores a letter inside a transaction; whoever commits that wakes its chat. @returns the letter's id */
  async add({ tx }: Change, letter: Letter): Promise<string> {
    const id = makeId('out', this.#clock.now());
    await this.#insert(tx, letter, id);
    return id;
  }

  /** Stores a letter that has its id already, unless it was stored before. @returns whether it was not */
  async addOnce({ tx }: Change, letter: Letter, id: string): Promise<boolean> {
    if (await hasOutbound(tx, id)) return false;
    await this.#insert(tx, letter, id);
    return true;
  }

  /** Waits for what becomes of a letter; ask before it is durable. */
  outcomeOf(id: string): Promise<Posted> {
    return new Promise((resolve) => this.#waiting.set(id, resolve));
  }

  /** Takes a letter back that is not on its way; one that is may still arrive. */
  async withdraw(id: string): Promise<void> {
    this.#waiting.delete(id);
    this.#withdrawn.add(id);
    const hasEnded = await this.#journal.commit(SYSTEM, ({ tx }) =>
      withdrawOutbound(tx, id, this.#clock.now()),
    );
    if (hasEnded) this.#withdrawn.delete(id);
  }

  async #insert(tx: Db, letter: Letter, id: string): Promise<void> {
    const { channel, jid, text, inboundSeq, replyTo } = letter;
    const { longest, render } = this.#carrier.format(channel);
    const pieces = splitText(text, longest, render).map((one) => ({ ...one, messageId: null }));
    const createdAt = this.#clock.now();
    const row = { id, channel, jid, inboundSeq, content: text, pieces, replyTo, createdAt };
    await insertOutbound(tx, row);
  }

  async #sendNext(jid: string): Promise<LaneRest> {
    const letter = await nextOutbound(this.#store.read, jid);
    if (letter === undefined) return 'idle';
    const wait = letter.nextAt - this.#clock.now();
    if (wait > 0) return { waitMs: wait };
    const connection = this.#carrier.connection(letter.channel);
    if (connection === null) return { waitMs: NOT_CONNECTED_MS };
    const index = letter.pieces.findIndex(({ messageId }) => messageId === null);
    const piece = letter.pieces[index];
    if (piece === undefined) {
      await this.#finish(letter, letter.pieces);
      return 'more';
    }
    // Stored first: what is found so at a start may have been sent, and nobody can say.
    const isOurs = await this.#journal.commit(SYSTEM, ({ tx }) => beginSending(tx, letter));
    if (!isOurs) return { waitMs: ELSEWHERE_MS };
    const replyTo = index === 0 ? letter.replyTo : null;
    const outcome = await this.#attempt(connection, letter, {
      ...piece,
      replyTo,
      key: `${letter.id}${index}`,
    });
    if (outcome === 'stopped') return 'idle';
    // Sending it again because that could not be stored would be sending it twice.
    return await this.#stubbornly(jid, () =>
      'messageId' in outcome
        ? this.#sent(letter, index, outcome.messageId, connection)
        : this.#refused(letter, outcome.error),
    );
  }

  /** @returns the platform's identifier, or why there is none; `stopped` where the next start has to see to it */
  async #attempt(
    connection: ChannelConnection,
    { jid }: OutboundRow,
    piece: Piece,
  ): Promise<Attempt> {
    const signal = AbortSignal.any([this.#stop.signal, AbortSignal.timeout(SEND_MS)]);
    try {
      return { messageId: await connection.send(jid, piece, signal) };
    } catch (error) {
      if (error instanceof SendError && error.fault.kind !== 'unknown') return { error };
      if (this.#stop.signal.aborted) return 'stopped';
      if (error instanceof SendError) return { error };
      this.#log.error(`sending to ${jid} failed in an unforeseen way`, { error });
      return { error: new SendError('An unexpected error', { kind: 'unknown' }) };
    }
  }

  /** Stores what became of a piece, however long that takes; a stop leaves it to the next start as one that may have been sent. */
  async #stubbornly(jid: string, store: () => Promise<LaneRest>): Promise<LaneRest> {
    for (;;) {
      try {
        return await store();
      } catch (error) {
        this.#log.error(`what became of a message to ${jid} could not be stored`, { error });
        if (this.#stop.signal.aborted) return 'idle';
        await sleep(STORE_AGAIN_MS, undefined, { ref: false });
      }
    }
  }

  /** Keeps a piece that was sent, in the history as well; the last one ends the letter. */
  async #sent(
    letter: OutboundRow,
    index: number,
    messageId: string,
    { account }: ChannelConnection,
  ): Promise<LaneRest> {
    const { seq, channel } = letter;
    const pieces = letter.pieces.map((one, n) => (n === index ? { ...one, messageId } : one));
    const isLast = index === pieces.length - 1;
    const now = this.#clock.now();
    await this.#journal.commit(SYSTEM, async ({ tx }) => {
      const ended = isLast ? { state: 'sent' as const, endedAt: now, error: null } : {};
      const change = { pieces, isSending: false, attempts: 0, ...ended };
      // The chat may have moved while it was sent.
      const jid = (await updateOutbound(tx, seq, change)) ?? letter.jid;
      await touchChat(tx, { jid, channel, isGroup: jid.startsWith('tg:-'), at: now, now });
      await insertChatMessage(tx, {
        jid,
        id: messageId,
        sender: account.id,
        senderName: account.displayName ?? account.username ?? account.id,
        content: letter.pieces[index]?.plain ?? '',
        at: now,
        isFromMe: true,
        isBot: true,
      });
      await countOnChannel(tx, channel, { received: 0, sent: 1, at: now, now });
    });
    if (isLast) this.#tell(letter.id, { kind: 'sent', messageIds: idsOf(pieces), at: now });
    return 'more';
  }

  async #finish(letter: OutboundRow, pieces: readonly OutboundPiece[]): Promise<void> {
    const now = this.#clock.now();
    await this.#change(letter, { state: 'sent', isSending: false, endedAt: now });
    this.#tell(letter.id, { kind: 'sent', messageIds: idsOf(pieces), at: now });
  }

  async #refused(letter: OutboundRow, error: SendError): Promise<LaneRest> {
    const { fault } = error;
    const attempts = letter.attempts + 1;
    if (this.#withdrawn.has(letter.id)) return await this.#giveUp(letter, error);
    if (fault.kind === 'moved') {
      await this.#change(letter, { isSending: false, attempts });
      if (attempts >= MOST_ATTEMPTS) return await this.#giveUp(letter, error);
      await this.#carrier.moved(letter.jid, fault.jid);
      this.#lanes.wake(fault.jid);
      return 'more';
    }
    const asked = fault.kind === 'later' ? fault.waitMs : 0;
    if (fault.kind === 'refused' || attempts >= MOST_ATTEMPTS || asked > LONGEST_ASKED_MS)
      return await this.#giveUp(letter, error);
    const waitMs = Math.max(asked, Math.min(500 * 2 ** (attempts - 1), LONGEST_WAIT_MS));
    const nextAt = this.#clock.now() + waitMs;
    const unsure = letter.unsure + (fault.kind === 'unknown' ? 1 : 0);
    const change = { isSending: false, unsure, attempts, nextAt, error: reasonOf(error) };
    await this.#change(letter, change);
    return { waitMs };
  }

  async #giveUp(letter: OutboundRow, error: SendError): Promise<LaneRest> {
    const { id, jid, channel } = letter;
    const reason = reasonOf(error);
    await this.#journal.commit(SYSTEM, async (change) => {
      const endedAt = this.#clock.now();
      const failed = { state: 'failed' as const, isSending: false, endedAt, error: reason };
      await updateOutbound(change.tx, letter.seq, failed);
      await change.event('channel.error', channel, { name: channel, error: reason });
    });
    this.#log.warn(`a message to ${jid} was not sent: ${reason}`);
    this.#tell(id, { kind: 'failed', reason, code: error.code });
    return 'more';
  }

  async #change(letter: OutboundRow, change: Parameters<typeof updateOutbound>[2]): Promise<void> {
    await this.#journal.commit(SYSTEM, async ({ tx }) => {
      await updateOutbound(tx, letter.seq, change);
    });
  }

  #tell(id: string, posted: Posted): void {
    this.#waiting.get(id)?.(posted);
    this.#waiting.delete(id);
    this.#withdrawn.delete(id);
  }
}

const idsOf = (pieces: readonly OutboundPiece[]) =>
  pieces.flatMap(({ messageId }) => (messageId === null ? [] : [messageId]));

const reasonOf = ({ message }: Error) => redact(message).slice(0, LONGEST_REASON);
