/**
 * Owns the log as a service over a real store: numbers, batches, bounds, readers that are slow or come back.
 * How it looks over HTTP is in tests/contract/prx/logs.test.ts and tests/http.
 */
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { openStore, type Store } from '../../src/db/open.ts';
import { logEntries } from '../../src/db/schema/index.ts';
import {
  type LogEntry,
  Logs,
  type NewLogEntry,
  type TailItem,
} from '../../src/domain/logs/index.ts';
import { reasonOf, storeFile, TestClock } from './ground.ts';

const settings = { keepEntries: 1000, retentionDays: 30, readerBytes: 10_000 };
const clock = new TestClock();

async function openLogs(store: Store, more: Partial<typeof settings> = {}) {
  const troubles: unknown[] = [];
  const logs = await Logs.open({
    store,
    clock,
    settings: () => ({ ...settings, ...more }),
    onTrouble: (error) => troubles.push(error),
  });
  return { logs, troubles };
}

async function fresh(more: Partial<typeof settings> = {}) {
  const store = await openStore({ url: `file:${storeFile()}` });
  onTestFinished(() => store.close());
  return { store, ...(await openLogs(store, more)) };
}

const entry = (message: string, more: Partial<NewLogEntry> = {}): NewLogEntry => ({
  at: clock.now(),
  level: 'info',
  module: 'test',
  message,
  sessionId: null,
  ...more,
});

const stored = (store: Store): Promise<LogEntry[]> =>
  Promise.resolve(store.read.select().from(logEntries).orderBy(logEntries.seq)).then((rows) =>
    rows.map((row) => ({ ...row, level: 'info' })),
  );

const everything = { level: 'trace', since: '1970-01-01', limit: 500 } as const;

/** Takes so many items. */
async function take(tail: AsyncIterable<TailItem>, count: number): Promise<TailItem[]> {
  const items: TailItem[] = [];
  const source = tail[Symbol.asyncIterator]();
  while (items.length < count) {
    const next = await source.next();
    if (next.done === true) break;
    items.push(next.value);
  }
  return items;
}

const tailOf = (logs: Logs, filter: Parameters<Logs['tail']>[0], lastId?: string) =>
  logs.tail(filter, lastId, (item) => item);

const texts = (items: readonly TailItem[]) =>
  items.map((item) => ('reason' in item ? `${item.reason} ${item.missed}` : item.message));

/** A store whose writes fail while `broken` says so. */
function breakable(store: Store) {
  const state = { broken: false, writes: 0 };
  const broken: Store = Object.create(store, {
    write: {
      value: (unit: Parameters<Store['write']>[0]) => {
        state.writes += 1;
        return state.broken ? Promise.reject(new Error('disk full')) : store.write(unit);
      },
    },
    read: { get: () => store.read },
  });
  return { store: broken, state };
}

describe('storing', () => {
  it('writes in batches, by itself, in order', async () => {
    const { store } = await fresh();
    const { store: counted, state } = breakable(store);
    const { logs } = await openLogs(counted);
    state.writes = 0;
    for (let n = 0; n < 1200; n += 1) logs.append(entry(`entry ${n}`));
    await vi.waitFor(async () => expect(await stored(store)).toHaveLength(1200), {
      timeout: 30_000,
    });
    expect(state.writes).toBe(3);
    const messages = (await stored(store)).map((one) => one.message);
    expect(messages).toEqual(Array.from({ length: 1200 }, (_, n) => `entry ${n}`));
  });

  it('stores what waits when it is closed, and nothing after', async () => {
    const { store, logs } = await fresh();
    logs.append(entry('last'));
    await logs.close();
    logs.append(entry('too late'));
    expect((await stored(store)).map((one) => one.message)).toEqual(['last']);
  });

  it('finds at once what was just logged', async () => {
    const { logs } = await fresh();
    logs.append(entry('now'));
    expect((await logs.list(everything)).entries).toMatchObject([{ message: 'now' }]);
  });

  it('keeps numbers growing over a restart, without holes after a clean one', async () => {
    const { store, logs } = await fresh();
    logs.append(entry('one'));
    await logs.close();
    const { logs: second } = await openLogs(store);
    second.append(entry('two'));
    await second.close();
    expect((await stored(store)).map((one) => one.seq)).toEqual([1, 2]);
  });

  it('never gives a number again that a crash took away', async () => {
    const { store, logs } = await fresh();
    const tail = tailOf(logs, { level: 'info' });
    logs.append(entry('kept'));
    await logs.flush();
    logs.append(entry('seen and lost'));
    const [, lost] = await take(tail, 2);
    // The process dies here: nothing is flushed or closed.
    const { logs: second } = await openLogs(store);
    second.append(entry('after'));
    await second.flush();
    const after = (await stored(store)).find((one) => one.message === 'after');
    expect(after?.seq).toBeGreaterThan(lost !== undefined && 'seq' in lost ? lost.seq : 1e9);
  });
});

