/**
 * Owns what namespaces may ask for through their folders: the main one everything, any other one what concerns itself. Every refusal is
 * in the audit log and told to the container. How files get in is tested in ipc-inbox.test.ts.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Ground, openGround } from './ground.ts';
import { type IpcGround, ipcGround } from './ipc-ground.ts';

let folder: string;
let base: Ground;
let ground: IpcGround;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-ipc-'));
  base = await openGround(join(folder, 'gatehouse.db'));
});
afterAll(async () => {
  await base.store.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  ground = await ipcGround(base);
});

const message = (chatJid: string) => ({ type: 'message', chatJid, text: 'hello', sender: 'main' });
const schedule = (more: object = {}) => ({
  type: 'schedule_task',
  prompt: 'Look around\nand tell',
  schedule_type: 'cron',
  schedule_value: '0 9 * * *',
  ...more,
});
const touch = (type: string, taskId: string) => ({ type, taskId, prompt: 'Another prompt' });
const register = (more: object = {}) => ({
  type: 'register_group',
  jid: 'tg:9',
  name: 'New ones',
  folder: 'new-ones',
  trigger: '@Andy',
  ...more,
});

/** Has a container ask for something, and everything be seen to. */
async function ask(group: string, order: object) {
  const box = 'chatJid' in order ? 'messages' : 'tasks';
  ground.leave(group, box, '1-a.json', { groupFolder: 'main', ...order });
  await ground.inbox.drain(group);
  const [answer] = ground.answers(group);
  return { answer, noted: (await ground.noted()).at(-1) };
}

describe('the matrix', () => {
  const own = 'asks for its own';
  const foreign = 'asks for what is another one’s';
  it.each<[string, string, object, boolean]>([
    ['main', 'writes to its own chat', message('tg:1'), true],
    ['main', 'writes to the chat of another one', message('tg:2'), true],
    ['main', 'writes to a chat of nobody', message('tg:9'), true],
    ['dev', 'writes to its own chat', message('tg:2'), true],
    ['dev', 'writes to the chat of the main one', message('tg:1'), false],
    ['dev', 'writes to the chat of another one', message('tg:3'), false],
    ['dev', 'writes to a chat of nobody', message('tg:9'), false],
    ['dev', 'writes to what is no chat', message('../main'), false],
    ['main', 'writes to what is no chat', message('../main'), false],
    ['main', 'schedules for itself', schedule(), true],
    ['main', 'schedules for a chat of another one', schedule({ targetJid: 'tg:2' }), true],
    ['main', 'schedules for another one', schedule({ target_group: 'ops' }), true],
    ['main', 'schedules for nobody', schedule({ target_group: 'nobody' }), false],
    ['main', 'schedules for a chat of nobody', schedule({ targetJid: 'tg:9' }), false],
    ['main', 'mixes up chats', schedule({ target_group: 'ops', targetJid: 'tg:2' }), false],
    ['dev', 'schedules for itself', schedule(), true],
    ['dev', 'schedules for its chat', schedule({ targetJid: 'tg:2' }), true],
    ['dev', 'schedules for itself by name', schedule({ target_group: 'dev' }), true],
    ['dev', 'schedules for the main one', schedule({ target_group: 'main' }), false],
    ['dev', 'schedules for the chat of the main one', schedule({ targetJid: 'tg:1' }), false],
    ['dev', 'schedules for a chat of nobody', schedule({ targetJid: 'tg:9' }), false],
    [
      'dev',
      'has its results go elsewhere',
      schedule({ target_group: 'dev', targetJid: 'tg:3' }),
      false,
    ],
    ['dev', 'takes the name of another task', schedule({ taskId: 't-ops' }), false],
    ...['pause_task', 'resume_task', 'cancel_task', 'update_task'].flatMap(
      (type): [string, string, object, boolean][] => [
        ['main', `${own} (${type})`, touch(type, 't-main'), true],
        ['main', `${foreign} (${type})`, touch(type, 't-dev'), true],
        ['dev', `${own} (${type})`, touch(type, 't-dev'), true],
        ['dev', `${foreign} (${type})`, touch(type, 't-ops'), false],
        ['dev', `${foreign} (${type}, the main one)`, touch(type, 't-main'), false],
        ['dev', `asks for what is nobody’s (${type})`, touch(type, 't-none'), false],
        ['main', `asks for what is nobody’s (${type})`, touch(type, 't-none'), false],
      ],
    ),
    ['main', 'refreshes chats', { type: 'refresh_groups' }, true],
    ['dev', 'refreshes chats', { type: 'refresh_groups' }, false],
    ['main', 'registers a namespace', register(), true],
    ['dev', 'registers a namespace', register(), false],
    ['dev', 'registers its own name', register({ folder: 'dev' }), false],
    ['main', 'adds a chat to another one', register({ folder: 'ops' }), true],
    ['main', 'adds a chat to the main one', register({ folder: 'main' }), false],
    ['main', 'takes a chat away', register({ folder: 'ops', jid: 'tg:2' }), false],
    ['main', 'registers a path', register({ folder: '../etc' }), false],
  ])('%s %s', async (group, _what, order, isAllowed) => {
    const before = structuredClone([...ground.tasks.all]);
    const { answer, noted } = await ask(group, order);
    expect(answer).toMatchObject({ type: 'answer', file: '1-a.json', ok: isAllowed });
    const refreshes = 'type' in order && order.type === 'refresh_groups';
    if (!(isAllowed && refreshes))
      expect(noted).toMatchObject({
        group,
        allowed: isAllowed,
        severity: isAllowed ? 'info' : 'warning',
        message: answer?.message,
      });
    if (isAllowed) return;
    const event = 'chatJid' in order ? 'ipc.message_blocked' : 'ipc.task_blocked';
    expect(noted?.event).toBe(event);
    expect([...ground.tasks.all]).toEqual(before);
    expect(ground.chats.texts()).toEqual([]);
    expect([...ground.namespaces.all.keys()]).toEqual(['main', 'dev', 'ops']);
    expect(ground.namespaces.chats.size).toBe(3);
  });

  it('tells nobody of the tasks of others', async () => {
    const { answer: there } = await ask('dev', touch('pause_task', 't-ops'));
    ground.leave('ops', 'tasks', '1-a.json', touch('pause_task', 't-none'));
    await ground.inbox.drain('ops');
    const words = (text = '') => text.replace(/t-\w+/, 'it');
    expect(words(there?.message)).toBe(words(ground.answers('ops')[0]?.message));
  });

  it('goes by the folder, whatever a file says', async () => {
    const { answer } = await ask('dev', {
      ...message('tg:1'),
      groupFolder: 'main',
      isMain: true,
      sender: 'main',
    });
    expect(answer?.ok).toBe(false);
  });

  it('refuses everything from a namespace that is gone', async () => {
    ground.namespaces.all.delete('dev');
    expect((await ask('dev', message('tg:2'))).answer?.ok).toBe(false);
  });
});

