/**
 * Owns what the tag `meta` promises in all three APIs: the contract as YAML, and the documentation. The contract as JSON is tested
 * with each API, the site itself in tests/docs.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { apis, contracts } from '../support/contract-check.ts';
import { startTestDaemon } from '../support/daemon.ts';
import { type Clients, clientsOf } from './served.ts';

let daemon: Awaited<ReturnType<typeof startTestDaemon>>;
let clients: Clients;
beforeAll(async () => {
  daemon = await startTestDaemon();
  clients = clientsOf(daemon.addresses);
});
afterAll(() => daemon.stop());

describe.each(apis)('%s', (api) => {
  it('answers its contract as YAML without a token', async () => {
    const { body } = await clients[api].call('getOpenapiYaml', { token: null });
    expect(parse(String(body))).toEqual(contracts[api].document);
    expect(String(body)).toMatch(/^openapi: 3\.1\.0\n/);
  });

  it('answers a page that loads nothing from elsewhere, without a token', async () => {
    const { body, headers } = await clients[api].call('getDocs', {
      token: null,
      headers: { 'accept-language': 'en' },
    });
    expect(String(body)).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(String(body)).not.toMatch(/(src|href)="https?:[^"]*\.(js|css|woff2?|svg|png)"/);
    expect(headers.get('content-security-policy')).toContain("connect-src 'none'");
    expect(headers.get('content-language')).toBe('en');
  });
});
