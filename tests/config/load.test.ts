/**
 * Owns the proof that defaults, file and environment are found and layered as documented. Refusals
 * are left to problems.test.ts.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ConfigError, loadConfig } from '../../src/config/index.ts';
import { workspace } from './workspace.ts';

const ADMIN_TOKEN = 'k'.repeat(32);

describe('defaults', () => {
  test('an empty directory and environment give the documented defaults', () => {
    const { cwd, path } = workspace();
    const loaded = loadConfig({ env: {}, cwd });
    expect(loaded.config).toEqual({
      gateway: { host: '127.0.0.1', port: 3120 },
      management: { host: '127.0.0.1', port: 8000, auth: false },
      containers: {
        host: '127.0.0.1',
        port: 55765,
        auth: true,
        engine: 'auto',
        image: 'aigo-agent-runner:latest',
        base_image: 'docker.io/library/node:22-slim',
        max_concurrent: 5,
        timeout_secs: 1800,
        idle_timeout_secs: 1800,
        max_output_bytes: 10_485_760,
        memory_mb: 1024,
        cpus: 2,
        pids: 256,
        extra_args: [],
        audit_interval_secs: 300,
        history_days: 366,
        proxy_host: '127.0.0.1',
        proxy_port: 3001,
        min_interval_ms: 60_000,
        scheduler_tick_ms: 1000,
      },
      server: {
        max_body_bytes: 1_048_576,
        max_header_bytes: 16_384,
        headers_timeout_secs: 10,
        request_timeout_secs: 30,
        keep_alive_timeout_secs: 5,
        shutdown_grace_secs: 10,
        validate_responses: true,
        allowed_hosts: [],
      },
      agent: {
        max_turns: 50,
        max_tool_calls_per_turn: 10,
        session_timeout_secs: 3600,
        idle_after_secs: 900,
        max_queued_turns: 16,
        turn_timeout_secs: 600,
        assistant_name: 'Andy',
        description: 'An agent run by Gatehouse',
        system_prompt: 'You are a helpful assistant.',
      },
      memory: {
        enabled: true,
        backend: 'sqlite',
        window_size: 20,
        summarize: false,
        summarize_threshold: 40,
        top_k: 10,
      },
      tools: { allow: [], deny: [], timeout_secs: 60, max_result_bytes: 65_536 },
      a2a: { peers: {} },
      registry: { runtime_control: false },
      channels_config: {},
      platforms: {
        telegram_api_base: 'https://api.telegram.org',
        slack_api_base: 'https://slack.com/api/',
        discord_api_base: 'https://discord.com/api',
        whatsapp_graph_base: 'https://graph.facebook.com',
      },
      mcp: { servers: {}, workspace_file: 'mcp.json', launchers: expect.any(Array) },
      plugins: {
        allowed_hosts: [],
        installed: {},
        max_execution_time_ms: 30_000,
        max_memory_mb: 256,
      },
      providers: {
        fallback: [],
        timeout_secs: 60,
        max_retries: 2,
        breaker_failures: 5,
        breaker_secs: 30,
        anthropic: {
          base_url: 'https://api.anthropic.com',
          model: 'claude-sonnet-4-5',
          max_output_tokens: 4096,
          input_price: 0,
          output_price: 0,
        },
        openai: {
          base_url: 'https://api.openai.com/v1',
          model: 'gpt-4.1-mini',
          max_output_tokens: 4096,
          input_price: 0,
          output_price: 0,
        },
        compatible: {},
      },
      skills: {},
      hooks: expect.any(Object),
      reload: { debounce_ms: 500 },
      sessions: { retention_days: 30 },
      rate_limits: { sessions_write: 10, sessions_read: 50, config_write: 5, other: 30 },
      auth: { max_failures: 10, failure_window_secs: 60, lockout_secs: 300 },
      store: {},
      logging: expect.objectContaining({ level: 'info', format: 'json' }),
    });
    expect(loaded).toMatchObject({ home: path('data'), file: null, warnings: [] });
    expect(loaded.origin('gateway.port')).toBe('default');
  });
});

describe('the file', () => {
  test('is looked for in the data folder before the working directory', () => {
    const { cwd, path, write } = workspace();
    write('gatehouse.toml', '[gateway]\nport = 1');
    expect(loadConfig({ env: {}, cwd })).toMatchObject({ config: { gateway: { port: 1 } } });
    write('state/gatehouse.toml', '[gateway]\nport = 2');
    expect(loadConfig({ env: { GATEHOUSE_HOME: 'state' }, cwd })).toMatchObject({
      config: { gateway: { port: 2 } },
      home: path('state'),
      file: path('state/gatehouse.toml'),
    });
  });

  test('is the one GATEHOUSE_CONFIG names, unless the command line names another', () => {
    const { cwd, path, write } = workspace();
    write('gatehouse.toml', '[gateway]\nport = 1');
    write('named.toml', '[gateway]\nport = 2');
    write('argument.toml', '[gateway]\nport = 3');
    const env = { GATEHOUSE_CONFIG: 'named.toml' };
    expect(loadConfig({ env, cwd }).file).toBe(path('named.toml'));
    expect(loadConfig({ env, cwd, configPath: 'argument.toml' })).toMatchObject({
      config: { gateway: { port: 3 } },
      file: path('argument.toml'),
    });
  });

  test('may start with a byte order mark and end its lines with CRLF', () => {
    const { cwd, write } = workspace();
    write('gatehouse.toml', '\uFEFF[gateway]\r\nport = 7\r\n');
    expect(loadConfig({ env: {}, cwd }).config.gateway.port).toBe(7);
  });
});

describe('the environment', () => {
  test('wins over the file, which wins over the defaults', () => {
    const { cwd, write } = workspace();
    write('gatehouse.toml', '[gateway]\nhost = "::1"\nport = 1');
    const { config, origin } = loadConfig({ env: { GATEHOUSE_GATEWAY_PORT: '2' }, cwd });
    expect(config.gateway).toEqual({ host: '::1', port: 2 });
    expect(['gateway.port', 'gateway.host', 'management.port'].map(origin)).toEqual([
      'environment',
      'file',
      'default',
    ]);
  });

  test('gives numbers, booleans, lists and text their types', () => {
    const { cwd } = workspace();
    const env = {
      GATEHOUSE_RATE_LIMITS_SESSIONS_WRITE: '0',
      GATEHOUSE_MANAGEMENT_AUTH: 'true',
      GATEHOUSE_SERVER_ALLOWED_HOSTS: 'agents.internal, 10.0.0.7,',
      GATEHOUSE_LOGGING_LEVEL: 'debug',
      GATEHOUSE_STORE_URL: 'libsql://db.internal',
    };
    expect(loadConfig({ env, cwd }).config).toMatchObject({
      rate_limits: { sessions_write: 0 },
      management: { auth: true },
      server: { allowed_hosts: ['agents.internal', '10.0.0.7'] },
      logging: { level: 'debug' },
      store: { url: 'libsql://db.internal' },
    });
  });

  test('has short names beside the regular ones, which win', () => {
    const { cwd } = workspace();
    const short = {
      AGENT_ID: 'support',
      PUBLIC_AGENT_URL: 'https://agents.example.com',
      GATEHOUSE_ADMIN_TOKEN: ADMIN_TOKEN,
    };
    expect(loadConfig({ env: short, cwd }).config).toMatchObject({
      agent: { id: 'support', public_url: 'https://agents.example.com' },
      auth: { admin_token: ADMIN_TOKEN },
    });
    const both = { ...short, GATEHOUSE_AGENT_ID: 'sales' };
    expect(loadConfig({ env: both, cwd }).config.agent.id).toBe('sales');
  });

  test('counts an empty variable as absent', () => {
    const { cwd, write } = workspace();
    write('gatehouse.toml', '[gateway]\nport = 1');
    const { config, origin } = loadConfig({ env: { GATEHOUSE_GATEWAY_PORT: ' ' }, cwd });
    expect(config.gateway.port).toBe(1);
    expect(origin('gateway.port')).toBe('file');
  });

  test('warns of unknown GATEHOUSE_ names and guesses what they meant', () => {
    const { cwd, path, write } = workspace();
    write('.env', 'GATEHOUSE_HOEM=/srv');
    const env = { GATEHOUSE_GATEWAY_PROT: '1', GATEHOUSE_PORT_3120_TCP: 'tcp://10.0.0.1:3120' };
    expect(loadConfig({ env, cwd }).warnings).toEqual([
      'GATEHOUSE_GATEWAY_PROT is not a known setting and is ignored (did you mean GATEHOUSE_GATEWAY_PORT?)',
      'GATEHOUSE_PORT_3120_TCP is not a known setting and is ignored',
      `GATEHOUSE_HOEM in ${path('.env')} is not a known setting and is ignored (did you mean GATEHOUSE_HOME?)`,
    ]);
  });
});

describe('.env', () => {
  test('stands between the file and the process environment', () => {
    const { cwd, path, write } = workspace();
    write('elsewhere.toml', '[gateway]\nport = 1\n[logging]\nlevel = "warn"\nformat = "pretty"');
    write(
      '.env',
      'GATEHOUSE_CONFIG=elsewhere.toml\nGATEHOUSE_GATEWAY_PORT=2\nGATEHOUSE_LOGGING_LEVEL="error"\nUNRELATED=1\n',
    );
    const { config, file, origin, warnings } = loadConfig({
      env: { GATEHOUSE_GATEWAY_PORT: '3' },
      cwd,
    });
    expect(file).toBe(path('elsewhere.toml'));
    expect(config.gateway.port).toBe(3);
    expect(config.logging).toMatchObject({ level: 'error', format: 'pretty' });
    expect(origin('logging.level')).toBe('environment');
    expect(warnings).toEqual([]);
  });

  test('may start with a byte order mark', () => {
    const { cwd, write } = workspace();
    write('.env', '\uFEFFGATEHOUSE_GATEWAY_PORT=9');
    expect(loadConfig({ env: {}, cwd }).config.gateway.port).toBe(9);
  });

  test('is not mistaken for a folder of that name', () => {
    const { cwd, path } = workspace();
    mkdirSync(path('.env'));
    expect(loadConfig({ env: {}, cwd }).warnings).toEqual([]);
  });
});

describe('changes', () => {
  const toml = '[agent]\nmax_turns = 60\nidle_after_secs = 60\n';

  test('stand between the file and the environment', () => {
    const { cwd, write } = workspace();
    write('gatehouse.toml', toml);
    const loaded = loadConfig({ env: { GATEHOUSE_AGENT_IDLE_AFTER_SECS: '70' }, cwd });
    const changed = loaded.withChanges(
      new Map([
        ['agent.max_turns', 80],
        ['agent.idle_after_secs', 80],
        ['memory.top_k', 5],
      ]),
    );
    expect(changed.config.agent).toMatchObject({ max_turns: 80, idle_after_secs: 70 });
    expect(changed.config.memory.top_k).toBe(5);
    const keys = ['agent.max_turns', 'agent.idle_after_secs', 'memory.top_k', 'agent.id'];
    expect(keys.map(changed.origin)).toEqual(['change', 'environment', 'change', 'default']);
    expect(keys.map(changed.pinnedBy)).toEqual([
      null,
      'GATEHOUSE_AGENT_IDLE_AFTER_SECS',
      null,
      null,
    ]);
    expect(changed.withChanges(new Map()).config).toEqual(loaded.config);
  });

  test('reach into tables with names of their own', () => {
    const { cwd, write } = workspace();
    write('gatehouse.toml', '[mcp.servers.files]\ncommand = "npx"\nargs = ["-y"]\n');
    const { config } = loadConfig({ env: {}, cwd }).withChanges(
      new Map<string, unknown>([
        ['mcp.servers.files.enabled', false],
        ['mcp.servers.files.env.TOKEN', 'abc'],
        ['mcp.servers.web.transport', 'http'],
        ['mcp.servers.web.url', 'https://mcp.example.com'],
        ['channels_config.telegram.bot_token', 't'],
      ]),
    );
    expect(config.mcp.servers).toMatchObject({
      files: { command: 'npx', args: ['-y'], enabled: false, env: { TOKEN: 'abc' } },
      web: { transport: 'http', url: 'https://mcp.example.com', startup_timeout_ms: 10_000 },
    });
    expect(config.channels_config.telegram).toEqual({
      enabled: true,
      mode: 'polling',
      bot_token: 't',
      allowed_users: [],
      mention_only: false,
    });
  });

  test.each([
    ['agent.max_trns', 'expected one of the keys id,'],
    ['foo.bar', 'expected one of the sections gateway,'],
    ['agent', 'expected a key in [agent], found the table itself'],
    ['gateway.port.x', 'expected a known key, found "gateway.port.x"'],
    ['mcp.servers.__proto__.url', 'expected a known key'],
  ])('of %s are refused', (key, message) => {
    const loaded = loadConfig({ env: {}, cwd: workspace().cwd });
    const error = refusalOf(() => loaded.withChanges(new Map([[key, 1]])));
    expect(error.problems).toMatchObject([{ key, message: expect.stringContaining(message) }]);
  });

  test('are checked with the rules between keys', () => {
    const loaded = loadConfig({ env: {}, cwd: workspace().cwd });
    const error = refusalOf(() => loaded.withChanges(new Map([['agent.idle_after_secs', 9999]])));
    expect(error.problems).toMatchObject([{ key: 'agent.idle_after_secs' }]);
  });
});

describe('reading again', () => {
  test('sees the file and .env as they are now', () => {
    const { cwd, write } = workspace();
    const file = write('gatehouse.toml', '[agent]\nmax_turns = 60');
    const loaded = loadConfig({ env: {}, cwd });
    expect(loaded.places).toEqual([file]);
    write('gatehouse.toml', '[agent]\nmax_turns = 70');
    write('.env', 'GATEHOUSE_MEMORY_TOP_K=7');
    const again = loaded.reread(new Map());
    expect(again.config).toMatchObject({ agent: { max_turns: 70 }, memory: { top_k: 7 } });
    expect(again.pinnedBy('memory.top_k')).toBe(`GATEHOUSE_MEMORY_TOP_K in ${cwd}/.env`);
  });

  test('finds a file that was not there before, and misses one that is gone', () => {
    const { cwd, path, write } = workspace();
    const loaded = loadConfig({ env: { GATEHOUSE_HOME: 'state' }, cwd });
    expect(loaded.places).toEqual([path('state/gatehouse.toml'), path('gatehouse.toml')]);
    const file = write('gatehouse.toml', '[agent]\nmax_turns = 60');
    const found = loaded.reread(new Map());
    expect(found).toMatchObject({ file, places: [file], config: { agent: { max_turns: 60 } } });
    rmSync(file);
    const message = `expected a file at ${file}, found none`;
    expect(refusalOf(() => found.reread(new Map())).problems).toEqual([{ source: file, message }]);
  });
});

function refusalOf(load: () => unknown): ConfigError {
  try {
    load();
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('expected the configuration to be refused');
}
