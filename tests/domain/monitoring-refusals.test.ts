/**
 * Owns the audit entries of refusals that anybody can cause: every one is counted, and no flood of them is a flood of entries.
 */
import { beforeEach, expect, it } from 'vitest';
import { auditLog } from '../../src/db/schema/index.ts';
import { type Refusal, Refusals } from '../../src/domain/monitoring/index.ts';
import { freshGround, type Ground } from './ground.ts';

const MINUTE = 60_000;

let ground: Ground;
let refusals: Refusals;
let reported: unknown[];
beforeEach(async () => {
  ground = await freshGround();
  reported = [];
  refusals = new Refusals(ground.journal, ground.clock, (error) => reported.push(error));
});

const refusalOf = (address: string, event = 'auth.failed'): Refusal => ({
  event,
  source: address,
  actor: 'anonymous',
  address,
  target: address,
  message: 'A wrong credential was sent',
  facts: {},
});

/** Whom entries are about, and how many refusals each stands for, oldest first. */
async function entries(event = 'auth.failed'): Promise<unknown[]> {
  const rows = await ground.store.read.select().from(auditLog).orderBy(auditLog.seq);
  return rows
    .filter((row) => row.event === event)
    .map(({ target, details }) => [target, details.count]);
}

it('the first one is told at once, with whom it came from', async () => {
  refusals.note({ ...refusalOf('10.0.0.1'), facts: { port: 7 } });
  // A minute has not passed, so this only waits for what is being written.
  await refusals.sweep();
  const [row] = await ground.store.read.select().from(auditLog);
  expect(row).toMatchObject({
    event: 'auth.failed',
    actor: 'anonymous',
    address: '10.0.0.1',
    target: '10.0.0.1',
    details: {
      severity: 'warning',
      allowed: false,
      message: 'A wrong credential was sent',
      count: 1,
      port: 7,
    },
  });
});

it('those that follow within a minute are one entry, and none is lost', async () => {
  for (let n = 0; n < 1000; n += 1) refusals.note(refusalOf('10.0.0.1'));
  refusals.note(refusalOf('10.0.0.2'));
  ground.clock.advance(MINUTE - 1);
  await refusals.sweep();
  const first = [
    ['10.0.0.1', 1],
    ['10.0.0.2', 1],
  ];
  expect(await entries()).toEqual(first);
  ground.clock.advance(1);
  await refusals.sweep();
  expect(await entries()).toEqual([...first, ['10.0.0.1', 999]]);
  refusals.note(refusalOf('10.0.0.1'));
  ground.clock.advance(MINUTE - 1);
  await refusals.sweep();
  expect(await entries()).toHaveLength(3);
});

it('a source that was quiet for a minute is new again', async () => {
  refusals.note(refusalOf('10.0.0.1'));
  ground.clock.advance(MINUTE);
  await refusals.sweep();
  refusals.note(refusalOf('10.0.0.1'));
  await refusals.sweep();
  expect(await entries()).toEqual([
    ['10.0.0.1', 1],
    ['10.0.0.1', 1],
  ]);
});

it('what is untold when the daemon stops is told then', async () => {
  for (let n = 0; n < 5; n += 1) refusals.note(refusalOf('10.0.0.1'));
  await refusals.flush();
  expect(await entries()).toEqual([
    ['10.0.0.1', 1],
    ['10.0.0.1', 4],
  ]);
});

it('a flood from ten thousand sources leaves a hundred entries and one for the rest, each minute', async () => {
  const flood = () => {
    for (let n = 0; n < 10_000; n += 1) refusals.note(refusalOf(`2001:db8::${n.toString(16)}`));
  };
  flood();
  refusals.note(refusalOf('tg:7 7', 'sender.denied'));
  await refusals.sweep();
  expect(await entries()).toHaveLength(101);
  expect(await entries('sender.denied')).toEqual([['tg:7 7', 1]]);
  expect((await entries()).at(-1)).toEqual([null, 1]);
  ground.clock.advance(MINUTE);
  await refusals.sweep();
  expect((await entries()).slice(101)).toEqual([[null, 9899]]);
  flood();
  await refusals.flush();
  const counts = (await entries()).map((entry) => Number(Array.isArray(entry) ? entry[1] : 0));
  expect(counts.reduce((sum, one) => sum + one, 0)).toBe(20_000);
  expect(counts.length).toBeLessThan(320);
});

it('an entry that cannot be stored is reported, and the next one is stored again', async () => {
  const { store } = ground;
  const broken = new Refusals(
    Object.assign(Object.create(ground.journal), {
      commit: () => Promise.reject(new Error('disk full')),
    }),
    ground.clock,
    (error) => reported.push(error),
  );
  broken.note(refusalOf('10.0.0.1'));
  await broken.flush();
  expect(reported).toEqual([new Error('disk full')]);
  refusals.note(refusalOf('10.0.0.1'));
  await refusals.flush();
  expect(await store.read.$count(auditLog)).toBe(1);
});
