/**
 * Owns the proof that no URL and no name brings a webhook to a listener of this machine: over real sockets, with resolvers that lie.
 * The rules themselves are tested in lib/ssrf-guard.test.ts.
 */
import { isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { closedAddresses, hostileUrls } from '../../lib/hostile.ts';
import { HookReceiver } from '../../support/hook-receiver.ts';
import { send } from './sending.ts';

let receiver: HookReceiver;
let port: string;
beforeAll(async () => {
  // On every address of this machine, of both families where there are both.
  receiver = await HookReceiver.start('::').catch(() => HookReceiver.start('0.0.0.0'));
  port = receiver.host.replace(/^.*:/, '');
});
afterAll(() => receiver.stop());
beforeEach(() => {
  receiver.received.length = 0;
  receiver.connections = 0;
});

const entry = (address: string) => ({ address, family: isIP(address) });
/** Public as far as anybody can tell, so it may be tried, but not given to anybody yet. */
const NOBODY = '2d00::1';

const here = () => [entry('127.0.0.1')];

it('can be reached when it is allowed: otherwise nothing here would prove anything', async () => {
  const host = `127.0.0.1:${port}`;
  expect(await send(`http://${host}/`, { allowedHosts: [host] })).toMatchObject({ error: null });
  const named = `inside.example:${port}`;
  const resolve = () => Promise.resolve(here());
  expect(await send(`http://${named}/`, { allowedHosts: [named] }, { resolve })).toMatchObject({
    error: null,
  });
  expect(receiver.connections).toBe(2);
});

it('is not reached by any URL of the corpus', async () => {
  const urls = hostileUrls(Number(port));
  // What no resolver should be asked, a bad one answers with this machine.
  const resolve = () => Promise.resolve(here());
  const outcomes = await Promise.all(urls.map((url) => send(url, {}, { resolve })));
  expect(urls.length).toBeGreaterThan(300);
  expect(outcomes.filter(({ error }) => error === null)).toEqual([]);
  expect(receiver.connections).toBe(0);
});

it('is not reached by any name that resolves to an address of the corpus', async () => {
  const addresses = [
    ...closedAddresses,
    ...Object.values(networkInterfaces())
      .flatMap((list) => list ?? [])
      .filter(({ internal }) => internal)
      .map(({ address }) => address),
  ];
  expect(addresses.length).toBeGreaterThan(500);
  const outcomes = await Promise.all(
    addresses.map((address, index) =>
      send(
        `http://name-${index}.example:${port}/`,
        {},
        { resolve: () => Promise.resolve([entry(address)]) },
      ),
    ),
  );
  const told = new Set(outcomes.map(({ error }) => error));
  expect([...told]).toEqual([
    'The endpoint leads to a private or reserved address, which is not allowed',
  ]);
  expect(receiver.connections).toBe(0);
});

it('is not reached by a name with several addresses of which one is public', async () => {
  const open = entry(NOBODY);
  const resolve = () => Promise.resolve([...here(), open, entry('::1')]);
  const settings = { connectTimeoutMs: 200, responseTimeoutMs: 300 };
  const outcome = await send(`http://mixed.example:${port}/`, settings, { resolve });
  expect(outcome.error).not.toBeNull();
  expect(receiver.connections).toBe(0);
});

it('is not reached by a name that changes its answer from one question to the next', async () => {
  let asked = 0;
  // The first answer would pass a check of its own; a second question, if it were asked, brings the listener.
  const resolve = () => {
    asked += 1;
    return Promise.resolve(asked % 2 === 1 ? [entry(NOBODY)] : here());
  };
  const settings = { connectTimeoutMs: 100, responseTimeoutMs: 150 };
  for (let round = 0; round < 4; round += 1) {
    const outcome = await send(`http://rebind.example:${port}/`, settings, { resolve });
    expect(outcome.error).not.toBeNull();
  }
  expect(asked, 'one question per connection').toBe(4);
  expect(receiver.connections).toBe(0);
});

it('is not reached when a public endpoint sends there', async () => {
  const front = await HookReceiver.start();
  front.reply = () => (response) => {
    response.writeHead(307, { location: `http://127.0.0.1:${port}/` }).end();
  };
  const outcome = await send(front.url(), { allowedHosts: [front.host] });
  expect(outcome.responseStatus).toBe(307);
  expect(receiver.connections).toBe(0);
  await front.stop();
});

it('is not reached under another port of an allowed host', async () => {
  const outcome = await send(`http://127.0.0.1:${port}/`, { allowedHosts: ['127.0.0.1:1'] });
  expect(outcome.error).toContain('private or reserved');
  expect(receiver.connections).toBe(0);
});
