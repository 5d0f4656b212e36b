/**
 * Owns the tests of posts of the Events API: which are taken, what they bring, and that the connection knows when it is over.
 * What messages say is in slack-inbound.test.ts.
 */
import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { expect, it, onTestFinished } from 'vitest';
import { isFromSlack, type SlackConnection } from '../../../src/adapters/channels/slack/index.ts';
import { signed } from '../../support/platforms/slack/deliveries.ts';
import { connected, failureOf, pending } from './slack-ground.ts';

/** A server that hands posts to a connection, as the daemon does. */
async function serving(connection: SlackConnection): Promise<string> {
  const server = createServer(async (request, response) => {
    const { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': signature } =
      request.headers;
    const body = await buffer(request);
    const shown = { timestamp: String(timestamp), signature: String(signature), body };
    const outcome = await connection.post(shown).catch(() => 'failed' as const);
    const status = { taken: 200, forbidden: 403, malformed: 400, failed: 500 };
    if (typeof outcome === 'object') response.end(outcome.challenge);
    else response.writeHead(status[outcome]).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/`;
}

it('takes the posts of the Events API', async () => {
  const { server, heard, connection } = await connected(
    {},
    { mode: 'events', app_token: undefined },
  );
  expect([connection.mode, server.sockets]).toEqual(['webhook', 0]);
  const url = await serving(connection);
  expect(await server.pushTo(url)).toEqual({ status: 200, body: 'a-challenge' });
  let failures = 2;
  heard.store = async () => {
    failures -= 1;
    if (failures >= 0) throw new Error('disk full');
  };
  server.userSays({ chat: 'D1', text: 'one' });
  server.userSays({ chat: 'D1', text: 'two' });
  await server.untilIdle();
  expect(heard.texts).toEqual(['one', 'two']);
  expect(server.deliveries.pushes.map(({ status }) => status)).toEqual([500, 500, 200, 200]);
});

it('takes no post that is not signed by Slack, lately, and whole', async () => {
  const { server, heard, connection } = await connected({}, { mode: 'events' });
  const text =
    '{"type":"event_callback","event":{"type":"message","channel":"D1","ts":"1.1","user":"U1","text":"hi"}}';
  interface Over {
    at?: number;
    secret?: string;
    body?: string;
    signature?: string | undefined;
    timestamp?: string | undefined;
  }
  const post = async (over: Over = {}) => {
    const headers = signed(text, over.secret ?? server.signingSecret, over.at);
    return await connection.post({
      timestamp: 'timestamp' in over ? over.timestamp : headers['x-slack-request-timestamp'],
      signature: 'signature' in over ? over.signature : headers['x-slack-signature'],
      body: Buffer.from(over.body ?? text),
    });
  };
  const wrong: Over[] = [
    { secret: 'ffffffffffffffffffffffffffffffff' },
    { at: Date.now() - 301_000 },
    { at: Date.now() + 302_000 },
    { body: `${text} ` },
    { signature: undefined },
    { signature: '' },
    { signature: 'v0=é' },
    { timestamp: undefined },
    { timestamp: 'NaN' },
  ];
  for (const over of wrong) expect(await post(over)).toBe('forbidden');
  expect(heard.messages).toEqual([]);
  expect(await post()).toBe('taken');
  expect(heard.texts).toEqual(['hi']);
  const shape = async (body: string) => {
    const headers = signed(body, server.signingSecret);
    const [timestamp, signature] = Object.values(headers);
    return await connection.post({ timestamp, signature, body: Buffer.from(body) });
  };
  for (const body of ['', 'no json', 'null', '{}', '{"type":"url_verification"}'])
    expect(await shape(body)).toBe('malformed');
  const socket = await connected();
  expect(
    await socket.connection.post({ timestamp: '1', signature: '1', body: Buffer.from('') }),
  ).toBe('forbidden');
});

it("knows Slack's published signature", () => {
  const body =
    'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c';
  const post = {
    timestamp: '1531420618',
    signature: 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
    body: Buffer.from(body),
  };
  const secret = '8f742231b10e8888abcd99yyyzzz85a5';
  expect(isFromSlack(post, secret, 1_531_420_618_000)).toBe(true);
  expect(isFromSlack(post, secret, 1_531_420_919_000)).toBe(false);
  expect(isFromSlack(post, `${secret}0`, 1_531_420_618_000)).toBe(false);
});

it('ends in events mode when the Web API is gone, since nothing else would tell', async () => {
  const { server, connection } = await connected({ watchMs: 20 }, { mode: 'events' });
  server.fail('auth.test', { status: 429, headers: { 'retry-after': '1' } });
  await expect.poll(() => server.callsOf('auth.test').length).toBeGreaterThan(3);
  await server.goDown();
  expect(await connection.ended).toContain('ECONNREFUSED');
});

it('does not say of a post that it was taken where it waited when the connection was given up', async () => {
  const { server, heard, connection } = await connected({}, { mode: 'events' });
  const [disk, storing] = [pending(), pending()];
  heard.store = () => {
    storing.resolve();
    return disk.promise;
  };
  const post = async (ts: string) => {
    const event = { type: 'message', channel: 'D1', ts, user: 'U1', text: ts };
    const body = JSON.stringify({ type: 'event_callback', event });
    const [timestamp, signature] = Object.values(signed(body, server.signingSecret));
    return await connection.post({ timestamp, signature, body: Buffer.from(body) });
  };
  const first = post('1.1');
  const second = failureOf(post('2.2'));
  await storing.promise;
  const closed = connection.close();
  disk.resolve();
  expect(await first).toBe('taken');
  // Slack tells of it again, to whoever is connected then.
  expect(String(await second)).toContain('closed');
  expect(heard.texts).toEqual(['1.1']);
  await closed;
});
