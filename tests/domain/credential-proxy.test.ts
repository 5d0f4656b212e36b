/**
 * Owns what is promised of the credential proxy's mappings and of its life: what may be added, what is kept, and where it listens after every
 * start, stop, move and failure of one. Requests through it are in tests/adapters/credential-proxy.
 */

import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { Mappings } from '../../src/domain/credential-proxy/index.ts';
import { makeSeal, makeSealKey } from '../../src/lib/seal.ts';
import {
  freePort,
  send,
  startProxy,
  startUpstream,
  until,
} from '../adapters/credential-proxy/ground.ts';
import { callerOf, quietCaller, reasonOf } from './ground.ts';

/** A port that somebody else listens on. */
async function takenPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

const answers = async (port: number) =>
  await send({ port, path: '/' }).then(
    ({ status }) => status === 403,
    () => false,
  );

describe('a mapping', () => {
  it('has the plain placeholder if it is the first, and one of its own otherwise', async () => {
    const { map, mappings } = await startProxy();
    const one = await map({ name: 'one', upstreamUrl: 'https://a.example' });
    const two = await map({ name: 'two', upstreamUrl: 'https://b.example' });
    expect(one.placeholder).toBe('CREDENTIAL_PROXY_PLACEHOLDER');
    expect(two.placeholder).toBe(`CREDENTIAL_PROXY_PLACEHOLDER_${two.id.slice(-8)}`);
    // What still sends the placeholder of a mapping that is gone must not reach the next one.
    await mappings.remove(one.id, quietCaller);
    const three = await map({ name: 'three', upstreamUrl: 'https://c.example' });
    expect(three.placeholder).toMatch(/_[0-9A-Z]{8}$/);
    expect(mappings.list().map((each) => each.name)).toEqual(['three', 'two']);
  });

  it('has a name of its own, which is free again when it is removed', async () => {
    const { map, mappings } = await startProxy();
    const { id } = await map({ name: 'one', upstreamUrl: 'https://a.example' });
    const again = () => map({ name: 'one', upstreamUrl: 'https://b.example' });
    expect(await reasonOf(again())).toBe('proxy_mapping_exists');
    await mappings.remove(id, quietCaller);
    expect(await reasonOf(mappings.remove(id, quietCaller))).toBe('proxy_mapping_not_found');
    await again();
  });

  it.each([
    ['upstreamUrl', 'ftp://a.example'],
    ['upstreamUrl', 'https://'],
    ['upstreamUrl', 'https://[::1'],
    ['upstreamUrl', 'https://me@a.example'],
    ['upstreamUrl', 'https://me:secret@a.example'],
    ['upstreamUrl', 'https://a.example/#top'],
    ['upstreamUrl', 'https://a.example/#'],
    ['upstreamUrl', 'https://a.example/?key=secret'],
    ['credential', 'a\r\nhost: evil'],
    ['credential', 'a\nb'],
    ['credential', 'a\u0000'],
    ['credential', 'a\u0001'],
    ['credential', ''],
    ['credential', ' a'],
    ['credential', 'a '],
    ['credential', 'schlüssel'],
    ['credential', '🔑'],
    ['headerName', 'Host'],
    ['headerName', 'content-length'],
    ['headerName', 'Transfer-Encoding'],
    ['headerName', 'cookie'],
    ['headerName', 'x-forwarded-for'],
    ['headerName', 'X-Gatehouse-Token'],
  ])('is refused with the %s %j', async (field, value) => {
    const { map, mappings } = await startProxy();
    const refused = map({ name: 'one', upstreamUrl: 'https://a.example', [field]: value });
    const error = await refused.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      reason: 'validation_failed',
      details: { issues: [{ in: 'body', path: field }] },
    });
    if (field !== 'headerName' && value.trim().length > 1)
      expect(String(error)).not.toContain(value);
    expect(mappings.list()).toEqual([]);
  });

  it('has a header of its own with an api_key only', async () => {
    const { map } = await startProxy();
    const one = { name: 'one', upstreamUrl: 'https://a.example', headerName: 'X-Own' };
    expect(await reasonOf(map({ ...one, credentialType: 'bearer' }))).toBe('validation_failed');
    await map(one);
  });

  it('keeps its credential sealed, and is there after a restart', async () => {
    const { file, store, journal, clock, mappings } = await startProxy();
    const seal = makeSeal([makeSealKey()]);
    const credential = 'canary-credential-0123456789';
    const input = { name: 'one', upstreamUrl: 'https://a.example/base', credential };
    const first = new Mappings({ store, journal, clock, seal });
    const { id } = await first.add(
      { ...input, credentialType: 'api_key', headerName: undefined },
      callerOf('proxy.mapping_added'),
    );
    first.used(id);
    first.used(id);
    await first.flush();
    first.used(id);
    expect(first.list()).toMatchObject([{ requestCount: 3 }]);
    await first.flush();
    const second = new Mappings({ store, journal, clock, seal });
    await second.load();
    expect(second.list()).toMatchObject([{ id, requestCount: 3, lastUsedAt: clock.now() }]);
    expect(second.open(id)).toBe(credential);
    expect(JSON.stringify([...first.list(), ...second.list()])).not.toContain(credential);
    await store.backup(`${file}.copy`);
    for (const path of [file, `${file}-wal`, `${file}.copy`])
      if (existsSync(path)) expect(readFileSync(path).includes(credential)).toBe(false);
    expect(mappings.list()).toEqual([]);
  });

  it('that cannot be opened answers 503, and is told nowhere', async () => {
    const upstream = await startUpstream();
    const { map, mappings, send, store, journal, clock } = await startProxy();
    const { id } = await map({ name: 'one', upstreamUrl: upstream.url });
    const stranger = new Mappings({ store, journal, clock, seal: makeSeal([makeSealKey()]) });
    await stranger.load();
    vi.spyOn(mappings, 'open').mockImplementation(() => stranger.open(id));
    const answer = await send('/');
    expect([answer.status, JSON.parse(answer.body).error]).toEqual([503, 'unavailable']);
    expect(upstream.seen).toEqual([]);
  });
});

