/**
 * Owns the commands about tokens, beside a running daemon and without one, and the token of the configuration.
 * What a token may do in each operation is tested through the contracts.
 */
import { statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { call, type Ended, gatehouse, newHome, PROGRAM, serve } from './command.ts';

const TOKEN = /^gh_[0-9a-f]{12}_[A-Za-z0-9_-]{43}\n$/;
const user = { user_id: 'u' };

/** The token that a command printed, and nothing else. */
function tokenOf({ code, stdout, stderr }: Ended): string {
  expect(stdout, stderr).toMatch(TOKEN);
  expect(code).toBe(0);
  return stdout.trim();
}

interface Listed {
  id: string;
  name: string;
  prefix: string;
  scopes: string[];
  expires_at: string | null;
  revoked_at: string | null;
}

test('without a daemon, `auth token` prints the token alone, and the daemon takes it later', async () => {
  const home = newHome();
  const token = tokenOf(await gatehouse(['auth', 'token'], { home }));
  const { addresses, process } = await serve({ home });
  expect((await call(`${addresses.prx}/api/v1/sessions`, token)).status).toBe(200);
  expect((await call(`${addresses.prx}/api/v1/sessions`, token, 'POST', user)).status).toBe(201);
  // There is a way in, so the start makes no token of its own.
  expect(process.stderr).not.toContain('gh_');
});

test('beside a daemon, a token works at once, for all scopes or for those named', async () => {
  const home = newHome();
  const { addresses } = await serve({ home });
  const sessions = `${addresses.prx}/api/v1/sessions`;
  const all = tokenOf(await gatehouse(['auth', 'token'], { home }));
  expect((await call(sessions, all, 'POST', user)).status).toBe(201);
  expect((await call(`${addresses.prx}/api/v1/tokens`, all)).status).toBe(200);

  const reader = tokenOf(
    await gatehouse(['auth', 'token', '--name', 'reader', '--scope', 'sessions:read'], { home }),
  );
  expect((await call(sessions, reader)).status).toBe(200);
  expect((await call(sessions, reader, 'POST', user)).status).toBe(403);

  for (const scopes of [
    ['--scope', 'sessions:read', 'sessions:write'],
    ['--scope', 'sessions:read', '--scope', 'sessions:write'],
  ]) {
    const both = tokenOf(await gatehouse(['auth', 'token', ...scopes], { home }));
    expect((await call(sessions, both)).status).toBe(200);
    expect((await call(sessions, both, 'POST', user)).status).toBe(201);
    expect((await call(`${addresses.prx}/api/v1/tokens`, both)).status).toBe(403);
  }

  const { stdout } = await gatehouse(['auth', 'list', '--json'], { home });
  const listed: Listed[] = JSON.parse(stdout);
  const found = listed.find(({ name }) => name === 'reader');
  expect(found).toMatchObject({ scopes: ['sessions:read'], expires_at: null, revoked_at: null });
  expect(reader.startsWith(found?.prefix ?? 'missing')).toBe(true);
  expect(stdout).not.toContain(reader.slice(16));
});

test('a token that expires is refused from then on', async () => {
  const home = newHome();
  const { addresses } = await serve({ home });
  const token = tokenOf(await gatehouse(['auth', 'token', '--expires', '1s'], { home }));
  await vi.waitUntil(
    async () => (await call(`${addresses.prx}/api/v1/sessions`, token)).status === 401,
    { timeout: 10_000 },
  );
  const { stdout: json } = await gatehouse(['auth', 'list', '--json'], { home });
  const [listed] = JSON.parse(json).filter((one: Listed) => one.name === 'command line');
  expect(Date.parse(listed.expires_at) - Date.parse(listed.created_at)).toBe(1000);
  await gatehouse(['auth', 'token', '--name', 'lasting', '--expires', '30d'], { home });
  const { stdout } = await gatehouse(['auth', 'list'], { home });
  expect(stdout).toMatch(/expired +admin +command line/);
  const until = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 11);
  expect(stdout).toMatch(new RegExp(`until ${until}\\S+ +admin +lasting`));
});

test.each([
  { name: 'an unknown scope', args: ['--scope', 'planets:read'], says: 'planets:read' },
  { name: 'a scope that is not one', args: ['--scope', 'sessions:fly'], says: 'scopes' },
  { name: 'a duration without a unit', args: ['--expires', '10'], says: '--expires' },
  { name: 'no time at all', args: ['--expires', '0s'], says: '--expires' },
  { name: 'a time that is too long', args: ['--expires', '999999999w'], says: 'expires' },
])('$name makes no token and says so', async ({ args, says }) => {
  const ended = await gatehouse(['auth', 'token', ...args], { home: newHome() });
  expectNoToken(ended, says);
});

