/**
 * Owns random histories of sessions, compared after every step with a model that keeps them in plain arrays.
 * What each state means is tested one by one in sessions.test.ts.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countMessages } from '../../src/db/messages.ts';
import type { SessionStatus } from '../../src/db/sessions.ts';
import { tempDir } from '../support/temp.ts';
import { endless, type Ground, makeSession, openGround, quietCaller, reasonOf } from './ground.ts';

const STATUSES = ['active', 'idle', 'terminated'] as const;
const CHANNELS = ['api', 'telegram', 'cli'];
const RUNS = process.env.GATEHOUSE_SOAK === '1' ? 2_000 : 40;

/** One session as the model remembers it. */
interface Remembered {
  readonly id: string;
  readonly channel: string;
  readonly createdAt: number;
  status: SessionStatus;
  lastActivity: number;
  terminatedAt: number;
  contents: string[];
}

type Step =
  | { do: 'create'; channel: string }
  | { do: 'message' | 'terminate' | 'forget'; which: number }
  | { do: 'wait'; seconds: number }
  | { do: 'sweep' };

const which = fc.nat(20);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('create' as const), channel: fc.constantFrom(...CHANNELS) }),
  fc.record({ do: fc.constantFrom('message', 'terminate', 'forget'), which }),
  // Times on and around the borders: idle after 900 s, over after 3600 s, gone after a day.
  fc.record({
    do: fc.constant('wait' as const),
    seconds: fc.constantFrom(1, 450, 899, 900, 2699, 2700, 3599, 3600, 86_400),
  }),
  fc.record({ do: fc.constant('sweep' as const) }),
);

/** What the rules say, without a database. */
class Model {
  sessions: Remembered[] = [];

  sweep(now: number): void {
    for (const one of this.sessions) {
      const quiet = now - one.lastActivity;
      if (one.status === 'terminated') continue;
      if (quiet >= 3_600_000) {
        one.status = 'terminated';
        one.terminatedAt = now;
      } else if (quiet >= 900_000) one.status = 'idle';
    }
    this.sessions = this.sessions.filter(
      (one) => one.status !== 'terminated' || now - one.terminatedAt <= 86_400_000,
    );
  }

  /** Ids of a status, newest first with the id as tiebreak. */
  list(status: SessionStatus, channel?: string): string[] {
    return this.sessions
      .filter((one) => one.status === status && (channel === undefined || one.channel === channel))
      .sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1))
      .map(({ id }) => id);
  }
}

async function take(ground: Ground, model: Model, action: Step): Promise<void> {
  const { sessions, threads, turns, clock } = ground;
  if (action.do === 'create') {
    const now = clock.now();
    model.sessions.push({
      id: await makeSession(ground, action.channel),
      channel: action.channel,
      createdAt: now,
      status: 'active',
      lastActivity: now,
      terminatedAt: 0,
      contents: [],
    });
  } else if (action.do === 'wait') {
    clock.advance(action.seconds * 1000);
  } else if (action.do === 'sweep') {
    await sessions.sweep();
    model.sweep(clock.now());
  } else {
    const one = model.sessions[action.which % Math.max(1, model.sessions.length)];
    if (one === undefined) return;
    if (action.do === 'forget') {
      const deletion = threads.delete(one.id, quietCaller);
      if (one.contents.length === 0) expect(await reasonOf(deletion)).toBe('thread_not_found');
      else expect((await deletion).checkpoints).toBe(one.contents.length);
      one.contents = [];
    } else if (one.status === 'terminated') {
      const refused =
        action.do === 'message'
          ? turns.send(one.id, 'too late', quietCaller, endless)
          : sessions.terminate(one.id, quietCaller);
      expect(await reasonOf(refused)).toBe('session_terminated');
    } else if (action.do === 'terminate') {
      await sessions.terminate(one.id, quietCaller);
      one.status = 'terminated';
      one.terminatedAt = clock.now();
    } else {
      const content = `message ${one.contents.length}`;
      await turns.send(one.id, content, quietCaller, endless);
      one.contents.push(content, `re: ${content}`);
      one.status = 'active';
      one.lastActivity = clock.now();
    }
  }
}

/** Every list, count and total, whole and in pages. */
async function compare({ sessions, store }: Ground, model: Model): Promise<void> {
  for (const status of STATUSES) {
    expect(await sessions.count(status)).toBe(model.list(status).length);
    for (const channel of [undefined, ...CHANNELS]) {
      const expected = model.list(status, channel);
      const all = await sessions.list({ status, channel, limit: 500, offset: 0 });
      expect(all.sessions.map(({ id }) => id)).toEqual(expected);
      expect(all.total).toBe(expected.length);
      const page = await sessions.list({ status, channel, limit: 2, offset: 1 });
      expect(page.sessions.map(({ id }) => id)).toEqual(expected.slice(1, 3));
      expect(page.total).toBe(expected.length);
    }
  }
  const said = model.sessions.reduce((sum, one) => sum + one.contents.length, 0);
  expect(await countMessages(store.read)).toBe(said);
}

test('any history leaves what the rules say, in every list, page and count', async () => {
  const folder = tempDir();
  let run = 0;
  const steps = fc.array(step, { maxLength: 40, size: 'max' });
  await fc.assert(
    fc.asyncProperty(steps, async (history) => {
      run += 1;
      const ground = await openGround(`${folder}/${run}.db`);
      try {
        ground.settings.retentionDays = 1;
        const model = new Model();
        for (const action of history) {
          await take(ground, model, action);
          await compare(ground, model);
        }
        for (const one of model.sessions) {
          const { messages, total } = await ground.turns.history(one.id, 500, 0);
          expect(messages.map(({ content }) => content)).toEqual(one.contents);
          expect(total).toBe(one.contents.length);
          const stored = await ground.sessions.get(one.id);
          expect(stored).toMatchObject({ status: one.status, lastActivity: one.lastActivity });
        }
      } finally {
        await ground.store.close();
      }
    }),
    { numRuns: RUNS },
  );
}, 600_000);
