/**
 * Owns how chats of a namespace wake the agent, and that a chat which moves takes its namespace along. Every other chat is tested in
 * channels-inbox.test.ts.
 */
import { expect, test } from 'vitest';
import { Inbox } from '../../src/domain/channels/index.ts';
import { OPEN_RULES } from '../../src/domain/channels/sender-rules.ts';
import type { NamespaceParts } from '../../src/domain/namespaces/index.ts';
import { silentLoggerOf } from '../support/log.ts';
import { told } from './channels-ground.ts';
import { quietCaller } from './ground.ts';
import { freshNamespaces, PLAIN } from './namespaces-ground.ts';

const GROUP = { jid: 'tg:-5', isGroup: true, chatName: 'Team' };

/** An inbox in which chat `tg:-5` belongs to a namespace. */
async function freshInbox(parts: Partial<NamespaceParts>) {
  const ground = await freshNamespaces();
  const { store, journal, clock, namespaces } = ground;
  await namespaces.create('team', { ...PLAIN, chatJids: ['tg:-5'], ...parts }, quietCaller);
  const asked: string[] = [];
  const settings = { allowedUsers: ['*'], names: ['andy'], mentionOnly: false, rules: OPEN_RULES };
  const inbox = new Inbox({
    store,
    journal,
    clock,
    namespaces,
    log: silentLoggerOf('channels'),
    settings: () => settings,
    onAsked: (jid) => asked.push(jid),
    onDenied: () => undefined,
  });
  return { ...ground, inbox, settings, asked };
}

const OPEN = { requiresTrigger: false };
const BOB = { trigger: 'Bob' };
const MAIN = { isMain: true };

test.each<[Partial<NamespaceParts>, Parameters<typeof told>[1], boolean]>([
  [{}, { text: 'hello' }, false],
  [{}, { text: '@andy hello' }, true],
  [BOB, { text: '@bob hello' }, true],
  [BOB, { text: '@andy hello' }, false],
  [BOB, { text: 'hello', mentionsAgent: true }, true],
  [{ trigger: '앤디' }, { text: '@앤디, 안녕' }, true],
  [OPEN, { text: 'hello' }, true],
  [MAIN, { text: 'hello' }, true],
  [{ ...OPEN, ...BOB }, { text: 'hello' }, true],
  [OPEN, { text: ' ' }, false],
  [OPEN, { text: 'hello', isBot: true }, false],
  [OPEN, { text: 'hello', isOwn: true }, false],
  [OPEN, { text: 'hello', jid: 'tg:-6' }, false],
  [BOB, { text: 'hello', jid: 'tg:7', isGroup: false }, true],
])('with %j the message %j asks: %s', async (parts, message, asks) => {
  const { inbox, asked } = await freshInbox(parts);
  await inbox.receive('telegram', told('1', { ...GROUP, ...message }));
  expect(asked).toHaveLength(asks ? 1 : 0);
});

test('nobody asks who may not, whatever the namespace says', async () => {
  const { inbox, asked, settings } = await freshInbox(OPEN);
  settings.allowedUsers = ['8'];
  await inbox.receive('telegram', told('1', GROUP));
  settings.allowedUsers = ['*'];
  settings.rules = {
    default: { allow: ['8'], mode: 'trigger' },
    chats: {},
    logDenied: false,
  };
  await inbox.receive('telegram', told('2', GROUP));
  expect(asked).toEqual([]);
  await inbox.receive('telegram', told('3', { ...GROUP, sender: '8' }));
  expect(asked).toEqual(['tg:-5']);
});

test('where only mentions count, the word of the namespace counts all the same', async () => {
  for (const [parts, text, count] of [
    [BOB, '@bob hello', 1],
    [{}, '@andy hello', 0],
  ] as const) {
    const { inbox, asked, settings } = await freshInbox(parts);
    settings.mentionOnly = true;
    await inbox.receive('telegram', told('1', { ...GROUP, text }));
    expect(asked).toHaveLength(count);
  }
});

test('a change of the namespace holds from the next message on', async () => {
  const { inbox, asked, namespaces } = await freshInbox({});
  await inbox.receive('telegram', told('1', GROUP));
  await namespaces.update('team', OPEN, quietCaller);
  await inbox.receive('telegram', told('2', GROUP));
  await namespaces.update('team', { chatJids: [] }, quietCaller);
  await inbox.receive('telegram', told('3', GROUP));
  expect(asked).toEqual(['tg:-5']);
});

test('a chat that moves takes its namespace along', async () => {
  const { inbox, asked, namespaces } = await freshInbox(OPEN);
  await inbox.receive('telegram', told('1', { ...GROUP, text: 'before' }));
  await inbox.move('tg:-5', 'tg:-1005');
  asked.length = 0;
  expect(namespaces.get('team').chatJids).toEqual(['tg:-1005']);
  await inbox.receive('telegram', told('2', { ...GROUP, jid: 'tg:-1005' }));
  await inbox.receive('telegram', told('3', GROUP));
  expect(asked).toEqual(['tg:-1005']);
});
