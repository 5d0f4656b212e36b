// Generated from openapi/prx. Do not edit: change the YAML and run `npm run generate`.

import type { ContractRequest, EventStream, Operation } from '../contract.ts';
import type { components, operations } from './types.ts';

/** The objects of the prx contract, by name. */
export type Schemas = components['schemas'];

/** The operations tagged `sessions`. */
export interface SessionsHandlers<C> {
  /**
   * GET /api/v1/sessions (openapi/prx/paths/sessions.yaml)
   *
   * List sessions. Answers 200, 400, 401, 403, 429, 500, 503.
   */
  listSessions(request: ContractRequest<operations["listSessions"], "status" | "limit" | "offset", never>, c: C): Promise<operations["listSessions"]['responses'][200]['content']["application/json"]>;
  /**
   * POST /api/v1/sessions (openapi/prx/paths/sessions.yaml)
   *
   * Create a session. Answers 201, 400, 401, 403, 413, 415, 429, 500, 503.
   */
  createSession(request: ContractRequest<operations["createSession"], never, never>, c: C): Promise<operations["createSession"]['responses'][201]['content']["application/json"]>;
  /**
   * GET /api/v1/sessions/{id} (openapi/prx/paths/sessions.yaml)
   *
   * Get a session. Answers 200, 400, 401, 403, 404, 429, 500, 503.
   */
  getSession(request: ContractRequest<operations["getSession"], never, never>, c: C): Promise<operations["getSession"]['responses'][200]['content']["application/json"]>;
  /**
   * DELETE /api/v1/sessions/{id} (openapi/prx/paths/sessions.yaml)
   *
   * Terminate a session. Answers 204, 400, 401, 403, 404, 409, 429, 500, 503.
   */
  deleteSession(request: ContractRequest<operations["deleteSession"], never, never>, c: C): Promise<void>;
}

/** The operations tagged `messages`. */
export interface MessagesHandlers<C> {
  /**
   * GET /api/v1/sessions/{id}/messages (openapi/prx/paths/messages.yaml)
   *
   * List messages of a session. Answers 200, 400, 401, 403, 404, 429, 500, 503.
   */
  listMessages(request: ContractRequest<operations["listMessages"], "limit" | "offset", never>, c: C): Promise<operations["listMessages"]['responses'][200]['content']["application/json"]>;
  /**
   * POST /api/v1/sessions/{id}/messages (openapi/prx/paths/messages.yaml)
   *
   * Send a message. Answers 200, 400, 401, 403, 404, 409, 413, 415, 429, 500, 503.
   */
  sendMessage(request: ContractRequest<operations["sendMessage"], never, "application/json" | "text/event-stream">, c: C): Promise<operations["sendMessage"]['responses'][200]['content']["application/json"] | EventStream<operations["sendMessage"]['responses'][200]['content']["text/event-stream"]>>;
}

/** The operations tagged `channels`. */
export interface ChannelsHandlers<C> {
  /**
   * GET /api/v1/channels (openapi/prx/paths/channels.yaml)
   *
   * List channels. Answers 200, 400, 401, 403, 429, 500, 503.
   */
  listChannels(request: ContractRequest<operations["listChannels"], never, never>, c: C): Promise<operations["listChannels"]['responses'][200]['content']["application/json"]>;
  /**
   * POST /api/v1/channels/{name}/restart (openapi/prx/paths/channels.yaml)
   *
   * Restart a channel. Answers 200, 400, 401, 403, 404, 429, 500, 503.
   */
  restartChannel(request: ContractRequest<operations["restartChannel"], never, never>, c: C): Promise<operations["restartChannel"]['responses'][200]['content']["application/json"]>;
  /**
   * GET /api/v1/channels/{name}/health (openapi/prx/paths/channels.yaml)
   *
   * Check a channel. Answers 200, 400, 401, 403, 404, 429, 500, 503.
   */
  getChannelHealth(request: ContractRequest<operations["getChannelHealth"], never, never>, c: C): Promise<operations["getChannelHealth"]['responses'][200]['content']["application/json"]>;
}