describe('the proxy', () => {
  it('listens on its port and on the sockets of runs until it is closed', async () => {
    const { proxy, socketPath } = await startProxy();
    const { port } = proxy.state();
    expect(await answers(port)).toBe(true);
    expect((await send({ socketPath, path: '/' })).status).toBe(403);
    await proxy.close();
    expect(existsSync(socketPath)).toBe(false);
    expect(await answers(port)).toBe(false);
  });

  it('goes on with the sockets of runs alone when its port is taken at the start, and says so', async () => {
    const port = await takenPort();
    const { proxy, place, socketPath } = await startProxy({ port });
    expect(proxy.state()).toMatchObject({ running: true, port });
    expect(proxy.state().fault).toContain(`Port ${port} on 127.0.0.1 is taken`);
    expect(proxy.troubles()).toMatchObject([{ component: 'credential-proxy' }]);
    expect((await send({ socketPath, path: '/' })).status).toBe(403);
    expect(await reasonOf(proxy.start(quietCaller))).toBe('proxy_port_taken');
    expect(proxy.state().running).toBe(true);
    place.port = 0;
    expect(await proxy.start(quietCaller)).toMatchObject({ running: true, changed: true });
    expect(proxy.troubles()).toEqual([]);
    expect(await answers(proxy.state().port)).toBe(true);
  });

  it('starts and stops once, however often it is asked', async () => {
    const { proxy, socketPath, clock } = await startProxy();
    const first = await proxy.start(quietCaller);
    expect(first).toMatchObject({ running: true, changed: false });
    const { port } = proxy.state();
    const stops = await Promise.all([proxy.stop(quietCaller), proxy.stop(quietCaller)]);
    expect(stops.map((one) => one.changed)).toEqual([true, false]);
    expect(proxy.state()).toMatchObject({ running: false, startedAt: null });
    expect(await answers(port)).toBe(false);
    clock.advance(1000);
    const starts = await Promise.all([proxy.start(quietCaller), proxy.start(quietCaller)]);
    expect(starts.map((one) => one.changed)).toEqual([true, false]);
    expect(proxy.state()).toMatchObject({ running: true, startedAt: clock.now() });
    expect((await send({ socketPath, path: '/' })).status).toBe(403);
  });

  it('starts nothing when its port is taken', async () => {
    const { proxy, place, socketPath } = await startProxy();
    await proxy.stop(quietCaller);
    place.port = await takenPort();
    expect(await reasonOf(proxy.start(quietCaller))).toBe('proxy_port_taken');
    expect(proxy.state()).toMatchObject({ running: false, startedAt: null });
    expect(existsSync(socketPath)).toBe(false);
  });

  it('starts nothing when nobody can be told', async () => {
    const { proxy, journal, socketPath } = await startProxy();
    await proxy.stop(quietCaller);
    vi.spyOn(journal, 'record').mockRejectedValueOnce(new Error('disk full'));
    await expect(proxy.start(quietCaller)).rejects.toThrow('disk full');
    expect(proxy.state().running).toBe(false);
    expect(existsSync(socketPath)).toBe(false);
  });
});

