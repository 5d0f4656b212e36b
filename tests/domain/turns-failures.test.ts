/**
 * Owns how turns end that have no answer: by a provider, their time, their caller or their session, and that what was done is kept all the
 * same. Turns that the daemon leaves when it stops are in turns-resumed.test.ts.
 */
import { expect, test, vi } from 'vitest';
import { endless, eventsOf, quietCaller, reasonOf } from './ground.ts';
import { PATIENCE, said, scripted, statesOf } from './turns-ground.ts';

test('without a provider that answers, the turn fails with the reason, and the next one goes on', async () => {
  const { ground, id } = await scripted(['down', 'back']);
  const failing = ground.turns.send(id, 'a', quietCaller, endless);
  await expect(failing).rejects.toMatchObject({
    reason: 'provider_unavailable',
    details: { reason: 'test: nobody is there' },
    retryAfter: 7,
  });
  expect(await statesOf(ground)).toEqual([
    ['failed', 'No model provider gave an answer: test: nobody is there'],
  ]);
  expect(await eventsOf(ground.store, id)).toContain('error.occurred');
  expect((await ground.turns.send(id, 'b', quietCaller, endless)).content).toBe('back');
});

test('a turn that takes too long fails', async () => {
  const { ground, id } = await scripted(['hang']);
  ground.settings.turnTimeoutSecs = 0.05;
  expect(await reasonOf(ground.turns.send(id, 'a', quietCaller, endless))).toBe('turn_timed_out');
  expect(await statesOf(ground)).toEqual([['failed', 'There was no answer within 0.05 s']]);
});

test('a model that asks for more tools than anybody could want fails the turn', async () => {
  const many = Array.from({ length: 101 }, () => ['add'] as const);
  const { ground, tools, id } = await scripted([{ tools: many }]);
  expect(await reasonOf(ground.turns.send(id, 'go', quietCaller, endless))).toBe(
    'provider_unavailable',
  );
  expect(tools.called).toEqual([]);
  expect(await said(ground, id)).toEqual(['human: go']);
});

test('a caller that goes away while a tool runs cancels the turn; what the tool did is kept', async () => {
  const { ground, tools, id } = await scripted([{ tools: [['slow'], ['add']] }, 'never']);
  const gone = new AbortController();
  const turn = ground.turns.send(id, 'go', quietCaller, gone.signal);
  await vi.waitUntil(() => tools.called.length === 2, PATIENCE);
  gone.abort(new Error('gone'));
  await expect(turn).rejects.toThrow('gone');
  expect((await said(ground, id)).sort()).toEqual([
    'ai: ',
    'human: go',
    'tool: aborted',
    'tool: {}',
  ]);
  expect(await statesOf(ground)).toEqual([['cancelled', 'Nobody waited for the answer any more']]);
});

test('a caller that goes away in line leaves it, and nothing of its message is stored', async () => {
  const { ground, tools, id } = await scripted([{ tools: [['slow']] }, 'done']);
  const first = ground.turns.send(id, 'a', quietCaller, endless);
  await vi.waitUntil(() => tools.called.length === 1, PATIENCE);
  const gone = new AbortController();
  const second = ground.turns.send(id, 'b', quietCaller, gone.signal);
  const third = ground.turns.send(id, 'c', quietCaller, endless);
  gone.abort(new Error('gone'));
  await expect(second).rejects.toThrow('gone');
  tools.finish();
  await first;
  await third;
  expect((await said(ground, id)).filter((one) => one.startsWith('human'))).toEqual([
    'human: a',
    'human: c',
  ]);
});

test('a session that is terminated while a tool runs ends the turn at once', async () => {
  const { ground, tools, id } = await scripted([{ tools: [['slow']] }, 'never']);
  const turn = reasonOf(ground.turns.send(id, 'go', quietCaller, endless));
  await vi.waitUntil(() => tools.called.length === 1, PATIENCE);
  await ground.sessions.terminate(id, quietCaller);
  expect(await turn).toBe('session_terminated');
  expect(await statesOf(ground)).toEqual([['cancelled', null]]);
});