describe('a store that fails', () => {
  it('is tried again, told of once, and still searched', async () => {
    const { store } = await fresh();
    const { store: flaky, state } = breakable(store);
    const { logs, troubles } = await openLogs(flaky);
    logs.append(entry('before'));
    await logs.flush();
    state.broken = true;
    logs.append(entry('during'));
    expect(await logs.flush()).toBe(false);
    expect(await logs.flush()).toBe(false);
    expect((await logs.list(everything)).entries).toMatchObject([{ message: 'before' }]);
    expect(troubles).toHaveLength(1);
    state.broken = false;
    await vi.waitFor(async () => expect(await stored(store)).toHaveLength(2), 30_000);
  });

  it('loses the least grave entries first, says so, and leaves a gap', async () => {
    const { store } = await fresh();
    const { store: flaky, state } = breakable(store);
    const { logs } = await openLogs(flaky, { keepEntries: 100_000 });
    state.broken = true;
    for (let n = 0; n < 9000; n += 1) {
      logs.append(entry(`debug ${n}`, { level: 'debug' }));
      if (n % 100 === 0) logs.append(entry(`error ${n}`, { level: 'error' }));
    }
    for (let n = 0; n < 1500; n += 1) logs.append(entry(`info ${n}`));
    await logs.flush();
    state.broken = false;
    expect(await logs.flush()).toBe(true);
    await logs.flush();
    const messages = (await stored(store)).map((one) => one.message);
    expect(messages.filter((one) => one.startsWith('error'))).toHaveLength(90);
    expect(messages.filter((one) => one.startsWith('info'))).toHaveLength(1500);
    expect(messages).not.toContain('debug 0');
    expect(messages).toContain('debug 8999');
    const kept = messages.filter((one) => one.startsWith('debug')).length;
    expect(messages.at(-1)).toBe(
      `${9000 - kept} entries were not kept: the store did not take them in time`,
    );
    const [gap] = await take(tailOf(logs, { level: 'error' }, 'log_1'), 1);
    expect(gap).toEqual({ reason: 'history_gone', missed: null });
  });
});

describe('forgetting', () => {
  it('keeps the newest entries up to the bound', async () => {
    const { store, logs } = await fresh({ keepEntries: 2000 });
    for (let n = 0; n < 5300; n += 1) logs.append(entry(`${n}`));
    await logs.flush();
    await logs.prune();
    const kept = await stored(store);
    expect(kept.map((one) => one.message)).toEqual(
      Array.from({ length: 2000 }, (_, n) => String(3300 + n)),
    );
  });

  it('does so by itself as entries come in', async () => {
    const { store, logs } = await fresh();
    for (let n = 0; n < 3000; n += 1) logs.append(entry(`${n}`));
    await logs.flush();
    await vi.waitFor(
      async () => expect((await stored(store)).length).toBeLessThanOrEqual(1100),
      30_000,
    );
  });

  it('forgets what is too old', async () => {
    const { store, logs } = await fresh({ retentionDays: 2 });
    for (let n = 0; n < 1100; n += 1) logs.append(entry('old'));
    clock.advance(86_400_000);
    logs.append(entry('new'));
    await logs.flush();
    clock.advance(86_400_001);
    await logs.prune();
    expect((await stored(store)).map((one) => one.message)).toEqual(['new']);
  });
});