/** The operations tagged `hooks`. */
export interface HooksHandlers<C> {
  /**
   * GET /api/v1/hooks (openapi/prx/paths/hooks.yaml)
   *
   * List hooks. Answers 200, 400, 401, 403, 429, 500, 503.
   */
  listHooks(request: ContractRequest<operations["listHooks"], never, never>, c: C): Promise<operations["listHooks"]['responses'][200]['content']["application/json"]>;
  /**
   * POST /api/v1/hooks (openapi/prx/paths/hooks.yaml)
   *
   * Create a hook. Answers 201, 400, 401, 403, 413, 415, 429, 500, 503.
   */
  createHook(request: ContractRequest<operations["createHook"], never, never>, c: C): Promise<operations["createHook"]['responses'][201]['content']["application/json"]>;
  /**
   * DELETE /api/v1/hooks/{id} (openapi/prx/paths/hooks.yaml)
   *
   * Delete a hook. Answers 204, 400, 401, 403, 404, 429, 500, 503.
   */
  deleteHook(request: ContractRequest<operations["deleteHook"], never, never>, c: C): Promise<void>;
  /**
   * POST /api/v1/hooks/{id}/enable (openapi/prx/paths/hooks.yaml)
   *
   * Enable a hook. Answers 200, 400, 401, 403, 404, 429, 500, 503.
   */
  enableHook(request: ContractRequest<operations["enableHook"], never, never>, c: C): Promise<operations["enableHook"]['responses'][200]['content']["application/json"]>;
  /**
   * POST /api/v1/hooks/{id}/rotate-secret (openapi/prx/paths/hooks.yaml)
   *
   * Rotate the secret of a hook. Answers 200, 400, 401, 403, 404, 429, 500, 503.
   */
  rotateHookSecret(request: ContractRequest<operations["rotateHookSecret"], never, never>, c: C): Promise<operations["rotateHookSecret"]['responses'][200]['content']["application/json"]>;
  /**
   * GET /api/v1/hooks/{id}/deliveries (openapi/prx/paths/hooks.yaml)
   *
   * List deliveries of a hook. Answers 200, 400, 401, 403, 404, 429, 500, 503.
   */
  listHookDeliveries(request: ContractRequest<operations["listHookDeliveries"], "limit" | "offset", never>, c: C): Promise<operations["listHookDeliveries"]['responses'][200]['content']["application/json"]>;
  /**
   * POST /api/v1/hooks/{id}/deliveries/{delivery_id}/replay (openapi/prx/paths/hooks.yaml)
   *
   * Replay a delivery. Answers 202, 400, 401, 403, 404, 409, 429, 500, 503.
   */
  replayHookDelivery(request: ContractRequest<operations["replayHookDelivery"], never, never>, c: C): Promise<operations["replayHookDelivery"]['responses'][202]['content']["application/json"]>;
}

/** The operations tagged `mcp`. */
export interface McpHandlers<C> {
  /**
   * GET /api/v1/mcp (openapi/prx/paths/mcp.yaml)
   *
   * List MCP servers. Answers 200, 400, 401, 403, 429, 500, 503.
   */
  listMcpServers(request: ContractRequest<operations["listMcpServers"], never, never>, c: C): Promise<operations["listMcpServers"]['responses'][200]['content']["application/json"]>;
  /**
   * POST /api/v1/mcp/{name}/reconnect (openapi/prx/paths/mcp.yaml)
   *
   * Reconnect an MCP server. Answers 200, 400, 401, 403, 404, 429, 500, 503.
   */
  reconnectMcpServer(request: ContractRequest<operations["reconnectMcpServer"], never, never>, c: C): Promise<operations["reconnectMcpServer"]['responses'][200]['content']["application/json"]>;
}

