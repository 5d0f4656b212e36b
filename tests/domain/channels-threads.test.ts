/**
 * Owns what holds for chats with threads: an answer goes where the question was asked, and all of it. What a thread is is known to the
 * platforms.
 */
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { chatMessages } from '../../src/db/schema/index.ts';
import { buildChats, freshChats, Platform, speaking } from './channels-ground.ts';
import { openGround, quietCaller, storeFile } from './ground.ts';

test('every piece of an answer goes to the thread of its question, and quotes nothing', async () => {
  const chats = await freshChats(
    speaking((prompt) => (prompt.includes('in a thread') ? 'one two three four five' : 'plain')),
    { longest: 10 },
  );
  await chats.says('1', { text: 'outside' });
  await chats.says('2', { text: 'in a thread', thread: 'thread-of-2' });
  await chats.settled();
  const [outside, ...inside] = chats.platform.taken;
  expect(outside).toMatchObject({ text: 'plain', replyTo: null });
  expect(outside).not.toHaveProperty('thread');
  expect(inside.length).toBeGreaterThan(2);
  for (const piece of inside) expect(piece).toMatchObject({ replyTo: null, thread: 'thread-of-2' });
});

test('the thread of a question is known after a restart', async () => {
  const file = storeFile();
  const first = await openGround(file);
  const before = buildChats(first, new Platform(), { answers: false });
  await before.says('1', { text: 'in a thread', thread: 'thread-of-1' });
  await first.turns.stop();
  await first.store.close();

  const after = await freshChats(
    speaking(() => 'plain'),
    { file },
  );
  await after.settled();
  expect(after.platform.taken).toMatchObject([{ thread: 'thread-of-1' }]);
});

test('a letter that quotes a message of a thread belongs there, one of its own as well', async () => {
  const chats = await freshChats();
  await chats.says('1', { text: 'in a thread', thread: 'thread-of-1' });
  await chats.settled();
  const [answer] = await chats.store.read
    .select({ id: chatMessages.id })
    .from(chatMessages)
    .where(eq(chatMessages.isFromMe, true));
  for (const replyTo of ['1', answer?.id ?? '']) {
    const letter = { channel: 'telegram', jid: 'tg:7', text: 'x', inboundSeq: null, replyTo };
    await chats.journal.commit(quietCaller, (change) => chats.outbox.add(change, letter));
    chats.outbox.wake('tg:7');
    await chats.settled();
    expect(chats.platform.taken.at(-1)).toMatchObject({ replyTo, thread: 'thread-of-1' });
  }
});

test('every piece of a letter that quotes a message says which, and the first one quotes it', async () => {
  const chats = await freshChats(undefined, { longest: 10 });
  const text = 'one two three four five';
  const letter = { channel: 'telegram', jid: 'tg:7', text, inboundSeq: null, replyTo: '5' };
  await chats.journal.commit(quietCaller, (change) => chats.outbox.add(change, letter));
  chats.outbox.wake('tg:7');
  await chats.settled();
  const { taken } = chats.platform;
  expect(taken.map(({ replyTo }) => replyTo)).toEqual(['5', ...taken.slice(1).map(() => null)]);
  expect(new Set(taken.map(({ thread }) => thread))).toEqual(new Set(['5']));
});
