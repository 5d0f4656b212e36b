/**
 * Owns what becomes of events on their way to hooks: who gets which, in which order, signed by what, and for how long they are kept.
 * Failing endpoints are in hooks-failing.test.ts, the wire in adapters/hooks, the API in contract/prx/hooks.test.ts.
 */
import { describe, expect, it } from 'vitest';
import { events, hookDeliveries, hooks as hooksTable } from '../../src/db/schema/index.ts';
import { makeSealKey } from '../../src/lib/seal.ts';
import { callerOf, quietCaller, reasonOf, storeFile } from './ground.ts';
import { DAY, hookGround, MINUTE } from './hooks-ground.ts';

const A = 'https://a.example/hook';
const B = 'https://b.example/hook';
const page = { limit: 100, offset: 0 };

describe('fan-out', () => {
  it('brings each event to the hooks that asked for it, once', async () => {
    const ground = await hookGround();
    await ground.make(A);
    await ground.hooks.create({ url: B, events: ['session.idle'] }, quietCaller);
    await ground.raise('session.created');
    await ground.raise('session.idle');
    await ground.raise('session.created');
    await ground.settle();
    expect(ground.idsAt(A)).toHaveLength(2);
    expect(ground.idsAt(B)).toHaveLength(1);
    expect(new Set(ground.sent.map(({ id }) => id)).size).toBe(3);
    await ground.pass(10 * DAY);
    expect(ground.sent).toHaveLength(3);
  });

  it('gives a new hook nothing from before it, whatever was left undone', async () => {
    const ground = await hookGround();
    await ground.raise();
    await ground.make(A);
    await ground.raise();
    await ground.make(B);
    await ground.raise();
    await ground.settle();
    expect(ground.idsAt(A)).toHaveLength(2);
    expect(ground.idsAt(B)).toEqual(ground.idsAt(A).slice(1));
  });

  it('takes session.completed for another name of session.terminated', async () => {
    const ground = await hookGround();
    const events = ['session.completed', 'session.terminated', 'session.idle'] as const;
    const hook = await ground.hooks.create({ url: A, events }, quietCaller);
    expect(hook.events).toEqual(['session.terminated', 'session.idle']);
  });

  it('manages more events than fit into one batch, in order', async () => {
    const ground = await hookGround();
    await ground.make(A);
    await Promise.all(Array.from({ length: 450 }, () => ground.raise()));
    await expect.poll(() => ground.sent.length, { timeout: 30_000 }).toBe(450);
    const rows = await ground.store.read.select().from(events).orderBy(events.seq);
    expect(ground.idsAt(A)).toEqual(rows.map(({ id }) => id));
  });
});

describe('an event that cannot be sent', () => {
  it('because it does not fit the contract is given up, and the endpoint is not blamed', async () => {
    const ground = await hookGround();
    ground.faults.set('session.created', 'data must have required property');
    const id = await ground.make(A);
    await ground.raise();
    await ground.settle();
    expect(ground.sent).toEqual([]);
    const { deliveries } = await ground.hooks.deliveries(id, page);
    expect(deliveries[0]?.row).toMatchObject({
      status: 'failed',
      error: 'The event does not fit its contract',
    });
    expect(ground.store.read.select().from(hooksTable).get()).toMatchObject({
      failingSince: null,
    });
  });

  it.each([
    [19_000, 1, 0],
    [30_000, 1, 1],
    [300_000, 0, 0],
  ])('of %i bytes: %i sent, %i told of', async (size, sent, told) => {
    const ground = await hookGround();
    await ground.make(A);
    const data = { text: 'x'.repeat(size) };
    await ground.journal.commit(quietCaller, (c) => c.event('session.created', 's', data));
    await ground.settle();
    expect(ground.sent).toHaveLength(sent);
    expect(ground.log.filter((line) => line.includes('which is large'))).toHaveLength(told);
  });

  it('because the key of its secret is gone is tried again', async () => {
    const file = storeFile();
    const first = await hookGround(file);
    const id = await first.make(A, { secret: 'whsec_canary123' });
    await first.hooks.stop(0);
    await first.store.close();
    const second = await hookGround(file, makeSealKey());
    await second.raise();
    await second.settle();
    const { deliveries } = await second.hooks.deliveries(id, page);
    expect(deliveries[0]?.row.status).toBe('pending');
    expect(deliveries[0]?.row.error).toMatch(/^There is no key [0-9a-f]{12} to open/);
    expect(second.sent).toEqual([]);
  });
});

describe('a replay', () => {
  it('sends the same event under the same id, with all attempts anew', async () => {
    const ground = await hookGround();
    let status = 204;
    ground.answers.set(A, () => status);
    const id = await ground.make(A);
    await ground.raise();
    await ground.settle();
    const [first] = (await ground.hooks.deliveries(id, page)).deliveries;
    status = 500;
    const replayed = await ground.hooks.replay(id, first?.row.id ?? '', callerOf('replay'));
    expect(replayed.row).toMatchObject({ status: 'pending', attempts: 0, deliveredAt: null });
    expect(replayed.attempts).toHaveLength(1);
    await ground.pass(4 * DAY);
    expect(ground.sent).toHaveLength(11);
    expect(new Set(ground.sent.map((one) => `${one.id} ${one.body}`)).size).toBe(1);
    const [last] = (await ground.hooks.deliveries(id, page)).deliveries;
    expect(last?.row).toMatchObject({ status: 'failed', attempts: 10 });
    expect(last?.attempts).toHaveLength(11);
  });

  it('is refused while pending, for a disabled hook, and for what is not there', async () => {
    const ground = await hookGround();
    let status = 500;
    ground.answers.set(A, () => status);
    const id = await ground.make(A);
    const other = await ground.make(B);
    await ground.raise();
    await ground.settle();
    const [{ row } = { row: { id: '' } }] = (await ground.hooks.deliveries(id, page)).deliveries;
    const replay = (hook: string, delivery: string) =>
      reasonOf(ground.hooks.replay(hook, delivery, callerOf('replay')));
    expect(await replay(id, row.id)).toBe('hook_delivery_pending');
    expect(await replay(other, row.id)).toBe('hook_delivery_not_found');
    expect(await replay(id, 'dlv_none')).toBe('hook_delivery_not_found');
    expect(await replay('hook_none', row.id)).toBe('hook_not_found');
    status = 410;
    await ground.pass(MINUTE);
    expect(await replay(id, row.id)).toBe('hook_disabled');
  });
});

