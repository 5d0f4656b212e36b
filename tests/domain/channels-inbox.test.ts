/**
 * Owns what the inbox promises: each message once, kept with its chat, and answered only where somebody asks who may.
 * The rules by themselves are tested with trigger.ts and sender-rules.ts.
 */
import { expect, onTestFinished, test, vi } from 'vitest';
import { newestChatMessages, newestOfChats } from '../../src/db/chat-messages.ts';
import { findChat } from '../../src/db/chats.ts';
import { FollowUps, type InboundMessage, Retention } from '../../src/domain/channels/index.ts';
import { buildChats, type Chats, Platform } from './channels-ground.ts';
import { BEGIN, freshGround, type Ground, openGround, quietCaller, storeFile } from './ground.ts';

/** Takes messages in, and answers none. */
const takingIn = (ground: Ground): Chats => buildChats(ground, new Platform(), { answers: false });
const inboxOnly = async (): Promise<Chats> => takingIn(await freshGround());

const GROUP = { jid: 'tg:-5', isGroup: true, chatName: 'Team' };
const DAY_MS = 86_400_000;

const history = async ({ store }: Chats, jid: string) =>
  await newestChatMessages(store.read, jid, { limit: 100, includeBot: true });

test('a message is kept once, however often the platform tells of it, over a restart too', async () => {
  const file = storeFile();
  const first = await openGround(file);
  const before = takingIn(first);
  await Promise.all([before.says('1'), before.says('1'), before.says('1')]);
  await before.says('1', { text: 'told otherwise' });
  expect(before.asked).toEqual(['tg:7']);
  await first.store.close();
  const second = await openGround(file);
  onTestFinished(() => second.store.close());
  const after = takingIn(second);
  const commits = vi.spyOn(after.journal, 'commit');
  await after.says('1');
  // Platforms tell of hundreds of them at once: none costs a transaction.
  expect(commits).not.toHaveBeenCalled();
  expect(after.asked).toEqual([]);
  expect(await after.inboundRows()).toMatchObject([
    { eventId: '1', jid: 'tg:7', state: 'waiting' },
  ]);
  expect((await history(after, 'tg:7')).map(({ content }) => content)).toEqual(['text 1']);
  expect(await findChat(second.store.read, 'tg:7')).toMatchObject({ messageCount: 1, name: 'Kim' });
});

test('messages that come at the same time are kept in the order in which they came', async () => {
  const chats = await inboxOnly();
  const ids = Array.from({ length: 40 }, (_, n) => String(n));
  await Promise.all(ids.map((id) => chats.says(id)));
  expect((await chats.inboundRows()).map(({ eventId }) => eventId)).toEqual(ids);
});

test('a message is known again for seven days at least, and forgotten after eight', async () => {
  const chats = await inboxOnly();
  const { clock, journal } = chats;
  const retention = new Retention(journal, clock);
  await chats.says('waits');
  for (let n = 0; n < 3; n += 1) await chats.says(`own-${n}`, { isOwn: true });
  clock.advance(7 * DAY_MS);
  await retention.prune();
  await chats.says('own-0', { isOwn: true });
  expect(await chats.inboundRows()).toHaveLength(4);
  clock.advance(DAY_MS + 1);
  await retention.prune();
  // What waits for an answer is not forgotten.
  expect(await chats.inboundRows()).toMatchObject([{ eventId: 'waits', state: 'waiting' }]);
  expect(await history(chats, 'tg:7')).toHaveLength(4);
});

const MENTION = { ...GROUP, mentionsAgent: true };
test.each<[string, boolean, Partial<InboundMessage>]>([
  ['a direct message', true, {}],
  ['a direct message without a word', false, { text: ' \n' }],
  ['a placeholder of media', true, { text: '[Photo] look' }],
  ['a message of a group', false, GROUP],
  ['a message of a group that mentions the agent', true, MENTION],
  ['a message of a group that begins with its name', true, { ...GROUP, text: '@Andy, 안녕' }],
  ['one in Korean', true, { ...GROUP, text: '@앤디 회의 언제야? 🗓️' }],
  ['one to somebody else', false, { ...GROUP, text: '@andy_bot2 hi' }],
  ['the name in the middle', false, { ...GROUP, text: 'ask @andy' }],
  ['a mention by a bot', false, { ...MENTION, isBot: true }],
  ['a message of the account itself', false, { isBot: true, isOwn: true, sender: '99' }],
])('%s asks for an answer: %s', async (_, asks, parts) => {
  const chats = await inboxOnly();
  await chats.says('1', parts);
  expect(chats.asked).toEqual(asks ? [parts.jid ?? 'tg:7'] : []);
  expect(await chats.inboundRows()).toMatchObject([{ state: asks ? 'waiting' : 'done' }]);
  // Kept all the same: it may be what the next question is about.
  expect(await history(chats, parts.jid ?? 'tg:7')).toHaveLength(1);
});

test('where only mentions count, a name in the text does not; direct messages always do', async () => {
  const chats = await inboxOnly();
  chats.inboxSettings.mentionOnly = true;
  await chats.says('1', { ...GROUP, text: '@andy hello' });
  expect(chats.asked).toEqual([]);
  await chats.says('2', MENTION);
  await chats.says('3');
  expect(chats.asked).toEqual(['tg:-5', 'tg:7']);
});

