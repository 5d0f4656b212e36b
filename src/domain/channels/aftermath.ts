/**
 * Owns what follows from a try to send a piece: it is kept in the history, tried again later, or the letter is given up.
 * When a piece is sent belongs to outbox.ts, who waits for a letter to waiting.ts.
 */
import { touchChat } from '../../db/chats.ts';
import { insertOwnMessage } from '../../db/displaced-messages.ts';
import { type OutboundPiece, type OutboundRow, updateOutbound } from '../../db/outbound.ts';
import { countOnChannel } from '../../db/traffic.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Logger } from '../../lib/log.ts';
import { redact } from '../../lib/redact.ts';
import type { Journal } from '../audit/index.ts';
import { systemCaller } from '../shared/index.ts';
import type { LaneRest } from './lanes.ts';
import { type ChannelConnection, SendError } from './platform.ts';
import { threadOfLetter } from './threads.ts';
import type { Waiting } from './waiting.ts';

/** Between two tries, unless the platform asks for more. */
const LONGEST_WAIT_MS = 300_000;
/** A letter that the platform would only take later than this is of no use to anybody. */
const LONGEST_KEPT_MS = 24 * 3_600_000;
/** Tries before a letter is too old, over about a quarter of an hour. */
const FEWEST_ATTEMPTS = 12;
/** Tries of which nobody can say what became: each may have been one message more. */
const MOST_UNSURE = 12;
/** A chat that moves more often may move in circles, and is followed after a wait. */
const MOST_MOVES = 12;
const LONGEST_REASON = 500;
const SYSTEM = systemCaller('channels');

/** Stores what became of pieces. */
export class Aftermath {
  readonly #journal: Journal;
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #waiting: Waiting;
  readonly #moved: (from: string, to: string) => Promise<void>;
  readonly #wake: (jid: string) => void;

  constructor(options: {
    journal: Journal;
    clock: Clock;
    log: Logger;
    waiting: Waiting;
    moved: (from: string, to: string) => Promise<void>;
    wake: (jid: string) => void;
  }) {
    this.#journal = options.journal;
    this.#clock = options.clock;
    this.#log = options.log;
    this.#waiting = options.waiting;
    this.#moved = options.moved;
    this.#wake = options.wake;
  }

  /** Keeps a piece that was sent, in the history as well; the last one ends the letter. */
  async sent(
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
      await insertOwnMessage(tx, {
        jid,
        id: messageId,
        sender: account.id,
        senderName: account.displayName ?? account.username ?? account.id,
        content: letter.pieces[index]?.plain ?? '',
        at: now,
        isFromMe: true,
        isBot: true,
        thread: await threadOfLetter(tx, letter),
      });
      await countOnChannel(tx, channel, { received: 0, sent: 1, at: now, now });
    });
    if (isLast) this.#waiting.tell(letter.id, { kind: 'sent', messageIds: idsOf(pieces), at: now });
    // Whoever took it back was told that nothing more is sent.
    else if (this.#waiting.isWithdrawn(letter.id))
      return await this.#giveUp(letter, new SendError('It was taken back', { kind: 'refused' }));
    return 'more';
  }

  /** Ends a letter of which every piece was sent before. */
  async finish(letter: OutboundRow): Promise<void> {
    const { pieces } = letter;
    const now = this.#clock.now();
    await this.#change(letter, { state: 'sent', isSending: false, endedAt: now });
    this.#waiting.tell(letter.id, { kind: 'sent', messageIds: idsOf(pieces), at: now });
  }

  /** Stores that a piece was not taken: it is tried again later, or the letter is given up. */
  async refused(letter: OutboundRow, error: SendError): Promise<LaneRest> {
    const { fault } = error;
    const attempts = letter.attempts + 1;
    if (this.#waiting.isWithdrawn(letter.id)) return await this.#giveUp(letter, error);
    const asked = fault.kind === 'later' ? fault.waitMs : 0;
    const waitMs = Math.max(asked, Math.min(500 * 2 ** (attempts - 1), LONGEST_WAIT_MS));
    const now = this.#clock.now();
    const nextAt = now + waitMs;
    const unsure = letter.unsure + (fault.kind === 'unknown' ? 1 : 0);
    const isDoubtful = fault.kind === 'unknown' && unsure >= MOST_UNSURE;
    // One that waited for its channel all that time has not been tried yet.
    const isOld = attempts >= FEWEST_ATTEMPTS && nextAt > letter.createdAt + LONGEST_KEPT_MS;
    const isLate = isOld || asked > LONGEST_KEPT_MS;
    if (fault.kind === 'refused' || isDoubtful || isLate) return await this.#giveUp(letter, error);
    const change = { isSending: false, unsure, attempts, nextAt, error: reasonOf(error) };
    if (fault.kind === 'moved') {
      await this.#change(letter, attempts < MOST_MOVES ? { ...change, nextAt: now } : change);
      await this.#moved(letter.jid, fault.jid);
      this.#wake(fault.jid);
      return 'more';
    }
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
    this.#waiting.tell(id, { kind: 'failed', reason, code: error.code });
    return 'more';
  }

  async #change(letter: OutboundRow, change: Parameters<typeof updateOutbound>[2]): Promise<void> {
    await this.#journal.commit(SYSTEM, async ({ tx }) => {
      await updateOutbound(tx, letter.seq, change);
    });
  }
}

const idsOf = (pieces: readonly OutboundPiece[]) =>
  pieces.flatMap(({ messageId }) => (messageId === null ? [] : [messageId]));

const reasonOf = ({ message }: Error) => redact(message).slice(0, LONGEST_REASON);