describe('a tail', () => {
  it('gives every reader the same objects, and each only what it asked for', async () => {
    const { logs } = await fresh();
    const [one, two, grave] = [
      tailOf(logs, { level: 'info' }),
      tailOf(logs, { level: 'trace', module: 'test' }),
      tailOf(logs, { level: 'error' }),
    ];
    logs.append(entry('a'));
    logs.append(entry('b', { level: 'error', module: 'other' }));
    logs.append(entry('c', { module: 'test::part' }));
    logs.append(entry('d', { module: 'test-part' }));
    logs.append(entry('e'));
    const [first, second] = [await take(one, 5), await take(two, 3)];
    expect(texts(first)).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(texts(second)).toEqual(['a', 'c', 'e']);
    expect(second[0]).toBe(first[0]);
    expect(texts(await take(grave, 1))).toEqual(['b']);
  });

  it('tells a slow reader once how much it missed, and goes on', async () => {
    const { logs } = await fresh();
    const slow = tailOf(logs, { level: 'info' });
    const quick = tailOf(logs, { level: 'info' });
    for (let n = 0; n < 500; n += 1) logs.append(entry('x'.repeat(100)));
    const read = take(quick, 1);
    logs.append(entry('still too late'));
    expect(texts(await take(slow, 1))).toEqual(['slow_reader 501']);
    logs.append(entry('in time'));
    expect(texts(await take(slow, 1))).toEqual(['in time']);
    expect(texts(await read)).toEqual(['slow_reader 501']);
  });

  it('never loses an entry of a reader that is always a little behind', async () => {
    const { logs } = await fresh();
    const tail = tailOf(logs, { level: 'info' });
    logs.append(entry('0'));
    const seen: string[] = [];
    for (let n = 1; n <= 3000; n += 1) {
      logs.append(entry(String(n)));
      seen.push(...texts(await take(tail, 1)));
    }
    expect(seen).toEqual(Array.from({ length: 3000 }, (_, n) => String(n)));
  });

  it('is freed when its reader goes, also while it waits', async () => {
    const { logs } = await fresh();
    const tail = tailOf(logs, { level: 'info' });
    const source = tail[Symbol.asyncIterator]();
    const waiting = source.next();
    expect(logs.readers).toBe(1);
    await source.return?.();
    expect(await waiting).toMatchObject({ done: true });
    expect(logs.readers).toBe(0);
  });

  it('ends for every reader when tails are ended', async () => {
    const { logs } = await fresh();
    const reading = take(tailOf(logs, { level: 'info' }), 5);
    const resumed = take(tailOf(logs, { level: 'info' }, 'log_0'), 5);
    logs.endTails();
    expect([await reading, await resumed]).toEqual([[], []]);
    expect(logs.readers).toBe(0);
  });
});

describe('resuming', () => {
  it('replays many pages and misses nothing that is logged meanwhile', async () => {
    const { logs } = await fresh({ keepEntries: 10_000 });
    for (let n = 0; n < 1700; n += 1) logs.append(entry(String(n)));
    const tail = tailOf(logs, { level: 'info' }, 'log_200')[Symbol.asyncIterator]();
    const seen: TailItem[] = [];
    for (let n = 1700; n < 2000; n += 1) {
      const next = await tail.next();
      if (next.done !== true) seen.push(next.value);
      logs.append(entry(String(n)));
    }
    while (seen.length < 1800) {
      const next = await tail.next();
      if (next.done !== true) seen.push(next.value);
    }
    logs.append(entry('end'));
    const end = await tail.next();
    if (end.done !== true) seen.push(end.value);
    const expected = Array.from({ length: 1800 }, (_, n) => String(n + 200));
    expect(texts(seen)).toEqual([...expected, 'end']);
  });

  it('says so when what came after the id is not kept any more', async () => {
    const { logs } = await fresh();
    for (let n = 0; n < 1500; n += 1) logs.append(entry(String(n)));
    await logs.flush();
    await logs.prune();
    const items = await take(tailOf(logs, { level: 'info' }, 'log_10'), 2);
    expect(texts(items)).toEqual(['history_gone null', '500']);
    expect(texts(await take(tailOf(logs, { level: 'info' }, 'log_500'), 1))).toEqual(['500']);
  });

  it('gives nothing but what is new after the newest id', async () => {
    const { logs } = await fresh();
    logs.append(entry('known'));
    const tail = tailOf(logs, { level: 'info' }, 'log_1');
    const reading = take(tail, 1);
    await logs.flush();
    logs.append(entry('new'));
    expect(texts(await reading)).toEqual(['new']);
  });

  it('refuses what is no id', async () => {
    const { logs } = await fresh();
    const asked = Promise.resolve().then(() => tailOf(logs, { level: 'info' }, 'log_01'));
    expect(await reasonOf(asked)).toBe('validation_failed');
  });
});
