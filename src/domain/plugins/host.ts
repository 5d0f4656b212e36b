/**
 * Owns what the host does for a plugin: which calls its operator has granted, and doing them.
 * How a call reaches the host belongs to the runtime, what is kept to storage.ts, messages to bus.ts.
 */
import type { Store } from '../../db/open.ts';
import type { Clock } from '../../lib/clock.ts';
import { type Logger, logLevels } from '../../lib/log.ts';
import type { Deliver, EventBus } from './bus.ts';
import {
  type HostCall,
  type HostCalls,
  HostRefusal,
  type Outbound,
  type OutboundRequest,
  type PluginHost,
  type PluginManifest,
  type Scope,
} from './ports.ts';
import { PluginStorage } from './storage.ts';

/** Granted to every plugin: none of these leaves the plugin's own ground. */
const ALWAYS = ['log', 'config', 'clock', 'kv'];
/** Granted by the operator. */
const GRANTABLE = ['http-outbound', 'memory', 'events'];
const MAX_MESSAGE = 8192;

/** What hosts of plugins stand on. */
export interface HostGround {
  readonly store: Store;
  readonly clock: Clock;
  readonly bus: EventBus;
  readonly outbound: Outbound;
  readonly log: Logger;
}

/** What a plugin may use. */
export interface Granted {
  readonly permissions: ReadonlySet<string>;
  /** Those it requires and does not get; with one of them it is not to be loaded. */
  readonly missing: readonly string[];
}

/** Of what a manifest asks for, what the operator's list grants. */
export function grantsOf(
  { permissions: { required, optional } }: PluginManifest,
  grants: readonly string[],
): Granted {
  const given = GRANTABLE.filter((one) => grants.includes(one));
  const asked = new Set([...required, ...optional]);
  const permissions = new Set([...ALWAYS, ...given.filter((one) => asked.has(one))]);
  return { permissions, missing: required.filter((one) => !permissions.has(one)) };
}

/** Why a plugin with missing permissions is not loaded, in words. */
export function missingText(name: string, missing: readonly string[]): string {
  const unknown = missing.filter((one) => !GRANTABLE.includes(one));
  return unknown.length > 0
    ? `it requires ${unknown.join(', ')}, which plugins cannot have here`
    : `it requires ${missing.join(', ')}: allow that in plugins.installed.${name}.grants`;
}

/**
 * The host of one plugin.
 * @param deliver Takes messages for the plugin; null when it has no hook to take them
 * @param owner Stands for this load of the plugin, so that its subscriptions can be ended
 */
export function makeHost(
  ground: HostGround,
  manifest: PluginManifest,
  { permissions }: Granted,
  { owner, deliver }: { owner: object; deliver: Deliver | null },
): PluginHost {
  const { bus, log, outbound } = ground;
  const { name, resources } = manifest;
  const storage = new PluginStorage(ground.store, ground.clock, name, resources.maxKvStorageMb);
  const calls: {
    [Name in keyof HostCalls]: (
      args: HostCalls[Name]['args'],
      scope: Scope,
    ) => Promise<HostCalls[Name]['answer']>;
  } = {
    async 'log.log'({ level, message }) {
      const at = logLevels.find((one) => one === level) ?? 'info';
      log[at](`${name}: ${message.slice(0, MAX_MESSAGE)}`, { plugin: name });
      return null;
    },
    'kv.get': ({ key }) => storage.get(key),
    async 'kv.set'({ key, value }) {
      await storage.set(key, value);
      return null;
    },
    'kv.delete': ({ key }) => storage.delete(key),
    'kv.list-keys': ({ prefix }) => storage.keys(prefix),
    async 'http-outbound.request'(request, scope) {
      if (!isAllowedUrl(request, manifest.permissions.httpAllowlist))
        throw new HostRefusal('the URL is not in the http_allowlist of the manifest');
      if (scope.httpRequests >= resources.maxHttpRequestsPerCall)
        throw new HostRefusal(`one call makes at most ${scope.httpRequests} HTTP requests`);
      scope.httpRequests += 1;
      return await outbound(request, scope.signal);
    },
    'memory.store': ({ text, category }) => storage.remember(text, category),
    'memory.recall': ({ query, limit }) => storage.recall(query, limit),
    async 'events.publish'({ topic, payload }, { depth }) {
      bus.publish(topic, payload, depth);
      return null;
    },
    async 'events.subscribe'({ pattern }) {
      if (deliver === null) throw new HostRefusal('only plugins with a hook can subscribe');
      return bus.subscribe(owner, pattern, deliver);
    },
    async 'events.unsubscribe'({ id }) {
      bus.unsubscribe(owner, id);
      return null;
    },
  };
  /** Told once each: a plugin that tries again and again does not fill the log. */
  const refused = new Set<string>();

  async function call<Name extends keyof HostCalls>(
    { name: wanted, args }: HostCall<Name>,
    scope: Scope,
  ): Promise<HostCalls[Name]['answer']> {
    const [permission = ''] = wanted.split('.');
    if (!permissions.has(permission)) {
      if (!refused.has(permission))
        log.warn(`${name}: called ${wanted} without the permission ${permission}`);
      refused.add(permission);
      throw new HostRefusal(`the permission ${permission} is not granted`);
    }
    try {
      return await calls[wanted](args, scope);
    } catch (error) {
      if (error instanceof HostRefusal) throw error;
      if (!scope.signal.aborted) log.error(`${name}: ${wanted} failed`, { error });
      throw new HostRefusal('the host could not do it');
    }
  }
  return { call, report: (level, message) => log[level](`${name}: ${message}`) };
}

/** By origin and then by the beginning of the path, so that no prefix reaches another host. */
function isAllowedUrl({ url: text }: OutboundRequest, allowlist: readonly string[]): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  const path = `${url.pathname}${url.search}`;
  return allowlist.some((entry) => {
    const isPrefix = entry.endsWith('*');
    const allowed = new URL(isPrefix ? entry.slice(0, -1) : entry);
    if (allowed.origin !== url.origin) return false;
    const allowedPath = `${allowed.pathname}${allowed.search}`;
    return isPrefix ? path.startsWith(allowedPath) : path === allowedPath;
  });
}
