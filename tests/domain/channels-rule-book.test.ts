/**
 * Owns what holds for the sender rules in force: they are the ones stored last, and go with a chat that moves. What they mean is tested
 * with sender-rules.ts.
 */
import { expect, test } from 'vitest';
import { RuleBook } from '../../src/domain/channels/index.ts';
import { buildChats, Platform } from './channels-ground.ts';
import { freshGround, quietCaller } from './ground.ts';

const drop = (...allow: string[]) => ({ allow, mode: 'drop' as const });
const OPEN = { allow: '*' as const, mode: 'trigger' as const };

/** A rule book with rules, and an inbox that goes by it. */
async function ruled(chats: Record<string, ReturnType<typeof drop>>) {
  const ground = await freshGround();
  const book = new RuleBook(ground.store, ground.journal);
  await book.set({ default: OPEN, chats, logDenied: true }, quietCaller);
  const built = buildChats(ground, new Platform(), { answers: false, rules: book });
  const reread = async () => {
    const other = new RuleBook(ground.store, ground.journal);
    await other.load();
    return other.get();
  };
  return { ...built, book, reread };
}

test('a group that becomes a supergroup keeps out whom it kept out, over a restart too', async () => {
  const { book, inbox, says, reread, asked } = await ruled({
    'tg:-5': drop('8'),
    'tg:9': drop('9'),
  });
  await inbox.move('tg:-5', 'tg:-1005');
  await inbox.move('tg:-5', 'tg:-1005');
  asked.length = 0;
  await says('1', { jid: 'tg:-1005', isGroup: true, mentionsAgent: true, sender: '7' });
  expect(asked).toEqual([]);
  await says('2', { jid: 'tg:-1005', isGroup: true, mentionsAgent: true, sender: '8' });
  expect(asked).toEqual(['tg:-1005']);
  expect(book.get().chats).toEqual({ 'tg:-1005': drop('8'), 'tg:9': drop('9') });
  expect(await reread()).toEqual(book.get());
});

test('a chat that has rules under its new address keeps those', async () => {
  const { book, inbox, reread } = await ruled({ 'tg:-5': drop('8'), 'tg:-1005': drop('7') });
  await inbox.move('tg:-5', 'tg:-1005');
  expect(book.get().chats).toEqual({ 'tg:-1005': drop('7') });
  expect(await reread()).toEqual(book.get());
});

test('rules that are set while a chat moves are the ones that hold', async () => {
  const { book, inbox, reread } = await ruled({ 'tg:-5': drop('8') });
  const set = (allow: string) =>
    book.set({ default: OPEN, chats: { 'tg:-5': drop(allow) } }, quietCaller);
  await Promise.all([set('6'), inbox.move('tg:-5', 'tg:-1005')]);
  expect(book.get().chats).toEqual({ 'tg:-1005': drop('6') });
  expect(await reread()).toEqual(book.get());
});
