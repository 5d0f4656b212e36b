/**
 * Owns building plugins from the settings: the service, and what it reaches the outside with.
 * What plugins do belongs to domain/plugins, running them to adapters/plugins.
 */
import { join } from 'node:path';
import { makeOutbound } from '../adapters/plugins/outbound.ts';
import type { Config } from '../config/index.ts';
import type { Store } from '../db/open.ts';
import type { Journal } from '../domain/audit/index.ts';
import { type PluginRuntime, Plugins } from '../domain/plugins/index.ts';
import type { Clock } from '../lib/clock.ts';
import type { Logger } from '../lib/log.ts';
import { version } from './version.ts';

/** Builds the service; plugins are loaded from `start` on. */
export function buildPlugins(ground: {
  readonly current: () => Config;
  /** The data folder. */
  readonly home: string;
  readonly runtime: PluginRuntime | null;
  readonly store: Store;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly log: Logger;
}): Plugins {
  const { current, home, runtime, store, journal, clock, log } = ground;
  return new Plugins({
    runtime,
    store,
    journal,
    clock,
    log,
    outbound: makeOutbound({
      allowedHosts: () => current().plugins.allowed_hosts,
      userAgent: `Gatehouse/${version}`,
    }),
    settings: () => {
      const { directory, max_memory_mb, max_execution_time_ms, installed } = current().plugins;
      return {
        directory: directory ?? join(home, 'plugins'),
        cache: join(home, 'cache', 'plugins'),
        most: { maxMemoryMb: max_memory_mb, maxExecutionTimeMs: max_execution_time_ms },
        grants: (name) => installed[name]?.grants ?? [],
      };
    },
  });
}
