/**
 * Owns the tools that ask the daemon for something: what they leave for it, what they make of its answer and of its silence.
 * Reading the answers is tested in input-folder.test.ts.
 */
import { readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { Toolbox } from '../../src/domain/tools/index.ts';
import { InputFolder } from '../../src/runner/input-folder.ts';
import { ipcTools } from '../../src/runner/ipc-tools.ts';
import { leave, workspace } from './ground.ts';

async function tools({ isMain = false, waitMs = 10_000 } = {}) {
  const { ipc } = workspace();
  const inbox = new InputFolder(join(ipc, 'input'), () => undefined);
  await inbox.open();
  onTestFinished(() => inbox.close());
  const input = { chatJid: 'tg:1', groupFolder: 'family', isMain };
  const toolbox = new Toolbox({
    sources: [ipcTools({ input, folder: ipc, inbox, waitMs })],
    settings: () => ({ allow: [], deny: [], timeoutSecs: 60, maxResultBytes: 65_536 }),
    report: (fault) => {
      throw new Error(fault);
    },
  });
  const stop = new AbortController();
  const table = toolbox.open();
  const call = (name: string, said: Record<string, unknown> = {}) =>
    table.call(name, said, { sessionId: 's', callId: 'c', signal: stop.signal });
  /** Takes the next file as the daemon does. */
  const taken = async (place: 'messages' | 'tasks') => {
    for (;;) {
      const [name] = readdirSync(join(ipc, place)).filter((one) => one.endsWith('.json'));
      if (name !== undefined) {
        const path = join(ipc, place, name);
        const body: Record<string, unknown> = JSON.parse(readFileSync(path, 'utf8'));
        rmSync(path);
        return { name, body };
      }
      await sleep(2);
    }
  };
  const answer = (file: string, given: Record<string, unknown>) =>
    leave(ipc, `1-${file}`, { type: 'answer', file, ok: true, message: 'done', ...given });
  return { ipc, call, taken, answer, stop, names: table.specs.map(({ name }) => name) };
}

const common = { groupFolder: 'family', timestamp: expect.stringMatching(/^\d{4}-.*Z$/) };

test.each<[string, 'messages' | 'tasks', Record<string, unknown>, Record<string, unknown>]>([
  ['send_message', 'messages', { text: 'Hi' }, { type: 'message', chatJid: 'tg:1', text: 'Hi' }],
  [
    'send_message',
    'messages',
    { text: 'Hi', chat_jid: 'tg:2' },
    { type: 'message', chatJid: 'tg:2', text: 'Hi' },
  ],
  [
    'schedule_task',
    'tasks',
    { prompt: 'tidy', schedule_type: 'cron', schedule_value: '0 9 * * *', timezone: 'Asia/Tokyo' },
    {
      type: 'schedule_task',
      prompt: 'tidy',
      schedule_type: 'cron',
      schedule_value: '0 9 * * *',
      timezone: 'Asia/Tokyo',
      context_mode: 'group',
      targetJid: 'tg:1',
    },
  ],
  [
    'schedule_task',
    'tasks',
    {
      prompt: 'tidy',
      schedule_type: 'interval',
      schedule_value: '60000',
      context_mode: 'isolated',
      target_group: 'work',
    },
    {
      type: 'schedule_task',
      prompt: 'tidy',
      schedule_type: 'interval',
      schedule_value: '60000',
      context_mode: 'isolated',
      target_group: 'work',
    },
  ],
  ['pause_task', 'tasks', { task_id: 't1' }, { type: 'pause_task', taskId: 't1' }],
  ['resume_task', 'tasks', { task_id: 't1' }, { type: 'resume_task', taskId: 't1' }],
  ['cancel_task', 'tasks', { task_id: 't1' }, { type: 'cancel_task', taskId: 't1' }],
  [
    'update_task',
    'tasks',
    { task_id: 't1', prompt: 'more' },
    { type: 'update_task', taskId: 't1', prompt: 'more' },
  ],
  [
    'register_group',
    'tasks',
    { jid: 'tg:3', name: 'Work', folder: 'work', trigger: '@Andy' },
    { type: 'register_group', jid: 'tg:3', name: 'Work', folder: 'work', trigger: '@Andy' },
  ],
  ['refresh_groups', 'tasks', {}, { type: 'refresh_groups' }],
])('%s leaves a file in %s and tells the answer', async (name, place, said, body) => {
  const { call, taken, answer } = await tools({ isMain: true });
  const outcome = call(name, said);
  const file = await taken(place);
  expect(file.body).toEqual({ ...body, ...common });
  expect(file.name).toMatch(/^\d+-\d{6}-[0-9a-f]{6}\.json$/);
  answer(file.name, { message: 'It is done', data: { taskId: 'sched_1' } });
  expect(await outcome).toMatchObject({
    content: 'It is done\n{"taskId":"sched_1"}',
    failed: false,
  });
});

test('a refusal is told to the model with its reason', async () => {
  const { call, taken, answer } = await tools();
  const outcome = call('send_message', { text: 'Hi', chat_jid: 'tg:2' });
  const { name } = await taken('messages');
  answer(name, { ok: false, message: 'tg:2 is not a chat of family' });
  expect(await outcome).toMatchObject({ content: 'tg:2 is not a chat of family', failed: true });
});

test('silence is told as what it is', async () => {
  const { call } = await tools({ waitMs: 20 });
  expect(await call('pause_task', { task_id: 't1' })).toMatchObject({
    content: 'There was no answer within 0.02 s. Whether it was done is not known.',
    failed: true,
  });
});

test('the end of the turn ends the waiting', async () => {
  const { call, taken, stop } = await tools();
  const outcome = call('pause_task', { task_id: 't1' });
  await taken('tasks');
  stop.abort();
  expect(await outcome).toMatchObject({ content: 'The call was cancelled.', failed: true });
});

test('managing groups is offered to the main agent alone', async () => {
  const all = (await tools({ isMain: true })).names;
  const { names, call, ipc } = await tools();
  expect(all.filter((name) => !names.includes(name))).toEqual(['register_group', 'refresh_groups']);
  expect(await call('refresh_groups')).toMatchObject({ failed: true });
  expect(readdirSync(join(ipc, 'tasks'))).toEqual([]);
});

test('files of one moment have names in the order in which they were made, and none is seen unfinished', async () => {
  const { ipc, call } = await tools({ waitMs: 1 });
  const texts = Array.from({ length: 10 }, (_, index) => `text ${index}`);
  const calls = texts.map((text) => call('send_message', { text }));
  let seen = 0;
  const folder = join(ipc, 'messages');
  const files = () => readdirSync(folder).filter((name) => name.endsWith('.json'));
  while (seen < texts.length) {
    seen = files().length;
    for (const name of files()) JSON.parse(readFileSync(join(folder, name), 'utf8'));
    await sleep(1);
  }
  await Promise.all(calls);
  const told = files()
    .sort()
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')).text);
  expect(told).toEqual(texts);
});

test('tasks are listed from what the daemon wrote down, and from nothing that a link leads to', async () => {
  const { ipc, call } = await tools();
  const path = join(ipc, 'current_tasks.json');
  expect(await call('list_tasks')).toMatchObject({ content: '[]', failed: false });
  writeFileSync(path, '[{"id":"t1"}]');
  expect(await call('list_tasks')).toMatchObject({ content: '[{"id":"t1"}]', failed: false });
  rmSync(path);
  symlinkSync('/etc/passwd', path);
  expect(await call('list_tasks')).toMatchObject({
    content: 'The tool failed: is a link',
    failed: true,
  });
});
