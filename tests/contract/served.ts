/**
 * Owns the three APIs served beside a running test daemon, over its own services, with what no daemon does on purpose: handlers that
 * fail, a daemon that is stopping, limits of one. The daemon itself comes from tests/support/daemon.ts.
 */
import { buildContracts, type Serving } from '../../src/app/contracts.ts';
import type { Daemon } from '../../src/app/daemon.ts';
import { loadConfig } from '../../src/config/index.ts';
import type { Operation } from '../../src/generated/contract.ts';
import { listen } from '../../src/http/listener.ts';
import { type Clock, systemClock } from '../../src/lib/clock.ts';
import { type Api, apis, contracts } from '../support/contract-check.ts';
import { type ContractClient, createClient } from '../support/contract-client.ts';
import { ADMIN_TOKEN } from '../support/daemon.ts';
import { silentLoggerOf } from '../support/log.ts';

/** Clients of the three APIs, with the admin token. */
export type Clients = Readonly<Record<Api, ContractClient>>;

/** Clients of a daemon. */
export const clientsOf = (addresses: Readonly<Record<Api, string>>): Clients => ({
  prx: createClient({ api: 'prx', url: addresses.prx, token: ADMIN_TOKEN }),
  agent: createClient({ api: 'agent', url: addresses.agent, token: ADMIN_TOKEN }),
  nanoclaw: createClient({ api: 'nanoclaw', url: addresses.nanoclaw, token: ADMIN_TOKEN }),
});

/** The agent API asks for a token here, so that all three are alike; nobody is limited or locked out. */
const ENV: Record<string, string> = {
  GATEHOUSE_MANAGEMENT_AUTH: 'true',
  GATEHOUSE_RATE_LIMITS_SESSIONS_WRITE: '0',
  GATEHOUSE_RATE_LIMITS_SESSIONS_READ: '0',
  GATEHOUSE_RATE_LIMITS_CONFIG_WRITE: '0',
  GATEHOUSE_RATE_LIMITS_OTHER: '0',
  GATEHOUSE_AUTH_MAX_FAILURES: '100000',
  GATEHOUSE_ADMIN_TOKEN: ADMIN_TOKEN,
};

/** The three APIs on ports of their own. */
export interface Served {
  readonly clients: Clients;
  stop(): Promise<void>;
}

/** Serves the contracts once more over a daemon's services; what the daemon was configured with does not count here. */
export async function serveBeside(
  daemon: Daemon & { readonly home: string },
  options: {
    env?: Record<string, string>;
    clock?: Clock;
    handlers?: NonNullable<Serving['handlers']>;
    isStopping?: () => boolean;
  } = {},
): Promise<Served> {
  const env = { ...ENV, ...options.env, GATEHOUSE_HOME: daemon.home };
  const loaded = loadConfig({ env, cwd: daemon.home });
  const served = await buildContracts({
    current: () => loaded.config,
    services: daemon.services,
    clock: options.clock ?? systemClock,
    loggerOf: silentLoggerOf,
    isStopping: options.isStopping ?? (() => false),
    ...(options.handlers === undefined ? {} : { handlers: options.handlers }),
  });
  const any = { host: '127.0.0.1', port: 0 };
  const limits = loaded.config.server;
  const [prx, agent, nanoclaw] = await Promise.all([
    listen(served.prx, any, limits),
    listen(served.agent, any, limits),
    listen(served.nanoclaw, any, limits),
  ]);
  const addresses = { prx: prx.address, agent: agent.address, nanoclaw: nanoclaw.address };
  return {
    clients: clientsOf(addresses),
    async stop() {
      await Promise.all([prx.stop(0), agent.stop(0), nanoclaw.stop(0)]);
    },
  };
}

/** One operation of one API, as rows of `describe.each` and `it.each`. */
export interface Row {
  readonly api: Api;
  readonly id: string;
  readonly operation: Operation;
}

/** Every operation of all three contracts that fits. */
export function rowsWhere(fits: (operation: Operation, api: Api) => boolean): Row[] {
  return apis.flatMap((api) =>
    contracts[api].operations
      .filter((operation) => fits(operation, api))
      .map((operation) => ({ api, id: operation.id, operation })),
  );
}

/** The same handler for every operation of all three APIs. */
export function everyHandler(
  handler: (id: string) => NonNullable<Serving['handlers']>[string],
): NonNullable<Serving['handlers']> {
  const ids = apis.flatMap((api) => contracts[api].operations.map((one) => one.id));
  return Object.fromEntries(ids.map((id) => [id, handler(id)]));
}
