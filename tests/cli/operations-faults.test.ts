/**
 * Owns what commands of operations say when they cannot do what they are asked: which flag, which server, which exit code, and all of
 * it in bounded time. What they do when all is well is in operations.test.ts.
 */
import { writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { newHome } from './command.ts';
import { newWorld, type World, worldOf } from './operations-world.ts';

/** Commands beside a server that answers like this. */
async function beside(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<World> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const url = `http://127.0.0.1:${port}`;
  return worldOf({ prx: url, agent: url, nanoclaw: url });
}

const nobody = () =>
  worldOf({
    prx: 'http://127.0.0.1:1',
    agent: 'http://127.0.0.1:1',
    nanoclaw: 'http://127.0.0.1:1',
  });

test.each([
  { args: ['sesions', 'list'], says: 'Did you mean sessions?' },
  { args: ['sessions', 'lst'], says: 'Did you mean list?' },
  { args: ['sessions', 'list', '--staus', 'idle'], says: 'Did you mean --status?' },
  { args: ['sessions', 'get'], says: "missing required argument 'id'" },
  {
    args: ['sessions', 'list', '--status', 'x'],
    says: 'Allowed choices are active, idle, terminated',
  },
  { args: ['sessions', 'list', '--limit', 'ten'], says: "'--limit <number>' argument 'ten'" },
  { args: ['schedules', 'list', '--enabled', 'maybe'], says: 'Expected true or false' },
  {
    args: ['sessions', 'create', '--metadata', '{'],
    says: "'--metadata <json>' argument '{' is invalid. Expected JSON",
  },
  {
    args: ['whatsapp', 'verify-webhook'],
    says: "required option '--hub.mode <text>' not specified",
  },
  { args: ['sessions', 'delete', '..'], says: '<id>: ".." cannot be one' },
  { args: ['sessions', 'delete', ''], says: '<id>: "" cannot be one' },
  { args: ['config', 'update', '--set', 'x'], says: '--set: expected name=value, found "x"' },
  { args: ['sessions', 'create', '-f', 'missing.json'], says: '-f missing.json: ENOENT' },
  {
    args: ['sessions', 'list', '--timeout', 'soon'],
    says: '--timeout: expected a duration such as 30s',
  },
  {
    args: ['sessions', 'list', '--url', 'ftp://x'],
    says: '--url: baseUrl must be an http or https URL',
  },
])('called wrongly: $args', async ({ args, says }) => {
  const ended = await nobody().run(args);
  expect(ended).toMatchObject({ code: 2, stdout: '' });
  expect(ended.stderr).toContain(says);
  expect(ended.stderr).not.toMatch(/^ +at /m);
});

test.each([
  { name: 'no YAML', text: 'a: [1', says: '-f job.yaml: ' },
  { name: 'an alias of nothing', text: 'a: *nothing', says: '-f job.yaml: ' },
  { name: 'around itself', text: 'a: &a { b: *a }', says: '-f job.yaml: contains itself' },
  { name: 'empty', text: '', says: '-f job.yaml: is empty' },
  {
    name: 'a list that flags cannot go into',
    text: '[1]',
    says: 'flags can only be added to an object',
  },
  {
    name: 'text where a flag needs an object',
    text: 'schedule: daily',
    says: '--schedule.type: -f job.yaml has no object around it',
  },
])('a body that is $name', async ({ text, says }) => {
  const cwd = newHome();
  writeFileSync(join(cwd, 'job.yaml'), text);
  const args = ['schedules', 'create', '-f', join(cwd, 'job.yaml'), '--schedule.type', 'cron'];
  const ended = await nobody().run(args);
  expect(ended).toMatchObject({ code: 2, stdout: '' });
  expect(ended.stderr.replaceAll(`${cwd}/`, '')).toContain(says);
});

test('credentials in a URL and a token that no header can carry are refused without being shown', async () => {
  const secret = 'very-secret';
  for (const args of [
    ['--url', `http://me:${secret}@127.0.0.1:1`],
    ['--token', `${secret} ${secret}`],
  ]) {
    const ended = await nobody().run(['sessions', 'list', ...args]);
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toContain(args[0]);
    expect(ended.stderr).not.toContain(secret);
  }
});

test('what the contract refuses is told by the flag that gave it, and as JSON on request', async () => {
  const { run } = await newWorld();
  const ended = await run(['schedules', 'create', '--name', 'a', '--schedule.type', 'cron']);
  expect(ended).toMatchObject({ code: 1, stdout: '' });
  expect(ended.stderr).toMatch(/^validation_failed: .* \(req_\w+\)\n/);
  for (const flag of ['--group', '--prompt', '--schedule.value'])
    expect(ended.stderr).toContain(`\n  ${flag}: is required`);

  const limit = await run(['sessions', 'list', '--limit', '501']);
  expect(limit.stderr).toMatch(/\n {2}--limit: must be <= 500\n$/);

  const json = await run(['sessions', 'get', 'unknown', '--json']);
  expect(json).toMatchObject({ code: 1, stdout: '' });
  expect(JSON.parse(json.stderr)).toEqual({
    error: {
      code: 'not_found',
      message: expect.stringContaining('unknown'),
      status: 404,
      request_id: expect.stringMatching(/^req_/),
      details: null,
    },
  });
});

test('a wrong token, none and one with fewer scopes are exit code 4, each in its API', async () => {
  const { run, json } = await newWorld();
  const made = await json('tokens', 'create', '--name', 'reader', '--scopes', 'status:read');
  const { token } = made as { token: string };
  for (const env of [
    { GATEHOUSE_TOKEN: 'wrong' },
    { GATEHOUSE_TOKEN: '' },
    { GATEHOUSE_TOKEN: token },
  ]) {
    const prx = await run(['sessions', 'list'], { env });
    expect(prx).toMatchObject({ code: 4, stdout: '' });
    expect(prx.stderr).toMatch(/^(unauthorized|forbidden): /);
    expect(await run(['namespaces', 'list'], { env: { ...env } })).toMatchObject({ code: 4 });
  }
});

test.each([
  ['sessions', 'list'],
  ['logs', 'tail'],
  ['sessions', 'create', '--user-id', 'u'],
])('nobody there: %s %s ends with 3 in words', async (...args) => {
  const ended = await nobody().run(args);
  expect(ended).toMatchObject({ code: 3, stdout: '' });
  expect(ended.stderr).toMatch(/^network_error: prx .* from http:\/\/127\.0\.0\.1:1 /);
});

test.each([
  { name: 'never answers', answer: () => undefined },
  {
    name: 'never ends its answer',
    answer: (_: IncomingMessage, response: ServerResponse) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"sessions":[');
    },
  },
])('a server that $name is given up in time', async ({ answer }) => {
  const { run } = await beside(answer);
  const ended = await run(['sessions', 'list', '--timeout', '1s']);
  expect(ended).toMatchObject({ code: 5, stdout: '' });
  expect(ended.stderr).toContain('timeout: prx GET /api/v1/sessions did not answer within');
});

test.each([
  { args: ['logs', 'tail'], name: 'a stream that does not begin' },
  {
    args: ['messages', 'send', 'x', '--content', 'c', '--stream'],
    name: 'a turn that does not begin',
  },
])('$name is given up in time', async ({ args }) => {
  const { run } = await beside(() => undefined);
  expect(await run([...args, '--timeout', '1s'])).toMatchObject({ code: 5, stdout: '' });
});

test('a turn that falls silent is given up in time', async () => {
  const { run } = await beside((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('event: token\ndata: {"content":"He"}\n\n');
  });
  const args = ['messages', 'send', 'x', '--content', 'c', '--stream', '--timeout', '1s'];
  const ended = await run(args);
  expect(ended).toMatchObject({ code: 5, stdout: 'He\n' });
  expect(ended.stderr).toContain('said nothing for 1000 ms');
});

test('a turn that is closed before its last event is told as cut', async () => {
  const { run } = await beside((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.end('event: token\ndata: {"content":"He"}\n\n');
  });
  const args = ['messages', 'send', 'x', '--content', 'c', '--stream'];
  expect(await run(args)).toEqual({
    code: 3,
    stdout: 'He\n',
    stderr: 'stream_cut: The stream ended before its last event\n',
  });
  const { code, stderr } = await run([...args, '--jsonl']);
  expect(code).toBe(3);
  expect(JSON.parse(stderr)).toMatchObject({ error: { code: 'stream_cut', status: null } });
});

test('a log that is cut goes on after the last event, with none lost and none twice', async () => {
  const asked: (string | undefined)[] = [];
  const { start } = await beside((request, response) => {
    asked.push(request.headers['last-event-id']?.toString());
    const from = Number(request.headers['last-event-id'] ?? 0);
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const data = {
      timestamp: '2026-01-01T00:00:00Z',
      level: 'info',
      module: 'm',
      message: `n${from + 1}`,
    };
    response.end(`retry: 1\nevent: log\nid: ${from + 1}\ndata: ${JSON.stringify(data)}\n\n`);
  });
  const tail = start('logs', 'tail');
  await tail.untilPrinted(/n3\n/);
  await tail.stop('SIGINT');
  expect(asked.slice(0, 3)).toEqual([undefined, '1', '2']);
  expect(tail.stdout).toMatch(/^.* n1\n.* n2\n.* n3\n/);
});

test('an error event ends a turn with what it says', async () => {
  const { run } = await beside((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const error = { code: 'unavailable', message: 'The model is away', details: { retry: 1 } };
    response.end(`event: error\ndata: ${JSON.stringify({ error })}\n\n`);
  });
  const args = ['messages', 'send', 'x', '--content', 'c', '--stream'];
  const ended = await run(args);
  expect(ended).toEqual({ code: 1, stdout: '', stderr: 'unavailable: The model is away\n' });
  const json = await run([...args, '--json']);
  expect(JSON.parse(json.stderr)).toMatchObject({ error: { details: { retry: 1 } } });
});

test.each([
  { name: 'an error page', status: 502, type: 'text/html', body: '<h1>Bad gateway</h1>' },
  { name: 'a redirect', status: 302, type: 'text/plain', body: '' },
  { name: 'an error of another shape', status: 400, type: 'application/json', body: '[]' },
])('$name is told as no answer of the contract', async ({ status, type, body }) => {
  const { run } = await beside((_, response) => {
    response.writeHead(status, { 'content-type': type, location: '/elsewhere' }).end(body);
  });
  const ended = await run(['sessions', 'create', '--user-id', 'u']);
  expect(ended).toMatchObject({ code: 1, stdout: '' });
  expect(ended.stderr).toContain(
    `unexpected_response: prx POST /api/v1/sessions answered ${status}`,
  );
});

test('what a server says cannot steer the terminal', async () => {
  const { run } = await beside((_, response) => {
    const row = { id: '\u001b[2J\u0007x', user_id: 'a\nb', status: '\u202eidle' };
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ sessions: [row], total: 1 }));
  });
  const { stdout } = await run(['sessions', 'list']);
  expect(stdout).toContain('[2J x');
  expect(stdout).toContain('a b');
  expect(stdout).not.toMatch(/[^\P{Cc}\n]|\p{Cf}/u);
});

