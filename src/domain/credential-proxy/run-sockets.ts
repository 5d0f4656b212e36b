/**
 * Owns the sockets of runs: each in a folder of its own, which is there as long as the run is admitted and which its container alone sees.
 * What is asked over them is decided in gate.ts, when they are open in proxy.ts.
 */
import { chmod, lstat, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from '../../lib/log.ts';
import { oneByOne } from '../../lib/one-by-one.ts';
import type { Admission } from './admissions.ts';
import { codeOf, type Gate, type ProxyCarrier, type ProxyListener } from './ports.ts';

/** What a container finds in the folder of its run. */
const SOCKET = 'proxy.sock';
/** Nobody but the daemon looks for the folders of runs. */
const BASE_MODE = 0o700;
/** Whoever a container runs as may get at the socket, and do nothing else in its folder. */
const FOLDER_MODE = 0o711;

/** A run cannot have its socket. The message is for operators. */
export class ProxySocketError extends Error {
  override readonly name = 'ProxySocketError';

  constructor(what: string, cause: unknown) {
    super(`${what}: ${codeOf(cause) ?? 'for an unknown reason'}`, { cause });
  }
}

/** What sockets are made with. */
export interface RunSocketsParts {
  /** The folder in which each run gets one of its own. */
  readonly base: string;
  readonly carrier: ProxyCarrier;
  /** What decides about requests on the socket of a run. */
  readonly gateOf: (admission: Admission) => Gate;
  readonly log: Logger;
}

/** The sockets of all admitted runs. */
export class RunSockets {
  readonly #parts: RunSocketsParts;
  readonly #all = new Map<Admission, RunSocket>();
  #ready: Promise<void> | null = null;
  #isOpen = false;
  #trouble: string | null = null;

  constructor(parts: RunSocketsParts) {
    this.#parts = parts;
  }

  /** Whether they are to be open. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Why no run can have one, as of the last try; null where nothing is wrong. */
  get trouble(): string | null {
    return this.#trouble;
  }

  /**
   * Opens the sockets of the runs that there are, and of those to come.
   * @throws ProxySocketError where there is no folder for them; a run that comes later tries again
   */
  async open(): Promise<void> {
    this.#isOpen = true;
    await this.#prepare();
    const opening = Array.from(this.#all, async ([{ runId }, socket]) => {
      try {
        await socket.open();
      } catch (error) {
        this.#parts.log.warn(`the socket of ${runId} cannot be opened again`, { error });
      }
    });
    await Promise.all(opening);
  }

  /** Closes them; requests under way have `graceMs`. The folders stay: containers that go on would not see new ones. */
  async close(graceMs: number): Promise<void> {
    this.#isOpen = false;
    await Promise.all(Array.from(this.#all.values(), (socket) => socket.close(graceMs)));
  }

  /** Gives a run its socket, open if the others are. @returns its folder @throws ProxySocketError, and nothing of it is left */
  async add(admission: Admission): Promise<string> {
    await this.#prepare();
    const { base, carrier, gateOf } = this.#parts;
    try {
      const folder = await mkdtemp(join(base, '/'));
      const socket = new RunSocket(folder, carrier, gateOf(admission));
      this.#all.set(admission, socket);
      await chmod(folder, FOLDER_MODE);
      if (this.#isOpen) await socket.open();
      return folder;
    } catch (error) {
      await this.remove(admission);
      throw new ProxySocketError('Its socket of the credential proxy cannot be opened', error);
    }
  }

  /** Takes the socket of a run away, with its folder; one that has none is no error. It never rejects. */
  async remove(admission: Admission): Promise<void> {
    const socket = this.#all.get(admission);
    this.#all.delete(admission);
    try {
      await socket?.remove();
    } catch (error) {
      // The next start removes it.
      this.#parts.log.warn(`the socket of ${admission.runId} cannot be removed`, { error });
    }
  }

  /** Takes all of them away, and the folder of their folders. */
  async removeAll(): Promise<void> {
    await Promise.all(Array.from(this.#all.keys(), (admission) => this.remove(admission)));
    if (this.#ready === null) return;
    this.#ready = null;
    await rm(this.#parts.base, { recursive: true, force: true });
  }

  /** Makes the folder ready once; without success it is tried again the next time. */
  async #prepare(): Promise<void> {
    this.#ready ??= makeBase(this.#parts.base);
    const ready = this.#ready;
    try {
      await ready;
      this.#trouble = null;
    } catch (cause) {
      // Another one may be on its way already, and one that succeeds is never made twice: that would empty it.
      if (this.#ready === ready) this.#ready = null;
      const error = new ProxySocketError('The folder for its sockets cannot be had', cause);
      this.#trouble = error.message;
      throw error;
    }
  }
}

/** The socket of one run. Opening and closing take turns, and what is asked last holds. */
class RunSocket {
  readonly #folder: string;
  readonly #carrier: ProxyCarrier;
  readonly #gate: Gate;
  #listener: ProxyListener | null = null;
  #isRemoved = false;
  readonly #inTurn = oneByOne();

  constructor(folder: string, carrier: ProxyCarrier, gate: Gate) {
    this.#folder = folder;
    this.#carrier = carrier;
    this.#gate = gate;
  }

  /** @throws the socket's error */
  async open(): Promise<void> {
    await this.#inTurn(async () => {
      if (this.#isRemoved || this.#listener !== null) return;
      const path = join(this.#folder, SOCKET);
      this.#listener = await this.#carrier.listen({ path }, this.#gate);
    });
  }

  async close(graceMs: number): Promise<void> {
    await this.#inTurn(async () => {
      const listener = this.#listener;
      this.#listener = null;
      await listener?.stop(graceMs);
    });
  }

  async remove(): Promise<void> {
    this.#isRemoved = true;
    await this.close(0);
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** Makes the folder, or empties it: the data folder is locked, so what is still there belongs to nobody. */
async function makeBase(base: string): Promise<void> {
  await mkdir(base, { recursive: true, mode: BASE_MODE });
  const facts = await lstat(base);
  // In a folder that all users share, somebody else may have made it first.
  if (!facts.isDirectory() || facts.uid !== process.getuid?.())
    throw Object.assign(new Error(`${base} belongs to somebody else`), { code: 'EACCES' });
  await chmod(base, BASE_MODE);
  for (const name of await readdir(base)) await rm(join(base, name), { recursive: true });
}
