/**
 * Owns the proof that every bad input is refused with its place, what was expected and what was
 * found. Good inputs are left to load.test.ts.
 */
import { describe, expect, test } from 'vitest';
import { configErrorOf, problemsOf, workspace } from './workspace.ts';

describe('the file', () => {
  test('that is named but missing is refused, whoever named it', () => {
    const { cwd, path, write } = workspace();
    const missing = { message: `expected a file at ${path('no.toml')}, found none` };
    write('gatehouse.toml', '');
    const argument = configErrorOf({ env: {}, cwd, configPath: 'no.toml' });
    expect(argument.problems).toEqual([{ source: '--config', ...missing }]);
    const named = configErrorOf({ env: { GATEHOUSE_CONFIG: 'no.toml' }, cwd });
    expect(named.problems).toEqual([{ source: 'GATEHOUSE_CONFIG', ...missing }]);
  });

  test('that cannot be read is refused', () => {
    const { cwd } = workspace();
    expect(configErrorOf({ env: {}, cwd, configPath: '.' }).problems).toEqual([
      { source: cwd, message: expect.stringContaining('EISDIR') },
    ]);
  });

  test('with a syntax error is refused with line and column, without quoting secrets beside it', () => {
    const toml = '[auth]\nadmin_token = "not-for-anyone"\nlockout_secs = = 3\n';
    expect(problemsOf(toml)).toEqual([
      { source: 'gatehouse.toml:3', message: 'Invalid TOML document: invalid value (column 16)' },
    ]);
  });

  test('with a syntax error raises no rule that the file might have satisfied', () => {
    const env = { GATEHOUSE_MANAGEMENT_HOST: '0.0.0.0' };
    expect(problemsOf('[management]\nauth = true\n!', env)).toHaveLength(1);
  });
});

describe('unknown names', () => {
  test.each([
    ['a section', '[managment]\nport = 1', 'gatehouse.toml:1', 'managment', 'management'],
    ['a key', '[gateway]\n\nprot = 1', 'gatehouse.toml:3', 'gateway.prot', 'gateway.port'],
    ['a dotted key', 'gateway.prot = 1', 'gatehouse.toml:1', 'gateway.prot', 'gateway.port'],
    ['an inline key', 'gateway = { prot = 1 }', 'gatehouse.toml:1', 'gateway.prot', 'gateway.port'],
    ['a key elsewhere', '[agent]\nlevel = 1', 'gatehouse.toml:2', 'agent.level', 'logging.level'],
    ['a key above all sections', 'port = 1', 'gatehouse.toml:1', 'port', 'gateway.port'],
  ])('%s is refused with a suggestion', (_, toml, source, key, meant) => {
    expect(problemsOf(toml)).toEqual([
      {
        source,
        key,
        message: expect.stringMatching(`^expected .*\\(did you mean ${meant}\\?\\)$`),
      },
    ]);
  });

  test.each([
    ['a section of a section', '[gateway]\n[gateway.cors]\nx = 1', 'gateway.cors', 2],
    ['a property of every object', '[gateway]\nconstructor = 1', 'gateway.constructor', 2],
    ['a prototype', '[gateway]\n__proto__ = 1', 'gateway.__proto__', 2],
    ['a prototype section', '[__proto__]\nport = 1', '__proto__', 1],
  ])('%s is refused', (_, toml, key, line) => {
    expect(problemsOf(toml)).toMatchObject([{ source: `gatehouse.toml:${line}`, key }]);
  });

  test.each([
    ['a channel', '[channels_config.telegrm]\nx = 1', 'channels_config.telegrm', 'telegram'],
    [
      'a key of a channel',
      '[channels_config.telegram]\nbot_token = "t"\ntoken = 1',
      'channels_config.telegram.token',
      'bot_token',
    ],
    [
      'a key of a server',
      '[mcp.servers.a]\ncommand = "x"\ncomand = 1',
      'mcp.servers.a.comand',
      'mcp.servers.a.command',
    ],
  ])('%s is refused with the names that are known', (_, toml, key, known) => {
    const line = toml.split('\n').length === 2 ? 1 : 3;
    expect(problemsOf(toml)).toEqual([
      { source: `gatehouse.toml:${line}`, key, message: expect.stringContaining(known) },
    ]);
  });

  test.each([
    ['a dot', '[mcp.servers."a.b"]\ncommand = "x"', 'mcp.servers.a.b'],
    ['a prototype', '[mcp.servers.__proto__]\ncommand = "x"', 'mcp.servers.__proto__'],
    [
      'a space in a variable',
      '[mcp.servers.a]\ncommand = "x"\nenv = { "A B" = "1" }',
      'mcp.servers.a.env.A B',
    ],
  ])('%s is no part of a name', (_, toml, key) => {
    expect(problemsOf(toml)).toMatchObject([
      { key, message: expect.stringMatching(/^expected a name of 1 to 64 letters/) },
    ]);
  });

  test('a section that is no table is refused, and no variable hides it', () => {
    const env = { GATEHOUSE_GATEWAY_PORT: '1' };
    expect(problemsOf('gateway = "x"', env)).toEqual([
      {
        source: 'gatehouse.toml:1',
        key: 'gateway',
        message: 'expected a table [gateway], found text of 1 characters',
      },
    ]);
    expect(problemsOf('[[gateway]]\nport = 1')).toMatchObject([
      { message: 'expected a table [gateway], found a list' },
    ]);
  });
});