/** The operations tagged `plugins`. */
export interface PluginsHandlers<C> {
  /**
   * GET /api/v1/plugins (openapi/prx/paths/plugins.yaml)
   *
   * List plugins. Answers 200, 400, 401, 403, 429, 500, 503.
   */
  listPlugins(request: ContractRequest<operations["listPlugins"], never, never>, c: C): Promise<operations["listPlugins"]['responses'][200]['content']["application/json"]>;
  /**
   * POST /api/v1/plugins/{name}/reload (openapi/prx/paths/plugins.yaml)
   *
   * Reload a plugin. Answers 200, 400, 401, 403, 404, 409, 429, 500, 503.
   */
  reloadPlugin(request: ContractRequest<operations["reloadPlugin"], never, never>, c: C): Promise<operations["reloadPlugin"]['responses'][200]['content']["application/json"]>;
  /**
   * POST /api/v1/plugins/{name}/disable (openapi/prx/paths/plugins.yaml)
   *
   * Disable a plugin. Answers 200, 400, 401, 403, 404, 429, 500, 503.
   */
  disablePlugin(request: ContractRequest<operations["disablePlugin"], never, never>, c: C): Promise<operations["disablePlugin"]['responses'][200]['content']["application/json"]>;
  /**
   * POST /api/v1/plugins/{name}/enable (openapi/prx/paths/plugins.yaml)
   *
   * Enable a plugin. Answers 200, 400, 401, 403, 404, 409, 429, 500, 503.
   */
  enablePlugin(request: ContractRequest<operations["enablePlugin"], never, never>, c: C): Promise<operations["enablePlugin"]['responses'][200]['content']["application/json"]>;
}

/** The operations tagged `skills`. */
export interface SkillsHandlers<C> {
  /**
   * GET /api/v1/skills (openapi/prx/paths/skills.yaml)
   *
   * List skills. Answers 200, 400, 401, 403, 429, 500, 503.
   */
  listSkills(request: ContractRequest<operations["listSkills"], never, never>, c: C): Promise<operations["listSkills"]['responses'][200]['content']["application/json"]>;
}

/** The operations tagged `status`. */
export interface StatusHandlers<C> {
  /**
   * GET /api/v1/status (openapi/prx/paths/status.yaml)
   *
   * Get the status. Answers 200, 400, 401, 403, 429, 500, 503.
   */
  getStatus(request: ContractRequest<operations["getStatus"], never, never>, c: C): Promise<operations["getStatus"]['responses'][200]['content']["application/json"]>;
  /**
   * GET /api/v1/status/health (openapi/prx/paths/status.yaml)
   *
   * Check the daemon. Answers 200, 400, 429, 500, 503.
   */
  getHealth(request: ContractRequest<operations["getHealth"], never, never>, c: C): Promise<{ status: 200; body: operations["getHealth"]['responses'][200]['content']["application/json"] } | { status: 503; body: operations["getHealth"]['responses'][503]['content']["application/json"] }>;
}

/** The operations tagged `config`. */
export interface ConfigHandlers<C> {
  /**
   * GET /api/v1/config (openapi/prx/paths/config.yaml)
   *
   * Get the configuration. Answers 200, 400, 401, 403, 429, 500, 503.
   */
  getConfig(request: ContractRequest<operations["getConfig"], never, never>, c: C): Promise<operations["getConfig"]['responses'][200]['content']["application/json"]>;
  /**
   * PATCH /api/v1/config (openapi/prx/paths/config.yaml)
   *
   * Change the configuration. Answers 200, 400, 401, 403, 409, 413, 415, 429, 500, 503.
   */
  updateConfig(request: ContractRequest<operations["updateConfig"], never, never>, c: C): Promise<operations["updateConfig"]['responses'][200]['content']["application/json"]>;
}

/** The operations tagged `logs`. */
export interface LogsHandlers<C> {
  /**
   * GET /api/v1/logs (openapi/prx/paths/logs.yaml)
   *
   * List log entries. Answers 200, 400, 401, 403, 429, 500, 503.
   */
  listLogs(request: ContractRequest<operations["listLogs"], "level" | "since" | "limit" | "stream", "application/json" | "text/event-stream">, c: C): Promise<operations["listLogs"]['responses'][200]['content']["application/json"] | EventStream<operations["listLogs"]['responses'][200]['content']["text/event-stream"]>>;
  /**
   * GET /api/v1/logs/stream (openapi/prx/paths/logs.yaml)
   *
   * Stream log entries. Answers 200, 400, 401, 403, 429, 500, 503.
   */
  streamLogs(request: ContractRequest<operations["streamLogs"], "level", never>, c: C): Promise<EventStream<operations["streamLogs"]['responses'][200]['content']["text/event-stream"]>>;
}

