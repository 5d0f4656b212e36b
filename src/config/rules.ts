/**
 * Owns the rules between settings that no single key can state. Checking one key by itself is left
 * to schema.ts, and saying where a value came from to load.ts.
 */
import { isLoopbackHost } from './fields.ts';
import type { Config } from './schema.ts';

/** A broken rule: the keys it is about, and what is wrong in words that name them. */
export interface RuleProblem {
  readonly keys: readonly string[];
  readonly message: string;
}

/** Every rule between keys that this configuration breaks; empty when it may be used. */
export function ruleProblems(config: Config): RuleProblem[] {
  return [
    ...timeoutProblems(config),
    ...portProblems(config),
    ...exposureProblems(config),
    ...transportProblems(config),
    ...providerProblems(config),
  ];
}

function timeoutProblems({ agent, server }: Config): RuleProblem[] {
  const problems: RuleProblem[] = [];
  if (agent.idle_after_secs > agent.session_timeout_secs) {
    problems.push({
      keys: ['agent.idle_after_secs', 'agent.session_timeout_secs'],
      message: `expected agent.idle_after_secs (found ${agent.idle_after_secs}) to be at most agent.session_timeout_secs (found ${agent.session_timeout_secs})`,
    });
  }
  // Node refuses to create a server otherwise, without naming the setting.
  if (server.headers_timeout_secs > server.request_timeout_secs) {
    problems.push({
      keys: ['server.headers_timeout_secs', 'server.request_timeout_secs'],
      message: `expected server.headers_timeout_secs (found ${server.headers_timeout_secs}) to be at most server.request_timeout_secs (found ${server.request_timeout_secs})`,
    });
  }
  return problems;
}

function portProblems(config: Config): RuleProblem[] {
  const problems: RuleProblem[] = [];
  const firstUser = new Map<number, string>();
  const { gateway, management, containers } = config;
  const ports = [
    { key: 'gateway.port', port: gateway.port },
    { key: 'management.port', port: management.port },
    { key: 'containers.port', port: containers.port },
    { key: 'containers.proxy_port', port: containers.proxy_port },
  ];
  for (const { key, port } of ports) {
    const taken = firstUser.get(port);
    if (port !== 0 && taken !== undefined) {
      problems.push({
        keys: [key, taken],
        message: `expected ${key} and ${taken} to differ, found ${port} for both`,
      });
    } else {
      firstUser.set(port, key);
    }
  }
  return problems;
}

function exposureProblems(config: Config): RuleProblem[] {
  const problems: RuleProblem[] = [];
  for (const section of ['management', 'containers'] as const) {
    const { host, auth } = config[section];
    if (auth || isLoopbackHost(host)) continue;
    problems.push({
      keys: [`${section}.host`, `${section}.auth`],
      message: `${section}.host "${host}" is reachable from other machines: expected ${section}.auth to be true, found false`,
    });
  }
  return problems;
}

function transportProblems({ mcp }: Config): RuleProblem[] {
  return Object.entries(mcp.servers).flatMap(([name, { transport, command, url }]) => {
    const needed = transport === 'stdio' ? 'command' : 'url';
    if ((needed === 'command' ? command : url) !== undefined) return [];
    const keys = ['transport', needed].map((key) => `mcp.servers.${name}.${key}`);
    const message = `expected mcp.servers.${name}.${needed} for the transport "${transport}", found nothing`;
    return [{ keys, message }];
  });
}

/** Providers that are always there; a name of them for another one would be ambiguous. */
const OWN_PROVIDERS = ['anthropic', 'openai', 'offline'];

function providerProblems({ providers }: Config): RuleProblem[] {
  const { primary, fallback, compatible } = providers;
  const taken = OWN_PROVIDERS.filter((name) => Object.hasOwn(compatible, name)).map((name) => ({
    keys: [`providers.compatible.${name}.base_url`],
    message: `expected another name than ${name} for providers.compatible.${name}: that provider is built in`,
  }));
  const known = new Set([...OWN_PROVIDERS, ...Object.keys(compatible)]);
  const named = [
    ...(primary === undefined ? [] : [{ key: 'providers.primary', name: primary }]),
    ...fallback.map((name) => ({ key: 'providers.fallback', name })),
  ];
  const unknown = named
    .filter(({ name }) => !known.has(name))
    .map(({ key, name }) => ({
      keys: [key],
      message: `expected ${key} to name a provider (${[...known].join(', ')}), found "${name}"`,
    }));
  return [...taken, ...unknown];
}
