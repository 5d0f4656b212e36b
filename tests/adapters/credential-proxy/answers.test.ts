/**
 * Owns what is promised of answers that come back through the credential proxy: they are what the upstream said, without its credential.
 */
import { describe, expect, it } from 'vitest';
import { FIRST_PLACEHOLDER } from '../../../src/domain/credential-proxy/headers.ts';
import { startProxy, startUpstream } from './ground.ts';

describe('what comes back', () => {
  it('is the answer as it is, a redirect too, which nobody follows', async () => {
    const other = await startUpstream();
    const upstream = await startUpstream((_incoming, outgoing) => {
      outgoing.writeHead(302, { location: `${other.url}/steal`, 'x-own': ['a', 'b'] }).end('moved');
    });
    const { map, send } = await startProxy();
    await map({ name: 'one', upstreamUrl: upstream.url });
    const answer = await send('/');
    expect([answer.status, answer.body]).toEqual([302, 'moved']);
    expect(answer.headers).toMatchObject({ location: `${other.url}/steal`, 'x-own': 'a, b' });
    expect(other.seen).toEqual([]);
  });

  it('has the placeholder where the upstream repeats the credential', async () => {
    const upstream = await startUpstream((incoming, outgoing) => {
      const key = String(incoming.headers['x-api-key']);
      outgoing.setHeader('x-echo', `got ${key}`);
      outgoing.setHeader('set-cookie', `session=${key}`);
      outgoing.setHeader('location', `/?k=${encodeURIComponent(key)}`);
      outgoing.write(`{"key":${JSON.stringify(key).slice(0, 6)}`);
      setImmediate(() => outgoing.end(`${JSON.stringify(key).slice(6)}}`));
    });
    const { map, send } = await startProxy();
    const credential = 'canary/"quoted"+secret';
    await map({ name: 'one', upstreamUrl: upstream.url, credential });
    const answer = await send('/');
    expect(answer.body).toBe(`{"key":"${FIRST_PLACEHOLDER}"}`);
    expect(answer.headers).toMatchObject({
      'x-echo': `got ${FIRST_PLACEHOLDER}`,
      location: `/?k=${FIRST_PLACEHOLDER}`,
    });
    expect(answer.headers['set-cookie']).toBeUndefined();
  });

  it('is an error where the answer cannot be searched', async () => {
    const upstream = await startUpstream((_incoming, outgoing) => {
      outgoing.writeHead(200, { 'content-encoding': 'gzip' }).end('hidden');
    });
    const { map, send, proxy } = await startProxy();
    await map({ name: 'one', upstreamUrl: upstream.url });
    expect(await send('/')).toMatchObject({ status: 502 });
    expect(proxy.state().figures).toMatchObject({ requests: 1, errors: 1, active: 0 });
  });

  it.each([
    ['HEAD', 200],
    ['GET', 204],
    ['GET', 304],
  ])('has no body to %s %i', async (method, status) => {
    const upstream = await startUpstream((_incoming, outgoing) => {
      outgoing.writeHead(status, { 'x-own': 'a' }).end();
    });
    const { map, send } = await startProxy();
    await map({ name: 'one', upstreamUrl: upstream.url });
    const answer = await send('/', { method });
    expect([answer.status, answer.headers['x-own'], answer.body]).toEqual([status, 'a', '']);
  });

  it('keeps the bytes of its headers', async () => {
    const upstream = await startUpstream((_incoming, outgoing) => {
      outgoing.setHeader('x-name', Buffer.from('Zoë').toString('latin1')).end(Buffer.from('ok'));
    });
    const { map, send } = await startProxy();
    await map({ name: 'one', upstreamUrl: upstream.url });
    const { headers } = await send('/');
    expect(Buffer.from(String(headers['x-name']), 'latin1').toString()).toBe('Zoë');
  });

  it('is 502 where nobody listens, and counts as an error', async () => {
    const { map, send, proxy } = await startProxy();
    await map({ name: 'one', upstreamUrl: 'http://127.0.0.1:1' });
    const answer = await send('/');
    expect([answer.status, JSON.parse(answer.body).error]).toEqual([502, 'upstream_error']);
    expect(proxy.state().figures).toMatchObject({ requests: 1, errors: 1, active: 0 });
  });
});
