/**
 * Owns taking in what containers leave in their folders: in order, each file once, however hostile it is. What an order means belongs to
 * clerk.ts, and getting at the files safely to folders.ts and directory.ts.
 */
import { type FSWatcher, watch } from 'node:fs';
import { isStoreTrouble } from '../../db/errors.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Logger } from '../../lib/log.ts';
import type { Journal } from '../audit/index.ts';
import type { IpcAnswer } from '../runtime/index.ts';
import { DomainError } from '../shared/index.ts';
import type { Clerk } from './clerk.ts';
import type { HeldDirectory } from './directory.ts';
import type { IpcFolders } from './folders.ts';
import { BOXES, type Box, isFileName, LARGEST_FILE } from './names.ts';
import { OrderError } from './orders.ts';
import type { IpcNamespaces } from './ports.ts';
import { noteUnreadable } from './records.ts';
import type { Snapshots } from './snapshots.ts';

/** What the inbox is built over. */
export interface InboxParts {
  readonly folders: IpcFolders;
  readonly clerk: Clerk;
  readonly snapshots: Snapshots;
  readonly namespaces: IpcNamespaces;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly log: Logger;
  /** How often folders are looked at, whether or not anything is heard of them. */
  readonly pollMs?: number;
}

const POLL_MS = 500;
/** Between two looks, however much a container writes. */
const GAP_MS = 50;
/** Files taken in at one look: a container that writes more has to wait. */
const FILES_PER_PASS = 20;
const MOST_LISTED = 10_000;
const MOST_DRAIN_PASSES = 15;
const JUNK_AFTER_MS = 60_000;
const JUNK_PER_PASS = 100;
/** Tries of a file whose order fails in a way that nobody foresaw. */
const MOST_ATTEMPTS = 5;

/** A folder that is looked at, open. */
interface Place {
  readonly group: string;
  readonly box: Box;
  readonly folder: HeldDirectory;
}

/** A file that nobody can read. */
interface Broken {
  readonly file: string;
  readonly reason: string;
  readonly bytes: Uint8Array | null;
}

/** A namespace whose container runs. */
interface Lane {
  readonly watchers: readonly FSWatcher[];
  readonly timer: NodeJS.Timeout;
  /** The look that was asked for and has not begun. */
  next: NodeJS.Timeout | null;
}

/** Takes in what containers leave. */
export class IpcInbox {
  readonly #parts: InboxParts;
  readonly #lanes = new Map<string, Lane>();
  /** The last look at each namespace's folders: the next one waits for it. */
  readonly #looks = new Map<string, Promise<unknown>>();
  readonly #attempts = new Map<string, number>();
  #processed = 0;
  #errors = 0;

  constructor(parts: InboxParts) {
    this.#parts = parts;
  }

