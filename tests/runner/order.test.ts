/**
 * Owns what the agent makes of orders that cannot be used, and of fields that it does not know. What good orders lead to is tested in
 * agent.test.ts.
 */
import { expect, test } from 'vitest';
import { followUp, leave, orderFor, startAgent, turnOrder } from './ground.ts';

test.each([
  ['nothing', '', 'no JSON'],
  ['half of it', '{"prompt":"secret-words', 'no JSON'],
  ['something else', '[]', 'expected object'],
  ['no turn', JSON.stringify({ ...orderFor('secret-words'), turn: undefined }), 'at turn'],
  ['no provider', JSON.stringify(orderFor('secret-words', { providers: [] })), 'at providers'],
])('an order that is %s ends it with 2, and is not repeated', async (_, input, reason) => {
  const agent = await startAgent(input);
  expect(await agent.ended).toBe(2);
  expect(agent.stderr()).toContain(reason);
  expect(agent.stderr().trim().split('\n')).toHaveLength(1);
  expect(agent.stderr()).not.toContain('secret-words');
});

test('an order without an end is not read for ever', async () => {
  const agent = await startAgent(`"${'x'.repeat(65 * 1024 * 1024)}"`);
  expect(await agent.ended).toBe(2);
  expect(agent.stderr()).toContain('larger than');
});

test('fields that it does not know are left aside', async () => {
  const order = orderFor('Hi');
  const turn = { ...order.turn, colour: 'red' };
  const agent = await startAgent({ ...order, turn, script: 'x', more: { a: 1 } });
  const [result] = await agent.untilResults(1);
  expect(result?.status).toBe('success');
  const next = { ...followUp(turnOrder('two')), sender: 'me' };
  leave(agent.ipc, '1.json', next);
  await agent.untilResults(2);
});
