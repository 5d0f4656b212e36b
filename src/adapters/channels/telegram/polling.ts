/**
 * Owns asking Telegram for updates: one long poll after the other, each update acknowledged once it is durable.
 * What an update says is in updates.ts; what happens when asking fails belongs to domain/connections.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Account,
  type ChannelEvents,
  PlatformError,
} from '../../../domain/channels/platform.ts';
import { type TelegramClient, waitOf } from './client.ts';
import { type Inbound, type Means, type Memory, quietError } from './ports.ts';
import { batchesOf, readUpdates, tell, type Update, WANTED_UPDATES } from './updates.ts';

const MOST_UPDATES = 100;
/** An empty answer sooner than that is none of a long poll; asking again at once would be asking all the time. */
const SHORTEST_POLL_MS = 500;
/** Storing a message takes milliseconds. */
const STORE_MS = 10_000;

/** What a poll is made with. */
export interface PollingOptions {
  readonly client: TelegramClient;
  readonly account: Account;
  readonly events: ChannelEvents;
  readonly means: Means;
  readonly memory: Memory;
}

/** Messages that are asked for. */
export class Polling implements Inbound {
  readonly broken: Promise<string>;
  readonly #options: PollingOptions;
  readonly #stop = new AbortController();
  readonly #over: Promise<void>;
  /** When Telegram answered last, by the monotonic clock. */
  #heard: number;
  /** Since when updates are being stored, by their identifier; the oldest first. */
  readonly #storing = new Map<number, number>();

  private constructor(options: PollingOptions) {
    this.#options = options;
    this.#heard = options.means.clock.monotonic();
    const running = this.#run();
    this.#over = running.then(() => undefined);
    this.broken = new Promise((resolve) => {
      void running.then((reason) => reason !== null && resolve(reason));
    });
  }

  /** Takes the updates over from whoever had them, and sees that they can be had. @throws CallError */
  static async open(options: PollingOptions, signal: AbortSignal): Promise<Polling> {
    const { client, means } = options;
    const limits = { signal, ms: means.times.callMs };
    await client.call(limits, (api) => api.deleteWebhook());
    // One update, not acknowledged: it comes again with the first poll.
    await client.call(limits, (api) =>
      api.getUpdates({ limit: 1, timeout: 0, allowed_updates: WANTED_UPDATES }),
    );
    return new Polling(options);
  }

  /** @throws PlatformError where nothing arrives although the connection is open */
  alive(): void {
    const { clock, times } = this.#options.means;
    const now = clock.monotonic();
    const quiet = quietError(this.#options.memory, clock);
    if (quiet !== null) throw quiet;
    const [since = null] = this.#storing.values();
    if (since !== null && now - since > STORE_MS)
      throw new PlatformError('A message from Telegram could not be stored so far');
    if (since === null && now - this.#heard > times.pollMs + times.callMs)
      throw new PlatformError('Telegram has not answered in time', true);
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#over;
  }

  /** @returns why nothing arrives any more; null when it was stopped */
  async #run(): Promise<string | null> {
    const { signal } = this.#stop;
    try {
      while (!signal.aborted) await this.#poll(signal);
      return null;
    } catch (error) {
      if (signal.aborted) return null;
      return error instanceof Error ? error.message : String(error);
    }
  }

  async #poll(signal: AbortSignal): Promise<void> {
    const { memory, means } = this.#options;
    const asked = means.clock.monotonic();
    const answered = await this.#ask(signal);
    if (answered === null) return;
    this.#heard = means.clock.monotonic();
    const updates = readUpdates(answered);
    if (updates === null) throw new PlatformError('What Telegram tells of are no updates');
    const before = memory.offset;
    const fresh = updates.filter((update) => update.update_id >= (before ?? 0));
    for (const batch of batchesOf(fresh)) await this.#takeBatch(batch, signal);
    if (signal.aborted) return;
    if (updates.length > 0) {
      if (memory.offset === before)
        throw new PlatformError('Telegram tells again of what was acknowledged');
      return;
    }
    // Everything is acknowledged now. After a silent week Telegram counts from anywhere, perhaps from below.
    memory.offset = undefined;
    if (this.#heard - asked < Math.min(SHORTEST_POLL_MS, means.times.pollMs))
      await rest(SHORTEST_POLL_MS, signal);
  }

  /** @returns null where Telegram wanted to be left alone, after that time */
  async #ask(signal: AbortSignal): Promise<unknown> {
    const { client, memory, means } = this.#options;
    const { pollMs, callMs } = means.times;
    const { offset } = memory;
    try {
      return await client.call({ signal, ms: pollMs + callMs }, (api) =>
        api.getUpdates({
          limit: MOST_UPDATES,
          timeout: Math.round(pollMs / 1000),
          allowed_updates: WANTED_UPDATES,
          ...(offset === undefined ? {} : { offset }),
        }),
      );
    } catch (error) {
      const waitMs = waitOf(error);
      if (waitMs === null) throw error;
      memory.quietUntil = means.clock.monotonic() + waitMs;
      await rest(waitMs, signal);
      return null;
    }
  }

  /**
   * Takes chats beside each other, and the updates of each in order.
   * @returns once all are durable, or the signal has aborted @throws what kept one from being stored
   */
  async #takeBatch(chats: readonly Update[][], signal: AbortSignal): Promise<void> {
    const { memory } = this.#options;
    const durable = new Set<number>();
    const taken = await Promise.allSettled(
      chats.map(async (updates) => {
        for (const update of updates) {
          if (signal.aborted) return;
          await this.#take(update);
          durable.add(update.update_id);
        }
      }),
    );
    // Telegram is never told of one without all before it.
    const ids = chats.flat().map((update) => update.update_id);
    for (const id of ids.toSorted((a, b) => a - b)) {
      if (!durable.has(id)) break;
      memory.offset = id + 1;
    }
    for (const one of taken) if (one.status === 'rejected') throw one.reason;
  }

  async #take(update: Update): Promise<void> {
    const { account, events, means } = this.#options;
    const { update_id: id } = update;
    this.#storing.set(id, means.clock.monotonic());
    try {
      await tell(update, { account, events, log: means.log });
    } finally {
      this.#storing.delete(id);
    }
    this.#heard = means.clock.monotonic();
  }
}

/** @returns early once the signal aborts */
const rest = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  sleep(milliseconds, undefined, { ref: false, signal }).catch(() => undefined);
