/**
 * Owns building the tokens from the settings and from the scopes of the contracts. What a token may do belongs to domain/tokens, who is
 * let in to src/http.
 */
import type { Journal } from '../domain/audit/index.ts';
import { Tokens } from '../domain/tokens/index.ts';
import { agentOperations } from '../generated/agent/bindings.ts';
import { nanoclawOperations } from '../generated/nanoclaw/bindings.ts';
import { prxOperations } from '../generated/prx/bindings.ts';
import type { Ground } from './services.ts';

/** Builds the one table of tokens of the three APIs. */
export function buildTokens({ live, store, clock }: Ground, journal: Journal): Tokens {
  return new Tokens({
    store,
    journal,
    clock,
    knownScopes: knownScopes(),
    adminToken: live.current().auth.admin_token ?? null,
  });
}

/** The scopes that the contracts know. */
export function knownScopes(): ReadonlySet<string> {
  const operations = [...prxOperations, ...agentOperations, ...nanoclawOperations];
  return new Set(operations.flatMap((one) => one.scopes));
}
