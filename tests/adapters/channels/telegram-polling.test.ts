/**
 * Owns the tests of asking Telegram for updates: none is acknowledged before it is durable, none is left out, and each chat keeps its
 * order. What messages say is in telegram-inbound.test.ts.
 */
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { connected, connectorTo, never, startTelegram } from './telegram-ground.ts';

const GROUP = -1_000_000_000_005;

it('acknowledges nothing before it is durable', async () => {
  const { server, heard, connection } = await connected();
  const gate = new AbortController();
  heard.store = async ({ text }) => {
    if (text === 'slow') await once(gate.signal, 'abort');
  };
  server.userSays({ chat: 42, text: 'slow' });
  server.userSays({ chat: 42, text: 'next' });
  await connection.check(never);
  expect(server.pending).toBe(2);
  expect(heard.texts).toEqual([]);
  gate.abort();
  await server.untilIdle();
  expect(heard.texts).toEqual(['slow', 'next']);
});

it('gets again what could not be stored, under the same identifiers and in order', async () => {
  const { server, heard, connection, connect } = await connected();
  const tried: string[] = [];
  let isBroken = true;
  heard.store = async ({ eventId, text }) => {
    tried.push(eventId);
    if (isBroken && text === 'two') throw new Error('the disk is full');
  };
  for (const text of ['one', 'two', 'three']) server.userSays({ chat: 42, text });
  expect(await connection.ended).toBe('the disk is full');
  await connection.close();
  isBroken = false;
  await connect();
  await heard.until(3);
  await server.untilIdle();
  expect(heard.texts).toEqual(['one', 'two', 'three']);
  expect(tried).toEqual(['1', '2', '2', '3'].map((n) => `7000001:42:${n}`));
});

it('keeps no chat waiting for another one, and acknowledges nothing beyond what is durable', async () => {
  const server = await startTelegram();
  const { heard, connect } = connectorTo(server);
  const gate = new AbortController();
  heard.store = async ({ text }) => {
    if (text === 'slow') await once(gate.signal, 'abort');
  };
  server.userSays({ chat: 41, text: 'done' });
  server.userSays({ chat: 42, text: 'slow' });
  server.userSays({ chat: 43, text: 'quick' });
  server.userSays({ chat: 42, text: 'after slow' });
  server.userSays({ chat: 43, text: 'quick too' });
  await connect();
  await heard.until(3);
  expect(heard.texts).toEqual(['done', 'quick', 'quick too']);
  expect(server.pending).toBe(5);
  gate.abort();
  await server.untilIdle();
  expect(heard.texts.slice(3)).toEqual(['slow', 'after slow']);
});

it('gets again only what is not durable where one chat of many could not be stored', async () => {
  const server = await startTelegram();
  const { heard, connect } = connectorTo(server);
  let isBroken = true;
  heard.store = async ({ text }) => {
    if (isBroken && text === 'two') throw new Error('the disk is full');
  };
  for (const [chat, text] of [
    [41, 'one'],
    [42, 'two'],
    [42, 'three'],
    [43, 'four'],
  ] as const)
    server.userSays({ chat, text });
  const connection = await connect();
  expect(await connection.ended).toBe('the disk is full');
  await connection.close();
  expect(heard.texts).toEqual(['one', 'four']);
  isBroken = false;
  await connect();
  await server.untilIdle();
  // What was durable beyond it comes again, and is known by its identifier.
  expect(heard.texts.slice(2).toSorted()).toEqual(['four', 'three', 'two']);
  expect(heard.texts.indexOf('two')).toBeLessThan(heard.texts.indexOf('three'));
});

it('tells of a move after all that was said before it, and before all that was said after', async () => {
  const server = await startTelegram();
  const { heard, connect } = connectorTo(server);
  const order: string[] = [];
  heard.store = async ({ text }) => {
    for (let n = 0; n < (text === 'before' ? 20 : 0); n += 1) await Promise.resolve();
    order.push(text);
  };
  const moved = heard.moved.bind(heard);
  heard.moved = async (from, to) => {
    for (let n = 0; n < 20; n += 1) await Promise.resolve();
    order.push('moved');
    await moved(from, to);
  };
  server.userSays({ chat: -5, text: 'before' });
  server.upgrade(-5, GROUP);
  server.userSays({ chat: GROUP, text: 'after' });
  await connect();
  await server.untilIdle();
  expect(order).toEqual(['before', 'moved', 'moved', 'after']);
});

it('gives what was not acknowledged to whoever comes after a crash', async () => {
  const { server, heard } = await connected();
  heard.store = async () => await new Promise(() => undefined);
  server.userSays({ chat: 42, text: 'survives' });
  while (server.pending < 1) await sleep(2);
  server.dropConnections();
  const next = connectorTo(server);
  await next.connect();
  await next.heard.until(1);
  expect(next.heard.messages).toMatchObject([{ eventId: '7000001:42:1', text: 'survives' }]);
});

it('follows when Telegram counts anew', async () => {
  const { server, heard } = await connected({ pollMs: 0 });
  server.userSays({ chat: 42, text: 'before' });
  await heard.until(1);
  while (server.pending > 0) await sleep(2);
  const asked = server.callsOf('getUpdates').length;
  await server.untilCalled('getUpdates', asked + 2);
  const message = { message_id: 77, date: 1, chat: { id: 42, type: 'private' }, text: 'after' };
  const result = [{ update_id: 3, message }];
  server.fail('getUpdates', { status: 200, body: JSON.stringify({ ok: true, result }) });
  await heard.until(2);
  expect(heard.texts).toEqual(['before', 'after']);
});

it('ends when Telegram tells again and again of what was acknowledged', async () => {
  const server = await startTelegram();
  const { heard, connect } = connectorTo(server);
  const connection = await connect();
  const message = { message_id: 7, date: 1, chat: { id: 42, type: 'private' }, text: 'again' };
  const body = JSON.stringify({ ok: true, result: [{ update_id: 3, message }] });
  const same = { status: 200, body };
  server.fail('getUpdates', same, same, same);
  expect(await connection.ended).toContain('again of what was acknowledged');
  expect(heard.texts).toEqual(['again']);
});

it('tells of many in order', async () => {
  const { server, heard } = await connected();
  const texts = Array.from({ length: 350 }, (_, n) => `message ${n}`);
  for (const [n, text] of texts.entries()) server.userSays({ chat: (n % 7) + 1, text });
  await server.untilIdle();
  expect(heard.texts).toEqual(texts);
  expect(new Set(heard.messages.map(({ eventId }) => eventId)).size).toBe(texts.length);
});

it('waits a day where Telegram asks for longer than timers reach', async () => {
  const server = await startTelegram();
  const { connect } = connectorTo(server);
  const slow = { code: 429, description: 'Too Many Requests', parameters: { retry_after: 9e6 } };
  const connection = await connect();
  await server.untilIdle();
  server.fail('getUpdates', slow);
  server.userSays({ chat: 42, text: 'ends the poll before' });
  await expect
    .poll(() => connection.check(never).catch(String))
    .toMatch(/another 86(?:400|3\d\d) s/);
  const asked = server.callsOf('getUpdates').length;
  // Whatever is asked for without waiting has arrived before these.
  for (let n = 0; n < 5; n += 1) await connection.typing('tg:42');
  expect(server.callsOf('getUpdates')).toHaveLength(asked);
});