/** The operations tagged `tokens`. */
export interface TokensHandlers<C> {
  /**
   * GET /api/v1/tokens (openapi/prx/paths/tokens.yaml)
   *
   * List tokens. Answers 200, 400, 401, 403, 429, 500, 503.
   */
  listTokens(request: ContractRequest<operations["listTokens"], "limit" | "offset", never>, c: C): Promise<operations["listTokens"]['responses'][200]['content']["application/json"]>;
  /**
   * POST /api/v1/tokens (openapi/prx/paths/tokens.yaml)
   *
   * Create a token. Answers 201, 400, 401, 403, 413, 415, 429, 500, 503.
   */
  createToken(request: ContractRequest<operations["createToken"], never, never>, c: C): Promise<operations["createToken"]['responses'][201]['content']["application/json"]>;
  /**
   * DELETE /api/v1/tokens/{id} (openapi/prx/paths/tokens.yaml)
   *
   * Revoke a token. Answers 204, 400, 401, 403, 404, 429, 500, 503.
   */
  deleteToken(request: ContractRequest<operations["deleteToken"], never, never>, c: C): Promise<void>;
}

/** The operations tagged `backups`. */
export interface BackupsHandlers<C> {
  /**
   * POST /api/v1/backups (openapi/prx/paths/backups.yaml)
   *
   * Make a backup. Answers 201, 400, 401, 403, 429, 500, 503.
   */
  createBackup(request: ContractRequest<operations["createBackup"], never, never>, c: C): Promise<operations["createBackup"]['responses'][201]['content']["application/json"]>;
}

/** The operations tagged `audit`. */
export interface AuditHandlers<C> {
  /**
   * GET /api/v1/audit/verify (openapi/prx/paths/audit.yaml)
   *
   * Verify the audit log. Answers 200, 400, 401, 403, 429, 500, 503.
   */
  verifyAudit(request: ContractRequest<operations["verifyAudit"], never, never>, c: C): Promise<operations["verifyAudit"]['responses'][200]['content']["application/json"]>;
}

/** The operations tagged `meta`. */
export interface MetaHandlers<C> {
  /**
   * GET /metrics (openapi/prx/paths/meta.yaml)
   *
   * Get metrics. Answers 200, 400, 401, 403, 429, 500, 503.
   */
  getMetrics(request: ContractRequest<operations["getMetrics"], never, never>, c: C): Promise<operations["getMetrics"]['responses'][200]['content']["text/plain"]>;
  /**
   * GET /openapi.json (openapi/prx/paths/meta.yaml)
   *
   * Get this contract. Answers 200, 400, 429, 500, 503.
   */
  getOpenapi(request: ContractRequest<operations["getOpenapi"], never, never>, c: C): Promise<operations["getOpenapi"]['responses'][200]['content']["application/json"]>;
  /**
   * GET /openapi.yaml (openapi/prx/paths/meta.yaml)
   *
   * Get the contract as YAML. Answers 200, 400, 429, 500, 503.
   */
  getOpenapiYaml(request: ContractRequest<operations["getOpenapiYaml"], never, never>, c: C): Promise<operations["getOpenapiYaml"]['responses'][200]['content']["application/yaml"]>;
  /**
   * GET /docs (openapi/prx/paths/meta.yaml)
   *
   * Read the documentation. Answers 200, 400, 429, 500, 503.
   */
  getDocs(request: ContractRequest<operations["getDocs"], never, never>, c: C): Promise<operations["getDocs"]['responses'][200]['content']["text/html"]>;
}

/** Every operation of the prx contract, by operationId; C is the context handed to each. */
export type PrxHandlers<C> = SessionsHandlers<C> &
  MessagesHandlers<C> &
  ChannelsHandlers<C> &
  HooksHandlers<C> &
  McpHandlers<C> &
  PluginsHandlers<C> &
  SkillsHandlers<C> &
  StatusHandlers<C> &
  ConfigHandlers<C> &
  LogsHandlers<C> &
  TokensHandlers<C> &
  BackupsHandlers<C> &
  AuditHandlers<C> &
  MetaHandlers<C>;

