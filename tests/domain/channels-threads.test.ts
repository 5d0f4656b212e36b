/**
 * Owns what holds for chats with threads: an answer goes where the question was asked, and all of it. What a thread is is known to the
 * platforms.
 */
import { expect, test } from 'vitest';
import { freshChats, speaking } from './channels-ground.ts';
import { quietCaller } from './ground.ts';

test('every piece of an answer goes to the thread of its question, and quotes nothing', async () => {
  const chats = await freshChats(
    speaking((prompt) => (prompt.includes('in a thread') ? 'one two three four five' : 'plain')),
    { longest: 10 },
  );
  chats.platform.threads.set('2', 'thread-of-2');
  await chats.says('1', { text: 'outside' });
  await chats.says('2', { text: 'in a thread' });
  await chats.settled();
  const [outside, ...inside] = chats.platform.taken;
  expect(outside).toMatchObject({ text: 'plain', replyTo: null });
  expect(outside).not.toHaveProperty('thread');
  expect(inside.length).toBeGreaterThan(2);
  for (const piece of inside) expect(piece).toMatchObject({ replyTo: null, thread: 'thread-of-2' });
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