test('beside a daemon, a token that cannot be is refused in the same words', async () => {
  const home = newHome();
  await serve({ home, env: { GATEHOUSE_LOGGING_LEVEL: 'error' } });
  const ended = await gatehouse(['auth', 'token', '--scope', 'planets:read'], { home });
  expectNoToken(ended, 'planets:read');
});

function expectNoToken(ended: Ended, says: string): void {
  expect(ended).toMatchObject({ code: 1, stdout: '' });
  expect(ended.stderr).toMatch(/^gatehouse: /m);
  expect(ended.stderr).toContain(says);
  expect(ended.stderr).not.toMatch(/^ +at /m);
}

test('a revoked token is refused at its next request; an unknown one cannot be revoked', async () => {
  const home = newHome();
  const { addresses } = await serve({ home });
  const token = tokenOf(await gatehouse(['auth', 'token', '--name', 'mine'], { home }));
  const list = async () => (await gatehouse(['auth', 'list', '--json'], { home })).stdout;
  const listed: Listed[] = JSON.parse(await list());
  const { id } = listed.find(({ name }) => name === 'mine') ?? { id: '' };
  expect((await call(`${addresses.prx}/api/v1/sessions`, token)).status).toBe(200);
  expect(await gatehouse(['auth', 'revoke', id], { home })).toEqual({
    code: 0,
    stdout: '',
    stderr: '',
  });
  expect((await call(`${addresses.prx}/api/v1/sessions`, token)).status).toBe(401);
  expect((await gatehouse(['auth', 'list'], { home })).stdout).toMatch(
    new RegExp(`^${id} +gh_\\S+ +revoked +admin +mine$`, 'm'),
  );
  const unknown = await gatehouse(['auth', 'revoke', 'tok_unknown'], { home });
  expect(unknown).toMatchObject({ code: 1, stdout: '' });
  expect(unknown.stderr).toContain('not found');
});

test('the program does the same under the name of prx', async () => {
  const home = newHome();
  const program = join(home, 'prx');
  symlinkSync(PROGRAM, program);
  const token = tokenOf(await gatehouse(['auth', 'token'], { home, program }));
  const { addresses } = await serve({ home });
  expect((await call(`${addresses.prx}/api/v1/status`, token)).status).toBe(200);
});

test('the socket of the commands is for its user alone, and goes with the daemon', async () => {
  const home = newHome();
  const { process } = await serve({ home });
  const socket = join(home, 'admin.sock');
  expect(statSync(socket).mode & 0o777).toBe(0o600);
  await process.stop();
  expect(() => statSync(socket)).toThrow(/ENOENT/);
});

test('commands work after a daemon that left its socket behind', async () => {
  const home = newHome();
  const { process } = await serve({ home });
  await process.stop('SIGKILL');
  tokenOf(await gatehouse(['auth', 'token'], { home }));
});

test('commands work in a folder whose path is too long for a socket', async () => {
  const home = join(newHome(), 'a'.repeat(60), 'b'.repeat(60));
  const cwd = newHome();
  const token = tokenOf(await gatehouse(['auth', 'token'], { home, cwd }));
  const { addresses } = await serve({ home, cwd });
  expect((await call(`${addresses.prx}/api/v1/status`, token)).status).toBe(200);
  tokenOf(await gatehouse(['auth', 'token'], { home, cwd }));
});

test('the admin token of the configuration has every scope, and is nowhere on disk or in the log', async () => {
  const home = newHome();
  const admin = `an-admin-token-${'x'.repeat(20)}`;
  const { addresses, process } = await serve({ home, env: { GATEHOUSE_ADMIN_TOKEN: admin } });
  expect((await call(`${addresses.prx}/api/v1/sessions`, admin, 'POST', user)).status).toBe(201);
  expect((await call(`${addresses.prx}/api/v1/tokens`, admin)).status).toBe(200);
  expect((await call(`${addresses.prx}/api/v1/tokens`, `${admin}x`)).status).toBe(401);
  const { stdout, stderr } = await process.stop();
  expect(stdout + stderr).not.toContain(admin);
  // It is a way in, so no token was made.
  expect((await gatehouse(['auth', 'list', '--json'], { home })).stdout).toBe('[]\n');
});

test.each([
  { name: 'too short', token: 'x'.repeat(31) },
  { name: 'with a space in it', token: `${'x'.repeat(20)} ${'x'.repeat(20)}` },
])('an admin token that is $name is refused without being shown', async ({ token }) => {
  const ended = await gatehouse(['serve'], {
    home: newHome(),
    env: { GATEHOUSE_ADMIN_TOKEN: token },
  });
  expect(ended).toMatchObject({ code: 1, stdout: '' });
  expect(ended.stderr).toContain('GATEHOUSE_ADMIN_TOKEN');
  expect(ended.stderr).toMatch(/expected .*32/);
  expect(ended.stderr).not.toContain(token);
});
