/**
 * Owns the handlers of the PRX tag `tokens` and the mapping of tokens to its objects.
 * What a token is worth belongs to domain/tokens.
 */
import type { Token, Tokens } from '../../domain/tokens/index.ts';
import type { Schemas, TokensHandlers } from '../../generated/prx/bindings.ts';
import { toTimestamp } from '../../lib/clock.ts';
import type { CallContext } from '../context.ts';

/** The handlers of `tokens`. */
export function makeTokensHandlers(tokens: Tokens): TokensHandlers<CallContext> {
  return {
    async listTokens({ query }) {
      const page = await tokens.list(query.limit, query.offset);
      return { tokens: page.tokens.map(toToken), total: page.total };
    },

    async createToken({ body }, c) {
      const input = { name: body.name, scopes: body.scopes, expiresInSecs: body.expires_in_secs };
      const made = await tokens.create(input, c.var.caller);
      return toCreated(made.token, made.secret);
    },

    async deleteToken({ path }, c) {
      await tokens.revoke(path.id, c.var.caller);
    },
  };
}

function toToken(token: Token): Schemas['Token'] {
  return {
    id: token.id,
    name: token.name,
    prefix: token.prefix,
    scopes: token.scopes,
    created_at: toTimestamp(token.createdAt),
    expires_at: orNull(token.expiresAt),
    last_used_at: orNull(token.lastUsedAt),
    revoked_at: orNull(token.revokedAt),
  };
}

function toCreated(token: Token, secret: string): Schemas['TokenCreated'] {
  return { ...toToken(token), last_used_at: null, revoked_at: null, token: secret };
}

const orNull = (milliseconds: number | null) =>
  milliseconds === null ? null : toTimestamp(milliseconds);
