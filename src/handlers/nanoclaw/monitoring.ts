/**
 * Owns the handlers of the nanoclaw tag `monitoring` and the mapping of its areas' answers to its objects. What is searched, counted and
 * added up belongs to domain/monitoring.
 */
import type {
  Analytics,
  AnalyticsDesk,
  AuditEntry,
  AuditTrail,
  Reading,
  Run,
  RunHistory,
  Sums,
  Vitals,
} from '../../domain/monitoring/index.ts';
import type { MonitoringHandlers, Schemas } from '../../generated/nanoclaw/bindings.ts';
import { toTimestamp } from '../../lib/clock.ts';
import type { CallContext } from '../context.ts';
import { timeOf } from './moments.ts';

/** The handlers of `monitoring`. @param parts.toText Writes metrics in the text format of Prometheus. */
export function makeMonitoringHandlers(parts: {
  trail: AuditTrail;
  runs: RunHistory;
  vitals: Vitals;
  analytics: AnalyticsDesk;
  toText: (reading: Reading) => Promise<string>;
}): MonitoringHandlers<CallContext> {
  const { trail, runs, vitals, analytics, toText } = parts;
  return {
    async getAuditLog({ query }, c) {
      const { event, group, severity, limit, offset } = query;
      const [since, until] = [timeOf(query, 'since'), timeOf(query, 'until')];
      const asked = { event, group, severity, since, until, limit, offset };
      const { entries, total } = await trail.search(asked);
      c.set('total', total);
      return entries.map(toEntry);
    },

    async getRunHistory({ query }) {
      const { group, status, trigger, limit, offset } = query;
      const since = timeOf(query, 'since');
      const found = await runs.list({ namespace: group, status, trigger, since, limit, offset });
      return found.map(toRun);
    },

    async getMetrics({ accept }) {
      const reading = await vitals.read();
      return accept === 'text/plain' ? await toText(reading) : toMetrics(reading);
    },

    async getAnalytics({ query }) {
      const { period, groupBy } = query;
      const [from, to] = [timeOf(query, 'from'), timeOf(query, 'to')];
      return toAnalytics(await analytics.of({ period, from, to, groupBy }));
    },
  };
}

const toTime = (at: number | null): string | null => (at === null ? null : toTimestamp(at));

function toEntry({ at, details, ...entry }: AuditEntry): Schemas['AuditEntry'] {
  return { ...entry, timestamp: toTimestamp(at), details: { ...details } };
}

function toRun(run: Run): Schemas['Run'] {
  const { startedAt, finishedAt } = run;
  return {
    id: run.id,
    group: run.namespace,
    chatJid: run.jid,
    trigger: run.trigger,
    scheduleId: run.scheduleId,
    containerName: run.containerName,
    image: run.image,
    startedAt: toTimestamp(startedAt),
    finishedAt: toTime(finishedAt),
    // The wall clock may have been set back meanwhile.
    durationMs: finishedAt === null ? null : Math.max(0, finishedAt - startedAt),
    status: run.status,
    exitCode: run.exitCode,
    sessionId: run.sessionId,
    outputCount: run.outputCount,
    error: run.error,
    logPath: run.logPath,
  };
}

function toMetrics({ at, schedules, ...reading }: Reading): Schemas['Metrics'] {
  const { nextRunAt } = schedules;
  return {
    ...reading,
    timestamp: toTimestamp(at),
    schedules: { ...schedules, nextRunAt: toTime(nextRunAt) },
  };
}

function toAnalytics(sums: Analytics): Schemas['Analytics'] {
  const { successRate, p50DurationMs, p95DurationMs, received, sent } = sums.totals;
  return {
    period: { from: toTimestamp(sums.from), to: toTimestamp(sums.to) },
    totals: {
      ...toSums(sums.totals),
      successRate,
      p50DurationMs,
      p95DurationMs,
      messagesIn: received,
      messagesOut: sent,
    },
    byGroup: sums.byNamespace.map((one) => ({ group: one.namespace, ...toSums(one) })),
    byTrigger: sums.byTrigger.map((one) => ({ trigger: one.trigger, ...toSums(one) })),
    byChannel: sums.byChannel.map((one) => ({
      channel: one.channel,
      messagesIn: one.received,
      messagesOut: one.sent,
    })),
    series: sums.series.map(({ begin, runs, success, error, avgDurationMs }) => ({
      bucket: toTimestamp(begin),
      runs,
      success,
      error,
      avgDurationMs,
    })),
    topErrors: sums.errors.map(({ message, count }) => ({ message, count })),
  };
}

const toSums = ({ runs, success, error, timeout, avgDurationMs }: Sums): Sums => ({
  runs,
  success,
  error,
  timeout,
  avgDurationMs,
});
