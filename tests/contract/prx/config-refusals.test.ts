/**
 * Owns what a change of the PRX tag `config` is refused for: all or nothing, and every fault is named by its key.
 * What is changed is tested in config.test.ts.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestDaemon } from '../../support/daemon.ts';
import { at, pluck } from '../read.ts';
import { type Clients, clientsOf } from '../served.ts';

let daemon: Awaited<ReturnType<typeof startTestDaemon>>;
let prx: Clients['prx'];
beforeAll(async () => {
  daemon = await startTestDaemon();
  prx = clientsOf(daemon.addresses).prx;
});
afterAll(() => daemon.stop());

const patch = async (body: Readonly<Record<string, unknown>>) =>
  await prx.call('updateConfig', { body });

const inForce = async (...path: string[]) => at((await prx.call('getConfig')).body, ...path);

/** Expects a refusal that names exactly these keys. */
async function expectRefusal(
  body: Readonly<Record<string, unknown>>,
  status: number,
  keys: readonly string[],
): Promise<void> {
  const before = await inForce();
  const answer = await patch(body);
  expect(answer.status).toBe(status);
  expect(pluck(at(answer.body, 'error', 'details'), 'issues', 'path')).toEqual(keys);
  for (const key of keys.slice(0, 1)) {
    expect(at(answer.body, 'error', 'message')).toContain(key);
  }
  expect(await inForce()).toEqual(before);
}

it.each([
  ['memory.enabled', false],
  ['memory.backend', 'sqlite'],
  ['memory.backend', null],
  ['store.url', 'file:/tmp/elsewhere.db'],
  ['store.secret_key', 'x'],
  ['auth.admin_token', 'a-token-of-my-own-that-is-long-enough-1'],
  ['logging.format', 'pretty'],
])('the read-only key %s = %s is refused', async (key, value) => {
  await expectRefusal({ [key]: value }, 400, [key]);
});

it.each([
  ['gateway.port', 4000],
  ['agent.id', 'other-agent'],
  ['gateway.port', null],
])('the key %s, which the environment pins, is a conflict', async (key, value) => {
  await expectRefusal({ [key]: value, 'memory.top_k': 3 }, 409, [key]);
});

it.each([
  ['an unknown key', 'agent.max_trns', 5],
  ['an unknown section', 'agnt.max_turns', 5],
  ['a key of a key', 'agent.max_turns.x', 5],
  ['a section', 'channels_config.telegram', 'x'],
  ['taking back an unknown key', 'agent.max_trns', null],
  ['text for a number', 'agent.max_turns', '5'],
  ['a fraction for a number', 'agent.max_turns', 1.5],
  ['a number out of range', 'agent.max_turns', 0],
  ['text for a list', 'channels_config.telegram.allowed_users', 'me'],
  ['a list for text', 'mcp.servers.files.url', ['info']],
  ['an unknown word', 'mcp.servers.files.transport', 'pigeon'],
  ['a placeholder', 'mcp.servers.files.command', '***REDACTED***'],
  ['a placeholder in a list', 'mcp.servers.files.args', ['-y', '***REDACTED***']],
  ['a property of every object', 'agent.constructor', 5],
  ['a prototype', 'agent.__proto__', 5],
  ['a prototype on the way', 'mcp.servers.__proto__.command', 'sh'],
  ['a prototype at the end', 'mcp.servers.files.env.__proto__', 'x'],
])('%s is refused, and the good key beside it too', async (_name, key, value) => {
  const answer = await patch({
    'mcp.servers.files.url': 'https://mcp.example.com',
    'mcp.servers.files.transport': 'http',
    'channels_config.telegram.bot_token': 'token',
    'memory.top_k': 7,
    [key]: value,
  });
  expect(answer.status).toBe(400);
  expect(pluck(at(answer.body, 'error', 'details'), 'issues', 'path')).toContain(key);
  expect(await inForce('memory', 'top_k')).toBe(10);
  expect(await inForce('channels_config')).toEqual({});
  expect(at({}, 'command')).toBeUndefined();
});

it.each(['__proto__.x', 'x', '.x', 'agent.', 'Agent.max_turns'])(
  'the name %s is no key at all',
  async (name) => {
    const body = `{"memory.top_k":7,"${name}":1}`;
    const answer = await prx.call('updateConfig', { body });
    expect(answer.status).toBe(400);
    expect(JSON.stringify(answer.body)).toContain(name);
    expect(await inForce('memory', 'top_k')).toBe(10);
  },
);

it('every fault of a request is named, each once', async () => {
  const body = { 'agent.max_turns': 'x', 'memory.enabled': false, 'a.b': 1, 'memory.top_k': 2 };
  const answer = await patch(body);
  const paths = pluck(at(answer.body, 'error', 'details'), 'issues', 'path');
  expect([...paths].sort()).toEqual(['a.b', 'agent.max_turns', 'memory.enabled']);
});

it('a rule between keys blames the key of the request', async () => {
  await expectRefusal({ 'agent.session_timeout_secs': 60 }, 400, ['agent.session_timeout_secs']);
  await expectRefusal({ 'mcp.servers.files.enabled': true }, 400, ['mcp.servers.files.transport']);
  await expectRefusal({ 'channels_config.slack.mention_only': true }, 400, [
    'channels_config.slack.bot_token',
  ]);
});
