/**
 * Owns the command `conformance` as CI runs it: its exit codes, its reports, its mock, and servers that are none. What is checked, and
 * that it finds what is wrong, is in the other tests of this folder.
 */
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type ConformanceOptions, checkServer } from '../../src/cli/conformance.ts';
import { CommandError, EXIT } from '../../src/cli/errors.ts';
import { startRelay } from '../../src/conformance/relay.ts';
import { gatehouse, newHome, Running } from '../cli/command.ts';
import { broken } from '../support/broken-server.ts';
import { ADMIN_TOKEN, type ChildDaemon, spawnDaemon } from '../support/daemon.ts';

let daemon: ChildDaemon;
let url: string;
beforeAll(async () => {
  daemon = await spawnDaemon();
  url = daemon.addresses.prx;
});
afterAll(() => daemon.end('SIGKILL'));

const QUICK = ['--requests', '10', '--heartbeat', '0', '--only', 'sessions'];

/** Runs the command against a server. */
const check = (server: string, ...more: string[]) =>
  gatehouse(
    ['conformance', '--api', 'prx', '--url', server, '--token', ADMIN_TOKEN, ...QUICK, ...more],
    { home: newHome() },
  );

/** What the command itself says of options that are no good, without a process for each. */
async function refusal(more: Partial<ConformanceOptions>): Promise<CommandError> {
  const options: ConformanceOptions = {
    api: 'prx',
    url,
    token: ADMIN_TOKEN,
    limitedScope: [],
    requests: '0',
    heartbeat: '0',
    report: 'text',
    timeout: '10',
    requestTimeout: '5',
    ...more,
  };
  const error: unknown = await checkServer(options).catch((one: unknown) => one);
  if (error instanceof CommandError) return error;
  throw new Error(`it was taken: ${String(error)}`);
}

