/**
 * Owns what the published PRX page prints, as data: its blocks of JSON, its tables and its commands, in the order of the page.
 * What is done with it is in pages.test.ts.
 */
import type { PageBlock, PageCommand, PageParameter } from '../pages.ts';

const api = 'prx';

const session = {
  id: 'sess_abc123',
  channel: 'api',
  user_id: 'user_123',
  status: 'active',
  created_at: '2026-03-21T10:00:00Z',
};
const hook = {
  id: 'hook_002',
  url: 'https://example.com/webhook',
  events: ['session.created', 'message.received'],
};

/** Every block of JSON on the page; a block without a status is a request. */
export const blocks: readonly PageBlock[] = [
  {
    api,
    operation: 'createSession',
    value: { channel: 'api', user_id: 'user_123', metadata: { source: 'web-app' } },
  },
  {
    api,
    operation: 'createSession',
    status: 201,
    value: { ...session, metadata: { source: 'web-app' } },
  },
  {
    api,
    operation: 'listSessions',
    status: 200,
    value: { sessions: [{ ...session, last_activity: '2026-03-21T10:15:00Z' }], total: 1 },
  },
  {
    api,
    operation: 'getSession',
    status: 200,
    value: {
      ...session,
      last_activity: '2026-03-21T10:15:00Z',
      turn_count: 12,
      token_usage: { input: 4500, output: 3200 },
      metadata: { source: 'web-app' },
    },
  },
  {
    api,
    operation: 'listChannels',
    status: 200,
    value: {
      channels: [
        {
          name: 'telegram',
          status: 'connected',
          connected_at: '2026-03-21T08:00:00Z',
          active_sessions: 3,
        },
        { name: 'discord', status: 'disconnected', error: 'Invalid bot token' },
      ],
    },
  },
  {
    api,
    operation: 'restartChannel',
    status: 200,
    value: { name: 'telegram', status: 'reconnecting' },
  },
  {
    api,
    operation: 'getChannelHealth',
    status: 200,
    value: {
      name: 'telegram',
      healthy: true,
      latency_ms: 45,
      last_message_at: '2026-03-21T10:14:55Z',
    },
  },
  {
    api,
    operation: 'listHooks',
    status: 200,
    value: {
      hooks: [
        {
          id: 'hook_001',
          url: 'https://example.com/webhook',
          events: ['session.created', 'session.terminated'],
          active: true,
          created_at: '2026-03-20T12:00:00Z',
        },
      ],
    },
  },
  {
    api,
    operation: 'createHook',
    value: { url: hook.url, events: hook.events, secret: 'whsec_xxxxxxxxxxx' },
  },
  {
    api,
    operation: 'createHook',
    status: 201,
    value: { ...hook, active: true, created_at: '2026-03-21T10:20:00Z' },
  },
  {
    api,
    operation: 'listMcpServers',
    status: 200,
    value: {
      servers: [
        {
          name: 'filesystem',
          transport: 'stdio',
          status: 'connected',
          tools: ['read_file', 'write_file', 'list_directory'],
          connected_at: '2026-03-21T08:00:00Z',
        },
      ],
    },
  },
  {
    api,
    operation: 'reconnectMcpServer',
    status: 200,
    value: { name: 'filesystem', status: 'reconnecting' },
  },
  {
    api,
    operation: 'listPlugins',
    status: 200,
    value: {
      plugins: [
        {
          name: 'weather',
          version: '1.2.0',
          status: 'loaded',
          capabilities: ['tool:get_weather', 'tool:get_forecast'],
          memory_usage_bytes: 2097152,
        },
      ],
    },
  },
  {
    api,
    operation: 'reloadPlugin',
    status: 200,
    value: { name: 'weather', status: 'loaded', version: '1.2.0' },
  },
  {
    api,
    operation: 'disablePlugin',
    status: 200,
    value: { name: 'weather', status: 'disabled' },
  },
  {
    api,
    operation: 'listSkills',
    status: 200,
    value: {
      skills: [
        {
          name: 'code_review',
          source: 'builtin',
          description: 'Review code changes and provide feedback',
          triggers: ['/review', 'review this'],
        },
        {
          name: 'summarize',
          source: 'plugin:productivity',
          description: 'Summarize long text or conversations',
          triggers: ['/summarize', 'tldr'],
        },
      ],
    },
  },
  {
    api,
    operation: 'getStatus',
    status: 200,
    value: {
      status: 'healthy',
      version: '0.12.0',
      uptime_secs: 86400,
      active_sessions: 5,
      channels: { connected: 3, total: 4 },
      plugins: { loaded: 2, total: 2 },
      memory: { backend: 'sqlite', entries: 1542 },
      provider: { name: 'anthropic', model: 'claude-sonnet-4-20250514' },
    },
  },
  { api, operation: 'getHealth', status: 200, value: { healthy: true } },
  {
    api,
    operation: 'getConfig',
    status: 200,
    value: {
      agent: { max_turns: 50, max_tool_calls_per_turn: 10, session_timeout_secs: 3600 },
      memory: { backend: 'sqlite' },
      channels_config: {
        telegram: { bot_token: '***REDACTED***', allowed_users: ['123456789'] },
      },
    },
  },
  { api, operation: 'updateConfig', value: { 'agent.max_turns': 100, 'memory.top_k': 15 } },
  {
    api,
    operation: 'updateConfig',
    status: 200,
    value: { updated: ['agent.max_turns', 'memory.top_k'], reload_required: false },
  },
  {
    api,
    operation: 'listLogs',
    status: 200,
    value: {
      entries: [
        {
          timestamp: '2026-03-21T10:15:30.123Z',
          level: 'info',
          module: 'agent::loop',
          message: 'Tool call completed: shell (45ms)',
          session_id: 'sess_abc123',
        },
      ],
      total: 1,
    },
  },
  {
    api,
    operation: 'getSession',
    status: 404,
    value: {
      error: { code: 'not_found', message: 'Session sess_xyz not found', details: null },
    },
  },
];

