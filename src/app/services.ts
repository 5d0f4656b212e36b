/**
 * Owns the list of the domain's services, and the order in which they are built from each other. How one of many parts is put together
 * is said in the file of its area; serving them belongs to contracts.ts.
 */
import { join } from 'node:path';
import type { Store } from '../db/open.ts';
import type { Turns } from '../domain/agent/index.ts';
import { Journal } from '../domain/audit/index.ts';
import { Backups } from '../domain/backups/index.ts';
import type { Card } from '../domain/card/index.ts';
import type {
  ChannelAccess,
  ChannelPosts,
  Channels,
  Outbox,
  Overview,
  Postbox,
  Replies,
  Retention,
  RuleBook,
  Vendors,
} from '../domain/channels/index.ts';
import type { CredentialProxy } from '../domain/credential-proxy/index.ts';
import type { Hooks } from '../domain/hooks/index.ts';
import type { Ipc, IpcFolders, IpcInbox } from '../domain/ipc/index.ts';
import type { Logs } from '../domain/logs/index.ts';
import type { McpServers, WorkspaceServers } from '../domain/mcp/index.ts';
import type { Memory, MemorySettings } from '../domain/memory/index.ts';
import type { Refusals } from '../domain/monitoring/index.ts';
import type { Mounts } from '../domain/mounts/index.ts';
import type { Folders, Instructions, Namespaces } from '../domain/namespaces/index.ts';
import type { Peers, RpcEndpoint, Tasks } from '../domain/peers/index.ts';
import type { Plugins } from '../domain/plugins/index.ts';
import type {
  ContainerTurns,
  Crew,
  Groups,
  Queue,
  Tasks as QueueTasks,
} from '../domain/queue/index.ts';
import type { Registry } from '../domain/registry/index.ts';
import type { Runs, Scheduler, Schedules } from '../domain/schedules/index.ts';
import { Sessions } from '../domain/sessions/index.ts';
import { Settings } from '../domain/settings/index.ts';
import type { Skills } from '../domain/skills/index.ts';
import { LoopWatch, type Status } from '../domain/status/index.ts';
import type { Threads } from '../domain/threads/index.ts';
import type { Tokens } from '../domain/tokens/index.ts';
import type { Clock } from '../lib/clock.ts';
import type { LoggerOf } from '../lib/log.ts';
import type { Seal } from '../lib/seal.ts';
import { buildAgent } from './agent.ts';
import { AgentMetrics } from './agent-metrics.ts';
import { buildCard } from './card.ts';
import { vendorChannels } from './channel-vendors.ts';
import { buildChannels, buildChats } from './channels.ts';
import type { ContainersRuntime } from './containers-runtime.ts';
import { buildHooks } from './hooks.ts';
import { buildMcp } from './mcp.ts';
import { Metrics } from './metrics.ts';
import { buildMonitoring, buildRefusals, type Monitoring } from './monitoring.ts';
import type { Outside } from './outside.ts';
import { buildPeers, buildTasks } from './peers.ts';
import { buildPlugins } from './plugins.ts';
import { buildProviders, type Providers } from './providers.ts';
import { buildRegistry } from './registry.ts';
import { buildSandbox } from './sandbox.ts';
import type { LiveConfig } from './settings.ts';
import { buildSkills } from './skills.ts';
import { buildStatus } from './status.ts';
import { buildTokens } from './tokens.ts';

