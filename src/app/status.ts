/**
 * Owns building the status of the daemon, and which services it asks for what is wrong with them. What is made of that belongs to
 * domain/status.
 */
import type { Channels } from '../domain/channels/index.ts';
import type { CredentialProxy } from '../domain/credential-proxy/index.ts';
import type { Hooks } from '../domain/hooks/index.ts';
import type { McpServers } from '../domain/mcp/index.ts';
import type { Peers } from '../domain/peers/index.ts';
import type { Plugins } from '../domain/plugins/index.ts';
import type { Registry } from '../domain/registry/index.ts';
import type { Sessions } from '../domain/sessions/index.ts';
import type { Settings } from '../domain/settings/index.ts';
import { type LoopWatch, Status, type Trouble } from '../domain/status/index.ts';
import type { Providers } from './providers.ts';
import type { Ground } from './services.ts';
import { version } from './version.ts';

/** What the status tells of. */
export interface StatusAreas {
  readonly channels: Channels;
  readonly credentialProxy: CredentialProxy;
  readonly hooks: Hooks;
  readonly loop: LoopWatch;
  readonly mcp: McpServers;
  readonly peers: Peers;
  readonly plugins: Plugins;
  readonly providers: Providers;
  readonly registry: Registry;
  readonly sessions: Sessions;
  readonly settings: Settings;
}

/** Builds the status of everything that is built. */
export function buildStatus({ store, clock, isStopping }: Ground, areas: StatusAreas): Status {
  const { channels, credentialProxy, hooks, loop, mcp, peers, plugins } = areas;
  const { providers, registry, sessions, settings } = areas;
  return new Status({
    store,
    sessions,
    channels,
    mcp,
    plugins,
    provider: providers.provider,
    loop,
    clock,
    version,
    isStopping,
    sources: [
      { component: 'config', troubles: () => settings.troubles() },
      { component: 'hooks', troubles: () => hookTroubles(hooks) },
      { component: 'registry', troubles: () => registry.troubles() },
      { component: 'providers', troubles: () => providers.troubles() },
      { component: 'a2a', troubles: () => peerTroubles(peers) },
      { component: 'credential-proxy', troubles: () => credentialProxy.troubles() },
    ],
  });
}

const peerTroubles = (peers: Peers): Trouble[] =>
  peers.down().map(({ name, reason }) => ({ component: `a2a:${name}`, reason }));

async function hookTroubles(hooks: Hooks): Promise<Trouble[]> {
  return (await hooks.list())
    .filter((hook) => !hook.active)
    .map((hook) => ({
      component: `hook:${hook.id}`,
      reason: 'It is disabled: nothing is delivered to it',
    }));
}
