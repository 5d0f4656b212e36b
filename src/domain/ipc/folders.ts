/**
 * Owns the folders through which a namespace and its container speak: making them, putting right what a container did to them, and
 * writing into them. Containers own these folders and are not trusted; what they leave there is read by inbox.ts.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../lib/clock.ts';
import type { IpcAnswer } from '../runtime/index.ts';
import { DomainError } from '../shared/index.ts';
import { codeOf, HeldDirectory, isNoFolder, type Owner } from './directory.ts';
import { type Box, CLOSE, folderOf, INPUT, LARGEST_INPUT, NameCounter } from './names.ts';
import { Trash } from './trash.ts';

/** Where the folders of a namespace are on the host. */
export interface IpcPaths {
  readonly base: string;
  readonly messages: string;
  readonly tasks: string;
  readonly input: string;
}

/** Files that may wait in `input/`: a container that takes none gets no more. */
const MOST_WAITING = 1000;
const RETRY_SECS = 5;
/** The user of containers when the daemon is root; it is the daemon's own user otherwise. */
const CONTAINER_USER = { uid: 1000, gid: 1000 };
const ERRORS = 'errors';
const MOST_ERRORS = 500;

/** The IPC folders of all namespaces. */
export class IpcFolders {
  readonly #root: string;
  readonly #owner: Owner;
  readonly #names: NameCounter;
  readonly #trash = new Trash();
  readonly #onTampered: (group: string, what: string) => Promise<void>;

  /**
   * @param options.home The data folder.
   * @param options.onTampered Told of every folder that a container had put something else in place of; that is gone by then.
   */
  constructor(options: {
    home: string;
    clock: Clock;
    onTampered: (group: string, what: string) => Promise<void>;
  }) {
    this.#root = join(options.home, 'ipc');
    this.#owner = process.getuid?.() === 0 ? CONTAINER_USER : null;
    this.#names = new NameCounter(() => options.clock.now());
    this.#onTampered = options.onTampered;
  }

