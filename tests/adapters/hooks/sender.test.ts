/**
 * Owns what one attempt over real HTTP comes to: what is sent, what counts as success, and where its limits are.
 * Where it may connect to is in ssrf.test.ts; when there is another attempt is in domain/hooks.
 */
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { signatureHeaders } from '../../../src/adapters/hooks/signatures.ts';
import { HookReceiver } from '../../support/hook-receiver.ts';
import { messageTo, SECRET, send } from './sending.ts';

let receiver: HookReceiver;
beforeAll(async () => {
  receiver = await HookReceiver.start();
});
afterAll(() => receiver.stop());
beforeEach(() => {
  receiver.received.length = 0;
  receiver.connections = 0;
  receiver.reply = () => 204;
});

const allowed = () => ({ allowedHosts: [receiver.host] });

describe('what is sent', () => {
  it('is the body byte for byte, which the verifier of Standard Webhooks takes', async () => {
    const message = messageTo(receiver.url('/in?key=1'));
    const outcome = await send(message, allowed());
    expect(outcome).toMatchObject({ responseStatus: 204, error: null, retryAfterMs: null });
    expect(outcome.durationMs).toBeGreaterThanOrEqual(0);
    const [got] = receiver.received;
    expect(got?.path).toBe('/in?key=1');
    expect(got?.body).toBe(message.body);
    expect(got?.headers).toMatchObject({
      'content-type': 'application/json',
      'user-agent': 'Gatehouse/test',
      'webhook-id': 'evt_1',
    });
    const headers = Object.fromEntries(
      Object.entries(got?.headers ?? {}).map(([name, value]) => [name, String(value)]),
    );
    expect(new Webhook(SECRET).verify(got?.body ?? '', headers)).toEqual(JSON.parse(message.body));
    expect(() => new Webhook(SECRET).verify(`${got?.body} `, headers)).toThrow();
  });

  it('goes over a connection of its own each time', async () => {
    await send(receiver.url(), allowed());
    await send(receiver.url(), allowed());
    expect(receiver.connections).toBe(2);
    expect(receiver.received[0]?.headers.connection).toBe('close');
  });
});