async function serverOf(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`;
}

describe('ends with', { timeout: 60_000 }, () => {
  it('0 and a verdict for a server that conforms', async () => {
    const ended = await check(url, '--seed', '1');
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(ended.stdout).toMatch(/seed 1\n/);
    expect(ended.stdout).toMatch(/ok {3}undeclared-status /);
    expect(ended.stdout).toMatch(/The server conforms to the contract\.\n$/);
  });

  it('1 and the faults for one that does not', async () => {
    const relay = await startRelay(url, 0, broken['an extra property']);
    onTestFinished(() => relay.stop());
    const ended = await check(relay.url);
    expect(ended).toMatchObject({ code: 1, stderr: '' });
    expect(ended.stdout).toMatch(/FAIL extra-property .*\n {7}createSession: POST/);
  });

  it('2 for what was typed wrongly, and names the option', async () => {
    const ended = await check(url, '--requests', 'many');
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toMatch(/^gatehouse: --requests: expected a whole number .* "many"\n$/);
  });

  it.each<[Partial<ConformanceOptions>, RegExp]>([
    [{ api: 'rest' }, /--api: expected prx, agent or nanoclaw/],
    [{ url: 'localhost' }, /--url: expected a URL/],
    [{ report: 'pdf' }, /--report: expected text, json, junit or html/],
    [{ only: 'nothing' }, /--only: prx has no operation and no tag nothing/],
    [{ contract: 'missing.yaml' }, /--contract: ENOENT/],
    [{ webhookHost: 'http://x/' }, /--webhook-host: expected a host/],
    [{ seed: '-1' }, /--seed: expected a whole number/],
    [
      { url: 'http://user:hidden@127.0.0.1/' },
      /--url: expected .* without a user name(?!.*hidden)/,
    ],
    [{ url: 'http://127.0.0.1/?token=hidden' }, /--url: expected .* without .*(?!.*hidden)/],
    [{ token: 'with a line break\n' }, /--token: expected visible ASCII characters/],
    [{ limitedToken: 'with spaces' }, /--limited-token: expected visible ASCII characters/],
    [{ path: 'foo', seed: '1', only: 'getStatus' }, /--path: expected numbers such as 12:0:3/],
    [{ path: '3:1' }, /--path: goes with --seed and --only/],
    [
      { path: '0:999999', seed: '1', only: 'getStatus', requests: '9' },
      /--path: 0:999999 leads nowhere/,
    ],
    [{ out: '/nonexistent/report' }, /--out: ENOENT/],
  ])('2 for %o', async (more, told) => {
    expect(await refusal(more)).toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(told),
    });
  });

  it('2 for a port of webhooks that is taken, before anything is asked', async () => {
    const { host } = new URL(await serverOf(() => undefined));
    let asked = 0;
    const server = await serverOf((_incoming, outgoing) => {
      asked += 1;
      outgoing.writeHead(404).end();
    });
    expect(await refusal({ url: server, only: 'hooks', webhookHost: host })).toMatchObject({
      exitCode: 2,
      message: `--webhook-host: nobody can listen on ${host}: the port is taken`,
    });
    expect(asked).toBe(0);
  });

  it.each([
    ['no text of a kind', '{"openapi":', /does not parse/],
    ['no OpenAPI', '{"swagger":"2.0"}', /is not OpenAPI 3\.0 or 3\.1/],
    [
      'in parts',
      'openapi: 3.1.0\npaths: { /x: { $ref: "x.yaml" } }',
      /refers to x\.yaml: bundle it into one file/,
    ],
    ['not whole', 'openapi: 3.1.0\npaths: { /x: { $ref: "#/components/x" } }', /has nothing at #/],
    ['around itself', 'openapi: 3.1.0\npaths: &a { /x: *a }', /it contains itself/],
    ['without operations', 'openapi: 3.1.0\npaths: {}', /has no operations/],
  ])('2 for a contract that is %s', async (_what, text, told) => {
    const contract = join(newHome(), 'contract.yaml');
    writeFileSync(contract, text);
    const refused = await refusal({ contract });
    expect(refused).toMatchObject({ exitCode: 2, message: expect.stringMatching(told) });
  });

  it('3 where nobody listens, and where nobody answers', async () => {
    const nobody = await check('http://127.0.0.1:1');
    expect(nobody).toMatchObject({ code: 3 });
    expect(nobody.stderr).toMatch(/does not answer.*ECONNREFUSED/);
    const silent = await check(await serverOf(() => undefined), '--request-timeout', '1');
    expect(silent).toMatchObject({ code: 3 });
    expect(silent.stderr).toMatch(/does not answer: no answer within 1 s/);
  });

  it('3 where somebody speaks no HTTP', async () => {
    const server = createTcpServer((socket) => socket.end('220 mail.example ESMTP\r\n')).listen(0);
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    const address = server.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    expect(await check(`http://127.0.0.1:${port}`)).toMatchObject({ code: 3 });
  });

  it('3 where every answer streams for ever', async () => {
    const server = await serverOf((_incoming, outgoing) => {
      outgoing.writeHead(200, { 'content-type': 'application/json' });
      const timer = setInterval(() => outgoing.write(' '), 20);
      outgoing.once('close', () => clearInterval(timer));
    });
    expect(await check(server, '--request-timeout', '1')).toMatchObject({ code: 3 });
  });

  it('1 where answers are gigabytes', async () => {
    const piece = Buffer.alloc(1024 * 1024, 'x');
    const server = await serverOf((_incoming, outgoing) => {
      const more = () => {
        while (!outgoing.destroyed && outgoing.write(piece));
      };
      outgoing.writeHead(200, { 'content-type': 'application/json' });
      outgoing.on('drain', more);
      more();
    });
    const ended = await check(server, '--only', 'getSession', '--requests', '0');
    expect(ended.code).toBe(1);
    expect(ended.stdout).toMatch(/FAIL answer-bounded/);
  });

  it('4 for a wrong token and for none', async () => {
    const wrong = await check(url, '--token', 'not-the-token-of-this-server-0123456789');
    expect(wrong).toMatchObject({ code: 4 });
    expect(wrong.stderr).toMatch(/the token is refused/);
    const none = await gatehouse(['conformance', '--api', 'prx', '--url', url], {
      home: newHome(),
    });
    expect(none).toMatchObject({ code: 4 });
    expect(none.stderr).toMatch(/give one by --token/);
  });

  it('5 when the time is over', async () => {
    const ended = await check(url, '--requests', '1000000', '--timeout', '2');
    expect(ended).toMatchObject({ code: 5 });
    expect(ended.stderr).toMatch(/the time is over/);
  });
});

it.each(['en', 'ko', 'ja', 'fr'])('every exit code is told in the guide: %s', (lang) => {
  const guide = readFileSync(`docs/guides/${lang}/conformance.md`, 'utf8');
  const told = [...guide.matchAll(/^\| (\d+) \|/gm)].map(([, code]) => Number(code));
  expect(told).toEqual(Object.values(EXIT));
});