describe('secrets', () => {
  it('sign together for a day after a rotation, and the old one no longer', async () => {
    const ground = await hookGround();
    const id = await ground.make(A, { secret: 'first-secret' });
    const made = await ground.hooks.rotateSecret(id, callerOf('hook.secret_rotated'));
    expect(made.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(made.previousValidUntil).toBe(ground.clock.now() + DAY);
    await ground.raise();
    await ground.pass(DAY - 1);
    await ground.raise();
    await ground.pass(1);
    await ground.raise();
    await ground.settle();
    expect(ground.sent.map(({ secrets }) => secrets)).toEqual([
      [made.secret, 'first-secret'],
      [made.secret, 'first-secret'],
      [made.secret],
    ]);
  });

  it('can be given to a hook that had none', async () => {
    const ground = await hookGround();
    const id = await ground.make(A);
    await ground.raise();
    await ground.settle();
    const made = await ground.hooks.rotateSecret(id, quietCaller);
    expect(made.previousValidUntil).toBeNull();
    await ground.raise();
    await ground.settle();
    expect(ground.sent.map(({ secrets }) => secrets)).toEqual([[], [made.secret]]);
  });

  it('are sealed in the store', async () => {
    const ground = await hookGround();
    const id = await ground.make(A, { secret: 'whsec_canary123' });
    await ground.hooks.rotateSecret(id, quietCaller);
    const [row] = await ground.store.read.select().from(hooksTable);
    expect(row?.secret).toMatch(/^s1\./);
    expect(row?.previousSecret).toMatch(/^s1\./);
    expect(JSON.stringify(row)).not.toContain('canary');
  });

  it.each(['whsec_', 'whsec_short', 'short'])('such as %s are refused', async (secret) => {
    const ground = await hookGround();
    const input = { url: A, events: ['session.created'] as const, secret };
    expect(await reasonOf(ground.hooks.create(input, quietCaller))).toBe('validation_failed');
    expect(await ground.hooks.list()).toEqual([]);
  });
});

describe('the daemon', () => {
  it('ends attempts under way when it stops, and makes them again under the same id', async () => {
    const file = storeFile();
    const key = makeSealKey();
    const first = await hookGround(file, key);
    first.answers.set(A, () => new Promise<number>(() => undefined));
    await first.make(A);
    await first.raise();
    await first.settle();
    await first.hooks.stop(10);
    await first.store.close();
    expect(first.sent).toHaveLength(1);
    const second = await hookGround(file, key);
    await second.settle();
    expect(second.sent.map(({ id }) => id)).toEqual(first.sent.map(({ id }) => id));
  });

  it('delivers after a start what was raised while nobody delivered', async () => {
    const file = storeFile();
    const first = await hookGround(file);
    await first.make(A);
    await first.hooks.stop(0);
    await first.raise();
    await first.settle();
    expect(first.sent).toEqual([]);
    await first.store.close();
    const second = await hookGround(file);
    await second.settle();
    expect(second.sent).toHaveLength(1);
  });

  it('sends nothing more to a hook that is deleted', async () => {
    const ground = await hookGround();
    ground.answers.set(A, () => 500);
    const id = await ground.make(A);
    await ground.raise();
    await ground.settle();
    await ground.hooks.delete(id, callerOf('hook.deleted'));
    await ground.raise();
    await ground.pass(5 * DAY);
    expect(ground.sent).toHaveLength(1);
    expect(await ground.store.read.select().from(hookDeliveries)).toEqual([]);
    expect(await reasonOf(ground.hooks.delete(id, quietCaller))).toBe('hook_not_found');
  });

  it('keeps events and deliveries for a while, and longer while they are pending', async () => {
    const ground = await hookGround();
    ground.hookSettings.disableAfterMs = 100 * DAY;
    ground.hookSettings.retryDelaysMs = [30 * DAY];
    ground.answers.set(B, () => 500);
    const id = await ground.make(A);
    await ground.raise();
    await ground.settle();
    await ground.hooks.create({ url: B, events: ['session.idle'] }, quietCaller);
    await ground.raise('session.idle');
    await ground.pass(7 * DAY - 1);
    expect(await ground.hooks.sweep()).toBe(0);
    await ground.pass(2);
    expect(await ground.hooks.sweep()).toBe(1);
    expect((await ground.hooks.deliveries(id, page)).total).toBe(0);
    expect(await ground.store.read.select().from(hookDeliveries)).toHaveLength(1);
    await ground.pass(30 * DAY);
    expect(await ground.hooks.sweep()).toBe(1);
    expect(await ground.store.read.select().from(events)).toEqual([]);
  });

  it('does not keep events for ever when there is no hook', async () => {
    const ground = await hookGround();
    for (let index = 0; index < 250; index += 1) await ground.raise();
    ground.clock.advance(8 * DAY);
    expect(await ground.hooks.sweep()).toBe(250);
  });
});
