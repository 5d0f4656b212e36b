/**
 * Owns the backup drill as an operator does it: back up beside a running daemon, lose something, stop, restore, start.
 * Copying and checking of files is tested with the store.
 */
import { readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openStore } from '../../src/db/open.ts';
import { Journal } from '../../src/domain/audit/index.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { call, gatehouse, newHome, serve } from './command.ts';

const ADMIN = 'an-admin-token-of-at-least-32-characters';
const env = { GATEHOUSE_ADMIN_TOKEN: ADMIN, GATEHOUSE_LOGGING_LEVEL: 'error' };

async function create(prx: string, userId: string): Promise<string> {
  const { status, body } = await call(`${prx}/api/v1/sessions`, ADMIN, 'POST', { user_id: userId });
  expect(status).toBe(201);
  return typeof body === 'object' && body !== null && 'id' in body ? String(body.id) : '';
}

test('what was there at the backup is there after the restore, and nothing later', async () => {
  const home = newHome();
  const first = await serve({ home, env });
  const { prx } = first.addresses;
  const before = await create(prx, 'before');
  const said = await call(`${prx}/api/v1/sessions/${before}/messages`, ADMIN, 'POST', {
    content: 'remember me',
  });
  expect(said.status).toBe(200);

  const made = await gatehouse(['backup'], { home, env });
  expect(made).toMatchObject({ code: 0, stderr: '' });
  const file = made.stdout.trimEnd();
  expect(statSync(file).mode & 0o077).toBe(0);
  const after = await create(prx, 'after');
  await call(`${prx}/api/v1/sessions/${before}`, ADMIN, 'DELETE');

  const refused = await gatehouse(['restore', file], { home, env });
  expect(refused).toMatchObject({ code: 1, stdout: '' });
  expect(refused.stderr).toContain(`in use by process ${first.process.child.pid}`);
  expect((await call(`${prx}/api/v1/sessions/${after}`, ADMIN)).status).toBe(200);

  expect((await first.process.stop()).code).toBe(0);
  const restored = await gatehouse(['restore', file], { home, env });
  expect(restored).toMatchObject({ code: 0, stderr: '' });
  const [, kept = ''] = /The one before is (\S+)\n$/.exec(restored.stdout) ?? [];
  expect(statSync(kept).size).toBeGreaterThan(0);

  const second = await serve({ home, env });
  const again = second.addresses.prx;
  expect((await call(`${again}/api/v1/sessions/${before}`, ADMIN)).body).toMatchObject({
    status: 'active',
    turn_count: 1,
  });
  const { body } = await call(`${again}/api/v1/sessions/${before}/messages`, ADMIN);
  expect(body).toMatchObject({ total: 2, messages: [{ content: 'remember me' }, {}] });
  expect((await call(`${again}/api/v1/sessions/${after}`, ADMIN)).status).toBe(404);
  expect((await call(`${again}/api/v1/sessions`, ADMIN)).body).toMatchObject({ total: 1 });
  await create(again, 'later');
  expect((await second.process.stop()).code).toBe(0);

  const store = await openStore({ url: `file:${join(home, 'gatehouse.db')}` });
  expect(await new Journal(store, systemClock).verify()).toMatchObject({ brokenAt: null });
  await store.close();
});

test('a backup is made without a daemon too, twice to two files', async () => {
  const home = newHome();
  await gatehouse(['auth', 'token', '--name', 'mine'], { home, env });
  const one = await gatehouse(['backup'], { home, env });
  const two = await gatehouse(['backup'], { home, env });
  expect([one.code, two.code]).toEqual([0, 0]);
  expect(one.stdout).not.toBe(two.stdout);
  expect(readdirSync(join(home, 'backups'))).toHaveLength(2);

  const elsewhere = newHome();
  expect((await gatehouse(['restore', one.stdout.trimEnd()], { home: elsewhere, env })).code).toBe(
    0,
  );
  expect((await gatehouse(['auth', 'list'], { home: elsewhere, env })).stdout).toContain('mine');
});

test.each([
  { name: 'missing', says: 'given.db is empty or missing', text: null },
  { name: 'empty', says: 'given.db is empty or missing', text: '' },
  { name: 'something else', says: 'is not a readable database', text: 'x'.repeat(10_000) },
])(
  'a backup that is $name is refused, and the database stays as it was',
  async ({ says, text }) => {
    const home = newHome();
    await gatehouse(['auth', 'token'], { home, env });
    const before = readFileSync(join(home, 'gatehouse.db'));
    const file = join(newHome(), 'given.db');
    if (text !== null) writeFileSync(file, text);
    const ended = await gatehouse(['restore', file], { home, env });
    expect(ended).toMatchObject({ code: 1, stdout: '' });
    expect(ended.stderr).toContain(says);
    expect(ended.stderr).not.toMatch(/^ +at /m);
    expect(readFileSync(join(home, 'gatehouse.db')).equals(before)).toBe(true);
  },
);

test('a backup that was cut off is refused', async () => {
  const home = newHome();
  await gatehouse(['auth', 'token'], { home, env });
  const file = (await gatehouse(['backup'], { home, env })).stdout.trimEnd();
  truncateSync(file, Math.floor(statSync(file).size / 2));
  const ended = await gatehouse(['restore', file], { home, env });
  expect(ended).toMatchObject({ code: 1, stdout: '' });
  expect(ended.stderr).not.toMatch(/^ +at /m);
  expect((await gatehouse(['auth', 'list'], { home, env })).code).toBe(0);
});
