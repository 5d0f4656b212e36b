/**
 * Owns the life of the daemon: what starts in which order, and how it all stops again.
 * What is started is built in services.ts and contracts.ts.
 */
import { chmod, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type LoadedConfig, watchConfigFile } from '../config/index.ts';
import { lockDataFolder } from '../db/lock.ts';
import { openStore } from '../db/open.ts';
import { Logs } from '../domain/logs/index.ts';
import { GLOBAL } from '../domain/namespaces/index.ts';
import { describeProblem } from '../domain/settings/index.ts';
import { type Listener, listen } from '../http/listener.ts';
import { type Clock, systemClock } from '../lib/clock.ts';
import { adminSocketPath } from './admin-socket.ts';
import { buildContracts } from './contracts.ts';
import { openLog } from './log.ts';
import { followWorkspace } from './mcp.ts';
import { builtIn, type Outside } from './outside.ts';
import { openSeal } from './seal.ts';
import { buildServices, type Services } from './services.ts';
import { LiveConfig } from './settings.ts';
import { makeProblemReport } from './store-problems.ts';
import { startTimers } from './timers.ts';

/** Where the three APIs listen, as URLs. */
export interface Addresses {
  readonly prx: string;
  readonly agent: string;
  readonly nanoclaw: string;
}

/** A daemon that accepts requests. */
export interface Daemon {
  readonly addresses: Addresses;
  /** The token made at a first start, told this once; null when there was a way in already. */
  readonly firstToken: string | null;
  readonly services: Services;
  /** Reads the configuration file again; what came of it is in the log and in the status. */
  reload(): Promise<void>;
  /** Finishes what is under way, within the configured grace, and gives everything back. */
  stop(): Promise<void>;
}

/** Attempts under way need no long grace: one that is cut off is made again after the next start. */
const HOOKS_GRACE_MS = 2000;
/** A message that is cut off while it is sent may arrive twice. */
const OUTBOX_GRACE_MS = 3000;
/** Where the contract of the agent API has the endpoint for other agents. */
const A2A_PATH = '/a2a';
const LONGEST_WAIT_MS = 10_000;
const WAIT_STEP_MS = 25;

/** Starts the daemon. @throws what keeps it from starting; everything begun by then is given back */
export async function startDaemon(
  loaded: LoadedConfig,
  clock: Clock = systemClock,
  outside: Outside = builtIn,
): Promise<Daemon> {
  const base = await startBase(loaded, clock, outside);
  const { services, contracts, loggerOf, limits, live } = base;
  const config = live.current();
  try {
    await services.hooks.start();
    base.undo(() => services.hooks.stop(HOOKS_GRACE_MS));
    await services.senderRules.load();
    await startContainers(base);
    await startRegistries(base);
    base.undo(() => services.turns.stop());
    // First of all: turns wait for the summaries that they caused.
    base.undo(() => services.memory.stop());
    base.undo(() => services.tasks.stop());
    await services.turns.resume(untilConnected(services));
    base.undo(() => services.outbox.stop(OUTBOX_GRACE_MS));
    base.undo(() => services.replies.stop());
    await services.outbox.start();
    await services.replies.start();
    base.undo(() => services.containerTasks.stop());
    const timerLog = loggerOf('timers');
    const timers = startTimers(services, (error, name) =>
      timerLog.error(`timer "${name}" failed`, { error }),
    );
    base.undo(() => timers.stop());
    const addresses = {
      prx: await base.open(contracts.prx, config.gateway, limits),
      agent: await base.open(contracts.agent, config.management, limits),
      nanoclaw: await base.open(contracts.nanoclaw, config.containers, limits),
    };
    services.credentialProxy.reserve(
      Object.values(addresses).map((address) => Number(new URL(address).port)),
    );
    services.card.listensAt(new URL(A2A_PATH, addresses.agent).href);
    // After everything that can fail: a token made by a start that fails would be told to nobody.
    const firstToken = await services.tokens.createFirst();
    const { prx, agent, nanoclaw } = addresses;
    loggerOf('daemon').info(`listening: prx ${prx}, agent ${agent}, nanoclaw ${nanoclaw}`);
    const reload = followFile(base);
    return { addresses, firstToken, services, reload, stop: base.stop };
  } catch (error) {
    await base.stop();
    throw error;
  }
}

/** Gets ready what containers need, and sees to what those of an earlier daemon have left. */
async function startContainers({ services, undo }: Base): Promise<void> {
  const { containersRuntime, containerCrew, containerGroups, credentialProxy } = services;
  const { ipcInbox, monitoring, mounts, namespaces } = services;
  await services.folders.ensureGroup(GLOBAL);
  await namespaces.load();
  await mounts.load();
  await containerGroups.load();
  await monitoring.runs.recover();
  await monitoring.vitals.start();
  undo(() => credentialProxy.close());
  await credentialProxy.open();
  undo(() => ipcInbox.close());
  await ipcInbox.recover();
  undo(() => containersRuntime.stop());
  containersRuntime.start();
  undo(() => containerCrew.stop());
}

/** Loads and connects what is configured, and goes after changes of that. */
async function startRegistries({ services, live, loggerOf, undo }: Base): Promise<void> {
  const { channels, mcp, mcpWorkspace, peers, plugins, loop, registry } = services;
  loop.start();
  undo(() => loop.stop());
  undo(() => plugins.stop());
  await plugins.start();
  undo(() => mcp.stop());
  undo(await followWorkspace({ workspace: mcpWorkspace, servers: mcp, live, loggerOf }));
  mcp.start();
  undo(() => peers.stop());
  peers.start();
  undo(() => channels.stop());
  channels.start();
  live.follow(() => {
    channels.follow();
    mcp.follow();
    peers.follow();
  });
  await registry.start();
}

