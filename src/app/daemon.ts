/**
 * Owns the life of the daemon: what starts in which order, and how it all stops again.
 * What is started is built in services.ts and contracts.ts.
 */
import { chmod, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { LoadedConfig } from '../config/index.ts';
import { lockDataFolder } from '../db/lock.ts';
import { openStore } from '../db/open.ts';
import { type Listener, listen } from '../http/listener.ts';
import { type Clock, systemClock } from '../lib/clock.ts';
import { adminSocketPath } from './admin-socket.ts';
import { buildContracts } from './contracts.ts';
import { openLog } from './log.ts';
import { buildServices, type Services } from './services.ts';
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
  /** Finishes what is under way, within the configured grace, and gives everything back. */
  stop(): Promise<void>;
}

/** Starts the daemon. @throws what keeps it from starting; everything begun by then is given back */
export async function startDaemon(
  loaded: LoadedConfig,
  clock: Clock = systemClock,
): Promise<Daemon> {
  const base = await startBase(loaded, clock);
  const { services, contracts, logger, limits } = base;
  const { config } = loaded;
  try {
    const timers = startTimers(services, (error, name) =>
      logger.error({ err: error, timer: name }, 'timer failed'),
    );
    base.undo(() => timers.stop());
    const addresses = {
      prx: await base.open(contracts.prx, config.gateway, limits),
      agent: await base.open(contracts.agent, config.management, limits),
      nanoclaw: await base.open(contracts.nanoclaw, config.containers, limits),
    };
    // After everything that can fail: a token made by a start that fails would be told to nobody.
    const firstToken = await services.tokens.createFirst();
    logger.info(addresses, 'listening');
    return { addresses, firstToken, services, stop: base.stop };
  } catch (error) {
    await base.stop();
    throw error;
  }
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
  return await startBase(loaded, clock);
}

type Step = () => Promise<void> | void;

/** What both ways of starting share, up to the open socket file; `stop` gives back everything in reverse order. */
async function startBase(loaded: LoadedConfig, clock: Clock) {
  const { config, home } = loaded;
  const steps: Step[] = [];
  const undo = (step: Step) => void steps.push(step);
  const undoAll = async () => {
    for (const step of steps.splice(0).reverse()) await step();
  };
  try {
    const log = await openLog(config.logging);
    undo(() => log.flush());
    const { logger } = log;
    for (const warning of loaded.warnings) logger.warn(warning);
    await mkdir(home, { recursive: true, mode: 0o700 });
    const lock = lockDataFolder(home);
    undo(() => lock.release());
    const store = await openStore({
      url: config.store.url ?? `file:${join(home, 'gatehouse.db')}`,
      ...(config.store.auth_token === undefined ? {} : { authToken: config.store.auth_token }),
      onProblem: (problem) =>
        logger.error({ err: problem.error, problem: problem.kind }, 'store problem'),
    });
    undo(() => store.close());
    let stopping = false;
    const isStopping = () => stopping;
    const services = buildServices({ loaded, store, clock, isStopping });
    undo(() => services.tokens.flushUse());
    const contracts = await buildContracts({
      loaded,
      services,
      clock,
      logger,
      isStopping,
    });
    const started: Listener[] = [];
    // All listeners stop at once, so that one slow request does not eat the grace of the others.
    undo(async () => {
      await Promise.all(started.map((one) => one.stop(config.server.shutdown_grace_secs * 1000)));
    });
    const open = async (...args: Parameters<typeof listen>) => {
      const listener = await listen(...args);
      started.push(listener);
      return listener.address;
    };
    const socket = adminSocketPath(home);
    // The lock is held, so a socket file that is still there belongs to nobody.
    await rm(socket, { force: true });
    await open(contracts.admin, { path: socket }, config.server);
    await chmod(socket, 0o600);
    const stop = async () => {
      stopping = true;
      await undoAll();
    };
    return { services, contracts, logger, limits: config.server, open, undo, stop };
  } catch (error) {
    await undoAll();
    throw error;
  }
}
