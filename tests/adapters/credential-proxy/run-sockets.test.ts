/**
 * Owns what is promised of requests over the sockets of runs: whose token is good on which, and that one run cannot keep the others from
 * the proxy. When a socket is there and when it is gone is in tests/domain/credential-proxy-sockets.test.ts.
 */
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { makeProxyCarrier } from '../../../src/adapters/credential-proxy/index.ts';
import { tempDir } from '../../support/temp.ts';
import { begin, send, startProxy, startUpstream, until } from './ground.ts';

/** Connections that say nothing. @returns those that were let in are left open, the others are closed by the proxy */
async function flood(socketPath: string, count: number): Promise<{ open: Set<Socket> }> {
  const open = new Set<Socket>();
  const all = Array.from({ length: count }, () => {
    const socket = connect(socketPath);
    open.add(socket);
    socket.on('error', () => undefined).once('close', () => open.delete(socket));
    return socket;
  });
  onTestFinished(() => {
    for (const socket of all) socket.destroy();
  });
  await Promise.all(all.map((socket) => once(socket, 'connect').catch(() => undefined)));
  return { open };
}

it('a flood on the socket of one run is bounded, and leaves the requests of the others answered', async () => {
  const upstream = await startUpstream();
  const { map, admit, proxy, token, socketPath } = await startProxy();
  await map({ name: 'one', upstreamUrl: upstream.url });
  const other = await admit('run_2');
  // More than all sockets together were once given.
  const { open } = await flood(socketPath, 4500);
  await until(() => expect(open.size).toBeLessThanOrEqual(128));
  const answer = await send({ socketPath: other.socketPath, path: `/c/${other.token}/v1` });
  expect(answer.status).toBe(200);
  expect((await send({ port: proxy.state().port, path: `/c/${token}/v1` })).status).toBe(200);
  // What it did to itself passes with it.
  for (const socket of open) socket.destroy();
  await until(async () =>
    expect((await send({ socketPath, path: `/c/${token}/v1` })).status).toBe(200),
  );
}, 60_000);

it.each([
  ['the path', (token: string) => ({ path: `/c/${token}/v1` })],
  ['a header', (token: string) => ({ path: '/v1', headers: { 'x-gatehouse-token': token } })],
])(
  'the token of another run in %s is refused, and told of the run that showed it',
  async (_name, of) => {
    const upstream = await startUpstream();
    const { map, admit, proxy, refused, token, socketPath } = await startProxy();
    await map({ name: 'one', upstreamUrl: upstream.url });
    const other = await admit('run_2');
    const answers = [
      await send({ socketPath, ...of(other.token) }),
      await send({ socketPath, ...of('A'.repeat(43)) }),
    ];
    // Nobody learns whether a token is good elsewhere.
    const [first, second] = answers.map(({ status, body }) => ({ status, body }));
    expect(first).toEqual(second);
    expect(first?.status).toBe(403);
    expect(upstream.seen).toEqual([]);
    const message = 'A token of a running container is needed';
    const told = { runId: 'run_1', namespace: 'of_run_1', message };
    expect(refused).toEqual([told, told]);
    // Each is good where it belongs, and where there is no socket to tell runs apart.
    const { port } = proxy.state();
    for (const to of [
      { socketPath, ...of(token) },
      { socketPath: other.socketPath, ...of(other.token) },
      { port, ...of(token) },
      { port, ...of(other.token) },
    ])
      expect((await send(to)).status).toBe(200);
    expect((await send({ port, ...of('A'.repeat(43)) })).status).toBe(403);
    expect(refused).toHaveLength(2);
  },
);

it('a run with all its requests under way is told so on its socket, not turned away', async () => {
  const held: ServerResponse[] = [];
  const upstream = await startUpstream((_incoming, outgoing) => void held.push(outgoing));
  const { map, token, socketPath } = await startProxy();
  await map({ name: 'one', upstreamUrl: upstream.url });
  const asking = Array.from({ length: 64 }, () => begin({ socketPath, path: `/c/${token}/v1` }));
  for (const one of asking) one.on('error', () => undefined).end();
  await until(() => expect(held).toHaveLength(64));
  expect((await send({ socketPath, path: `/c/${token}/v1` })).status).toBe(429);
  for (const one of asking) one.destroy();
});

it('all runs share the connections to an upstream', async () => {
  let connections = 0;
  const ports = new Set<number | undefined>();
  const upstream = await startUpstream((incoming, outgoing) => {
    if (!ports.has(incoming.socket.remotePort)) connections += 1;
    ports.add(incoming.socket.remotePort);
    outgoing.end('{}');
  });
  const { map, admit, proxy, token } = await startProxy();
  await map({ name: 'one', upstreamUrl: upstream.url });
  for (const runId of ['run_2', 'run_3']) {
    const { socketPath, token: own } = await admit(runId);
    expect((await send({ socketPath, path: `/c/${own}/v1` })).status).toBe(200);
    // One that ends takes nothing from the others.
    await proxy.dismiss(own);
  }
  expect((await send({ port: proxy.state().port, path: `/c/${token}/v1` })).status).toBe(200);
  expect(connections).toBe(1);
});

// Such a name is no file, so nobody can be let in to it.
it.skipIf(process.platform !== 'linux')(
  'a socket that cannot be made ready is not left open',
  async () => {
    const path = `\0${tempDir()}`;
    const { listen } = makeProxyCarrier();
    const gate = { pass: () => expect.unreachable('nobody asks'), failed: () => undefined };
    for (let count = 0; count < 2; count += 1)
      await expect(listen({ path }, gate)).rejects.toMatchObject({ code: 'ERR_INVALID_ARG_VALUE' });
  },
);
