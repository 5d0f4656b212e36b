/**
 * Owns the tools for files and commands: what they do, what bounds them, and that no path leads out of the workspace.
 * The walls of the container itself are tested where containers are.
 */
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test, vi } from 'vitest';
import { Toolbox } from '../../src/domain/tools/index.ts';
import { workspaceTools } from '../../src/runner/workspace-tools.ts';
import { tempDir } from '../support/temp.ts';
import { workspace } from './ground.ts';

function tools() {
  const { root, group } = workspace();
  const outside = tempDir();
  writeFileSync(join(outside, 'secret'), 'do not show');
  const toolbox = new Toolbox({
    sources: [workspaceTools({ workspace: root, group })],
    settings: () => ({ allow: [], deny: [], timeoutSecs: 60, maxResultBytes: 131_072 }),
    report: (fault) => {
      throw new Error(fault);
    },
  });
  const stop = new AbortController();
  const call = (name: string, said: Record<string, unknown>) =>
    toolbox.open().call(name, said, { sessionId: 's', callId: 'c', signal: stop.signal });
  return { root, group, outside, stop, call };
}

afterEach(() => vi.unstubAllEnvs());

test('a file is written, read and listed', async () => {
  const { root, call } = tools();
  expect(await call('write_file', { path: 'a/b/..data', content: 'héllo' })).toMatchObject({
    content: '6 bytes are written.',
    failed: false,
  });
  expect(await call('read_file', { path: 'a/b/..data' })).toMatchObject({ content: 'héllo' });
  const absolute = join(root, 'group/a/b/..data');
  expect(await call('read_file', { path: absolute })).toMatchObject({ content: 'héllo' });
  await call('write_file', { path: 'a/b/..data', content: 'x' });
  expect(await call('read_file', { path: 'a/b/..data' })).toMatchObject({ content: 'x' });
  symlinkSync('b', join(root, 'group/a/link'));
  expect(await call('list_files', { path: 'a' })).toMatchObject({ content: 'b/\nlink@' });
  expect(await call('list_files', { path: '..' })).toMatchObject({ content: 'group/\nipc/' });
  // Dots at the beginning of a name lead nowhere.
  expect(await call('write_file', { path: '../..data', content: '' })).toMatchObject({
    failed: false,
  });
});

test('a part of a file is told as a part, and no more than 64 KiB at once', async () => {
  const { group, call } = tools();
  writeFileSync(join(group, 'long'), `0123456789${'x'.repeat(100_000)}`);
  expect(await call('read_file', { path: 'long', offset: 2, limit: 3 })).toMatchObject({
    content: '234\n[bytes 2 to 5 of 100010]',
  });
  const { content } = await call('read_file', { path: 'long' });
  expect(content).toHaveLength(65_536 + '\n[bytes 0 to 65536 of 100010]'.length);
});

test.each<[string, (outside: string) => string, RegExp?]>([
  ['dots', () => '../../etc/passwd'],
  ['dots in the middle', () => 'a/../../../etc/passwd'],
  ['an absolute path', () => '/etc/passwd'],
  ['the path of another folder that begins alike', (outside) => `${outside}/secret`],
  ['a link to a file', () => 'link-file'],
  ['a link to a folder', () => 'link-folder/secret'],
  ['a link to a link', () => 'link-link/secret'],
  ['/proc', () => '/proc/self/environ'],
  ['a link to /proc', () => 'link-proc/root/etc/passwd'],
])('%s does not lead out', async (_, pathOf) => {
  const { group, outside, call } = tools();
  symlinkSync(join(outside, 'secret'), join(group, 'link-file'));
  symlinkSync(outside, join(group, 'link-folder'));
  symlinkSync('link-folder', join(group, 'link-link'));
  symlinkSync('/proc/self', join(group, 'link-proc'));
  const path = pathOf(outside);
  for (const [name, said] of [
    ['read_file', { path }],
    ['write_file', { path, content: 'mine' }],
    ['list_files', { path }],
  ] as const) {
    const outcome = await call(name, said);
    expect(outcome.failed, `${name} ${path}`).toBe(true);
    expect(outcome.content).toContain('outside of the workspace');
  }
  expect(readFileSync(join(outside, 'secret'), 'utf8')).toBe('do not show');
});

test('nothing is made behind a link that leads out', async () => {
  const { group, outside, call } = tools();
  symlinkSync(outside, join(group, 'link'));
  symlinkSync(join(outside, 'new'), join(group, 'dangling'));
  const deep = await call('write_file', { path: 'link/a/b', content: 'x' });
  expect(deep).toMatchObject({ failed: true });
  expect(existsSync(join(outside, 'a'))).toBe(false);
  expect(await call('write_file', { path: 'dangling', content: 'x' })).toMatchObject({
    failed: true,
  });
  expect(existsSync(join(outside, 'new'))).toBe(false);
});

