/**
 * Owns what deleting a namespace promises: nothing runs in it any more, its chats are free, and of its files only what is its own is
 * removed, and only when that is asked for. The operation is tested in tests/contract.
 */
import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { listNamespaces } from '../../src/db/namespaces.ts';
import { callerOf, quietCaller, reasonOf } from './ground.ts';
import { freshNamespaces, makeNamespace } from './namespaces-ground.ts';

const gone = (parts: { force?: boolean; purge?: boolean } = {}) => ({
  force: false,
  purge: false,
  ...parts,
});

test('one that is deleted pauses its schedules, frees its chats and keeps its files', async () => {
  const ground = await freshNamespaces();
  const { namespaces, home, use, store } = ground;
  await makeNamespace(ground, 'a', { chatJids: ['tg:1'], isMain: true });
  writeFileSync(join(home, 'groups', 'a', 'note'), '');
  use.schedules = 3;
  const by = callerOf('namespace.deleted');
  expect(await namespaces.delete('a', gone(), by)).toBe(3);
  expect(by.audit).toMatchObject({ written: true, target: 'a' });
  expect(use.paused).toEqual(['a']);
  expect([namespaces.list(), namespaces.ofChat('tg:1')]).toEqual([[], null]);
  expect(await listNamespaces(store.read)).toEqual([]);
  expect(existsSync(join(home, 'groups', 'a', 'note'))).toBe(true);
  expect(await reasonOf(namespaces.delete('a', gone(), quietCaller))).toBe('namespace_not_found');
  await makeNamespace(ground, 'A', { chatJids: ['tg:1'], isMain: true });
});

test('one in which a container runs is deleted by force only', async () => {
  const ground = await freshNamespaces();
  const { namespaces, use } = ground;
  await makeNamespace(ground, 'a', { chatJids: ['tg:1'] });
  use.running.add('a');
  expect(await reasonOf(namespaces.delete('a', gone(), quietCaller))).toBe('namespace_in_use');
  expect(namespaces.ofChat('tg:1')?.name).toBe('a');
  let seen: unknown;
  use.onClose = () => {
    // Nothing begins in it any more while its container is closed.
    seen = [namespaces.ofChat('tg:1'), namespaces.byName('a')];
  };
  await namespaces.delete('a', gone({ force: true }), quietCaller);
  expect(seen).toEqual([null, null]);
  expect(use.closed).toEqual(['a']);
});

test('one whose container does not close stays as it was', async () => {
  const ground = await freshNamespaces();
  const { namespaces, use, home } = ground;
  await makeNamespace(ground, 'a', { chatJids: ['tg:1'] });
  use.running.add('a');
  use.onClose = () => {
    throw new Error('the engine is gone');
  };
  const parts = gone({ force: true, purge: true });
  await expect(namespaces.delete('a', parts, quietCaller)).rejects.toThrow('the engine is gone');
  use.onClose = () => void use.running.add('a');
  use.running.add('a');
  expect(await reasonOf(namespaces.delete('a', parts, quietCaller))).toBe('namespace_in_use');
  expect(namespaces.ofChat('tg:1')?.name).toBe('a');
  expect(existsSync(join(home, 'groups', 'a'))).toBe(true);
});

test('a purge removes everything of one namespace, and nothing that links lead to', async () => {
  const ground = await freshNamespaces();
  const { namespaces, home } = ground;
  await makeNamespace(ground, 'a');
  await makeNamespace(ground, 'ab');
  const outside = join(home, 'outside');
  mkdirSync(outside);
  writeFileSync(join(outside, 'kept'), '');
  for (const folder of ['groups', 'ipc', 'logs/containers']) {
    for (const name of ['a', 'ab']) {
      const own = join(home, folder, name);
      mkdirSync(join(own, 'deep'), { recursive: true });
      writeFileSync(join(own, 'deep', 'file'), '');
      symlinkSync(outside, join(own, 'link'));
      symlinkSync('..', join(own, 'deep', 'up'));
    }
  }
  await namespaces.delete('a', gone({ purge: true }), quietCaller);
  for (const folder of ['groups', 'ipc', 'logs/containers'])
    expect(readdirSync(join(home, folder))).toEqual(['ab']);
  expect(existsSync(join(outside, 'kept'))).toBe(true);
});