describe('another port', () => {
  it('is moved to at once', async () => {
    const { proxy } = await startProxy();
    const { port: before } = proxy.state();
    const port = await freePort();
    const outcome = await proxy.setPort(port, quietCaller);
    expect(outcome).toEqual({ running: true, port, changed: true, portBefore: before });
    expect(await answers(port)).toBe(true);
    expect(await answers(before)).toBe(false);
    expect(await proxy.setPort(port, quietCaller)).toMatchObject({ changed: false, port });
  });

  it('that is taken leaves everything as it was', async () => {
    const { proxy, place } = await startProxy();
    const { port } = proxy.state();
    expect(await reasonOf(proxy.setPort(await takenPort(), quietCaller))).toBe('proxy_port_taken');
    expect(place.port).toBe(0);
    expect(proxy.state()).toMatchObject({ running: true, port, fault: null });
    expect(await answers(port)).toBe(true);
  });

  it('that cannot be kept is given back', async () => {
    const { proxy, pin } = await startProxy();
    const { port } = proxy.state();
    pin();
    const wanted = await freePort();
    expect(await reasonOf(proxy.setPort(wanted, quietCaller))).toBe('setting_pinned');
    expect(await answers(wanted)).toBe(false);
    expect(await answers(port)).toBe(true);
  });

  it('is none of the daemon’s own', async () => {
    const { proxy, place } = await startProxy();
    place.reserved.push(40_001);
    proxy.reserve([40_002]);
    for (const port of [40_001, 40_002])
      expect(await reasonOf(proxy.setPort(port, quietCaller))).toBe('proxy_port_reserved');
    place.port = 40_001;
    proxy.follow();
    await until(() => expect(proxy.troubles()).toHaveLength(1));
  });

  it('is only kept while the proxy is stopped', async () => {
    const { proxy } = await startProxy();
    await proxy.stop(quietCaller);
    const port = await freePort();
    expect(await proxy.setPort(port, quietCaller)).toEqual({
      running: false,
      port,
      changed: false,
      portBefore: null,
    });
    expect(await answers(port)).toBe(false);
    expect(await proxy.start(quietCaller)).toMatchObject({ running: true, port });
  });

  it('of the settings is followed, and the one before is kept without success', async () => {
    const { proxy, place } = await startProxy();
    const { port } = proxy.state();
    place.port = await takenPort();
    proxy.follow();
    await until(() => expect(proxy.troubles()).toHaveLength(1));
    expect(await answers(port)).toBe(true);
    place.port = await freePort();
    proxy.follow();
    await until(() => expect(proxy.state()).toMatchObject({ port: place.port, fault: null }));
    await until(async () => expect(await answers(port)).toBe(false));
  });
});

describe('how containers are signed in', () => {
  const key = { baseUrl: 'https://a.example', credential: 'k' };
  it.each([
    ['none', {}, []],
    ['api_key', { anthropic: { ...key, credentialType: 'api_key' } }, []],
    ['oauth', {}, ['oauth_token']],
    ['api_key', {}, ['oauth_token', 'bearer']],
  ] as const)('is %s by %j and %j', async (authMode, providers, types) => {
    const { proxy, map } = await startProxy({ providers });
    for (const credentialType of types)
      await map({ name: credentialType, upstreamUrl: 'https://a.example', credentialType });
    expect(proxy.state().authMode).toBe(authMode);
  });
});
