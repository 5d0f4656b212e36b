/**
 * Owns what holds for servers over HTTP alone: where they may be, what is sent to them, how much is taken from them, and the end.
 * Published servers over HTTP are in published.test.ts.
 */
import { expect, test, vi } from 'vitest';
import { serversOf, settingsOf } from './ground.ts';
import { httpFake } from './http-fake.ts';

const TOKEN = 'plain-looking-token';
const remote = (url: string, more: Parameters<typeof settingsOf>[0] = {}) =>
  settingsOf({ transport: 'http', url, allowPrivate: true, ...more });

test.each(['http', 'sse'] as const)(
  'without allow_private, %s goes to no private address',
  async (transport) => {
    const server = await httpFake();
    const allowPrivate = false;
    const world = await serversOf({
      remote: remote(server.url, { transport, allowPrivate }),
      name: remote('http://localhost:1/mcp', { transport, allowPrivate }),
    });
    await world.untilError('remote', /^its URL must not lead to a private .*; allow_private lets/);
    await world.untilError('name', /^its URL must not lead to this machine/);
    expect(server.asked).toEqual([]);
  },
);

test('headers go with every request, the session ends with the connection', async () => {
  const server = await httpFake();
  const headers = { Authorization: `Bearer ${TOKEN}`, 'X-Team': 'blue' };
  const world = await serversOf({ remote: remote(server.url, { headers }) });
  await world.until('remote', 'connected');
  expect((await world.call('mcp_remote_echo')).content).toBe('echo');
  await world.servers.stop();
  for (const one of server.asked)
    expect(one.headers).toMatchObject({ authorization: `Bearer ${TOKEN}`, 'x-team': 'blue' });
  expect(server.asked.at(-1)).toMatchObject({
    method: 'DELETE',
    headers: { 'mcp-session-id': 'session-1' },
  });
});

test('a server that repeats its secrets, or a header that cannot be sent, gives nothing away', async () => {
  const server = await httpFake(({ headers }, response) => {
    response.writeHead(401).end(`I do not know ${headers['x-key']}`);
    return true;
  });
  const world = await serversOf({
    remote: remote(server.url, { headers: { 'X-Key': TOKEN } }),
    odd: remote(server.url, { headers: { 'X-Key': `${TOKEN}\u2713` } }),
  });
  await world.untilError('remote', /I do not know/);
  await world.untilError('odd', /./);
  expect(JSON.stringify([world.servers.list(), world.logged])).not.toContain(TOKEN);
});

test('a redirect to another origin is not followed', async () => {
  const other = await httpFake();
  const server = await httpFake((_asked, response) => {
    response.writeHead(307, { location: other.url }).end();
    return true;
  });
  const world = await serversOf({ remote: remote(server.url, { headers: { 'X-Key': TOKEN } }) });
  await world.untilError('remote', /Redirect to .* not followed/);
  expect(other.asked).toEqual([]);
});

test.each([
  ['a body', 'application/json', 'x'.repeat(65_536)],
  ['an event', 'text/event-stream', `data: ${'x'.repeat(65_536)}\n`],
])(
  '%s without end costs the call alone, and is not read to the end',
  async (_what, type, piece) => {
    let sent = 0;
    let isClosed = false;
    const server = await httpFake(({ rpc }, response) => {
      if (rpc !== 'tools/call') return false;
      response.on('close', () => {
        isClosed = true;
      });
      response.writeHead(200, { 'content-type': type });
      const more = () => {
        do sent += piece.length;
        while (!response.destroyed && response.write(piece));
      };
      response.on('drain', more);
      more();
      return true;
    });
    const world = await serversOf({ remote: remote(server.url, { requestTimeoutMs: 4000 }) });
    await world.until('remote', 'connected');
    await expect(world.call('mcp_remote_echo')).rejects.toThrow(/more than 16 MiB|timed out/);
    await vi.waitUntil(() => isClosed, { timeout: 30_000 });
    expect(sent).toBeLessThan(64 * 1_048_576);
    expect(world.one('remote').status).toBe('connected');
  },
);

test('one that does not answer is given up after its time', async () => {
  const server = await httpFake(() => true);
  const world = await serversOf({
    remote: remote(server.url, { startupTimeoutMs: 300 }),
    old: remote(server.url, { startupTimeoutMs: 300, transport: 'sse' }),
  });
  await world.untilError('remote', /^it did not answer within 0.3 s$/);
  await world.untilError('old', /^it did not answer within 0.3 s$/);
});

test('a server that has forgotten the session gets another one', async () => {
  const server = await httpFake();
  const world = await serversOf({ remote: remote(server.url) });
  await world.until('remote', 'connected');
  server.forget();
  await expect(world.call('mcp_remote_echo')).rejects.toThrow();
  await vi.waitFor(async () => expect((await world.call('mcp_remote_echo')).content).toBe('echo'), {
    timeout: 30_000,
  });
});
