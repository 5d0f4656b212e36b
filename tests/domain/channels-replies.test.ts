/**
 * Owns what answering promises: each message that asks is given to the agent once, in order, with what was said before it, and what
 * the agent says is sent once. Whole daemons and real platforms are for the scenarios.
 */
import { eq } from 'drizzle-orm';
import { expect, onTestFinished, test, vi } from 'vitest';
import { findChat } from '../../src/db/chats.ts';
import { turns } from '../../src/db/schema/index.ts';
import { ProviderError } from '../../src/domain/agent/index.ts';
import { buildChats, freshChats, Platform, speaking, textsOf } from './channels-ground.ts';
import { BEGIN, endless, openGround, quietCaller, reasonOf, storeFile } from './ground.ts';

const GROUP = { jid: 'tg:-5', isGroup: true, chatName: 'Team' };
const MENTION = { ...GROUP, mentionsAgent: true };
const PATIENCE = { timeout: 30_000, interval: 2 };
const APOLOGY = /^I could not answer this/;

/** Answers with the texts it was told, joined by `|`. */
const listing = () => speaking((prompt) => textsOf(prompt).join('|'));

/** A promise and what resolves it. */
function gate() {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open: () => open(), opened };
}

test('messages of a chat are answered once each, in order, in one session; each chat has its own', async () => {
  const chats = await freshChats(listing());
  for (let n = 1; n <= 5; n += 1) {
    await chats.says(`a${n}`);
    await chats.says(`b${n}`, { jid: 'tg:8', sender: '8' });
    await chats.says(`a${n}`);
  }
  await chats.settled();
  const expected = (name: string) => [1, 2, 3, 4, 5].map((n) => `text ${name}${n}`);
  expect(chats.platform.textsIn('tg:7')).toEqual(expected('a'));
  expect(chats.platform.textsIn('tg:8')).toEqual(expected('b'));
  const [one, other] = await Promise.all(
    ['tg:7', 'tg:8'].map((jid) => findChat(chats.store.read, jid)),
  );
  expect(one?.sessionId).not.toBe(other?.sessionId);
  const session = await chats.sessions.get(one?.sessionId ?? '');
  expect(session).toMatchObject({ channel: 'telegram', userId: '7', metadata: { jid: 'tg:7' } });
  expect(await chats.sessions.count('active', 'telegram')).toBe(2);
});

test('a chat goes on in a new session once its session has ended', async () => {
  const chats = await freshChats(listing());
  await chats.says('1');
  await chats.settled();
  const before = (await findChat(chats.store.read, 'tg:7'))?.sessionId ?? '';
  await chats.sessions.terminate(before, quietCaller);
  await chats.says('2');
  await chats.settled();
  expect((await findChat(chats.store.read, 'tg:7'))?.sessionId).not.toBe(before);
  expect(chats.platform.textsIn('tg:7')).toEqual(['text 1', 'text 2']);
});

test('what a group said since the last question is told with the next one, and only once', async () => {
  const chats = await freshChats(listing());
  const from = (sender: string) => ({ ...GROUP, sender });
  await chats.says('1', from('8'));
  await chats.says('2', { ...from('9'), isBot: true });
  await chats.says('q3', MENTION);
  await chats.settled();
  await chats.says('4', from('8'));
  await chats.says('q5', MENTION);
  await chats.says('q6', MENTION);
  await chats.settled();
  expect(chats.platform.textsIn('tg:-5')).toEqual(['text 1|text q3', 'text 4|text q5', 'text q6']);
});

test('what is said while the agent answers is told with the next question, whatever the clocks say', async () => {
  const first = gate();
  const chats = await freshChats(
    speaking(async (prompt) => {
      if (prompt.includes('q1')) await first.opened;
      return textsOf(prompt).join('|');
    }),
  );
  await chats.says('q1', { ...MENTION, at: BEGIN - 5000 });
  await vi.waitUntil(async () => (await chats.inboundRows())[0]?.state === 'answering', PATIENCE);
  await chats.says('2', { ...GROUP, at: BEGIN - 4000 });
  first.open();
  await chats.settled();
  await chats.says('q3', { ...MENTION, at: BEGIN - 3000 });
  await chats.settled();
  expect(chats.platform.textsIn('tg:-5')).toEqual(['text q1', 'text 2|text q3']);
});

