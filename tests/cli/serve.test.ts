/**
 * Owns what `serve` promises to whoever starts it: its outputs, its first token, its exit codes and its refusals in clear words.
 * What the daemon answers once it runs is tested elsewhere.
 */
import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect, onTestFinished, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { call, type Ended, gatehouse, newHome, Running, serve } from './command.ts';

const SECRET = /gh_[0-9a-f]{12}_[A-Za-z0-9_-]{43}/g;

/** A refusal: exit code 1, nothing on standard output, words and no stack on standard error. */
function expectRefusal(ended: Ended, ...words: string[]): void {
  expect(ended).toMatchObject({ code: 1, stdout: '' });
  expect(ended.stderr).toMatch(/^gatehouse: /m);
  expect(ended.stderr).not.toMatch(/^ +at /m);
  for (const word of words) expect(ended.stderr).toContain(word);
}

/** A port that somebody else listens on until the test ends. */
async function takenPort(): Promise<number> {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void other.close());
  const address = other.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

test('`--json` prints one line when all listeners accept requests; logs go to standard error', async () => {
  const { process, addresses } = await serve({ home: newHome() });
  const answers = await Promise.all(
    Object.values(addresses).map(async (address) => {
      expect(new URL(String(address)).port).not.toBe('0');
      return (await call(`${address}/openapi.json`, null)).status;
    }),
  );
  expect(Object.keys(addresses)).toEqual(['prx', 'agent', 'nanoclaw']);
  expect(answers).toEqual([200, 200, 200]);
  const { code, stdout, stderr } = await process.stop();
  expect(code).toBe(0);
  expect(stdout).toBe(`${JSON.stringify(addresses)}\n`);
  const log = stderr.split('\n').filter((line) => line.startsWith('{'));
  const told = log.map((line) => JSON.parse(line)).find((line) => line.module === 'daemon');
  for (const address of Object.values(addresses)) expect(told.msg).toContain(address);
});

test('a first start makes one admin token and tells it once', async () => {
  const home = newHome();
  const first = new Running(['serve'], { home });
  onTestFinished(async () => void (await first.stop('SIGKILL')));
  await first.untilPrinted(/gh_\S+\s/);
  const told = first.stdout.match(SECRET) ?? [];
  expect(told).toHaveLength(1);
  const [token = ''] = told;
  const [, prx = ''] = /prx +(http:\S+)/.exec(first.stdout) ?? [];
  expect((await call(`${prx}/api/v1/tokens`, token)).status).toBe(200);
  const ended = await first.stop();
  expect(ended.code).toBe(0);
  expect(ended.stderr).not.toMatch(SECRET);

  const { addresses, process } = await serve({ home });
  expect((await call(`${addresses.prx}/api/v1/tokens`, token)).status).toBe(200);
  const again = await process.stop();
  expect(again.stdout + again.stderr).not.toMatch(SECRET);
});

test('with `--json` the first token is told on standard error', async () => {
  const { process, addresses } = await serve({ home: newHome() });
  const { stdout, stderr } = await process.stop();
  expect(stdout.trimEnd().split('\n')).toHaveLength(1);
  expect(stderr.match(SECRET)).toHaveLength(1);
  expect(addresses.prx).toMatch(/^http:/);
});

test('a start that fails does not use the first token up', async () => {
  const home = newHome();
  const port = String(await takenPort());
  const refused = await gatehouse(['serve', '--json'], {
    home,
    env: { GATEHOUSE_CONTAINERS_PORT: port },
  });
  expectRefusal(refused, 'EADDRINUSE', port);
  const { process, addresses } = await serve({ home });
  const [token = ''] = (await process.stop('SIGTERM')).stderr.match(SECRET) ?? [];
  expect(token).not.toBe('');
  expect(addresses.prx).toMatch(/^http:/);
});

test('a second daemon on the folder is refused and names the first', async () => {
  const home = newHome();
  const { process, addresses } = await serve({ home });
  const second = await gatehouse(['serve', '--json'], { home });
  expectRefusal(second, home, `process ${process.child.pid}`);
  expect((await call(`${addresses.prx}/api/v1/status/health`, null)).status).toBe(200);
});

test.each([{ section: 'GATEWAY' }, { section: 'MANAGEMENT' }, { section: 'CONTAINERS' }])(
  'a port in use is refused with the address ($section), and nothing keeps running',
  async ({ section }) => {
    const home = newHome();
    const port = String(await takenPort());
    const ended = await gatehouse(['serve', '--json'], {
      home,
      env: { [`GATEHOUSE_${section}_PORT`]: port },
    });
    expectRefusal(ended, 'address already in use', `127.0.0.1:${port}`);
    const { process } = await serve({ home });
    expect((await process.stop()).code).toBe(0);
  },
);

