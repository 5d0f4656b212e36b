/**
 * Owns what the gateway tells of guilds: their names, those of their channels, and the role that is the bot's own.
 * What is made of them belongs to messages.ts.
 */
import { z } from 'zod';
import { isSnowflake } from './settings.ts';

const id = z.string().refine(isSnowflake);
const name = z.string().transform((value) => value.slice(0, 128).toWellFormed());
const channel = z.object({
  id,
  name: name.nullish().catch(null),
  type: z.int().catch(0),
  last_message_id: id.nullish().catch(null),
});
const channels = z.array(z.unknown()).catch([]);
const guild = z.object({
  id,
  name,
  joined_at: z.string().optional().catch(undefined),
  channels,
  threads: channels,
  roles: z
    .array(z.object({ id, tags: z.object({ bot_id: id.optional() }).optional().catch(undefined) }))
    .catch([]),
});
const named = z.object({ id, name: name.nullish(), guild_id: id.optional() });

/** A channel with what it needs to look for missed messages. */
export type Channel = z.infer<typeof channel>;

/** A guild as the gateway introduces it. */
export interface Guild {
  readonly id: string;
  /** When the bot came, in milliseconds since the epoch; 0 when Discord does not say. */
  readonly joinedAt: number;
  readonly channels: readonly Channel[];
}

/** A bot in more guilds than this would have to be sharded. */
const MOST_GUILDS = 2500;
const MOST_CHANNELS = 50_000;

/** What is known of guilds and channels. */
export class Directory {
  readonly #guilds = new Map<string, { name: string; roles: ReadonlySet<string> }>();
  readonly #channels = new Map<string, { name: string; guildId: string }>();

  /** Knows nothing any more. */
  clear(): void {
    this.#guilds.clear();
    this.#channels.clear();
  }

  /** Takes a guild in as it was introduced. @returns null when it is none, such as one that is down */
  introduce(fields: unknown, botId: string): Guild | null {
    const { data } = guild.safeParse(fields);
    if (data === undefined) return null;
    const roles = data.roles.filter(({ tags }) => tags?.bot_id === botId).map((role) => role.id);
    keep(this.#guilds, data.id, { name: data.name, roles: new Set(roles) }, MOST_GUILDS);
    const all = [...data.channels, ...data.threads].flatMap(
      (one) => channel.safeParse(one).data ?? [],
    );
    for (const one of all) this.#name(one.id, one.name, data.id);
    const joinedAt = Date.parse(data.joined_at ?? '') || 0;
    return { id: data.id, joinedAt, channels: all };
  }

  /** Takes in what else the gateway tells of guilds, channels and threads. */
  follow(event: string, fields: unknown): void {
    const { data } = named.safeParse(fields);
    if (data === undefined) return;
    const known = this.#guilds.get(data.id);
    if (event === 'GUILD_UPDATE' && known !== undefined) known.name = data.name ?? known.name;
    else if (event === 'GUILD_DELETE') this.#guilds.delete(data.id);
    else if (event === 'CHANNEL_DELETE' || event === 'THREAD_DELETE')
      this.#channels.delete(data.id);
    else if (/^(?:CHANNEL|THREAD)_(?:CREATE|UPDATE)$/.test(event) && data.guild_id !== undefined)
      this.#name(data.id, data.name, data.guild_id);
  }

  /** The name of a channel with that of its guild; null where it is not known. */
  nameOf(channelId: string): string | null {
    const found = this.#channels.get(channelId);
    if (found === undefined) return null;
    const guildName = this.#guilds.get(found.guildId)?.name;
    return guildName === undefined ? `#${found.name}` : `${guildName} #${found.name}`;
  }

  /** Whether a role is the one that Discord has made for the bot. */
  isBotRole(guildId: string, role: string): boolean {
    return this.#guilds.get(guildId)?.roles.has(role) === true;
  }

  #name(channelId: string, channelName: string | null | undefined, guildId: string): void {
    if (channelName === null || channelName === undefined) return;
    keep(this.#channels, channelId, { name: channelName, guildId }, MOST_CHANNELS);
  }
}

/** Keeps one more; the oldest goes where there are too many. */
function keep<T>(all: Map<string, T>, key: string, value: T, most: number): void {
  const [oldest] = all.keys();
  if (all.size >= most && oldest !== undefined) all.delete(oldest);
  all.set(key, value);
}
