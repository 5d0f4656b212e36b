/**
 * Owns what the outbox promises: letters of a chat go in order, each piece once, over whatever platforms and stores do meanwhile, and what
 * cannot be known is counted. What a platform's refusals look like is tested with its adapter.
 */
import { expect, onTestFinished, test, vi } from 'vitest';
import { newestChatMessages } from '../../src/db/chat-messages.ts';
import { findChat } from '../../src/db/chats.ts';
import { readChannelCounts } from '../../src/db/traffic.ts';
import { Retention, SendError } from '../../src/domain/channels/index.ts';
import { buildChats, type Chats, freshChats, Platform, told } from './channels-ground.ts';
import { BEGIN, eventsOf, openGround, quietCaller, storeFile } from './ground.ts';

const PATIENCE = { timeout: 30_000, interval: 2 };
const later = (waitMs: number) => new SendError('slow down', { kind: 'later', waitMs }, '429');
const refused = () => new SendError('blocked by the user', { kind: 'refused' }, '403');
const unknown = () => new SendError('no answer', { kind: 'unknown' });

/** Has a text sent. @returns the letter's id */
async function post({ journal, outbox }: Chats, text: string, jid = 'tg:7'): Promise<string> {
  const letter = { channel: 'telegram', jid, text, inboundSeq: null, replyTo: '1' };
  const id = await journal.commit(quietCaller, (change) => outbox.add(change, letter));
  outbox.wake(jid);
  return id;
}

const history = async ({ store }: Chats, jid: string) =>
  await newestChatMessages(store.read, jid, { limit: 100, includeBot: true });

test('letters go in order, long ones in pieces, and all of it is kept', async () => {
  const chats = await freshChats(undefined, { longest: 20 });
  await post(chats, '안녕하세요 여러분 반갑습니다 오늘도 좋은 하루 되세요');
  await post(chats, 'second');
  await post(chats, 'other', 'tg:8');
  await chats.settled();
  const texts = chats.platform.textsIn('tg:7');
  expect(texts.slice(0, -1).join(' ')).toBe('안녕하세요 여러분 반갑습니다 오늘도 좋은 하루 되세요');
  expect(texts.at(-1)).toBe('second');
  expect(texts.length).toBeGreaterThan(2);
  const replies = chats.platform.taken
    .filter(({ jid }) => jid === 'tg:7')
    .map((one) => one.replyTo);
  expect(replies).toEqual(['1', ...texts.slice(2).map(() => null), '1']);
  expect((await history(chats, 'tg:7')).map(({ content }) => content)).toEqual(texts);
  expect(await history(chats, 'tg:8')).toMatchObject([
    { content: 'other', sender: '99', senderName: 'Andy', isFromMe: true, isBot: true, at: BEGIN },
  ]);
  expect(await chats.outboundRows()).toMatchObject([
    { state: 'sent', isSending: false, unsure: 0, endedAt: BEGIN },
    { state: 'sent' },
    { state: 'sent' },
  ]);
  const counts = await readChannelCounts(chats.store.read, ['telegram']);
  expect(counts.get('telegram')?.sent).toBe(texts.length + 1);
});

test('a platform that wants a letter later gets it then, and once; those behind it wait', async () => {
  const chats = await freshChats();
  chats.platform.fates.push(later(30));
  await post(chats, 'first');
  await post(chats, 'second');
  await vi.waitUntil(() => chats.platform.tried.length === 1, PATIENCE);
  await vi.waitUntil(async () => (await chats.outboundRows())[0]?.attempts === 1, PATIENCE);
  for (let i = 0; i < 5; i += 1) {
    chats.outbox.wake('tg:7');
    await chats.store.probe();
  }
  expect((await chats.outboundRows())[0]?.nextAt).toBe(BEGIN + 500);
  expect(chats.platform.tried).toHaveLength(1);
  chats.clock.advance(500);
  await chats.settled();
  expect(chats.platform.textsIn('tg:7')).toEqual(['first', 'second']);
  expect(await chats.outboundRows()).toMatchObject([{ attempts: 0, unsure: 0 }, {}]);
});

