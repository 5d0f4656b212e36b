/**
 * Owns what the endpoint of the A2A protocol says to calls that are wrong: the protocol's own errors with status 200, whatever was sent.
 * Good calls are in a2a.test.ts.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestDaemon } from '../../support/daemon.ts';
import { at, textAt } from '../read.ts';
import { type Clients, clientsOf } from '../served.ts';
import { message, rpc, text } from './a2a-calls.ts';

const V1 = { 'a2a-version': '1.0' };

let daemon: Awaited<ReturnType<typeof startTestDaemon>>;
let clients: Clients;
beforeAll(async () => {
  daemon = await startTestDaemon();
  clients = clientsOf(daemon.addresses);
});
afterAll(() => daemon.stop());

/** What the endpoint says to a call; the contract client has looked at its shape. */
async function tell(body: unknown, headers: Record<string, string> = {}) {
  const answer = await clients.agent.call('callA2a', { body, headers });
  expect(answer.status).toBe(200);
  return answer.body;
}

describe('a call', () => {
  const legacy: [string, unknown, number][] = [
    ['an array', [rpc('tasks/get', { id: 'x' })], -32600],
    ['a text', '"hello"', -32600],
    ['null', null, -32600],
    ['an object without anything', {}, -32600],
    ['another version of JSON-RPC', rpc('tasks/get', { id: 'x' }, { jsonrpc: '1.0' }), -32600],
    ['an id that is an object', rpc('tasks/get', { id: 'x' }, { id: {} }), -32600],
    ['an id that is a fraction', rpc('tasks/get', { id: 'x' }, { id: 1.5 }), -32600],
    ['a method that is a number', rpc(7, {}), -32600],
    ['an unknown method', rpc('tasks/burn', {}), -32601],
    ['a method of Object', rpc('toString', {}), -32601],
    ['a method of version 1.0', rpc('GetTask', { id: 'x' }), -32601],
    ['no params', rpc('message/send', undefined), -32602],
    ['params that are a list', rpc('message/send', [1]), -32602],
    ['no message', rpc('message/send', {}), -32602],
    ['a message without parts', rpc('message/send', message([])), -32602],
    ['parts that are no list', rpc('message/send', message('Hi')), -32602],
    ['a text that is an object', rpc('message/send', message(text({ a: 1 }))), -32602],
    ['a blank text', rpc('message/send', message(text(' \n'))), -32602],
    ['a huge text', rpc('message/send', message(text('x'.repeat(262_145)))), -32602],
    ['no message id', rpc('message/send', message(text('Hi'), { messageId: undefined })), -32602],
    ['the role of the agent', rpc('message/send', message(text('Hi'), { role: 'agent' })), -32602],
    [
      'a foreign context',
      rpc('message/send', message(text('Hi'), { contextId: 'sess_nobody' })),
      -32602,
    ],
    [
      'a foreign context that is to be streamed',
      rpc('message/stream', message(text('Hi'), { contextId: 'sess_nobody' })),
      -32602,
    ],
    ['a part that is data', rpc('message/send', message([{ kind: 'data', data: {} }])), -32005],
    [
      'a part that is a file',
      rpc('message/send', message([{ kind: 'file', file: { uri: 'http://127.0.0.1/x' } }])),
      -32005,
    ],
    [
      'a foreign task to go on with',
      rpc('message/send', message(text('Hi'), { taskId: 'task_nobody' })),
      -32001,
    ],
    ['a foreign task to get', rpc('tasks/get', { id: 'task_nobody' }), -32001],
    ['a foreign task to cancel', rpc('tasks/cancel', { id: 'task_nobody' }), -32001],
    ['a foreign task to follow', rpc('tasks/resubscribe', { id: 'task_nobody' }), -32001],
    ['a task without id', rpc('tasks/get', {}), -32602],
    ['a negative length', rpc('tasks/get', { id: 'x', historyLength: -1 }), -32602],
    [
      'a place to push to',
      rpc('message/send', {
        ...message(text('Hi')),
        configuration: { pushNotificationConfig: { url: 'http://127.0.0.1:1/' } },
      }),
      -32003,
    ],
    [
      'a place to push to, later',
      rpc('tasks/pushNotificationConfig/set', {
        taskId: 'x',
        pushNotificationConfig: { url: 'http://127.0.0.1:1/' },
      }),
      -32003,
    ],
  ];
  it.each(legacy)('with %s is refused in the words of version 0.3', async (_what, body, code) => {
    const answer = await tell(body);
    expect(at(answer, 'error', 'code')).toBe(code);
    expect(textAt(answer, 'error', 'message')).not.toMatch(/undefined|TypeError|at .*\.js/);
    const sent = at(body, 'id');
    expect(at(answer, 'id')).toBe(Number.isInteger(sent) ? sent : null);
  });

  const v1Message = (parts: unknown, more: object = {}) => ({
    message: { messageId: 'msg-1', role: 'ROLE_USER', parts, ...more },
  });
  const current: [string, unknown, number][] = [
    ['an unknown method', rpc('BurnTask', {}), -32601],
    ['a method of version 0.3', rpc('tasks/get', { id: 'x' }), -32601],
    ['no message', rpc('SendMessage', {}), -32602],
    ['a blank text', rpc('SendMessage', v1Message([{ text: ' ' }])), -32602],
    ['a part without anything', rpc('SendMessage', v1Message([{}])), -32005],
    ['a part that is a file', rpc('SendMessage', v1Message([{ url: 'http://x/' }])), -32005],
    ['a foreign task', rpc('GetTask', { id: 'task_nobody' }), -32001],
    ['a foreign task to cancel', rpc('CancelTask', { id: 'task_nobody' }), -32001],
    ['a foreign task to follow', rpc('SubscribeToTask', { id: 'task_nobody' }), -32001],
    [
      'a foreign context',
      rpc('SendStreamingMessage', v1Message([{ text: 'Hi' }], { contextId: 'sess_nobody' })),
      -32602,
    ],
    ['a list to be made', rpc('ListTasks', {}), -32004],
    ['another card', rpc('GetExtendedAgentCard', {}), -32004],
    [
      'a place to push to',
      rpc('CreateTaskPushNotificationConfig', { taskId: 'x', url: 'http://127.0.0.1:1/' }),
      -32003,
    ],
  ];
  it.each(current)('with %s is refused in the words of version 1.0', async (_what, body, code) => {
    expect(at(await tell(body, V1), 'error', 'code')).toBe(code);
  });

  it('of another version is told which ones there are', async () => {
    const answer = await tell(rpc('GetTask', { id: 'x' }), { 'a2a-version': '9.9' });
    expect(at(answer, 'error')).toMatchObject({
      code: -32009,
      message: expect.stringContaining('1.0'),
    });
  });

  it('to a task that is over is refused', async () => {
    const done = await tell(
      rpc('message/send', { ...message(text('Hi')), configuration: { blocking: true } }),
    );
    const id = textAt(done, 'result', 'id');
    const codes = await Promise.all(
      [
        rpc('message/send', message(text('More'), { taskId: id })),
        rpc('tasks/cancel', { id }),
        rpc('tasks/resubscribe', { id }),
      ].map(async (body) => at(await tell(body), 'error', 'code')),
    );
    expect(codes).toEqual([-32004, -32002, -32004]);
  });

  it('that is no JSON at all is refused by the API', async () => {
    expect(await clients.agent.call('callA2a', { body: '{"jsonrpc":' })).toMatchObject({
      status: 400,
      body: { success: false, error: { code: 'INVALID_BODY' } },
    });
  });
});
