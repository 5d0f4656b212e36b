/**
 * Owns the command `audit verify` as a person runs it: beside a daemon and without one, on a chain that holds and on one that does not.
 * What breaks a chain is tested in tests/domain.
 */
import { join } from 'node:path';
import Database from 'libsql';
import { expect, test } from 'vitest';
import { ADMIN_TOKEN } from '../support/daemon.ts';
import { call, gatehouse, newHome, serve } from './command.ts';

const env = { GATEHOUSE_ADMIN_TOKEN: ADMIN_TOKEN, GATEHOUSE_LOGGING_LEVEL: 'error' };

function change(home: string, sql: string): void {
  const database = new Database(join(home, 'gatehouse.db'));
  database.exec(sql);
  database.close();
}

test('tells that every entry holds, beside a daemon and without one, with the same head', async () => {
  const home = newHome();
  const running = await serve({ home, env });
  for (const user of ['a', 'b'])
    await call(`${running.addresses.prx}/api/v1/sessions`, ADMIN_TOKEN, 'POST', { user_id: user });
  const beside = await gatehouse(['audit', 'verify'], { home, env });
  expect(beside).toMatchObject({ code: 0, stderr: '' });
  expect(beside.stdout).toMatch(/^entries that hold: 2\nhead: [0-9a-f]{64}\n$/);
  await running.process.stop();
  expect(await gatehouse(['audit', 'verify'], { home, env })).toEqual(beside);
  const json = await gatehouse(['audit', 'verify', '--json'], { home, env });
  const head = beside.stdout.slice(-65, -1);
  expect(JSON.parse(json.stdout)).toEqual({ entries: 2, broken_at: null, head });
});

test('ends with 1 and names the entry that was changed; what is removed at the end shows by the head', async () => {
  const home = newHome();
  for (const name of ['a', 'b', 'c'])
    await gatehouse(['auth', 'token', '--name', name], { home, env });
  const whole = await gatehouse(['audit', 'verify'], { home, env });
  change(home, "update audit_log set actor = 'token:tok_other' where seq = 2");
  const broken = await gatehouse(['audit', 'verify'], { home, env });
  expect(broken).toEqual({
    code: 1,
    stdout: '',
    stderr: 'gatehouse: The audit log is broken at entry 2; entries that hold before it: 1\n',
  });
  const json = await gatehouse(['audit', 'verify', '--json'], { home, env });
  expect(json.code).toBe(1);
  expect(JSON.parse(json.stdout)).toMatchObject({ entries: 1, broken_at: 2 });
  change(home, 'delete from audit_log where seq >= 2');
  const short = await gatehouse(['audit', 'verify'], { home, env });
  expect(short).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^entries that hold: 1\n/),
  });
  expect(short.stdout.slice(-65)).not.toBe(whole.stdout.slice(-65));
});