test('a direct message is told alone, the newest twenty of a group at most', async () => {
  const chats = await freshChats(listing(), { longest: 1000 });
  chats.inboxSettings.allowedUsers = ['7'];
  await chats.says('0', { sender: '8' });
  await chats.says('1');
  for (let n = 1; n <= 25; n += 1) await chats.says(`g${n}`, { ...GROUP, at: BEGIN + n });
  await chats.says('q', { ...MENTION, at: BEGIN + 26 });
  await chats.settled();
  expect(chats.platform.textsIn('tg:7')).toEqual(['text 1']);
  const [told = ''] = chats.platform.textsIn('tg:-5');
  expect(told.split('|')).toHaveLength(21);
  expect(told.startsWith('text g6|')).toBe(true);
});

test('a model that is down is apologised for once, and the next message is answered', async () => {
  let isDown = true;
  const chats = await freshChats(
    speaking((prompt) => {
      if (isDown) throw new ProviderError('overloaded');
      return textsOf(prompt).join('|');
    }),
  );
  await chats.says('1');
  await chats.settled();
  isDown = false;
  await chats.says('2');
  await chats.settled();
  expect(chats.platform.textsIn('tg:7')).toEqual([expect.stringMatching(APOLOGY), 'text 2']);
});

test('what the model wrote for itself is not sent, and nothing is where nothing is left', async () => {
  const chats = await freshChats(
    speaking((prompt) => (prompt.includes('text 1') ? '<internal>x</internal>' : 'a<internal>b')),
  );
  await chats.says('1');
  await chats.says('2');
  await chats.settled();
  expect(chats.platform.textsIn('tg:7')).toEqual(['a']);
});

test('a message that a plugin stops is not answered, and keeps none after it from being answered', async () => {
  const middleware = async (_: string, text: string) =>
    text.includes('evil') ? { blockedBy: 'guard', reason: 'evil' } : { text };
  const parts = { filters: { hasMiddleware: () => true, middleware } };
  const chats = await freshChats(listing(), { parts });
  await chats.says('1', { ...MENTION, text: 'evil' });
  await chats.says('2', MENTION);
  await chats.says('3', { ...MENTION, text: 'evil again' });
  await chats.says('4', MENTION);
  await chats.settled();
  expect(chats.platform.textsIn('tg:-5')).toEqual(['text 2', 'text 4']);
});

test('a session that others keep busy is waited for', async () => {
  const held = gate();
  const chats = await freshChats(
    speaking(async (prompt) => {
      if (prompt === 'by others') await held.opened;
      return textsOf(prompt).join('|');
    }),
  );
  await chats.says('1');
  await chats.settled();
  chats.settings.maxQueuedTurns = 0;
  const sessionId = (await findChat(chats.store.read, 'tg:7'))?.sessionId ?? '';
  const events = await chats.turns.begin(sessionId, 'by others', quietCaller, endless);
  const send = vi.spyOn(chats.turns, 'send');
  await chats.says('2');
  await vi.waitUntil(() => send.mock.results.length > 0, PATIENCE);
  expect(await reasonOf(Promise.resolve(send.mock.results[0]?.value))).toBe('session_busy');
  held.open();
  for await (const _ of events);
  await chats.settled();
  expect(chats.platform.textsIn('tg:7')).toEqual(['text 1', 'text 2']);
});

test('a message whose session ends while it is answered is given up, and the next is answered', async () => {
  const held = gate();
  const chats = await freshChats(
    speaking(async (prompt) => {
      if (prompt.includes('text 1')) await held.opened;
      return textsOf(prompt).join('|');
    }),
  );
  await chats.says('1');
  await vi.waitUntil(async () => (await chats.inboundRows())[0]?.state === 'answering', PATIENCE);
  const sessionId = (await findChat(chats.store.read, 'tg:7'))?.sessionId ?? '';
  await chats.sessions.terminate(sessionId, quietCaller);
  await chats.says('2');
  await chats.settled();
  held.open();
  expect(chats.platform.textsIn('tg:7')).toEqual(['text 2']);
});