/** What the edge knows of each operation, in contract order. */
export const prxOperations: readonly Operation[] = [
  {
    "id": "listSessions",
    "method": "get",
    "path": "/api/v1/sessions",
    "tag": "sessions",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      401,
      403,
      429,
      500,
      503
    ],
    "scheme": "bearerAuth",
    "scopes": [
      "sessions:read"
    ],
    "anonymous": false,
    "rateGroup": "sessions_read",
    "audit": null,
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": null
  },
  {
    "id": "createSession",
    "method": "post",
    "path": "/api/v1/sessions",
    "tag": "sessions",
    "answers": [
      {
        "status": 201,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      201,
      400,
      401,
      403,
      413,
      415,
      429,
      500,
      503
    ],
    "scheme": "bearerAuth",
    "scopes": [
      "sessions:write"
    ],
    "anonymous": false,
    "rateGroup": "sessions_write",
    "audit": "session.created",
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": {
      "required": true,
      "mediaTypes": [
        "application/json"
      ]
    }
  },
  {
    "id": "getSession",
    "method": "get",
    "path": "/api/v1/sessions/{id}",
    "tag": "sessions",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      401,
      403,
      404,
      429,
      500,
      503
    ],
    "scheme": "bearerAuth",
    "scopes": [
      "sessions:read"
    ],
    "anonymous": false,
    "rateGroup": "sessions_read",
    "audit": null,
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": null
  },
  {
    "id": "deleteSession",
    "method": "delete",
    "path": "/api/v1/sessions/{id}",
    "tag": "sessions",
    "answers": [
      {
        "status": 204,
        "mediaTypes": []
      }
    ],
    "statuses": [
      204,
      400,
      401,
      403,
      404,
      409,
      429,
      500,
      503
    ],
    "scheme": "bearerAuth",
    "scopes": [
      "sessions:write"
    ],
    "anonymous": false,
    "rateGroup": "sessions_write",
    "audit": "session.terminated",
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": null
  },
  {
    "id": "listMessages",
    "method": "get",
    "path": "/api/v1/sessions/{id}/messages",
    "tag": "messages",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      401,
      403,
      404,
      429,
      500,
      503
    ],
    "scheme": "bearerAuth",
    "scopes": [
      "sessions:read"
    ],
    "anonymous": false,
    "rateGroup": "sessions_read",
    "audit": null,
    "aliasOf": null,
    "rawBody": false,
    "extension": true,
    "body": null
  },
  {
    "id": "sendMessage",
    "method": "post",
    "path": "/api/v1/sessions/{id}/messages",
    "tag": "messages",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json",
          "text/event-stream"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      401,
      403,
      404,
      409,
      413,
      415,
      429,
      500,
      503
    ],
    "scheme": "bearerAuth",
    "scopes": [
      "sessions:write"
    ],
    "anonymous": false,
    "rateGroup": "sessions_write",
    "audit": "message.received",
    "aliasOf": null,
    "rawBody": false,
    "extension": true,
    "body": {
      "required": true,
      "mediaTypes": [
        "application/json"
      ]
    }
  },
  {
    "id": "listChannels",
    "method": "get",
    "path": "/api/v1/channels",
    "tag": "channels",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      401,
      403,
      429,
      500,
      503
    ],
    "scheme": "bearerAuth",
    "scopes": [
      "channels:read"
    ],
    "anonymous": false,
    "rateGroup": "other",
    "audit": null,
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": null
  },
  {
    "id": "restartChannel",
    "method": "post",
    "path": "/api/v1/channels/{name}/restart",
    "tag": "channels",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      401,
      403,
      404,
      429,
      500,
      503
    ],
    "scheme": "bearerAuth",
    "scopes": [
      "channels:write"
    ],
    "anonymous": false,
    "rateGroup": "other",
    "audit": "channel.restarted",
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": null
  },
  {
    "id": "getChannelHealth",
    "method": "get",
    "path": "/api/v1/channels/{name}/health",
    "tag": "channels",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      401,
      403,
      404,
      429,
      500,
      503
    ],
    "scheme": "bearerAuth",
    "scopes": [
      "channels:read"
    ],
    "anonymous": false,
    "rateGroup": "other",
    "audit": null,
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": null
  },
  {
    "id": "listHooks",
    "method": "get",
    "path": "/api/v1/hooks",
    "tag": "hooks",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      401,
      403,
      429,
      500,
      503
    ],
    "scheme": "bearerAuth",
    "scopes": [
      "hooks:read"
    ],
    "anonymous": false,
    "rateGroup": "other",
    "audit": null,
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": null
  },
  {
    "id": "createHook",
    "method": "post",
    "path": "/api/v1/hooks",
    "tag": "hooks",
    "answers": [
      {
        "status": 201,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      201,
      400,
      401,
      403,
      413,
      415,
      429,
      500,
      503
    ],
    "scheme": "bearerAuth",
    "scopes": [
      "hooks:write"
    ],
    "anonymous": false,
    "rateGroup": "other",
    "audit": "hook.created",
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": {
      "required": true,
      "mediaTypes": [
        "application/json"
      ]
    }
  },
  {
    "id": "deleteHook",
    "method": "delete",
    "path": "/api/v1/hooks/{id}",
    "tag": "hooks",
    "answers": [
      {
        "status": 204,
        "mediaTypes": []
      }
    ],
    "statuses": [
      204,
      400,
      401,
      403,
      404,
      429,
      500,
      503
    ],
    "scheme": "bearerAuth",
    "scopes": [
      "hooks:write"
    ],
    "anonymous": false,
    "rateGroup": "other",
    "audit": "hook.deleted",
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": null
  },
  {
    "id": "enableHook",
    "method": "post",
    "path": "/api/v1/hooks/{id}/enable",
    "tag": "hooks",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      401,
      403,
      404,
      429,
      500,
      503
    ],
    "scheme": "bearerAuth",
    "scopes": [
      "hooks:write"
    ],
    "anonymous": false,
    "rateGroup": "other",
    "audit": "hook.enabled",
    "aliasOf": null,
    "rawBody": false,
    "extension": true,
    "body": null
  },
  {
    "id": "rotateHookSecret",
    "method": "post",
    "path": "/api/v1/hooks/{id}/rotate-secret",
    "tag": "hooks",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      401,
      403,
      404,
      429,
      500,
      503
    ],
    "scheme": "bearerAuth",
    "scopes": [
      "hooks:write"
    ],
    "anonymous": false,
    "rateGroup": "other",
    "audit": "hook.secret_rotated",
    "aliasOf": null,
    "rawBody": false,
    "extension": true,
    "body": null
  },
  {
    "id": "listHookDeliveries",
    "method": "get",
    "path": "/api/v1/hooks/{id}/deliveries",
    "tag": "hooks",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      401,
      403,
      404,
      429,
      500,
      503
    ],
    "scheme": "bearerAuth",
    "scopes": [
      "hooks:read"
    ],
    "anonymous": false,
    "rateGroup": "other",
    "audit": null,
    "aliasOf": null,
    "rawBody": false,
    "extension": true,
    "body": null
  },
  {
    "id": "replayHookDelivery",
    "method": "post",
    "path": "/api/v1/hooks/{id}/deliveries/{delivery_id}/replay",
    "tag": "hooks",
    "answers": [
      {
        "status": 202,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      202,
      400,
      401,
      403,
      404,
      409,
      429,
      500,
      503
    ],
    "scheme": "bearerAuth",
    "scopes": [
      "hooks:write"
    ],
    "anonymous": false,
    "rateGroup": "other",
    "audit": "hook.delivery_replayed",
    "aliasOf": null,
    "rawBody": false,
    "extension": true,
    "body": null
  },
  {
    "id": "listMcpServers",
    "method": "get",
    "path": "/api/v1/mcp",
    "tag": "mcp",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      401,
      403,
      429,
      500,
      503
    ],
    "scheme": "bearerAuth",
    "scopes": [
      "mcp:read"
    ],
    "anonymous": false,
    "rateGroup": "other",
    "audit": null,
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": null
  },
  {
    "id": "reconnectMcpServer",
    "method": "post",
    "path": "/api/v1/mcp/{name}/reconnect",
    "tag": "mcp",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      401,
      403,
      404,
      429,
      500,
      503
    ],
    "scheme": "bearerAuth",
    "scopes": [
      "mcp:write"
    ],
    "anonymous": false,
    "rateGroup": "other",
    "audit": "mcp.reconnected",
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": null
  },
  {
    "id": "listPlugins",
    "method": "get",
    "path": "/api/v1/plugins",
    "tag": "plugins",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      401,
      403,
      429,
      500,
      503
    ],
    "scheme": "bearerAuth",
    "scopes": [
      "plugins:read"
    ],
    "anonymous": false,
    "rateGroup": "other",
    "audit": null,
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": null
  },
  {
    "id": "reloadPlugin",
    "method": "post",
    "path": "/api/v1/plugins/{name}/reload",
    "tag": "plugins",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      401,
      403,
      404,
      409,
      429,
      500,
      503
    ],
    "scheme": "bearerAuth",
    "scopes": [
      "plugins:write"
    ],
    "anonymous": false,
    "rateGroup": "other",
    "audit": "plugin.reloaded",
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": null
  },
  {
    "id": "disablePlugin",
    "method": "post",
    "path": "/api/v1/plugins/{name}/disable",
    "tag": "plugins",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      401,
      403,
      404,
      429,
      500,
      503
    ],
    "scheme": "bearerAuth",
    "scopes": [
      "plugins:write"
    ],
    "anonymous": false,
    "rateGroup": "other",
    "audit": "plugin.disabled",
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": null
  },
  {
    "id": "enablePlugin",
    "method": "post",
    "path": "/api/v1/plugins/{name}/enable",
    "tag": "plugins",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      401,
      403,
      404,
      409,
      429,
      500,
      503
    ],
    "scheme": "bearerAuth",
    "scopes": [
      "plugins:write"
    ],
    "anonymous": false,
    "rateGroup": "other",
    "audit": "plugin.enabled",
    "aliasOf": null,
    "rawBody": false,
    "extension": true,
    "body": null
  },
  {
    "id": "listSkills",
    "method": "get",
    "path": "/api/v1/skills",
    "tag": "skills",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      401,
      403,
      429,
      500,
      503
    ],
    "scheme": "bearerAuth",
    "scopes": [
      "skills:read"
    ],
    "anonymous": false,
    "rateGroup": "other",
    "audit": null,
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": null
  },
  {
    "id": "getStatus",
    "method": "get",
    "path": "/api/v1/status",
    "tag": "status",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      401,
      403,
      429,
      500,
      503
    ],
    "scheme": "bearerAuth",
    "scopes": [
      "status:read"
    ],
    "anonymous": false,
    "rateGroup": "other",
    "audit": null,
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": null
  },
  {
    "id": "getHealth",
    "method": "get",
    "path": "/api/v1/status/health",
    "tag": "status",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json"
        ]
      },
      {
        "status": 503,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      429,
      500,
      503
    ],
    "scheme": null,
    "scopes": [],
    "anonymous": false,
    "rateGroup": "other",
    "audit": null,
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": null
  },
  {
    "id": "getConfig",
    "method": "get",
    "path": "/api/v1/config",
    "tag": "config",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      401,
      403,
      429,
      500,
      503
    ],
    "scheme": "bearerAuth",
    "scopes": [
      "config:read"
    ],
    "anonymous": false,
    "rateGroup": "other",
    "audit": null,
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": null
  },
  {
    "id": "updateConfig",
    "method": "patch",
    "path": "/api/v1/config",
    "tag": "config",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      401,
      403,
      409,
      413,
      415,
      429,
      500,
      503
    ],
    "scheme": "bearerAuth",
    "scopes": [
      "config:write"
    ],
    "anonymous": false,
    "rateGroup": "config_write",
    "audit": "config.updated",
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": {
      "required": true,
      "mediaTypes": [
        "application/json"
      ]
    }
  },
  {
    "id": "listLogs",
    "method": "get",
    "path": "/api/v1/logs",
    "tag": "logs",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json",
          "text/event-stream"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      401,
      403,
      429,
      500,
      503
    ],
    "scheme": "bearerAuth",
    "scopes": [
      "logs:read"
    ],
    "anonymous": false,
    "rateGroup": "other",
    "audit": null,
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": null
  },
  {
    "id": "streamLogs",
    "method": "get",
    "path": "/api/v1/logs/stream",
    "tag": "logs",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "text/event-stream"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      401,
      403,
      429,
      500,
      503
    ],
    "scheme": "bearerAuth",
    "scopes": [
      "logs:read"
    ],
    "anonymous": false,
    "rateGroup": "other",
    "audit": null,
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": null
  },
  {
    "id": "listTokens",
    "method": "get",
    "path": "/api/v1/tokens",
    "tag": "tokens",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      401,
      403,
      429,
      500,
      503
    ],
    "scheme": "bearerAuth",
    "scopes": [
      "tokens:read"
    ],
    "anonymous": false,
    "rateGroup": "other",
    "audit": null,
    "aliasOf": null,
    "rawBody": false,
    "extension": true,
    "body": null
  },
  {
    "id": "createToken",
    "method": "post",
    "path": "/api/v1/tokens",
    "tag": "tokens",
    "answers": [
      {
        "status": 201,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      201,
      400,
      401,
      403,
      413,
      415,
      429,
      500,
      503
    ],
    "scheme": "bearerAuth",
    "scopes": [
      "tokens:write"
    ],
    "anonymous": false,
    "rateGroup": "other",
    "audit": "token.created",
    "aliasOf": null,
    "rawBody": false,
    "extension": true,
    "body": {
      "required": true,
      "mediaTypes": [
        "application/json"
      ]
    }
  },
  {
    "id": "deleteToken",
    "method": "delete",
    "path": "/api/v1/tokens/{id}",
    "tag": "tokens",
    "answers": [
      {
        "status": 204,
        "mediaTypes": []
      }
    ],
    "statuses": [
      204,
      400,
      401,
      403,
      404,
      429,
      500,
      503
    ],
    "scheme": "bearerAuth",
    "scopes": [
      "tokens:write"
    ],
    "anonymous": false,
    "rateGroup": "other",
    "audit": "token.revoked",
    "aliasOf": null,
    "rawBody": false,
    "extension": true,
    "body": null
  },
  {
    "id": "createBackup",
    "method": "post",
    "path": "/api/v1/backups",
    "tag": "backups",
    "answers": [
      {
        "status": 201,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      201,
      400,
      401,
      403,
      429,
      500,
      503
    ],
    "scheme": "bearerAuth",
    "scopes": [
      "backups:write"
    ],
    "anonymous": false,
    "rateGroup": "other",
    "audit": "backup.created",
    "aliasOf": null,
    "rawBody": false,
    "extension": true,
    "body": null
  },
  {
    "id": "verifyAudit",
    "method": "get",
    "path": "/api/v1/audit/verify",
    "tag": "audit",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      401,
      403,
      429,
      500,
      503
    ],
    "scheme": "bearerAuth",
    "scopes": [
      "audit:read"
    ],
    "anonymous": false,
    "rateGroup": "other",
    "audit": null,
    "aliasOf": null,
    "rawBody": false,
    "extension": true,
    "body": null
  },
  {
    "id": "getMetrics",
    "method": "get",
    "path": "/metrics",
    "tag": "meta",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "text/plain"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      401,
      403,
      429,
      500,
      503
    ],
    "scheme": "bearerAuth",
    "scopes": [
      "metrics:read"
    ],
    "anonymous": false,
    "rateGroup": "other",
    "audit": null,
    "aliasOf": null,
    "rawBody": false,
    "extension": true,
    "body": null
  },
  {
    "id": "getOpenapi",
    "method": "get",
    "path": "/openapi.json",
    "tag": "meta",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/json"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      429,
      500,
      503
    ],
    "scheme": null,
    "scopes": [],
    "anonymous": false,
    "rateGroup": "other",
    "audit": null,
    "aliasOf": null,
    "rawBody": false,
    "extension": true,
    "body": null
  },
  {
    "id": "getOpenapiYaml",
    "method": "get",
    "path": "/openapi.yaml",
    "tag": "meta",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "application/yaml"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      429,
      500,
      503
    ],
    "scheme": null,
    "scopes": [],
    "anonymous": false,
    "rateGroup": "other",
    "audit": null,
    "aliasOf": null,
    "rawBody": false,
    "extension": true,
    "body": null
  },
  {
    "id": "getDocs",
    "method": "get",
    "path": "/docs",
    "tag": "meta",
    "answers": [
      {
        "status": 200,
        "mediaTypes": [
          "text/html"
        ]
      }
    ],
    "statuses": [
      200,
      400,
      429,
      500,
      503
    ],
    "scheme": null,
    "scopes": [],
    "anonymous": false,
    "rateGroup": "other",
    "audit": null,
    "aliasOf": null,
    "rawBody": false,
    "extension": true,
    "body": null
  }
];
