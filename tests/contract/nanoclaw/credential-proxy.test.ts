/**
 * Owns what only the nanoclaw tag `credential-proxy` promises over HTTP: its answers, its conflicts, and that no answer holds a credential.
 * What the proxy does with requests is tested in tests/adapters/credential-proxy.
 */
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { type ContractClient, createClient } from '../../support/contract-client.ts';
import { ADMIN_TOKEN, startTestDaemon } from '../../support/daemon.ts';
import { at } from '../read.ts';

let home: string;
let daemon: Awaited<ReturnType<typeof startTestDaemon>>;
let client: ContractClient;
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'gatehouse-home-'));
  // In the file and not in the environment, which would pin the port.
  writeFileSync(join(home, 'gatehouse.toml'), '[containers]\nproxy_port = 0\n');
  daemon = await startTestDaemon({ home, env: { GATEHOUSE_CONTAINERS_PROXY_PORT: '' } });
  client = createClient({ api: 'nanoclaw', url: daemon.addresses.nanoclaw, token: ADMIN_TOKEN });
});
afterAll(async () => {
  await daemon.stop();
  rmSync(home, { recursive: true, force: true });
});
beforeEach(async () => {
  const { credentialProxy } = daemon.services;
  for (const { id } of credentialProxy.mappings.list())
    await client.call('deleteProxyMapping', { path: { id } });
  await client.call('startProxy');
});

const CREDENTIAL = 'canary-credential-0123456789';
const anthropic = {
  name: 'Anthropic',
  upstreamUrl: 'https://api.anthropic.com',
  credentialType: 'api_key',
  credential: CREDENTIAL,
};
const add = async (body: unknown) => await client.call('createProxyMapping', { body });
const status = async () => (await client.call('getProxyStatus')).body;
const setPort = async (port: unknown) => await client.call('setProxyPort', { body: { port } });

async function takenPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

describe('mappings', () => {
  it('are made, shown without their credential, and removed', async () => {
    const made = await add(anthropic);
    expect(made).toMatchObject({
      status: 201,
      body: { name: 'Anthropic', placeholder: 'CREDENTIAL_PROXY_PLACEHOLDER' },
    });
    const shown = await status();
    expect(at(shown, 'mappings', 0)).toEqual({
      id: at(made.body, 'id'),
      name: 'Anthropic',
      upstreamUrl: 'https://api.anthropic.com',
      credentialType: 'api_key',
      placeholder: 'CREDENTIAL_PROXY_PLACEHOLDER',
      createdAt: expect.any(String),
      requestCount: 0,
      lastUsedAt: null,
    });
    expect(at(shown, 'authMode')).toBe('api_key');
    expect(JSON.stringify([made.body, shown])).not.toContain(CREDENTIAL);
    const path = { id: String(at(made.body, 'id')) };
    const gone = await client.call('deleteProxyMapping', { path });
    expect(gone.body).toEqual({ success: true, message: 'Mapping Anthropic was removed' });
    expect(at(await status(), 'mappings')).toEqual([]);
    const again = await client.call('deleteProxyMapping', { path });
    expect([again.status, at(again.body, 'error')]).toEqual([404, 'not_found']);
  });

  it('have names of their own', async () => {
    await add(anthropic);
    const second = await add({ ...anthropic, credential: 'another' });
    expect([second.status, at(second.body, 'error')]).toEqual([409, 'already_exists']);
  });

  it.each([
    ['upstreamUrl', 'ftp://a.example'],
    ['upstreamUrl', 'a.example'],
    ['upstreamUrl', 'https://me:hidden@a.example'],
    ['upstreamUrl', 'https://a.example/#x'],
    ['upstreamUrl', 'https://a.example/?key=hidden'],
    ['upstreamUrl', 'https://[::1'],
    ['name', ''],
    ['name', '   '],
    ['name', 'x'.repeat(65)],
    ['credential', ''],
    ['credential', 'hidden\r\nx: y'],
    ['credential', 'hidden\nline'],
    ['credential', 'hidden🔑'],
    ['credential', 42],
    ['credentialType', 'password'],
    ['headerName', 'Host'],
    ['headerName', 'x y'],
    ['headerName', ''],
    ['placeholder', 'MINE'],
  ])('answer 400 to the %s %j', async (field, value) => {
    const { status, body } = await add({ ...anthropic, [field]: value });
    expect([status, at(body, 'error')]).toEqual([400, 'validation_failed']);
    expect(at(body, 'details', 'fields', 0, 'path')).toBe(field);
    expect(JSON.stringify(body)).not.toMatch(/hidden|canary/);
  });

  it.each([['name'], ['upstreamUrl'], ['credentialType'], ['credential']])(
    'answer 400 without %s',
    async (field) => {
      const { [field as keyof typeof anthropic]: _, ...rest } = anthropic;
      expect((await add(rest)).status).toBe(400);
    },
  );
});

