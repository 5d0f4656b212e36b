/**
 * Owns the proof that the samples of the webhook guide accept what the daemon signs and refuse everything else, each in its own
 * language as far as that is installed. What is signed is owned by adapters/hooks.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { signatureHeaders } from '../../src/adapters/hooks/signatures.ts';

const guide = readFileSync('docs/guides/en/webhooks.md', 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'gatehouse-guide-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The sample below a heading. */
function sample(heading: string): string {
  const [, code] = new RegExp(`## ${heading}\n[^]*?\`\`\`\\w+\n([^]*?)\`\`\``).exec(guide) ?? [];
  return code ?? expect.unreachable(`the guide has no sample under ${heading}`);
}

const SECRET = 'whsec_C2FVsBQIhrscChlQIMV5b5sSYspob7oD';
const OLDER = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const BODY = '{"id":"evt_001","event":"session.created","data":{"user_id":"\u00fc\ub2e4"}}';
const AT = Date.now();

const sign = (body = BODY, secrets = [SECRET], at = AT) =>
  signatureHeaders({ url: 'https://example.com/webhook', id: 'evt_001', at, body, secrets });

/** Requests with the answer that each deserves. */
const cases = [
  { name: 'genuine', headers: sign(), body: BODY, genuine: true },
  { name: 'signed twice', headers: sign(BODY, [OLDER, SECRET]), body: BODY, genuine: true },
  { name: 'changed', headers: sign(), body: `${BODY} `, genuine: false },
  { name: 'by another key', headers: sign(BODY, [OLDER]), body: BODY, genuine: false },
  { name: 'not signed', headers: sign(BODY, []), body: BODY, genuine: false },
];
const old = {
  name: 'old',
  headers: sign(BODY, [SECRET], AT - 600_000),
  body: BODY,
  genuine: false,
};

/** Runs a program; its last word says what it thinks of the request. */
function run(command: string, args: readonly string[], env: Record<string, string> = {}): string {
  const { stdout, stderr, status } = spawnSync(command, args, {
    cwd: folder,
    env: { ...process.env, ...env },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return stdout.trim();
}

const isThere = (command: string, arg: string) => spawnSync(command, [arg]).status === 0;

describe('the samples of the webhook guide', () => {
  it('TypeScript', async () => {
    const file = join(folder, 'sample.ts');
    writeFileSync(file, sample('Verify: TypeScript'));
    const { isGenuine } = await import(file);
    for (const { name, headers, body, genuine } of [...cases, old])
      expect(isGenuine(new Headers(headers), body, SECRET), name).toBe(genuine);
    const plain = sign(BODY, ['a plain secret']);
    expect(isGenuine(new Headers(plain), BODY, 'a plain secret')).toBe(true);
  });

  it.skipIf(!isThere('python3', '--version'))('Python', () => {
    const call =
      'import json, sys\nh, b, s = json.load(sys.stdin)\nprint(is_genuine(h, b.encode(), s))';
    writeFileSync(join(folder, 'sample.py'), `${sample('Verify: Python')}\n${call}\n`);
    for (const { name, headers, body, genuine } of [...cases, old]) {
      writeFileSync(join(folder, 'in.json'), JSON.stringify([headers, body, SECRET]));
      const said = run('sh', ['-c', 'python3 sample.py < in.json']);
      expect(said, name).toBe(genuine ? 'True' : 'False');
    }
  });

  it.skipIf(!isThere('go', 'version'))('Go', { timeout: 120_000 }, () => {
    writeFileSync(join(folder, 'go.mod'), 'module webhook\n\ngo 1.19\n');
    writeFileSync(join(folder, 'webhook.go'), sample('Verify: Go'));
    const rows = [...cases, old].map(
      ({ name, headers, body, genuine }) =>
        `{${JSON.stringify(name)}, map[string]string{${Object.entries(headers)
          .map((pair) => pair.map((one) => JSON.stringify(one)).join(': '))
          .join(', ')}}, ${JSON.stringify(body)}, ${genuine}},`,
    );
    const test = `package webhook
import ("net/http"; "testing"; "time")
func TestAll(t *testing.T) {
  for _, c := range []struct { name string; headers map[string]string; body string; genuine bool }{
${rows.join('\n')}
  } {
    h := http.Header{}
    for k, v := range c.headers { h.Set(k, v) }
    if IsGenuine(h, []byte(c.body), ${JSON.stringify(SECRET)}, time.UnixMilli(${AT})) != c.genuine { t.Error(c.name) }
  }
}
`;
    writeFileSync(join(folder, 'webhook_test.go'), test);
    expect(run('go', ['test', './...'], { GOFLAGS: '-mod=mod', GOTOOLCHAIN: 'local' })).toMatch(
      /^ok/,
    );
  });

  it.skipIf(!isThere('openssl', 'version'))('shell', () => {
    for (const { name, headers, body, genuine } of cases) {
      writeFileSync(join(folder, 'body.json'), body);
      const env = {
        ID: headers['webhook-id'] ?? '',
        TIMESTAMP: headers['webhook-timestamp'] ?? '',
        SIGNATURE: headers['webhook-signature'] ?? '',
        SECRET,
      };
      expect(run('sh', ['-c', sample('Verify: shell')], env), name).toBe(
        genuine ? 'genuine' : 'forged',
      );
    }
  });
});
