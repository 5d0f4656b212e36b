/**
 * Owns the rules of tokens: what is recognised and for how long, and what a caller may hand on.
 * Where a request carries one, and what each operation asks for, is tested at the edge.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { auditLog, tokens as tokenTable } from '../../src/db/schema/index.ts';
import { Tokens } from '../../src/domain/tokens/index.ts';
import { BEGIN, callerOf, freshGround, quietCaller, reasonOf } from './ground.ts';

const ADMIN = 'an-admin-token-from-the-configuration';

async function freshTokens(adminToken: string | null = null) {
  const ground = await freshGround();
  const { store, journal, clock } = ground;
  const knownScopes = new Set(['sessions:read', 'sessions:write', 'tokens:write']);
  const tokens = new Tokens({ store, journal, clock, knownScopes, adminToken });
  return { ...ground, tokens };
}

const readOnly = { name: 'reader', scopes: ['sessions:read'] };

test('a token is recognised with its scopes, and by its whole text alone', async () => {
  const { tokens } = await freshTokens();
  const { token, secret } = await tokens.create(readOnly, quietCaller);
  expect(secret).toMatch(/^gh_[0-9a-f]{12}_[A-Za-z0-9_-]{43}$/);
  expect(secret.startsWith(token.prefix)).toBe(true);
  const holder = await tokens.verify(secret);
  expect(holder).toEqual({
    actor: `token:${token.id}`,
    scopes: new Set(['sessions:read']),
    expiresAt: null,
  });

  const last = secret.at(-1) === 'A' ? 'B' : 'A';
  const wrong = [
    '',
    ' ',
    token.id,
    token.prefix,
    secret.slice(0, -1),
    `${secret.slice(0, -1)}${last}`,
    `${secret}A`,
    ` ${secret}`,
    `${secret}\n`,
    secret.toUpperCase(),
    `gh_000000000000${secret.slice(token.prefix.length)}`,
    `${token.prefix}_${'A'.repeat(43)}`,
    'x'.repeat(100_000),
  ];
  for (const credential of wrong) expect(await tokens.verify(credential), credential).toBeNull();
});

test('the secret is in no file of the store, in no list and in no audit entry', async () => {
  const { tokens, store, file } = await freshTokens();
  const { secret, token } = await tokens.create(readOnly, callerOf('token.create'));
  const unknown = secret.slice(token.prefix.length + 1);
  for (const name of readdirSync(dirname(file))) {
    const bytes = readFileSync(join(dirname(file), name));
    expect(bytes.includes(unknown), name).toBe(false);
  }
  const [entry] = await store.read.select().from(auditLog);
  expect(entry?.target).toBe(token.id);
  expect(JSON.stringify([entry, await tokens.list(10, 0)])).not.toContain(unknown);
});

test('a token expires exactly when it said', async () => {
  const { tokens, clock } = await freshTokens();
  const { secret, token } = await tokens.create({ ...readOnly, expiresInSecs: 60 }, quietCaller);
  expect(token.expiresAt).toBe(BEGIN + 60_000);
  clock.advance(59_999);
  expect(await tokens.verify(secret)).not.toBeNull();
  clock.advance(1);
  expect(await tokens.verify(secret)).toBeNull();
});

test('a revoked token is not recognised from then on; revoking again changes nothing', async () => {
  const { tokens, clock } = await freshTokens();
  const { secret, token } = await tokens.create(readOnly, quietCaller);
  const other = await tokens.create(readOnly, quietCaller);
  await tokens.revoke(token.id, quietCaller);
  expect(await tokens.verify(secret)).toBeNull();
  expect(await tokens.verify(other.secret)).not.toBeNull();
  clock.advance(5000);
  await tokens.revoke(token.id, quietCaller);
  const { tokens: listed, total } = await tokens.list(10, 0);
  expect(total).toBe(2);
  expect(listed.find(({ id }) => id === token.id)?.revokedAt).toBe(BEGIN);
  expect(await reasonOf(tokens.revoke('tok_unknown', quietCaller))).toBe('token_not_found');
});

test('nobody hands on more than they hold', async () => {
  const { tokens } = await freshTokens();
  const reader = callerOf('token.create', ['sessions:read', 'tokens:write']);
  const scopesOf = async (scopes: string[]) =>
    (await tokens.create({ name: 'x', scopes }, reader)).token.scopes;
  expect(await scopesOf(['sessions:read'])).toEqual(['sessions:read']);
  expect(await reasonOf(scopesOf(['sessions:write']))).toBe('token_exceeds_caller');
  expect(await reasonOf(scopesOf(['sessions:read', 'sessions:write']))).toBe(
    'token_exceeds_caller',
  );
  expect(await reasonOf(scopesOf(['admin']))).toBe('token_exceeds_caller');
  expect((await tokens.list(10, 0)).total).toBe(1);
});

test('a scope that no operation asks for is refused, for an admin too', async () => {
  const { tokens } = await freshTokens();
  for (const scope of ['sessions:fly', 'session:read', 'ADMIN', '*', '']) {
    const creation = tokens.create({ name: 'x', scopes: [scope] }, quietCaller);
    expect(await reasonOf(creation), scope).toBe('scope_unknown');
  }
  expect((await tokens.list(10, 0)).total).toBe(0);
});

test('the last use is written down when it is flushed, and once', async () => {
  const { tokens, clock, store } = await freshTokens();
  const { secret, token } = await tokens.create(readOnly, quietCaller);
  const lastUse = async () => (await store.read.select().from(tokenTable))[0]?.lastUsedAt;
  await tokens.flushUse();
  expect(await lastUse()).toBeNull();
  clock.advance(1000);
  await tokens.verify(secret);
  clock.advance(1000);
  await tokens.verify(secret);
  await tokens.verify(`${token.prefix}_${'A'.repeat(43)}`);
  expect(await lastUse()).toBeNull();
  await tokens.flushUse();
  expect(await lastUse()).toBe(BEGIN + 2000);
});

test('the token of the configuration holds every scope and is in no table', async () => {
  const { tokens } = await freshTokens(ADMIN);
  expect(await tokens.verify(ADMIN)).toEqual({
    actor: 'admin',
    scopes: new Set(['admin']),
    expiresAt: null,
  });
  expect(await tokens.verify(`${ADMIN} `)).toBeNull();
  expect(await tokens.verify(ADMIN.slice(0, -1))).toBeNull();
  expect(await tokens.createFirst()).toBeNull();
  expect((await tokens.list(10, 0)).total).toBe(0);
});

test('the first token is made once, and not where there was one before', async () => {
  const { tokens } = await freshTokens();
  const first = await tokens.createFirst();
  expect((await tokens.verify(first ?? ''))?.scopes).toEqual(new Set(['admin']));
  expect(await tokens.createFirst()).toBeNull();
  const { total, tokens: listed } = await tokens.list(10, 0);
  expect([total, listed[0]?.name]).toEqual([1, 'first admin token']);
  // A revoked one counts: whoever revoked it does not want a new one at the next start.
  await tokens.revoke(listed[0]?.id ?? '', quietCaller);
  expect(await tokens.createFirst()).toBeNull();
});

test('tokens are listed newest first, in pages, with the count of all', async () => {
  const { tokens, clock } = await freshTokens();
  for (const name of ['a', 'b', 'c']) {
    await tokens.create({ name, scopes: ['admin'] }, quietCaller);
    clock.advance(1);
  }
  const page = await tokens.list(2, 1);
  expect(page.tokens.map(({ name }) => name)).toEqual(['b', 'a']);
  expect(page.total).toBe(3);
});

test('a token that expires makes no token that outlives it', async () => {
  const { tokens, clock } = await freshTokens();
  const soon = { ...callerOf('token.created'), expiresAt: clock.now() + 60_000 };
  const endless = await tokens.create({ name: 'endless', scopes: ['sessions:read'] }, soon);
  const longer = await tokens.create(
    { name: 'longer', scopes: ['sessions:read'], expiresInSecs: 3600 },
    soon,
  );
  const shorter = await tokens.create(
    { name: 'shorter', scopes: ['sessions:read'], expiresInSecs: 10 },
    soon,
  );
  expect(endless.token.expiresAt).toBe(soon.expiresAt);
  expect(longer.token.expiresAt).toBe(soon.expiresAt);
  expect(shorter.token.expiresAt).toBe(clock.now() + 10_000);
});
