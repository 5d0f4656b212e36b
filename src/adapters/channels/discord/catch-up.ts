/**
 * Owns looking up what was written while there was no session, in bounds. What is known of chats is said by the domain, what becomes of
 * the messages belongs to intake.ts.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { CallError, type DiscordClient } from './client.ts';
import type { Channel, Guild } from './directory.ts';
import type { Means, Seen } from './ports.ts';
import { channelIdOf, isSnowflake, jidOf, snowflakeAt, timeOf } from './settings.ts';

/** Nobody waits longer for an answer. */
const LONGEST_GAP_MS = 24 * 3_600_000;
/** In chats that were never heard of: how much may have been written there before the last message anywhere was received. */
const OVERLAP_MS = 3_600_000;
const MOST_CHATS = 200;
const PAGE = 100;
const MOST_PAGES = 50;
const NOT_FOR_THE_BOT = new Set([400, 403, 404]);
/** Channels that hold messages. */
const TEXT_TYPES = new Set([0, 2, 5, 10, 11, 12, 13]);

/** A message that was missed, as it came, with the guild it was written in. */
export interface Missed {
  readonly fields: unknown;
  readonly guildId: string | undefined;
}

/** What is looked up in one session. */
export class CatchUp {
  readonly #client: DiscordClient;
  readonly #means: Means;
  readonly #signal: AbortSignal;
  #seen: Promise<Map<string, Seen>> | null = null;
  #chats = 0;

  constructor(client: DiscordClient, means: Means, signal: AbortSignal) {
    this.#client = client;
    this.#means = means;
    this.#signal = signal;
  }

  /** What people wrote to the bot alone. @throws CallError */
  async *direct(): AsyncGenerator<Missed> {
    for (const { jid, isGroup, messageId } of (await this.#known()).values()) {
      const channelId = channelIdOf(jid);
      if (isGroup || channelId === null) continue;
      const after = max(BigInt(messageId), this.#oldest());
      yield* this.#after(channelId, after, undefined);
    }
  }

  /** What was written in a guild. @throws CallError */
  async *in(guild: Guild): AsyncGenerator<Missed> {
    const seen = await this.#known();
    if (seen.size === 0) return;
    const newest = [...seen.values()].map((one) => BigInt(one.messageId)).reduce(max, 0n);
    const unknown = max(snowflakeAt(timeOf(newest) - OVERLAP_MS), snowflakeAt(guild.joinedAt));
    for (const channel of guild.channels) {
      const known = seen.get(jidOf(channel.id));
      const after = max(known === undefined ? unknown : BigInt(known.messageId), this.#oldest());
      if (hasMore(channel, after)) yield* this.#after(channel.id, after, guild.id);
    }
  }

  async *#after(
    channelId: string,
    from: bigint,
    guildId: string | undefined,
  ): AsyncGenerator<Missed> {
    this.#chats += 1;
    if (this.#chats > MOST_CHATS) {
      this.#means.log?.warn('Too many chats of Discord to look up what was written in them');
      return;
    }
    let after = from;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const found = await this.#page(channelId, after);
      for (const [id, fields] of found) {
        yield { fields, guildId };
        after = id;
      }
      if (found.length < PAGE) return;
    }
  }

  /** The messages right after one, in the order they were written. */
  async #page(channelId: string, after: bigint): Promise<[bigint, unknown][]> {
    const answered = await this.#ask(channelId, after);
    if (!Array.isArray(answered)) return [];
    const list: readonly unknown[] = answered;
    return list
      .flatMap((fields): [bigint, unknown][] => {
        const id: unknown = Object(fields).id;
        return typeof id === 'string' && isSnowflake(id) ? [[BigInt(id), fields]] : [];
      })
      .filter(([id]) => id > after)
      .sort(([a], [b]) => (a < b ? -1 : 1));
  }

  /** @returns null where the bot may not read */
  async #ask(channelId: string, after: bigint): Promise<unknown> {
    const limits = { signal: this.#signal, ms: this.#means.times.callMs };
    const query = { after: String(after), limit: String(PAGE) };
    for (;;) {
      try {
        return await this.#client.get(`/channels/${channelId}/messages`, limits, query);
      } catch (error) {
        if (!(error instanceof CallError)) throw error;
        const { trouble } = error;
        if (trouble.kind === 'answer' && NOT_FOR_THE_BOT.has(trouble.status)) return null;
        if (trouble.kind !== 'busy') throw error;
        await sleep(trouble.waitMs, undefined, { ref: false, signal: this.#signal });
      }
    }
  }

  async #known(): Promise<Map<string, Seen>> {
    this.#seen ??= this.#read();
    return await this.#seen;
  }

  async #read(): Promise<Map<string, Seen>> {
    const all = (await this.#means.seen?.()) ?? [];
    return new Map(
      all.filter(({ messageId }) => isSnowflake(messageId)).map((one) => [one.jid, one]),
    );
  }

  #oldest(): bigint {
    return snowflakeAt(this.#means.clock.now() - LONGEST_GAP_MS);
  }
}

const max = (a: bigint, b: bigint): bigint => (a > b ? a : b);

const hasMore = ({ type, last_message_id: last }: Channel, after: bigint): boolean =>
  TEXT_TYPES.has(type) && last !== null && last !== undefined && BigInt(last) > after;
