/**
 * Owns tokens: making, checking, revoking. Where a request carries one and which scope it needs belongs to the edge.
 */
import { hash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Store } from '../../db/open.ts';
import {
  countTokens,
  findToken,
  findTokenByPrefix,
  insertToken,
  listTokens,
  revokeToken,
  type TokenRow,
  touchToken,
} from '../../db/tokens.ts';
import type { Clock } from '../../lib/clock.ts';
import { makeId } from '../../lib/ids.ts';
import type { Journal } from '../audit/index.ts';
import { ALL_SCOPES, type Caller, DomainError, holdsScope, systemCaller } from '../shared/index.ts';

/** A token without its secret; times are milliseconds since the epoch. */
export type Token = Omit<TokenRow, 'hash'>;

/** A credential that was recognised. */
export interface TokenHolder {
  readonly actor: string;
  readonly scopes: ReadonlySet<string>;
  readonly expiresAt: number | null;
}

/** What a token is made from. */
export interface TokenInput {
  readonly name: string;
  readonly scopes: readonly string[];
  readonly expiresInSecs?: number | undefined;
}

/** `gh_`, 12 characters to find the row by, `_`, 43 characters (32 random bytes) that only the holder knows. */
const SHAPE = /^gh_[0-9a-f]{12}_[A-Za-z0-9_-]{43}$/;
const PREFIX_LENGTH = 'gh_'.length + 12;

/** How long a token that was read may be used again without reading it, and how many are remembered. */
const RECENT_MS = 1000;
const MOST_RECENT = 1000;

interface RecentToken {
  readonly id: string;
  readonly hash: Buffer;
  readonly holder: TokenHolder;
  /** Monotonic milliseconds. */
  readonly readAt: number;
}

/** The tokens of this daemon: one table for all APIs. */
export class Tokens {
  readonly #store: Store;
  readonly #journal: Journal;
  readonly #clock: Clock;
  readonly #knownScopes: ReadonlySet<string>;
  readonly #adminHash: Buffer | null;
  /** When each token was used last; written down now and then, as a write per request would cost an fsync. */
  readonly #used = new Map<string, number>();
  /** Tokens seen in the last second, by prefix, so that a busy caller does not cost a read per request. */
  #recent = new Map<string, RecentToken>();

  /** @param adminToken A token from the configuration that holds every scope, or null. */
  constructor(options: {
    store: Store;
    journal: Journal;
    clock: Clock;
    knownScopes: ReadonlySet<string>;
    adminToken: string | null;
  }) {
    this.#store = options.store;
    this.#journal = options.journal;
    this.#clock = options.clock;
    this.#knownScopes = options.knownScopes;
    this.#adminHash = options.adminToken === null ? null : digest(options.adminToken);
  }

