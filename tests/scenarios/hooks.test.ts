/**
 * Owns hooks of a whole daemon over real HTTP, as an operator lives with them: an outage, a dead endpoint, a redirect, secrets at rest.
 * The rules one by one are in domain/hooks.test.ts, `kill -9` in hooks-kill.test.ts.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { HandClock, makeSession, pluck, textAt } from '../contract/read.ts';
import { clientsOf } from '../contract/served.ts';
import { startTestDaemon } from '../support/daemon.ts';
import { HookReceiver, verify } from '../support/hook-receiver.ts';
import { tempDir } from '../support/temp.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

/** A daemon, an endpoint it may deliver to, and the time in the hand of the test. */
async function scene(home = tempDir()) {
  const clock = new HandClock();
  const receiver = await HookReceiver.start();
  const env = { GATEHOUSE_HOOKS_ALLOWED_HOSTS: receiver.host };
  const daemon = await startTestDaemon({ clock, env, home });
  onTestFinished(async () => {
    await daemon.stop();
    await receiver.stop();
  });
  const { prx } = clientsOf(daemon.addresses);
  return {
    daemon,
    prx,
    receiver,
    home,
    /** Moves the time on and lets the daemon notice at once. */
    pass(seconds: number) {
      clock.advance(seconds);
      daemon.services.hooks.kick();
    },
    async make(path: string, events = ['session.created']): Promise<string> {
      const body = { url: receiver.url(path), events, secret: SECRET };
      return textAt((await prx.call('createHook', { body })).body, 'id');
    },
    async newest(id: string): Promise<Record<string, unknown>> {
      const { body } = await prx.call('listHookDeliveries', { path: { id } });
      return Object(body).deliveries[0];
    },
  };
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
/** The default schedule in seconds; an attempt is made within a tenth of it. */
const SCHEDULE = [5, 5 * MINUTE, 30 * MINUTE, ...[2, 5, 10, 14, 20, 24].map((n) => n * HOUR)];

test('an endpoint that is down for three days gets ten attempts, each properly signed, and can then have a replay', async () => {
  const { prx, receiver, pass, make, newest } = await scene();
  receiver.reply = () => 503;
  const id = await make('/down');
  await makeSession(prx);
  for (const [index, delay] of SCHEDULE.entries()) {
    await expect
      .poll(() => newest(id), { timeout: 30_000 })
      .toMatchObject({
        attempt_count: index + 1,
        status: 'pending',
      });
    pass(delay * 0.89);
    expect(await newest(id)).toMatchObject({ attempt_count: index + 1 });
    pass(delay * 0.22);
  }
  await expect.poll(() => newest(id), { timeout: 30_000 }).toMatchObject({ status: 'failed' });
  expect(receiver.received).toHaveLength(10);
  for (const one of receiver.received) verify(SECRET, one);
  expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  const times = receiver.received.map(({ headers }) => Number(headers['webhook-timestamp']));
  expect(new Set(times).size).toBe(10);

  receiver.reply = () => 204;
  const delivery_id = String((await newest(id)).id);
  await prx.call('replayHookDelivery', { path: { id, delivery_id } });
  await receiver.until(11);
  expect(receiver.received[10]?.body).toBe(receiver.received[0]?.body);
});

test('dead endpoints delay nobody, and the order at the others holds', async () => {
  const { prx, receiver, make } = await scene();
  receiver.reply = ({ path }) => (path.startsWith('/dead') ? () => undefined : 204);
  for (let index = 0; index < 5; index += 1) await make(`/dead/${index}`);
  await make('/alive');
  const sessions: string[] = [];
  for (let index = 0; index < 20; index += 1) sessions.push(await makeSession(prx));
  await receiver.until(20, () => receiver.at('/alive').length);
  const arrived = receiver.at('/alive').map(({ payload }) => payload.data.session_id);
  expect(arrived).toEqual(sessions);
  for (let index = 0; index < 5; index += 1) expect(receiver.at(`/dead/${index}`)).toHaveLength(1);
});

test('a redirect is a failure and leads nowhere', async () => {
  const { prx, receiver, make, newest } = await scene();
  receiver.reply = () => (response) => {
    response.writeHead(302, { location: receiver.url('/elsewhere') }).end();
  };
  const id = await make('/here');
  await makeSession(prx);
  await expect
    .poll(() => newest(id), { timeout: 30_000 })
    .toMatchObject({ status: 'pending', error: 'The endpoint answered 302' });
  expect(receiver.at('/elsewhere')).toEqual([]);
});

test('a hook that only failed for five days is disabled, and the other hooks are told', async () => {
  const { prx, receiver, pass, make, newest } = await scene();
  receiver.reply = ({ path }) => (path === '/failing' ? 500 : 204);
  const id = await make('/failing');
  const watching = await make('/watching', ['hook.disabled']);
  await makeSession(prx);
  await expect.poll(() => newest(id), { timeout: 30_000 }).toMatchObject({ attempt_count: 1 });
  pass(5 * 24 * HOUR);
  await receiver.until(1, () => receiver.at('/watching').length);
  expect(receiver.at('/watching')[0]?.payload).toMatchObject({
    event: 'hook.disabled',
    data: { hook_id: id, url: receiver.url('/failing'), reason: 'failing' },
  });
  // Both may have been made in one millisecond, so their order says nothing.
  const { body } = await prx.call('listHooks');
  const active = pluck(body, 'hooks', 'active');
  expect(
    Object.fromEntries(pluck(body, 'hooks', 'id').map((one, at) => [one, active[at]])),
  ).toEqual({
    [id]: false,
    [watching]: true,
  });
});

test('messages of a talk arrive in their order, in the shapes of the contract', async () => {
  const { prx, receiver, make } = await scene();
  const names = ['session.created', 'message.received', 'message.sent', 'session.terminated'];
  await make('/talk', names);
  const id = await makeSession(prx);
  await prx.call('sendMessage', { path: { id }, body: { content: 'Hello' } });
  await prx.call('deleteSession', { path: { id } });
  await receiver.until(4);
  expect(receiver.received.map(({ payload }) => payload.event)).toEqual(names);
});

test('secrets are nowhere in the data folder in clear, a backup included', async () => {
  const home = tempDir();
  const { prx, make } = await scene(home);
  const id = await make('/secret');
  const rotated = await prx.call('rotateHookSecret', { path: { id } });
  const secrets = [SECRET, textAt(rotated.body, 'secret')];
  await prx.call('createBackup');
  const files = readdirSync(home, { recursive: true, withFileTypes: true }).filter((one) =>
    one.isFile(),
  );
  expect(files.length).toBeGreaterThan(2);
  for (const file of files) {
    const bytes = readFileSync(join(file.parentPath, file.name));
    for (const secret of secrets) {
      const found = bytes.includes(secret) || bytes.includes(secret.slice('whsec_'.length));
      expect(found, file.name).toBe(false);
    }
  }
});
