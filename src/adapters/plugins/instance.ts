/**
 * Owns one thread with a guest on it, as seen from outside: starting it, one call at a time, the time each takes, and answering its host calls.
 * What follows when it had to be stopped belongs to guest.ts; the thread's own side is guest-worker.ts.
 */
import { once } from 'node:events';
import { MessageChannel, type MessagePort, type Worker } from 'node:worker_threads';
import {
  type GuestCall,
  type GuestCalls,
  type HostCall,
  HostRefusal,
  type PluginHost,
  type PluginManifest,
  type Scope,
} from '../../domain/plugins/index.ts';
import type {
  Answered,
  FromHost,
  GuestOutcome,
  GuestStart,
  Prepared,
  RawSpec,
  Started,
  Usage,
} from './protocol.ts';
import { startThread } from './threads.ts';

const MEGABYTE = 1024 * 1024;
/** For the glue and what it hands over, besides copies of what is in the guest's memory. */
const BASE_HEAP_MB = 64;
/** Calls that an instance is started for, at least. */
const LEAST_CALLS = 100;
const NEARLY_FULL = 0.75;

/** The guest was stopped, or ended by itself; the reason is for the operator. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
}

/** What an instance is made of. */
export interface InstanceParts {
  readonly prepared: Prepared;
  readonly manifest: PluginManifest;
  readonly host: PluginHost;
  /** How long starting has at least, in milliseconds. */
  readonly leastStartMs: number;
}

/** A started guest. After a fault, or when a promise of it was rejected, it is only to be ended. */
export class Instance {
  readonly #worker: Worker;
  readonly #port: MessagePort;
  readonly #limitMs: number;
  readonly #limitBytes: number;
  #waiting: AbortController | null = null;
  #over: Stopped | null = null;
  #scope: Scope | null = null;
  #usage: Usage = { memoryBytes: 0, linearBytes: 0 };
  #calls = 0;

  private constructor({ prepared, manifest, host }: InstanceParts) {
    const { port1, port2 } = new MessageChannel();
    const { maxMemoryMb, maxExecutionTimeMs } = manifest.resources;
    this.#limitBytes = maxMemoryMb * MEGABYTE;
    const start: GuestStart = {
      prepared,
      maxMemoryBytes: this.#limitBytes,
      config: Object.entries(manifest.config),
      hasTool: manifest.capabilities.some((one) => one.type === 'tool'),
      hostPort: port2,
      flag: new SharedArrayBuffer(4),
    };
    this.#limitMs = maxExecutionTimeMs;
    this.#port = port1;
    this.#worker = startThread('guest-worker', {
      workerData: start,
      transfer: [port2],
      maxHeapMb: BASE_HEAP_MB + maxMemoryMb,
    });
    this.#worker.on('error', (error: Error) => this.#fail(describe(error)));
    this.#worker.on('exit', () => this.#fail('its thread ended'));
    const flag = new Int32Array(start.flag);
    port1.on('message', async (call: HostCall) => {
      const reply = await answerOf(host, call, this.#scope);
      port1.postMessage(reply);
      Atomics.store(flag, 0, 1);
      Atomics.notify(flag, 0);
    });
  }

  /** Starts a guest. @returns it, and what its `get-spec` answered @throws Stopped */
  static async start(parts: InstanceParts): Promise<{ instance: Instance; spec: RawSpec | null }> {
    const instance = new Instance(parts);
    try {
      const { spec } = await instance.#await<Started>(
        0,
        Math.max(instance.#limitMs, parts.leastStartMs),
        () => undefined,
      );
      return { instance, spec };
    } catch (error) {
      await instance.end();
      throw error;
    }
  }

  /** Bytes of linear memory and heap, as of the last answer. */
  get memoryBytes(): number {
    return this.#usage.memoryBytes;
  }

  /**
   * Whether a fresh one should take its place before its next call: linear memory never shrinks, and the collectors of languages that
   * are compiled with one know nothing of its limit. One that needs so much from its beginning is not replaced all the time.
   */
  get isWorn(): boolean {
    return this.#calls >= LEAST_CALLS && this.#usage.linearBytes > this.#limitBytes * NEARLY_FULL;
  }

  /** Makes a call; only one at a time. @throws Stopped */
  async call<Name extends keyof GuestCalls>(
    call: GuestCall<Name>,
    depth: number,
  ): Promise<GuestOutcome<Name>> {
    this.#calls += 1;
    const send = () => this.#worker.postMessage(call);
    return (await this.#await<Answered<Name>>(depth, this.#limitMs, send)).outcome;
  }

  /** Ends the thread, whatever it does. */
  async end(): Promise<void> {
    this.#fail('it was ended');
    this.#port.close();
    await this.#worker.terminate();
  }

  /** Sends something and waits for what comes next from the thread. */
  async #await<Message extends Usage>(
    depth: number,
    limitMs: number,
    send: () => void,
  ): Promise<Message> {
    if (this.#over !== null) throw this.#over;
    const waiting = new AbortController();
    const over = new AbortController();
    this.#waiting = waiting;
    this.#scope = { depth, signal: over.signal, httpRequests: 0 };
    const timer = setTimeout(() => this.#fail(`it took longer than ${limitMs} ms`), limitMs);
    try {
      const next = once(this.#worker, 'message', { signal: waiting.signal });
      send();
      const [message]: Message[] = await next;
      if (message === undefined) throw new Stopped('it sent nothing');
      const { memoryBytes, linearBytes } = message;
      this.#usage = { memoryBytes, linearBytes };
      return message;
    } catch (error) {
      throw this.#over ?? error;
    } finally {
      clearTimeout(timer);
      this.#waiting = null;
      this.#scope = null;
      over.abort();
    }
  }

  #fail(reason: string): void {
    this.#over ??= new Stopped(reason);
    this.#waiting?.abort();
  }
}

async function answerOf(host: PluginHost, call: HostCall, scope: Scope | null): Promise<FromHost> {
  if (scope === null) return { refusal: 'there is no call under way' };
  try {
    return { answer: await host.call(call, scope) };
  } catch (error) {
    if (error instanceof HostRefusal) return { refusal: error.message };
    throw error;
  }
}

function describe(error: Error): string {
  const isHeap = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
  return isHeap ? 'it ran out of memory' : error.message;
}