  /** Where the folders of a namespace are, whether they are there or not. */
  paths(group: string): IpcPaths {
    const base = join(this.#root, folderOf(group));
    const at = (name: string) => join(base, name);
    return { base, messages: at('messages'), tasks: at('tasks'), input: at(INPUT) };
  }

  /** Makes the folders that are missing. @returns whether any was */
  async ensure(group: string): Promise<{ paths: IpcPaths; created: boolean }> {
    const made = await this.#inGroup(group, async (base) => {
      let isNew = false;
      for (const name of ['messages', 'tasks', INPUT]) {
        const folder = await this.#demand(group, base.folder, name);
        await folder.folder.close();
        isNew ||= folder.isNew;
      }
      return isNew || base.isNew;
    });
    return { paths: this.paths(group), created: made };
  }

  /** A name for a file in `input/` that sorts behind all before it. */
  nextInputName(): string {
    return this.#names.next();
  }

  /**
   * Gives a file to the container of a namespace; it is durable when this resolves.
   * @throws DomainError rate_limited when a thousand wait already, payload_too_large
   */
  async writeInput(group: string, name: string, content: unknown): Promise<void> {
    await this.#write(group, name, content, true);
  }

  /** Tells the container of a namespace what became of a file of it; nobody may rely on that. @throws DomainError rate_limited */
  async writeAnswer(group: string, answer: IpcAnswer): Promise<void> {
    await this.#write(group, this.nextInputName(), answer, false);
  }

  /** Asks the container of a namespace to end. */
  async writeClose(group: string): Promise<void> {
    await this.#inFolder(group, INPUT, (input) => this.#place(input, CLOSE, '', true));
  }

  /** Writes a file beside the folders, such as a list that the container reads. */
  async writeSnapshot(group: string, name: string, content: unknown): Promise<void> {
    await this.#inGroup(group, ({ folder }) =>
      this.#place(folder, name, JSON.stringify(content), false),
    );
  }

  /** Empties `input/`, a request to end included: what is in it was for a container that is gone. Not while one runs. */
  async clear(group: string): Promise<void> {
    await this.ensure(group);
    await this.#inGroup(group, async ({ folder }) => {
      await this.#withTrash((trash) => this.#trash.take(folder, INPUT, trash));
      await (await this.#demand(group, folder, INPUT)).folder.close();
    });
  }

  /** Hands out a folder that a container writes into, open. */
  async inBox<T>(group: string, box: Box, use: (folder: HeldDirectory) => Promise<T>): Promise<T> {
    return await this.#inFolder(group, box, use);
  }

  /** Opens a folder that a container writes into; whoever asks closes it. */
  async openBox(group: string, box: Box): Promise<HeldDirectory> {
    return await this.#inGroup(
      group,
      async ({ folder }) => (await this.#demand(group, folder, box)).folder,
    );
  }

  /** Takes an entry away from a container: a file goes at once, a folder with all that is in it little by little. */
  async discard(folder: HeldDirectory, name: string): Promise<void> {
    if (await folder.unlink(name)) return;
    await this.#withTrash((trash) => this.#trash.take(folder, name, trash));
  }

  /** Keeps what a container sent and nobody could read, for who looks for the fault. */
  async keepError(group: string, file: string, bytes: Uint8Array): Promise<void> {
    const root = await this.#openRoot();
    try {
      const { folder } = await this.#demand(null, root, ERRORS);
      try {
        await makeRoom(folder);
        await folder.place(`${folderOf(group)}-${file}`, bytes, { owner: null, durable: false });
      } finally {
        await folder.close();
      }
    } finally {
      await root.close();
    }
  }

  async #write(group: string, name: string, content: unknown, durable: boolean): Promise<void> {
    const text = JSON.stringify(content);
    if (Buffer.byteLength(text) > LARGEST_INPUT)
      throw new DomainError('payload_too_large', 'This is too large for a container');
    await this.#inFolder(group, INPUT, async (input) => {
      if ((await input.names(MOST_WAITING)).length >= MOST_WAITING) {
        const message = 'The container has not taken what waits for it';
        throw new DomainError('rate_limited', message, null, RETRY_SECS);
      }
      await this.#place(input, name, text, durable);
    });
  }

  /** Writes a file; a folder that a container made of its name is taken away. */
  async #place(folder: HeldDirectory, name: string, text: string, durable: boolean): Promise<void> {
    const options = { owner: this.#owner, durable };
    try {
      await folder.place(name, text, options);
    } catch (error) {
      if (!['EISDIR', 'ENOTEMPTY', 'EEXIST'].includes(codeOf(error))) throw error;
      await this.discard(folder, name);
      await folder.place(name, text, options);
    }
  }

  async #openRoot(): Promise<HeldDirectory> {
    try {
      return await HeldDirectory.open(this.#root);
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw error;
      await mkdir(this.#root, { recursive: true, mode: 0o700 });
      return await HeldDirectory.open(this.#root);
    }
  }

  async #inGroup<T>(
    group: string,
    use: (base: { folder: HeldDirectory; isNew: boolean }) => Promise<T>,
  ): Promise<T> {
    const name = folderOf(group);
    const root = await this.#openRoot();
    try {
      const base = await this.#demand(group, root, name);
      try {
        return await use(base);
      } finally {
        await base.folder.close();
      }
    } finally {
      await root.close();
    }
  }

  async #inFolder<T>(
    group: string,
    name: string,
    use: (folder: HeldDirectory) => Promise<T>,
  ): Promise<T> {
    return await this.#inGroup(group, async (base) => {
      const { folder } = await this.#demand(group, base.folder, name);
      try {
        return await use(folder);
      } finally {
        await folder.close();
      }
    });
  }

  /** Opens a folder, and makes it where there is none. @param group Whose container may change it; null for the daemon's own. */
  async #demand(
    group: string | null,
    parent: HeldDirectory,
    name: string,
  ): Promise<{ folder: HeldDirectory; isNew: boolean }> {
    let isNew = false;
    // More than one try only while somebody changes it under the daemon's hands.
    for (let tries = 0; ; tries += 1) {
      try {
        const folder = await parent.child(name);
        await folder.give(group === null ? null : this.#owner);
        return { folder, isNew };
      } catch (error) {
        if (tries === 5) throw error;
        if (codeOf(error) === 'ENOENT') {
          isNew = await made(parent, name);
        } else if (isNoFolder(error)) {
          await parent.unlink(name);
          if (group !== null) await this.#onTampered(group, name);
        } else throw error;
      }
    }
  }

  async #withTrash(use: (trash: HeldDirectory) => Promise<void>): Promise<void> {
    const root = await this.#openRoot();
    try {
      // No namespace can have this name.
      const { folder } = await this.#demand(null, root, '.trash');
      try {
        await use(folder);
        await this.#trash.empty(folder);
      } finally {
        await folder.close();
      }
    } finally {
      await root.close();
    }
  }
}

/** @returns false when another call was faster */
async function made(parent: HeldDirectory, name: string): Promise<boolean> {
  try {
    await parent.makeFolder(name);
    await parent.sync();
    return true;
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    return false;
  }
}

/** Removes the older half of a full folder. */
async function makeRoom(folder: HeldDirectory): Promise<void> {
  const names = await folder.names(MOST_ERRORS);
  if (names.length < MOST_ERRORS) return;
  const aged: { name: string; at: number }[] = [];
  for (const name of names) aged.push({ name, at: (await folder.changedAt(name)) ?? 0 });
  aged.sort((a, b) => a.at - b.at);
  for (const { name } of aged.slice(0, MOST_ERRORS / 2)) await folder.unlink(name);
}
