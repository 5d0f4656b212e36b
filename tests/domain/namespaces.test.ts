/**
 * Owns what namespaces promise: names, chats that belong to one only, and one main one. Deleting them is tested in
 * namespaces-deletion.test.ts, their instructions in instructions.test.ts, the operations in tests/contract.
 */
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { auditAfter } from '../../src/db/audit.ts';
import { findNamespace, listNamespaces } from '../../src/db/namespaces.ts';
import type { NamespaceParts } from '../../src/domain/namespaces/index.ts';
import { callerOf, quietCaller, reasonOf } from './ground.ts';
import { buildNamespaces, freshNamespaces, makeNamespace } from './namespaces-ground.ts';

test('a namespace is made with its folder, and is known over a restart', async () => {
  const ground = await freshNamespaces();
  const { namespaces, home, store } = ground;
  const parts: NamespaceParts = {
    description: '개발팀',
    chatJids: ['tg:-5', 'slack:C0123ABCD'],
    trigger: ' 앤디 ',
    requiresTrigger: false,
    isMain: true,
    containerConfig: {
      image: 'other:1',
      network: 'bridge',
      timeoutSecs: 0,
      additionalMounts: [{ hostPath: '~/x' }],
    },
  };
  const by = callerOf('namespace.created');
  const made = await namespaces.create('Team_1-a', parts, by);
  const { createdAt } = made;
  expect(made).toEqual({
    ...parts,
    trigger: '앤디',
    id: expect.stringMatching(/^ns_/),
    name: 'Team_1-a',
    createdAt,
    updatedAt: createdAt,
  });
  expect(lstatSync(join(home, 'groups', 'Team_1-a')).mode & 0o777).toBe(0o700);
  expect(by.audit).toMatchObject({ written: true, target: 'Team_1-a' });
  const again = buildNamespaces({ ...ground, home });
  await again.namespaces.load();
  for (const one of [namespaces, again.namespaces]) {
    expect(one.list()).toEqual([made]);
    expect(one.get('Team_1-a')).toEqual(made);
    expect(one.ofChat('tg:-5')).toEqual(made);
    expect(one.ofChat('slack:C0123ABCD')).toEqual(made);
    expect(one.ofChat('tg:5')).toBeNull();
    expect(one.byName('team_1-a')).toBeNull();
  }
  const [entry] = await auditAfter(store.read, 0, 10);
  expect(entry?.details).toMatchObject({
    group: 'Team_1-a',
    chats: 2,
    network: 'bridge',
    mounts: 1,
  });
});

test('namespaces are listed newest first', async () => {
  const ground = await freshNamespaces();
  for (const name of ['b', 'a', 'c']) {
    await makeNamespace(ground, name);
    ground.clock.advance(1);
  }
  const { namespaces } = ground;
  expect(namespaces.list().map(({ name }) => name)).toEqual(['c', 'a', 'b']);
  await namespaces.update('b', { description: 'changed' }, quietCaller);
  expect(namespaces.list().map(({ name }) => name)).toEqual(['c', 'a', 'b']);
});

test.each(['a', '9', 'A-_9', 'x'.repeat(64), 'globals', 'error', 'constructor', 'con'])(
  'a namespace may be called %s',
  async (name) => {
    const ground = await freshNamespaces();
    expect(await makeNamespace(ground, name)).toMatchObject({ name });
  },
);

test.each([
  '',
  ' ',
  'x'.repeat(65),
  '-a',
  '_a',
  '.a',
  'a.b',
  'a b',
  ' a',
  'a\n',
  'a/b',
  'a\\b',
  '..',
  'a:b',
  '팀',
  'é',
  '__proto__',
  'global',
  'GLOBAL',
  'Global',
  'errors',
  'Errors',
  'merge-instructions',
  'Merge-Instructions',
])('none may be called %j', async (name) => {
  const ground = await freshNamespaces();
  await expect(makeNamespace(ground, name)).rejects.toMatchObject({
    reason: 'namespace_name_invalid',
    details: { issues: [{ in: 'body', path: 'name' }] },
  });
  expect(existsSync(join(ground.home, 'groups'))).toBe(false);
});

