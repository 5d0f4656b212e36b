/**
 * Owns how each of the three APIs is served: its handlers, its envelope, who may come in and how often.
 * The request path itself is src/http; opening sockets is daemon.ts.
 */
import { type Config, isLoopbackHost } from '../config/index.ts';
import { isStoreTrouble } from '../db/errors.ts';
import { ALL_SCOPES, DomainError } from '../domain/shared/index.ts';
import { agentOperations } from '../generated/agent/bindings.ts';
import { nanoclawOperations } from '../generated/nanoclaw/bindings.ts';
import { prxOperations } from '../generated/prx/bindings.ts';
import type { AccessRules, Identity } from '../http/access.ts';
import { openDocsSite } from '../http/docs-site.ts';
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
import type { Logger, LoggerOf } from '../lib/log.ts';
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
  /** The settings in force. */
  readonly current: () => Config;
  readonly services: Services;
  readonly clock: Clock;
  readonly loggerOf: LoggerOf;
  readonly isStopping: () => boolean;
  /** Handlers by operationId that take the place of the real ones: answers that those do not give on purpose. */
  readonly handlers?: ContractOptions['handlers'];
}

/** Serves all three contracts over the same services. */
export async function buildContracts(serving: Serving): Promise<Contracts> {
  const { services, clock, current } = serving;
  // What decides who may come in at all waits for a restart.
  const config = current();
  const lockout = new Lockout(clock, () => current().auth);
  const rules = (anonymous: Identity | null): AccessRules => ({
    verify: (credential) => services.tokens.verify(credential),
    lockout,
    onWrong: (address) =>
      services.refusals.note({
        event: 'auth.failed',
        source: address,
        actor: 'anonymous',
        address,
        target: address,
        message: 'A wrong credential was sent',
        facts: {},
      }),
    anonymous,
  });
  const docs = openDocsSite();
  const common = { ...commonOptions(serving), docs };
  const prx = await serveContract({
    ...common,
    api: 'prx',
    document: prxDocument,
    operations: prxOperations,
    handlers: { ...prxHandlers(services, docs), ...serving.handlers },
    envelope: prxEnvelope,
    access: rules(null),
    limiter: new RateLimiter({ clock, limits: () => current().rate_limits }),
    allowHost: hostRule(config, config.gateway.host),
  });
  const agent = await serveContract({
    ...common,
    api: 'agent',
    document: agentDocument,
    operations: agentOperations,
    handlers: { ...agentHandlers(services, docs), ...serving.handlers },
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
    handlers: { ...nanoclawHandlers(services, docs), ...serving.handlers },
    envelope: nanoclawEnvelope,
    access: rules(config.containers.auth ? null : ANYBODY),
    limiter: null,
    allowHost: hostRule(config, config.containers.host),
  });
  return { prx, agent, nanoclaw, admin: prx.forOthers(rules(LOCAL), null) };
}

/** A caller of a listener that is configured open. */
const ANYBODY: Identity = { actor: 'anonymous', scopes: new Set([ALL_SCOPES]), expiresAt: null };
/** A caller on the daemon's own socket file, which only its user can open. */
const LOCAL: Identity = { actor: 'local', scopes: new Set([ALL_SCOPES]), expiresAt: null };

function commonOptions({ current, services, clock, loggerOf, isStopping }: Serving) {
  const accessLog = loggerOf('http::access');
  const faultLog = loggerOf('http');
  return {
    clock,
    isStopping,
    makeRequestId: () => makeId('req', clock.now()),
    settings: () => ({
      maxBodyBytes: current().server.max_body_bytes,
      validateResponses: current().server.validate_responses,
    }),
    explain: explainStoreTrouble,
    recordAudit: (caller) => services.journal.record(caller),
    onAccess: (access) => {
      services.metrics.count(access);
      logAccess(accessLog, access);
    },
    onFault: (error, requestId, operation) =>
      faultLog.error('unexpected error', { error, requestId, operation }),
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

/** Reads that succeed are the most by far, and cost nothing unless somebody wants to see them. */
function logAccess(log: Logger, access: Access): void {
  const { method, path, status, durationMs } = access;
  const isRead = method === 'GET' || method === 'HEAD';
  const success = isRead ? 'debug' : 'info';
  const level = status >= 500 ? 'error' : status >= 400 ? 'warn' : success;
  if (!log.isOn(level)) return;
  log[level](`${method} ${path} ${status} (${durationMs.toFixed(1)} ms)`, { ...access });
}

/** A listener on loopback answers to loopback names; one bound elsewhere has tokens to protect it. */
function hostRule(config: Config, host: string): ((name: string) => boolean) | null {
  if (!isLoopbackHost(host)) return null;
  const more = new Set(config.server.allowed_hosts.map((name) => name.toLowerCase()));
  return (name) => isLoopbackName(name) || more.has(name);
}