test('a piece of which nobody can say whether it was taken goes again with its key, and is counted', async () => {
  const chats = await freshChats();
  chats.platform.fates.push(unknown());
  await post(chats, 'first');
  await vi.waitUntil(async () => (await chats.outboundRows())[0]?.attempts === 1, PATIENCE);
  chats.clock.advance(500);
  chats.outbox.wake('tg:7');
  await chats.settled();
  const [once, again] = chats.platform.tried;
  expect(again).toEqual({ ...once, doubtSince: BEGIN });
  expect(await chats.outboundRows()).toMatchObject([{ state: 'sent', unsure: 1, error: null }]);
});

test('what a platform refuses for good fails with its reason, once, and the next letter is sent', async () => {
  const chats = await freshChats();
  chats.platform.fates.push(refused());
  await post(chats, 'first');
  await post(chats, 'second');
  await chats.settled();
  expect(chats.platform.textsIn('tg:7')).toEqual(['second']);
  expect(await chats.outboundRows()).toMatchObject([
    { state: 'failed', error: 'blocked by the user', endedAt: BEGIN, isSending: false },
    { state: 'sent' },
  ]);
  expect(await eventsOf(chats.store, 'telegram')).toEqual(['channel.error']);
});

test('a letter waits for its channel, and goes once that is connected', async () => {
  const chats = await freshChats();
  chats.platform.isConnected = false;
  await post(chats, 'first');
  chats.outbox.wake('tg:7');
  chats.platform.isConnected = true;
  await chats.outbox.wakeAll();
  await chats.settled();
  expect(chats.platform.textsIn('tg:7')).toEqual(['first']);
});

test('a chat whose address the platform has changed gets its letters there', async () => {
  const chats = await freshChats();
  await chats.inbox.receive('telegram', told('1', { jid: 'tg:-5', isGroup: true }));
  chats.platform.fates.push(new SendError('moved', { kind: 'moved', jid: 'tg:-1005' }));
  await post(chats, 'first', 'tg:-5');
  await post(chats, 'second', 'tg:-5');
  await chats.settled();
  expect(chats.platform.textsIn('tg:-1005')).toEqual(['first', 'second']);
  expect((await history(chats, 'tg:-1005')).map(({ content }) => content)).toEqual([
    'text 1',
    'first',
    'second',
  ]);
  expect(await findChat(chats.store.read, 'tg:-5')).toBeUndefined();
});

test('a letter that is being sent while its chat moves is sent once, and kept with the chat', async () => {
  const chats = await freshChats();
  await chats.inbox.receive('telegram', told('1', { jid: 'tg:-5', isGroup: true }));
  let finish: () => void = () => undefined;
  chats.platform.fates.push(
    new Promise<void>((resolve) => {
      finish = resolve;
    }),
  );
  await post(chats, 'first', 'tg:-5');
  await vi.waitUntil(() => chats.platform.tried.length === 1, PATIENCE);
  await chats.inbox.move('tg:-5', 'tg:-1005');
  await post(chats, 'second', 'tg:-1005');
  // The new address's lane has had its look by then.
  await chats.store.probe();
  finish();
  await chats.settled();
  expect(chats.platform.taken.map(({ text }) => text)).toEqual(['first', 'second']);
  expect((await history(chats, 'tg:-1005')).map(({ content }) => content)).toContain('first');
  expect(await findChat(chats.store.read, 'tg:-5')).toBeUndefined();
});

test('a store that cannot keep that a piece was sent does not have it sent again', async () => {
  const chats = await freshChats();
  const sent = chats.platform.send.bind(chats.platform);
  vi.spyOn(chats.platform, 'send').mockImplementationOnce(async (...args) => {
    const id = await sent(...args);
    vi.spyOn(chats.journal, 'commit').mockRejectedValueOnce(new Error('disk full'));
    return id;
  });
  await post(chats, 'first');
  await chats.settled();
  expect(chats.platform.textsIn('tg:7')).toEqual(['first']);
  expect(await history(chats, 'tg:7')).toHaveLength(1);
});

test('what was being sent when the daemon went is sent again with its key, and counted', async () => {
  const file = storeFile();
  const first = await openGround(file);
  const before = buildChats(first);
  before.platform.fates.push('hang');
  await post(before, 'first');
  await vi.waitUntil(() => before.platform.tried.length === 1, PATIENCE);
  await before.outbox.stop(1);
  expect(await before.outboundRows()).toMatchObject([{ state: 'pending', isSending: true }]);
  await first.store.close();
  const second = await openGround(file);
  onTestFinished(() => second.store.close());
  const after = buildChats(second, new Platform());
  await after.outbox.start();
  await after.settled();
  expect(after.platform.tried).toEqual(
    before.platform.tried.map((piece) => ({ ...piece, doubtSince: BEGIN })),
  );
  expect(await after.outboundRows()).toMatchObject([{ state: 'sent', unsure: 1 }]);
  await after.outbox.stop(1);
});