test('a name is taken whatever its case, at the same time too', async () => {
  const ground = await freshNamespaces();
  const outcomes = await Promise.allSettled(
    ['Team', 'team', 'TEAM'].map((one) => makeNamespace(ground, one)),
  );
  const refused = outcomes.filter((one) => one.status === 'rejected').map(({ reason }) => reason);
  expect(refused).toMatchObject([{ reason: 'namespace_exists' }, { reason: 'namespace_exists' }]);
  const [made] = ground.namespaces.list();
  for (const name of ['Team', 'team', 'tEAM'])
    expect(await reasonOf(makeNamespace(ground, name))).toBe('namespace_exists');
  expect(await listNamespaces(ground.store.read)).toMatchObject([{ name: made?.name }]);
});

test('a chat belongs to one namespace, however it is written, and at the same time too', async () => {
  const ground = await freshNamespaces();
  const { namespaces } = ground;
  await makeNamespace(ground, 'a', {
    chatJids: ['whatsapp:16505551234', '16505551234@s.whatsapp.net', 'wa:16505551234', 'tg:1'],
  });
  expect(namespaces.get('a').chatJids).toEqual(['wa:16505551234', 'tg:1']);
  for (const jid of ['whatsapp:16505551234', 'tg:1'])
    expect(await reasonOf(makeNamespace(ground, 'b', { chatJids: ['tg:2', jid] }))).toBe(
      'namespace_conflict',
    );
  expect(namespaces.byName('b')).toBeNull();
  const same = { chatJids: ['tg:9'] };
  const both = [makeNamespace(ground, 'c', same), makeNamespace(ground, 'd', same)];
  const outcomes = await Promise.allSettled(both);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  const change = namespaces.update('a', { chatJids: ['tg:9'] }, quietCaller);
  expect(await reasonOf(change)).toBe('namespace_conflict');
  expect(namespaces.ofChat('tg:1')?.name).toBe('a');
});

test('a chat that is given up is free', async () => {
  const ground = await freshNamespaces();
  const { namespaces } = ground;
  await makeNamespace(ground, 'a', { chatJids: ['tg:1', 'tg:2'] });
  await namespaces.update('a', { chatJids: ['tg:2', 'tg:3'] }, quietCaller);
  await makeNamespace(ground, 'b', { chatJids: ['tg:1'] });
  await namespaces.update('a', { description: 'again' }, quietCaller);
  const owners = ['tg:1', 'tg:2', 'tg:3', 'tg:4'].map((jid) => namespaces.ofChat(jid)?.name);
  expect(owners).toEqual(['b', 'a', 'a', undefined]);
});

test.each([
  [['tg:1', 'hello'], ['chatJids.1']],
  [
    ['irc:5', 'tg:1', ''],
    ['chatJids.0', 'chatJids.2'],
  ],
  [['tg:1\0'], ['chatJids.0']],
  [['__proto__'], ['chatJids.0']],
])('%j are not all chats', async (chatJids, paths) => {
  const ground = await freshNamespaces();
  const issues = paths.map((path) => ({ in: 'body', path }));
  await expect(makeNamespace(ground, 'a', { chatJids })).rejects.toMatchObject({
    reason: 'jid_invalid',
    details: { issues },
  });
});

test.each([' ', '@Andy', ' @', 'a\nb'])('%j is no trigger', async (trigger) => {
  const ground = await freshNamespaces();
  expect(await reasonOf(makeNamespace(ground, 'a', { trigger }))).toBe('validation_failed');
});

test('the image is one', async () => {
  const ground = await freshNamespaces();
  const containerConfig = { image: '--privileged' };
  expect(await reasonOf(makeNamespace(ground, 'a', { containerConfig }))).toBe('image_tag_invalid');
  await makeNamespace(ground, 'a');
  const change = ground.namespaces.update('a', { containerConfig }, quietCaller);
  expect(await reasonOf(change)).toBe('image_tag_invalid');
});

test('there is one main namespace', async () => {
  const ground = await freshNamespaces();
  const { namespaces } = ground;
  await makeNamespace(ground, 'a', { isMain: true });
  expect(await reasonOf(makeNamespace(ground, 'b', { isMain: true }))).toBe('namespace_conflict');
  await makeNamespace(ground, 'b');
  const toMain = () => namespaces.update('b', { isMain: true }, quietCaller);
  expect(await reasonOf(toMain())).toBe('namespace_conflict');
  await namespaces.update('a', { isMain: true }, quietCaller);
  await namespaces.update('a', { isMain: false }, quietCaller);
  expect(await toMain()).toMatchObject({ isMain: true });
});

