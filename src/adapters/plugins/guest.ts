/**
 * Owns one plugin in memory: its calls in a line, and a fresh instance, later and later, after one that had to be stopped.
 * Stopping is done by instance.ts; what a call means belongs to domain/plugins.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type GuestCall,
  type GuestCalls,
  GuestRefusal,
  type LoadedPlugin,
  type PluginTrouble,
  type ToolDeclaration,
} from '../../domain/plugins/index.ts';
import { Instance, type InstanceParts, Stopped } from './instance.ts';
import type { GuestOutcome, RawSpec } from './protocol.ts';

/** Calls that wait for others to end. */
const MAX_WAITING = 256;
/** In a row; after that it is not called again until it is loaded again. */
const MAX_STOPS = 5;
const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 10_000;

interface Job {
  readonly signal: AbortSignal | undefined;
  /** It never rejects. */
  work(): Promise<void>;
}

/** A loaded plugin. */
export class Guest implements LoadedPlugin {
  readonly tool: ToolDeclaration | null;
  readonly #parts: InstanceParts;
  readonly #jobs: Job[] = [];
  readonly #ending = new AbortController();
  #instance: Instance | null;
  #serving: Promise<void> | null = null;
  #trouble: PluginTrouble | null = null;
  #stops = 0;
  #notBefore = 0;
  #closed = false;

  private constructor(parts: InstanceParts, instance: Instance, tool: ToolDeclaration | null) {
    this.#parts = parts;
    this.#instance = instance;
    this.tool = tool;
  }

  /**
   * Starts the plugin.
   * @param options.declare Reads what `get-spec` answered; what it throws keeps the plugin from being loaded
   * @throws Error in words for the operator
   */
  static async start(
    parts: InstanceParts,
    declare: (spec: RawSpec | null) => ToolDeclaration | null,
  ): Promise<Guest> {
    const { instance, spec } = await Instance.start(parts);
    try {
      return new Guest(parts, instance, declare(spec));
    } catch (error) {
      await instance.end();
      throw error;
    }
  }

  memoryUsageBytes(): number {
    return this.#instance?.memoryBytes ?? 0;
  }

  trouble(): PluginTrouble | null {
    return this.#trouble;
  }

  async call<Name extends keyof GuestCalls>(
    call: GuestCall<Name>,
    { depth, signal }: { readonly depth: number; readonly signal?: AbortSignal },
  ): Promise<GuestCalls[Name]['answer']> {
    const { name } = this.#parts.manifest;
    if (this.#closed) throw new Error(`plugin ${name} is being unloaded`);
    if (this.#jobs.length >= MAX_WAITING) throw new Error(`plugin ${name} is busy`);
    signal?.throwIfAborted();
    const outcome = await new Promise<GuestOutcome<Name>>((resolve, reject) => {
      const gone = () => reject(new Error('nobody waits for the plugin any more'));
      signal?.addEventListener('abort', gone, { once: true });
      this.#jobs.push({
        signal,
        work: async () => {
          await this.#attempt(call, depth).then(resolve, reject);
          signal?.removeEventListener('abort', gone);
        },
      });
      this.#serving ??= this.#serve();
    });
    if ('answer' in outcome) return outcome.answer;
    throw new GuestRefusal('refusal' in outcome ? outcome.refusal : outcome.fault);
  }

  async unload(graceMs: number): Promise<void> {
    this.#closed = true;
    if (this.#serving !== null) {
      const over = new AbortController();
      const grace = sleep(graceMs, undefined, { signal: over.signal }).catch(() => undefined);
      await Promise.race([this.#serving, grace]);
      over.abort();
    }
    this.#ending.abort();
    await this.#discard();
    await this.#serving;
  }

  /** Works the line off. */
  async #serve(): Promise<void> {
    for (let job = this.#jobs.shift(); job !== undefined; job = this.#jobs.shift())
      if (job.signal?.aborted !== true) {
        await job.work();
        await this.#renew();
      }
    this.#serving = null;
  }

  /** Has a fresh instance take the place of one that is worn, before the next caller needs it. */
  async #renew(): Promise<void> {
    if (this.#closed || this.#instance?.isWorn !== true) return;
    await this.#discard();
    // Where that fails, the next call tries again and tells of it.
    this.#instance = await this.#startAgain().catch(() => null);
  }

  async #attempt<Name extends keyof GuestCalls>(
    call: GuestCall<Name>,
    depth: number,
  ): Promise<GuestOutcome<Name>> {
    const { manifest, host } = this.#parts;
    if (this.#trouble?.isFinal === true)
      throw new Error(`plugin ${manifest.name} is stopped: ${this.#trouble.reason}`);
    try {
      const instance = this.#instance ?? (await this.#startAgain());
      this.#instance = instance;
      const outcome = await instance.call(call, depth);
      if (!('fault' in outcome)) {
        this.#stops = 0;
        this.#trouble = null;
        return outcome;
      }
      if (outcome.isMemory)
        throw new Stopped(`it needed more memory than ${manifest.resources.maxMemoryMb} MiB`);
      // What is left of it is in no known state, but it did end by itself.
      await this.#discard();
      host.report('warn', `${call.name} broke off: ${outcome.fault}`);
      throw new Error(`plugin ${manifest.name} broke off: ${outcome.fault}`);
    } catch (error) {
      if (!(error instanceof Stopped)) throw error;
      await this.#discard();
      if (!this.#ending.signal.aborted) this.#noteStop(call.name, error.message);
      throw new Error(`plugin ${manifest.name} was stopped: ${error.message}`);
    }
  }

  async #startAgain(): Promise<Instance> {
    const { signal } = this.#ending;
    const wait = this.#notBefore - performance.now();
    if (wait > 0) await sleep(wait, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) throw new Stopped('it is being unloaded');
    const { instance } = await Instance.start(this.#parts);
    if (!signal.aborted) return instance;
    await instance.end();
    throw new Stopped('it is being unloaded');
  }

  #noteStop(call: string, reason: string): void {
    this.#stops += 1;
    const delay = Math.min(FIRST_DELAY_MS * 2 ** (this.#stops - 1), LONGEST_DELAY_MS);
    this.#notBefore = performance.now() + delay;
    const isFinal = this.#stops >= MAX_STOPS;
    const text = `${call} was stopped: ${reason} (${this.#stops} of ${MAX_STOPS} times in a row)`;
    this.#trouble = { reason: text, isFinal };
    const { host } = this.#parts;
    if (isFinal) host.report('error', `${text}; it is not called again until it is reloaded`);
    else host.report('warn', text);
  }

  async #discard(): Promise<void> {
    const instance = this.#instance;
    this.#instance = null;
    await instance?.end();
  }
}
