/**
 * Owns sending: what is to go to a chat goes in order, piece by piece.
 * What follows from a try belongs to aftermath.ts, how a platform is spoken to to the adapters, what is to be sent to whoever adds it.
 */

import { setTimeout as sleep } from 'node:timers/promises';
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
  withdrawOutbound,
} from '../../db/outbound.ts';
import type { Clock } from '../../lib/clock.ts';
import { makeId } from '../../lib/ids.ts';
import type { Logger } from '../../lib/log.ts';
import type { Change, Journal } from '../audit/index.ts';
import { systemCaller } from '../shared/index.ts';
import { Aftermath } from './aftermath.ts';
import { CHANNEL_NAMES, type ChannelName, channelOf } from './jid.ts';
import { type LaneRest, Lanes } from './lanes.ts';
import { type ChannelConnection, type Piece, SendError } from './platform.ts';
import { splitText } from './split.ts';
import { threadOfLetter } from './threads.ts';
import { type Posted, Waiting } from './waiting.ts';

/** A message to send. */
export interface Letter {
  readonly channel: string;
  readonly jid: string;
  /** Markdown, not blank. */
  readonly text: string;
  /** What it answers; null for one that nobody asked for. */
  readonly inboundSeq: number | null;
  /** The platform's identifier of the message it quotes; of an answer the thread that it belongs to. */
  readonly replyTo: string | null;
}

/** What the outbox reaches channels with. */
export interface Carrier {
  /** The open connection of a channel; null while there is none. */
  connection(channel: string): ChannelConnection | null;
  /** How long a message may be, and how Markdown is written there. */
  format(channel: string): { longest: number; render: (markdown: string) => string };
  moved(from: string, to: string): Promise<void>;
}

/** Letters on their way to one platform. One that does not answer must not keep those of the others waiting. */
const AT_ONCE = 32;
const SEND_MS = 30_000;
/** Until whoever sends it now is done. */
const ELSEWHERE_MS = 250;
/** Between two tries to store what became of a piece. */
const STORE_AGAIN_MS = 500;
const NOT_CONNECTED_MS = 5000;
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
  readonly #lanes: ReadonlyMap<ChannelName, Lanes>;
  readonly #stop = new AbortController();
  readonly #aftermath: Aftermath;
  /** Who waits for letters. */
  readonly waiting = new Waiting();

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
    const makeLanes = () =>
      new Lanes({
        step: (jid) => this.#sendNext(jid),
        report: (error, jid) => options.log.error(`sending to ${jid} failed`, { error }),
        atOnce: AT_ONCE,
      });
    this.#lanes = new Map(CHANNEL_NAMES.map((name) => [name, makeLanes()]));
    this.#aftermath = new Aftermath({
      journal: options.journal,
      clock: options.clock,
      log: options.log,
      waiting: this.waiting,
      moved: (from, to) => options.carrier.moved(from, to),
      wake: (jid) => this.wake(jid),
    });
  }

  /** Goes on with everything that is to be sent. */
  async start(): Promise<void> {
    await this.#journal.commit(SYSTEM, ({ tx }) => markUnsure(tx));
    await this.wakeAll();
  }

  /** Has every chat looked at, as after a channel is connected. */
  async wakeAll(): Promise<void> {
    for (const jid of await chatsWithOutbound(this.#store.read)) this.wake(jid);
  }

  /** Has a chat looked at; an address of no channel has no letters. */
  wake(jid: string): void {
    const channel = channelOf(jid);
    if (channel !== null) this.#lanes.get(channel)?.wake(jid);
  }

  /** Begins nothing more; what is being sent has `graceMs` to come to an end. */
  async stop(graceMs: number): Promise<void> {
    const timer = setTimeout(() => this.#stop.abort(new Error('The daemon is stopping')), graceMs);
    await Promise.all([...this.#lanes.values()].map((lanes) => lanes.stop()));
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
    return this.waiting.outcomeOf(id);
  }

  /** Takes a letter back that is not on its way; one that is may still arrive. */
  async withdraw(id: string): Promise<void> {
    await this.waiting.withdraw(id, () =>
      this.#journal.commit(SYSTEM, ({ tx }) => withdrawOutbound(tx, id, this.#clock.now())),
    );
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
      await this.#aftermath.finish(letter);
      return 'more';
    }
    return await this.waiting.flying(letter.id, () => this.#send(letter, index, piece, connection));
  }

  async #send(
    letter: OutboundRow,
    index: number,
    piece: OutboundPiece,
    connection: ChannelConnection,
  ): Promise<LaneRest> {
    // Stored first: what is found so at a start may have been sent, and nobody can say.
    const isOurs = await this.#journal.commit(SYSTEM, ({ tx }) => beginSending(tx, letter));
    if (!isOurs) return { waitMs: ELSEWHERE_MS };
    // An answer stands where the question does, and quotes nothing.
    const thread = await threadOfLetter(this.#store.read, letter);
    const isQuoting = index === 0 && letter.inboundSeq === null;
    const outcome = await this.#attempt(connection, letter, {
      ...piece,
      replyTo: isQuoting ? letter.replyTo : null,
      ...(thread === null ? {} : { thread }),
      key: `${letter.id}${index}`,
      ...(letter.unsure > 0 ? { doubtSince: letter.createdAt } : {}),
    });
    if (outcome === 'stopped') return 'idle';
    // Sending it again because that could not be stored would be sending it twice.
    return await this.#stubbornly(letter.jid, () =>
      'messageId' in outcome
        ? this.#aftermath.sent(letter, index, outcome.messageId, connection)
        : this.#aftermath.refused(letter, outcome.error),
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
}
