/**
 * Owns how long the outbox goes on with a letter that it cannot get rid of, and that no other letter suffers from it. What it promises
 * otherwise is tested in channels-outbox.test.ts.
 */
import { expect, test, vi } from 'vitest';
import { SendError } from '../../src/domain/channels/index.ts';
import { type Chats, freshChats } from './channels-ground.ts';
import { BEGIN, quietCaller } from './ground.ts';

const HOUR_MS = 3_600_000;
const PATIENCE = { timeout: 30_000, interval: 2 };
const later = (waitMs: number) => new SendError('slow down', { kind: 'later', waitMs }, '429');
const unknown = () => new SendError('no answer', { kind: 'unknown' });

/** Has a text sent. */
async function post(
  { journal, outbox }: Chats,
  text: string,
  jid = 'tg:7',
  channel = 'telegram',
): Promise<void> {
  const letter = { channel, jid, text, inboundSeq: null, replyTo: null };
  await journal.commit(quietCaller, (change) => outbox.add(change, letter));
  outbox.wake(jid);
}

test('a platform that wants a letter later gets it, however often it says so, but not after a day', async () => {
  const chats = await freshChats();
  const { platform, clock, outbox } = chats;
  const attempt = async () => {
    const tried = platform.tried.length;
    clock.advance(HOUR_MS);
    outbox.wake('tg:7');
    await vi.waitUntil(() => platform.tried.length === tried + 1, PATIENCE);
    await vi.waitUntil(async () => !(await chats.outboundRows()).at(-1)?.isSending, PATIENCE);
  };
  for (let n = 0; n < 20; n += 1) platform.fates.push(later(1));
  await post(chats, 'first');
  await vi.waitUntil(async () => (await chats.outboundRows())[0]?.attempts === 1, PATIENCE);
  for (let n = 1; n < 20; n += 1) await attempt();
  await attempt();
  await chats.settled();
  expect(platform.textsIn('tg:7')).toEqual(['first']);
  for (let n = 0; n < 24; n += 1) platform.fates.push(later(1));
  await post(chats, 'second');
  await vi.waitUntil(async () => (await chats.outboundRows())[1]?.attempts === 1, PATIENCE);
  for (let n = 1; n < 24; n += 1) await attempt();
  expect((await chats.outboundRows())[1]).toMatchObject({ state: 'pending' });
  platform.fates.push(later(1));
  await attempt();
  await chats.settled();
  expect((await chats.outboundRows())[1]).toMatchObject({ state: 'failed', error: 'slow down' });
  platform.fates.push(later(24 * HOUR_MS + 1));
  await post(chats, 'third');
  await chats.settled();
  expect((await chats.outboundRows())[2]).toMatchObject({ state: 'failed' });
});

test('a letter that waited for days for its channel is not given up at the first wish to have it later', async () => {
  const chats = await freshChats();
  const { platform, clock, outbox } = chats;
  platform.isConnected = false;
  await post(chats, 'from the week before');
  clock.advance(72 * HOUR_MS);
  platform.isConnected = true;
  platform.fates.push(later(1), later(1));
  for (let n = 1; n < 3; n += 1) {
    await outbox.wakeAll();
    await vi.waitUntil(async () => (await chats.outboundRows())[0]?.attempts === n, PATIENCE);
    clock.advance(5000);
  }
  await outbox.wakeAll();
  await chats.settled();
  expect(platform.textsIn('tg:7')).toEqual(['from the week before']);
});

test('a letter of which nobody can say whether it was taken is not sent for ever', async () => {
  const chats = await freshChats();
  for (let n = 0; n < 12; n += 1) chats.platform.fates.push(unknown(), later(1));
  await post(chats, 'first');
  for (let n = 1; n < 23; n += 1) {
    await vi.waitUntil(async () => (await chats.outboundRows())[0]?.attempts === n, PATIENCE);
    chats.clock.advance(300_000);
    chats.outbox.wake('tg:7');
  }
  await chats.settled();
  expect(await chats.outboundRows()).toMatchObject([{ state: 'failed', error: 'no answer' }]);
  expect(chats.platform.tried).toHaveLength(23);
});

