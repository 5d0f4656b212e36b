/**
 * Owns what an agent does from its order to its end: turns, steps, follow-ups, closing, tasks, stopping.
 * Orders that cannot be used are in order.test.ts, its tools in ipc-tools.test.ts and workspace-tools.test.ts.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { agentMessage, MarkerReader } from '../../src/domain/runtime/index.ts';
import { startAnthropicServer } from '../support/model-servers/anthropic.ts';
import {
  followUp,
  freePort,
  leave,
  orderFor,
  provider,
  startAgent,
  turnOrder,
  workspace,
} from './ground.ts';

async function model() {
  const server = await startAnthropicServer();
  onTestFinished(() => server.stop());
  return server;
}

test('a turn is answered with its id, what it took and how long', async () => {
  const server = await model();
  server.script([{ text: 'Hello you', usage: { input: 12, output: 3 } }]);
  const agent = await startAgent(orderFor('Hi', { providers: [provider(server.url)] }));
  const [result] = await agent.untilResults(1);
  expect(result).toMatchObject({
    status: 'success',
    result: 'Hello you',
    turnId: expect.stringMatching(/^turn_/),
    usage: { provider: 'anthropic', model: 'claude-test', input: 12, output: 3, costMicros: 81 },
    durationMs: expect.any(Number),
  });
  expect(server.last.body).toMatchObject({ system: [{ text: 'You are Andy.' }] });
  expect(server.last.headers['x-api-key']).toBe('CREDENTIAL_PROXY_PLACEHOLDER');
});

test('each step is told before the next one begins, and the model sees what tools said', async () => {
  const server = await model();
  server.script([
    { text: 'I look', toolCalls: [{ name: 'run_command', input: { command: 'echo found' } }] },
    'It is found',
  ]);
  const agent = await startAgent(orderFor('Look', { providers: [provider(server.url)] }));
  await agent.untilResults(1);
  const [asked, ended, result] = agent.messages;
  expect(asked).toMatchObject({
    status: 'success',
    result: null,
    step: { kind: 'asked_for_tools', content: 'I look', calls: [{ name: 'run_command' }] },
  });
  expect(ended?.step).toMatchObject({ kind: 'tool_ended', failed: false });
  expect(ended?.step).toHaveProperty('content', expect.stringContaining('found'));
  expect(asked?.step).toHaveProperty('calls.0.id', Object(ended?.step).call.id);
  expect(result?.result).toBe('It is found');
  expect(JSON.stringify(server.last.body)).toContain('found\\n');
});

test('a turn goes on from the history of its order', async () => {
  const server = await model();
  const order = orderFor('And then?', { providers: [provider(server.url)] });
  const [asked] = order.turn.history;
  if (asked === undefined) throw new Error('no message');
  const earlier = [
    { ...asked, id: 'msg_a', seq: asked.seq - 2, content: 'First' },
    { ...asked, id: 'msg_b', seq: asked.seq - 1, role: 'ai' as const, content: 'Done' },
  ];
  await (
    await startAgent({ ...order, turn: { ...order.turn, history: [...earlier, asked] } })
  ).untilResults(1);
  const said = Object(server.last.body).messages.map((one: { content: [{ text: string }] }) =>
    one.content.map(({ text }) => text).join(),
  );
  expect(said).toEqual(['First', 'Done', 'And then?']);
});

test('follow-ups are answered while it waits, and their files are gone', async () => {
  const agent = await startAgent(orderFor('one'));
  await agent.untilResults(1);
  const [second, third] = [turnOrder('two'), turnOrder('three')];
  const path = join(agent.ipc, 'input');
  // The later name is there first.
  leave(agent.ipc, '2-b.json', followUp(third));
  leave(agent.ipc, '1-a.json', followUp(second));
  const results = await agent.untilResults(3);
  expect(
    results
      .map(({ result }) => result?.split(' ').at(-1))
      .slice(1)
      .sort(),
  ).toEqual(['three', 'two']);
  expect(readdirSync(path)).toEqual([]);
});

test('follow-ups that come during a turn wait for their turn, in the order of their names', async () => {
  const server = await model();
  let release = () => undefined as unknown;
  const held = new Promise((resolve) => {
    release = () => resolve(undefined);
  });
  server.script([{ text: 'first', pause: () => held }, 'second', 'third']);
  const agent = await startAgent(orderFor('one', { providers: [provider(server.url)] }));
  await server.untilRequests(1);
  const [second, third] = [turnOrder('two'), turnOrder('three')];
  leave(agent.ipc, '2-b.json', followUp(third));
  leave(agent.ipc, '1-a.json', followUp(second));
  release();
  const results = await agent.untilResults(3);
  expect(results.map(({ turnId }) => turnId).slice(1)).toEqual([second.id, third.id]);
});

test('closing lets the turn under way end, and leaves what is not begun', async () => {
  const server = await model();
  let release = () => undefined as unknown;
  const held = new Promise((resolve) => {
    release = () => resolve(undefined);
  });
  server.script([{ text: 'still answered', pause: () => held }]);
  const agent = await startAgent(orderFor('one', { providers: [provider(server.url)] }));
  await server.untilRequests(1);
  leave(agent.ipc, '1-a.json', followUp(turnOrder('two')));
  writeFileSync(join(agent.ipc, 'input', '_close'), '');
  while (existsSync(join(agent.ipc, 'input', '_close'))) await sleep(5);
  release();
  expect(await agent.ended).toBe(0);
  expect(agent.messages.map(({ result }) => result)).toEqual(['still answered']);
  expect(readdirSync(join(agent.ipc, 'input'))).toEqual(['1-a.json']);
});

test('closing ends an agent that waits', async () => {
  const agent = await startAgent(orderFor('one'));
  await agent.untilResults(1);
  writeFileSync(join(agent.ipc, 'input', '_close'), '');
  expect(await agent.ended).toBe(0);
});

test('a wish to end from before its start does not end it', async () => {
  const place = workspace();
  writeFileSync(join(place.ipc, 'input', '_close'), '');
  const agent = await startAgent(orderFor('one'), {}, place);
  await agent.untilResults(1);
  leave(agent.ipc, '1.json', followUp(turnOrder('two')));
  await agent.untilResults(2);
});

test('a scheduled task ends after its result', async () => {
  const agent = await startAgent(orderFor('tidy up', { isScheduledTask: true }));
  expect(await agent.ended).toBe(0);
  expect(agent.messages).toHaveLength(1);
});

test('a turn without an answer is told as an error, and the next one is answered', async () => {
  const server = await model();
  server.script([{ status: 400, message: 'such a request' }, 'better']);
  const order = orderFor('one', { providers: [provider(server.url)] });
  const agent = await startAgent(order);
  const [failed] = await agent.untilResults(1);
  expect(failed).toMatchObject({ status: 'error', result: null, turnId: order.turn.id });
  expect(failed?.error).toContain('anthropic answered 400');
  leave(agent.ipc, '1.json', followUp(turnOrder('two')));
  const [, second] = await agent.untilResults(2);
  expect(second?.result).toBe('better');
});

test('the next provider answers where the first one cannot', async () => {
  const server = await model();
  server.respond = () => ({ status: 400, message: 'never' });
  const providers = [provider(server.url), provider()];
  const agent = await startAgent(orderFor('Hi', { providers }));
  const [result] = await agent.untilResults(1);
  expect(result?.result).toContain('echo: Hi');
  expect(agent.stderr()).toContain('anthropic gave no answer');
});

test('SIGTERM ends it at once with 0, and with it what its commands have begun', async () => {
  const server = await model();
  const command = 'sleep 1000 & echo $! > sleeper; wait';
  server.script([{ toolCalls: [{ name: 'run_command', input: { command } }] }]);
  const agent = await startAgent(orderFor('sleep', { providers: [provider(server.url)] }));
  const pidFile = join(agent.group, 'sleeper');
  const pid = () => (existsSync(pidFile) ? Number(readFileSync(pidFile, 'utf8')) : 0);
  while (pid() === 0) await sleep(5);
  agent.child.kill('SIGTERM');
  expect(await agent.ended).toBe(0);
  while (isAlive(pid())) await sleep(5);
  expect(agent.messages.filter(({ step }) => step === undefined)).toEqual([]);
});

test('SIGTERM cancels the call to the model', async () => {
  const server = await model();
  server.script([{ text: ['a', 'b'], hangAfter: 1 }]);
  const agent = await startAgent(orderFor('Hi', { providers: [provider(server.url)] }));
  await server.untilRequests(1);
  agent.child.kill('SIGTERM');
  expect(await agent.ended).toBe(0);
  await server.untilAborted(1);
});

test('what it says is read however it is cut, and no text of the model ends a message', async () => {
  const server = await model();
  const text = 'a\n---NANOCLAW_OUTPUT_END---\n---NANOCLAW_OUTPUT_START---\n{"ä":"🙂"}';
  server.script([{ text: [text] }]);
  const agent = await startAgent(
    orderFor('Hi', { providers: [provider(server.url)], isScheduledTask: true }),
  );
  const bytes: Buffer[] = [];
  agent.child.stdout?.on('data', (chunk: Buffer) => bytes.push(chunk));
  await agent.ended;
  expect(agent.messages.map(({ result }) => result)).toEqual([text]);
  const reader = new MarkerReader();
  const read = [...Buffer.concat(bytes)].flatMap((byte) => reader.read(Uint8Array.of(byte)));
  expect(read.map((one) => agentMessage.parse(JSON.parse(one)).result)).toEqual([text]);
});

test('the loopback leads to the socket of the proxy, for the agent and for everybody else', async () => {
  const server = await model();
  server.script(['through the socket']);
  const place = workspace();
  const socket = join(place.root, 'proxy.sock');
  let passed = 0;
  const proxy = createServer((client) => {
    passed += 1;
    const upstream = connect(Number(new URL(server.url).port), '127.0.0.1');
    client.on('error', () => upstream.destroy()).pipe(upstream);
    upstream.on('error', () => client.destroy()).pipe(client);
  }).listen(socket);
  onTestFinished(() => void proxy.close());
  const port = await freePort();
  const agent = await startAgent(
    orderFor('Hi', { providers: [provider(`http://127.0.0.1:${port}`)] }),
    { GATEHOUSE_PROXY_PORT: String(port), GATEHOUSE_PROXY_SOCKET: socket },
    place,
  );
  const [result] = await agent.untilResults(1);
  expect(result?.result).toBe('through the socket');
  expect(passed).toBe(1);
  const response = await fetch(`http://127.0.0.1:${port}/other`, { method: 'POST', body: '{}' });
  expect(response.status).toBe(404);
});

test('a proxy that is not there is an error of the turn and no end', async () => {
  const port = await freePort();
  const agent = await startAgent(
    orderFor('Hi', { providers: [provider(`http://127.0.0.1:${port}`), provider()] }),
    { GATEHOUSE_PROXY_PORT: String(port) },
  );
  const [result] = await agent.untilResults(1);
  expect(result?.result).toContain('echo: Hi');
  expect(agent.child.exitCode).toBeNull();
});

test('tools that do not exist, and calls that do not fit, are told to the model', async () => {
  const server = await model();
  server.script([
    {
      toolCalls: [
        { name: 'register_group', input: { jid: 'a', name: 'b', folder: 'c' } },
        { name: 'read_file', input: { offset: 1 } },
        { name: 'write_file', input: { path: '../../etc/x', content: '' } },
      ],
    },
    'I see',
  ]);
  const agent = await startAgent(orderFor('Hi', { providers: [provider(server.url)] }));
  await agent.untilResults(1);
  const outcomes = agent.messages.flatMap(({ step }) =>
    step?.kind === 'tool_ended' ? [`${step.call.name} ${step.failed} ${step.content}`] : [],
  );
  expect(outcomes.sort()).toEqual([
    expect.stringMatching(/^read_file true The input does not fit/),
    expect.stringMatching(/^register_group true There is no tool/),
    expect.stringMatching(/^write_file true .*outside of the workspace/),
  ]);
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A process that nobody has waited for yet is gone all the same.
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}
