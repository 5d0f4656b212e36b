/**
 * Owns building the credential proxy from the settings: where it listens, and what the daemon's own providers add to its mappings.
 * What it does belongs to domain/credential-proxy, its sockets to adapters/credential-proxy.
 */
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeProxyCarrier } from '../adapters/credential-proxy/index.ts';
import type { Config } from '../config/index.ts';
import type { Journal } from '../domain/audit/index.ts';
import {
  CredentialProxy,
  Mappings,
  type ProviderUpstream,
} from '../domain/credential-proxy/index.ts';
import type { Refusals } from '../domain/monitoring/index.ts';
import type { Settings } from '../domain/settings/index.ts';
import type { Ground } from './services.ts';

/** Builds the proxy; it takes requests from `open` on, and follows the settings. */
export function buildCredentialProxy(
  { live, home, store, seal, clock, loggerOf }: Ground,
  parts: { journal: Journal; refusals: Refusals; settings: Settings },
): CredentialProxy {
  const { journal, refusals, settings } = parts;
  const { current } = live;
  const proxy = new CredentialProxy({
    mappings: new Mappings({ store, journal, clock, seal }),
    journal,
    settings,
    clock,
    log: loggerOf('credential-proxy'),
    carrier: makeProxyCarrier(),
    providers: (name) => providerOf(current().providers, name),
    onRefused: ({ runId, namespace, message }) =>
      refusals.note({
        event: 'proxy.refused',
        source: namespace,
        actor: 'system:proxy',
        address: null,
        target: runId,
        message,
        facts: { group: namespace },
      }),
    providerTypes: () => {
      const { providers } = current();
      const names = ['anthropic', 'openai', ...Object.keys(providers.compatible)];
      return names.flatMap((name) => {
        const upstream = providerOf(providers, name);
        return upstream === undefined || upstream.credential === null
          ? []
          : [upstream.credentialType];
      });
    },
    place: () => {
      const { gateway, management, containers } = current();
      return {
        host: containers.proxy_host,
        port: containers.proxy_port,
        reserved: [gateway.port, management.port, containers.port],
      };
    },
    socketsDir: proxySocketsDir(home),
  });
  live.follow(() => proxy.follow());
  return proxy;
}

function providerOf(
  { anthropic, openai, compatible }: Config['providers'],
  name: string,
): ProviderUpstream | undefined {
  if (name === 'anthropic' && anthropic.api_key !== undefined)
    return {
      // The clients of Anthropic add the version to whatever address they are given.
      baseUrl: anthropic.base_url.replace(/\/+$/, '').replace(/\/v1$/, ''),
      credentialType: 'api_key',
      credential: anthropic.api_key,
    };
  if (name === 'openai' && openai.api_key !== undefined)
    return { baseUrl: openai.base_url, credentialType: 'bearer', credential: openai.api_key };
  const other = Object.hasOwn(compatible, name) ? compatible[name] : undefined;
  if (other === undefined) return undefined;
  const { base_url: baseUrl, api_key: key } = other;
  return { baseUrl, credentialType: 'bearer', credential: key ?? null };
}

/** Unix systems take at most about this many bytes for the path of a socket. */
const LONGEST = 100;
/** What comes below the folder: that of one run, and its socket. */
const LONGEST_NAME = 'abcdef/proxy.sock';

/** The folder for the sockets of runs: inside the data folder, or under a name derived from it where its path is too long. */
export function proxySocketsDir(home: string): string {
  const inside = join(home, 'run');
  if (Buffer.byteLength(join(inside, LONGEST_NAME)) <= LONGEST) return inside;
  const name = createHash('sha256').update(home).digest('hex').slice(0, 16);
  return join(tmpdir(), `gatehouse-run-${name}`);
}
