/**
 * Owns the promise that events survive `kill -9` on their way to hooks: the built daemon is killed at random moments while events flow,
 * and every event arrives, in order, a repeated one under the same `webhook-id`. How acknowledged changes survive is in kill.test.ts.
 */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { openStore } from '../../src/db/open.ts';
import { events } from '../../src/db/schema/index.ts';
import { ADMIN_TOKEN, type ChildDaemon, spawnDaemon } from '../support/daemon.ts';
import { HookReceiver, type Received, verify } from '../support/hook-receiver.ts';
import { makeRandom } from '../support/load.ts';
import { tempDir } from '../support/temp.ts';

const SOAK = process.env.GATEHOUSE_SOAK === '1';
const EVENTS = SOAK ? 10_000 : 400;
const KILLS = SOAK ? 60 : 6;
const WRITERS = 8;
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

/** Two endpoints that answer, and one that fails now and then. */
const PATHS = ['/steady', '/also-steady', '/shaky'];

test('no event is lost, doubled under another id, or out of order', async () => {
  const seed = Number(process.env.GATEHOUSE_SEED ?? Date.now() % 1_000_000_007);
  const random = makeRandom(seed);
  const home = tempDir();
  const receiver = await HookReceiver.start();
  onTestFinished(() => receiver.stop());
  receiver.reply = ({ path }) => (path === '/shaky' && random(10) === 0 ? 500 : 204);
  const env = {
    GATEHOUSE_HOOKS_ALLOWED_HOSTS: receiver.host,
    GATEHOUSE_HOOKS_RETRY_AFTER: Array(50).fill('0s').join(','),
  };
  let daemon: ChildDaemon | undefined;
  onTestFinished(() => void daemon?.process.kill('SIGKILL'));
  const acknowledged: string[] = [];

  /** Makes sessions until there are enough, or nobody answers any more. */
  const write = async (url: string, wanted: number) => {
    const body = JSON.stringify({ user_id: 'user_1' });
    const headers = { authorization: `Bearer ${ADMIN_TOKEN}`, 'content-type': 'application/json' };
    while (acknowledged.length < wanted) {
      const made = await fetch(url, { method: 'POST', headers, body }).catch(() => null);
      const text = await made?.text().catch(() => null);
      if (typeof text !== 'string') return;
      expect(made?.status).toBe(201);
      acknowledged.push(JSON.parse(text).id);
    }
  };
  const writeAll = async (prx: string, wanted: number) => {
    const url = `${prx}/api/v1/sessions`;
    await Promise.all(Array.from({ length: WRITERS }, () => write(url, wanted)));
  };

  daemon = await spawnDaemon({ env, home });
  for (const path of PATHS) await makeHook(daemon.addresses.prx, receiver.url(path));
  for (let kill = 1; kill <= KILLS; kill += 1) {
    const wanted = Math.ceil((EVENTS * kill) / (KILLS + 1));
    const load = writeAll(daemon.addresses.prx, wanted);
    // In the middle of the load, or while what it left behind is delivered.
    if (random(2) === 0) await load;
    await sleep(random(300));
    await daemon.end('SIGKILL');
    await load;
    daemon = await spawnDaemon({ env, home });
  }
  await writeAll(daemon.addresses.prx, EVENTS);

  const arrived = (path: string) =>
    new Set(receiver.at(path).map(({ payload }) => payload.id)).size;
  const expected = await countSessions(daemon.addresses.prx);
  for (const path of PATHS)
    await expect
      .poll(() => arrived(path), { timeout: SOAK ? 600_000 : 60_000, interval: 100 })
      .toBe(expected);
  expect(await daemon.end('SIGTERM')).toBe(0);

  const where = `GATEHOUSE_SEED=${seed}`;
  const order = await eventOrder(home);
  for (const path of PATHS) {
    const received = receiver.at(path);
    compare(received, order, `${path}, ${where}`);
    const sessions = new Set(received.map(({ payload }) => payload.data.session_id));
    expect(
      acknowledged.filter((id) => !sessions.has(id)),
      `lost at ${path}, ${where}`,
    ).toEqual([]);
  }
  process.stderr.write(
    `${KILLS} kills, ${order.length} events, ${receiver.received.length} webhooks at ${PATHS.length} endpoints, ${where}\n`,
  );
}, 3_600_000);

async function makeHook(prx: string, url: string): Promise<void> {
  const made = await fetch(`${prx}/api/v1/hooks`, {
    method: 'POST',
    headers: { authorization: `Bearer ${ADMIN_TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify({ url, events: ['session.created'], secret: SECRET }),
  });
  expect(made.status).toBe(201);
}

async function countSessions(prx: string): Promise<number> {
  const headers = { authorization: `Bearer ${ADMIN_TOKEN}` };
  const page = await fetch(`${prx}/api/v1/sessions?limit=1`, { headers });
  return JSON.parse(await page.text()).total;
}

/** The ids of all events in the order they were committed. */
async function eventOrder(home: string): Promise<string[]> {
  const store = await openStore({ url: `file:${join(home, 'gatehouse.db')}` });
  const rows = await store.read.select({ id: events.id }).from(events).orderBy(events.seq);
  await store.close();
  return rows.map(({ id }) => id);
}

/** Every event in its order; only the one that was on its way can come again, as it was, before the next one comes. */
function compare(received: readonly Received[], order: readonly string[], where: string): void {
  let next = 0;
  let last: Received | undefined;
  for (const one of received) {
    verify(SECRET, one);
    expect(one.headers['webhook-id'], where).toBe(one.payload.id);
    if (one.payload.id === last?.payload.id) {
      expect(one.body, `repeated, ${where}`).toBe(last.body);
    } else {
      expect(one.payload.id, `place ${next}, ${where}`).toBe(order[next]);
      next += 1;
    }
    last = one;
  }
  expect(next, `all of them, ${where}`).toBe(order.length);
}