  /** Files that were carried out, and files that were refused, since the daemon started. */
  counts(): { processed: number; errors: number } {
    return { processed: this.#processed, errors: this.#errors };
  }

  /** Makes the folders ready for a fresh container: what the last one left is taken in, what was for it goes, the lists are new. */
  async prepare(group: string): Promise<void> {
    const { folders, namespaces, snapshots } = this.#parts;
    await this.drain(group);
    await folders.clear(group);
    const sender = namespaces.find(group);
    if (sender !== null) await snapshots.write(sender);
  }

  /** Begins to take in what the container of a namespace leaves, while it runs. */
  start(group: string): void {
    if (this.#lanes.has(group)) return;
    const paths = this.#parts.folders.paths(group);
    const hear = () => this.#ask(group);
    const timer = setInterval(hear, this.#parts.pollMs ?? POLL_MS);
    timer.unref();
    // A watch is only heard earlier than the timer, so where there can be none that is enough.
    const watchers = BOXES.flatMap((box) => this.#watch(paths[box], hear));
    this.#lanes.set(group, { watchers, timer, next: null });
    hear();
  }

  /** Ends that once the container is gone, and takes in what it left last. */
  async stop(group: string): Promise<void> {
    const lane = this.#lanes.get(group);
    this.#lanes.delete(group);
    for (const watcher of lane?.watchers ?? []) watcher.close();
    clearInterval(lane?.timer);
    if (lane !== undefined && lane.next !== null) clearTimeout(lane.next);
    await this.drain(group);
  }

  /** Takes in everything that is there, up to three hundred files. */
  async drain(group: string): Promise<void> {
    await this.#serially(group, async () => {
      for (let passes = 0; passes < MOST_DRAIN_PASSES; passes += 1)
        if (!(await this.#look(group))) return;
      this.#parts.log.warn(`namespace ${group} has more waiting than is taken in at once`);
    });
  }

  /** Takes in what was left when the daemon ended; called once, before any container runs. */
  async recover(): Promise<void> {
    for (const group of this.#parts.namespaces.names()) {
      await this.drain(group).catch((error: unknown) => this.#tell(group, error));
    }
  }

  /** Ends everything; containers go on, and what they leave is taken in after the next start. */
  async close(): Promise<void> {
    for (const lane of this.#lanes.values()) {
      for (const watcher of lane.watchers) watcher.close();
      clearInterval(lane.timer);
      if (lane.next !== null) clearTimeout(lane.next);
    }
    this.#lanes.clear();
    await Promise.all(this.#looks.values());
  }

  #watch(path: string, hear: () => void): FSWatcher[] {
    try {
      const watcher = watch(path, { persistent: false }, hear);
      watcher.on('error', () => watcher.close());
      return [watcher];
    } catch (error) {
      this.#parts.log.debug(`${path} cannot be watched`, { error });
      return [];
    }
  }

  #ask(group: string): void {
    const lane = this.#lanes.get(group);
    if (lane === undefined || lane.next !== null) return;
    lane.next = setTimeout(() => {
      this.#serially(group, async () => {
        lane.next = null;
        if (this.#lanes.get(group) === lane) await this.#look(group);
      }).catch((error: unknown) => this.#tell(group, error));
    }, GAP_MS);
    lane.next.unref();
  }

  #tell(group: string, error: unknown): void {
    this.#parts.log.error(`what namespace ${group} has left cannot be taken in`, { error });
  }

  /** Never two looks at the same folders at once. */
  async #serially(group: string, look: () => Promise<void>): Promise<void> {
    const before = this.#looks.get(group) ?? Promise.resolve();
    const now = before.then(look, look);
    const settled = now.catch(() => undefined);
    this.#looks.set(group, settled);
    try {
      await now;
    } finally {
      if (this.#looks.get(group) === settled) this.#looks.delete(group);
    }
  }

  /** One look at both folders. @returns whether more waits there */
  async #look(group: string): Promise<boolean> {
    let hasMore = false;
    for (const box of BOXES) {
      const isMore = await this.#parts.folders.inBox(group, box, (folder) =>
        this.#takeIn(group, box, folder),
      );
      hasMore ||= isMore;
    }
    return hasMore;
  }

  async #takeIn(group: string, box: Box, folder: HeldDirectory): Promise<boolean> {
    const names = (await folder.names(MOST_LISTED)).sort();
    const files = names.filter((name) => name.endsWith('.json'));
    const place = { group, box, folder };
    const refused: Broken[] = [];
    for (const name of files.slice(0, FILES_PER_PASS)) {
      const found = await this.#take(place, name);
      if (found === null) continue;
      if ('reason' in found) {
        refused.push(found);
        continue;
      }
      // Answers keep the order of the files.
      await this.#refuse(place, refused.splice(0));
      await this.#conclude(place, found);
    }
    await this.#refuse(place, refused);
    const others = names.filter((name) => !name.endsWith('.json'));
    for (const name of others.slice(0, JUNK_PER_PASS)) {
      // Files are written under another name first, and get theirs within a moment.
      const changedAt = await folder.changedAt(name);
      if (changedAt !== null && this.#parts.clock.now() - changedAt > JUNK_AFTER_MS)
        await this.#parts.folders.discard(folder, name);
    }
    return files.length > FILES_PER_PASS;
  }

  /** Reads a file and carries out what it asks for; null when it is gone. @throws what stands in the way for now: it is tried again, and those behind it wait */
  async #take({ group, box, folder }: Place, file: string): Promise<IpcAnswer | Broken | null> {
    if (!isFileName(file)) return { file, reason: 'has a name that no file may have', bytes: null };
    const read = await folder.read(file, LARGEST_FILE);
    if (read.kind === 'gone') return null;
    if (read.kind === 'refused') return { file, reason: read.reason, bytes: read.bytes };
    const key = `${group}/${box}/${file}`;
    try {
      const answer = await this.#parts.clerk.take({ group, box, file, content: read.text });
      this.#attempts.delete(key);
      return answer;
    } catch (error) {
      const { bytes } = read;
      if (error instanceof OrderError) return { file, reason: error.message, bytes };
      if (isStoreTrouble(error) || error instanceof DomainError) throw error;
      const attempts = (this.#attempts.get(key) ?? 0) + 1;
      if (attempts < MOST_ATTEMPTS) {
        this.#attempts.set(key, attempts);
        throw error;
      }
      this.#attempts.delete(key);
      this.#tell(group, error);
      return { file, reason: 'cannot be carried out', bytes };
    }
  }

  async #conclude({ group, folder }: Place, answer: IpcAnswer): Promise<void> {
    await this.#answer(group, answer);
    // Only now: until here a crash has it read again, and what was done already is not done again.
    await this.#parts.folders.discard(folder, answer.file);
    if (answer.ok) this.#processed += 1;
    else this.#errors += 1;
  }

  /** Takes files away that nobody can read, keeps what is in them, and says so. */
  async #refuse({ group, box, folder }: Place, broken: readonly Broken[]): Promise<void> {
    const { folders, journal } = this.#parts;
    await noteUnreadable(journal, group, box, broken);
    for (const { file, reason, bytes } of broken) {
      if (isFileName(file)) {
        if (bytes !== null) await folders.keepError(group, file, bytes);
        const message = `The file was refused: ${reason}`;
        await this.#answer(group, { type: 'answer', file, ok: false, message });
      }
      await folders.discard(folder, file);
      this.#errors += 1;
    }
  }

  /** Tells the container; one that takes no answers loses them. */
  async #answer(group: string, answer: IpcAnswer): Promise<void> {
    const { folders, log } = this.#parts;
    try {
      await folders.writeAnswer(group, answer);
    } catch (error) {
      log.warn(`namespace ${group} could not be answered`, { error });
    }
  }
}
