/**
 * Owns the proof that key list, JSON Schema and documentation agree with the schema. Loading is left
 * to load.test.ts.
 */
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'smol-toml';
import { expect, test } from 'vitest';
import { configurationPage, configurationPagePath } from '../../scripts/config-docs.ts';
import {
  configJsonSchema,
  configKeys,
  isLoopbackHost,
  loadConfig,
} from '../../src/config/index.ts';
import { workspace } from './workspace.ts';

const page = readFileSync(configurationPagePath, 'utf8');

test('environment names follow from section and key, and belong to one key each', () => {
  const names = configKeys.flatMap((key) => key.environment);
  expect(new Set(names).size).toBe(names.length);
  for (const { section, name, environment } of configKeys) {
    expect(environment[0]).toBe(`GATEHOUSE_${section}_${name}`.toUpperCase());
  }
});

test('hot, secret and immutable keys are the agreed ones', () => {
  const named = (wanted: (key: (typeof configKeys)[number]) => boolean): string[] =>
    configKeys.filter(wanted).map(({ key }) => key);
  expect(named((key) => key.class === 'hot')).toEqual([
    'agent.max_turns',
    'agent.max_tool_calls_per_turn',
    'agent.session_timeout_secs',
    'agent.idle_after_secs',
    'memory.top_k',
    'sessions.retention_days',
    'rate_limits.sessions_write',
    'rate_limits.sessions_read',
    'rate_limits.config_write',
    'rate_limits.other',
    'auth.max_failures',
    'auth.failure_window_secs',
    'auth.lockout_secs',
    'logging.level',
  ]);
  expect(named((key) => key.secret)).toEqual(['auth.admin_token', 'store.auth_token']);
  expect(named((key) => key.immutable)).toEqual(['memory.enabled', 'memory.backend']);
});

test('the JSON Schema accepts a good file and refuses bad ones', () => {
  const validate = new Ajv2020({ strict: false }).compile(configJsonSchema());
  const accepts = (toml: string): boolean => validate(parse(toml));
  expect(accepts('')).toBe(true);
  expect(accepts('[gateway]\nport = 0\n[auth]\nlockout_secs = 5')).toBe(true);
  expect(accepts('[gateway]\nport = "0"')).toBe(false);
  expect(accepts('[gateway]\nport = 65536')).toBe(false);
  expect(accepts('[gateway]\nprot = 1')).toBe(false);
  expect(accepts('[logging]\nlevel = "loud"')).toBe(false);
  expect(accepts('[auth]\nadmin_token = "short"')).toBe(false);
  expect(accepts('[unknown]')).toBe(false);
});

test('the JSON Schema carries default, description, class, secrecy and environment names', () => {
  expect(configJsonSchema()).toMatchObject({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    properties: {
      agent: {
        properties: {
          id: { 'x-environment': ['GATEHOUSE_AGENT_ID', 'AGENT_ID'] },
          idle_after_secs: { default: 900, 'x-class': 'hot', description: expect.any(String) },
        },
      },
      auth: { properties: { admin_token: { 'x-secret': true, 'x-class': 'restart' } } },
    },
  });
});

test('docs/configuration.md is fresh (npx tsx scripts/config-docs.ts)', () => {
  expect(page).toBe(configurationPage());
});

test('the file printed in docs/configuration.md loads', () => {
  const { cwd, write } = workspace();
  const printed = /```toml\n([^`]*)```/.exec(page)?.[1];
  expect(printed).toBeDefined();
  write('gatehouse.toml', printed ?? '');
  const { config } = loadConfig({ env: {}, cwd });
  expect(config.management).toEqual({ host: '0.0.0.0', port: 8000, auth: true });
});

test.each([
  ['127.0.0.1', true],
  ['127.9.9.9', true],
  ['::1', true],
  ['0:0:0:0:0:0:0:1', true],
  ['LocalHost', true],
  ['0.0.0.0', false],
  ['::', false],
  ['10.0.0.1', false],
  ['127.1', false],
  ['localhost.example.com', false],
])('%s is loopback: %s', (host, expected) => {
  expect(isLoopbackHost(host)).toBe(expected);
});