test('only users that are allowed ask; nobody is until somebody is named', async () => {
  const chats = await inboxOnly();
  for (const [allowed, asks] of [
    [[], 0],
    [['8'], 0],
    [['Kim'], 0],
    [['8', '7'], 1],
    [['*'], 1],
  ] as const) {
    chats.inboxSettings.allowedUsers = allowed;
    chats.asked.length = 0;
    await chats.says(`to ${allowed}`);
    expect(chats.asked, String(allowed)).toHaveLength(asks);
  }
});

test('a sender whom the allowlist refuses is kept or not as it says, and never answered', async () => {
  const chats = await inboxOnly();
  const rule = (mode: 'trigger' | 'drop') => ({ allow: ['8'], mode });
  const rules = { default: rule('trigger'), chats: { 'tg:-5': rule('drop') }, logDenied: true };
  chats.inboxSettings.rules = rules;
  await chats.says('1');
  await chats.says('2', MENTION);
  await chats.says('2', MENTION);
  await chats.says('3', { ...MENTION, sender: '8' });
  expect(chats.asked).toEqual(['tg:-5']);
  expect(chats.denied).toEqual([
    { jid: 'tg:7', sender: '7' },
    { jid: 'tg:-5', sender: '7' },
  ]);
  chats.inboxSettings.rules = { ...rules, logDenied: false };
  await chats.says('4');
  expect(chats.denied).toHaveLength(2);
  expect(chats.inbox.denied).toBe(3);
  expect((await history(chats, 'tg:7')).map(({ id }) => id)).toEqual(['1', '4']);
  expect((await history(chats, 'tg:-5')).map(({ id }) => id)).toEqual(['3']);
});

test('what comes from outside is bounded, and what the store cannot keep is left out', async () => {
  const chats = await inboxOnly();
  const parts = { senderName: `K\0${'이'.repeat(2000)}`, chatName: '채'.repeat(2000) };
  await chats.says('1', { ...parts, text: `a\0b${'日'.repeat(200_000)}` });
  const [kept] = await history(chats, 'tg:7');
  expect(kept?.content.startsWith('ab日')).toBe(true);
  expect(Buffer.byteLength(kept?.content ?? '')).toBeLessThanOrEqual(262_144);
  expect(kept?.content.isWellFormed()).toBe(true);
  expect(Buffer.byteLength(kept?.senderName ?? '')).toBeLessThanOrEqual(512);
});

test('an address that is none, or of another channel, is passed over', async () => {
  const chats = await inboxOnly();
  for (const jid of ['', 'tg:', 'tg:x', 'slack:C0CHANNEL01', 'constructor'])
    await chats.says('1', { jid });
  expect(await chats.inboundRows()).toEqual([]);
});

test('a chat that moves takes everything along, and new messages may have numbers of old ones', async () => {
  const chats = await inboxOnly();
  const { store, inbox } = chats;
  await chats.says('1', MENTION);
  await chats.says('2', GROUP);
  const supergroup = { ...GROUP, jid: 'tg:-1005' };
  await inbox.move('tg:-5', 'tg:-1005');
  await inbox.move('tg:-5', 'tg:-1005');
  await chats.says('new 1', { ...supergroup, messageId: '1', text: 'new' });
  expect(await findChat(store.read, 'tg:-5')).toBeUndefined();
  expect(await findChat(store.read, 'tg:-1005')).toMatchObject({ messageCount: 3, name: 'Team' });
  expect((await history(chats, 'tg:-1005')).map(({ content }) => content)).toEqual([
    'text 1',
    'text 2',
    'new',
  ]);
  expect(await chats.inboundRows()).toMatchObject([
    { jid: 'tg:-1005', messageId: 'tg:-5/1', state: 'waiting' },
    { jid: 'tg:-1005', messageId: 'tg:-5/2', state: 'done' },
    { jid: 'tg:-1005', messageId: '1', state: 'done' },
  ]);
  expect(chats.asked).toEqual(['tg:-5', 'tg:-1005', 'tg:-1005']);
});

test('a chat that moves to an address with messages of its own keeps both', async () => {
  const chats = await inboxOnly();
  const { store, inbox } = chats;
  await chats.says('1', GROUP);
  await chats.says('new 1', { ...GROUP, jid: 'tg:-1005', messageId: '1' });
  await inbox.move('tg:-5', 'tg:-1005');
  expect(await findChat(store.read, 'tg:-1005')).toMatchObject({ messageCount: 2 });
  expect((await history(chats, 'tg:-1005')).map(({ id }) => id)).toEqual(['tg:-5/1', '1']);
});

test('what came last over a channel is not what callers have said since', async () => {
  const chats = await inboxOnly();
  const { store, journal } = chats;
  await chats.says('1');
  await chats.says('2', { isOwn: true, isBot: true, sender: '99' });
  const followUps = new FollowUps({ store, journal, onAsked: () => undefined });
  const message = { jid: 'tg:7', text: 'and?', file: 'a.json', at: BEGIN + 1, group: 'g' };
  await followUps.takeIn(message, quietCaller);
  await followUps.takeIn({ ...message, jid: 'tg:8', file: 'b.json' }, quietCaller);
  expect(await newestOfChats(store.read, 'telegram')).toEqual([
    { jid: 'tg:7', isGroup: false, messageId: '1' },
  ]);
});