test('a letter that was put off many times still follows its chat, and one whose chat moves in circles does not for ever', async () => {
  const chats = await freshChats();
  const { platform, clock, outbox } = chats;
  const moved = (jid: string) => new SendError('moved', { kind: 'moved', jid });
  for (let n = 0; n < 15; n += 1) platform.fates.push(later(1));
  platform.fates.push(moved('tg:-1005'));
  await post(chats, 'first', 'tg:-5');
  for (let n = 1; n < 16; n += 1) {
    await vi.waitUntil(async () => (await chats.outboundRows())[0]?.attempts === n, PATIENCE);
    clock.advance(300_000);
    outbox.wake('tg:-5');
  }
  await vi.waitUntil(async () => (await chats.outboundRows())[0]?.jid === 'tg:-1005', PATIENCE);
  clock.advance(300_000);
  outbox.wake('tg:-1005');
  await chats.settled();
  expect(platform.textsIn('tg:-1005')).toEqual(['first']);
  const circle = vi.spyOn(platform, 'send').mockImplementation(async (jid) => {
    throw moved(jid === 'tg:-6' ? 'tg:-1006' : 'tg:-6');
  });
  await post(chats, 'second', 'tg:-6');
  await vi.waitUntil(async () => (await chats.outboundRows())[1]?.attempts === 12, PATIENCE);
  await chats.store.probe();
  expect(circle).toHaveBeenCalledTimes(12);
  clock.advance(25 * HOUR_MS);
  await outbox.wakeAll();
  await chats.settled();
  expect((await chats.outboundRows())[1]).toMatchObject({ state: 'failed', error: 'moved' });
});

test('a platform is told since when there is a doubt about a letter, and only where there is one', async () => {
  const chats = await freshChats();
  const { platform, clock, outbox } = chats;
  platform.fates.push(later(1), unknown());
  await post(chats, 'first');
  for (let n = 1; n < 3; n += 1) {
    await vi.waitUntil(async () => (await chats.outboundRows())[0]?.attempts === n, PATIENCE);
    clock.advance(5000);
    outbox.wake('tg:7');
  }
  await chats.settled();
  expect(platform.tried.map(({ doubtSince }) => doubtSince)).toEqual([undefined, undefined, BEGIN]);
});

test('of a letter that is taken back while a piece of it is on its way, nothing more is sent', async () => {
  const chats = await freshChats(undefined, { longest: 10 });
  let finish: () => void = () => undefined;
  chats.platform.fates.push(
    new Promise<void>((resolve) => {
      finish = resolve;
    }),
  );
  await post(chats, 'one two three four five');
  await vi.waitUntil(() => chats.platform.tried.length === 1, PATIENCE);
  const [row] = await chats.outboundRows();
  await chats.outbox.withdraw(row?.id ?? '');
  finish();
  await post(chats, 'next');
  await chats.settled();
  expect(chats.platform.textsIn('tg:7')).toEqual([row?.pieces[0]?.text, 'next']);
  expect(await chats.outboundRows()).toMatchObject([{ state: 'failed' }, { state: 'sent' }]);
  expect(chats.outbox.waiting.size).toBe(0);
});

test('a platform that does not answer keeps no letter of another one waiting', async () => {
  const chats = await freshChats();
  const { platform } = chats;
  const send = platform.send.bind(platform);
  vi.spyOn(platform, 'send').mockImplementation(async (jid, piece, signal) => {
    if (jid.startsWith('tg:')) platform.fates.unshift('hang');
    return await send(jid, piece, signal);
  });
  for (let n = 1; n <= 40; n += 1) await post(chats, 'hangs', `tg:${n}`);
  await vi.waitUntil(() => platform.tried.length === 32, PATIENCE);
  await post(chats, 'goes', 'dc:1', 'discord');
  await vi.waitUntil(() => platform.textsIn('dc:1').length === 1, PATIENCE);
  expect(platform.taken).toHaveLength(1);
});