describe('values', () => {
  test.each([
    ['gateway.port', '"3120"', 'a whole number from 0 to 65535, found "3120"'],
    ['gateway.port', '65536', 'a whole number from 0 to 65535, found 65536'],
    ['gateway.port', '-1', 'a whole number from 0 to 65535, found -1'],
    ['gateway.port', '1.5', 'a whole number from 0 to 65535, found 1.5'],
    ['gateway.port', '2026-01-01', 'a whole number from 0 to 65535, found a date'],
    ['containers.auth', '1', 'true or false, found 1'],
    ['gateway.host', '"http://x"', /a host name or an IP address, .*, found "http:\/\/x"$/],
    ['gateway.host', '"[::1]"', /a host name or an IP address, .*, found "\[::1\]"$/],
    ['gateway.host', '""', /a host name or an IP address, .*, found ""$/],
    ['server.allowed_hosts', '"a"', 'a list of host names or IP addresses, found "a"'],
    ['server.allowed_hosts', '["a", "b:1"]', /a host name or an IP address, .*, found "b:1"$/],
    ['agent.id', '"two words"', /visible ASCII characters without spaces, found "two words"$/],
    ['agent.public_url', '"ftp://x"', /a URL \(http:, https:\) .*, found "ftp:\/\/x"$/],
    ['memory.backend', '"postgres"', '"sqlite", found "postgres"'],
    ['logging.format', '"xml"', 'one of "json", "pretty", found "xml"'],
    ['sessions.retention_days', '0', 'a whole number from 1 to 36500, found 0'],
  ])('%s = %s is refused', (key, value, expected) => {
    const [section, name] = key.split('.');
    const problems = problemsOf(`[${section}]\n${name} = ${value}`);
    const message =
      typeof expected === 'string' ? `expected ${expected}` : expect.stringMatching(expected);
    expect(problems).toEqual([{ source: 'gatehouse.toml:2', key, message }]);
  });

  test.each([
    ['GATEHOUSE_GATEWAY_PORT', '0x10', 'gateway.port'],
    ['GATEHOUSE_GATEWAY_PORT', 'tcp://10.0.0.1:3120', 'gateway.port'],
    ['GATEHOUSE_GATEWAY_PORT', '70000', 'gateway.port'],
    ['GATEHOUSE_MANAGEMENT_AUTH', 'yes', 'management.auth'],
    ['GATEHOUSE_SERVER_ALLOWED_HOSTS', 'a,b c', 'server.allowed_hosts'],
    ['PUBLIC_AGENT_URL', 'agents.example.com', 'agent.public_url'],
  ])('%s=%s is refused under its environment name', (name, value, key) => {
    const problems = problemsOf('', { [name]: value });
    expect(problems).toEqual([
      { source: name, key, message: expect.stringMatching(/^expected .*, found "?[^ ]/) },
    ]);
  });

  test('that are missing are refused where their table stands', () => {
    expect(problemsOf('[agent]\n[channels_config.telegram]\nmention_only = true')).toEqual([
      {
        source: 'gatehouse.toml:2',
        key: 'channels_config.telegram.bot_token',
        message: expect.stringMatching(/, found nothing$/),
      },
    ]);
    const stray = problemsOf('', { SLACK_APP_TOKEN: 'xapp-1' });
    expect(stray).toMatchObject([{ source: 'channels_config.slack.bot_token' }]);
  });

  test('in place of a table are refused', () => {
    expect(problemsOf('[mcp]\nservers = { a = 1 }')).toEqual([
      {
        source: 'gatehouse.toml:2',
        key: 'mcp.servers.a',
        message: 'expected a table [mcp.servers.a], found a number',
      },
    ]);
  });

  test('of .env are refused under their name and file', () => {
    const { cwd, path, write } = workspace();
    write('.env', 'GATEHOUSE_GATEWAY_PORT=x');
    expect(configErrorOf({ env: {}, cwd }).problems).toEqual([
      {
        source: `GATEHOUSE_GATEWAY_PORT in ${path('.env')}`,
        key: 'gateway.port',
        message: 'expected a whole number from 0 to 65535, found "x"',
      },
    ]);
  });
});

describe('secrets are never printed', () => {
  test.each([
    ['a short admin token', '[auth]\nadmin_token = "hunter2"', {}],
    ['a short admin token in the environment', '', { GATEHOUSE_ADMIN_TOKEN: 'hunter2' }],
    ['an admin token in a list', '[auth]\nadmin_token = ["hunter2"]', {}],
    ['a misspelt admin token', '[auth]\nadmin_tokn = "hunter2"', {}],
    ['a store token with a space', '[store]\nauth_token = "hunter2 x"', {}],
    ['a secret in place of a section', 'auth = "hunter2"', {}],
    ['a password in a URL', '[store]\nurl = "libsql://me:hunter2@db"', {}],
    ['a password with a slash in a URL', '[store]\nurl = "libsql://me:x/hunter2@db"', {}],
    ['a token in a URL', '[store]\nurl = "libsql://db?authToken=hunter2"', {}],
    ['a token of a channel', '[channels_config.telegram]\nbot_token = "hunter2 x"', {}],
    ['a list in place of a token', '[channels_config.telegram]\nbot_token = ["hunter2"]', {}],
    ['a variable of a server', '[mcp.servers.a]\ncommand="x"\nenv = { A = ["hunter2"] }', {}],
    ['a secret beside a syntax error', '[auth]\nadmin_token = "hunter2', {}],
  ])('%s', (_, toml, env) => {
    const { cwd, write } = workspace();
    write('gatehouse.toml', toml);
    const error = configErrorOf({ env, cwd });
    expect(error.problems).toHaveLength(1);
    expect(`${error.message} ${JSON.stringify(error.problems)}`).not.toContain('hunter2');
  });
});

describe('rules between keys', () => {
  test.each([
    ['idle after the timeout', '[agent]\nidle_after_secs = 3601', 2, 'agent.idle_after_secs'],
    ['a timeout below idle', '[agent]\nsession_timeout_secs = 60', 2, 'agent.session_timeout_secs'],
    [
      'headers slower than the request',
      '[server]\nrequest_timeout_secs = 5',
      2,
      'server.request_timeout_secs',
    ],
    ['equal ports', '[gateway]\nport = 8000', 2, 'gateway.port'],
    ['an open agent listener', '[management]\nhost = "0.0.0.0"', 2, 'management.host'],
    ['an open agent listener by name', '[management]\nhost = "build-7"', 2, 'management.host'],
    ['a program that is missing', '[mcp.servers.a]\nargs = []', 1, 'mcp.servers.a.transport'],
    [
      'an address that is missing',
      '[mcp.servers.a]\ntransport = "http"',
      2,
      'mcp.servers.a.transport',
    ],
    ['an unknown provider', '[providers]\nprimary = "gpt"', 2, 'providers.primary'],
    [
      'a fallback to an unknown provider',
      '[providers]\nfallback = ["offline", "constructor"]',
      2,
      'providers.fallback',
    ],
    [
      'a provider under the name of another',
      '[providers.compatible.openai]\nmodel = "m"\nbase_url = "http://127.0.0.1:1/v1"',
      3,
      'providers.compatible.openai.base_url',
    ],
    [
      'an open nanoclaw listener',
      '[containers]\nauth = false\nhost = "192.168.0.2"',
      3,
      'containers.host',
    ],
  ])('%s is refused', (_, toml, line, key) => {
    const problems = problemsOf(toml);
    expect(problems).toMatchObject([{ source: `gatehouse.toml:${line}`, key }]);
  });

  test('the variable that breaks a rule is the one named', () => {
    expect(problemsOf('', { GATEHOUSE_CONTAINERS_PORT: '3120' })).toEqual([
      {
        source: 'GATEHOUSE_CONTAINERS_PORT',
        key: 'containers.port',
        keys: ['containers.port', 'gateway.port'],
        message: 'expected containers.port and gateway.port to differ, found 3120 for both',
      },
    ]);
  });

  test('wait until the keys they are about are right themselves', () => {
    expect(problemsOf('[management]\nhost = "0.0.0.0"\nauth = "yes"')).toMatchObject([
      { source: 'gatehouse.toml:3', key: 'management.auth' },
    ]);
  });

  test('free ports, loopback without auth and other addresses with auth are fine', () => {
    const toml = `
      management = { host = "127.8.0.1", port = 0 }
      gateway = { host = "0.0.0.0", port = 0 }
      containers = { host = "::", port = 0 }
      agent = { idle_after_secs = 60, session_timeout_secs = 60 }
      server = { frobnicate = 1 }`;
    // Only the one deliberate mistake is left over.
    expect(problemsOf(toml)).toMatchObject([{ key: 'server.frobnicate' }]);
  });
});

test('every problem is reported at once, in words for people', () => {
  const { cwd, path, write } = workspace();
  write('gatehouse.toml', '[gateway]\nport = "x"\nhots = "y"\n[agent]\nidle_after_secs = 4000');
  const error = configErrorOf({ env: { GATEHOUSE_LOGGING_LEVEL: 'loud' }, cwd });
  const file = path('gatehouse.toml');
  expect(error.message.split('\n')).toEqual([
    'The configuration cannot be used:',
    `  ${file}:2: gateway.port: expected a whole number from 0 to 65535, found "x"`,
    `  ${file}:3: gateway.hots: expected one of the keys host, port in [gateway], found "hots" (did you mean gateway.host?)`,
    '  GATEHOUSE_LOGGING_LEVEL: logging.level: expected one of "trace", "debug", "info", "warn", "error", found "loud"',
    `  ${file}:5: expected agent.idle_after_secs (found 4000) to be at most agent.session_timeout_secs (found 3600)`,
  ]);
});
