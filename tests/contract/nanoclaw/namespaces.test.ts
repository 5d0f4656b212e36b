/**
 * Owns what the nanoclaw tag `namespaces` promises of its operations. What namespaces do to chats and files is tested in tests/domain.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { at } from '../read.ts';
import { connect, platformCases, startWorld, type World } from './platforms.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const call = async (
  id: string,
  options: Parameters<World['clients']['nanoclaw']['call']>[1] = {},
) => await world.clients.nanoclaw.call(id, options);
const create = async (body: unknown) => await call('createNamespace', { body });
const get = async (name: string) => await call('getNamespace', { path: { name } });
const set = async (name: string, body: unknown) =>
  await call('setNamespace', { path: { name }, body });
const remove = async (name: string, query = {}) =>
  await call('deleteNamespace', { path: { name }, query });
const outcome = ({ status, body }: Awaited<ReturnType<typeof call>>) => [status, at(body, 'error')];

const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/);

describe('namespaces', () => {
  it('are made with what is said, and with defaults for the rest', async () => {
    const { status, body } = await create({ name: 'plain' });
    const plain = {
      id: expect.stringMatching(/^ns_/),
      name: 'plain',
      description: '',
      createdAt: TIME,
      updatedAt: TIME,
      chatJids: [],
      trigger: null,
      requiresTrigger: true,
      isMain: false,
      containerConfig: {},
    };
    expect([status, body]).toEqual([201, plain]);
    const full = {
      name: 'telegram_dev-team',
      description: '개발팀',
      chatJids: ['tg:-1001234567890', '16505551234@s.whatsapp.net'],
      trigger: '앤디',
      requiresTrigger: false,
      isMain: true,
      containerConfig: {
        image: 'aigo-agent-runner:latest',
        timeoutSecs: 600,
        network: 'bridge',
        additionalMounts: [{ hostPath: '~/projects/site', containerPath: 'site' }],
      },
    };
    const made = await create(full);
    expect(made.status).toBe(201);
    expect(made.body).toEqual({
      ...full,
      id: expect.any(String),
      createdAt: TIME,
      updatedAt: TIME,
      chatJids: ['tg:-1001234567890', 'wa:16505551234'],
      containerConfig: {
        ...full.containerConfig,
        additionalMounts: [{ ...full.containerConfig.additionalMounts[0], readOnly: true }],
      },
    });
    expect((await get('telegram_dev-team')).body).toEqual(made.body);
    expect((await call('listNamespaces')).body).toEqual([made.body, body]);
  });

  it.each<[unknown, number, string]>([
    [{ name: 'PLAIN' }, 409, 'already_exists'],
    [{ name: 'other', isMain: true }, 409, 'conflict'],
    [{ name: 'other', chatJids: ['whatsapp:16505551234'] }, 409, 'conflict'],
    [{ name: 'other', chatJids: ['hello'] }, 400, 'invalid_jid'],
    [{ name: 'other', trigger: '@andy' }, 400, 'validation_failed'],
    [{ name: 'other', trigger: '' }, 400, 'validation_failed'],
    [{ name: 'other', containerConfig: { image: '-v/:/host' } }, 400, 'invalid_image_tag'],
    [{ name: 'other', containerConfig: { network: 'host' } }, 400, 'validation_failed'],
    [{ name: 'other', containerConfig: { timeoutSecs: -1 } }, 400, 'validation_failed'],
    [{ name: 'other', containerConfig: { privileged: true } }, 400, 'validation_failed'],
    [{ name: 'other', description: 'x'.repeat(2001) }, 400, 'validation_failed'],
    [
      { name: 'other', chatJids: Array.from({ length: 501 }, (_, n) => `tg:${n + 1}`) },
      400,
      'validation_failed',
    ],
    [{}, 400, 'validation_failed'],
    [{ name: '' }, 400, 'invalid_name'],
    [{ name: '../x' }, 400, 'invalid_name'],
    [{ name: 'x/y' }, 400, 'invalid_name'],
    [{ name: 'x'.repeat(65) }, 400, 'invalid_name'],
    [{ name: 'Global' }, 400, 'invalid_name'],
    [{ name: 'merge-instructions' }, 400, 'invalid_name'],
    [{ name: 'errors' }, 400, 'invalid_name'],
  ])('%j is refused with %i %s', async (body, status, code) => {
    expect(outcome(await create(body))).toEqual([status, code]);
    expect((await get('other')).status).toBe(404);
  });

  it('are changed in part; the name stays', async () => {
    const before = (await get('plain')).body;
    const { status, body } = await set('plain', { description: 'new', chatJids: ['tg:5'] });
    expect([status, body]).toEqual([
      200,
      { ...Object(before), description: 'new', chatJids: ['tg:5'], updatedAt: TIME },
    ]);
    expect((await set('plain', {})).status).toBe(200);
    for (const [change, code] of [
      [{ name: 'renamed' }, 400],
      [{ isMain: true }, 409],
      [{ chatJids: ['tg:-1001234567890'] }, 409],
      [{ chatJids: ['irc:1'] }, 400],
    ] as const)
      expect((await set('plain', change)).status).toBe(code);
    expect(at((await get('plain')).body, 'chatJids')).toEqual(['tg:5']);
  });

  it.each(['nobody', 'PLAIN', 'constructor', 'errors'])('%j is not one of them', async (name) => {
    const path = { name };
    for (const answer of [
      await get(name),
      await set(name, { description: 'x' }),
      await remove(name),
      await call('getNamespaceInstructions', { path }),
      await call('setNamespaceInstructions', { path, body: { content: 'x' } }),
      await call('mergeInstructions', { body: { name } }),
    ])
      expect(outcome(answer)).toEqual([404, 'not_found']);
  });

  it('have chats, which say so', async () => {
    for (const one of platformCases) if (one.name === 'telegram') await connect(world, one);
    world.telegram.userSays({ chat: 5, text: 'mapped' });
    world.telegram.userSays({ chat: 6, text: 'not mapped' });
    await world.telegram.untilIdle();
    const chats = (await call('listChats')).body;
    const groups = Array.isArray(chats)
      ? chats.map((one) => [at(one, 'jid'), at(one, 'group')])
      : [];
    expect(Object.fromEntries(groups)).toEqual({ 'tg:5': 'plain', 'tg:6': null });
  });
});

describe('instructions', () => {
  const path = { name: 'plain' };
  const read = async () => (await call('getNamespaceInstructions', { path })).body;
  const write = async (body: unknown) => await call('setNamespaceInstructions', { path, body });

  it('are empty until they are set, under either name, and again when they are cleared', async () => {
    const none = { name: 'plain', content: '', updatedAt: null, sizeBytes: 0 };
    expect(await read()).toEqual(none);
    const { status, body } = await write({ content: '# 팀\n' });
    const set = {
      name: 'plain',
      content: '# 팀\n',
      path: 'groups/plain/CLAUDE.md',
      updatedAt: TIME,
      sizeBytes: 6,
    };
    expect([status, body]).toEqual([200, set]);
    expect(await read()).toEqual(body);
    expect(at((await write({ instructions: 'other' })).body, 'content')).toBe('other');
    expect((await write({ content: '' })).body).toEqual(none);
  });

  it('are at most 256 KiB', async () => {
    const large = await write({ content: '한'.repeat(87_382) });
    expect(outcome(large)).toEqual([413, 'payload_too_large']);
    const global = await call('setGlobalInstructions', { body: { content: 'x'.repeat(262_145) } });
    expect(outcome(global)).toEqual([413, 'payload_too_large']);
    const draft = { name: 'plain', groupInstructions: 'x'.repeat(262_145) };
    expect(outcome(await call('mergeInstructions', { body: draft }))).toEqual([
      413,
      'payload_too_large',
    ]);
    expect(at(await read(), 'content')).toBe('');
  });

  it.each<[unknown]>([
    [{}],
    [{ content: 'a', instructions: 'b' }],
    [{ content: null }],
    [{ content: 'a', more: 1 }],
    ['{"content":"\\u0000"}'],
  ])('are not %j', async (body) => {
    expect((await write(body)).status).toBe(400);
    expect((await call('setGlobalInstructions', { body })).status).toBe(400);
  });

  it('of all namespaces come first, but for the main one', async () => {
    const none = { name: 'global', content: '', updatedAt: null, sizeBytes: 0 };
    expect((await call('getGlobalInstructions')).body).toEqual(none);
    await call('setGlobalInstructions', { body: { content: 'Be brief.' } });
    expect((await call('getGlobalInstructions')).body).toMatchObject({ content: 'Be brief.' });
    const draft = { group: 'plain', groupInstructions: 'Answer in English.' };
    expect(await call('mergeInstructions', { body: draft })).toMatchObject({
      status: 200,
      body: {
        group: 'plain',
        merged: 'Be brief.\n\nAnswer in English.',
        sections: [
          { source: 'global', content: 'Be brief.' },
          { source: 'group', content: 'Answer in English.' },
        ],
        length: 29,
      },
    });
    const main = { name: 'telegram_dev-team', groupInstructions: 'Decide.' };
    expect((await call('mergeInstructions', { body: main })).body).toMatchObject({
      merged: 'Decide.',
      sections: [{ source: 'group' }],
    });
    for (const body of [{}, { group: 'plain', name: 'plain' }, { group: '../x' }])
      expect((await call('mergeInstructions', { body })).status).toBe(400);
    expect(at(await read(), 'content')).toBe('');
  });
});

describe('a namespace that is deleted', () => {
  it('keeps its files unless they are to go too', async () => {
    const folder = join(world.home, 'groups', 'plain');
    expect(await remove('plain')).toMatchObject({
      status: 200,
      body: { success: true, schedulesPaused: 0 },
    });
    expect(existsSync(folder)).toBe(true);
    await create({ name: 'plain' });
    expect((await remove('plain', { purge: true, force: true })).status).toBe(200);
    expect(existsSync(folder)).toBe(false);
    expect((await remove('plain')).status).toBe(404);
    expect((await remove('telegram_dev-team', { purge: 'maybe' })).status).toBe(400);
  });

  it('stays while a container of it runs, unless that is closed', async () => {
    await create({ name: 'busy' });
    const isInUse = vi.spyOn(world.daemon.services.queue, 'isInUse');
    isInUse.mockReturnValueOnce(true);
    expect(outcome(await remove('busy'))).toEqual([409, 'in_use']);
    isInUse.mockReturnValueOnce(true);
    expect((await remove('busy', { force: true })).status).toBe(200);
    isInUse.mockRestore();
  });
});