describe('writes', () => {
  it.each([
    ['json', (text: string) => expect(JSON.parse(text)).toMatchObject({ conforms: true, seed: 5 })],
    ['junit', (text: string) => expect(text).toMatch(/<testsuite name="prx\.createSession"/)],
    ['html', (text: string) => expect(text).toMatch(/<title>prx: conforms<\/title>/)],
  ])('%s into a file, and text to standard output', async (kind, expectReport) => {
    const out = join(newHome(), 'report');
    const ended = await check(url, '--seed', '5', '--report', kind, '--out', out);
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(ended.stdout).toMatch(/The server conforms/);
    const text = readFileSync(out, 'utf8');
    expectReport(text);
    // Nothing of it comes from elsewhere, and the token is in none of it.
    expect(text).not.toMatch(/(src|href)="http/);
    expect(text).not.toContain(ADMIN_TOKEN);
  });
});

describe('a run that is not read or not waited for', { timeout: 60_000 }, () => {
  const active = async (): Promise<number> => {
    const headers = { authorization: `Bearer ${ADMIN_TOKEN}` };
    const answer = await fetch(`${url}/api/v1/sessions?status=active&limit=1`, { headers });
    const { total }: { total: number } = JSON.parse(await answer.text());
    return total;
  };

  it('fails also where nobody reads the whole report', async () => {
    const relay = await startRelay(url, 0, broken['an extra property']);
    onTestFinished(() => relay.stop());
    const args = ['conformance', '--api', 'prx', '--url', relay.url, '--token', ADMIN_TOKEN];
    const running = new Running([...args, ...QUICK], { home: newHome() });
    running.child.stdout?.destroy();
    expect(await running.end()).toMatchObject({ code: 1, stderr: '' });
    // What was told of wrongly is removed too.
    expect(await active()).toBe(0);
  });

  it('tells what it found and removes what it made when it is interrupted', async () => {
    const before = await active();
    const out = join(newHome(), 'report.json');
    const args = ['conformance', '--api', 'prx', '--url', url, '--token', ADMIN_TOKEN];
    const more = [
      '--requests',
      '1000000',
      '--only',
      'createSession',
      '--report',
      'json',
      '--out',
      out,
    ];
    const running = new Running([...args, ...more], { home: newHome() });
    onTestFinished(() => void running.child.kill('SIGKILL'));
    await expect.poll(active, { timeout: 30_000 }).toBeGreaterThan(before + 5);
    const ended = await running.stop('SIGINT');
    expect(ended).toMatchObject({ code: 130, stderr: 'gatehouse: the run was interrupted\n' });
    expect(JSON.parse(readFileSync(out, 'utf8'))).toMatchObject({
      ending: 'interrupted',
      conforms: false,
    });
    expect(await active()).toBe(before);
  });
});

describe('the mock', { timeout: 60_000 }, () => {
  async function mock(...more: string[]) {
    const running = new Running(['conformance', '--mock', '--json', ...more], { home: newHome() });
    onTestFinished(async () => void (await running.stop('SIGKILL')));
    await running.untilPrinted(/\n/);
    const told: { prx: string; token: string } = JSON.parse(running.stdout);
    const ask = (scenario: string | null, path = '/api/v1/sessions', init: RequestInit = {}) =>
      fetch(told.prx + path, {
        ...init,
        headers: {
          authorization: `Bearer ${told.token}`,
          'content-type': 'application/json',
          ...(scenario === null ? {} : { 'x-gatehouse-scenario': scenario }),
        },
      });
    return { running, told, ask };
  }

  it('keeps state, spoils what a header says, and leaves nothing behind', async () => {
    const { running, told, ask } = await mock();
    const made = await ask(null, '/api/v1/sessions', {
      method: 'POST',
      body: JSON.stringify({ user_id: 'u' }),
    });
    expect(made.status).toBe(201);
    expect(await (await ask(null)).json()).toMatchObject({ total: 1 });
    const limited = await ask('429');
    expect(limited.status).toBe(429);
    expect(limited.headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
    expect(await limited.json()).toMatchObject({ error: { code: 'rate_limited' } });
    const began = Date.now();
    expect((await ask('latency=200')).status).toBe(200);
    expect(Date.now() - began).toBeGreaterThanOrEqual(195);
    const unknown = await ask('teapot');
    expect(unknown.status).toBe(400);
    expect(await unknown.text()).toMatch(/"teapot" is no scenario/);
    expect((await ask('418')).status).toBe(400);
    const sent = { body: JSON.stringify({ content: 'hello' }), method: 'POST' };
    const { id }: { id: string } = JSON.parse(JSON.stringify(await made.json()));
    const cut = await fetch(`${told.prx}/api/v1/sessions/${id}/messages`, {
      ...sent,
      headers: {
        authorization: `Bearer ${told.token}`,
        'content-type': 'application/json',
        accept: 'text/event-stream',
        'x-gatehouse-scenario': 'cut-stream',
      },
    });
    await expect(cut.text()).rejects.toThrow();
    expect(await running.stop()).toMatchObject({ code: 0, stderr: '' });
  });

  it('fails the share that it is told to, in answers that conform', async () => {
    const { told, ask } = await mock('--fail', '429:0.25');
    const statuses: number[] = [];
    for (let index = 0; index < 8; index += 1) statuses.push((await ask(null)).status);
    expect(statuses).toEqual([200, 200, 200, 429, 200, 200, 200, 429]);
    const quick = ['--only', 'getSession', '--requests', '0', '--heartbeat', '0'];
    const ended = await gatehouse(
      ['conformance', '--api', 'prx', '--url', told.prx, '--token', told.token, ...quick],
      { home: newHome() },
    );
    expect(ended).toMatchObject({ code: 0, stderr: '' });
  });

  it('refuses switches that are none', async () => {
    const ended = await gatehouse(['conformance', '--mock', '--fail', '200:2'], {
      home: newHome(),
    });
    expect(ended).toMatchObject({ code: 2 });
    expect(ended.stderr).toMatch(/--fail: expected a status and a share such as 429:0\.1/);
  });
});
