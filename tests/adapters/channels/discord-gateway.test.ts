/**
 * Owns the tests of sessions with the gateway of Discord: what breaks them, what is noticed, and how they go on.
 * Opening and closing connections is in discord.test.ts.
 */
import { expect, it } from 'vitest';
import { systemClock } from '../../../src/lib/clock.ts';
import { connected, connectorTo, failureOf, never, startDiscord } from './discord-ground.ts';

it('is not healthy while nothing is heard, or a message is stuck', async () => {
  const server = await startDiscord();
  let aheadMs = 0;
  const clock = { ...systemClock, monotonic: () => systemClock.monotonic() + aheadMs };
  server.gateway.heartbeatMs = 60_000;
  const { heard, connect } = connectorTo(server, { clock });
  const connection = await connect();
  aheadMs = 69_000;
  await connection.check(never);
  aheadMs = 71_000;
  await expect(connection.check(never)).rejects.toThrow('The gateway of Discord is silent');
  const stores: (() => void)[] = [];
  heard.store = () => new Promise((resolve) => void stores.push(resolve));
  server.userSays({ chat: '5', text: 'stuck' });
  await server.until(() => stores.length > 0);
  await connection.check(never);
  aheadMs += 11_000;
  await expect(connection.check(never)).rejects.toThrow('could not be stored so far');
  for (const store of stores) store();
  await heard.until(1);
  await connection.check(never);
});

it('survives what is not the protocol of a gateway', async () => {
  const { server, connection, connect } = await connected();
  let open = connection;
  for (const frame of [
    'no json',
    '5',
    '{"op":10}',
    '{"op":10,"d":{"heartbeat_interval":1e9}}',
    '{"op":9}',
    '{"op":0,"t":"READY","s":1,"d":{}}',
    '{"op":0,"t":"READY","s":1,"d":null}',
    '{"op":0}',
    '{"op":"0"}',
  ]) {
    server.gateway.say(frame);
    expect(await open.ended).toBe('What Discord says is not the protocol of its gateway');
    await open.close();
    open = await connect();
  }
  server.gateway.say({ op: 99, d: 'unknown' });
  await open.check(never);
});

it('notices a gateway that is silent, and goes on with the session', async () => {
  const server = await startDiscord();
  server.gateway.heartbeatMs = 40;
  const { heard, connect } = connectorTo(server);
  const connection = await connect();
  await server.until(() => server.gateway.said(1).length > 1);
  server.gateway.freeze();
  server.userSays({ chat: '5', text: 'while silent' });
  expect(await connection.ended).toBe('Discord does not answer');
  await expect(connection.check(never)).rejects.toThrow('does not answer');
  await connection.close();
  await server.until(() => server.gateway.sockets === 0);
  server.gateway.silence = null;
  await connect();
  await heard.until(1);
  expect(server.gateway.said(6)).toHaveLength(1);
});

it.each([
  ['a broken socket', 'drop', 'The connection to Discord broke (1006)'],
  ['an error of the gateway', 4000, 'Discord has lost the connection (4000)'],
  ['a wish for another connection', 'reconnect', 'Discord asked for another connection'],
  ['a code of tomorrow', 4900, 'The connection to Discord broke (4900)'],
] as const)('ends at %s, and goes on with the session without a loss', async (_what, how, why) => {
  const { server, heard, connection, connect } = await connected();
  server.userSays({ chat: '5', text: 'one' });
  await heard.until(1);
  if (how === 'drop') server.gateway.drop();
  else if (how === 'reconnect') server.gateway.say({ op: 7, d: null });
  else server.gateway.close(how);
  expect(await connection.ended).toBe(why);
  await connection.close();
  await server.until(() => server.gateway.connected === 0);
  server.userSays({ chat: '5', text: 'two' });
  const again = await connect();
  await heard.until(2);
  expect(heard.texts).toEqual(['one', 'two']);
  expect(server.gateway.said(2)).toHaveLength(1);
  expect(server.gateway.said(6)).toHaveLength(1);
  await again.check(never);
});

it.each([
  ['refuses to go on', 'refuse', null],
  ['calls the session invalid', 'invalid', 'Discord knows the session no more'],
  ['closes with 4009', 4009, 'Discord knows the session no more (4009)'],
  ['closes with 4007', 4007, 'Discord knows the session no more (4007)'],
] as const)('begins a new session where Discord %s', async (_what, how, why) => {
  const { server, connection, connect } = await connected();
  if (how === 'refuse') {
    server.gateway.refusedResumes = 1;
    server.gateway.drop();
  } else if (how === 'invalid') server.gateway.say({ op: 9, d: false });
  else server.gateway.close(how);
  const reason = await connection.ended;
  if (why !== null) expect(reason).toBe(why);
  await connection.close();
  await (await connect()).check(never);
  expect(server.gateway.said(2)).toHaveLength(2);
  expect(server.gateway.said(6)).toHaveLength(how === 'refuse' ? 1 : 0);
});

it('goes on in the same connection where Discord says that it can', async () => {
  const { server, heard, connection } = await connected();
  server.userSays({ chat: '5', text: 'one' });
  await heard.until(1);
  server.gateway.say({ op: 9, d: true });
  await server.until(() => server.gateway.said(6).length === 1);
  await connection.check(never);
});

it('begins sessions no faster than Discord allows, and none where none are left', async () => {
  const server = await startDiscord();
  const { connect } = connectorTo(server, { times: { identifyMs: 700 } });
  await (await connect()).close();
  const began = performance.now();
  await (await connect()).close();
  expect(performance.now() - began).toBeGreaterThan(450);
  server.startsLeft = 0;
  expect(await failureOf(connect())).toMatchObject({
    message: 'Discord allows no more new sessions for another 60 min',
  });
  expect(server.gateway.said(2)).toHaveLength(2);
});

it('connects again once Discord is back', async () => {
  const { server, connection, connect } = await connected();
  await server.goDown();
  expect(await connection.ended).toContain('broke');
  await connection.close();
  expect(await failureOf(connect())).toMatchObject({
    message: expect.stringMatching('ECONNREFUSED'),
  });
  await server.comeBack();
  await (await connect()).check(never);
});
