/**
 * Owns the instructions of namespaces: a file in each workspace and a global one, and what an agent is told in the end.
 * The container may write to its workspace too, so nothing in it is trusted; the folders are made by folders.ts.
 */
import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, open, rename, rm, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../lib/clock.ts';
import { FileRefusedError, readSmallFile } from '../../lib/small-file.ts';
import type { Journal } from '../audit/index.ts';
import { type Caller, DomainError, systemCaller } from '../shared/index.ts';
import { type Folders, GLOBAL } from './folders.ts';
import { type Merged, merge } from './merge.ts';
import type { Namespaces } from './namespaces.ts';

/** Instructions as they are stored. */
export interface StoredInstructions {
  /** The namespace, or `global`. */
  readonly name: string;
  /** Empty where there are none. */
  readonly content: string;
  /** Where they are, below the data folder; null where there are none. */
  readonly path: string | null;
  /** Milliseconds since the epoch; null where there are none. */
  readonly updatedAt: number | null;
  readonly sizeBytes: number;
}

const FILE = 'CLAUDE.md';
const LARGEST_BYTES = 262_144;
/** How often what a container puts in the way is moved aside before that counts as a fault. */
const MOST_TRIES = 5;

/** Reads and writes instructions. */
export class Instructions {
  readonly #namespaces: Namespaces;
  readonly #folders: Folders;
  readonly #journal: Journal;
  readonly #clock: Clock;
  /** Why a file was passed over when it was last read: each reason is told once, not at every look. */
  readonly #refused = new Map<string, string>();

  constructor(options: {
    namespaces: Namespaces;
    folders: Folders;
    journal: Journal;
    clock: Clock;
  }) {
    this.#namespaces = options.namespaces;
    this.#folders = options.folders;
    this.#journal = options.journal;
    this.#clock = options.clock;
  }

  /** Those of a namespace. @throws DomainError namespace_not_found */
  async get(name: string): Promise<StoredInstructions> {
    this.#namespaces.get(name);
    return await this.#read(name);
  }

  /** Those of every namespace but the main one. */
  async getGlobal(): Promise<StoredInstructions> {
    return await this.#read(GLOBAL);
  }

  /** Replaces those of a namespace; empty ones clear them. @throws DomainError namespace_not_found, payload_too_large */
  async set(name: string, content: string, by: Caller): Promise<StoredInstructions> {
    this.#namespaces.get(name);
    return await this.#replace(name, content, by);
  }

  /** Replaces the global ones; empty ones clear them. @throws DomainError payload_too_large */
  async setGlobal(content: string, by: Caller): Promise<StoredInstructions> {
    return await this.#replace(GLOBAL, content, by);
  }

  /**
   * What an agent of a namespace would be told, with drafts in place of what is stored. Nothing is changed.
   * @throws DomainError namespace_not_found, payload_too_large for drafts that could not be stored
   */
  async preview(
    name: string,
    drafts: { own?: string | undefined; global?: string | undefined },
    by: Caller,
  ): Promise<Merged> {
    const { isMain } = this.#namespaces.get(name);
    for (const draft of [drafts.own, drafts.global]) demandSize(draft ?? '');
    const merged = merge({
      global: isMain ? '' : (drafts.global ?? (await this.#read(GLOBAL)).content),
      own: drafts.own ?? (await this.#read(name)).content,
    });
    await this.#journal.commit(by, async (change) => change.target(name, { group: name }));
    return merged;
  }

  /** What an agent of a namespace is told at a run; empty where nothing is. @throws DomainError namespace_not_found */
  async textFor(name: string): Promise<string> {
    const { isMain } = this.#namespaces.get(name);
    const global = isMain ? '' : (await this.#read(GLOBAL)).content;
    return merge({ global, own: (await this.#read(name)).content }).text;
  }

  async #read(name: string): Promise<StoredInstructions> {
    const path = join(this.#folders.groupOf(name), FILE);
    const none = { name, content: '', path: null, updatedAt: null, sizeBytes: 0 };
    try {
      const content = await readSmallFile(path, LARGEST_BYTES);
      this.#refused.delete(name);
      if (content === undefined || content === '') return none;
      // An agent can give its file any time there is.
      const changed = await lstat(path).then(
        ({ mtimeMs }) => Math.floor(mtimeMs),
        () => 0,
      );
      return {
        name,
        content,
        path: `groups/${name}/${FILE}`,
        updatedAt: Math.min(Math.max(changed, 0), this.#clock.now()),
        sizeBytes: Buffer.byteLength(content),
      };
    } catch (error) {
      if (!(error instanceof FileRefusedError)) throw error;
      await this.#refuse(name, error.message);
      return none;
    }
  }

  async #refuse(name: string, reason: string): Promise<void> {
    if (this.#refused.get(name) === reason) return;
    this.#refused.set(name, reason);
    const message = `${FILE} ${reason} and is passed over`;
    await this.#journal.commit(systemCaller('containers'), async (change) => {
      await change.note({
        event: 'instructions.refused',
        target: name,
        details: { severity: 'warning', group: name, allowed: false, message },
      });
    });
  }

  /** Everything that can fail is done before the change is committed; what is left then is to put the file in its place. */
  async #replace(name: string, content: string, by: Caller): Promise<StoredInstructions> {
    const sizeBytes = demandSize(content);
    const folder = await this.#folders.ensureGroup(name);
    const staged = content === '' ? null : await this.#stage(content);
    try {
      await this.#journal.commit(by, async (change) => {
        change.target(name, { group: name, sizeBytes });
      });
      await place(staged, folder);
    } catch (error) {
      if (staged !== null) await rm(staged, { force: true });
      throw error;
    }
    return await this.#read(name);
  }

  /** Writes a new file where no container reaches it. */
  async #stage(content: string): Promise<string> {
    const path = join(this.#folders.groups, `.instructions-${randomUUID()}`);
    const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW } = constants;
    const file = await open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o644);
    try {
      await file.writeFile(content);
      const { owner } = this.#folders;
      if (owner !== null) await file.chown(owner.uid, owner.gid);
      await file.sync();
    } finally {
      await file.close();
    }
    return path;
  }
}

/** Puts the file in its place, or clears that; a folder that is in the way goes aside, since emptying it could be led elsewhere. */
async function place(staged: string | null, folder: string): Promise<void> {
  const path = join(folder, FILE);
  for (let tries = 1; ; tries += 1) {
    try {
      // Both replace a link itself, not what it leads to.
      return await (staged === null ? unlink(path) : rename(staged, path));
    } catch (error) {
      const isThere = await lstat(path).catch(() => null);
      if (isThere === null && staged === null) return;
      if (tries === MOST_TRIES || isThere?.isDirectory() !== true) throw error;
      await rename(path, join(folder, `${FILE}.aside-${randomUUID()}`));
    }
  }
}

/** @returns the size in bytes @throws DomainError payload_too_large */
function demandSize(content: string): number {
  const size = Buffer.byteLength(content);
  if (size <= LARGEST_BYTES) return size;
  throw new DomainError(
    'payload_too_large',
    `Instructions are larger than ${LARGEST_BYTES} bytes`,
    {
      limit_bytes: LARGEST_BYTES,
    },
  );
}
