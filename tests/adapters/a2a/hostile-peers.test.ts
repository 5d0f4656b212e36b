/**
 * Owns what a peer that is broken or hostile can do: be refused with a reason in words, and nothing else. It speaks over real
 * sockets what no good peer would. Peers that work are in peers.test.ts.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, it, onTestFinished, vi } from 'vitest';
import { peerAdapter } from '../../../src/adapters/a2a/index.ts';
import type { PeerConnection } from '../../../src/domain/peers/index.ts';

const FAST = { checkMs: 30, lookMs: 500, pollMs: 10 };
const endless = new AbortController().signal;

type Handle = (request: IncomingMessage, response: ServerResponse, url: string) => void;

/** A server for the running test. @returns its address, and the requests it has had */
async function serve(handle: Handle) {
  const requests: { path: string; token: string | undefined }[] = [];
  const server = createServer((request, response) => {
    requests.push({ path: request.url ?? '', token: request.headers.authorization });
    handle(request, response, url);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  onTestFinished(close);
  return { url, requests, close };
}

const connect = async (url: string): Promise<PeerConnection> => {
  const settings = { enabled: true, url, token: 'peer-token' };
  const connection = await peerAdapter(FAST)('peer', settings).connect(endless);
  onTestFinished(() => connection.close());
  return connection;
};

const cardOf = (url: string, more: object = {}) => ({
  name: 'peer',
  description: 'A peer',
  version: '1',
  supportedInterfaces: [{ url: `${url}/rpc`, protocolBinding: 'JSONRPC', protocolVersion: '1.0' }],
  capabilities: { streaming: false },
  defaultInputModes: ['text/plain'],
  defaultOutputModes: ['text/plain'],
  skills: [],
  ...more,
});

const json = (response: ServerResponse, body: unknown) => {
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(body));
};

it.each<[string, Handle, RegExp]>([
  ['an error', (_request, response) => response.writeHead(500).end('no'), /500/],
  ['no JSON', (_request, response) => response.end('<html>'), /JSON/],
  ['a list', (_request, response) => json(response, []), /no object/],
  ['an empty card', (_request, response) => json(response, {}), /no JSON-RPC interface/],
  [
    'interfaces that are none',
    (_request, response) => json(response, { supportedInterfaces: [null, 7, { url: {} }] }),
    /./,
  ],
  [
    'a way to somebody else',
    (_request, response) => json(response, cardOf('http://169.254.169.254')),
    /leads to http:\/\/169\.254\.169\.254: configure that address/,
  ],
  [
    'a redirect',
    (_request, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
    /redirect/,
  ],
  [
    'an endless card',
    (_request, response) => {
      response.write('{"name":"');
      const pour = () => {
        if (!response.destroyed && response.write('x'.repeat(65_536))) setImmediate(pour);
      };
      response.on('drain', pour);
      pour();
    },
    /over 262144 bytes/,
  ],
  ['silence', () => undefined, /in time/],
])('a peer that answers with %s is refused', async (_what, handle, reason) => {
  const { url } = await serve(handle);
  await expect(connect(url)).rejects.toThrow(reason);
});

it('a peer is asked for its card below its address, with the token', async () => {
  const { url, requests } = await serve((_request, response, own) => json(response, cardOf(own)));
  await connect(`${url}/agents/one`);
  expect(requests[0]).toEqual({
    path: '/agents/one/.well-known/agent-card.json',
    token: 'Bearer peer-token',
  });
});

it('a peer whose card is of version 0.3 is spoken to in that version', async () => {
  const methods: unknown[] = [];
  const { url } = await serve(async (request, response, own) => {
    if (request.method === 'GET')
      return json(response, {
        ...cardOf(own, { supportedInterfaces: undefined }),
        protocolVersion: '0.3.0',
        url: `${own}/rpc`,
        preferredTransport: 'JSONRPC',
      });
    const { id, method } = JSON.parse(await text(request));
    methods.push(method);
    const said = {
      kind: 'message',
      messageId: 'm',
      role: 'agent',
      parts: [{ kind: 'text', text: 'Old' }],
    };
    json(response, { jsonrpc: '2.0', id, result: said });
  });
  const peer = await connect(url);
  expect(await peer.ask('Hi', 'msg', endless)).toEqual({ content: 'Old', failed: false });
  expect(methods).toEqual(['message/send']);
});

/** Answers calls of version 1.0 with what `result` makes of a method; the first answers are the task at work. */
function taskServer(result: (method: string, count: number) => unknown) {
  const count = new Map<string, number>();
  const server = serve(async (request, response, own) => {
    if (request.method === 'GET') return json(response, cardOf(own));
    const { id, method } = JSON.parse(await text(request));
    count.set(method, (count.get(method) ?? 0) + 1);
    json(response, { jsonrpc: '2.0', id, result: result(method, count.get(method) ?? 0) });
  });
  return { server, count };
}

const task = (state: string, more: object = {}) => ({
  id: 'task_1',
  contextId: 'ctx_1',
  status: { state: `TASK_STATE_${state}` },
  ...more,
});

it('a peer that does not stream is asked again until its task is over', async () => {
  const { server, count } = taskServer((method, times) => {
    if (method === 'SendMessage') return { task: task('SUBMITTED') };
    if (times < 3) return task('WORKING');
    return task('COMPLETED', { artifacts: [{ artifactId: 'a', parts: [{ text: 'Done' }] }] });
  });
  const peer = await connect((await server).url);
  expect(await peer.ask('Hi', 'msg', endless)).toEqual({ content: 'Done', failed: false });
  expect(count.get('GetTask')).toBe(3);
});

it('a task that is given up is canceled over there', async () => {
  const { server, count } = taskServer((method) =>
    method === 'SendMessage' ? { task: task('WORKING') } : task('WORKING'),
  );
  const peer = await connect((await server).url);
  const leave = new AbortController();
  const asked = peer.ask('Hi', 'msg', leave.signal);
  asked.catch(() => undefined);
  await vi.waitUntil(() => (count.get('GetTask') ?? 0) > 1, { timeout: 30_000 });
  leave.abort(new Error('enough'));
  await expect(asked).rejects.toThrow('enough');
  await vi.waitUntil(() => count.get('CancelTask') === 1, { timeout: 30_000 });
});

it.each([
  ['FAILED', true],
  ['REJECTED', true],
  ['CANCELED', true],
  ['AUTH_REQUIRED', true],
  ['INPUT_REQUIRED', false],
])('a task that is %s is told as its reason', async (state, failed) => {
  const reason = { messageId: 'm', role: 'ROLE_AGENT', parts: [{ text: 'Because' }] };
  const over = { ...task(state), status: { state: `TASK_STATE_${state}`, message: reason } };
  const { server } = taskServer((method) => (method === 'SendMessage' ? { task: over } : over));
  const peer = await connect((await server).url);
  expect(await peer.ask('Hi', 'msg', endless)).toEqual({ content: 'Because', failed });
});

it.each<[string, unknown]>([
  ['nothing', undefined],
  ['a number', 7],
  ['an empty object', {}],
  ['a task without id', { task: {} }],
  ['a task without state', { task: { id: 'task_1' } }],
])('a call that is answered with %s fails, and nothing hangs', async (_what, result) => {
  const { server } = taskServer(() => result);
  const peer = await connect((await server).url);
  const asked = peer.ask('Hi', 'msg', AbortSignal.timeout(2000));
  await expect(asked).rejects.not.toThrow(/timeout/);
});

it('a peer that goes away, or whose card becomes bad, ends the connection with the reason', async () => {
  let isGood = true;
  const { url, close } = await serve((_request, response, own) =>
    isGood ? json(response, cardOf(own)) : response.writeHead(503).end(),
  );
  const first = await connect(url);
  isGood = false;
  expect(await first.ended).toBe('its card is answered with 503');
  isGood = true;
  const second = await connect(url);
  close();
  expect(await second.ended).toMatch(/ECONN|closed/);
});

it('a card that changes is followed', async () => {
  let description = 'Old';
  const { url } = await serve((_request, response, own) =>
    json(response, cardOf(own, { description })),
  );
  const peer = await connect(url);
  expect(peer.description).toBe('Old');
  description = 'N'.repeat(5000);
  await vi.waitUntil(() => peer.description.startsWith('N'), { timeout: 30_000 });
  expect(peer.description).toHaveLength(1024);
});

it('a peer that repeats the token in its errors is not quoted with it', async () => {
  const { url } = await serve((request, response, own) => {
    if (request.method === 'GET') return json(response, cardOf(own));
    const message = `You sent ${request.headers.authorization}${'!'.repeat(10_000)}`;
    json(response, { jsonrpc: '2.0', id: 1, error: { code: -32603, message } });
  });
  const peer = await connect(url);
  const error = await peer.ask('Hi', 'msg', endless).catch((thrown: Error) => thrown.message);
  expect(error).toMatch(/^You sent Bearer \*+/);
  expect(String(error).length).toBeLessThanOrEqual(1000);
});
