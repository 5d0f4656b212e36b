/**
 * Owns random histories of two agents on one store, compared after every step with a model that keeps them in plain arrays: whose
 * threads are whose, and what a deletion counts. Single cases are in threads.test.ts and threads-rows.test.ts.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { insertMemory } from '../../src/db/memory.ts';
import { countMessages } from '../../src/db/messages.ts';
import { checkpointBlobs, checkpoints, persistentMemory } from '../../src/db/schema/index.ts';
import { endless, freshGround, type Ground, makeSession, quietCaller, reasonOf } from './ground.ts';

const RUNS = process.env.GATEHOUSE_SOAK === '1' ? 1_000 : 30;
const LARGE = 20_000;

type Agent = 'a' | 'b' | 'gone';

/** One session as the model remembers it. */
interface Remembered {
  readonly id: string;
  owner: Agent;
  messages: number;
  blobs: Set<string>;
  memory: number;
}

type Step =
  | { do: 'create'; agent: Agent }
  | { do: 'delete all'; agent: Agent }
  | { do: 'say'; agent: Agent; which: number; text: string }
  | { do: 'remember'; which: number }
  | { do: 'delete'; agent: Agent; which: number }
  | { do: 'migrate'; from: Agent; to: Agent };

const agent = fc.constantFrom<Agent>('a', 'b');
const which = fc.nat(12);
const text = fc.constantFrom('short', 'x'.repeat(LARGE), 'y'.repeat(LARGE));
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('create' as const), agent }),
  { weight: 3, arbitrary: fc.record({ do: fc.constant('say' as const), agent, which, text }) },
  fc.record({ do: fc.constant('remember' as const), which }),
  fc.record({ do: fc.constant('delete' as const), agent, which }),
  fc.record({ do: fc.constant('delete all' as const), agent }),
  fc.record({ do: fc.constant('migrate' as const), from: agent, to: agent }),
);

const countsOf = (gone: readonly Remembered[]) => ({
  checkpoints: gone.reduce((sum, one) => sum + one.messages, 0),
  checkpointBlobs: gone.reduce((sum, one) => sum + one.blobs.size, 0),
  persistentMemory: gone.reduce((sum, one) => sum + one.memory, 0),
});

function forget(one: Remembered): void {
  one.messages = 0;
  one.blobs = new Set();
  one.memory = 0;
}

async function take(ground: Ground, model: Remembered[], action: Step): Promise<void> {
  const { threads, settings, store, clock } = ground;
  clock.advance(1);
  if ('agent' in action) settings.agentId = action.agent;
  if (action.do === 'create') {
    const id = await makeSession(ground);
    model.push({ id, owner: action.agent, messages: 0, blobs: new Set(), memory: 0 });
  } else if (action.do === 'delete all') {
    const own = model.filter((one) => one.owner === action.agent);
    const { deleted } = await threads.deleteAll(quietCaller);
    expect(deleted).toEqual(countsOf(own));
    own.forEach(forget);
  } else if (action.do === 'migrate') {
    const { from, to } = action;
    const moved = threads.migrate(from, to, quietCaller);
    if (from === to) return expect(await reasonOf(moved)).toBe('validation_failed');
    const own = model.filter((one) => one.owner === from);
    expect(await moved).toBe(own.filter((one) => one.messages > 0).length);
    for (const one of own) one.owner = to;
  } else {
    const one = model[action.which % Math.max(1, model.length)];
    if (one === undefined) return;
    if (action.do === 'say') {
      // Whoever runs: a message reaches the session, and the owner stays.
      await ground.turns.send(one.id, action.text, quietCaller, endless);
      one.messages += 2;
      if (action.text.length === LARGE) one.blobs.add(action.text).add(`re: ${action.text}`);
    } else if (action.do === 'remember') {
      if (one.messages === 0) return;
      const entry = { sessionId: one.id, kind: 'fact' as const, content: 'F', createdAt: 1 };
      const id = `mem_${model.indexOf(one)}_${clock.now()}`;
      await store.write((tx) => insertMemory(tx, [{ ...entry, id, throughSeq: 1 }]));
      one.memory += 1;
    } else {
      const deletion = threads.delete(one.id, quietCaller);
      if (one.owner !== action.agent)
        expect(await reasonOf(deletion)).toBe('thread_owned_by_other');
      else if (one.messages === 0) expect(await reasonOf(deletion)).toBe('thread_not_found');
      else {
        expect(await deletion).toEqual(countsOf([one]));
        forget(one);
      }
    }
  }
}

/** Each agent's list, and every count. */
async function compare(ground: Ground, model: readonly Remembered[]): Promise<void> {
  const { store, settings, threads } = ground;
  for (const owner of ['a', 'b'] as const) {
    settings.agentId = owner;
    const own = model.filter((one) => one.owner === owner && one.messages > 0);
    expect((await threads.list({})).ids).toEqual(own.map(({ id }) => id).reverse());
  }
  expect(await countMessages(store.read)).toBe(countsOf(model).checkpoints);
  expect({
    checkpoints: await store.read.$count(checkpoints),
    checkpointBlobs: await store.read.$count(checkpointBlobs),
    persistentMemory: await store.read.$count(persistentMemory),
  }).toEqual(countsOf(model));
  for (const { id, owner, messages } of model) {
    expect(await ground.sessions.get(id)).toMatchObject({ agentId: owner, messageCount: messages });
  }
}

test('any history of two agents leaves each its own, and every deletion its exact counts', async () => {
  const ground = await freshGround();
  const steps = fc.array(step, { maxLength: 30, size: 'max' });
  await fc.assert(
    fc.asyncProperty(steps, async (history) => {
      const model: Remembered[] = [];
      for (const action of history) {
        await take(ground, model, action);
        await compare(ground, model);
      }
      // The next history begins with no threads; sessions without messages are no concern of it.
      for (const one of ['a', 'b'] as const) {
        await take(ground, model, { do: 'delete all', agent: one });
        await take(ground, [], { do: 'migrate', from: one, to: 'gone' });
      }
    }),
    { numRuns: RUNS },
  );
}, 600_000);
