/**
 * Owns the rules of settings that no answer shows: what is stored and told of, what happens to stored values that do not fit any
 * more, and a store that takes nothing. What callers see is tested in contract/prx/config.test.ts.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { LiveConfig } from '../../src/app/settings.ts';
import { loadConfig } from '../../src/config/index.ts';
import { openStore, type Store } from '../../src/db/open.ts';
import { auditLog, events, settings as table } from '../../src/db/schema/index.ts';
import { Journal } from '../../src/domain/audit/index.ts';
import { Settings } from '../../src/domain/settings/index.ts';
import { makeSeal, makeSealKey } from '../../src/lib/seal.ts';
import { checkOf } from '../support/contract-client.ts';
import { tempDir } from '../support/temp.ts';
import { callerOf, quietCaller, reasonOf } from './ground.ts';

const NOW = Date.UTC(2026, 2, 21);
const clock = { now: () => NOW, monotonic: () => 0 };
const KEY = makeSealKey();
const TOKEN = 'channels_config.telegram.bot_token';

/** The settings of a daemon that starts on a folder, and the values it has in force. */
async function openSettings(folder: string, key = KEY) {
  mkdirSync(folder, { recursive: true });
  const store = await openStore({ url: `file:${join(folder, 'gatehouse.db')}` });
  const live = new LiveConfig(loadConfig({ env: { GATEHOUSE_HOME: folder }, cwd: folder }));
  const journal = new Journal(store, clock);
  const options = { store, journal, clock, configuration: live, seal: makeSeal([key]) };
  const settings = new Settings(options);
  await settings.load();
  return { store, live, settings };
}

async function freshSettings(folder = tempDir(), key = KEY) {
  const opened = await openSettings(folder, key);
  onTestFinished(() => opened.store.close());
  return { ...opened, folder };
}

const write = (folder: string, toml: string) => writeFileSync(join(folder, 'gatehouse.toml'), toml);

const rowsOf = async (store: Store) => await store.read.select().from(table).orderBy(table.key);

test('a change leaves its rows, one event and one audit entry', async () => {
  const { store, settings } = await freshSettings();
  const by = callerOf('config.updated');
  await settings.change({ 'memory.top_k': 5, 'gateway.port': 4000 }, by);
  expect(await rowsOf(store)).toEqual([
    { key: 'gateway.port', value: 4000, changedAt: NOW, changedBy: 'token:tok_test' },
    { key: 'memory.top_k', value: 5, changedAt: NOW, changedBy: 'token:tok_test' },
  ]);
  const raised = await store.read.select().from(events);
  const data = { updated: ['memory.top_k', 'gateway.port'], reload_required: true };
  expect(raised).toMatchObject([{ type: 'config.updated', subject: 'config', data }]);
  expect(checkOf('prx').faultBySchema('/components/schemas/ConfigUpdated', data)).toBeNull();
  expect(await store.read.select().from(auditLog)).toMatchObject([
    { event: 'config.updated', target: 'memory.top_k gateway.port', actor: 'token:tok_test' },
  ]);
  await settings.change({ 'memory.top_k': null, 'gateway.port': null }, by);
  expect(await rowsOf(store)).toEqual([]);
});

test('a refused change leaves nothing at all', async () => {
  const { store, settings, live } = await freshSettings();
  const before = live.current();
  const refused = [
    settings.change({ 'memory.top_k': 5, 'memory.tok_k': 5 }, quietCaller),
    settings.change({ 'memory.top_k': 5, 'memory.backend': 'sqlite' }, quietCaller),
  ];
  for (const one of refused) expect(await reasonOf(one)).toBe('setting_invalid');
  expect(await rowsOf(store)).toEqual([]);
  expect(await store.read.select().from(events)).toEqual([]);
  expect(live.current()).toEqual(before);
  expect(settings.troubles()).toEqual([]);
});

test('of two changes at once that do not go together the second one is refused', async () => {
  const { settings, live } = await freshSettings();
  const outcomes = await Promise.allSettled([
    settings.change({ 'agent.idle_after_secs': 3000 }, quietCaller),
    settings.change({ 'agent.session_timeout_secs': 1000 }, quietCaller),
    settings.change({ 'memory.top_k': 5 }, quietCaller),
  ]);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(live.current()).toMatchObject({
    agent: { idle_after_secs: 3000, session_timeout_secs: 3600 },
    memory: { top_k: 5 },
  });
});

test('a change that the store does not take is not in force, and the next one is made', async () => {
  const { store, settings, live } = await freshSettings();
  const failing = new Settings({
    store,
    journal: new Journal({ ...store, write: () => Promise.reject(new Error('full')) }, clock),
    clock,
    configuration: live,
    seal: makeSeal([KEY]),
  });
  await expect(failing.change({ 'memory.top_k': 5 }, quietCaller)).rejects.toThrow('full');
  expect(live.current().memory.top_k).toBe(10);
  await settings.change({ 'agent.max_turns': 7 }, quietCaller);
  expect(live.current()).toMatchObject({ memory: { top_k: 10 }, agent: { max_turns: 7 } });
});