test('a chat that moves while its messages wait keeps its session, its order and every answer', async () => {
  const held = gate();
  const chats = await freshChats(
    speaking(async (prompt) => {
      if (prompt.includes('q1')) await held.opened;
      return textsOf(prompt).join('|');
    }),
  );
  await chats.says('q1', MENTION);
  await vi.waitUntil(async () => (await chats.inboundRows())[0]?.state === 'answering', PATIENCE);
  for (const n of [2, 3, 4]) await chats.says(`q${n}`, MENTION);
  const before = (await findChat(chats.store.read, 'tg:-5'))?.sessionId;
  await chats.inbox.move('tg:-5', 'tg:-1005');
  await chats.says('q5', { ...MENTION, jid: 'tg:-1005' });
  held.open();
  await chats.settled();
  expect(chats.platform.textsIn('tg:-1005')).toEqual(
    ['q1', 'q2', 'q3', 'q4', 'q5'].map((q) => `text ${q}`),
  );
  expect(chats.platform.textsIn('tg:-5')).toEqual([]);
  expect((await findChat(chats.store.read, 'tg:-1005'))?.sessionId).toBe(before);
  expect(await chats.store.read.select().from(turns)).toHaveLength(5);
});

test('a message that two lanes see because its chat moved is answered by one', async () => {
  const chats = await freshChats(listing());
  const begun = gate();
  const { read } = chats.store;
  const get = chats.sessions.create.bind(chats.sessions);
  // At the moment when the old address's lane has read the message, and has no session for it yet.
  vi.spyOn(chats.sessions, 'create').mockImplementationOnce(async (...args) => {
    const made = await get(...args);
    await chats.inbox.move('tg:-5', 'tg:-1005');
    await vi.waitUntil(() => chats.platform.taken.length > 0, PATIENCE);
    begun.open();
    return made;
  });
  await chats.says('1', MENTION);
  await begun.opened;
  await chats.settled();
  await chats.replies.stop();
  expect(chats.platform.taken.map(({ jid, text }) => [jid, text])).toEqual([
    ['tg:-1005', 'text 1'],
  ]);
  expect(await read.select().from(turns)).toHaveLength(1);
});

test('what is under way when the daemon stops is answered after the next start, in order', async () => {
  const file = storeFile();
  const held = gate();
  const slow = speaking(async () => {
    await held.opened;
    return 'too late';
  });
  const first = await openGround(file, slow, { isStopping: () => true });
  const before = buildChats(first);
  await before.says('1');
  await before.says('2');
  await vi.waitUntil(async () => (await before.inboundRows())[0]?.state === 'answering', PATIENCE);
  await before.replies.stop();
  await before.outbox.stop(1);
  await first.turns.stop();
  held.open();
  await first.store.close();

  const second = await openGround(file, listing());
  onTestFinished(() => second.store.close());
  const after = buildChats(second, new Platform());
  await second.turns.resume();
  await after.outbox.start();
  await after.replies.start();
  await after.settled();
  expect(after.platform.textsIn('tg:7')).toEqual(['text 1', 'text 2']);
  await after.replies.stop();
  await after.outbox.stop(1);
  await second.turns.stop();
});

test('a message whose turn is gone without an end is given up at the next start', async () => {
  const chats = await freshChats(speaking(() => new Promise<string>(() => undefined)));
  await chats.says('1');
  await vi.waitUntil(async () => (await chats.inboundRows())[0]?.state === 'answering', PATIENCE);
  const turnId = (await chats.inboundRows())[0]?.turnId ?? '';
  await chats.store.write((tx) => tx.delete(turns).where(eq(turns.id, turnId)));
  const again = buildChats(chats, new Platform());
  await again.replies.start();
  expect(await chats.inboundRows()).toMatchObject([{ state: 'done' }]);
  await again.replies.stop();
});

test('chats that wait for a container do not keep the others from being answered', async () => {
  const free = gate();
  const chats = await freshChats(
    speaking(async (prompt) => {
      if (prompt.includes('waits')) await free.opened;
      return textsOf(prompt).join('|');
    }),
  );
  for (let n = 1; n <= 40; n += 1)
    await chats.says(`waits${n}`, { jid: `tg:${1_000_000 + n}`, eventId: `w${n}` });
  await chats.says('1');
  await vi.waitUntil(() => chats.platform.textsIn('tg:7').length === 1, PATIENCE);
  free.open();
  await chats.settled();
  expect(chats.platform.textsIn('tg:1000040')).toEqual(['text waits40']);
});
