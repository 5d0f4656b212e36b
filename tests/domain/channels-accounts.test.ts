/**
 * Owns what holds when a channel gets another account, which counts the messages of a chat anew: nothing that is said takes the place of
 * something else. Whose messages have which numbers is known to the adapters.
 */
import { expect, test, vi } from 'vitest';
import { newestChatMessages } from '../../src/db/chat-messages.ts';
import { type Chats, freshChats, speaking, textsOf } from './channels-ground.ts';

const repeating = () => speaking((prompt) => textsOf(prompt).join('|'));
const contents = async ({ store }: Chats, jid = 'tg:7') =>
  (await newestChatMessages(store.read, jid, { limit: 100, includeBot: true })).map(
    ({ content }) => content,
  );

test('a message with the number of an old one is answered by its own words, and both are kept', async () => {
  const chats = await freshChats(repeating());
  await chats.says('a:5', { messageId: '5', text: 'to the bot before' });
  await chats.settled();
  await chats.says('b:5', { messageId: '5', text: 'to the bot now' });
  await chats.settled();
  expect(chats.platform.textsIn('tg:7')).toEqual(['to the bot before', 'to the bot now']);
  expect((await contents(chats)).toSorted()).toEqual([
    'to the bot before',
    'to the bot before',
    'to the bot now',
    'to the bot now',
  ]);
});

test('one that still waits for its answer keeps its words as well', async () => {
  let answer: () => void = () => undefined;
  const first = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const chats = await freshChats(
    speaking(async (prompt) => {
      await first;
      return textsOf(prompt).join('|');
    }),
  );
  await chats.says('a:4', { messageId: '4', text: 'first' });
  await chats.says('a:5', { messageId: '5', text: 'second' });
  await chats.says('b:5', { messageId: '5', text: 'third' });
  answer();
  await chats.settled();
  expect(chats.platform.textsIn('tg:7')).toEqual(['first', 'second', 'third']);
});

test('an answer with the number of an old message is kept beside it, and once where the platform tells of it', async () => {
  const chats = await freshChats(repeating());
  await chats.says('a:out-1', { messageId: 'out-1', text: 'long ago' });
  await chats.settled();
  expect((await contents(chats)).toSorted()).toEqual(['long ago', 'long ago']);
  const { account } = chats.platform;
  const own = { isOwn: true, isBot: true, sender: account.id, text: 'as the platform tells it' };
  await chats.says('b:out-1', { ...own, messageId: 'out-1' });
  vi.spyOn(chats.platform, 'send').mockImplementationOnce(async (jid) => {
    await chats.says('b:out-2', { ...own, jid, messageId: 'out-2' });
    return 'out-2';
  });
  await chats.says('b:6', { messageId: '6', text: 'now' });
  await chats.settled();
  expect((await contents(chats)).toSorted()).toEqual([
    'as the platform tells it',
    'long ago',
    'long ago',
    'now',
  ]);
});