  /**
   * Makes a token. Its text is in the answer and nowhere else.
   * It ends no later than the credential that makes it.
   * @throws DomainError scope_unknown; token_exceeds_caller for a scope the caller does not hold itself
   */
  async create(input: TokenInput, by: Caller): Promise<{ token: Token; secret: string }> {
    for (const scope of input.scopes) this.#demandScope(scope, by);
    const now = this.#clock.now();
    const prefix = `gh_${randomBytes(6).toString('hex')}`;
    const secret = `${prefix}_${randomBytes(32).toString('base64url')}`;
    const row: TokenRow = {
      id: makeId('tok', now),
      name: input.name,
      prefix,
      hash: digest(secret).toString('hex'),
      scopes: [...input.scopes],
      createdAt: now,
      expiresAt: earlier(
        input.expiresInSecs === undefined ? null : now + input.expiresInSecs * 1000,
        by.expiresAt,
      ),
      revokedAt: null,
      lastUsedAt: null,
      createdBy: by.actor,
    };
    await this.#journal.commit(by, async (change) => {
      change.target(row.id);
      await insertToken(change.tx, row);
    });
    return { token: row, secret };
  }

  /** One page of tokens, newest first, and how many there are. */
  async list(limit: number, offset: number): Promise<{ tokens: Token[]; total: number }> {
    const db = this.#store.read;
    return { tokens: await listTokens(db, limit, offset), total: await countTokens(db) };
  }

  /** Revokes a token from the next request on; again is no error. @throws DomainError token_not_found */
  async revoke(id: string, by: Caller): Promise<void> {
    await this.#journal.commit(by, async ({ tx }) => {
      if ((await findToken(tx, id)) === undefined)
        throw new DomainError('token_not_found', `Token ${id} not found`);
      await revokeToken(tx, id, this.#clock.now());
    });
    // A new map, so that a read that began before the revocation is remembered in the old one.
    this.#recent = new Map();
  }

  /** Whose credential this is; null for one that is wrong, expired or revoked, which are not told apart. */
  async verify(credential: string): Promise<TokenHolder | null> {
    const given = digest(credential);
    if (this.#adminHash !== null && timingSafeEqual(given, this.#adminHash)) return ADMIN;
    if (!SHAPE.test(credential)) return null;
    const token = await this.#find(credential.slice(0, PREFIX_LENGTH));
    if (token === null || !timingSafeEqual(given, token.hash)) return null;
    const now = this.#clock.now();
    const { expiresAt } = token.holder;
    if (expiresAt !== null && expiresAt <= now) return null;
    this.#used.set(token.id, now);
    return token.holder;
  }

  /** The token that begins with `prefix` and is not revoked; what another process revoked may live on for a second. */
  async #find(prefix: string): Promise<RecentToken | null> {
    const recent = this.#recent;
    const readAt = this.#clock.monotonic();
    const known = recent.get(prefix);
    if (known !== undefined && readAt - known.readAt < RECENT_MS) return known;
    const row = await findTokenByPrefix(this.#store.read, prefix);
    if (row === undefined || row.revokedAt !== null) return null;
    const { id, scopes, expiresAt } = row;
    const holder = { actor: `token:${id}`, scopes: new Set(scopes), expiresAt };
    const token = { id, hash: Buffer.from(row.hash, 'hex'), holder, readAt };
    if (recent.size >= MOST_RECENT) recent.clear();
    recent.set(prefix, token);
    return token;
  }

  /** Writes down when tokens were used last. */
  async flushUse(): Promise<void> {
    if (this.#used.size === 0) return;
    const used = [...this.#used];
    this.#used.clear();
    await this.#store.write(async (tx) => {
      for (const [id, at] of used) await touchToken(tx, id, at);
    });
  }

  /** Makes the first token of a new daemon, with every scope. @returns its text, or null if there is a way in already */
  async createFirst(): Promise<string | null> {
    if (this.#adminHash !== null || (await countTokens(this.#store.read)) > 0) return null;
    const { secret } = await this.create(
      { name: 'first admin token', scopes: [ALL_SCOPES] },
      systemCaller('start'),
    );
    return secret;
  }

  #demandScope(scope: string, by: Caller): void {
    if (scope !== ALL_SCOPES && !this.#knownScopes.has(scope)) {
      const issue = { in: 'body', path: 'scopes', message: `names the unknown scope "${scope}"` };
      throw new DomainError('scope_unknown', `There is no scope "${scope}"`, { issues: [issue] });
    }
    if (!holdsScope(by.scopes, scope)) {
      throw new DomainError(
        'token_exceeds_caller',
        `A token cannot give the scope "${scope}" it does not have`,
        { scope },
      );
    }
  }
}

const ADMIN: TokenHolder = {
  actor: 'admin',
  scopes: new Set([ALL_SCOPES]),
  expiresAt: null,
};

/** The earlier of two ends, where null is no end. */
function earlier(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.min(a, b);
}

const digest = (text: string) => hash('sha256', text, 'buffer');
