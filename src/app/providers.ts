/**
 * Owns which model providers the settings name, and putting new ones in force when they change. What a provider does is in
 * src/adapters/providers, what is asked of it in domain/agent.
 */
import { isDeepStrictEqual } from 'node:util';
import { Chain, type Link, type ProviderState } from '../adapters/providers/chain.ts';
import { offlineProvider } from '../adapters/providers/offline.ts';
import { vendorProvider } from '../adapters/providers/vendors.ts';
import type { Config } from '../config/index.ts';
import type { ModelRequest, Provider } from '../domain/agent/index.ts';
import type { Trouble } from '../domain/status/index.ts';
import type { Clock } from '../lib/clock.ts';
import type { Logger } from '../lib/log.ts';
import type { LiveConfig } from './settings.ts';

type Section = Config['providers'];

/** The providers in force, and how they are doing. */
export interface Providers {
  /** Always the providers in force; a call under way ends with those it began with. */
  readonly provider: Provider;
  /** Every provider in the order in which they are asked. */
  states(): readonly [ProviderState, ...ProviderState[]];
  /** The fallbacks that are passed over; the primary is told of by its check. */
  troubles(): Trouble[];
}

/** Builds them from the settings, now and after every change, unless `given` stands in for all of them. */
export function buildProviders(
  live: LiveConfig,
  given: Provider | null,
  means: { readonly clock: Clock; readonly log: Logger },
): Providers {
  if (given !== null) {
    const { name, model } = given;
    const state = { name, model, state: 'ready', error: null } as const;
    return { provider: given, states: () => [state], troubles: () => [] };
  }
  let section = live.current().providers;
  let chain = buildChain(section, means);
  live.follow(({ providers }) => {
    // What the breakers know is lost with the chain, so other changes leave it alone.
    if (isDeepStrictEqual(providers, section)) return;
    section = providers;
    chain = buildChain(section, means);
  });
  return {
    provider: {
      get name() {
        return chain.name;
      },
      get model() {
        return chain.model;
      },
      check: () => chain.check(),
      answer: (request: ModelRequest, signal: AbortSignal) => chain.answer(request, signal),
    },
    states: () => chain.states(),
    troubles: () =>
      chain
        .states()
        .slice(1)
        .flatMap(({ name, state, error }) =>
          state === 'open'
            ? [{ component: `provider:${name}`, reason: error ?? 'It is passed over' }]
            : [],
        ),
  };
}

function buildChain(section: Section, { clock, log }: { clock: Clock; log: Logger }): Chain {
  const primary = section.primary ?? firstConfigured(section);
  const others = [...new Set(section.fallback)].filter((name) => name !== primary);
  const toLink = (name: string): Link => linkOf(name, section, clock);
  return new Chain({
    primary: toLink(primary),
    fallbacks: others.map(toLink),
    maxRetries: section.max_retries,
    breaker: { failures: section.breaker_failures, openMs: section.breaker_secs * 1000 },
    clock,
    log,
  });
}

function firstConfigured({ anthropic, openai, compatible }: Section): string {
  if (anthropic.api_key !== undefined) return 'anthropic';
  if (openai.api_key !== undefined) return 'openai';
  return Object.keys(compatible)[0] ?? offlineProvider.name;
}

function linkOf(name: string, section: Section, clock: Clock): Link {
  const vendor = name === 'anthropic' || name === 'openai' ? name : 'compatible';
  const settings = vendor === 'compatible' ? section.compatible[name] : section[vendor];
  // The names are checked with the settings; this is the only one that needs none.
  if (settings === undefined) return { provider: offlineProvider, fault: null };
  const provider = vendorProvider({
    vendor,
    name,
    baseUrl: settings.base_url,
    model: settings.model,
    key: settings.api_key,
    maxOutputTokens: settings.max_output_tokens,
    prices: { input: settings.input_price, output: settings.output_price },
    silenceMs: section.timeout_secs * 1000,
    clock,
  });
  const needsKey = vendor !== 'compatible' && settings.api_key === undefined;
  return { provider, fault: needsKey ? `providers.${name}.api_key is not set` : null };
}
