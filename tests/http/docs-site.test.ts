/**
 * Owns the proof that files of the site are served as they are, only those, and only once to whoever has them. What is in them, and
 * how a browser likes it, is tested in tests/docs.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDocsSite } from '../../src/http/docs-site.ts';
import { answerDocs } from '../../src/http/serve-docs.ts';
import type { EdgeEnv } from '../../src/http/visit.ts';
import { startTestDaemon } from '../support/daemon.ts';

const folder = mkdtempSync(join(tmpdir(), 'gatehouse-site-'));
const page =
  '<a href="../ko/index.html">K</a><script src="../assets/a.js"></script><i title="../x">';
beforeAll(() => {
  for (const name of ['en', 'ko', 'assets'])
    mkdirSync(join(folder, 'site', name), { recursive: true });
  for (const file of ['index.html', 'en/prx.html', 'ko/prx.html', 'assets/a.js'])
    writeFileSync(join(folder, 'site', file), file.endsWith('prx.html') ? page : file);
  writeFileSync(join(folder, 'secret.html'), 'secret');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the files of the site', () => {
  const site = openDocsSite(join(folder, 'site'));

  it('have a type, a language and an entity tag', async () => {
    const file = await site.file('ko/prx.html');
    expect(file).toMatchObject({ type: 'text/html; charset=utf-8', language: 'ko' });
    expect(file?.etag).toMatch(/^"[0-9a-z]+-[0-9a-z]+"$/);
    expect(Buffer.from((await file?.read()) ?? []).toString()).toBe(page);
    expect(await site.file('assets/a.js')).toMatchObject({ language: null });
  });

  it.each([
    '../secret.html',
    '..%2fsecret.html',
    'ko/../../secret.html',
    'ko/..',
    '/etc/passwd',
    'ko/prx.html/',
    'ko//prx.html',
    'KO/prx.html',
    'ko/none.html',
    'ko',
    'ko/prx.html\u0000.js',
    '.html',
  ])('are not found at %j', async (path) => {
    expect(await site.file(path)).toBeNull();
  });

  it('are linked from `/docs` where they are served', async () => {
    const { language, html } = await site.reference('prx', 'ko-KR, en;q=0.5');
    expect(language).toBe('ko');
    expect(html).toBe(
      '<a href="docs/ko/index.html">K</a><script src="docs/assets/a.js"></script><i title="../x">',
    );
  });

  it('are missed where the site was not built, and the contract is named instead', async () => {
    const none = openDocsSite(join(folder, 'none'));
    expect(await none.file('index.html')).toBeNull();
    const { language, html } = await none.reference('prx', 'ko');
    expect(language).toBe('en');
    expect(html).toContain('href="openapi.json"');
  });
});

describe('below /docs', () => {
  let daemon: Awaited<ReturnType<typeof startTestDaemon>>;
  beforeAll(async () => {
    daemon = await startTestDaemon();
  });
  afterAll(() => daemon.stop());

  it('every API answers what is not there, and verbs that do not read, in its own words', async () => {
    for (const url of [daemon.addresses.prx, daemon.addresses.agent, daemon.addresses.nanoclaw]) {
      const missing = await fetch(`${url}/docs/en/none.html`);
      expect(missing.status).toBe(404);
      expect(JSON.stringify(await missing.json())).toMatch(/not_found/i);
      const posted = await fetch(`${url}/docs/en/prx.html`, { method: 'POST' });
      expect([posted.status, posted.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    }
  });
});

describe('an answer', () => {
  const ask = async (path: string, headers: Record<string, string> = {}, method = 'GET') => {
    const app = new Hono<EdgeEnv>();
    const site = openDocsSite(join(folder, 'site'));
    app.all('/docs/*', (c) =>
      answerDocs(site, { c, requestId: 'req_1', address: 'local', headers: {}, actor: null }),
    );
    const incoming = { headers };
    return app.request(path, { method, headers }, { incoming });
  };

  it('is 304 without a body to whoever has the file, and 200 to whoever has another', async () => {
    const first = await ask('/docs/assets/a.js');
    expect(first.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(first.headers.get('x-content-type-options')).toBe('nosniff');
    expect(await first.text()).toBe('assets/a.js');
    const etag = first.headers.get('etag') ?? '';
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const again = await ask('/docs/assets/a.js', { 'if-none-match': known });
      expect([again.status, await again.text()]).toEqual([304, '']);
      expect(again.headers.get('etag')).toBe(etag);
    }
    expect((await ask('/docs/assets/a.js', { 'if-none-match': '"other"' })).status).toBe(200);
  });

  it('names its language, and leads to that of the reader', async () => {
    expect((await ask('/docs/ko/prx.html')).headers.get('content-language')).toBe('ko');
    const root = await ask('/docs/', { 'accept-language': 'fr' });
    expect([root.status, root.headers.get('location')]).toEqual([302, 'fr/index.html']);
    expect(root.headers.get('vary')).toBe('Accept-Language');
  });

  it('has no body for HEAD', async () => {
    const answer = await ask('/docs/ko/prx.html', {}, 'HEAD');
    expect([answer.status, await answer.text()]).toEqual([200, '']);
  });
});