test('an address that this machine does not have is refused in words', async () => {
  const ended = await gatehouse(['serve'], {
    home: newHome(),
    env: { GATEHOUSE_GATEWAY_HOST: '192.0.2.1' },
  });
  expectRefusal(ended, '192.0.2.1');
});

test('a bad file names file, line, key and what was expected, and nothing is begun', async () => {
  const home = join(newHome(), 'data');
  const cwd = newHome();
  const file = join(cwd, 'gatehouse.toml');
  writeFileSync(
    file,
    '[agent]\nidle_after_secs = "soon"\n\n[gatewy]\nport = 1\n[logging]\nlevle = 1\n',
  );
  const ended = await gatehouse(['serve', '--json'], { home, cwd });
  expectRefusal(
    ended,
    `${file}:2: agent.idle_after_secs: expected a whole number`,
    `${file}:4: `,
    'did you mean gateway?',
    `${file}:7: logging.levle: expected one of the keys`,
  );
  expect(() => readdirSync(home)).toThrow(/ENOENT/);

  writeFileSync(file, '[agent]\nid = \n');
  expectRefusal(await gatehouse(['serve'], { home, cwd }), `${file}:2`);
  const missing = join(cwd, 'missing.toml');
  expectRefusal(await gatehouse(['serve', '--config', missing], { home, cwd }), missing);
});

test('a bad variable names itself and what was expected', async () => {
  const ended = await gatehouse(['serve'], {
    home: newHome(),
    env: { GATEHOUSE_GATEWAY_PORT: '70000', GATEHOUSE_AGENT_IDLE_AFTER_SECS: '1.5' },
  });
  expectRefusal(
    ended,
    'GATEHOUSE_GATEWAY_PORT: gateway.port: expected a whole number from 0 to 65535, found 70000',
    'GATEHOUSE_AGENT_IDLE_AFTER_SECS: agent.idle_after_secs: expected a whole number',
  );
});

test('what the file says is done', async () => {
  const home = newHome();
  const file = join(home, 'named.toml');
  writeFileSync(file, '[agent]\nid = "from-the-file"\n[logging]\nlevel = "error"\n');
  const process = new Running(['serve', '--json', '--config', file], { home });
  onTestFinished(async () => void (await process.stop('SIGKILL')));
  await process.untilPrinted(/\n/);
  const { agent } = JSON.parse(process.stdout);
  expect((await call(`${agent}/api/v1/status`, null)).body).toMatchObject({
    data: { agent_id: 'from-the-file' },
  });
  expect((await process.stop()).stderr).not.toContain('"msg":"request"');
});

test('a data folder that cannot be made is refused in words', async () => {
  const cwd = newHome();
  writeFileSync(join(cwd, 'file'), '');
  expectRefusal(await gatehouse(['serve'], { home: join(cwd, 'file', 'data'), cwd }), 'file');
});

test('`config schema` prints a JSON Schema that takes a good file and refuses a bad one', async () => {
  const { code, stdout, stderr } = await gatehouse(['config', 'schema'], { home: newHome() });
  expect([code, stderr]).toEqual([0, '']);
  const ajv = addFormats.default(new Ajv2020.default({ strict: false }));
  const validate = ajv.compile(JSON.parse(stdout));
  expect(validate({})).toBe(true);
  expect(validate({ gateway: { host: '127.0.0.1', port: 0 }, agent: { id: 'a' } })).toBe(true);
  expect(validate({ gateway: { port: '0' } })).toBe(false);
  expect(validate({ gateway: { prot: 0 } })).toBe(false);
  expect(validate({ gatewy: {} })).toBe(false);
});

test('`--version` is the version of the package; an unknown command is a wrong call', async () => {
  const home = newHome();
  expect(await gatehouse(['--version'], { home })).toEqual({
    code: 0,
    stdout: `${manifest.version}\n`,
    stderr: '',
  });
  for (const args of [['fly'], ['serve', '--fly'], ['auth', 'revoke'], []]) {
    const ended = await gatehouse(args, { home });
    expect(ended, args.join(' ')).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).not.toMatch(/^ +at /m);
  }
  expect(readdirSync(home)).toEqual([]);
});

test('the data folder and the database in it are for their user alone', async () => {
  const home = join(newHome(), 'data');
  const cwd = newHome();
  const { process } = await serve({ home, cwd });
  expect(statSync(home).mode & 0o077).toBe(0);
  expect(statSync(join(home, 'gatehouse.db')).mode & 0o077).toBe(0);
  await process.stop();
});
