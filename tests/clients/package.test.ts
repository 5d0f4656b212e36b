/**
 * Owns the TypeScript client as others get it: packed, installed from the tarball, compiled, run and bundled for browsers.
 * The snippets are those of its README; a real daemon answers them.
 */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { runInNewContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signatureHeaders } from '../../src/adapters/hooks/signatures.ts';
import { ADMIN_TOKEN, startTestDaemon } from '../support/daemon.ts';
import { json, prxError, serveScript } from './scripted-server.ts';

const run = promisify(execFile);
const PACKAGE = 'clients/typescript';
const README = readFileSync(`${PACKAGE}/README.md`, 'utf8');
/** The code blocks of the README by the name in the comment before each. */
const snippets = new Map(
  [...README.matchAll(/<!-- snippet: (\w+) -->\s+```ts\n(.*?)```/gs)].map(
    ([, name = '', code = '']) => [name, code],
  ),
);

/** What marks a fault in the fixture of the types. */
const EXPECTED = '// @ts-expect-error';
const fixture = readFileSync('tests/clients/types-fixture.ts', 'utf8').replace(
  '../../clients/typescript/src/index.ts',
  '@gatehouse/client',
);

let project: string;
let files: string[];
let daemon: Awaited<ReturnType<typeof startTestDaemon>>;
/** What the compiler said about everything. */
let said: string;

beforeAll(async () => {
  project = mkdtempSync(join(tmpdir(), 'gatehouse-client-'));
  const packed = await pack(PACKAGE);
  files = packed.files;
  const dependencies: Record<string, string> = { '@gatehouse/client': `file:${packed.name}` };
  // What it depends on comes from where this repository has it, as nothing is downloaded here.
  for (const name of ['openapi-fetch', 'openapi-typescript-helpers', 'eventsource-parser']) {
    dependencies[name] = `file:${(await pack(`node_modules/${name}`, '--ignore-scripts')).name}`;
  }
  writeFileSync(
    join(project, 'package.json'),
    JSON.stringify({ name: 'snippets', private: true, type: 'module', dependencies }),
  );
  const flags = ['--offline', '--ignore-scripts', '--no-audit', '--no-fund'];
  await run('npm', ['install', ...flags, '--cache', join(project, '.cache')], { cwd: project });
  mkdirSync(join(project, 'node_modules/@types'));
  for (const name of ['@types/node', 'undici-types']) {
    symlinkSync(resolve('node_modules', name), join(project, 'node_modules', name));
  }
  daemon = await startTestDaemon();
  said = await compile({
    'fixture.ts': fixture,
    'wrong.ts': fixture.replaceAll(EXPECTED, '//'),
    ...Object.fromEntries(snippetsFor(daemon.addresses)),
  });
}, 240_000);
afterAll(async () => {
  await daemon.stop();
  rmSync(project, { recursive: true, force: true });
});

/** Packs a folder into the project. @returns the name of the tarball and of what is in it */
async function pack(folder: string, ...flags: string[]) {
  const args = ['pack', `./${folder}`, '--json', '--pack-destination', project, ...flags];
  const { stdout } = await run('npm', args);
  // Scripts of a package may say something first.
  const [report] = JSON.parse(stdout.slice(stdout.indexOf('[\n')));
  const list: { path: string }[] = report.files;
  return { name: String(report.filename), files: list.map((one) => one.path) };
}

/** Compiles files of the project as a strict one would. @returns what the compiler says */
async function compile(sources: Record<string, string>): Promise<string> {
  const names = Object.keys(sources);
  for (const [name, code] of Object.entries(sources)) writeFileSync(join(project, name), code);
  // Without skipLibCheck: the declarations of the package must compile too.
  const options =
    '--strict --noUncheckedIndexedAccess --exactOptionalPropertyTypes --target ES2022';
  const places = '--module NodeNext --lib ES2022,DOM,DOM.AsyncIterable --types node --outDir out';
  const tsc = resolve('node_modules/typescript/bin/tsc');
  const args = [tsc, ...options.split(' '), ...places.split(' '), ...names];
  return await run('node', args, { cwd: project }).then(
    () => '',
    ({ stdout }: { stdout: string }) => stdout,
  );
}

/** The snippets with the addresses of a running daemon. */
const snippetsFor = ({ prx, agent, nanoclaw }: typeof daemon.addresses) =>
  [...snippets].map(([name, code]) => [
    `${name}.ts`,
    code
      .replaceAll('http://127.0.0.1:3120', prx)
      .replaceAll('http://127.0.0.1:8000', agent)
      .replaceAll('http://127.0.0.1:55765', nanoclaw),
  ]);

it('holds what it needs and nothing else', () => {
  expect(files).toEqual(
    expect.arrayContaining(['LICENSE', 'README.md', 'dist/index.d.ts', 'dist/index.js']),
  );
  expect(files.filter((name) => !/^dist\/.*\.(js|d\.ts)$/.test(name))).toEqual([
    'LICENSE',
    'README.md',
    'package.json',
  ]);
  const { version } = JSON.parse(readFileSync(`${PACKAGE}/package.json`, 'utf8'));
  expect(version).toBe(JSON.parse(readFileSync('package.json', 'utf8')).version);
});