/** Everything the three APIs speak for: one set of services over one database. */
export interface Services {
  readonly a2a: RpcEndpoint;
  readonly agentId: () => string | null;
  readonly backups: Backups;
  readonly card: Card;
  readonly channelAccess: ChannelAccess;
  readonly channelPosts: ChannelPosts;
  readonly channels: Channels;
  readonly containerGroups: Groups;
  readonly containerTasks: QueueTasks;
  readonly containerCrew: Crew;
  readonly containerTurns: ContainerTurns;
  readonly containersRuntime: ContainersRuntime;
  readonly credentialProxy: CredentialProxy;
  readonly hooks: Hooks;
  readonly ipc: Ipc;
  readonly ipcFolders: IpcFolders;
  readonly ipcInbox: IpcInbox;
  readonly instructions: Instructions;
  readonly folders: Folders;
  readonly journal: Journal;
  readonly logs: Logs;
  readonly loop: LoopWatch;
  readonly mcp: McpServers;
  readonly mcpWorkspace: WorkspaceServers;
  readonly memory: Memory;
  readonly memorySettings: MemorySettings;
  readonly metrics: Metrics;
  readonly monitoring: Monitoring;
  readonly mounts: Mounts;
  readonly namespaces: Namespaces;
  readonly peers: Peers;
  readonly outbox: Outbox;
  readonly overview: Overview;
  readonly plugins: Plugins;
  readonly postbox: Postbox;
  readonly providers: Providers;
  readonly queue: Queue;
  readonly refusals: Refusals;
  readonly registry: Registry;
  readonly replies: Replies;
  readonly retention: Retention;
  readonly scheduleRuns: Runs;
  readonly scheduler: Scheduler;
  readonly schedules: Schedules;
  readonly senderRules: RuleBook;
  readonly sessions: Sessions;
  readonly settings: Settings;
  readonly skills: Skills;
  readonly status: Status;
  readonly tasks: Tasks;
  readonly threads: Threads;
  readonly tokens: Tokens;
  readonly turns: Turns;
  readonly vendors: Vendors;
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
  const { live, home, store, logs, seal, clock, loggerOf, outside } = ground;
  const { current } = live;
  const providers = buildProviders(live, outside.provider, { clock, log: loggerOf('providers') });
  const { provider } = providers;
  const agentId = () => current().agent.id ?? null;
  const journal = new Journal(store, clock);
  const refusals = buildRefusals(ground, journal);
  const settings = new Settings({ store, journal, clock, configuration: live, seal });
  const sandbox = buildSandbox(ground, { journal, refusals, settings });
  const { namespaces, credentialProxy } = sandbox;
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
    log: loggerOf('sessions'),
  });
  const hooks = buildHooks({ current, store, journal, clock, seal, log: loggerOf('hooks') });
  const { servers: mcp, workspace: mcpWorkspace } = buildMcp(ground, journal);
  const vendors = vendorChannels(current, store, loggerOf);
  const channelsOutside = { ...vendors, adapters: outside.channels ?? vendors.adapters };
  const builtChannels = buildChannels(ground, channelsOutside, {
    journal,
    sessions,
    refusals,
    namespaces,
  });
  const { channels } = builtChannels;
  const plugins = buildPlugins({
    current,
    home,
    runtime: outside.plugins,
    store,
    journal,
    clock,
    log: loggerOf('plugins'),
  });
  const skills = buildSkills(ground, plugins);
  const areas = { channels, mcp, mcpWorkspace, plugins, providers, skills };
  const registry = buildRegistry(current, { journal, settings }, areas);
  const peers = buildPeers(ground);
  const card = buildCard({ live, skills, journal, log: loggerOf('card') });
  const loop = new LoopWatch();
  const status = buildStatus(ground, {
    channels,
    credentialProxy,
    hooks,
    loop,
    mcp,
    peers,
    plugins,
    providers,
    registry,
    sessions,
    settings,
  });
  const agentMetrics = new AgentMetrics();
  const agent = buildAgent(ground, {
    journal,
    settings,
    sessions,
    provider,
    skills,
    sources: [mcp, plugins, peers],
    filters: plugins,
    elsewhere: sandbox.elsewhere,
    metrics: agentMetrics,
  });
  const chats = buildChats(ground, channelsOutside, builtChannels, {
    journal,
    refusals,
    sessions,
    settings,
    turns: agent.turns,
  });
  const { areas: containerAreas, ...containers } = sandbox.join({
    journal,
    settings,
    sessions,
    turns: agent.turns,
    plugins,
    outbox: chats.outbox,
    onAsked: (jid) => chats.replies.wake(jid),
  });
  const monitoring = buildMonitoring(ground, {
    journal,
    inbox: builtChannels.inbox,
    overview: chats.overview,
    areas: containerAreas,
  });
  return {
    ...agent,
    ...chats,
    ...sandbox,
    ...containers,
    a2a: outside.a2a,
    backups: new Backups({ store, clock, folder: join(home, 'backups') }),
    card,
    channels,
    hooks,
    journal,
    logs,
    loop,
    mcp,
    mcpWorkspace,
    metrics: new Metrics({ store, status, loop, others: [agentMetrics.registry] }),
    monitoring,
    peers,
    plugins,
    providers,
    refusals,
    registry,
    sessions,
    settings,
    skills,
    status,
    tasks: buildTasks(ground, { journal, sessions, turns: agent.turns }),
    tokens: buildTokens(ground, journal),
  };
}
