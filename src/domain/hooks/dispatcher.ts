/**
 * Owns who is delivered to when: one line per active hook in strict order, all lines side by side within bounds, woken by new
 * events and due times. An attempt itself belongs to courier.ts, making deliveries of events to fan-out.ts.
 */
import { activeHooks } from '../../db/hooks.ts';
import type { Store } from '../../db/open.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Logger } from '../../lib/log.ts';
import type { Courier, Step } from './courier.ts';
import { fanOut } from './fan-out.ts';
import type { Alarm, HookSettings } from './ports.ts';
import { Repeat } from './repeat.ts';
import { Slots } from './slots.ts';

/** How long a line rests after a fault of the daemon itself, such as a store that takes nothing. */
const TROUBLE_PAUSE_MS = 5000;
/**
 * How long an attempt counts among the healthy ones; it goes on without a place then. So endpoints that hang, and have not failed yet,
 * delay others by this only, and attempts under way stay bounded by the places times how often this fits into the time of an answer.
 */
const PATIENCE_MS = 500;

/** A hook that is delivered to; the line of a disabled one stays and rests. */
interface Line {
  readonly moves: Repeat;
  failing: boolean;
  /** Calls off the alarm of the next due time. */
  callOff: (() => void) | null;
}

/** What a dispatcher needs. */
export interface DispatcherOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly alarm: Alarm;
  readonly courier: Courier;
  readonly settings: () => HookSettings;
  readonly log: Logger;
}

/** Moves all lines; it does nothing before `start` and after `stop`. */
export class Dispatcher {
  readonly #options: DispatcherOptions;
  readonly #lines = new Map<string, Line>();
  /** Endpoints that time out have places of their own, so that however many there are they delay no healthy one. */
  readonly #healthy: Slots;
  readonly #failing: Slots;
  readonly #events: Repeat;
  readonly #leaving = new AbortController();
  /** Lines that were closed and still end an attempt. */
  readonly #ending = new Set<Promise<void>>();
  #state: 'new' | 'running' | 'stopping' = 'new';
  #callOffEvents: (() => void) | null = null;

  constructor(options: DispatcherOptions) {
    this.#options = options;
    this.#healthy = new Slots(() => options.settings().concurrency);
    this.#failing = new Slots(() => options.settings().concurrency);
    this.#events = new Repeat(() => this.#fanOut());
  }

  /** Takes up what was left when the daemon stopped. */
  async start(): Promise<void> {
    // First, so that a hook that is made meanwhile opens its line itself.
    this.#state = 'running';
    const hooks = await activeHooks(this.#options.store.read);
    for (const hook of hooks) this.open(hook.id, hook.failingSince !== null);
  }

  /**
   * Begins no more attempts and waits for those under way; after `graceMs` they are ended, and made again after the next start.
   */
  async stop(graceMs: number): Promise<void> {
    this.#state = 'stopping';
    this.#callOffEvents?.();
    const timer = setTimeout(() => this.#leaving.abort(), graceMs);
    for (const hookId of [...this.#lines.keys()]) this.close(hookId);
    await Promise.all([this.#events.idle(), ...this.#ending]);
    clearTimeout(timer);
  }

  /** Looks for new events. */
  wake(): void {
    if (this.#state === 'running' && this.#lines.size > 0) this.#events.ask();
  }

  /** Delivers to a hook from now on. */
  open(hookId: string, failing: boolean): void {
    if (this.#state !== 'running') return;
    const line = this.#lines.get(hookId);
    if (line === undefined) {
      const moves = new Repeat(() => this.#move(hookId));
      this.#lines.set(hookId, { moves, failing, callOff: null });
    } else {
      line.failing = failing;
    }
    this.kick(hookId);
    // Events from before the line was there woke nobody.
    this.wake();
  }

  /** Delivers to a hook no more; an attempt under way comes to its end. */
  close(hookId: string): void {
    const line = this.#lines.get(hookId);
    if (line === undefined) return;
    line.callOff?.();
    this.#lines.delete(hookId);
    const end = line.moves.idle().finally(() => this.#ending.delete(end));
    this.#ending.add(end);
  }

  /** Looks at a hook's line at once, whatever it waits for. */
  kick(hookId: string): void {
    const line = this.#lines.get(hookId);
    if (line === undefined) return;
    line.callOff?.();
    line.callOff = null;
    line.moves.ask();
  }

  /** Looks at every line at once: for a clock that was moved. */
  kickAll(): void {
    for (const hookId of this.#lines.keys()) this.kick(hookId);
  }

  async #fanOut(): Promise<void> {
    const { store, clock, alarm, log } = this.#options;
    try {
      let more = true;
      while (more && this.#state === 'running') {
        const batch = await store.write((tx) => fanOut(tx, clock.now()));
        for (const hookId of batch.hookIds) this.kick(hookId);
        more = batch.more;
      }
    } catch (error) {
      if (this.#state !== 'running') return;
      log.error('events could not be handed on', { error });
      this.#callOffEvents = alarm(clock.now() + TROUBLE_PAUSE_MS, () => this.wake());
    }
  }

  /** Moves a line as far as it goes. */
  async #move(hookId: string): Promise<void> {
    for (;;) {
      const line = this.#lines.get(hookId);
      if (line === undefined) return;
      const step = await this.#inPlace(line, () => this.#step(hookId, line));
      switch (step.kind) {
        case 'next':
          line.failing = step.failing;
          break;
        case 'wait':
          line.failing = step.failing;
          this.#sleep(hookId, line, step.until);
          return;
        case 'rest':
          return;
      }
    }
  }

  /** Makes a step when there is a place for it. */
  async #inPlace(line: Line, step: () => Promise<Step>): Promise<Step> {
    const { alarm, clock } = this.#options;
    if (line.failing) {
      const leave = await this.#failing.take();
      return await step().finally(leave);
    }
    const leave = await this.#healthy.take();
    const callOff = alarm(clock.now() + PATIENCE_MS, leave);
    return await step().finally(() => {
      callOff();
      leave();
    });
  }

  async #step(hookId: string, line: Line): Promise<Step> {
    const { courier, clock, log } = this.#options;
    // It may have been closed while it waited for a place.
    if (this.#lines.get(hookId) !== line) return { kind: 'rest' };
    try {
      return await courier.step(hookId, this.#leaving.signal);
    } catch (error) {
      log.error(`the line of hook ${hookId} rests`, { error });
      return { kind: 'wait', until: clock.now() + TROUBLE_PAUSE_MS, failing: line.failing };
    }
  }

  #sleep(hookId: string, line: Line, until: number): void {
    if (this.#lines.get(hookId) !== line) return;
    line.callOff?.();
    line.callOff = this.#options.alarm(until, () => this.kick(hookId));
  }
}