test('a secret is sealed for its own key, and opens after a restart', async () => {
  const folder = tempDir();
  const first = await openSettings(folder);
  await first.settings.change({ [TOKEN]: 'hunter2' }, quietCaller);
  const [row] = await rowsOf(first.store);
  expect(row?.value).toEqual({ sealed: expect.stringMatching(/^s1\./) });
  await first.store.close();
  const { live } = await freshSettings(folder);
  expect(live.current().channels_config.telegram?.bot_token).toBe('hunter2');
});

test('stored values that do not fit any more are left out and told of, until they are set or taken back', async () => {
  const folder = tempDir();
  const first = await openSettings(folder);
  await first.settings.change({ [TOKEN]: 'hunter2', 'agent.idle_after_secs': 600 }, quietCaller);
  const row = { changedAt: NOW, changedBy: 'token:tok_old' };
  await first.store.write(async (tx) => {
    await tx.insert(table).values({ ...row, key: 'agent.gone', value: 1 });
    await tx.insert(table).values({ ...row, key: 'memory.top_k', value: 'many' });
    await tx.insert(table).values({ ...row, key: 'memory.backend', value: 'sqlite' });
  });
  await first.store.close();
  // The file makes a rule out of reach, and the key of the seal is another one.
  write(folder, '[agent]\nsession_timeout_secs = 500\nidle_after_secs = 400');
  const { live, settings, store } = await freshSettings(folder, makeSealKey());
  expect(live.current().agent).toMatchObject({ idle_after_secs: 400, session_timeout_secs: 500 });
  expect(live.current().memory.top_k).toBe(10);
  expect(live.current().channels_config).toEqual({});
  const told = () =>
    settings.troubles().map(({ reason }) => /value of (\S+) is not/.exec(reason)?.[1]);
  expect(told().sort()).toEqual([
    'agent.gone',
    'agent.idle_after_secs',
    TOKEN,
    'memory.backend',
    'memory.top_k',
  ]);
  expect(JSON.stringify(settings.troubles())).not.toContain('hunter2');
  await settings.change({ 'memory.top_k': 5, 'agent.gone': null, [TOKEN]: 'again' }, quietCaller);
  expect(told().sort()).toEqual(['agent.idle_after_secs', 'memory.backend']);
  expect((await rowsOf(store)).map(({ key }) => key)).not.toContain('agent.gone');
});

test('a reload takes the file over whole, under the changes, and tells of it', async () => {
  const { folder, live, settings, store } = await freshSettings();
  await settings.change({ 'memory.top_k': 5 }, quietCaller);
  write(folder, '[memory]\ntop_k = 6\n[agent]\nmax_turns = 7\n[gateway]\nport = 4000');
  expect(await settings.reload()).toEqual({
    changed: ['gateway.port', 'agent.max_turns'],
    problems: [],
  });
  expect(live.current()).toMatchObject({
    memory: { top_k: 5 },
    agent: { max_turns: 7 },
    gateway: { port: 3120 },
  });
  expect(settings.troubles()).toEqual([
    { component: 'config', reason: 'A restart is needed for gateway.port' },
  ]);
  const raised = await store.read.select().from(events);
  expect(raised.at(-1)).toMatchObject({
    type: 'config.updated',
    data: { updated: ['gateway.port', 'agent.max_turns'], reload_required: true },
  });
  expect(await settings.reload()).toEqual({ changed: [], problems: [] });
  expect(await store.read.select().from(events)).toHaveLength(raised.length);
  await settings.change({ 'memory.top_k': null }, quietCaller);
  expect(live.current().memory.top_k).toBe(6);
});

test.each([
  ['is broken', '[agent\n', /gatehouse\.toml:1: /],
  ['has a bad value', '[agent]\nmax_turns = 0', /gatehouse\.toml:2: expected a whole number/],
  ['does not go with a change', '[agent]\nsession_timeout_secs = 100', /agent\.idle_after_secs/],
  ['is gone', null, /expected a file at .*, found none/],
])(
  'a file that %s changes nothing, and is told of until it is good again',
  async (_, toml, reason) => {
    const folder = tempDir();
    const good = '[agent]\nmax_turns = 7';
    write(folder, good);
    const { live, settings } = await freshSettings(folder);
    await settings.change({ 'agent.idle_after_secs': 300 }, quietCaller);
    const before = live.current();
    if (toml === null) rmSync(join(folder, 'gatehouse.toml'));
    else write(folder, toml);
    expect(await settings.reload()).toMatchObject({ changed: [], problems: [{}] });
    expect(live.current()).toBe(before);
    expect(settings.troubles()).toEqual([
      { component: 'config', reason: expect.stringMatching(reason) },
    ]);
    // What is wrong with the file is no fault of a change.
    await settings.change({ 'memory.top_k': 5 }, quietCaller);
    expect(live.current().memory.top_k).toBe(5);
    expect(settings.troubles()).toHaveLength(1);
    write(folder, good);
    expect(await settings.reload()).toEqual({ changed: [], problems: [] });
    expect(settings.troubles()).toEqual([]);
  },
);
