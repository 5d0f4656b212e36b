/**
 * Owns looking for credentials of the proxy wherever a container or a caller can look: answers, logs, every file of the data folder, a backup.
 * How the proxy works is tested in tests/adapters/credential-proxy.
 */
import fs, { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { type Reply, send, startUpstream } from '../adapters/credential-proxy/ground.ts';
import { sampleOf } from '../contract/sample.ts';
import { contracts } from '../support/contract-check.ts';
import { createClient, credential, sendRaw, targetOf } from '../support/contract-client.ts';
import { ADMIN_TOKEN, startTestDaemon } from '../support/daemon.ts';
import { tempDir } from '../support/temp.ts';

/** None has a shape that masking knows: where one is not found, it was not there. */
const canaries = {
  used: 'zq-canary-used/9f1c"77aa51',
  failing: 'zq-canary-failing-40ce1d',
  refused: 'zq-canary-refused-e1b2c3',
  provider: 'zq-canary-provider-5d6e7f',
};

/** Each canary as text, JSON and URLs write it. */
const forms = Object.values(canaries).flatMap((one) => [
  one,
  JSON.stringify(one).slice(1, -1),
  encodeURIComponent(one),
  Buffer.from(one).toString('base64'),
]);

function demandNone(where: string, text: string | Buffer): void {
  for (const form of forms)
    if (text.includes(form)) throw new Error(`${where} holds ${form.slice(0, 18)}…`);
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, String(name)))
    .filter((path) => statSync(path).isFile());
}

it('finds no credential anywhere', async () => {
  const logged: string[] = [];
  const write = fs.write;
  vi.spyOn(fs, 'write').mockImplementation((...args: Parameters<typeof write>) => {
    logged.push(String(args[1]));
    return write(...args);
  });
  onTestFinished(() => void vi.restoreAllMocks());
  const upstream = await startUpstream((incoming, outgoing) => {
    const said = JSON.stringify({ target: incoming.url, headers: incoming.rawHeaders });
    outgoing.writeHead(incoming.url === '/denied' ? 401 : 200, {
      'x-echo': String(incoming.headers['x-api-key'] ?? incoming.headers.authorization),
    });
    outgoing.write(said.slice(0, said.length / 2));
    setImmediate(() => outgoing.end(said.slice(said.length / 2)));
  });
  const home = tempDir();
  const env = {
    GATEHOUSE_LOGGING_LEVEL: 'trace',
    ANTHROPIC_API_KEY: canaries.provider,
    ANTHROPIC_BASE_URL: upstream.url,
  };
  const daemon = await startTestDaemon({ home, env });
  onTestFinished(() => daemon.stop());
  const { credentialProxy } = daemon.services;
  const client = createClient({
    api: 'nanoclaw',
    url: daemon.addresses.nanoclaw,
    token: ADMIN_TOKEN,
  });
  const answers: unknown[] = [];
  const add = async (name: string, secret: unknown, more: Record<string, unknown> = {}) => {
    const body = { name, upstreamUrl: upstream.url, credentialType: 'api_key', ...more };
    const { body: said } = await client.call('createProxyMapping', {
      body: { ...body, credential: secret },
    });
    answers.push(said);
  };
  await add('used', canaries.used);
  await add('failing', canaries.failing, { upstreamUrl: 'http://127.0.0.1:1' });
  await add('used', canaries.refused);
  await add('refused', `${canaries.refused}\r\nx: y`);
  await add('refused', `${canaries.refused}é`);
  await add('refused', [canaries.refused]);
  await add('refused', canaries.refused, { upstreamUrl: `http://u:${canaries.refused}@a.example` });
  await add('refused', canaries.refused, { upstreamUrl: `http://a.example?${canaries.refused}` });
  await add('refused', canaries.refused, { headerName: 'Host' });

  const { token, socketDir } = await credentialProxy.admit({ runId: 'run_1', namespace: 'family' });
  const { port, mappings } = credentialProxy.state();
  const [failing, used] = mappings;
  const seen: Reply[] = [];
  for (const path of [
    `/c/${token}/m/${used?.id}/v1`,
    `/c/${token}/m/${used?.id}/denied`,
    `/c/${token}/m/${failing?.id}/v1`,
    `/c/${token}/p/anthropic/v1/messages`,
    `/c/${token}/m/${used?.id}/../${failing?.id}`,
    `/c/${token}/`,
    '/c/wrong/v1',
  ])
    seen.push(await send({ port, path }));
  const socketPath = join(socketDir, 'proxy.sock');
  for (const path of [`/c/${token}/m/${used?.id}/v1`, '/c/wrong/v1'])
    seen.push(await send({ socketPath, path }));
  expect(seen.map((one) => one.status)).toEqual([200, 401, 502, 200, 400, 404, 403, 200, 403]);
  demandNone('an answer to a container', JSON.stringify(seen));

  await credentialProxy.flush();
  await daemon.services.refusals.flush();
  for (const api of ['prx', 'agent', 'nanoclaw'] as const) {
    for (const operation of contracts[api].operations) {
      const isStream = operation.answers.some(({ mediaTypes }) =>
        mediaTypes.includes('text/event-stream'),
      );
      if (operation.method !== 'get' || isStream) continue;
      const headers = credential(api, ADMIN_TOKEN);
      const target = targetOf(operation, sampleOf(api, operation));
      const { text } = await sendRaw(daemon.addresses[api], { method: 'GET', target, headers });
      answers.push(text);
    }
  }
  demandNone('an answer to a caller', JSON.stringify(answers));
  expect(JSON.stringify(answers)).toContain('proxy.refused');

  const prx = createClient({ api: 'prx', url: daemon.addresses.prx, token: ADMIN_TOKEN });
  expect((await prx.call('createBackup')).status).toBeLessThan(300);
  await daemon.stop();
  demandNone('the log', logged.join(''));
  expect(logged.join('')).toContain('credential-proxy');
  const files = filesBelow(home);
  expect(files.filter((path) => path.includes('backups'))).not.toEqual([]);
  for (const path of files) {
    const bytes = readFileSync(path);
    demandNone(path, bytes);
    expect(bytes.includes(token)).toBe(false);
  }
}, 60_000);
