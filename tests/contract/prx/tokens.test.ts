/**
 * Owns what the PRX tag `tokens` promises: shown once, no wider than their maker, gone when revoked or expired.
 * Which operation wants which scope is tested in tests/security.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestDaemon } from '../../support/daemon.ts';
import { at, HandClock, makeToken, pluck } from '../read.ts';
import { type Clients, clientsOf } from '../served.ts';

const clock = new HandClock();
let daemon: Awaited<ReturnType<typeof startTestDaemon>>;
let prx: Clients['prx'];
beforeAll(async () => {
  daemon = await startTestDaemon({ clock });
  prx = clientsOf(daemon.addresses).prx;
});
afterAll(() => daemon.stop());

const list = async (query: Record<string, number> = {}) =>
  (await prx.call('listTokens', { query })).body;

const statusWith = async (token: string) =>
  (await prx.call('listTokens', { token, query: { limit: 1 } })).status;

it('shows a token once, and never in a list', async () => {
  const body = { name: 'ci', scopes: ['sessions:read', 'sessions:write'], expires_in_secs: 60 };
  const made = await prx.call('createToken', { body });
  expect(made.status).toBe(201);
  expect(made.body).toMatchObject({
    name: 'ci',
    scopes: body.scopes,
    expires_at: '2026-03-21T10:01:00Z',
    last_used_at: null,
    revoked_at: null,
  });
  const listed = await list();
  expect(pluck(listed, 'tokens', 'id')).toContain(at(made.body, 'id'));
  expect(JSON.stringify(listed)).not.toContain(String(at(made.body, 'token')));
  expect(String(at(made.body, 'token'))).toContain(String(at(made.body, 'prefix')));
});

it('lists newest first, page by page', async () => {
  clock.advance(1);
  const older = await makeToken(prx, ['status:read']);
  clock.advance(1);
  const newer = await makeToken(prx, ['status:read']);
  const page = await list({ limit: 2 });
  expect(pluck(page, 'tokens', 'id')).toEqual([newer.id, older.id]);
  expect(pluck(await list({ limit: 1, offset: 1 }), 'tokens', 'id')).toEqual([older.id]);
  expect(Number(at(page, 'total'))).toBeGreaterThan(2);
});

it('does not let a token make a wider one', async () => {
  const { token } = await makeToken(prx, ['tokens:write', 'sessions:read']);
  const make = async (scopes: string[]) =>
    await prx.call('createToken', { token, body: { name: 'wide', scopes } });
  expect(await make(['sessions:write'])).toMatchObject({
    status: 403,
    body: { error: { details: { scope: 'sessions:write' } } },
  });
  expect(await make(['sessions:read', 'admin'])).toMatchObject({ status: 403 });
  expect(await make(['sessions:read'])).toMatchObject({ status: 201 });
});

it.each([
  ['no API has', 'coffee:write', 'scopes'],
  ['cannot be one', 'coffee:make', 'scopes.0'],
])('refuses a scope that %s', async (_name, scope, path) => {
  const body = { name: 'odd', scopes: [scope] };
  expect(await prx.call('createToken', { body })).toMatchObject({
    status: 400,
    body: { error: { details: { issues: [{ in: 'body', path }] } } },
  });
});

it('lets a revoked token in no more; revoking again answers the same', async () => {
  const { id, token } = await makeToken(prx, ['tokens:read']);
  expect(await statusWith(token)).toBe(200);
  expect(await prx.call('deleteToken', { path: { id } })).toMatchObject({ status: 204 });
  expect(await statusWith(token)).toBe(401);
  expect(await prx.call('deleteToken', { path: { id } })).toMatchObject({ status: 204 });
  const listed = Object(await list({ limit: 500 })).tokens;
  const revoked = listed.find((one: unknown) => at(one, 'id') === id);
  expect(revoked).toMatchObject({ revoked_at: expect.any(String) });
});

it('lets a token in until the second it expires', async () => {
  const { token } = await makeToken(prx, ['tokens:read'], { expires_in_secs: 60 });
  clock.advance(59);
  expect(await statusWith(token)).toBe(200);
  clock.advance(1);
  expect(await statusWith(token)).toBe(401);
});

it('remembers when a token was used', async () => {
  const { id, token } = await makeToken(prx, ['tokens:read']);
  clock.advance(5);
  await statusWith(token);
  await daemon.services.tokens.flushUse();
  const listed = Object(await list({ limit: 500 })).tokens;
  const used = listed.find((one: unknown) => at(one, 'id') === id);
  expect(at(used, 'last_used_at')).toBe(new Date(clock.now()).toISOString().replace('.000', ''));
});

it('answers 404 to an unknown id', async () => {
  const answer = await prx.call('deleteToken', { path: { id: 'tok_xyz' } });
  expect(answer).toMatchObject({ status: 404, body: { error: { code: 'not_found' } } });
});
