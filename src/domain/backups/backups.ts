/**
 * Owns where backups are put and what they are called. Copying and checking the database belongs to the store.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Store } from '../../db/open.ts';
import type { Clock } from '../../lib/clock.ts';

/** A backup that was made; the time is milliseconds since the epoch. */
export interface Backup {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly createdAt: number;
}

/** Makes backups in one folder. */
export class Backups {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #folder: string;

  constructor(options: { store: Store; clock: Clock; folder: string }) {
    this.#store = options.store;
    this.#clock = options.clock;
    this.#folder = options.folder;
  }

  /** Copies the database as of now while writes go on. */
  async create(): Promise<Backup> {
    const createdAt = this.#clock.now();
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const stamp = new Date(createdAt).toISOString().replaceAll(/[-:.]/g, '');
    const made = await this.#store.backup(join(this.#folder, `gatehouse-${stamp}.db`));
    return { file: made.file, bytes: made.bytes, sha256: made.sha256, createdAt };
  }
}
