/**
 * Owns the commands of operations as a person and a script use them: a story for each API, the forms of output, bodies from flags,
 * files and standard input, streams. What goes wrong is in operations-faults.test.ts.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ADMIN_TOKEN } from '../support/daemon.ts';
import { newHome } from './command.ts';
import { newWorld } from './operations-world.ts';

test('prx: a session is made, talked to, read and ended', async () => {
  const { print, json, run } = await newWorld();
  const made = await json('sessions', 'create', '--user-id', 'u1', '--metadata', '{"a":[1]}');
  expect(made).toMatchObject({ user_id: 'u1', status: 'active', metadata: { a: [1] } });
  const { id } = made as { id: string };
  const turn = await json('messages', 'send', id, '--content', 'hello');
  expect(turn).toMatchObject({ role: 'ai', content: expect.stringContaining('hello') });
  const table = await print('sessions', 'list', '--status', 'active');
  expect(table.split('\n')[0]).toMatch(/^ID +CHANNEL +USER_ID +STATUS +CREATED_AT +LAST_ACTIVITY$/);
  expect(table.split('\n')[1]).toMatch(new RegExp(`^${id} +api +u1 +active +20`));
  expect(await print('sessions', 'get', id)).toMatch(/^token_usage\.input +\d+$/m);
  expect(await run(['sessions', 'delete', id])).toEqual({ code: 0, stdout: '', stderr: '' });
  expect(await json('sessions', 'list', '--status', 'active')).toEqual({ sessions: [], total: 0 });
});

test('agent: its memory and card are read and changed', async () => {
  const { print, json } = await newWorld();
  const changed = await json(
    'memory',
    'update-config',
    '--window-size',
    '30',
    '--summarize',
    'true',
  );
  expect(changed).toMatchObject({ success: true, data: { window_size: 30, summarize: true } });
  // People see what is in the envelope.
  expect(await print('memory', 'config')).toMatch(/^enabled +true\nbackend +sqlite\n/);
  // The contract's own --url goes before that of the connection.
  const card = await json('card', 'update-url', '--url', 'https://agent.example/a2a');
  expect(card).toMatchObject({ data: { url: 'https://agent.example/a2a' } });
  const call = ['--set', 'jsonrpc=2.0', '--set', 'id=1', '--set', 'method=message/send'];
  const parts = [{ kind: 'text', text: 'Hi' }];
  const message = { kind: 'message', messageId: 'm1', role: 'user', parts };
  const set = [...call, '--set', `params=${JSON.stringify({ message })}`];
  expect(await json('a2a', 'call', ...set)).toMatchObject({ jsonrpc: '2.0', id: 1, result: {} });
  expect(await json('memory', 'delete-threads', '--all')).toMatchObject({ success: true });
});

test('nanoclaw: a namespace with a schedule, from flags and from a file', async () => {
  const { print, json, run } = await newWorld();
  await json('namespaces', 'create', '--name', 'ops', '--container-config.network', 'none');
  const flags = ['--group', 'ops', '--prompt', 'Report', '--schedule.type', 'cron'];
  const made = await json(
    'schedules',
    'create',
    '--name',
    'a',
    ...flags,
    '--schedule.value',
    '0 9 * * *',
  );
  expect(made).toMatchObject({ schedule: { type: 'cron', value: '0 9 * * *' } });

  const file = join(newHome(), 'job.yaml');
  writeFileSync(
    file,
    'name: b\ngroup: ops\nprompt: Report\nenabled: true\nschedule:\n  type: cron\n  value: "0 9 * * *"\n',
  );
  // A flag goes before what the file says, and leaves what is beside it.
  const merged = ['--enabled', 'false', '--schedule.type', 'interval', '--schedule.value', '60000'];
  expect(await json('schedules', 'create', '-f', file, ...merged)).toMatchObject({
    name: 'b',
    enabled: false,
    schedule: { type: 'interval', value: '60000' },
  });
  const input = JSON.stringify({
    name: 'c',
    group: 'ops',
    prompt: 'p',
    schedule: { type: 'cron' },
  });
  const piped = await run(['schedules', 'create', '-f', '-', '--schedule.value', '5 * * * *'], {
    input,
  });
  expect(piped).toMatchObject({ code: 0, stderr: '' });

  const rows = (await print('schedules', 'list', '--jsonl')).trim().split('\n');
  expect(rows.map((row) => JSON.parse(row).name).sort()).toEqual(['a', 'b', 'c']);
  expect(await print('nanoclaw', 'channels', 'list')).toMatch(/^NAME +DISPLAY_NAME +CONFIGURED/);
  expect(await print('channels', 'get', 'telegram')).toMatch(/^status +disconnected$/m);
});

test('config values are set by name, as they look or as text', async () => {
  const { json } = await newWorld();
  const changed = await json('config', 'update', '--set', 'agent.max_turns=77');
  expect(changed).toEqual({ updated: ['agent.max_turns'], reload_required: false });
  expect(await json('config', 'get')).toMatchObject({ agent: { max_turns: 77 } });
});

test('--json prints the bytes of the answer; --all reads every page, as a table, JSON and JSON Lines', async () => {
  const { addresses, print, json, run } = await newWorld();
  for (const user of ['u1', 'u2', 'u3', 'u4', 'u5'])
    await print('sessions', 'create', '--user-id', user);
  const answer = await fetch(`${addresses.prx}/api/v1/sessions`, {
    headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
  });
  expect(await print('sessions', 'list', '--json')).toBe(`${await answer.text()}\n`);
  const all = ['sessions', 'list', '--all', '--limit', '2'];
  expect((await print(...all)).trim().split('\n')).toHaveLength(6);
  expect((await print(...all, '--jsonl')).trim().split('\n')).toHaveLength(5);
  const { sessions, total } = (await json(...all)) as { sessions: unknown[]; total: number };
  expect([sessions.length, total]).toEqual([5, 5]);
  expect(await run(['sessions', 'list', '--limit', '2'])).toMatchObject({ code: 0, stderr: '' });
});

test('a turn is printed while it comes, as text or as events', async () => {
  const { print, json } = await newWorld();
  const { id } = (await json('sessions', 'create', '--user-id', 'u1')) as { id: string };
  const send = ['messages', 'send', id, '--content', 'hello', '--stream'];
  expect(await print(...send)).toMatch(/hello\n$/);
  const events = (await print(...send, '--json'))
    .trim()
    .split('\n')
    .map((one) => JSON.parse(one));
  expect(events[0]).toMatchObject({ event: 'token' });
  expect(events.at(-1)).toMatchObject({ event: 'done', data: { session_id: id } });
});

test('the log is followed until Ctrl-C, which is exit code 130', async () => {
  const { start, run } = await newWorld({ GATEHOUSE_LOGGING_LEVEL: 'info' });
  const tail = start('logs', 'tail', '--level', 'warn', '--jsonl');
  const people = start('logs', 'tail', '--level', 'warn');
  // Something to see comes again and again until both have seen it: nobody knows when they listen.
  const seen = () => tail.stdout.includes('404') && people.stdout.includes('404');
  while (!seen()) await run(['sessions', 'get', 'unknown']);
  const first = JSON.parse(tail.stdout.split('\n')[0] ?? '');
  expect(first).toMatchObject({ event: 'log', id: expect.any(String), data: { level: 'warn' } });
  expect(people.stdout).toMatch(/^\S+Z WARN {2}http::access: GET .* 404/m);
  expect(await tail.stop('SIGINT')).toMatchObject({ code: 130, stderr: '' });
  expect(await people.stop('SIGINT')).toMatchObject({ code: 130, stderr: '' });
});

test('a plain text answer is printed as it is', async () => {
  const { print } = await newWorld();
  expect(await print('meta', 'metrics')).toMatch(/^# HELP gatehouse_/);
  expect(await print('meta', 'openapi', '--json')).toMatch(/^\{"openapi":"3\.1/);
});

test('the address comes from the configuration file where nobody says it', async () => {
  const { addresses, run } = await newWorld();
  const file = join(newHome(), 'gatehouse.toml');
  writeFileSync(file, `[gateway]\nport = ${new URL(addresses.prx).port}\n`);
  const env = { GATEHOUSE_URL_PRX: '', GATEHOUSE_GATEWAY_PORT: '' };
  const ended = await run(['status', 'health', '--json', '--config', file], { env });
  expect(ended).toEqual({ code: 0, stdout: '{"healthy":true}\n', stderr: '' });
});
