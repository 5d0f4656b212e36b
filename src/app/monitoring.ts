/**
 * Owns building monitoring: the history of runs, the search of the audit log, analytics, and what the areas tell of themselves now. What
 * is counted belongs to the areas.
 */

import type { Journal } from '../domain/audit/index.ts';
import { CHANNEL_NAMES, type Inbox, type Overview } from '../domain/channels/index.ts';
import {
  AnalyticsDesk,
  AuditTrail,
  Forgetting,
  Refusals,
  RunHistory,
  type VitalSources,
  Vitals,
} from '../domain/monitoring/index.ts';
import type { Ground } from './services.ts';

/** Monitoring as the handlers and the daemon use it. */
export interface Monitoring {
  readonly analytics: AnalyticsDesk;
  readonly forgetting: Forgetting;
  readonly runs: RunHistory;
  readonly trail: AuditTrail;
  readonly vitals: Vitals;
}

/** Builds what writes down refusals; it comes first, since whoever lets in and refuses is built over it. */
export function buildRefusals({ clock, loggerOf }: Ground, journal: Journal): Refusals {
  const log = loggerOf('audit');
  return new Refusals(journal, clock, (error) =>
    log.error('a refusal could not be written to the audit log', { error }),
  );
}

/** Builds monitoring. @param parts.areas What the areas of containers tell of themselves. */
export function buildMonitoring(
  { live, store, clock }: Ground,
  parts: {
    journal: Journal;
    inbox: Inbox;
    overview: Overview;
    areas: Omit<VitalSources, 'channels'>;
  },
): Monitoring {
  const { journal, inbox, overview, areas } = parts;
  const sources: VitalSources = {
    ...areas,
    channels: async () => {
      const all = await overview.list();
      return {
        connected: all.filter((one) => one.status === 'connected').length,
        total: CHANNEL_NAMES.length,
        received: all.reduce((sum, one) => sum + one.received, 0),
        sent: all.reduce((sum, one) => sum + one.sent, 0),
        denied: inbox.denied,
      };
    },
  };
  return {
    analytics: new AnalyticsDesk(store, clock),
    forgetting: new Forgetting(store, journal, clock, () => live.current().containers.history_days),
    runs: new RunHistory(store, journal, clock),
    trail: new AuditTrail(store),
    vitals: new Vitals(sources, clock),
  };
}