/** Waits until every MCP server and peer has been tried once, though not for ever: one that is down must not keep the others' turns. */
async function untilConnected({ mcp, peers }: Services): Promise<void> {
  const isTried = () =>
    mcp.list().every(({ status, error }) => status !== 'reconnecting' || error !== null) &&
    peers.list().every(({ status, error }) => status === 'connected' || error !== null);
  for (let waited = 0; waited < LONGEST_WAIT_MS && !isTried(); waited += WAIT_STEP_MS)
    await sleep(WAIT_STEP_MS, undefined, { ref: false });
}

/** Reloads after every change of the file. @returns the way to do so at once */
function followFile({ live, services, loggerOf, undo }: Base): () => Promise<void> {
  const log = loggerOf('config');
  const reload = async (): Promise<void> => {
    try {
      const { changed, problems } = await services.settings.reload();
      for (const problem of problems)
        log.error(`configuration not taken over: ${describeProblem(problem)}`);
      if (changed.length > 0) log.info(`configuration changed: ${changed.join(', ')}`);
    } catch (error) {
      log.error('configuration taken over, but nobody could be told', { error });
    }
    watch.follow(live.places);
  };
  const watch = watchConfigFile({
    places: live.places,
    debounceMs: () => live.current().reload.debounce_ms,
    onQuiet: () => {
      last = reload();
    },
  });
  // What was written since the start read the file is noticed by nobody else.
  let last = reload();
  undo(async () => {
    watch.stop();
    await last;
  });
  return reload;
}

/** What answers on the daemon's own socket file alone, for a command while no daemon runs. */
export interface AdminOnly {
  stop(): Promise<void>;
}

/** Opens the store and the socket file, and no listener. @throws StoreLockedError while a daemon runs */
export async function startAdminOnly(
  loaded: LoadedConfig,
  clock: Clock = systemClock,
): Promise<AdminOnly> {
  return await startBase(loaded, clock, builtIn);
}

type Step = () => Promise<void> | void;
type Base = Awaited<ReturnType<typeof startBase>>;

/** What both ways of starting share, up to the open socket file; `stop` gives back everything in reverse order. */
async function startBase(loaded: LoadedConfig, clock: Clock, outside: Outside) {
  const { config, home } = loaded;
  const steps: Step[] = [];
  const undo = (step: Step) => void steps.push(step);
  const undoAll = async () => {
    for (const step of steps.splice(0).reverse()) await step();
  };
  try {
    const live = new LiveConfig(loaded);
    const { current } = live;
    const log = await openLog(() => current().logging, clock);
    undo(() => log.flush());
    const { loggerOf } = log;
    for (const warning of loaded.warnings) loggerOf('config').warn(warning);
    await mkdir(home, { recursive: true, mode: 0o700 });
    const lock = lockDataFolder(home);
    undo(() => lock.release());
    const store = await openStore({
      url: config.store.url ?? `file:${join(home, 'gatehouse.db')}`,
      ...(config.store.auth_token === undefined ? {} : { authToken: config.store.auth_token }),
      onProblem: makeProblemReport(loggerOf('store'), clock),
    });
    undo(() => store.close());
    const logs = await Logs.open({
      store,
      clock,
      settings: () => ({
        keepEntries: current().logging.keep_entries,
        retentionDays: current().logging.retention_days,
        readerBytes: current().logging.stream_buffer_bytes,
      }),
      onTrouble: log.ownTrouble,
    });
    undo(() => logs.close());
    log.keepIn((entry) => logs.append(entry));
    let stopping = false;
    const isStopping = () => stopping;
    const seal = openSeal(home, config.store.secret_key);
    const services = buildServices({
      live,
      home,
      store,
      logs,
      seal,
      clock,
      loggerOf,
      outside,
      isStopping,
    });
    undo(() => services.tokens.flushUse());
    undo(() => services.refusals.flush());
    await services.settings.load();
    const limits = current().server;
    const contracts = await buildContracts({
      current,
      services,
      clock,
      loggerOf,
      isStopping,
    });
    const started: Listener[] = [];
    // All listeners stop at once, so that one slow request does not eat the grace of the others.
    const drain = async () => {
      logs.endTails();
      // A reload that waits for something to start would hold its request open.
      await Promise.all([
        services.registry.stop(),
        ...started.splice(0).map((one) => one.stop(limits.shutdown_grace_secs * 1000)),
      ]);
    };
    undo(drain);
    const open = async (...args: Parameters<typeof listen>) => {
      const listener = await listen(...args);
      started.push(listener);
      return listener.address;
    };
    const socket = adminSocketPath(home);
    // The lock is held, so a socket file that is still there belongs to nobody.
    await rm(socket, { force: true });
    await open(contracts.admin, { path: socket }, limits);
    await chmod(socket, 0o600);
    const stop = async () => {
      stopping = true;
      // Before anything else stops: what is under way may still need all of it.
      await drain();
      await undoAll();
    };
    return { services, contracts, live, loggerOf, limits, open, undo, stop };
  } catch (error) {
    await undoAll();
    throw error;
  }
}