describe('a task', () => {
  it('is made as it was asked for, and the container is told its name', async () => {
    const { answer } = await ask('dev', schedule({ timezone: 'Asia/Seoul', targetJid: 'tg:2' }));
    const [made] = ground.tasks.created;
    expect(made).toEqual({
      id: expect.stringMatching(/^sched_[0-9a-f]{32}$/),
      group: 'dev',
      jid: 'tg:2',
      name: 'Look around',
      prompt: 'Look around\nand tell',
      schedule: { type: 'cron', value: '0 9 * * *', timezone: 'Asia/Seoul' },
      contextMode: 'isolated',
    });
    expect(answer?.data).toEqual({ taskId: made?.id });
  });

  it('may have a name and an identifier of its own', async () => {
    const more = { taskId: 'task-1', name: 'Report', context_mode: 'group' };
    await ask('dev', schedule({ ...more, schedule_type: 'interval', schedule_value: 60_000 }));
    expect(ground.tasks.created).toMatchObject([
      {
        id: 'task-1',
        name: 'Report',
        contextMode: 'group',
        schedule: { type: 'interval', value: '60000' },
      },
    ]);
  });

  it('that the schedules do not take is refused with their reason', async () => {
    const { answer, noted } = await ask('dev', schedule({ schedule_value: 'never' }));
    expect(answer).toMatchObject({ ok: false, message: 'No such cron' });
    expect(noted).toMatchObject({ event: 'ipc.task_blocked', message: 'No such cron' });
  });

  it('is paused, goes on, and is cancelled', async () => {
    const task = () => ground.tasks.all.get('t-dev');
    await ask('dev', { type: 'pause_task', taskId: 't-dev' });
    expect(task()?.status).toBe('paused');
    await ask('dev', { type: 'resume_task', taskId: 't-dev' });
    expect(task()?.status).toBe('active');
    await ask('dev', { type: 'cancel_task', taskId: 't-dev' });
    expect(task()).toBeUndefined();
  });

  it('is changed in what is given, and keeps the rest', async () => {
    const update = { type: 'update_task', taskId: 't-dev', schedule_value: '5 * * * *' };
    await ask('dev', update);
    expect(ground.tasks.all.get('t-dev')).toMatchObject({
      prompt: 'Look around',
      schedule: { type: 'cron', value: '5 * * * *', timezone: 'Asia/Seoul' },
    });
    const { answer } = await ask('ops', { type: 'update_task', taskId: 't-ops' });
    expect(answer?.ok).toBe(false);
  });
});

