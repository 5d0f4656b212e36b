/**
 * Owns looking up what was said while there was no connection: in bounds, one chat after the other, and never in the way of what is heard.
 * What is known of chats is said by whoever makes the adapter, what becomes of messages belongs to events.ts.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { PlatformError } from '../../../domain/channels/platform.ts';
import { isFinal, isTokenRefused, type SlackClient, waitOf } from './client.ts';
import type { Events } from './events.ts';
import type { Said } from './messages.ts';
import type { Gap, Means, Memory, Seen } from './ports.ts';
import { channelOf } from './settings.ts';

/** Nobody waits longer for an answer. */
const LONGEST_GAP_MS = 24 * 3_600_000;
const MOST_CHATS = 200;
/** Slack may give fewer: 15 to apps that are sold outside of its marketplace. */
const PAGE = 100;
const MOST_PAGES = 50;
/** How often a chat is tried while Slack is in trouble. */
const MOST_ROUNDS = 4;

const timestamp = z.string().regex(/^\d{1,12}\.\d{1,10}$/);
const page = z.object({
  messages: z.array(z.looseObject({ ts: timestamp }).nullable().catch(null)),
  response_metadata: z.object({ next_cursor: z.string() }).optional().catch(undefined),
});

/** What a lookup is made with. */
export interface CatchUpOptions {
  readonly client: SlackClient;
  readonly events: Events;
  readonly means: Means;
  readonly memory: Memory;
  /** Aborted when the connection is closed. */
  readonly signal: AbortSignal;
}

/** What is looked up over one connection. */
export class CatchUp {
  readonly #options: CatchUpOptions;
  #reason = '';

  constructor(options: CatchUpOptions) {
    this.#options = options;
  }

  /** Notes where to begin in each chat, which has to be known before anything is heard over the connection. */
  async prepare(): Promise<void> {
    const { memory, means } = this.#options;
    const known = ((await means.seen?.()) ?? []).flatMap(gapOf);
    for (const gap of known.toSorted((one, other) => Number(other.after) - Number(one.after))) {
      // What was missed before, and is still to be looked up, begins earlier.
      if (memory.gaps.has(gap.jid)) continue;
      if (memory.gaps.size >= MOST_CHATS) {
        means.log?.warn('Too many chats of Slack to look up what was said in them meanwhile');
        return;
      }
      memory.gaps.set(gap.jid, gap);
    }
  }

  /** Looks up what was said. It never rejects, and what is left when it ends is looked up over the next connection. */
  async run(): Promise<void> {
    const { memory, means, signal } = this.#options;
    try {
      for (let round = 0; round < MOST_ROUNDS && memory.gaps.size > 0; round += 1) {
        if (round > 0) await this.#pause(means.times.againMs);
        for (const gap of [...memory.gaps.values()])
          if (await this.#isClosed(gap)) memory.gaps.delete(gap.jid);
      }
    } catch (error) {
      if (signal.aborted) return;
      this.#reason = reasonOf(error);
    }
    const left = memory.gaps.size;
    if (left > 0)
      means.log?.warn('What was said in chats of Slack could not be looked up so far', {
        chats: left,
        reason: this.#reason,
      });
  }

  /** @returns whether there is no use in trying again */
  async #isClosed(gap: Gap): Promise<boolean> {
    try {
      return await this.#tell(await this.#missed(gap));
    } catch (error) {
      if (this.#options.signal.aborted || isTokenRefused(error)) throw error;
      if (isFinal(error)) this.#note(gap, error.trouble.code);
      else this.#reason = reasonOf(error);
      return isFinal(error);
    }
  }

  /** Says once that Slack does not let the app look: it is people who can change that. */
  #note({ jid }: Gap, code: string): void {
    const { memory, means } = this.#options;
    const what = code === 'missing_scope' ? code : `${code} ${jid}`;
    if (memory.noted.has(what)) return;
    memory.noted.add(what);
    means.log?.warn(`Slack does not let the app look up what was said meanwhile (${code})`, {
      jid,
    });
  }

  /** The messages of a chat, in the order in which they were said. Slack gives the newest first. */
  async #missed(gap: Gap): Promise<Said[]> {
    const { events, means } = this.#options;
    const day = Math.floor((means.clock.now() - LONGEST_GAP_MS) / 1000);
    const oldest = Number(gap.after) > day ? gap.after : `${day}.000000`;
    const found: Said[] = [];
    let cursor = '';
    for (let n = 0; n < MOST_PAGES; n += 1) {
      const { data } = page.safeParse(await this.#ask(gap.channel, oldest, cursor));
      if (data === undefined) throw new PlatformError('What Slack answered is no history');
      for (const fields of data.messages) {
        if (fields === null) continue;
        const said = events.read({ ...fields, type: 'message', channel: gap.channel });
        if (said !== null) found.push(said);
      }
      cursor = data.response_metadata?.next_cursor ?? '';
      if (cursor === '') break;
    }
    if (cursor !== '')
      means.log?.warn('More was said in a chat of Slack than is looked up', { jid: gap.jid });
    return found.toSorted((one, other) => Number(one.ts) - Number(other.ts));
  }

  /** @throws CallError */
  async #ask(channel: string, oldest: string, cursor: string): Promise<unknown> {
    const { client, means, memory, signal } = this.#options;
    const { clock, times } = means;
    const limits = { signal, ms: times.callMs };
    const asked = { channel, oldest, limit: PAGE, ...(cursor === '' ? {} : { cursor }) };
    for (;;) {
      await this.#pause(memory.historyFrom - clock.monotonic());
      memory.historyFrom = clock.monotonic() + times.paceMs;
      try {
        return await client.call(limits, (web) => web.conversations.history(asked));
      } catch (error) {
        const waitMs = waitOf(error);
        if (waitMs === null) throw error;
        // A message of which nobody knows whether it was sent asks the same of Slack, and goes first.
        memory.historyFrom = clock.monotonic() + waitMs + times.paceMs;
      }
    }
  }

  /** @returns whether all of it is durable */
  async #tell(missed: readonly Said[]): Promise<boolean> {
    const { events } = this.#options;
    // A page at a time: what is heard meanwhile was said later, and waits for no more than that.
    for (let n = 0; n < missed.length; n += PAGE) {
      const told = missed.slice(n, n + PAGE).map((said) => events.admit(said));
      if ((await Promise.all(told)).includes(false)) return false;
    }
    return true;
  }

  async #pause(ms: number): Promise<void> {
    const { signal } = this.#options;
    signal.throwIfAborted();
    if (ms > 0) await sleep(ms, undefined, { ref: false, signal });
  }
}

/** Where to begin in a chat; nothing where no message of Slack is known in it. */
function gapOf({ jid, messageId }: Seen): Gap[] {
  const channel = channelOf(jid);
  const isKnown = channel !== null && timestamp.safeParse(messageId).success;
  return isKnown ? [{ jid, channel, after: messageId }] : [];
}

const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