describe('installed from the tarball', () => {
  it('compiles, and its types refuse what is wrong', () => {
    // What is marked in the fixture as wrong is wrong, each of them; nothing else is.
    const faults = said.match(/^\S.*error TS\d+.*$/gm) ?? [];
    expect(faults.filter((line) => !line.startsWith('wrong.ts('))).toEqual([]);
    expect(faults).toHaveLength(fixture.split(EXPECTED).length - 1);
  });

  it('runs every snippet of its README', { timeout: 120_000 }, async () => {
    expect([...snippets.keys()]).toEqual([
      'calls',
      'verbs',
      'lists',
      'streams',
      'errors',
      'webhooks',
    ]);
    const warn = () =>
      daemon.services.logs.append({
        at: Date.now(),
        level: 'warn',
        module: 'readme',
        message: 'heard',
        sessionId: null,
      });
    const timer = setInterval(warn, 100);
    try {
      expect(await runSnippet('calls')).toMatch(/Hello there.* \d+\n$/s);
      expect(await runSnippet('verbs')).toMatch(/^\w+\nmy-agent\n\d+\n$/);
      expect(await runSnippet('lists')).toMatch(/^(sess_\w+ user_123\n)+$/);
      expect(await runSnippet('streams')).toMatch(/Hello.*readme heard\n$/s);
      expect(await runSnippet('errors')).toBe('there is no such session\n');
    } finally {
      clearInterval(timer);
    }
    const secret = 'a-secret-of-the-readme';
    const body = JSON.stringify({ event: 'session.created', data: { session_id: 'sess_9' } });
    const message = { url: '', id: 'evt_1', at: Date.now(), body, secrets: [secret] };
    const driver = `import { receive } from './webhooks.js';
      const ask = (headers) => receive(new Request('http://x', { method: 'POST', headers, body: process.env.BODY }));
      console.log((await ask(JSON.parse(process.env.SIGNED))).status, (await ask({})).status);`;
    writeFileSync(join(project, 'out/driver.js'), driver);
    const SIGNED = JSON.stringify(signatureHeaders(message));
    expect(await runSnippet('driver', { HOOK_SECRET: secret, BODY: body, SIGNED })).toBe(
      'sess_9\n204 400\n',
    );
  });
});

/** Runs a compiled file of the project. @returns what it prints */
async function runSnippet(name: string, env: Record<string, string> = {}): Promise<string> {
  const options = { cwd: project, env: { ...process.env, GATEHOUSE_TOKEN: ADMIN_TOKEN, ...env } };
  const { stdout, stderr } = await run('node', [`out/${name}.js`], options);
  expect(stderr).toBe('');
  return stdout;
}

describe('bundled for browsers', () => {
  /** Bundles code of a page; anything of Node in it would not resolve. */
  const bundle = async (code: string, globalName?: string) => {
    const { outputFiles } = await build({
      stdin: { contents: code, resolveDir: project },
      bundle: true,
      minify: true,
      platform: 'browser',
      format: globalName === undefined ? 'esm' : 'iife',
      ...(globalName === undefined ? {} : { globalName }),
      write: false,
      legalComments: 'none',
    });
    return outputFiles[0]?.text ?? '';
  };

  const sizes = [...README.matchAll(/^\| `([\w, ]+)` +\| ([\d.]+) kB +\|$/gm)];
  it.each(sizes.map(([, names = '', size]) => [names, Number(size)] as const))(
    '%s is at most %d kB',
    async (names, most) => {
      const code = await bundle(`export { ${names} } from '@gatehouse/client'`);
      const size = gzipSync(code, { level: 9 }).length / 1000;
      expect(size).toBeLessThanOrEqual(most);
      // A README that promises too little is out of date too.
      expect(size).toBeGreaterThan(most - 1);
    },
  );

  it('prints four sizes', () => expect(sizes).toHaveLength(4));

  it('works with nothing but what browsers have', async () => {
    await using server = await serveScript(
      json(200, { sessions: [{ id: 'sess_1' }], total: 1 }),
      json(404, prxError('not_found', 'Session not found')),
    );
    const code = await bundle("export * from '@gatehouse/client'", 'gatehouse');
    const page = `${code};
      const prx = gatehouse.createPrxClient({ baseUrl: '${server.url}', token: 'token' });
      (async () => {
        const seen = [];
        for await (const one of gatehouse.paginate(prx.listSessions)) seen.push(one.id);
        const error = await prx.getSession({ path: { id: 'sess_2' } }).catch((error) => error);
        return JSON.stringify([seen, error.code, typeof process, typeof Buffer]);
      })()`;
    const web = {
      AbortController,
      AbortSignal,
      Blob,
      Headers,
      Request,
      Response,
      TextDecoder,
      TextEncoder,
      URL,
      URLSearchParams,
      FormData,
      atob,
      clearTimeout,
      crypto,
      fetch,
      setTimeout,
    };
    // In a browser the global object is itself globalThis; here it is made of what a page would have.
    expect(await runInNewContext(page, web)).toBe(
      JSON.stringify([['sess_1'], 'not_found', 'undefined', 'undefined']),
    );
  });
});