describe('a namespace that is registered', () => {
  it('is never the main one, and has what was asked for', async () => {
    const containerConfig = {
      timeoutSecs: 60,
      additionalMounts: [{ hostPath: '/data', readOnly: true }],
    };
    await ask('main', register({ isMain: true, is_main: 1, containerConfig }));
    expect(ground.namespaces.created).toEqual([
      {
        name: 'new-ones',
        description: 'New ones',
        jid: 'tg:9',
        trigger: 'Andy',
        requiresTrigger: true,
        containerConfig,
      },
    ]);
    expect(ground.namespaces.find('new-ones')?.isMain).toBe(false);
  });

  it.each([
    { image: 'evil:latest' },
    { network: 'bridge' },
    { extraArgs: ['--privileged'] },
    { additionalMounts: [{ hostPath: '/', privileged: true }] },
  ])('may not choose %j', async (containerConfig) => {
    expect((await ask('main', register({ containerConfig }))).answer?.ok).toBe(false);
    expect(ground.namespaces.created).toEqual([]);
  });

  it('is asked for again without harm', async () => {
    await ask('main', register());
    const again = { ...register(), groupFolder: 'main' };
    ground.leave('main', 'tasks', '1-b.json', again);
    await ground.inbox.drain('main');
    expect(ground.answers('main').map(({ ok }) => ok)).toEqual([true, true]);
    expect(ground.namespaces.created).toHaveLength(1);
  });
});

describe('the lists that a container reads', () => {
  const read = (group: string, file: string) =>
    JSON.parse(readFileSync(ground.at(group, file), 'utf8'));
  const ids = (group: string) =>
    read(group, 'current_tasks.json').map((task: { id: string }) => task.id);

  beforeEach(() => {
    const lastMessageAt = Date.UTC(2026, 2, 15, 10);
    ground.chats.seen = [
      { jid: 'tg:2', name: '개발팀', lastMessageAt },
      { jid: 'tg:9', name: null, lastMessageAt },
    ];
  });

  it('have every task and chat for the main one, and its own for any other', async () => {
    await ground.inbox.prepare('main');
    await ground.inbox.prepare('dev');
    expect(ids('main')).toEqual(['t-main', 't-dev', 't-ops']);
    expect(ids('dev')).toEqual(['t-dev']);
    expect(read('dev', 'current_tasks.json')).toEqual([
      {
        id: 't-dev',
        groupFolder: 'dev',
        name: 'Task of dev',
        prompt: 'Look around',
        schedule_type: 'cron',
        schedule_value: '0 9 * * *',
        timezone: 'Asia/Seoul',
        context_mode: 'isolated',
        status: 'active',
        next_run: '2026-03-15T10:00:00Z',
      },
    ]);
    const lastActivity = '2026-03-15T10:00:00Z';
    expect(read('main', 'available_groups.json')).toEqual({
      groups: [
        { jid: 'tg:2', name: '개발팀', lastActivity, isRegistered: true },
        { jid: 'tg:9', name: 'tg:9', lastActivity, isRegistered: false },
      ],
      lastSync: '2026-01-01T00:00:00Z',
    });
    expect(read('dev', 'available_groups.json').groups).toEqual([]);
  });

  it('are new after a change', async () => {
    await ask('dev', { type: 'cancel_task', taskId: 't-dev' });
    expect(ids('dev')).toEqual([]);
    await ask('main', { type: 'refresh_groups' });
    expect(read('main', 'available_groups.json').groups).toHaveLength(2);
  });
});
