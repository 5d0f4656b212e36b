/**
 * Owns how each of the three APIs is served: its handlers, its envelope, who may come in and how often.
 * The request path itself is src/http; opening sockets is daemon.ts.
 */
import type { Logger } from 'pino';
import { type Config, isLoopbackHost, type LoadedConfig } from '../config/index.ts';
import { isStoreTrouble } from '../db/errors.ts';
import { ALL_SCOPES, DomainError } from '../domain/shared/index.ts';
import { agentOperations } from '../generated/agent/bindings.ts';
import { nanoclawOperations } from '../generated/nanoclaw/bindings.ts';
import { prxOperations } from '../generated/prx/bindings.ts';
import type { AccessRules, Identity } from '../http/access.ts';
import { agentEnvelope } from '../http/envelopes/agent.ts';
import { nanoclawEnvelope } from '../http/envelopes/nanoclaw.ts';
import { prxEnvelope } from '../http/envelopes/prx.ts';
import { isLoopbackName } from '../http/guards.ts';
import { Lockout } from '../http/lockout.ts';
import { RateLimiter } from '../http/rate-limit.ts';
import { type ServedContract, serveContract } from '../http/serve-contract.ts';
import type { Access, ContractOptions } from '../http/visit.ts';
import type { Clock } from '../lib/clock.ts';
import { makeId } from '../lib/ids.ts';
import {
  agentDocument,
  agentHandlers,
  nanoclawDocument,
  nanoclawHandlers,
  prxDocument,
  prxHandlers,
} from './handlers.ts';
import type { Services } from './services.ts';

/** The APIs of the daemon; `admin` is the PRX API for whoever may open the daemon's own socket file. */
export interface Contracts {
  readonly prx: ServedContract;
  readonly agent: ServedContract;
  readonly nanoclaw: ServedContract;
  readonly admin: ServedContract;
}

/** What serving needs beside the services. */
export interface Serving {
  readonly loaded: LoadedConfig;
  readonly services: Services;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly isStopping: () => boolean;
  /** Handlers by operationId that take the place of the real ones: answers that those do not give on purpose. */
  readonly handlers?: ContractOptions['handlers'];
}

/** Serves all three contracts over the same services. */
export async function buildContracts(serving: Serving): Promise<Contracts> {
  const { services, clock } = serving;
  const { config } = serving.loaded;
  const lockout = new Lockout(clock, () => config.auth);
  const rules = (anonymous: Identity | null): AccessRules => ({
    verify: (credential) => services.tokens.verify(credential),
    lockout,
    anonymous,
  });
  const common = commonOptions(serving);
  const prx = await serveContract({
    ...common,
    api: 'prx',
    document: prxDocument,
    operations: prxOperations,
    handlers: { ...prxHandlers(services), ...serving.handlers },
    envelope: prxEnvelope,
    access: rules(null),
    limiter: new RateLimiter({ clock, limits: () => config.rate_limits }),
    allowHost: hostRule(config, config.gateway.host),
  });
  const agent = await serveContract({
    ...common,
    api: 'agent',
    document: agentDocument,
    operations: agentOperations,
    handlers: { ...agentHandlers(services), ...serving.handlers },
    envelope: agentEnvelope,
    access: rules(config.management.auth ? null : ANYBODY),
    limiter: null,
    allowHost: hostRule(config, config.management.host),
  });
  const nanoclaw = await serveContract({
    ...common,
    api: 'nanoclaw',
    document: nanoclawDocument,
    operations: nanoclawOperations,
    handlers: { ...nanoclawHandlers(), ...serving.handlers },
    envelope: nanoclawEnvelope,
    access: rules(config.containers.auth ? null : ANYBODY),
    limiter: null,
    allowHost: hostRule(config, config.containers.host),
  });
  return { prx, agent, nanoclaw, admin: prx.forOthers(rules(LOCAL), null) };
}

/** A caller of a listener that is configured open. */
const ANYBODY: Identity = { actor: 'anonymous', scopes: new Set([ALL_SCOPES]) };
/** A caller on the daemon's own socket file, which only its user can open. */
const LOCAL: Identity = { actor: 'local', scopes: new Set([ALL_SCOPES]) };

function commonOptions({ loaded, services, clock, logger, isStopping }: Serving) {
  const { server } = loaded.config;
  return {
    clock,
    isStopping,
    makeRequestId: () => makeId('req', clock.now()),
    settings: () => ({
      maxBodyBytes: server.max_body_bytes,
      validateResponses: server.validate_responses,
    }),
    explain: explainStoreTrouble,
    recordAudit: (caller) => services.journal.record(caller),
    onAccess: (access) => logAccess(logger, access),
    onFault: (error, requestId, operation) =>
      logger.error({ err: error, requestId, operation }, 'unexpected error'),
  } satisfies Partial<ContractOptions>;
}

function explainStoreTrouble(error: unknown): DomainError | undefined {
  if (!isStoreTrouble(error)) return undefined;
  return new DomainError(
    'store_unavailable',
    'The store does not take this now',
    { retry_after: 1 },
    1,
  );
}

function logAccess(logger: Logger, { status, ...access }: Access): void {
  const level = status >= 500 ? 'error' : status >= 400 ? 'warn' : 'info';
  logger[level]({ ...access, status }, 'request');
}

/** A listener on loopback answers to loopback names; one bound elsewhere has tokens to protect it. */
function hostRule(config: Config, host: string): ((name: string) => boolean) | null {
  if (!isLoopbackHost(host)) return null;
  const more = new Set(config.server.allowed_hosts.map((name) => name.toLowerCase()));
  return (name) => isLoopbackName(name) || more.has(name);
}
