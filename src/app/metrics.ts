/**
 * Owns the metrics: counting requests as they end, and reading everything else when somebody asks. Names begin with `gatehouse_`.
 */
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Store } from '../db/open.ts';
import type { LoopWatch, Status } from '../domain/status/index.ts';
import type { Access } from '../http/visit.ts';

/** Seconds; most operations take less than a millisecond, a turn of the agent minutes. */
const BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 30];

/** What an API's operation counts into. */
interface OperationMetrics {
  readonly ended: Map<string, Counter.Internal>;
  readonly duration: Histogram.Internal<string>;
}

/** The metrics of this daemon. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #requests: Counter;
  readonly #durations: Histogram;
  readonly #byOperation = new Map<string, OperationMetrics>();
  readonly #sessions: Gauge;
  readonly #messages: Gauge;
  readonly #readable: Gauge;
  readonly #status: Status;
  readonly #others: readonly Registry[];

  /** @param parts.others Registries whose metrics are served as well. */
  constructor(parts: {
    store: Store;
    status: Status;
    loop: LoopWatch;
    others: readonly Registry[];
  }) {
    const { store, status, loop, others } = parts;
    this.#others = others;
    this.#status = status;
    const registers = [this.#registry];
    this.#requests = new Counter({
      name: 'gatehouse_http_requests_total',
      help: 'Requests that were answered, by class of status.',
      labelNames: ['api', 'operation', 'status'],
      registers,
    });
    this.#durations = new Histogram({
      name: 'gatehouse_http_request_duration_seconds',
      help: 'Time until the answer was ready; for a stream, until it began.',
      labelNames: ['api', 'operation'],
      buckets: BUCKETS,
      registers,
    });
    this.#sessions = new Gauge({
      name: 'gatehouse_sessions',
      help: 'Sessions by status.',
      labelNames: ['status'],
      registers,
    });
    this.#messages = new Gauge({ name: 'gatehouse_messages', help: 'Messages stored.', registers });
    this.#readable = new Gauge({
      name: 'gatehouse_store_readable',
      help: '1 if the store could be read for this answer; sessions and messages are absent when not.',
      registers,
    });
    const read = (name: string, help: string, value: () => number) =>
      new Gauge({
        name,
        help,
        registers,
        collect() {
          this.set(value());
        },
      });
    read('gatehouse_store_waiting_writes', 'Writes that wait for a transaction.', () =>
      store.waitingWrites(),
    );
    read('gatehouse_event_loop_late_seconds', 'How late the event loop is.', () =>
      seconds(loop.lateMs),
    );
    read('gatehouse_process_resident_memory_bytes', 'Memory of the process.', () =>
      process.memoryUsage.rss(),
    );
    read(
      'gatehouse_process_heap_used_bytes',
      'JavaScript heap in use.',
      () => process.memoryUsage().heapUsed,
    );
    read('gatehouse_process_cpu_seconds', 'CPU time used since the start.', () => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1e6;
    });
    read('gatehouse_process_uptime_seconds', 'Time since the start.', () => process.uptime());
  }

  /** Counts a request that was answered. */
  count({ api, operation, status, durationMs }: Access): void {
    const name = operation ?? 'none';
    const key = `${api} ${name}`;
    let metrics = this.#byOperation.get(key);
    if (metrics === undefined) {
      metrics = { ended: new Map(), duration: this.#durations.labels(api, name) };
      this.#byOperation.set(key, metrics);
    }
    const statusClass = `${Math.floor(status / 100)}xx`;
    let ended = metrics.ended.get(statusClass);
    if (ended === undefined) {
      ended = this.#requests.labels(api, name, statusClass);
      metrics.ended.set(statusClass, ended);
    }
    ended.inc();
    metrics.duration.observe(seconds(durationMs));
  }

  /** All metrics in the Prometheus text format; those of a store that cannot be read are absent. */
  async render(): Promise<string> {
    this.#sessions.reset();
    this.#messages.remove();
    try {
      const { sessions, messages } = await this.#status.counts();
      for (const [status, n] of Object.entries(sessions)) this.#sessions.set({ status }, n);
      this.#messages.set(messages);
      this.#readable.set(1);
    } catch {
      this.#readable.set(0);
    }
    const all = [this.#registry, ...this.#others];
    return (await Promise.all(all.map((one) => one.metrics()))).join('\n');
  }
}

const seconds = (milliseconds: number) => milliseconds / 1000;
