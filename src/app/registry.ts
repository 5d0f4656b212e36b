/**
 * Owns which components the registry knows of and what each is made from. What a reload does belongs to domain/registry.
 */
import type { Config } from '../config/index.ts';
import {
  connectionsSource,
  filesSource,
  Registry,
  Revisions,
  settingsSource,
} from '../domain/registry/index.ts';
import type { Services } from './services.ts';

type Areas = Pick<
  Services,
  'channels' | 'mcp' | 'mcpWorkspace' | 'plugins' | 'providers' | 'skills'
>;

/** Builds the registry over the areas. */
export function buildRegistry(
  current: () => Config,
  { journal, settings }: Pick<Services, 'journal' | 'settings'>,
  { channels, mcp, mcpWorkspace, plugins, providers, skills }: Areas,
): Registry {
  const revisions = new Revisions();
  return new Registry({
    settings,
    journal,
    isEnabled: () => current().registry.runtime_control,
    sources: [
      settingsSource('provider', revisions, () =>
        providers.states().map(({ name, model, state, error }) => ({
          name,
          making: [model, providerSettings(current().providers, name)],
          error: state === 'open' ? (error ?? 'It is passed over') : null,
        })),
      ),
      settingsSource('system_prompt', revisions, () => [
        { name: 'agent', making: current().agent.system_prompt, error: null },
      ]),
      // Skills of a plugin come with it, so plugins are first.
      filesSource('plugin', revisions, plugins),
      filesSource('skill', revisions, skills),
      filesSource('skill', revisions, skills),
      connectionsSource('mcp_server', revisions, {
        links: () => mcp.links(),
        off: () => mcp.off(),
        async settle(signal) {
          await mcpWorkspace.read();
          await mcp.settle(signal);
        },
      }),
      connectionsSource('channel', revisions, channels),
    ],
  });
}

/** What concerns one provider: its own table, and what holds for all of them. */
function providerSettings(section: Config['providers'], name: string): unknown {
  const { anthropic, openai, compatible, ...shared } = section;
  const own = name === 'anthropic' ? anthropic : name === 'openai' ? openai : compatible[name];
  return [shared, own ?? null];
}
