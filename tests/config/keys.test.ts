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
  findConfigKey,
  isLoopbackHost,
  loadConfig,
} from '../../src/config/index.ts';
import { workspace } from './workspace.ts';

const page = readFileSync(configurationPagePath, 'utf8');

test('environment names follow from section and key, and belong to one key each', () => {
  const names = configKeys.flatMap((key) => key.environment);
  expect(new Set(names).size).toBe(names.length);
  for (const { path, environment } of configKeys) {
    const regular = `GATEHOUSE_${path.join('_')}`.toUpperCase();
    // Names that people choose themselves have no place in names of variables.
    expect(environment[0]).toBe(path.includes('<name>') ? undefined : regular);
  }
});

test('every key is hot but the agreed ones, and every secret one is known', () => {
  const named = (wanted: (key: (typeof configKeys)[number]) => boolean): string[] =>
    configKeys.filter(wanted).map(({ key }) => key);
  const isFree = (key: (typeof configKeys)[number]) => !key.immutable && !key.outside;
  expect(named((key) => key.class === 'restart' && isFree(key))).toEqual([
    'gateway.host',
    'gateway.port',
    'management.host',
    'management.port',
    'management.auth',
    'containers.host',
    'containers.port',
    'containers.auth',
    'server.max_body_bytes',
    'server.max_header_bytes',
    'server.headers_timeout_secs',
    'server.request_timeout_secs',
    'server.keep_alive_timeout_secs',
    'server.shutdown_grace_secs',
    'server.validate_responses',
    'server.allowed_hosts',
    'agent.id',
    'agent.max_queued_turns',
    'registry.runtime_control',
    'plugins.directory',
    'skills.directory',
  ]);
  expect(named((key) => key.secret)).toEqual([
    'providers.anthropic.api_key',
    'providers.openai.api_key',
    'providers.compatible.<name>.api_key',
    'a2a.peers.<name>.token',
    'channels_config.telegram.bot_token',
    'channels_config.telegram.secret_token',
    'channels_config.slack.bot_token',
    'channels_config.slack.signing_secret',
    'channels_config.slack.app_token',
    'channels_config.discord.bot_token',
    'channels_config.whatsapp.access_token',
    'channels_config.whatsapp.verify_token',
    'channels_config.whatsapp.app_secret',
    'mcp.servers.<name>.headers.<name>',
    'mcp.servers.<name>.env.<name>',
    'auth.admin_token',
    'store.auth_token',
    'store.secret_key',
  ]);
  expect(named((key) => key.immutable)).toEqual(['memory.enabled', 'memory.backend']);
  expect(named((key) => key.outside)).toEqual([
    'containers.extra_args',
    'plugins.allowed_hosts',
    'plugins.installed.<name>.grants',
    'auth.admin_token',
    'hooks.allowed_hosts',
    'store.url',
    'store.auth_token',
    'store.secret_key',
    'logging.format',
  ]);
});

test.each([
  ['agent.max_turns', 'agent.max_turns'],
  ['channels_config.telegram.bot_token', 'channels_config.telegram.bot_token'],
  ['mcp.servers.files.url', 'mcp.servers.<name>.url'],
  ['mcp.servers.files.env.HOME', 'mcp.servers.<name>.env.<name>'],
  ['agent', undefined],
  ['agent.__proto__', undefined],
  ['agent.max_turns.x', undefined],
  ['mcp.servers.<name>.url', undefined],
  ['mcp.servers.__proto__.url', undefined],
  ['mcp.servers.constructor.url', undefined],
  ['mcp.servers.files.env.__proto__', undefined],
  ['__proto__.polluted', undefined],
])('%s is the setting %s', (dotted, key) => {
  expect(findConfigKey(dotted.split('.'))?.key).toBe(key);
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