describe('starting and stopping', () => {
  it('can be asked for twice', async () => {
    expect(await status()).toMatchObject({ running: true, host: '127.0.0.1' });
    const calls = ['stopProxy', 'stopProxy', 'startProxy', 'startProxy'];
    const bodies: unknown[] = [];
    for (const id of calls) bodies.push((await client.call(id)).body);
    expect(bodies).toMatchObject([
      { success: true, running: false, message: 'The credential proxy was stopped' },
      { success: true, running: false, message: 'The credential proxy was not running' },
      { success: true, running: true, message: 'The credential proxy was started' },
      { success: true, running: true, message: 'The credential proxy already runs' },
    ]);
  });

  it('is shown', async () => {
    await client.call('stopProxy');
    const stopped = await status();
    expect(stopped).toMatchObject({ running: false, message: 'The credential proxy is stopped' });
    expect(stopped).not.toHaveProperty('startedAt');
    await client.call('startProxy');
    const port = at(await status(), 'port');
    expect(await status()).toMatchObject({
      running: true,
      startedAt: expect.any(String),
      message: `The credential proxy listens on 127.0.0.1:${port}`,
      totals: { requests: 0, errors: 0 },
    });
  });

  it('answers 503 where the port is taken', async () => {
    await client.call('stopProxy');
    const port = await takenPort();
    expect((await setPort(port)).body).toMatchObject({ running: false, restarted: false, port });
    const answer = await client.call('startProxy');
    expect([answer.status, at(answer.body, 'error')]).toEqual([503, 'port_in_use']);
    expect(at(await status(), 'running')).toBe(false);
    expect((await setPort(0)).status).toBe(200);
  });
});

describe('the port', () => {
  it('is kept, and moved to', async () => {
    const before = at(await status(), 'port');
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    expect((await setPort(port)).body).toEqual({
      success: true,
      port,
      running: true,
      restarted: true,
      message: `The proxy moved to port ${port}; containers that already run keep port ${before}`,
    });
    expect(at(await status(), 'port')).toBe(port);
    const { body } = await createClient({
      api: 'prx',
      url: daemon.addresses.prx,
      token: ADMIN_TOKEN,
    }).call('getConfig');
    expect(at(body, 'containers', 'proxy_port')).toBe(port);
    expect((await setPort(0)).body).toMatchObject({ running: true, restarted: true });
  });

  it('stays where the other one is taken', async () => {
    const before = await status();
    const answer = await setPort(await takenPort());
    expect([answer.status, at(answer.body, 'error')]).toEqual([503, 'port_in_use']);
    expect(await status()).toEqual(before);
  });

  it('is none of the management APIs', async () => {
    for (const address of Object.values(daemon.addresses)) {
      const answer = await setPort(Number(new URL(address).port));
      expect([answer.status, at(answer.body, 'error')]).toEqual([409, 'in_use']);
    }
  });

  it.each([80, 1023, 65_536, -1, 3001.5, '3001', null])('answers 400 to %j', async (port) => {
    expect((await setPort(port)).status).toBe(400);
  });

  it('answers 409 where the environment decides', async () => {
    const pinned = await startTestDaemon();
    onTestFinished(() => pinned.stop());
    const { nanoclaw } = pinned.addresses;
    const other = createClient({ api: 'nanoclaw', url: nanoclaw, token: ADMIN_TOKEN });
    const answer = await other.call('setProxyPort', { body: { port: 0 } });
    expect([answer.status, at(answer.body, 'error')]).toEqual([409, 'conflict']);
  });
});

it('leaves an entry in the audit trail for every change, and a credential in none', async () => {
  const made = await add(anthropic);
  await client.call('deleteProxyMapping', { path: { id: String(at(made.body, 'id')) } });
  await client.call('stopProxy');
  await client.call('startProxy');
  await setPort(0);
  const { body } = await client.call('getAuditLog', { query: { limit: 10 } });
  const text = JSON.stringify(body);
  for (const event of ['mapping_added', 'mapping_removed', 'stopped', 'started', 'port_changed'])
    expect(text).toContain(`proxy.${event}`);
  expect(text).not.toContain(CREDENTIAL);
});

it('tells of a port that is taken at the start, and goes on', async () => {
  const other = mkdtempSync(join(tmpdir(), 'gatehouse-home-'));
  onTestFinished(() => rmSync(other, { recursive: true, force: true }));
  const env = { GATEHOUSE_CONTAINERS_PROXY_PORT: String(await takenPort()) };
  const started = await startTestDaemon({ home: other, env });
  onTestFinished(() => started.stop());
  const { prx, nanoclaw } = started.addresses;
  const shown = await createClient({ api: 'nanoclaw', url: nanoclaw, token: ADMIN_TOKEN }).call(
    'getProxyStatus',
  );
  expect(shown.body).toMatchObject({ running: true });
  expect(String(at(shown.body, 'message'))).toContain('is taken');
  const health = await createClient({ api: 'prx', url: prx, token: ADMIN_TOKEN }).call('getStatus');
  expect(JSON.stringify(health.body)).toContain('credential-proxy');
});
