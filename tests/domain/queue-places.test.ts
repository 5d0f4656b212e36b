/**
 * Owns the tests of who has a place for a container: the limit, one per namespace, order, and tasks before messages.
 * What runs in a place is left to queue-turns.test.ts.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Places } from '../../src/domain/queue/places.ts';

const never = new AbortController().signal;

function world(limit: number) {
  const settings = { limit };
  const short: [string, boolean][] = [];
  const places = new Places(
    () => settings.limit,
    (namespace, isTaken) => void short.push([namespace, isTaken]),
  );
  const granted: string[] = [];
  const leaves = new Map<string, () => void>();
  const enter = (
    name: string,
    namespace: string,
    purpose: 'message' | 'task' = 'message',
    signal: AbortSignal = never,
  ) => {
    const taskId = purpose === 'task' ? name : null;
    const entered = places.enter({ namespace, key: `chat-${namespace}`, purpose, taskId }, signal);
    return entered.then((leave) => {
      granted.push(name);
      leaves.set(name, leave);
    });
  };
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  return { settings, short, places, granted, leaves, enter, settle };
}

test('so many at a time, the others in the order in which they came', async () => {
  const { granted, leaves, enter, settle, places, short } = world(2);
  for (const name of ['a', 'b', 'c', 'd']) void enter(name, name);
  await settle();
  expect(granted).toEqual(['a', 'b']);
  expect(places.waitingKeys()).toEqual(['chat-c', 'chat-d']);
  expect(short).toContainEqual(['c', false]);
  leaves.get('a')?.();
  await settle();
  leaves.get('c')?.();
  await settle();
  expect(granted).toEqual(['a', 'b', 'c', 'd']);
});

test('a namespace has one place; its tasks come before its messages; others pass by', async () => {
  const { granted, leaves, enter, settle, places, short } = world(5);
  void enter('first', 'one');
  void enter('message', 'one');
  void enter('task', 'one', 'task');
  void enter('other', 'two');
  await settle();
  expect(granted).toEqual(['first', 'other']);
  expect(short).toContainEqual(['one', true]);
  expect(places.waitingOf('chat-one')).toEqual({ hasMessages: true, taskIds: ['task'] });
  leaves.get('first')?.();
  await settle();
  expect(granted).toEqual(['first', 'other', 'task']);
  leaves.get('task')?.();
  await settle();
  expect(granted.at(-1)).toBe('message');
});

test('a lower limit ends nothing; a higher one is given out at once', async () => {
  const { granted, leaves, enter, settle, settings, places } = world(2);
  for (const name of ['a', 'b', 'c', 'd', 'e']) void enter(name, name);
  await settle();
  settings.limit = 1;
  leaves.get('a')?.();
  await settle();
  expect([granted, places.taken]).toEqual([['a', 'b'], 1]);
  settings.limit = 3;
  places.look();
  await settle();
  expect(granted).toEqual(['a', 'b', 'c', 'd']);
});

test('who does not want to wait any more leaves the line', async () => {
  const { granted, leaves, enter, settle } = world(1);
  const gone = new AbortController();
  void enter('a', 'a');
  const waiting = enter('b', 'b', 'message', gone.signal);
  void enter('c', 'c');
  gone.abort(new Error('gone'));
  await expect(waiting).rejects.toThrow('gone');
  leaves.get('a')?.();
  await settle();
  expect(granted).toEqual(['a', 'c']);
  await expect(enter('d', 'd', 'message', gone.signal)).rejects.toThrow('gone');
});

test('never more than the limit, never two in a namespace, and everybody has a turn', async () => {
  const wishes = fc.array(
    fc.record({
      namespace: fc.constantFrom('a', 'b', 'c', 'd'),
      purpose: fc.constantFrom('message' as const, 'task' as const),
      limit: fc.integer({ min: 1, max: 4 }),
    }),
    { minLength: 1, maxLength: 40 },
  );
  await fc.assert(
    fc.asyncProperty(wishes, async (list) => {
      const { granted, leaves, enter, settle, settings, places } = world(1);
      let left = 0;
      for (const [index, { namespace, purpose, limit }] of list.entries()) {
        const before = places.taken;
        settings.limit = limit;
        void enter(`${index}:${namespace}`, namespace, purpose);
        await settle();
        expect(places.taken).toBeLessThanOrEqual(Math.max(before, limit));
      }
      while (left < list.length) {
        await settle();
        const next = granted[left];
        if (next === undefined) return expect.unreachable('somebody waits for ever');
        const inside = granted.slice(left).map((name) => name.split(':')[1]);
        expect(new Set(inside).size).toBe(inside.length);
        leaves.get(next)?.();
        left += 1;
      }
      expect(places.taken).toBe(0);
    }),
    { numRuns: 60 },
  );
});
