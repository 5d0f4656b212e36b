/** Probe. */
import { expect, test } from 'vitest';
import { openQueue, never, SYSTEM, usage } from './queue-ground.ts';
test('huge usage', async () => {
  const big = { ...usage, input: Number.MAX_SAFE_INTEGER, output: Number.MAX_SAFE_INTEGER, costMicros: Number.MAX_SAFE_INTEGER };
  const world = await openQueue(async (inside) => {
    const turnId = inside.input.turn.id;
    const calls = [{ id: 'x', name: 'run_command', input: { command: 'ls' } }];
    inside.say({ status: 'success', result: null, turnId, step: { kind: 'asked_for_tools' as const, content: '', calls, usage: big, durationMs: 1e300 } });
    inside.say({ status: 'success', result: null, turnId, step: { kind: 'tool_ended' as const, call: { id: 'x', name: 'run_command' }, content: 'a', failed: false, durationMs: 1 } });
    inside.say({ status: 'success', result: 'done', turnId, usage: big, durationMs: 1e300 });
    return 0;
  });
  const session = await world.chat('tg:1', { name: 'dev' });
  const turn = await world.turns.send(session, 'look', SYSTEM, never).catch((e) => e);
  console.log('TURN', turn);
  console.log('GET', await world.sessions.get(session).catch((e) => e));
  console.log('HIST', await world.turns.history(session, 10, 0).catch((e) => e));
});
