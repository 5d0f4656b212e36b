/**
 * Owns the files that the daemon leaves for the agent: the next messages, answers to what the agent asked for, and the wish that it ends.
 * What is done with them belongs to agent.ts and ipc-tools.ts.
 */
import { type FSWatcher, watch } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import {
  followUpFile,
  type IpcAnswer,
  ipcAnswer,
  type TurnOrder,
} from '../domain/runtime/protocol.ts';
import { FileRefusedError, readSmallFile } from '../lib/small-file.ts';
import { LARGEST_ORDER, OrderError, parseAs } from './order.ts';
import type { Note } from './speech.ts';

const CLOSE = '_close';
/** Watching does not reach every kind of mount, and is only there to be faster. */
const POLL_MS = 250;
const inputFile = z.discriminatedUnion('type', [followUpFile, ipcAnswer]);

/** Looks after the folder until it is closed. */
export class InputFolder {
  readonly #folder: string;
  readonly #note: Note;
  /** Names of messages that no turn has begun with. Their files stay until one does: what is not begun is not lost. */
  readonly #messages = new Set<string>();
  /** Names that are done with and could not be deleted. */
  readonly #spent = new Set<string>();
  readonly #awaited = new Map<string, (answer: IpcAnswer) => void>();
  #isClosed = false;
  #wake: () => void = () => undefined;
  #watcher: FSWatcher | undefined;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;

  constructor(folder: string, note: Note) {
    this.#folder = folder;
    this.#note = note;
  }

  /** Begins to look; a wish to end that is there already was meant for somebody else. */
  async open(): Promise<void> {
    await this.#delete(CLOSE);
    const look = () => this.#look();
    this.#timer = setInterval(look, POLL_MS);
    try {
      this.#watcher = watch(this.#folder, look).on('error', () => this.#watcher?.close());
    } catch (error) {
      this.#note(`the input folder is not watched, and looked at every ${POLL_MS} ms: ${error}`);
    }
  }

  /** Stops looking. */
  close(): void {
    clearInterval(this.#timer);
    this.#watcher?.close();
  }

  /** Waits for the next message, by the names of the files; null once the agent is to end, with messages that are left as they are. */
  async next(): Promise<TurnOrder | null> {
    for (;;) {
      const changed = new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      if (this.#isClosed) return null;
      const [first] = [...this.#messages].sort();
      if (first === undefined) await changed;
      else {
        const file = await this.#read(first);
        // Known until its file is gone, or a look in between would take it for a new one.
        await this.#delete(first);
        this.#messages.delete(first);
        if (file?.type === 'message') return file.turn;
      }
    }
  }

  /**
   * Waits for the answer to a file that the agent is about to leave for the daemon.
   * @returns null when there is none in time @throws the signal's reason
   */
  async answerTo(file: string, waitMs: number, signal: AbortSignal): Promise<IpcAnswer | null> {
    signal.throwIfAborted();
    return await new Promise((resolve, reject) => {
      const end = (settle: () => void) => {
        clearTimeout(timer);
        signal.removeEventListener('abort', onAbort);
        this.#awaited.delete(file);
        settle();
      };
      const onAbort = () => end(() => reject(signal.reason));
      const timer = setTimeout(() => end(() => resolve(null)), waitMs);
      signal.addEventListener('abort', onAbort);
      this.#awaited.set(file, (answer) => end(() => resolve(answer)));
    });
  }

  /** One look at a time; what changes during one is seen by the next. */
  #look(): void {
    this.#looking ??= this.#lookOnce().finally(() => {
      this.#looking = undefined;
    });
  }

  async #lookOnce(): Promise<void> {
    for (const name of await this.#names()) {
      if (name === CLOSE) {
        this.#isClosed = true;
        await this.#delete(name);
      } else if (!name.endsWith('.json') || this.#messages.has(name) || this.#spent.has(name)) {
      } else await this.#sort(name);
    }
    if (this.#isClosed || this.#messages.size > 0) this.#wake();
  }

  async #names(): Promise<string[]> {
    try {
      return (await readdir(this.#folder)).sort();
    } catch {
      // A folder that is not there, or no folder, has nothing in it; the next look may find more.
      return [];
    }
  }

  /** Puts a file where it belongs. */
  async #sort(name: string): Promise<void> {
    const file = await this.#read(name);
    if (file?.type === 'message') this.#messages.add(name);
    else await this.#delete(name);
    if (file?.type !== 'answer') return;
    const take = this.#awaited.get(file.file);
    if (take === undefined) this.#note(`nobody waits for the answer ${JSON.stringify(name)}`);
    else take(file);
  }

  /** @returns undefined, with a note, for whatever is not a file of the protocol */
  async #read(name: string): Promise<z.output<typeof inputFile> | undefined> {
    try {
      const text = await readSmallFile(join(this.#folder, name), LARGEST_ORDER);
      return text === undefined ? undefined : parseAs(inputFile, text);
    } catch (error) {
      if (!(error instanceof FileRefusedError || error instanceof OrderError)) throw error;
      this.#note(`the input file ${JSON.stringify(name)} is passed over: ${error.message}`);
      return undefined;
    }
  }

  async #delete(name: string): Promise<void> {
    try {
      await rm(join(this.#folder, name), { recursive: true, force: true });
    } catch (error) {
      this.#spent.add(name);
      this.#note(`the input file ${JSON.stringify(name)} cannot be deleted: ${error}`);
    }
  }
}