test('pages that never end are not asked for twice when they are empty', async () => {
  let asked = 0;
  const { run } = await beside((_, response) => {
    asked += 1;
    const rows = asked <= 3 ? [{ id: `s${asked}` }] : [];
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ sessions: rows }));
  });
  const { stdout } = await run(['sessions', 'list', '--all', '--jsonl']);
  expect(stdout).toBe('{"id":"s1"}\n{"id":"s2"}\n{"id":"s3"}\n');
  expect(asked).toBe(4);
});

test.each([
  { name: 'by id', rows: [{ id: 's1' }, { id: 's2' }] },
  { name: 'word for word', rows: [{ user_id: 'u' }] },
])('a page that comes again ends a list without a total: $name', async ({ rows }) => {
  let asked = 0;
  const { run } = await beside((_, response) => {
    asked += 1;
    // For whoever asks for ever, there is an end.
    const sessions =
      asked > 9 ? [] : rows.map((row) => ({ ...row, ...('id' in row && { asked }) }));
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ sessions }));
  });
  const ended = await run(['sessions', 'list', '--all']);
  expect(ended).toEqual({
    code: 1,
    stdout: '',
    stderr:
      'unexpected_response: The server sends the same page for ever: it does not look at offset\n',
  });
  expect(asked).toBe(3);
});

test('Ctrl-C ends a command that waits, with nothing said', async () => {
  let isAsked = false;
  const { start } = await beside(() => {
    isAsked = true;
  });
  const waiting = start('sessions', 'list');
  await vi.waitUntil(() => isAsked, { timeout: 15_000 });
  expect(await waiting.stop('SIGINT')).toEqual({ code: 130, stdout: '', stderr: '' });
});

test('a rate limit is waited out where asking again is safe', async () => {
  let asked = 0;
  const { json } = await beside((_, response) => {
    asked += 1;
    response.writeHead(asked === 1 ? 429 : 200, {
      'content-type': 'application/json',
      'retry-after': '0',
    });
    response.end(JSON.stringify({ healthy: true }));
  });
  expect(await json('status', 'health')).toEqual({ healthy: true });
  expect(asked).toBe(2);
});

test('a build that failed is exit code 1, with its log', async () => {
  const { run } = await beside((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end('{"success":false,"imageTag":"t","message":"It failed","output":"a\\nb"}');
  });
  const ended = await run(['runtime', 'build-image']);
  expect(ended).toMatchObject({ code: 1, stderr: 'failed: What was asked for was not done\n' });
  expect(ended.stdout).toContain('output\n  a\n  b\n');
});
