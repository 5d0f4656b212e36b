/**
 * Owns building the domain's services from the settings and the store. Serving them belongs to contracts.ts.
 */
import { join } from 'node:path';
import { offlineProvider } from '../adapters/providers/offline.ts';
import type { LoadedConfig } from '../config/index.ts';
import type { Store } from '../db/open.ts';
import { Turns } from '../domain/agent/index.ts';
import { Journal } from '../domain/audit/index.ts';
import { Backups } from '../domain/backups/index.ts';
import { Sessions } from '../domain/sessions/index.ts';
import { Status } from '../domain/status/index.ts';
import { Threads } from '../domain/threads/index.ts';
import { Tokens } from '../domain/tokens/index.ts';
import { agentOperations } from '../generated/agent/bindings.ts';
import { nanoclawOperations } from '../generated/nanoclaw/bindings.ts';
import { prxOperations } from '../generated/prx/bindings.ts';
import type { Clock } from '../lib/clock.ts';
import { version } from './version.ts';

/** Everything the three APIs speak for: one set of services over one database. */
export interface Services {
  readonly agentId: () => string | null;
  readonly backups: Backups;
  readonly journal: Journal;
  readonly sessions: Sessions;
  readonly status: Status;
  readonly threads: Threads;
  readonly tokens: Tokens;
  readonly turns: Turns;
}

/** What services are built over. */
export interface Ground {
  readonly loaded: LoadedConfig;
  readonly store: Store;
  readonly clock: Clock;
  readonly isStopping: () => boolean;
}

/** Builds the services. */
export function buildServices({ loaded, store, clock, isStopping }: Ground): Services {
  const { config, home } = loaded;
  const provider = offlineProvider;
  const agentId = () => config.agent.id ?? null;
  const journal = new Journal(store, clock);
  const sessions = new Sessions({
    store,
    journal,
    clock,
    settings: () => ({
      agentId: agentId(),
      idleAfterSecs: config.agent.idle_after_secs,
      timeoutSecs: config.agent.session_timeout_secs,
      retentionDays: config.sessions.retention_days,
    }),
  });
  return {
    agentId,
    backups: new Backups({ store, clock, folder: join(home, 'backups') }),
    journal,
    sessions,
    status: new Status({ store, sessions, provider, clock, version, isStopping }),
    threads: new Threads({
      store,
      journal,
      settings: () => ({ agentId: agentId(), remembers: config.memory.enabled }),
    }),
    tokens: new Tokens({
      store,
      journal,
      clock,
      knownScopes: knownScopes(),
      adminToken: config.auth.admin_token ?? null,
    }),
    turns: new Turns({
      store,
      journal,
      clock,
      provider,
      settings: () => ({
        maxQueuedTurns: config.agent.max_queued_turns,
        remembers: config.memory.enabled,
      }),
    }),
  };
}

/** The scopes that the contracts know. */
export function knownScopes(): ReadonlySet<string> {
  const operations = [...prxOperations, ...agentOperations, ...nanoclawOperations];
  return new Set(operations.flatMap((one) => one.scopes));
}