/** The tables of query parameters; null stands for "all" and for a default that depends on the time. */
export const parameters: readonly PageParameter[] = [
  { operation: 'listSessions', name: 'status', default: 'active' },
  { operation: 'listSessions', name: 'channel', default: null },
  { operation: 'listSessions', name: 'limit', default: 50 },
  { operation: 'listSessions', name: 'offset', default: 0 },
  { operation: 'listLogs', name: 'level', default: 'info' },
  { operation: 'listLogs', name: 'module', default: null },
  { operation: 'listLogs', name: 'since', default: '1h' },
  { operation: 'listLogs', name: 'limit', default: 100 },
  { operation: 'listLogs', name: 'stream', default: false },
];

/** Every heading of an operation, and the two commands; an id of the page stands for one that is there. */
const headings: readonly [string, string, number][] = [
  ['createSession', 'POST /api/v1/sessions', 201],
  ['listSessions', 'GET /api/v1/sessions', 200],
  ['getSession', 'GET /api/v1/sessions/:id', 200],
  ['deleteSession', 'DELETE /api/v1/sessions/:id', 204],
  ['listChannels', 'GET /api/v1/channels', 200],
  ['restartChannel', 'POST /api/v1/channels/telegram/restart', 200],
  ['getChannelHealth', 'GET /api/v1/channels/telegram/health', 200],
  ['listHooks', 'GET /api/v1/hooks', 200],
  ['createHook', 'POST /api/v1/hooks', 201],
  ['deleteHook', 'DELETE /api/v1/hooks/:hook', 204],
  ['listMcpServers', 'GET /api/v1/mcp', 200],
  ['reconnectMcpServer', 'POST /api/v1/mcp/filesystem/reconnect', 200],
  ['listPlugins', 'GET /api/v1/plugins', 200],
  ['reloadPlugin', 'POST /api/v1/plugins/weather/reload', 200],
  ['disablePlugin', 'POST /api/v1/plugins/weather/disable', 200],
  ['listSkills', 'GET /api/v1/skills', 200],
  ['getStatus', 'GET /api/v1/status', 200],
  ['getHealth', 'GET /api/v1/status/health', 200],
  ['getConfig', 'GET /api/v1/config', 200],
  ['updateConfig', 'PATCH /api/v1/config', 200],
  ['listLogs', 'GET /api/v1/logs', 200],
  ['streamLogs', 'GET /api/v1/logs/stream?level=info', 200],
];

/** The same as requests. */
export const commands: readonly PageCommand[] = headings.map(([operation, line, status]) => {
  const [method = '', target = ''] = line.split(' ');
  return { api, operation, method, target, status };
});

/** The table of errors. */
export const errorCodes: Readonly<Record<number, string>> = {
  400: 'bad_request',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  409: 'conflict',
  429: 'rate_limited',
  500: 'internal_error',
};

/** The table of limits, in requests a second, each with an operation of its group. */
export const limits = [
  { operation: 'createSession', perSecond: 10 },
  { operation: 'listSessions', perSecond: 50 },
  { operation: 'updateConfig', perSecond: 5 },
  { operation: 'getStatus', perSecond: 30 },
] as const;
