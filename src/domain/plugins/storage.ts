/**
 * Owns what plugins keep: keys and values, and the texts they remember, each plugin for itself and within its limit.
 * The rows are in db/plugins.ts; which plugin may remember is said by host.ts.
 */
import type { Store } from '../../db/open.ts';
import {
  deletePluginValue,
  listPluginKeys,
  listPluginValues,
  pluginUsage,
  putPluginValue,
  readPluginValue,
} from '../../db/plugins.ts';
import type { Clock } from '../../lib/clock.ts';
import { makeId } from '../../lib/ids.ts';
import { HostRefusal, type MemoryEntry } from './ports.ts';

const MEGABYTE = 1024 * 1024;
const MAX_KEY_BYTES = 512;
const MAX_VALUE_BYTES = MEGABYTE;
/** Keeps the lists short that a plugin can ask for. */
const MAX_KEYS = 10_000;
const MAX_MEMORIES = 500;
const MAX_TEXT_BYTES = 4096;
const MAX_CATEGORY_BYTES = 256;
const MAX_QUERY_BYTES = 4096;
const MAX_RECALLED = 100;

/** What one plugin keeps. */
export class PluginStorage {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #plugin: string;
  /** Of memories: a name that no plugin can have, so that keys and memories do not meet. */
  readonly #memories: string;
  readonly #maxBytes: number;

  /** @param maxMb Megabytes that the plugin's keys and values may have, and again its memories. */
  constructor(store: Store, clock: Clock, plugin: string, maxMb: number) {
    this.#store = store;
    this.#clock = clock;
    this.#plugin = plugin;
    this.#memories = `memory:${plugin}`;
    this.#maxBytes = maxMb * MEGABYTE;
  }

  /** The value of a key; null when there is none. */
  async get(key: string): Promise<Uint8Array | null> {
    if (!isKey(key)) return null;
    const value = await readPluginValue(this.#store.read, this.#plugin, key);
    return value === undefined ? null : new Uint8Array(Buffer.from(value, 'base64'));
  }

  /** Sets the value of a key. @throws HostRefusal */
  async set(key: string, value: Uint8Array): Promise<void> {
    if (!isKey(key))
      throw new HostRefusal(`a key has 1 to ${MAX_KEY_BYTES} bytes and no NUL in it`);
    if (value.length > MAX_VALUE_BYTES)
      throw new HostRefusal(`a value has at most ${MAX_VALUE_BYTES} bytes`);
    const bytes = Buffer.byteLength(key) + value.length;
    const updatedAt = this.#clock.now();
    const row = { plugin: this.#plugin, key, value: base64(value), bytes, updatedAt };
    await this.#store.write(async (tx) => {
      const used = await pluginUsage(tx, this.#plugin, key);
      if (used.keys >= MAX_KEYS) throw new HostRefusal(`there are ${MAX_KEYS} keys already`);
      if (used.bytes + bytes > this.#maxBytes)
        throw new HostRefusal(`more than ${this.#maxBytes / MEGABYTE} MB would be kept`);
      await putPluginValue(tx, row);
    });
  }

  /** Deletes a key. @returns whether it was there */
  async delete(key: string): Promise<boolean> {
    if (!isKey(key)) return false;
    return await this.#store.write((tx) => deletePluginValue(tx, this.#plugin, key));
  }

  /** The keys that begin with `prefix`, in order. */
  async keys(prefix: string): Promise<string[]> {
    if (prefix !== '' && !isKey(prefix)) return [];
    return await listPluginKeys(this.#store.read, this.#plugin, prefix);
  }

  /** Remembers a text; the oldest one goes when there are too many. @returns its id @throws HostRefusal */
  async remember(text: string, category: string): Promise<string> {
    if (text === '' || Buffer.byteLength(text) > MAX_TEXT_BYTES)
      throw new HostRefusal(`a text has 1 to ${MAX_TEXT_BYTES} bytes`);
    if (Buffer.byteLength(category) > MAX_CATEGORY_BYTES)
      throw new HostRefusal(`a category has at most ${MAX_CATEGORY_BYTES} bytes`);
    const updatedAt = this.#clock.now();
    const id = makeId('mem', updatedAt);
    const value = Buffer.from(JSON.stringify({ text, category }));
    const bytes = id.length + value.length;
    const row = { plugin: this.#memories, key: id, value: base64(value), bytes, updatedAt };
    await this.#store.write(async (tx) => {
      const used = await pluginUsage(tx, this.#memories, id);
      if (used.bytes + bytes > this.#maxBytes)
        throw new HostRefusal(`more than ${this.#maxBytes / MEGABYTE} MB would be remembered`);
      if (used.keys >= MAX_MEMORIES) {
        // Ids sort by time.
        const [oldest] = await listPluginKeys(tx, this.#memories, '');
        if (oldest !== undefined) await deletePluginValue(tx, this.#memories, oldest);
      }
      await putPluginValue(tx, row);
    });
    return id;
  }

  /** The texts that share words with the query, best first; without words in it, the newest. @throws HostRefusal */
  async recall(query: string, limit: number): Promise<MemoryEntry[]> {
    if (Buffer.byteLength(query) > MAX_QUERY_BYTES)
      throw new HostRefusal(`a query has at most ${MAX_QUERY_BYTES} bytes`);
    const wanted = wordsOf(query);
    const rows = await listPluginValues(this.#store.read, this.#memories);
    return rows
      .reverse()
      .map(({ key, value }) => {
        const entry = readEntry(value);
        return { id: key, ...entry, importance: overlap(wanted, wordsOf(entry.text)) };
      })
      .filter((one) => wanted.size === 0 || one.importance > 0)
      .sort((a, b) => b.importance - a.importance)
      .slice(0, Math.min(limit, MAX_RECALLED));
  }
}

const base64 = (value: Uint8Array) => Buffer.from(value).toString('base64');

/** The database's texts end at a NUL. */
function isKey(key: string): boolean {
  return key !== '' && Buffer.byteLength(key) <= MAX_KEY_BYTES && !key.includes('\0');
}

function readEntry(value: string): { text: string; category: string } {
  const { text, category } = Object(JSON.parse(Buffer.from(value, 'base64').toString()));
  return { text: String(text), category: String(category) };
}

const wordsOf = (text: string) => new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []);

function overlap(wanted: ReadonlySet<string>, found: ReadonlySet<string>): number {
  if (wanted.size === 0) return 0;
  return [...wanted].filter((word) => found.has(word)).length / wanted.size;
}