test('links within the workspace are followed', async () => {
  const { root, group, call } = tools();
  mkdirSync(join(root, 'extra'));
  symlinkSync('../extra', join(group, 'extra'));
  await call('write_file', { path: 'extra/new', content: 'x' });
  expect(readFileSync(join(root, 'extra/new'), 'utf8')).toBe('x');
});

test('pipes, folders and what is not there are told, and hold nobody up', async () => {
  const { group, call } = tools();
  execFileSync('mkfifo', [join(group, 'pipe')]);
  for (const path of ['pipe', '.', 'nothing', 'a\0b'])
    expect(await call('read_file', { path })).toMatchObject({ failed: true });
  for (const path of ['pipe', '.', '..', ''])
    expect(await call('write_file', { path, content: 'x' })).toMatchObject({ failed: true });
});

test('a command runs in the folder of the group, and tells its output and exit code', async () => {
  const { group, call } = tools();
  expect(await call('run_command', { command: 'pwd; echo bad >&2; exit 3' })).toMatchObject({
    content: `${realpathSync(group)}\nbad\n\n[exit code 3]`,
    failed: true,
  });
  expect(await call('run_command', { command: 'true' })).toMatchObject({ failed: false });
  expect(await call('run_command', { command: 'kill -TERM $$' })).toMatchObject({
    content: '\n[a signal ended it]',
    failed: true,
  });
});

test('a command sees little of the environment', async () => {
  vi.stubEnv('ANTHROPIC_API_KEY', 'canary');
  vi.stubEnv('ANTHROPIC_BASE_URL', 'http://127.0.0.1:3001/c/canary');
  vi.stubEnv('TZ', 'Asia/Tokyo');
  const { content } = await tools().call('run_command', { command: 'env' });
  expect(content).toContain('TZ=Asia/Tokyo');
  expect(content).not.toContain('canary');
});

test('output of more than 64 KiB is cut, and the command goes on', async () => {
  const { group, call } = tools();
  const command = 'head -c 1000000 /dev/zero | tr "\\0" x; echo done > done';
  const { content } = await call('run_command', { command });
  expect(content).toMatch(
    /^x{65536}\n\[934464 more bytes of output are left out\]\n\[exit code 0\]$/,
  );
  expect(readFileSync(join(group, 'done'), 'utf8')).toBe('done\n');
});

test('a command that takes too long is ended with its children', async () => {
  const { group, call } = tools();
  const command = 'echo begun; sleep 1000 & echo $! > child; wait';
  const outcome = await call('run_command', { command, timeout_secs: 2 });
  expect(outcome).toMatchObject({ content: 'begun\n\n[it was ended after 2 s]', failed: true });
  await untilGone(group);
});

test('what a command leaves behind is ended with it, and does not hold the answer up', async () => {
  const { group, call } = tools();
  const outcome = await call('run_command', { command: 'sleep 1000 & echo $! > child' });
  expect(outcome).toMatchObject({ content: '\n[exit code 0]', failed: false });
  await untilGone(group);
});

test('a child that has left the group does not hold the answer up', async () => {
  const { group, call } = tools();
  const command =
    "setsid sh -c 'echo $$ > child; exec sleep 1000' & while [ ! -s child ]; do sleep 0.01; done";
  const outcome = await call('run_command', { command });
  expect(outcome.content).toContain('[exit code 0]');
  process.kill(Number(readFileSync(join(group, 'child'), 'utf8')), 'SIGKILL');
});

test('the end of the turn ends a command', async () => {
  const { group, call, stop } = tools();
  const outcome = call('run_command', { command: 'sleep 1000 & echo $! > child; wait' });
  // The shell makes the file first and writes into it then: ended between the two, it would never name its child.
  await vi.waitFor(() => expect(childOf(group)).not.toBe(''));
  stop.abort();
  expect(await outcome).toMatchObject({ content: 'The call was cancelled.', failed: true });
  await untilGone(group);
});

/** Waits until the process whose id is in `child` has ended. */
async function untilGone(group: string): Promise<void> {
  await vi.waitFor(() => expect(childOf(group)).not.toBe(''));
  const stat = `/proc/${childOf(group)}/stat`;
  while (existsSync(stat) && !readFileSync(stat, 'utf8').includes(') Z ')) await sleep(5);
}

/** The process id that a command has written down. */
const childOf = (group: string) => readFileSync(join(group, 'child'), 'utf8').trim();