test('a change keeps what is not sent', async () => {
  const ground = await freshNamespaces();
  const { namespaces, clock } = ground;
  const config = { timeoutSecs: 5 };
  const before = await makeNamespace(ground, 'a', {
    chatJids: ['tg:1'],
    trigger: 'x',
    containerConfig: config,
  });
  clock.advance(1000);
  const { updatedAt, ...after } = await namespaces.update('a', { trigger: null }, quietCaller);
  expect({ ...after, updatedAt: before.updatedAt }).toEqual({ ...before, trigger: null });
  expect(updatedAt).toBe(before.updatedAt + 1000);
  expect(await reasonOf(namespaces.update('b', {}, quietCaller))).toBe('namespace_not_found');
});

test('something that is in the place of the folder is left alone', async () => {
  const ground = await freshNamespaces();
  const { home } = ground;
  mkdirSync(join(home, 'groups', 'kept'), { recursive: true });
  writeFileSync(join(home, 'groups', 'kept', 'note'), 'still here');
  symlinkSync('/etc', join(home, 'groups', 'link'));
  writeFileSync(join(home, 'groups', 'file'), '');
  expect(await reasonOf(makeNamespace(ground, 'link'))).toBe('namespace_conflict');
  expect(await reasonOf(makeNamespace(ground, 'file'))).toBe('namespace_conflict');
  // One that was deleted before has left its files.
  await makeNamespace(ground, 'kept');
  expect(readFileSync(join(home, 'groups', 'kept', 'note'), 'utf8')).toBe('still here');
});

test('a chat takes its namespace with it', async () => {
  const ground = await freshNamespaces();
  const { namespaces, journal, store } = ground;
  await makeNamespace(ground, 'a', { chatJids: ['tg:1', 'tg:2', 'tg:3'] });
  await makeNamespace(ground, 'b', { chatJids: ['tg:-100'] });
  const move = (from: string, to: string) =>
    journal.commit(quietCaller, (change) => namespaces.moveChat(change, from, to));
  await move('tg:1', 'tg:-1');
  // The other one keeps its chat.
  await move('tg:2', 'tg:-100');
  await move('tg:3', 'tg:2');
  await move('tg:77', 'tg:-77');
  expect(namespaces.get('a').chatJids).toEqual(['tg:-1', 'tg:2']);
  expect((await findNamespace(store.read, 'a'))?.chatJids).toEqual(['tg:-1', 'tg:2']);
  const owners = ['tg:1', 'tg:-1', 'tg:-100', 'tg:2', 'tg:3', 'tg:-77'].map(
    (jid) => namespaces.ofChat(jid)?.name,
  );
  expect(owners).toEqual([undefined, 'a', 'b', 'a', undefined, undefined]);
});

test('a move that is undone moves nothing', async () => {
  const ground = await freshNamespaces();
  const { namespaces, journal } = ground;
  await makeNamespace(ground, 'a', { chatJids: ['tg:1'] });
  const undone = journal.commit(quietCaller, async (change) => {
    await namespaces.moveChat(change, 'tg:1', 'tg:2');
    throw new Error('on purpose');
  });
  await expect(undone).rejects.toThrow('on purpose');
  expect(namespaces.ofChat('tg:1')?.name).toBe('a');
  expect(namespaces.ofChat('tg:2')).toBeNull();
});

test('a store that cannot be written leaves the namespaces as they were', async () => {
  const ground = await freshNamespaces();
  const { namespaces, store } = ground;
  const made = await makeNamespace(ground, 'a', { chatJids: ['tg:1'] });
  await store.close();
  await expect(makeNamespace(ground, 'b')).rejects.toThrow();
  await expect(namespaces.update('a', { chatJids: [] }, quietCaller)).rejects.toThrow();
  await expect(
    namespaces.delete('a', { force: false, purge: false }, quietCaller),
  ).rejects.toThrow();
  expect(namespaces.list()).toEqual([made]);
  expect(namespaces.ofChat('tg:1')).toEqual(made);
});
