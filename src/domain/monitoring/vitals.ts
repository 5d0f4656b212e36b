/**
 * Owns what runs at this moment and what was counted since the daemon started, gathered from whoever counts it. Counting itself is left to
 * the areas, the text format of Prometheus to app/container-metrics.ts.
 */
import type { Clock } from '../../lib/clock.ts';

/** What every area tells of itself; it must answer at once or from memory or the store. */
export interface VitalSources {
  /** Totals are since the start. */
  containers(): {
    readonly active: number;
    readonly idle: number;
    readonly maxConcurrent: number;
    readonly totalStarted: number;
    readonly totalFailed: number;
    readonly totalTimedOut: number;
  };
  queue(): Promise<{
    readonly waitingGroups: number;
    readonly pendingTasks: number;
    readonly pendingMessages: number;
  }>;
  proxy(): {
    readonly running: boolean;
    readonly requests: number;
    readonly errors: number;
    readonly activeRequests: number;
    /** Mean time to the first byte; null without requests. */
    readonly avgLatencyMs: number | null;
  };
  /** `received` and `sent` are since ever. */
  channels(): Promise<{
    readonly connected: number;
    readonly total: number;
    readonly received: number;
    readonly sent: number;
    /** Messages that the sender allowlist has refused since the start. */
    readonly denied: number;
  }>;
  /** `nextRunAt` is milliseconds since the epoch. */
  schedules(): Promise<{
    readonly active: number;
    readonly paused: number;
    readonly completed: number;
    readonly nextRunAt: number | null;
  }>;
  ipc(): { readonly processed: number; readonly errors: number };
}

/** All of it; `at` is milliseconds since the epoch. */
export interface Reading {
  readonly at: number;
  readonly uptimeSecs: number;
  readonly containers: ReturnType<VitalSources['containers']>;
  readonly queue: Awaited<ReturnType<VitalSources['queue']>>;
  readonly proxy: ReturnType<VitalSources['proxy']>;
  readonly channels: {
    readonly connected: number;
    readonly total: number;
    readonly messagesIn: number;
    readonly messagesOut: number;
    readonly denied: number;
  };
  readonly schedules: Awaited<ReturnType<VitalSources['schedules']>>;
  readonly ipc: ReturnType<VitalSources['ipc']>;
  readonly memoryRssBytes: number;
}

/** Gathers what the areas tell. */
export class Vitals {
  readonly #sources: VitalSources;
  readonly #clock: Clock;
  readonly #begun: number;
  #before = { received: 0, sent: 0 };

  constructor(sources: VitalSources, clock: Clock) {
    this.#sources = sources;
    this.#clock = clock;
    this.#begun = clock.monotonic();
  }

  /** Notes what was counted before this start. Called once, before any message comes or goes. */
  async start(): Promise<void> {
    const { received, sent } = await this.#sources.channels();
    this.#before = { received, sent };
  }

  /** Reads everything now. @throws what the store throws */
  async read(): Promise<Reading> {
    const sources = this.#sources;
    const [channels, schedules, queue] = await Promise.all([
      sources.channels(),
      sources.schedules(),
      sources.queue(),
    ]);
    return {
      at: this.#clock.now(),
      uptimeSecs: Math.floor((this.#clock.monotonic() - this.#begun) / 1000),
      containers: sources.containers(),
      queue,
      proxy: sources.proxy(),
      channels: {
        connected: channels.connected,
        total: channels.total,
        messagesIn: channels.received - this.#before.received,
        messagesOut: channels.sent - this.#before.sent,
        denied: channels.denied,
      },
      schedules,
      ipc: sources.ipc(),
      memoryRssBytes: process.memoryUsage.rss(),
    };
  }
}
