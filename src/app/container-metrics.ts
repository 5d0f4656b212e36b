/**
 * Owns the metrics of containers and channels in the text format of Prometheus; names begin with `gatehouse_`. Gathering them belongs to
 * domain/monitoring.
 */
import { Counter, Gauge, Registry } from 'prom-client';
import type { Reading } from '../domain/monitoring/index.ts';

/** A name after the prefix, what it says, and where it is read; null leaves it out of the answer. */
type Row = readonly [name: string, help: string, read: (reading: Reading) => number | null];

const GAUGES: readonly Row[] = [
  ['uptime_seconds', 'Time since the start.', (r) => r.uptimeSecs],
  ['containers_active', 'Containers that run.', (r) => r.containers.active],
  ['containers_idle', 'Containers that wait for messages.', (r) => r.containers.idle],
  ['containers_max_concurrent', 'Containers that may run.', (r) => r.containers.maxConcurrent],
  ['queue_waiting_groups', 'Groups that wait for a container.', (r) => r.queue.waitingGroups],
  ['queue_pending_tasks', 'Scheduled tasks that wait.', (r) => r.queue.pendingTasks],
  ['queue_pending_messages', 'Groups whose messages wait.', (r) => r.queue.pendingMessages],
  ['proxy_running', '1 if the proxy takes requests.', (r) => Number(r.proxy.running)],
  ['proxy_active_requests', 'Requests under way.', (r) => r.proxy.activeRequests],
  [
    'proxy_latency_seconds',
    'Mean time to the first byte; absent without requests.',
    (r) => inSeconds(r.proxy.avgLatencyMs),
  ],
  ['channels_connected', 'Channels that are connected.', (r) => r.channels.connected],
  ['channels', 'Channels there are.', (r) => r.channels.total],
  ['schedules_active', 'Schedules that are enabled.', (r) => r.schedules.active],
  ['schedules_paused', 'Schedules that are disabled.', (r) => r.schedules.paused],
  ['schedules_completed', 'Schedules that are over.', (r) => r.schedules.completed],
  [
    'schedules_next_run_timestamp_seconds',
    'When the next schedule runs; absent when none will.',
    (r) => inSeconds(r.schedules.nextRunAt),
  ],
  ['memory_rss_bytes', 'Resident memory of the daemon.', (r) => r.memoryRssBytes],
];

const COUNTERS: readonly Row[] = [
  ['containers_started_total', 'Containers started.', (r) => r.containers.totalStarted],
  ['containers_failed_total', 'Runs that failed.', (r) => r.containers.totalFailed],
  ['containers_timed_out_total', 'Runs that took too long.', (r) => r.containers.totalTimedOut],
  ['proxy_requests_total', 'Requests that the proxy took.', (r) => r.proxy.requests],
  ['proxy_errors_total', 'Requests that no upstream answered.', (r) => r.proxy.errors],
  ['channels_messages_in_total', 'Messages received.', (r) => r.channels.messagesIn],
  ['channels_messages_out_total', 'Messages sent.', (r) => r.channels.messagesOut],
  ['channels_denied_total', 'Messages that the allowlist refused.', (r) => r.channels.denied],
  ['ipc_processed_total', 'Files of containers acted upon.', (r) => r.ipc.processed],
  ['ipc_errors_total', 'Files of containers that made no sense.', (r) => r.ipc.errors],
];

/** Writes a reading down. Every call has a registry of its own: two of them at once must not mix. */
export async function toPrometheus(reading: Reading): Promise<string> {
  const registry = new Registry();
  const registers = [registry];
  for (const [name, help, read] of GAUGES) {
    const value = read(reading);
    if (value === null) continue;
    new Gauge({ name: `gatehouse_${name}`, help, registers }).set(value);
  }
  for (const [name, help, read] of COUNTERS) {
    const value = read(reading);
    if (value === null) continue;
    new Counter({ name: `gatehouse_${name}`, help, registers }).inc(value);
  }
  return await registry.metrics();
}

const inSeconds = (milliseconds: number | null) =>
  milliseconds === null ? null : milliseconds / 1000;