describe('signatures', () => {
  const message = (secrets: readonly string[]) => ({
    ...messageTo('http://example.com/'),
    id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    at: 1_614_265_330_000,
    body: '{"test": 2432232314}',
    secrets,
  });

  it('are those of the reference vector of Standard Webhooks', () => {
    expect(signatureHeaders(message([SECRET]))).toMatchObject({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
  });

  it('of X-PRX-Signature are by the text of the secret over the body alone', () => {
    const digest = createHmac('sha256', SECRET).update('{"test": 2432232314}').digest('hex');
    expect(signatureHeaders(message([SECRET]))['x-prx-signature']).toBe(`sha256=${digest}`);
  });

  it('are one per secret, and X-PRX-Signature is by the newest', () => {
    const both = signatureHeaders(message(['another-secret', SECRET]));
    const [newest, older] = String(both['webhook-signature']).split(' ');
    expect(older).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
    expect(newest).not.toBe(older);
    expect(both['x-prx-signature']).toBe(
      signatureHeaders(message(['another-secret']))['x-prx-signature'],
    );
  });

  it.each(['plain text secret', 'whsec_not base64!', 'whsec_'])('take %j as it is', (secret) => {
    const expected = createHmac('sha256', secret)
      .update('msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.{"test": 2432232314}')
      .digest('base64');
    expect(signatureHeaders(message([secret]))['webhook-signature']).toBe(`v1,${expected}`);
  });

  it('are not there without a secret', () => {
    expect(Object.keys(signatureHeaders(message([])))).toEqual(['webhook-id', 'webhook-timestamp']);
  });
});

describe('an answer', () => {
  it.each([200, 201, 202, 204, 299])('of %i is success', async (status) => {
    receiver.reply = () => status;
    expect(await send(receiver.url(), allowed())).toMatchObject({
      responseStatus: status,
      error: null,
    });
  });

  it.each([300, 304, 400, 404, 410, 429, 500, 503])('of %i is none', async (status) => {
    receiver.reply = () => status;
    expect(await send(receiver.url(), allowed())).toMatchObject({
      responseStatus: status,
      error: `The endpoint answered ${status}`,
    });
  });

  it.each([301, 302, 303, 307, 308])('of %i leads nowhere', async (status) => {
    receiver.reply = ({ path }) =>
      path === '/elsewhere'
        ? 204
        : (response) => {
            response.writeHead(status, { location: receiver.url('/elsewhere') }).end();
          };
    expect(await send(receiver.url(), allowed())).toMatchObject({ responseStatus: status });
    expect(receiver.received.map(({ path }) => path)).toEqual(['/hook']);
  });

  it.each([
    ['120', 120_000],
    ['0', 0],
    ['soon', null],
    ['-5', null],
    ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
  ])('with Retry-After %s', async (header, expected) => {
    receiver.reply = () => (response) => {
      response.writeHead(503, { 'retry-after': header }).end();
    };
    expect((await send(receiver.url(), allowed())).retryAfterMs).toBe(expected);
  });

  it('with Retry-After as a date', async () => {
    receiver.reply = () => (response) => {
      const date = new Date(Date.now() + 3_600_000).toUTCString();
      response.writeHead(429, { 'retry-after': date }).end();
    };
    const { retryAfterMs } = await send(receiver.url(), allowed());
    expect(retryAfterMs).toBeGreaterThan(3_590_000);
    expect(retryAfterMs).toBeLessThanOrEqual(3_600_000);
  });

  it('that is too large is not read to its end', async () => {
    let open = true;
    receiver.reply = () => (response) => {
      response.on('close', () => {
        open = false;
      });
      response.writeHead(200);
      const more = () => {
        while (open && response.write(Buffer.alloc(1024)));
        if (open) response.once('drain', more);
      };
      more();
    };
    const outcome = await send(receiver.url(), { ...allowed(), maxResponseBytes: 4096 });
    expect(outcome).toMatchObject({
      responseStatus: 200,
      error: 'The answer is larger than 4096 bytes',
    });
    await expect.poll(() => open).toBe(false);
  });

  it('that never comes is not waited for', async () => {
    receiver.reply = () => () => undefined;
    expect(await send(receiver.url(), { ...allowed(), responseTimeoutMs: 50 })).toMatchObject({
      responseStatus: null,
      error: 'The endpoint did not answer within 50 ms',
    });
  });

  it('whose body trickles is not waited for', async () => {
    receiver.reply = () => (response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write('.'), 10);
      response.on('close', () => clearInterval(timer));
    };
    expect(await send(receiver.url(), { ...allowed(), responseTimeoutMs: 100 })).toMatchObject({
      responseStatus: 200,
      error: 'The endpoint did not answer within 100 ms',
    });
  });

  it('that breaks off is none', async () => {
    receiver.reply = () => (response) => {
      response.socket?.destroy();
    };
    expect(await send(receiver.url(), allowed())).toMatchObject({
      responseStatus: null,
      error: 'The endpoint closed the connection',
    });
  });

  it('of something that speaks no HTTP is none', async () => {
    const server = createServer((socket) => socket.end('hello\r\n\r\n'));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const host = `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
    const outcome = await send(`http://${host}/`, { allowedHosts: [host] });
    expect(outcome.error).toBe('The endpoint does not answer in HTTP');
    server.close();
  });
});

describe('an endpoint that cannot be reached', () => {
  it('refuses the connection', async () => {
    const gone = await HookReceiver.start();
    const { host } = gone;
    await gone.stop();
    expect(await send(`http://${host}/`, { allowedHosts: [host] })).toMatchObject({
      responseStatus: null,
      error: 'The endpoint refused the connection',
    });
  });

  it('has a name that nobody knows', async () => {
    const resolve = () =>
      Promise.reject(Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' }));
    expect(await send('https://nobody.example/', {}, { resolve })).toMatchObject({
      error: 'The host of the endpoint is not known',
    });
  });

  it('does not speak TLS', async () => {
    const { error } = await send(receiver.url().replace('http:', 'https:'), allowed());
    expect(error).toMatch(/^The endpoint/);
    expect(receiver.received).toEqual([]);
  });
});

it('is ended by its signal', async () => {
  receiver.reply = () => () => undefined;
  const leaving = new AbortController();
  const sending = send(receiver.url(), allowed(), { signal: leaving.signal });
  await receiver.until(1);
  leaving.abort();
  expect((await sending).error).not.toBeNull();
});
