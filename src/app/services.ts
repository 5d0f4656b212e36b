/**
 * Owns building the domain's services from the settings and the store. Serving them belongs to contracts.ts.
 */
import { join } from 'node:path';
import type { Store } from '../db/open.ts';
import { Turns } from '../domain/agent/index.ts';
import { Journal } from '../domain/audit/index.ts';
import { Backups } from '../domain/backups/index.ts';
import { Channels } from '../domain/channels/index.ts';
import type { Hooks } from '../domain/hooks/index.ts';
import type { Logs } from '../domain/logs/index.ts';
import { McpServers } from '../domain/mcp/index.ts';
import { Plugins } from '../domain/plugins/index.ts';
import { Sessions } from '../domain/sessions/index.ts';
import { Settings } from '../domain/settings/index.ts';
import { folderSource, Skills } from '../domain/skills/index.ts';
import { LoopWatch, Status, type Trouble } from '../domain/status/index.ts';
import { Threads } from '../domain/threads/index.ts';
import { Tokens } from '../domain/tokens/index.ts';
import { agentOperations } from '../generated/agent/bindings.ts';
import { nanoclawOperations } from '../generated/nanoclaw/bindings.ts';
import { prxOperations } from '../generated/prx/bindings.ts';
import type { Clock } from '../lib/clock.ts';
import type { LoggerOf } from '../lib/log.ts';
import type { Seal } from '../lib/seal.ts';
import { buildHooks } from './hooks.ts';
import { Metrics } from './metrics.ts';
import type { Outside } from './outside.ts';
import type { LiveConfig } from './settings.ts';
import { version } from './version.ts';

/** Everything the three APIs speak for: one set of services over one database. */
export interface Services {
  readonly agentId: () => string | null;
  readonly backups: Backups;
  readonly channels: Channels;
  readonly hooks: Hooks;
  readonly journal: Journal;
  readonly logs: Logs;
  readonly loop: LoopWatch;
  readonly mcp: McpServers;
  readonly metrics: Metrics;
  readonly plugins: Plugins;
  readonly sessions: Sessions;
  readonly settings: Settings;
  readonly skills: Skills;
  readonly status: Status;
  readonly threads: Threads;
  readonly tokens: Tokens;
  readonly turns: Turns;
}

/** What services are built over. */
export interface Ground {
  readonly live: LiveConfig;
  /** The data folder. */
  readonly home: string;
  readonly store: Store;
  readonly logs: Logs;
  readonly seal: Seal;
  readonly clock: Clock;
  readonly loggerOf: LoggerOf;
  readonly outside: Outside;
  readonly isStopping: () => boolean;
}

/** Builds the services. Every one reads settings at each use, so that a change reaches it. */
export function buildServices(ground: Ground): Services {
  const { live, home, store, logs, seal, clock, loggerOf, outside, isStopping } = ground;
  const { current } = live;
  const { provider } = outside;
  const agentId = () => current().agent.id ?? null;
  const journal = new Journal(store, clock);
  const settings = new Settings({ store, journal, clock, configuration: live, seal });
  const sessions = new Sessions({
    store,
    journal,
    clock,
    settings: () => ({
      agentId: agentId(),
      idleAfterSecs: current().agent.idle_after_secs,
      timeoutSecs: current().agent.session_timeout_secs,
      retentionDays: current().sessions.retention_days,
    }),
  });
  const hooks = buildHooks({ current, store, journal, clock, seal, log: loggerOf('hooks') });
  const { channels, mcp, plugins, skills } = buildRegistries(ground, { journal, sessions });
  const loop = new LoopWatch();
  const status = new Status({
    store,
    sessions,
    channels,
    mcp,
    plugins,
    provider,
    loop,
    clock,
    version,
    isStopping,
    sources: [
      { component: 'config', troubles: () => settings.troubles() },
      { component: 'hooks', troubles: () => hookTroubles(hooks) },
    ],
  });
  return {
    agentId,
    backups: new Backups({ store, clock, folder: join(home, 'backups') }),
    channels,
    hooks,
    journal,
    logs,
    loop,
    mcp,
    metrics: new Metrics({ store, status, loop }),
    plugins,
    sessions,
    settings,
    skills,
    status,
    threads: new Threads({
      store,
      journal,
      settings: () => ({ agentId: agentId(), remembers: current().memory.enabled }),
    }),
    tokens: new Tokens({
      store,
      journal,
      clock,
      knownScopes: knownScopes(),
      adminToken: current().auth.admin_token ?? null,
    }),
    turns: new Turns({
      store,
      journal,
      clock,
      provider,
      settings: () => ({
        maxQueuedTurns: current().agent.max_queued_turns,
        remembers: current().memory.enabled,
      }),
    }),
  };
}

/** What is connected, loaded or found by configuration. */
function buildRegistries(
  { live, home, store, clock, loggerOf, outside }: Ground,
  { journal, sessions }: { journal: Journal; sessions: Sessions },
) {
  const { current } = live;
  const lost = (module: string) => (error: unknown) =>
    loggerOf(module).error('an event could not be stored', { error });
  return {
    channels: new Channels({
      configured: () => configuredOf(current().channels_config),
      adapters: outside.channels,
      sessions,
      journal,
      clock,
      report: lost('channels'),
    }),
    mcp: new McpServers({
      configured: () => current().mcp.servers,
      adapters: outside.mcp,
      journal,
      clock,
      report: lost('mcp'),
    }),
    plugins: new Plugins({
      directory: () => current().plugins.directory ?? join(home, 'plugins'),
      runtime: outside.plugins,
      store,
      journal,
      report: (message, error) =>
        loggerOf('plugins').warn(message, error === undefined ? {} : { error }),
    }),
    skills: new Skills({
      sources: [folderSource(() => current().skills.directory ?? join(home, 'skills'))],
      onRefused: ({ name, reason }) => loggerOf('skills').warn(`${name} is no skill: ${reason}`),
    }),
  };
}

/** The channels whose table is there. */
function configuredOf(channels: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(channels).filter(([, table]) => table !== undefined));
}

async function hookTroubles(hooks: Hooks): Promise<Trouble[]> {
  return (await hooks.list())
    .filter((hook) => !hook.active)
    .map((hook) => ({
      component: `hook:${hook.id}`,
      reason: 'It is disabled: nothing is delivered to it',
    }));
}

/** The scopes that the contracts know. */
export function knownScopes(): ReadonlySet<string> {
  const operations = [...prxOperations, ...agentOperations, ...nanoclawOperations];
  return new Set(operations.flatMap((one) => one.scopes));
}