test('an error that nobody foresaw is one of which nobody can say whether the piece was taken', async () => {
  const chats = await freshChats();
  chats.platform.fates.push(new TypeError('x is not a function'));
  await post(chats, 'first');
  await vi.waitUntil(async () => (await chats.outboundRows())[0]?.attempts === 1, PATIENCE);
  expect(await chats.outboundRows()).toMatchObject([{ error: 'An unexpected error', unsure: 1 }]);
});

test('a letter that is taken back is not sent; one that is being sent may still arrive', async () => {
  const chats = await freshChats();
  chats.platform.isConnected = false;
  const id = await post(chats, 'first');
  await chats.outbox.withdraw(id);
  chats.platform.isConnected = true;
  await post(chats, 'second');
  await chats.settled();
  expect(chats.platform.textsIn('tg:7')).toEqual(['second']);
  let finish: () => void = () => undefined;
  chats.platform.fates.push(
    new Promise<void>((resolve) => {
      finish = resolve;
    }),
  );
  const flying = await post(chats, 'third');
  await vi.waitUntil(() => chats.platform.tried.length === 2, PATIENCE);
  await chats.outbox.withdraw(flying);
  finish();
  await chats.settled();
  expect(chats.platform.textsIn('tg:7')).toEqual(['second', 'third']);
  expect((await chats.outboundRows()).map(({ state }) => state)).toEqual([
    'failed',
    'sent',
    'sent',
  ]);
});

test('a letter that was sent just before it is taken back is forgotten as every other one', async () => {
  const chats = await freshChats();
  const sent = await post(chats, 'first');
  await chats.settled();
  await chats.outbox.withdraw(sent);
  expect(chats.outbox.waiting.size).toBe(0);
  await chats.outbox.withdraw('out_nobody_knows');
  expect(chats.outbox.waiting.size).toBe(0);
  chats.platform.isConnected = false;
  await chats.outbox.withdraw(await post(chats, 'second'));
  expect(chats.outbox.waiting.size).toBe(0);
});

test('a letter that is taken back while it is on its way is not tried again, and then forgotten', async () => {
  const chats = await freshChats();
  let fail: (error: Error) => void = () => undefined;
  chats.platform.fates.push(
    new Promise<void>((_, reject) => {
      fail = reject;
    }),
  );
  const id = await post(chats, 'first');
  await vi.waitUntil(() => chats.platform.tried.length === 1, PATIENCE);
  await chats.outbox.withdraw(id);
  expect(chats.outbox.waiting.size).toBeGreaterThan(0);
  fail(later(1));
  await chats.settled();
  expect(chats.platform.tried).toHaveLength(1);
  expect(await chats.outboundRows()).toMatchObject([{ state: 'failed' }]);
  expect(chats.outbox.waiting.size).toBe(0);
});

test('whoever waits for a letter is told what became of it', async () => {
  const chats = await freshChats();
  chats.platform.isConnected = false;
  const id = await post(chats, 'first');
  const outcome = chats.outbox.outcomeOf(id);
  chats.platform.isConnected = true;
  await chats.outbox.wakeAll();
  expect(await outcome).toEqual({ kind: 'sent', messageIds: ['out-1'], at: BEGIN });
  chats.platform.isConnected = false;
  const failing = chats.outbox.outcomeOf(await post(chats, 'second'));
  chats.platform.fates.push(refused());
  chats.platform.isConnected = true;
  await chats.outbox.wakeAll();
  expect(await failing).toEqual({ kind: 'failed', reason: 'blocked by the user', code: '403' });
});

test('letters are forgotten eight days after they were made, unless they still wait', async () => {
  const chats = await freshChats();
  await post(chats, 'sent');
  await chats.settled();
  chats.platform.isConnected = false;
  await post(chats, 'waits');
  chats.clock.advance(8 * 86_400_000 + 1);
  await new Retention(chats.journal, chats.clock).prune();
  expect(await chats.outboundRows()).toMatchObject([{ content: 'waits' }]);
  expect(await history(chats, 'tg:7')).toHaveLength(1);
});
