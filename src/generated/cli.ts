// Generated from openapi. Do not edit: change the YAML and run `npm run generate`.

import type { CliOperation, CliTag } from './cli-table.ts';

/** The tags of the three contracts. */
export const cliTags: readonly CliTag[] = [
 {
  "api": "prx",
  "name": "sessions",
  "description": "Agent sessions: create, list, inspect and terminate."
 },
 {
  "api": "prx",
  "name": "messages",
  "description": "Messages of a session, and the turns that answer them."
 },
 {
  "api": "prx",
  "name": "channels",
  "description": "Connections to messaging channels: list, restart, check."
 },
 {
  "api": "prx",
  "name": "hooks",
  "description": "Webhook endpoints, the deliveries to them and the events delivered."
 },
 {
  "api": "prx",
  "name": "mcp",
  "description": "Connections to MCP servers: list, reconnect."
 },
 {
  "api": "prx",
  "name": "plugins",
  "description": "WASM plugins: list, reload, disable, enable."
 },
 {
  "api": "prx",
  "name": "skills",
  "description": "Skills of the agent."
 },
 {
  "api": "prx",
  "name": "status",
  "description": "The state of the daemon, for people and for probes."
 },
 {
  "api": "prx",
  "name": "config",
  "description": "The runtime configuration: read, change."
 },
 {
  "api": "prx",
  "name": "logs",
  "description": "Log entries: query and stream."
 },
 {
  "api": "prx",
  "name": "tokens",
  "description": "Access tokens: list, make, revoke."
 },
 {
  "api": "prx",
  "name": "audit",
  "description": "The audit log and its chain of hashes."
 },
 {
  "api": "prx",
  "name": "backups",
  "description": "Copies of the database, made while the daemon goes on."
 },
 {
  "api": "prx",
  "name": "meta",
  "description": "Metrics, this contract and its documentation."
 },
 {
  "api": "agent",
  "name": "status",
  "description": "The agent and the state of its connections."
 },
 {
  "api": "agent",
  "name": "card",
  "description": "The agent card and its public URL."
 },
 {
  "api": "agent",
  "name": "a2a",
  "description": "Other agents speak to this one."
 },
 {
  "api": "agent",
  "name": "memory",
  "description": "Memory settings and threads: read, change, delete, hand over."
 },
 {
  "api": "agent",
  "name": "registry",
  "description": "The running components: read, reload."
 },
 {
  "api": "agent",
  "name": "meta",
  "description": "This contract and its documentation."
 },
 {
  "api": "nanoclaw",
  "name": "runtime",
  "description": "The container engine and the agent image."
 },
 {
  "api": "nanoclaw",
  "name": "mounts",
  "description": "What containers may mount."
 },
 {
  "api": "nanoclaw",
  "name": "credential-proxy",
  "description": "The proxy that puts credentials in place of placeholders."
 },
 {
  "api": "nanoclaw",
  "name": "ipc",
  "description": "Speaking to a container that runs."
 },
 {
  "api": "nanoclaw",
  "name": "queue",
  "description": "Which containers run and which wait."
 },
 {
  "api": "nanoclaw",
  "name": "namespaces",
  "description": "Namespaces and their instructions."
 },
 {
  "api": "nanoclaw",
  "name": "schedules",
  "description": "Tasks that run at their time."
 },
 {
  "api": "nanoclaw",
  "name": "monitoring",
  "description": "What happened, what runs now, and what it adds up to."
 },
 {
  "api": "nanoclaw",
  "name": "channels",
  "description": "Messaging channels, their chats and messages, and who may write."
 },
 {
  "api": "nanoclaw",
  "name": "telegram",
  "description": "Connect, disconnect and check a Telegram bot."
 },
 {
  "api": "nanoclaw",
  "name": "slack",
  "description": "Connect, disconnect and check a Slack app."
 },
 {
  "api": "nanoclaw",
  "name": "discord",
  "description": "Connect, disconnect and check a Discord bot."
 },
 {
  "api": "nanoclaw",
  "name": "whatsapp",
  "description": "Connect, disconnect and check a WhatsApp Business number, and its webhook."
 },
 {
  "api": "nanoclaw",
  "name": "meta",
  "description": "The contract itself, as a document and as a page."
 }
];

/** Every operation of the three contracts as a command. */
export const cliOperations: readonly CliOperation[] = [
 {
  "api": "prx",
  "id": "listSessions",
  "tag": "sessions",
  "verb": "list",
  "method": "get",
  "path": "/api/v1/sessions",
  "summary": "List sessions",
  "description": "Lists sessions of one status, newest first. Without `status` only active ones are listed.",
  "fields": [
   {
    "flag": "status",
    "in": "query",
    "path": [
     "status"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "choices": [
     "active",
     "idle",
     "terminated"
    ],
    "summary": "List sessions in this status."
   },
   {
    "flag": "channel",
    "in": "query",
    "path": [
     "channel"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "List sessions of this channel only."
   },
   {
    "flag": "limit",
    "in": "query",
    "path": [
     "limit"
    ],
    "required": false,
    "type": "integer",
    "list": false,
    "nullable": false,
    "summary": "How many results to return at most."
   },
   {
    "flag": "offset",
    "in": "query",
    "path": [
     "offset"
    ],
    "required": false,
    "type": "integer",
    "list": false,
    "nullable": false,
    "summary": "How many results to skip before the first one returned."
   }
  ],
  "body": null,
  "stream": null,
  "answer": {
   "content": [],
   "rows": [
    "sessions"
   ],
   "columns": [
    "id",
    "channel",
    "user_id",
    "status",
    "created_at",
    "last_activity"
   ]
  },
  "pageSize": 500,
  "slow": false
 },
 {
  "api": "prx",
  "id": "createSession",
  "tag": "sessions",
  "verb": "create",
  "method": "post",
  "path": "/api/v1/sessions",
  "summary": "Create a session",
  "description": "Creates an active session. It is durable before the answer is sent.",
  "fields": [
   {
    "flag": "channel",
    "in": "body",
    "path": [
     "channel"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The channel the session belongs to."
   },
   {
    "flag": "user-id",
    "in": "body",
    "path": [
     "user_id"
    ],
    "required": true,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "Who the session is with, in the caller's own words."
   },
   {
    "flag": "metadata",
    "in": "body",
    "path": [
     "metadata"
    ],
    "required": false,
    "type": "json",
    "list": false,
    "nullable": false,
    "summary": "Free facts about the session."
   }
  ],
  "body": {
   "required": true,
   "open": false
  },
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "prx",
  "id": "getSession",
  "tag": "sessions",
  "verb": "get",
  "method": "get",
  "path": "/api/v1/sessions/{id}",
  "summary": "Get a session",
  "description": "Answers one session in full, whatever its status.",
  "fields": [
   {
    "flag": "id",
    "in": "path",
    "path": [
     "id"
    ],
    "required": true,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The identifier of the session."
   }
  ],
  "body": null,
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "prx",
  "id": "deleteSession",
  "tag": "sessions",
  "verb": "delete",
  "method": "delete",
  "path": "/api/v1/sessions/{id}",
  "summary": "Terminate a session",
  "description": "Ends the session for good. It stays readable until its retention is over; a second call answers 409.",
  "fields": [
   {
    "flag": "id",
    "in": "path",
    "path": [
     "id"
    ],
    "required": true,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The identifier of the session."
   }
  ],
  "body": null,
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "prx",
  "id": "listMessages",
  "tag": "messages",
  "verb": "list",
  "method": "get",
  "path": "/api/v1/sessions/{id}/messages",
  "summary": "List messages of a session",
  "description": "Lists the messages of a session, oldest first.",
  "fields": [
   {
    "flag": "id",
    "in": "path",
    "path": [
     "id"
    ],
    "required": true,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The identifier of the session."
   },
   {
    "flag": "limit",
    "in": "query",
    "path": [
     "limit"
    ],
    "required": false,
    "type": "integer",
    "list": false,
    "nullable": false,
    "summary": "How many results to return at most."
   },
   {
    "flag": "offset",
    "in": "query",
    "path": [
     "offset"
    ],
    "required": false,
    "type": "integer",
    "list": false,
    "nullable": false,
    "summary": "How many results to skip before the first one returned."
   }
  ],
  "body": null,
  "stream": null,
  "answer": {
   "content": [],
   "rows": [
    "messages"
   ],
   "columns": [
    "id",
    "role",
    "content",
    "created_at"
   ]
  },
  "pageSize": 500,
  "slow": false
 },
 {
  "api": "prx",
  "id": "sendMessage",
  "tag": "messages",
  "verb": "send",
  "method": "post",
  "path": "/api/v1/sessions/{id}/messages",
  "summary": "Send a message",
  "description": "Stores the message, lets the agent answer and returns the finished turn. With `Accept: text/event-stream` the turn is streamed: `token`, `tool_call` and `tool_result` events, then one `done` or `error`. Turns of one session run one after the other; a terminated session answers 409.",
  "fields": [
   {
    "flag": "id",
    "in": "path",
    "path": [
     "id"
    ],
    "required": true,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The identifier of the session."
   },
   {
    "flag": "content",
    "in": "body",
    "path": [
     "content"
    ],
    "required": true,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The text, at most 256 Ki characters; blank text is refused."
   }
  ],
  "body": {
   "required": true,
   "open": false
  },
  "stream": {
   "always": false,
   "last": [
    "done",
    "error"
   ]
  },
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": true
 },
 {
  "api": "prx",
  "id": "listChannels",
  "tag": "channels",
  "verb": "list",
  "method": "get",
  "path": "/api/v1/channels",
  "summary": "List channels",
  "description": "Lists every configured channel with the state of its connection, by name.",
  "fields": [],
  "body": null,
  "stream": null,
  "answer": {
   "content": [],
   "rows": [
    "channels"
   ],
   "columns": [
    "name",
    "status",
    "connected_at",
    "active_sessions",
    "error"
   ]
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "prx",
  "id": "restartChannel",
  "tag": "channels",
  "verb": "restart",
  "method": "post",
  "path": "/api/v1/channels/{name}/restart",
  "summary": "Restart a channel",
  "description": "Closes the connection of the channel and opens it again with the current configuration. The answer comes at once; a channel that is already reconnecting answers the same.",
  "fields": [
   {
    "flag": "name",
    "in": "path",
    "path": [
     "name"
    ],
    "required": true,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The name of the channel."
   }
  ],
  "body": null,
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "prx",
  "id": "getChannelHealth",
  "tag": "channels",
  "verb": "health",
  "method": "get",
  "path": "/api/v1/channels/{name}/health",
  "summary": "Check a channel",
  "description": "Asks the vendor whether the connection works. An unhealthy channel is 200 with `healthy` false.",
  "fields": [
   {
    "flag": "name",
    "in": "path",
    "path": [
     "name"
    ],
    "required": true,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The name of the channel."
   }
  ],
  "body": null,
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "prx",
  "id": "listHooks",
  "tag": "hooks",
  "verb": "list",
  "method": "get",
  "path": "/api/v1/hooks",
  "summary": "List hooks",
  "description": "Lists every hook, newest first. Secrets are never shown.",
  "fields": [],
  "body": null,
  "stream": null,
  "answer": {
   "content": [],
   "rows": [
    "hooks"
   ],
   "columns": [
    "id",
    "url",
    "events",
    "active",
    "created_at"
   ]
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "prx",
  "id": "createHook",
  "tag": "hooks",
  "verb": "create",
  "method": "post",
  "path": "/api/v1/hooks",
  "summary": "Create a hook",
  "description": "Registers an endpoint. From then on every event named is delivered to it at least once, signed with the secret, and tried again for about three days when the endpoint does not answer 2xx.",
  "fields": [
   {
    "flag": "url",
    "in": "body",
    "path": [
     "url"
    ],
    "required": true,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "Where to deliver. Addresses of this machine and of private networks are refused unless allowed."
   },
   {
    "flag": "events",
    "in": "body",
    "path": [
     "events"
    ],
    "required": true,
    "type": "string",
    "list": true,
    "nullable": false,
    "choices": [
     "session.created",
     "session.idle",
     "session.terminated",
     "message.received",
     "message.sent",
     "tool.executed",
     "channel.connected",
     "channel.disconnected",
     "channel.error",
     "config.updated",
     "plugin.loaded",
     "plugin.disabled",
     "mcp.connected",
     "mcp.disconnected",
     "hook.disabled",
     "error.occurred",
     "session.completed"
    ],
    "summary": "Which events to deliver. `session.completed` is taken as another name of `session.terminated`."
   },
   {
    "flag": "secret",
    "in": "body",
    "path": [
     "secret"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The key that signs deliveries; without one they are not signed. For `webhook-signature` what follows `whsec_` is read as base64, and any other text, or one that is no base64, is used as it is. For `X-PRX-Signature` the whole text is used as it is."
   }
  ],
  "body": {
   "required": true,
   "open": false
  },
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "prx",
  "id": "deleteHook",
  "tag": "hooks",
  "verb": "delete",
  "method": "delete",
  "path": "/api/v1/hooks/{id}",
  "summary": "Delete a hook",
  "description": "Removes the hook with its deliveries; what still waits is not sent.",
  "fields": [
   {
    "flag": "id",
    "in": "path",
    "path": [
     "id"
    ],
    "required": true,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The identifier of the hook."
   }
  ],
  "body": null,
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "prx",
  "id": "enableHook",
  "tag": "hooks",
  "verb": "enable",
  "method": "post",
  "path": "/api/v1/hooks/{id}/enable",
  "summary": "Enable a hook",
  "description": "Delivers to a disabled hook again, from new events on. An active hook answers the same.",
  "fields": [
   {
    "flag": "id",
    "in": "path",
    "path": [
     "id"
    ],
    "required": true,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The identifier of the hook."
   }
  ],
  "body": null,
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "prx",
  "id": "rotateHookSecret",
  "tag": "hooks",
  "verb": "rotate-secret",
  "method": "post",
  "path": "/api/v1/hooks/{id}/rotate-secret",
  "summary": "Rotate the secret of a hook",
  "description": "Makes a new secret and shows it once. For a day `webhook-signature` carries a signature by each of the two, so that no delivery is refused meanwhile; `X-PRX-Signature` is by the new one.",
  "fields": [
   {
    "flag": "id",
    "in": "path",
    "path": [
     "id"
    ],
    "required": true,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The identifier of the hook."
   }
  ],
  "body": null,
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "prx",
  "id": "listHookDeliveries",
  "tag": "hooks",
  "verb": "list-deliveries",
  "method": "get",
  "path": "/api/v1/hooks/{id}/deliveries",
  "summary": "List deliveries of a hook",
  "description": "Lists what was, is being or could not be delivered to the hook, newest first.",
  "fields": [
   {
    "flag": "id",
    "in": "path",
    "path": [
     "id"
    ],
    "required": true,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The identifier of the hook."
   },
   {
    "flag": "status",
    "in": "query",
    "path": [
     "status"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "choices": [
     "pending",
     "delivered",
     "failed"
    ],
    "summary": "List deliveries in this status only."
   },
   {
    "flag": "limit",
    "in": "query",
    "path": [
     "limit"
    ],
    "required": false,
    "type": "integer",
    "list": false,
    "nullable": false,
    "summary": "How many results to return at most."
   },
   {
    "flag": "offset",
    "in": "query",
    "path": [
     "offset"
    ],
    "required": false,
    "type": "integer",
    "list": false,
    "nullable": false,
    "summary": "How many results to skip before the first one returned."
   }
  ],
  "body": null,
  "stream": null,
  "answer": {
   "content": [],
   "rows": [
    "deliveries"
   ],
   "columns": [
    "id",
    "hook_id",
    "event_id",
    "event",
    "status",
    "attempt_count",
    "response_status",
    "error",
    "created_at",
    "next_attempt_at",
    "delivered_at"
   ]
  },
  "pageSize": 500,
  "slow": false
 },
 {
  "api": "prx",
  "id": "replayHookDelivery",
  "tag": "hooks",
  "verb": "replay-delivery",
  "method": "post",
  "path": "/api/v1/hooks/{id}/deliveries/{delivery_id}/replay",
  "summary": "Replay a delivery",
  "description": "Delivers the same event once more under the same `webhook-id`, with all attempts anew. A delivery that is still pending, and one of a disabled hook, answers 409.",
  "fields": [
   {
    "flag": "id",
    "in": "path",
    "path": [
     "id"
    ],
    "required": true,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The identifier of the hook."
   },
   {
    "flag": "delivery-id",
    "in": "path",
    "path": [
     "delivery_id"
    ],
    "required": true,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The identifier of the delivery."
   }
  ],
  "body": null,
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "prx",
  "id": "listMcpServers",
  "tag": "mcp",
  "verb": "list",
  "method": "get",
  "path": "/api/v1/mcp",
  "summary": "List MCP servers",
  "description": "Lists every enabled MCP server with the state of its connection and its tools, by name.",
  "fields": [],
  "body": null,
  "stream": null,
  "answer": {
   "content": [],
   "rows": [
    "servers"
   ],
   "columns": [
    "name",
    "transport",
    "status",
    "tools",
    "connected_at",
    "error"
   ]
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "prx",
  "id": "reconnectMcpServer",
  "tag": "mcp",
  "verb": "reconnect",
  "method": "post",
  "path": "/api/v1/mcp/{name}/reconnect",
  "summary": "Reconnect an MCP server",
  "description": "Closes the connection to the server and opens it again. The answer comes at once; a server that is already reconnecting answers the same.",
  "fields": [
   {
    "flag": "name",
    "in": "path",
    "path": [
     "name"
    ],
    "required": true,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The name of the server."
   }
  ],
  "body": null,
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "prx",
  "id": "listPlugins",
  "tag": "plugins",
  "verb": "list",
  "method": "get",
  "path": "/api/v1/plugins",
  "summary": "List plugins",
  "description": "Lists every installed plugin with its status, by name.",
  "fields": [],
  "body": null,
  "stream": null,
  "answer": {
   "content": [],
   "rows": [
    "plugins"
   ],
   "columns": [
    "name",
    "version",
    "status",
    "capabilities",
    "memory_usage_bytes",
    "error"
   ]
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "prx",
  "id": "reloadPlugin",
  "tag": "plugins",
  "verb": "reload",
  "method": "post",
  "path": "/api/v1/plugins/{name}/reload",
  "summary": "Reload a plugin",
  "description": "Unloads the plugin and loads it again from its folder; a disabled plugin is enabled by it. Calls in flight end on the old version. When the new version does not load, the answer is 409 and the old one stays.",
  "fields": [
   {
    "flag": "name",
    "in": "path",
    "path": [
     "name"
    ],
    "required": true,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The name of the plugin."
   }
  ],
  "body": null,
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "prx",
  "id": "disablePlugin",
  "tag": "plugins",
  "verb": "disable",
  "method": "post",
  "path": "/api/v1/plugins/{name}/disable",
  "summary": "Disable a plugin",
  "description": "Stops calling the plugin without unloading it. A plugin disabled before answers the same.",
  "fields": [
   {
    "flag": "name",
    "in": "path",
    "path": [
     "name"
    ],
    "required": true,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The name of the plugin."
   }
  ],
  "body": null,
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "prx",
  "id": "enablePlugin",
  "tag": "plugins",
  "verb": "enable",
  "method": "post",
  "path": "/api/v1/plugins/{name}/enable",
  "summary": "Enable a plugin",
  "description": "Calls a disabled plugin again. A plugin enabled before answers the same; one that cannot be loaded answers 409.",
  "fields": [
   {
    "flag": "name",
    "in": "path",
    "path": [
     "name"
    ],
    "required": true,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The name of the plugin."
   }
  ],
  "body": null,
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "prx",
  "id": "listSkills",
  "tag": "skills",
  "verb": "list",
  "method": "get",
  "path": "/api/v1/skills",
  "summary": "List skills",
  "description": "Lists every available skill, by name.",
  "fields": [],
  "body": null,
  "stream": null,
  "answer": {
   "content": [],
   "rows": [
    "skills"
   ],
   "columns": [
    "name",
    "source",
    "description",
    "triggers"
   ]
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "prx",
  "id": "getStatus",
  "tag": "status",
  "verb": "get",
  "method": "get",
  "path": "/api/v1/status",
  "summary": "Get the status",
  "description": "Answers the daemon at a glance. When it is not healthy, `reasons` names the parts at fault.",
  "fields": [],
  "body": null,
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "prx",
  "id": "getHealth",
  "tag": "status",
  "verb": "health",
  "method": "get",
  "path": "/api/v1/status/health",
  "summary": "Check the daemon",
  "description": "A light check for load balancers that needs no token. It tries a real write into the store.",
  "fields": [],
  "body": null,
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "prx",
  "id": "getConfig",
  "tag": "config",
  "verb": "get",
  "method": "get",
  "path": "/api/v1/config",
  "summary": "Get the configuration",
  "description": "Answers the configuration in force as a tree of sections. Secrets are `***REDACTED***`.",
  "fields": [],
  "body": null,
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "prx",
  "id": "updateConfig",
  "tag": "config",
  "verb": "update",
  "method": "patch",
  "path": "/api/v1/config",
  "summary": "Change the configuration",
  "description": "Changes all the keys given or none of them, and keeps the values over restarts. An unknown or read-only key, a value of the wrong type and the placeholder `***REDACTED***` answer 400 naming the key; a key that the environment pins answers 409. With `reload_required` true the daemon must be restarted for at least one key.",
  "fields": [],
  "body": {
   "required": true,
   "open": true
  },
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "prx",
  "id": "listLogs",
  "tag": "logs",
  "verb": "list",
  "method": "get",
  "path": "/api/v1/logs",
  "summary": "List log entries",
  "description": "Answers the newest `limit` matching entries, oldest first. With `stream=true` the answer is a stream of server-sent events: first those entries, then each new one as it is written.",
  "fields": [
   {
    "flag": "level",
    "in": "query",
    "path": [
     "level"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "choices": [
     "trace",
     "debug",
     "info",
     "warn",
     "error"
    ],
    "summary": "The lowest level to answer."
   },
   {
    "flag": "module",
    "in": "query",
    "path": [
     "module"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "Answer this module only; `agent` also matches `agent::loop`, but not `agents`."
   },
   {
    "flag": "since",
    "in": "query",
    "path": [
     "since"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "Answer entries from this moment on, given in ISO 8601 or as a time back from now."
   },
   {
    "flag": "limit",
    "in": "query",
    "path": [
     "limit"
    ],
    "required": false,
    "type": "integer",
    "list": false,
    "nullable": false,
    "summary": "How many entries to answer at most."
   },
   {
    "flag": "stream",
    "in": "query",
    "path": [
     "stream"
    ],
    "required": false,
    "type": "boolean",
    "list": false,
    "nullable": false,
    "summary": "Whether to answer a stream of server-sent events."
   },
   {
    "flag": "last-event-id",
    "in": "header",
    "path": [
     "Last-Event-ID"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The id of the last event received. The stream goes on after it; without a stream it means nothing."
   }
  ],
  "body": null,
  "stream": {
   "always": false,
   "resumes": true
  },
  "answer": {
   "content": [],
   "rows": [
    "entries"
   ],
   "columns": [
    "timestamp",
    "level",
    "module",
    "message",
    "session_id"
   ]
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "prx",
  "id": "streamLogs",
  "tag": "logs",
  "verb": "tail",
  "method": "get",
  "path": "/api/v1/logs/stream",
  "summary": "Stream log entries",
  "description": "Streams new entries as server-sent events named `log`, each with an id to resume from, and a comment every 15 seconds. Where entries are missing, an event named `gap` says so.",
  "fields": [
   {
    "flag": "level",
    "in": "query",
    "path": [
     "level"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "choices": [
     "trace",
     "debug",
     "info",
     "warn",
     "error"
    ],
    "summary": "The lowest level to answer."
   },
   {
    "flag": "module",
    "in": "query",
    "path": [
     "module"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "Answer this module only; `agent` also matches `agent::loop`, but not `agents`."
   },
   {
    "flag": "last-event-id",
    "in": "header",
    "path": [
     "Last-Event-ID"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The id of the last event received. The stream goes on after it; without a stream it means nothing."
   }
  ],
  "body": null,
  "stream": {
   "always": true,
   "resumes": true
  },
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "prx",
  "id": "listTokens",
  "tag": "tokens",
  "verb": "list",
  "method": "get",
  "path": "/api/v1/tokens",
  "summary": "List tokens",
  "description": "Lists tokens, newest first, with the revoked and expired ones. The tokens themselves are never shown.",
  "fields": [
   {
    "flag": "limit",
    "in": "query",
    "path": [
     "limit"
    ],
    "required": false,
    "type": "integer",
    "list": false,
    "nullable": false,
    "summary": "How many results to return at most."
   },
   {
    "flag": "offset",
    "in": "query",
    "path": [
     "offset"
    ],
    "required": false,
    "type": "integer",
    "list": false,
    "nullable": false,
    "summary": "How many results to skip before the first one returned."
   }
  ],
  "body": null,
  "stream": null,
  "answer": {
   "content": [],
   "rows": [
    "tokens"
   ],
   "columns": [
    "id",
    "name",
    "prefix",
    "scopes",
    "created_at",
    "expires_at",
    "last_used_at",
    "revoked_at"
   ]
  },
  "pageSize": 500,
  "slow": false
 },
 {
  "api": "prx",
  "id": "createToken",
  "tag": "tokens",
  "verb": "create",
  "method": "post",
  "path": "/api/v1/tokens",
  "summary": "Create a token",
  "description": "Makes a token and shows it once; it works on all three APIs. An unknown scope answers 400, a scope that the calling token does not have answers 403.",
  "fields": [
   {
    "flag": "name",
    "in": "body",
    "path": [
     "name"
    ],
    "required": true,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "What the token is for, in words of its maker."
   },
   {
    "flag": "scopes",
    "in": "body",
    "path": [
     "scopes"
    ],
    "required": true,
    "type": "string",
    "list": true,
    "nullable": false,
    "summary": "What the token may do; never more than the token that makes it."
   },
   {
    "flag": "expires-in-secs",
    "in": "body",
    "path": [
     "expires_in_secs"
    ],
    "required": false,
    "type": "integer",
    "list": false,
    "nullable": false,
    "summary": "Seconds until it expires; without it the token does not expire."
   }
  ],
  "body": {
   "required": true,
   "open": false
  },
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "prx",
  "id": "deleteToken",
  "tag": "tokens",
  "verb": "delete",
  "method": "delete",
  "path": "/api/v1/tokens/{id}",
  "summary": "Revoke a token",
  "description": "Revokes the token at once and for good; it stays in the list. A token revoked before answers the same.",
  "fields": [
   {
    "flag": "id",
    "in": "path",
    "path": [
     "id"
    ],
    "required": true,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The identifier of the token."
   }
  ],
  "body": null,
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "prx",
  "id": "createBackup",
  "tag": "backups",
  "verb": "create",
  "method": "post",
  "path": "/api/v1/backups",
  "summary": "Make a backup",
  "description": "Copies the database as of now into a new file of the daemon's own folder while requests go on, and checks the copy. The caller chooses neither folder nor name.",
  "fields": [],
  "body": null,
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "prx",
  "id": "verifyAudit",
  "tag": "audit",
  "verb": "verify",
  "method": "get",
  "path": "/api/v1/audit/verify",
  "summary": "Verify the audit log",
  "description": "Walks the chain of hashes from its first entry and answers how many entries hold. An entry that was changed, removed or put in shows as `broken_at`. Removing the newest entries leaves a chain that holds: keep `head` elsewhere and compare.",
  "fields": [],
  "body": null,
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "prx",
  "id": "getMetrics",
  "tag": "meta",
  "verb": "metrics",
  "method": "get",
  "path": "/metrics",
  "summary": "Get metrics",
  "description": "Answers the metrics of the daemon in the Prometheus text format.",
  "fields": [],
  "body": null,
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "prx",
  "id": "getOpenapi",
  "tag": "meta",
  "verb": "openapi",
  "method": "get",
  "path": "/openapi.json",
  "summary": "Get this contract",
  "description": "Answers the OpenAPI document of this API. It needs no token.",
  "fields": [],
  "body": null,
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "prx",
  "id": "getOpenapiYaml",
  "tag": "meta",
  "verb": "openapi-yaml",
  "method": "get",
  "path": "/openapi.yaml",
  "summary": "Get the contract as YAML",
  "description": "Answers the same document as `/openapi.json`, written as YAML. It needs no token.",
  "fields": [],
  "body": null,
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "prx",
  "id": "getDocs",
  "tag": "meta",
  "verb": "docs",
  "method": "get",
  "path": "/docs",
  "summary": "Read the documentation",
  "description": "Answers the reference of this API as one page, in the language asked for as far as it is there. The guides and everything else of the documentation are under `/docs/`. It needs no token.",
  "fields": [
   {
    "flag": "accept-language",
    "in": "header",
    "path": [
     "Accept-Language"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The languages the reader understands, by preference. English is answered when none of them is there."
   }
  ],
  "body": null,
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "agent",
  "id": "getStatus",
  "tag": "status",
  "verb": "get",
  "method": "get",
  "path": "/api/v1/status",
  "summary": "Get the status",
  "description": "Answers the identifier of the agent and the state of its connections to MCP servers and peer agents.",
  "fields": [],
  "body": null,
  "stream": null,
  "answer": {
   "content": [
    "data"
   ],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "agent",
  "id": "getStatusLegacy",
  "tag": "status",
  "verb": "get-legacy",
  "method": "get",
  "path": "/status",
  "summary": "Get the status at its older path",
  "description": "The same as `GET /api/v1/status`, kept for older callers.",
  "fields": [],
  "body": null,
  "stream": null,
  "answer": {
   "content": [
    "data"
   ],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "agent",
  "id": "getCardUrl",
  "tag": "card",
  "verb": "url",
  "method": "get",
  "path": "/api/v1/card/url",
  "summary": "Get the public URL",
  "description": "Answers the URL that the agent card publishes.",
  "fields": [],
  "body": null,
  "stream": null,
  "answer": {
   "content": [
    "data"
   ],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "agent",
  "id": "updateCardUrl",
  "tag": "card",
  "verb": "update-url",
  "method": "patch",
  "path": "/api/v1/card/url",
  "summary": "Change the public URL",
  "description": "Changes the URL that the agent card publishes, at once, and writes it to PUBLIC_AGENT_URL in the `.env` file of the folder the daemon was started in. A URL that is not http or https, or names a user, answers 400.",
  "fields": [
   {
    "flag": "url",
    "in": "body",
    "path": [
     "url"
    ],
    "required": true,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The new public URL, http or https."
   }
  ],
  "body": {
   "required": true,
   "open": false
  },
  "stream": null,
  "answer": {
   "content": [
    "data"
   ],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "agent",
  "id": "getAgentCard",
  "tag": "card",
  "verb": "get",
  "method": "get",
  "path": "/.well-known/agent-card.json",
  "summary": "Get the agent card",
  "description": "Answers the agent card as the A2A protocol wants it, without the envelope. Clients of version 1.0 read `supportedInterfaces`, those of 0.3 `url`, `preferredTransport` and `protocolVersion`. It needs no token.",
  "fields": [],
  "body": null,
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "agent",
  "id": "callA2a",
  "tag": "a2a",
  "verb": "call",
  "method": "post",
  "path": "/a2a",
  "summary": "Speak to the agent by the A2A protocol",
  "description": "Takes one JSON-RPC 2.0 call of the A2A protocol, version 1.0 where the header `A2A-Version` says so and 0.3 without it. A message becomes a task: a turn in the session that is the context. The streaming methods answer with `text/event-stream`. What the protocol refuses is an error of JSON-RPC with status 200; the other statuses are those of every operation of this API. Only text is read, and there are no push notifications.",
  "fields": [
   {
    "flag": "a2a-version",
    "in": "header",
    "path": [
     "A2A-Version"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The version of the protocol that the caller speaks; 0.3 where it is absent."
   }
  ],
  "body": {
   "required": true,
   "open": true
  },
  "stream": {
   "always": false
  },
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": true
 },
 {
  "api": "agent",
  "id": "getMemoryConfig",
  "tag": "memory",
  "verb": "config",
  "method": "get",
  "path": "/api/v1/memory/config",
  "summary": "Get the memory settings",
  "description": "Answers the memory settings in force. A password in `postgres_dsn` is masked.",
  "fields": [],
  "body": null,
  "stream": null,
  "answer": {
   "content": [
    "data"
   ],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "agent",
  "id": "updateMemoryConfig",
  "tag": "memory",
  "verb": "update-config",
  "method": "patch",
  "path": "/api/v1/memory/config",
  "summary": "Change the memory settings",
  "description": "Changes `summarize`, `window_size` and `summarize_threshold` at once and answers the settings in force. A body that names `enabled`, `backend` or `postgres_dsn` changes nothing and answers 422.",
  "fields": [
   {
    "flag": "summarize",
    "in": "body",
    "path": [
     "summarize"
    ],
    "required": false,
    "type": "boolean",
    "list": false,
    "nullable": false,
    "summary": "Whether older messages are summarized into long-term memory."
   },
   {
    "flag": "window-size",
    "in": "body",
    "path": [
     "window_size"
    ],
    "required": false,
    "type": "integer",
    "list": false,
    "nullable": false,
    "summary": "Newest messages given to the model."
   },
   {
    "flag": "summarize-threshold",
    "in": "body",
    "path": [
     "summarize_threshold"
    ],
    "required": false,
    "type": "integer",
    "list": false,
    "nullable": false,
    "summary": "Messages that trigger a summary."
   },
   {
    "flag": "enabled",
    "in": "body",
    "path": [
     "enabled"
    ],
    "required": false,
    "type": "boolean",
    "list": false,
    "nullable": false,
    "summary": "Cannot change while the daemon runs."
   },
   {
    "flag": "backend",
    "in": "body",
    "path": [
     "backend"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "Cannot change while the daemon runs."
   },
   {
    "flag": "postgres-dsn",
    "in": "body",
    "path": [
     "postgres_dsn"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": true,
    "summary": "Cannot change while the daemon runs."
   }
  ],
  "body": {
   "required": true,
   "open": false
  },
  "stream": null,
  "answer": {
   "content": [
    "data"
   ],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "agent",
  "id": "listThreads",
  "tag": "memory",
  "verb": "list-threads",
  "method": "get",
  "path": "/api/v1/memory/threads",
  "summary": "List threads",
  "description": "Lists the threads of this agent that have a message, newest first.",
  "fields": [
   {
    "flag": "limit",
    "in": "query",
    "path": [
     "limit"
    ],
    "required": false,
    "type": "integer",
    "list": false,
    "nullable": false,
    "summary": "How many results to return at most; without it all are returned."
   },
   {
    "flag": "offset",
    "in": "query",
    "path": [
     "offset"
    ],
    "required": false,
    "type": "integer",
    "list": false,
    "nullable": false,
    "summary": "How many results to skip before the first one returned."
   }
  ],
  "body": null,
  "stream": null,
  "answer": {
   "content": [
    "data"
   ],
   "rows": [
    "threads"
   ],
   "columns": []
  },
  "pageSize": 500,
  "slow": false
 },
 {
  "api": "agent",
  "id": "deleteThreads",
  "tag": "memory",
  "verb": "delete-threads",
  "method": "delete",
  "path": "/api/v1/memory/threads",
  "summary": "Delete all threads",
  "description": "Deletes every thread of this agent with its checkpoints and long-term memory, and nothing of other agents.",
  "fields": [
   {
    "flag": "all",
    "in": "query",
    "path": [
     "all"
    ],
    "required": true,
    "type": "string",
    "list": false,
    "nullable": false,
    "choices": [
     "true"
    ],
    "summary": "Must be `true`, so that nobody deletes all by a slip; anything else answers 400."
   }
  ],
  "body": null,
  "stream": null,
  "answer": {
   "content": [
    "data"
   ],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "agent",
  "id": "deleteThread",
  "tag": "memory",
  "verb": "delete-thread",
  "method": "delete",
  "path": "/api/v1/memory/threads/{thread_id}",
  "summary": "Delete a thread",
  "description": "Deletes one thread of this agent with its checkpoints and long-term memory, all or nothing.",
  "fields": [
   {
    "flag": "thread-id",
    "in": "path",
    "path": [
     "thread_id"
    ],
    "required": true,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The identifier of the thread."
   }
  ],
  "body": null,
  "stream": null,
  "answer": {
   "content": [
    "data"
   ],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "agent",
  "id": "listThreadMessages",
  "tag": "memory",
  "verb": "list-thread-messages",
  "method": "get",
  "path": "/api/v1/memory/threads/{thread_id}/messages",
  "summary": "List messages of a thread",
  "description": "Lists the messages of the user and the agent in one thread of this agent, oldest first.",
  "fields": [
   {
    "flag": "thread-id",
    "in": "path",
    "path": [
     "thread_id"
    ],
    "required": true,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The identifier of the thread."
   },
   {
    "flag": "limit",
    "in": "query",
    "path": [
     "limit"
    ],
    "required": false,
    "type": "integer",
    "list": false,
    "nullable": false,
    "summary": "How many results to return at most; without it all are returned."
   },
   {
    "flag": "offset",
    "in": "query",
    "path": [
     "offset"
    ],
    "required": false,
    "type": "integer",
    "list": false,
    "nullable": false,
    "summary": "How many results to skip before the first one returned."
   }
  ],
  "body": null,
  "stream": null,
  "answer": {
   "content": [
    "data"
   ],
   "rows": [
    "messages"
   ],
   "columns": [
    "role",
    "content"
   ]
  },
  "pageSize": 500,
  "slow": false
 },
 {
  "api": "agent",
  "id": "migrateAgentId",
  "tag": "memory",
  "verb": "migrate-agent-id",
  "method": "post",
  "path": "/api/v1/memory/migrate-agent-id",
  "summary": "Hand threads over to another agent id",
  "description": "Gives every thread and all memory of `old_id` to `new_id`, beside what that one owns already. Neither has to be the agent that answers: with its own id as `old_id` it hands its threads over and has none from then on. Two equal identifiers answer 400.",
  "fields": [
   {
    "flag": "old-id",
    "in": "body",
    "path": [
     "old_id"
    ],
    "required": true,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The identifier of an agent."
   },
   {
    "flag": "new-id",
    "in": "body",
    "path": [
     "new_id"
    ],
    "required": true,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The identifier of an agent."
   }
  ],
  "body": {
   "required": true,
   "open": false
  },
  "stream": null,
  "answer": {
   "content": [
    "data"
   ],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "agent",
  "id": "getRuntimeMetadata",
  "tag": "registry",
  "verb": "runtime-metadata",
  "method": "get",
  "path": "/api/v1/registry/runtime-metadata",
  "summary": "Get the running components",
  "description": "Answers every component of the running agent with its revision and state, and the generation of the whole.",
  "fields": [],
  "body": null,
  "stream": null,
  "answer": {
   "content": [
    "data"
   ],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "agent",
  "id": "getRuntimeMetadataLegacy",
  "tag": "registry",
  "verb": "runtime-metadata-legacy",
  "method": "get",
  "path": "/internal/runtime-metadata",
  "summary": "Get the running components at the older path",
  "description": "The same as `GET /api/v1/registry/runtime-metadata`, kept for older callers.",
  "fields": [],
  "body": null,
  "stream": null,
  "answer": {
   "content": [
    "data"
   ],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "agent",
  "id": "reloadRegistry",
  "tag": "registry",
  "verb": "reload",
  "method": "post",
  "path": "/api/v1/registry/reload",
  "summary": "Reload changed components",
  "description": "Reads the configuration file again and rebuilds the components whose configuration or files changed. A component whose new revision does not start keeps its old one and is named under `failed`; turns in flight end on the old ones. With a configuration file that cannot be used nothing is reloaded, and the answer is 409. Reloads run one after the other; with more than 16 of them waiting the answer is 409.",
  "fields": [],
  "body": null,
  "stream": null,
  "answer": {
   "content": [
    "data"
   ],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "agent",
  "id": "reloadRegistryLegacy",
  "tag": "registry",
  "verb": "reload-legacy",
  "method": "post",
  "path": "/internal/reload",
  "summary": "Reload changed components at the older path",
  "description": "The same as `POST /api/v1/registry/reload`, kept for older callers.",
  "fields": [],
  "body": null,
  "stream": null,
  "answer": {
   "content": [
    "data"
   ],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "agent",
  "id": "getOpenapi",
  "tag": "meta",
  "verb": "openapi",
  "method": "get",
  "path": "/openapi.json",
  "summary": "Get this contract",
  "description": "Answers the OpenAPI document of this API. It needs no token.",
  "fields": [],
  "body": null,
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "agent",
  "id": "getOpenapiYaml",
  "tag": "meta",
  "verb": "openapi-yaml",
  "method": "get",
  "path": "/openapi.yaml",
  "summary": "Get the contract as YAML",
  "description": "Answers the same document as `/openapi.json`, written as YAML. It needs no token.",
  "fields": [],
  "body": null,
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "agent",
  "id": "getDocs",
  "tag": "meta",
  "verb": "docs",
  "method": "get",
  "path": "/docs",
  "summary": "Read the documentation",
  "description": "Answers the reference of this API as one page, in the language asked for as far as it is there. The guides and everything else of the documentation are under `/docs/`. It needs no token.",
  "fields": [
   {
    "flag": "accept-language",
    "in": "header",
    "path": [
     "Accept-Language"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The languages the reader understands, by preference. English is answered when none of them is there."
   }
  ],
  "body": null,
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "nanoclaw",
  "id": "getRuntime",
  "tag": "runtime",
  "verb": "get",
  "method": "get",
  "path": "/api/v1/container/runtime",
  "summary": "Get the container runtime",
  "description": "Answers which container engine was found and how containers reach the host. No engine is an answer with `available: false`, not an error. A finding is kept for some seconds; `refresh` looks again.",
  "fields": [
   {
    "flag": "refresh",
    "in": "query",
    "path": [
     "refresh"
    ],
    "required": false,
    "type": "boolean",
    "list": false,
    "nullable": false,
    "summary": "Look for the engine again instead of answering what was found before."
   }
  ],
  "body": null,
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "nanoclaw",
  "id": "buildImage",
  "tag": "runtime",
  "verb": "build-image",
  "method": "post",
  "path": "/api/v1/container/image/build",
  "summary": "Build the agent image",
  "description": "Builds the agent image and answers when the build has ended; a build that fails is `success: false` with the end of its log. With `async` in the query or the body it answers 202 at once, and the image status tells how it goes. One build runs at a time; a second answers 409. What is built is fixed by the configuration.",
  "fields": [
   {
    "flag": "async",
    "in": "query",
    "path": [
     "async"
    ],
    "required": false,
    "type": "boolean",
    "list": false,
    "nullable": false,
    "summary": "Answer at once and build in the background."
   },
   {
    "flag": "image-tag",
    "in": "body",
    "path": [
     "imageTag"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The tag of the new image. Without it, the default tag of the configuration."
   }
  ],
  "body": {
   "required": false,
   "open": false
  },
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": true
 },
 {
  "api": "nanoclaw",
  "id": "getImageStatus",
  "tag": "runtime",
  "verb": "image-status",
  "method": "get",
  "path": "/api/v1/container/image/status",
  "summary": "Get the status of an image",
  "description": "Answers whether the image exists, and how its last build went. A missing image is `exists` false, not an error.",
  "fields": [
   {
    "flag": "image-tag",
    "in": "query",
    "path": [
     "imageTag"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The image to look for. Without it, the default image."
   }
  ],
  "body": null,
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "nanoclaw",
  "id": "validateMount",
  "tag": "mounts",
  "verb": "validate",
  "method": "post",
  "path": "/api/v1/container/mount/validate",
  "summary": "Check a mount",
  "description": "Tells whether a host path could be mounted, and how. Links are followed before anything is compared, and without an allowlist everything is refused. A refused mount is `allowed` false, not an error; nothing is changed.",
  "fields": [
   {
    "flag": "host-path",
    "in": "body",
    "path": [
     "hostPath"
    ],
    "required": true,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The path on the host; `~` is the home directory. It holds no NUL."
   },
   {
    "flag": "container-path",
    "in": "body",
    "path": [
     "containerPath"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "Where the path appears, as a name below `/workspace/extra` or in full. Without it, the last part of the host path."
   },
   {
    "flag": "read-only",
    "in": "body",
    "path": [
     "readOnly"
    ],
    "required": false,
    "type": "boolean",
    "list": false,
    "nullable": false,
    "summary": "Whether reading is enough."
   },
   {
    "flag": "group",
    "in": "body",
    "path": [
     "group"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The namespace the mount is for; unknown ones answer 404."
   },
   {
    "flag": "is-main",
    "in": "body",
    "path": [
     "isMain"
    ],
    "required": false,
    "type": "boolean",
    "list": false,
    "nullable": false,
    "summary": "Check as for the main namespace."
   }
  ],
  "body": {
   "required": true,
   "open": false
  },
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "nanoclaw",
  "id": "getMountAllowlist",
  "tag": "mounts",
  "verb": "allowlist",
  "method": "get",
  "path": "/api/v1/container/mount/allowlist",
  "summary": "Get the mount allowlist",
  "description": "Answers the allowed roots and the blocked patterns, with the built-in patterns that always apply.",
  "fields": [],
  "body": null,
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "nanoclaw",
  "id": "setMountAllowlist",
  "tag": "mounts",
  "verb": "set-allowlist",
  "method": "put",
  "path": "/api/v1/container/mount/allowlist",
  "summary": "Replace the mount allowlist",
  "description": "Replaces the whole allowlist and answers the stored one. The built-in blocked patterns stay, whether they are sent or not. A root is absolute or begins with `~`, and is never `/`.",
  "fields": [
   {
    "flag": "allowed-roots",
    "in": "body",
    "path": [
     "allowedRoots"
    ],
    "required": true,
    "type": "json",
    "list": false,
    "nullable": false,
    "summary": "The roots; a bare path is read-only."
   },
   {
    "flag": "blocked-patterns",
    "in": "body",
    "path": [
     "blockedPatterns"
    ],
    "required": true,
    "type": "string",
    "list": true,
    "nullable": false,
    "summary": "Patterns to block beside the built-in ones."
   },
   {
    "flag": "non-main-read-only",
    "in": "body",
    "path": [
     "nonMainReadOnly"
    ],
    "required": false,
    "type": "boolean",
    "list": false,
    "nullable": false,
    "summary": "Whether every namespace but the main one mounts read-only."
   }
  ],
  "body": {
   "required": true,
   "open": false
  },
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "nanoclaw",
  "id": "getProxyStatus",
  "tag": "credential-proxy",
  "verb": "status",
  "method": "get",
  "path": "/api/v1/container/credential-proxy/status",
  "summary": "Get the status of the credential proxy",
  "description": "Answers whether the proxy runs, where, and what its mappings have done. Credentials are never shown.",
  "fields": [],
  "body": null,
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "nanoclaw",
  "id": "startProxy",
  "tag": "credential-proxy",
  "verb": "start",
  "method": "post",
  "path": "/api/v1/container/credential-proxy/start",
  "summary": "Start the credential proxy",
  "description": "Starts the proxy. One that runs already is left as it is, and the answer says so; a taken port is 503.",
  "fields": [],
  "body": null,
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "nanoclaw",
  "id": "stopProxy",
  "tag": "credential-proxy",
  "verb": "stop",
  "method": "post",
  "path": "/api/v1/container/credential-proxy/stop",
  "summary": "Stop the credential proxy",
  "description": "Stops the proxy. Requests under way have 5 seconds to end. One that is stopped already is left as it is, and the answer says so.",
  "fields": [],
  "body": null,
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "nanoclaw",
  "id": "createProxyMapping",
  "tag": "credential-proxy",
  "verb": "create-mapping",
  "method": "post",
  "path": "/api/v1/container/credential-proxy/mappings",
  "summary": "Add a credential mapping",
  "description": "Adds an upstream and the credential for it. Containers send the placeholder; the proxy puts the credential in its place. The credential is never shown again; a name that is taken answers 409.",
  "fields": [
   {
    "flag": "name",
    "in": "body",
    "path": [
     "name"
    ],
    "required": true,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The name of a mapping; no two are the same."
   },
   {
    "flag": "upstream-url",
    "in": "body",
    "path": [
     "upstreamUrl"
    ],
    "required": true,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "Where requests go, http or https, without user, query and fragment."
   },
   {
    "flag": "credential-type",
    "in": "body",
    "path": [
     "credentialType"
    ],
    "required": true,
    "type": "string",
    "list": false,
    "nullable": false,
    "choices": [
     "api_key",
     "bearer",
     "oauth_token"
    ],
    "summary": "How the credential is sent: api_key in `x-api-key`, bearer in `Authorization`, oauth_token in `Authorization` only when the container sends one."
   },
   {
    "flag": "credential",
    "in": "body",
    "path": [
     "credential"
    ],
    "required": true,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The secret itself, one line of printable ASCII without spaces around it."
   },
   {
    "flag": "header-name",
    "in": "body",
    "path": [
     "headerName"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "Another header for an api_key than `x-api-key`."
   }
  ],
  "body": {
   "required": true,
   "open": false
  },
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "nanoclaw",
  "id": "deleteProxyMapping",
  "tag": "credential-proxy",
  "verb": "delete-mapping",
  "method": "delete",
  "path": "/api/v1/container/credential-proxy/mappings/{id}",
  "summary": "Remove a credential mapping",
  "description": "Removes the mapping and its credential. Containers that use its placeholder are refused from now on.",
  "fields": [
   {
    "flag": "id",
    "in": "path",
    "path": [
     "id"
    ],
    "required": true,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The identifier of the mapping."
   }
  ],
  "body": null,
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "nanoclaw",
  "id": "setProxyPort",
  "tag": "credential-proxy",
  "verb": "set-port",
  "method": "put",
  "path": "/api/v1/container/credential-proxy/port",
  "summary": "Set the port of the credential proxy",
  "description": "Sets the port and keeps it. A running proxy moves to it, and stays where it is when the port cannot be had (503). A port of the management APIs answers 409. Containers that already run keep the old address.",
  "fields": [
   {
    "flag": "port",
    "in": "body",
    "path": [
     "port"
    ],
    "required": true,
    "type": "integer",
    "list": false,
    "nullable": false,
    "summary": "The port, from 1024 up; 0 takes any free one."
   }
  ],
  "body": {
   "required": true,
   "open": false
  },
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "nanoclaw",
  "id": "createIpcDirectories",
  "tag": "ipc",
  "verb": "create-directories",
  "method": "post",
  "path": "/api/v1/container/ipc/directories",
  "summary": "Create the IPC directories",
  "description": "Creates the directories through which a namespace and its container speak. Those that exist are left as they are.",
  "fields": [
   {
    "flag": "group",
    "in": "body",
    "path": [
     "group"
    ],
    "required": true,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "A name of 1 to 64 letters, digits, `_` and `-` that begins with a letter or digit. `global`, `merge-instructions` and `errors` are reserved. Other names answer 400 with invalid_name."
   }
  ],
  "body": {
   "required": true,
   "open": false
  },
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": true
 },
 {
  "api": "nanoclaw",
  "id": "sendFollowUp",
  "tag": "ipc",
  "verb": "send-follow-up",
  "method": "post",
  "path": "/api/v1/container/ipc/follow-up",
  "summary": "Send a follow-up message",
  "description": "Hands a message to the running container of a namespace; it is durable before the answer is sent. Without a running container, or when a scheduled task has it, the answer is 409.",
  "fields": [
   {
    "flag": "group",
    "in": "body",
    "path": [
     "group"
    ],
    "required": true,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The name of a namespace, which is its folder too."
   },
   {
    "flag": "text",
    "in": "body",
    "path": [
     "text"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The message; blank text is refused."
   },
   {
    "flag": "message",
    "in": "body",
    "path": [
     "message"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "Another name for `text`."
   },
   {
    "flag": "chat-jid",
    "in": "body",
    "path": [
     "chatJid"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The chat it belongs to, when the namespace has several."
   }
  ],
  "body": {
   "required": true,
   "open": false
  },
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "nanoclaw",
  "id": "sendClose",
  "tag": "ipc",
  "verb": "send-close",
  "method": "post",
  "path": "/api/v1/container/ipc/close",
  "summary": "Close a container",
  "description": "Asks the running container of a namespace to end. It is not killed: it ends its turn first. Without a running container the answer is 409.",
  "fields": [
   {
    "flag": "group",
    "in": "body",
    "path": [
     "group"
    ],
    "required": true,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The name of a namespace, which is its folder too."
   },
   {
    "flag": "reason",
    "in": "body",
    "path": [
     "reason"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "Why; kept in the audit log."
   }
  ],
  "body": {
   "required": true,
   "open": false
  },
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "nanoclaw",
  "id": "listQueueGroups",
  "tag": "queue",
  "verb": "list-groups",
  "method": "get",
  "path": "/api/v1/container/queue/groups",
  "summary": "List the groups of the queue",
  "description": "Lists what every group is doing, the latest activity first.",
  "fields": [],
  "body": null,
  "stream": null,
  "answer": {
   "content": [],
   "rows": [],
   "columns": [
    "group",
    "chatJid",
    "status",
    "active",
    "isTaskContainer",
    "runningTaskId",
    "containerName",
    "pendingMessages",
    "pendingTasks",
    "pendingTaskIds",
    "retryCount",
    "nextRetryAt",
    "startedAt",
    "lastActivityAt"
   ]
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "nanoclaw",
  "id": "getQueueCounts",
  "tag": "queue",
  "verb": "counts",
  "method": "get",
  "path": "/api/v1/container/queue/counts",
  "summary": "Count what runs and what waits",
  "description": "Answers how many containers run, how much waits, and how many more may start.",
  "fields": [],
  "body": null,
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "nanoclaw",
  "id": "getQueueGroup",
  "tag": "queue",
  "verb": "group",
  "method": "get",
  "path": "/api/v1/container/queue/groups/{group}",
  "summary": "Get the state of a group",
  "description": "Answers what one group is doing. A namespace that never ran is idle; an unknown one is 404.",
  "fields": [
   {
    "flag": "group",
    "in": "path",
    "path": [
     "group"
    ],
    "required": true,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The name of a namespace, or the address of one of its chats."
   }
  ],
  "body": null,
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "nanoclaw",
  "id": "getMaxConcurrent",
  "tag": "queue",
  "verb": "max-concurrent",
  "method": "get",
  "path": "/api/v1/container/queue/max-concurrent",
  "summary": "Get how many containers may run",
  "description": "Answers how many containers may run at the same time.",
  "fields": [],
  "body": null,
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "nanoclaw",
  "id": "setMaxConcurrent",
  "tag": "queue",
  "verb": "set-max-concurrent",
  "method": "put",
  "path": "/api/v1/container/queue/max-concurrent",
  "summary": "Set how many containers may run",
  "description": "Sets and keeps the limit. A lower one stops nothing that runs; a higher one starts at once what waits. A limit that the environment sets answers 409.",
  "fields": [
   {
    "flag": "max-concurrent",
    "in": "body",
    "path": [
     "maxConcurrent"
    ],
    "required": true,
    "type": "integer",
    "list": false,
    "nullable": false,
    "summary": "How many containers may run at the same time."
   }
  ],
  "body": {
   "required": true,
   "open": false
  },
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "nanoclaw",
  "id": "listNamespaces",
  "tag": "namespaces",
  "verb": "list",
  "method": "get",
  "path": "/api/v1/container/namespaces",
  "summary": "List namespaces",
  "description": "Lists every namespace, newest first.",
  "fields": [],
  "body": null,
  "stream": null,
  "answer": {
   "content": [],
   "rows": [],
   "columns": [
    "id",
    "name",
    "description",
    "createdAt",
    "updatedAt",
    "chatJids",
    "trigger",
    "requiresTrigger",
    "isMain"
   ]
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "nanoclaw",
  "id": "createNamespace",
  "tag": "namespaces",
  "verb": "create",
  "method": "post",
  "path": "/api/v1/container/namespaces",
  "summary": "Create a namespace",
  "description": "Creates a namespace with its folder. A name that is taken, whatever its case, a chat that belongs to another namespace and a second main namespace answer 409.",
  "fields": [
   {
    "flag": "name",
    "in": "body",
    "path": [
     "name"
    ],
    "required": true,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "A name of 1 to 64 letters, digits, `_` and `-` that begins with a letter or digit. `global`, `merge-instructions` and `errors` are reserved. Other names answer 400 with invalid_name."
   },
   {
    "flag": "description",
    "in": "body",
    "path": [
     "description"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "What the namespace is for."
   },
   {
    "flag": "chat-jids",
    "in": "body",
    "path": [
     "chatJids"
    ],
    "required": false,
    "type": "string",
    "list": true,
    "nullable": false,
    "summary": "The chats whose messages go to the namespace."
   },
   {
    "flag": "trigger",
    "in": "body",
    "path": [
     "trigger"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": true,
    "summary": "The word that wakes the agent, without `@`; null is the assistant's name."
   },
   {
    "flag": "requires-trigger",
    "in": "body",
    "path": [
     "requiresTrigger"
    ],
    "required": false,
    "type": "boolean",
    "list": false,
    "nullable": false,
    "summary": "Whether the agent waits for its trigger."
   },
   {
    "flag": "is-main",
    "in": "body",
    "path": [
     "isMain"
    ],
    "required": false,
    "type": "boolean",
    "list": false,
    "nullable": false,
    "summary": "Whether it is the main namespace."
   },
   {
    "flag": "container-config.image",
    "in": "body",
    "path": [
     "containerConfig",
     "image"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "An image as `[registry/]name[:tag][@digest]`. It is not empty and does not begin with `-`; what does not follow this form answers 400 with invalid_image_tag."
   },
   {
    "flag": "container-config.timeout-secs",
    "in": "body",
    "path": [
     "containerConfig",
     "timeoutSecs"
    ],
    "required": false,
    "type": "integer",
    "list": false,
    "nullable": false,
    "summary": "Seconds a run may take; 0 means no limit."
   },
   {
    "flag": "container-config.network",
    "in": "body",
    "path": [
     "containerConfig",
     "network"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "choices": [
     "none",
     "bridge"
    ],
    "summary": "none reaches nothing but the credential proxy; bridge reaches whatever the container engine's default network does."
   },
   {
    "flag": "container-config.additional-mounts",
    "in": "body",
    "path": [
     "containerConfig",
     "additionalMounts"
    ],
    "required": false,
    "type": "json",
    "list": false,
    "nullable": false,
    "summary": "Directories of the host that containers see."
   }
  ],
  "body": {
   "required": true,
   "open": false
  },
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "nanoclaw",
  "id": "getNamespace",
  "tag": "namespaces",
  "verb": "get",
  "method": "get",
  "path": "/api/v1/container/namespaces/{name}",
  "summary": "Get a namespace",
  "description": "Answers one namespace.",
  "fields": [
   {
    "flag": "name",
    "in": "path",
    "path": [
     "name"
    ],
    "required": true,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The name of the namespace."
   }
  ],
  "body": null,
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "nanoclaw",
  "id": "setNamespace",
  "tag": "namespaces",
  "verb": "set",
  "method": "put",
  "path": "/api/v1/container/namespaces/{name}",
  "summary": "Change a namespace",
  "description": "Changes what is sent and keeps the rest. The name cannot change; conflicts are those of creation.",
  "fields": [
   {
    "flag": "name",
    "in": "path",
    "path": [
     "name"
    ],
    "required": true,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The name of the namespace."
   },
   {
    "flag": "description",
    "in": "body",
    "path": [
     "description"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "What the namespace is for."
   },
   {
    "flag": "chat-jids",
    "in": "body",
    "path": [
     "chatJids"
    ],
    "required": false,
    "type": "string",
    "list": true,
    "nullable": false,
    "summary": "The chats whose messages go to the namespace; a chat belongs to one namespace only."
   },
   {
    "flag": "trigger",
    "in": "body",
    "path": [
     "trigger"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": true,
    "summary": "The word that wakes the agent, without `@`; null is the assistant's name."
   },
   {
    "flag": "requires-trigger",
    "in": "body",
    "path": [
     "requiresTrigger"
    ],
    "required": false,
    "type": "boolean",
    "list": false,
    "nullable": false,
    "summary": "Whether the agent waits for its trigger."
   },
   {
    "flag": "is-main",
    "in": "body",
    "path": [
     "isMain"
    ],
    "required": false,
    "type": "boolean",
    "list": false,
    "nullable": false,
    "summary": "Whether it is the main namespace."
   },
   {
    "flag": "container-config.image",
    "in": "body",
    "path": [
     "containerConfig",
     "image"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "An image as `[registry/]name[:tag][@digest]`. It is not empty and does not begin with `-`; what does not follow this form answers 400 with invalid_image_tag."
   },
   {
    "flag": "container-config.timeout-secs",
    "in": "body",
    "path": [
     "containerConfig",
     "timeoutSecs"
    ],
    "required": false,
    "type": "integer",
    "list": false,
    "nullable": false,
    "summary": "Seconds a run may take; 0 means no limit."
   },
   {
    "flag": "container-config.network",
    "in": "body",
    "path": [
     "containerConfig",
     "network"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "choices": [
     "none",
     "bridge"
    ],
    "summary": "none reaches nothing but the credential proxy; bridge reaches whatever the container engine's default network does."
   },
   {
    "flag": "container-config.additional-mounts",
    "in": "body",
    "path": [
     "containerConfig",
     "additionalMounts"
    ],
    "required": false,
    "type": "json",
    "list": false,
    "nullable": false,
    "summary": "Directories of the host that containers see."
   }
  ],
  "body": {
   "required": true,
   "open": false
  },
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "nanoclaw",
  "id": "deleteNamespace",
  "tag": "namespaces",
  "verb": "delete",
  "method": "delete",
  "path": "/api/v1/container/namespaces/{name}",
  "summary": "Delete a namespace",
  "description": "Deletes the namespace and pauses its schedules. Its files stay unless `purge` is set. With a running container it answers 409 unless `force` is set, which closes the container.",
  "fields": [
   {
    "flag": "name",
    "in": "path",
    "path": [
     "name"
    ],
    "required": true,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The name of the namespace."
   },
   {
    "flag": "force",
    "in": "query",
    "path": [
     "force"
    ],
    "required": false,
    "type": "boolean",
    "list": false,
    "nullable": false,
    "summary": "Close a running container first."
   },
   {
    "flag": "purge",
    "in": "query",
    "path": [
     "purge"
    ],
    "required": false,
    "type": "boolean",
    "list": false,
    "nullable": false,
    "summary": "Delete the files too."
   }
  ],
  "body": null,
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "nanoclaw",
  "id": "getNamespaceInstructions",
  "tag": "namespaces",
  "verb": "instructions",
  "method": "get",
  "path": "/api/v1/container/namespaces/{name}/instructions",
  "summary": "Get the instructions of a namespace",
  "description": "Answers the instructions; of a namespace that has none, empty ones.",
  "fields": [
   {
    "flag": "name",
    "in": "path",
    "path": [
     "name"
    ],
    "required": true,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The name of the namespace."
   }
  ],
  "body": null,
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "nanoclaw",
  "id": "setNamespaceInstructions",
  "tag": "namespaces",
  "verb": "set-instructions",
  "method": "put",
  "path": "/api/v1/container/namespaces/{name}/instructions",
  "summary": "Set the instructions of a namespace",
  "description": "Replaces the instructions, at most 256 KiB (413). Empty ones clear them.",
  "fields": [
   {
    "flag": "name",
    "in": "path",
    "path": [
     "name"
    ],
    "required": true,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The name of the namespace."
   },
   {
    "flag": "content",
    "in": "body",
    "path": [
     "content"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "Instructions in Markdown."
   },
   {
    "flag": "instructions",
    "in": "body",
    "path": [
     "instructions"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "Another name for `content`."
   }
  ],
  "body": {
   "required": true,
   "open": false
  },
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "nanoclaw",
  "id": "getGlobalInstructions",
  "tag": "namespaces",
  "verb": "global-instructions",
  "method": "get",
  "path": "/api/v1/container/namespaces/global/instructions",
  "summary": "Get the global instructions",
  "description": "Answers the instructions of every namespace but the main one; without any, empty ones.",
  "fields": [],
  "body": null,
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "nanoclaw",
  "id": "setGlobalInstructions",
  "tag": "namespaces",
  "verb": "set-global-instructions",
  "method": "put",
  "path": "/api/v1/container/namespaces/global/instructions",
  "summary": "Set the global instructions",
  "description": "Replaces the instructions of every namespace but the main one, at most 256 KiB (413). Empty ones clear them.",
  "fields": [
   {
    "flag": "content",
    "in": "body",
    "path": [
     "content"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "Instructions in Markdown."
   },
   {
    "flag": "instructions",
    "in": "body",
    "path": [
     "instructions"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "Another name for `content`."
   }
  ],
  "body": {
   "required": true,
   "open": false
  },
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "nanoclaw",
  "id": "mergeInstructions",
  "tag": "namespaces",
  "verb": "merge-instructions",
  "method": "post",
  "path": "/api/v1/container/namespaces/merge-instructions",
  "summary": "Preview merged instructions",
  "description": "Shows what an agent of the namespace is told: the global instructions, a blank line, its own. The main namespace has only its own. Drafts stand in for what is stored; nothing is changed.",
  "fields": [
   {
    "flag": "group",
    "in": "body",
    "path": [
     "group"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The name of a namespace, which is its folder too."
   },
   {
    "flag": "name",
    "in": "body",
    "path": [
     "name"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "Another name for `group`."
   },
   {
    "flag": "group-instructions",
    "in": "body",
    "path": [
     "groupInstructions"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "A draft in place of the namespace's own."
   },
   {
    "flag": "global-instructions",
    "in": "body",
    "path": [
     "globalInstructions"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "A draft in place of the global ones."
   }
  ],
  "body": {
   "required": true,
   "open": false
  },
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "nanoclaw",
  "id": "listSchedules",
  "tag": "schedules",
  "verb": "list",
  "method": "get",
  "path": "/api/v1/container/schedules",
  "summary": "List schedules",
  "description": "Lists schedules, newest first.",
  "fields": [
   {
    "flag": "group",
    "in": "query",
    "path": [
     "group"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "List schedules of this namespace only."
   },
   {
    "flag": "enabled",
    "in": "query",
    "path": [
     "enabled"
    ],
    "required": false,
    "type": "boolean",
    "list": false,
    "nullable": false,
    "summary": "List only schedules that are enabled, or only those that are not."
   },
   {
    "flag": "status",
    "in": "query",
    "path": [
     "status"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "choices": [
     "active",
     "paused",
     "completed",
     "running"
    ],
    "summary": "List schedules in this status only."
   }
  ],
  "body": null,
  "stream": null,
  "answer": {
   "content": [],
   "rows": [],
   "columns": [
    "id",
    "name",
    "group",
    "prompt",
    "contextMode",
    "misfirePolicy",
    "misfireLimit",
    "enabled",
    "status",
    "chatJid",
    "nextRunAt",
    "lastRunAt",
    "lastStatus",
    "lastResult",
    "runCount",
    "createdAt",
    "updatedAt"
   ]
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "nanoclaw",
  "id": "createSchedule",
  "tag": "schedules",
  "verb": "create",
  "method": "post",
  "path": "/api/v1/container/schedules",
  "summary": "Create a schedule",
  "description": "Creates a schedule. A cron expression has exactly five fields (400 invalid_cron); an interval is at least a minute and at most 365 days, in milliseconds; a moment that is past answers 400 with once_in_past. A namespace that does not exist answers 404.",
  "fields": [
   {
    "flag": "name",
    "in": "body",
    "path": [
     "name"
    ],
    "required": true,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "What people call the schedule."
   },
   {
    "flag": "group",
    "in": "body",
    "path": [
     "group"
    ],
    "required": true,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The name of a namespace, which is its folder too."
   },
   {
    "flag": "prompt",
    "in": "body",
    "path": [
     "prompt"
    ],
    "required": true,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "What the agent is asked to do."
   },
   {
    "flag": "schedule.type",
    "in": "body",
    "path": [
     "schedule",
     "type"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "choices": [
     "cron",
     "interval",
     "once"
    ],
    "summary": "cron runs by a cron expression, interval every so many milliseconds, once at one moment."
   },
   {
    "flag": "schedule.value",
    "in": "body",
    "path": [
     "schedule",
     "value"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "For cron five fields; for interval milliseconds, as a number or as digits; for once an ISO 8601 moment, in the time zone unless it names its own."
   },
   {
    "flag": "schedule.timezone",
    "in": "body",
    "path": [
     "schedule",
     "timezone"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "An IANA time zone, by default the configured one; an unknown one answers 400 with invalid_timezone."
   },
   {
    "flag": "container-config.image",
    "in": "body",
    "path": [
     "containerConfig",
     "image"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The image, by default the configured one."
   },
   {
    "flag": "container-config.timeout-secs",
    "in": "body",
    "path": [
     "containerConfig",
     "timeoutSecs"
    ],
    "required": false,
    "type": "integer",
    "list": false,
    "nullable": false,
    "summary": "Seconds a run may take; 0 means no limit."
   },
   {
    "flag": "context-mode",
    "in": "body",
    "path": [
     "contextMode"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "choices": [
     "group",
     "isolated"
    ],
    "summary": "Whether a run goes on with the conversation of the namespace or begins afresh."
   },
   {
    "flag": "misfire-policy",
    "in": "body",
    "path": [
     "misfirePolicy"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "choices": [
     "skip",
     "once",
     "all"
    ],
    "summary": "What becomes of runs that were due while the daemon was down, as MisfirePolicy says."
   },
   {
    "flag": "misfire-limit",
    "in": "body",
    "path": [
     "misfireLimit"
    ],
    "required": false,
    "type": "integer",
    "list": false,
    "nullable": false,
    "summary": "How many missed runs `all` makes up for at most."
   },
   {
    "flag": "enabled",
    "in": "body",
    "path": [
     "enabled"
    ],
    "required": false,
    "type": "boolean",
    "list": false,
    "nullable": false,
    "summary": "Whether it runs."
   }
  ],
  "body": {
   "required": true,
   "open": false
  },
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "nanoclaw",
  "id": "getSchedule",
  "tag": "schedules",
  "verb": "get",
  "method": "get",
  "path": "/api/v1/container/schedules/{id}",
  "summary": "Get a schedule",
  "description": "Answers one schedule, with how its last run went.",
  "fields": [
   {
    "flag": "id",
    "in": "path",
    "path": [
     "id"
    ],
    "required": true,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The identifier of the schedule."
   }
  ],
  "body": null,
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "nanoclaw",
  "id": "setSchedule",
  "tag": "schedules",
  "verb": "set",
  "method": "put",
  "path": "/api/v1/container/schedules/{id}",
  "summary": "Change a schedule",
  "description": "Changes what is sent and keeps the rest. A new time, or enabling again, reckons the next run from now; runs missed while it was disabled are not made up for. A completed one becomes active again with a new moment to come.",
  "fields": [
   {
    "flag": "id",
    "in": "path",
    "path": [
     "id"
    ],
    "required": true,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The identifier of the schedule."
   },
   {
    "flag": "name",
    "in": "body",
    "path": [
     "name"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "What people call the schedule."
   },
   {
    "flag": "group",
    "in": "body",
    "path": [
     "group"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The name of a namespace, which is its folder too."
   },
   {
    "flag": "prompt",
    "in": "body",
    "path": [
     "prompt"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "What the agent is asked to do."
   },
   {
    "flag": "schedule.type",
    "in": "body",
    "path": [
     "schedule",
     "type"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "choices": [
     "cron",
     "interval",
     "once"
    ],
    "summary": "cron runs by a cron expression, interval every so many milliseconds, once at one moment."
   },
   {
    "flag": "schedule.value",
    "in": "body",
    "path": [
     "schedule",
     "value"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "For cron five fields; for interval milliseconds, as a number or as digits; for once an ISO 8601 moment, in the time zone unless it names its own."
   },
   {
    "flag": "schedule.timezone",
    "in": "body",
    "path": [
     "schedule",
     "timezone"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "An IANA time zone, by default the configured one; an unknown one answers 400 with invalid_timezone."
   },
   {
    "flag": "container-config.image",
    "in": "body",
    "path": [
     "containerConfig",
     "image"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The image, by default the configured one."
   },
   {
    "flag": "container-config.timeout-secs",
    "in": "body",
    "path": [
     "containerConfig",
     "timeoutSecs"
    ],
    "required": false,
    "type": "integer",
    "list": false,
    "nullable": false,
    "summary": "Seconds a run may take; 0 means no limit."
   },
   {
    "flag": "context-mode",
    "in": "body",
    "path": [
     "contextMode"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "choices": [
     "group",
     "isolated"
    ],
    "summary": "group goes on with the conversation of the namespace; isolated begins afresh."
   },
   {
    "flag": "misfire-policy",
    "in": "body",
    "path": [
     "misfirePolicy"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "choices": [
     "skip",
     "once",
     "all"
    ],
    "summary": "What becomes of runs that were due while the daemon was down: skip runs none of them, once runs the latest, all runs each of them, at most `misfireLimit`, oldest first. What is not run is listed among the runs as skipped."
   },
   {
    "flag": "misfire-limit",
    "in": "body",
    "path": [
     "misfireLimit"
    ],
    "required": false,
    "type": "integer",
    "list": false,
    "nullable": false,
    "summary": "How many missed runs `all` makes up for at most; the latest ones count."
   },
   {
    "flag": "enabled",
    "in": "body",
    "path": [
     "enabled"
    ],
    "required": false,
    "type": "boolean",
    "list": false,
    "nullable": false,
    "summary": "Whether it runs."
   }
  ],
  "body": {
   "required": true,
   "open": false
  },
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "nanoclaw",
  "id": "deleteSchedule",
  "tag": "schedules",
  "verb": "delete",
  "method": "delete",
  "path": "/api/v1/container/schedules/{id}",
  "summary": "Delete a schedule",
  "description": "Deletes the schedule and its logs. A run under way is left to end.",
  "fields": [
   {
    "flag": "id",
    "in": "path",
    "path": [
     "id"
    ],
    "required": true,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The identifier of the schedule."
   }
  ],
  "body": null,
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "nanoclaw",
  "id": "listScheduleLogs",
  "tag": "schedules",
  "verb": "list-logs",
  "method": "get",
  "path": "/api/v1/container/schedules/{id}/logs",
  "summary": "List the runs of a schedule",
  "description": "Lists the runs of one schedule, newest first. One that was due and was not run is listed as skipped.",
  "fields": [
   {
    "flag": "id",
    "in": "path",
    "path": [
     "id"
    ],
    "required": true,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The identifier of the schedule."
   },
   {
    "flag": "limit",
    "in": "query",
    "path": [
     "limit"
    ],
    "required": false,
    "type": "integer",
    "list": false,
    "nullable": false,
    "summary": "How many results to return at most."
   },
   {
    "flag": "offset",
    "in": "query",
    "path": [
     "offset"
    ],
    "required": false,
    "type": "integer",
    "list": false,
    "nullable": false,
    "summary": "How many results to skip before the first one returned."
   },
   {
    "flag": "status",
    "in": "query",
    "path": [
     "status"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "choices": [
     "success",
     "error",
     "timeout",
     "skipped"
    ],
    "summary": "List runs that ended like this only."
   }
  ],
  "body": null,
  "stream": null,
  "answer": {
   "content": [],
   "rows": [],
   "columns": [
    "id",
    "scheduleId",
    "group",
    "startedAt",
    "finishedAt",
    "durationMs",
    "status",
    "result",
    "error",
    "containerName",
    "exitCode",
    "trigger"
   ]
  },
  "pageSize": 500,
  "slow": false
 },
 {
  "api": "nanoclaw",
  "id": "getAuditLog",
  "tag": "monitoring",
  "verb": "audit-log",
  "method": "get",
  "path": "/api/v1/container/audit-log",
  "summary": "Read the audit log",
  "description": "Lists what was done and what was refused, newest first. Secrets are never in it.",
  "fields": [
   {
    "flag": "limit",
    "in": "query",
    "path": [
     "limit"
    ],
    "required": false,
    "type": "integer",
    "list": false,
    "nullable": false,
    "summary": "How many entries to return at most."
   },
   {
    "flag": "offset",
    "in": "query",
    "path": [
     "offset"
    ],
    "required": false,
    "type": "integer",
    "list": false,
    "nullable": false,
    "summary": "How many results to skip before the first one returned."
   },
   {
    "flag": "event",
    "in": "query",
    "path": [
     "event"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "List entries of this event only."
   },
   {
    "flag": "group",
    "in": "query",
    "path": [
     "group"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "List what concerns this namespace only."
   },
   {
    "flag": "severity",
    "in": "query",
    "path": [
     "severity"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "choices": [
     "info",
     "warning",
     "critical"
    ],
    "summary": "List entries of this severity only."
   },
   {
    "flag": "since",
    "in": "query",
    "path": [
     "since"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "List what came at or after this moment."
   },
   {
    "flag": "until",
    "in": "query",
    "path": [
     "until"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "List what came before this moment."
   }
  ],
  "body": null,
  "stream": null,
  "answer": {
   "content": [],
   "rows": [],
   "columns": [
    "id",
    "timestamp",
    "event",
    "severity",
    "actor",
    "group",
    "target",
    "allowed",
    "message"
   ]
  },
  "pageSize": 1000,
  "slow": false
 },
 {
  "api": "nanoclaw",
  "id": "getRunHistory",
  "tag": "monitoring",
  "verb": "run-history",
  "method": "get",
  "path": "/api/v1/container/run-history",
  "summary": "List runs",
  "description": "Lists the runs of all containers, newest first, those under way among them.",
  "fields": [
   {
    "flag": "limit",
    "in": "query",
    "path": [
     "limit"
    ],
    "required": false,
    "type": "integer",
    "list": false,
    "nullable": false,
    "summary": "How many results to return at most."
   },
   {
    "flag": "offset",
    "in": "query",
    "path": [
     "offset"
    ],
    "required": false,
    "type": "integer",
    "list": false,
    "nullable": false,
    "summary": "How many results to skip before the first one returned."
   },
   {
    "flag": "group",
    "in": "query",
    "path": [
     "group"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "List what concerns this namespace only."
   },
   {
    "flag": "status",
    "in": "query",
    "path": [
     "status"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "choices": [
     "running",
     "success",
     "error",
     "timeout",
     "cancelled"
    ],
    "summary": "List runs in this status only."
   },
   {
    "flag": "trigger",
    "in": "query",
    "path": [
     "trigger"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "choices": [
     "message",
     "schedule",
     "api"
    ],
    "summary": "List runs with this cause only."
   },
   {
    "flag": "since",
    "in": "query",
    "path": [
     "since"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "List what came at or after this moment."
   }
  ],
  "body": null,
  "stream": null,
  "answer": {
   "content": [],
   "rows": [],
   "columns": [
    "id",
    "group",
    "chatJid",
    "trigger",
    "scheduleId",
    "containerName",
    "image",
    "startedAt",
    "finishedAt",
    "durationMs",
    "status",
    "exitCode",
    "sessionId",
    "outputCount",
    "error",
    "logPath"
   ]
  },
  "pageSize": 500,
  "slow": false
 },
 {
  "api": "nanoclaw",
  "id": "getMetrics",
  "tag": "monitoring",
  "verb": "metrics",
  "method": "get",
  "path": "/api/v1/container/metrics",
  "summary": "Get current metrics",
  "description": "Answers what runs at this moment, and what was counted since the daemon started; with `Accept: text/plain` in the text format of Prometheus.",
  "fields": [],
  "body": null,
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "nanoclaw",
  "id": "getAnalytics",
  "tag": "monitoring",
  "verb": "analytics",
  "method": "get",
  "path": "/api/v1/container/analytics",
  "summary": "Get analytics",
  "description": "Adds up the runs and messages of a period. Without `from` the period ends at `to`, or now, and is as long as `period` says. Where there were no runs, counts are 0 and averages null. Runs belong to the period in which they began, messages by whole hours to the one in which their hour began.",
  "fields": [
   {
    "flag": "period",
    "in": "query",
    "path": [
     "period"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "choices": [
     "24h",
     "7d",
     "30d"
    ],
    "summary": "The length of the period."
   },
   {
    "flag": "from",
    "in": "query",
    "path": [
     "from"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The beginning of the period, in place of its length; at most 366 days before its end."
   },
   {
    "flag": "to",
    "in": "query",
    "path": [
     "to"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The end of the period, by default now."
   },
   {
    "flag": "group-by",
    "in": "query",
    "path": [
     "groupBy"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "choices": [
     "hour",
     "day"
    ],
    "summary": "The length of one step of the series. Without it, hours up to two days and days beyond."
   }
  ],
  "body": null,
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "nanoclaw",
  "id": "listChannels",
  "tag": "channels",
  "verb": "list",
  "method": "get",
  "path": "/api/v1/channels",
  "summary": "List channels",
  "description": "Lists the four channels and how each is doing, connected or not.",
  "fields": [],
  "body": null,
  "stream": null,
  "answer": {
   "content": [],
   "rows": [],
   "columns": [
    "name",
    "displayName",
    "configured",
    "connected",
    "status",
    "mode",
    "connectedAt",
    "lastError",
    "lastMessageAt",
    "messagesReceived",
    "messagesSent",
    "jidPrefix"
   ]
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "nanoclaw",
  "id": "getChannel",
  "tag": "channels",
  "verb": "get",
  "method": "get",
  "path": "/api/v1/channels/{name}",
  "summary": "Get a channel",
  "description": "Answers one channel; 404 for a name that is not a channel.",
  "fields": [
   {
    "flag": "name",
    "in": "path",
    "path": [
     "name"
    ],
    "required": true,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The name of the channel."
   }
  ],
  "body": null,
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "nanoclaw",
  "id": "sendChannelMessage",
  "tag": "channels",
  "verb": "send-message",
  "method": "post",
  "path": "/api/v1/channels/messages",
  "summary": "Send a message to a chat",
  "description": "Sends text to a chat, in pieces when the platform takes no more at once, and stores it in the chat's history. An address that no channel owns is 404, a channel that is not connected 409, a refusal by the platform 502.",
  "fields": [
   {
    "flag": "jid",
    "in": "body",
    "path": [
     "jid"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The address of a chat: `tg:{chat id}`, `slack:{channel id}`, `dc:{channel id}` or `wa:{digits}`. WhatsApp chats may also be written `whatsapp:{digits}` or `{digits}@s.whatsapp.net`; answers always say `wa:{digits}`."
   },
   {
    "flag": "chat-jid",
    "in": "body",
    "path": [
     "chatJid"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "Another name of `jid`."
   },
   {
    "flag": "text",
    "in": "body",
    "path": [
     "text"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The text, not blank; long text is sent in pieces."
   },
   {
    "flag": "message",
    "in": "body",
    "path": [
     "message"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "Another name of `text`."
   },
   {
    "flag": "channel",
    "in": "body",
    "path": [
     "channel"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "choices": [
     "telegram",
     "slack",
     "discord",
     "whatsapp"
    ],
    "summary": "The channel to send through; must own the address."
   },
   {
    "flag": "reply-to",
    "in": "body",
    "path": [
     "replyTo"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The message this one answers."
   }
  ],
  "body": {
   "required": true,
   "open": false
  },
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "nanoclaw",
  "id": "listChats",
  "tag": "channels",
  "verb": "list-chats",
  "method": "get",
  "path": "/api/v1/channels/chats",
  "summary": "List chats",
  "description": "Lists the chats that the daemon has seen, the newest activity first. They are counted up to 100000; that number stands for more.",
  "fields": [
   {
    "flag": "channel",
    "in": "query",
    "path": [
     "channel"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "choices": [
     "telegram",
     "slack",
     "discord",
     "whatsapp"
    ],
    "summary": "List chats of this channel only."
   },
   {
    "flag": "limit",
    "in": "query",
    "path": [
     "limit"
    ],
    "required": false,
    "type": "integer",
    "list": false,
    "nullable": false,
    "summary": "How many results to return at most."
   },
   {
    "flag": "offset",
    "in": "query",
    "path": [
     "offset"
    ],
    "required": false,
    "type": "integer",
    "list": false,
    "nullable": false,
    "summary": "How many results to skip before the first one returned."
   }
  ],
  "body": null,
  "stream": null,
  "answer": {
   "content": [],
   "rows": [],
   "columns": [
    "jid",
    "name",
    "channel",
    "isGroup",
    "lastMessageTime",
    "group",
    "messageCount"
   ]
  },
  "pageSize": 500,
  "slow": false
 },
 {
  "api": "nanoclaw",
  "id": "listChatMessages",
  "tag": "channels",
  "verb": "list-chat-messages",
  "method": "get",
  "path": "/api/v1/channels/chats/{jid}/messages",
  "summary": "List messages of a chat",
  "description": "Lists the newest messages of a chat that match, in the order they were written.",
  "fields": [
   {
    "flag": "jid",
    "in": "path",
    "path": [
     "jid"
    ],
    "required": true,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The address of the chat, percent-encoded where needed."
   },
   {
    "flag": "limit",
    "in": "query",
    "path": [
     "limit"
    ],
    "required": false,
    "type": "integer",
    "list": false,
    "nullable": false,
    "summary": "How many results to return at most."
   },
   {
    "flag": "before",
    "in": "query",
    "path": [
     "before"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "List messages written before this moment."
   },
   {
    "flag": "since",
    "in": "query",
    "path": [
     "since"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "List messages written at or after this moment."
   },
   {
    "flag": "include-bot",
    "in": "query",
    "path": [
     "includeBot"
    ],
    "required": false,
    "type": "boolean",
    "list": false,
    "nullable": false,
    "summary": "Whether to list messages written by bots, this daemon's own included."
   }
  ],
  "body": null,
  "stream": null,
  "answer": {
   "content": [],
   "rows": [],
   "columns": [
    "id",
    "chatJid",
    "sender",
    "senderName",
    "content",
    "timestamp",
    "isFromMe",
    "isBotMessage"
   ]
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "nanoclaw",
  "id": "getSenderAllowlist",
  "tag": "channels",
  "verb": "sender-allowlist",
  "method": "get",
  "path": "/api/v1/channels/sender-allowlist",
  "summary": "Get the sender allowlist",
  "description": "Answers who may write to the agents. Until a list is set, everyone may.",
  "fields": [],
  "body": null,
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "nanoclaw",
  "id": "setSenderAllowlist",
  "tag": "channels",
  "verb": "set-sender-allowlist",
  "method": "put",
  "path": "/api/v1/channels/sender-allowlist",
  "summary": "Set the sender allowlist",
  "description": "Replaces the whole list at once and holds from the next message on. One bad entry, such as an address that no channel could own, is 400 and the old list stays.",
  "fields": [
   {
    "flag": "default.allow",
    "in": "body",
    "path": [
     "default",
     "allow"
    ],
    "required": false,
    "type": "json",
    "list": false,
    "nullable": false,
    "summary": "`*` for everyone, or the identifiers of the senders allowed."
   },
   {
    "flag": "default.mode",
    "in": "body",
    "path": [
     "default",
     "mode"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "choices": [
     "trigger",
     "drop"
    ],
    "summary": "What happens to others: with `trigger` their messages are stored but wake nobody, with `drop` they are not stored."
   },
   {
    "flag": "chats",
    "in": "body",
    "path": [
     "chats"
    ],
    "required": false,
    "type": "json",
    "list": false,
    "nullable": false,
    "summary": "Rules of single chats by their address; such a rule replaces the default."
   },
   {
    "flag": "log-denied",
    "in": "body",
    "path": [
     "logDenied"
    ],
    "required": false,
    "type": "boolean",
    "list": false,
    "nullable": false,
    "summary": "Whether refused senders are written to the log."
   }
  ],
  "body": {
   "required": true,
   "open": false
  },
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "nanoclaw",
  "id": "connectTelegram",
  "tag": "telegram",
  "verb": "connect",
  "method": "post",
  "path": "/api/v1/channels/telegram/connect",
  "summary": "Connect Telegram",
  "description": "Checks the token, then starts to receive messages. Connecting again with the same token changes nothing; another token takes the old one's place once it is checked. A token that Telegram refuses is 422.",
  "fields": [
   {
    "flag": "bot-token",
    "in": "body",
    "path": [
     "botToken"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The token from BotFather. Without it the token known already is used; 400 when there is none."
   },
   {
    "flag": "mode",
    "in": "body",
    "path": [
     "mode"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "choices": [
     "polling",
     "webhook"
    ],
    "summary": "How messages arrive: the daemon asks for them, or Telegram posts them to `webhookUrl`, which is then needed. Without it the mode stays as it is, which is `polling` at first."
   },
   {
    "flag": "webhook-url",
    "in": "body",
    "path": [
     "webhookUrl"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The public https URL that Telegram posts to."
   },
   {
    "flag": "secret-token",
    "in": "body",
    "path": [
     "secretToken"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "What Telegram must send with each post; made up by the daemon when absent."
   }
  ],
  "body": {
   "required": true,
   "open": false
  },
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "nanoclaw",
  "id": "disconnectTelegram",
  "tag": "telegram",
  "verb": "disconnect",
  "method": "post",
  "path": "/api/v1/channels/telegram/disconnect",
  "summary": "Disconnect Telegram",
  "description": "Stops receiving messages at once. The credentials are kept for the next connect unless `forget` is true. Disconnecting what is not connected succeeds as well.",
  "fields": [
   {
    "flag": "forget",
    "in": "body",
    "path": [
     "forget"
    ],
    "required": false,
    "type": "boolean",
    "list": false,
    "nullable": false,
    "summary": "Whether to delete the stored credentials as well."
   }
  ],
  "body": {
   "required": false,
   "open": false
  },
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "nanoclaw",
  "id": "validateTelegram",
  "tag": "telegram",
  "verb": "validate",
  "method": "post",
  "path": "/api/v1/channels/telegram/validate",
  "summary": "Check Telegram credentials",
  "description": "Asks Telegram about the credentials and stores nothing. Wrong ones are an answer with `valid:false`; when Telegram cannot be reached or fails, the answer is 502 or 504.",
  "fields": [
   {
    "flag": "bot-token",
    "in": "body",
    "path": [
     "botToken"
    ],
    "required": true,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The token from BotFather."
   }
  ],
  "body": {
   "required": true,
   "open": false
  },
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "nanoclaw",
  "id": "receiveTelegramWebhook",
  "tag": "telegram",
  "verb": "receive-webhook",
  "method": "post",
  "path": "/api/v1/channels/telegram/webhook",
  "summary": "Receive an update",
  "description": "Telegram posts one update at a time here when the channel is connected with the mode `webhook`. The secret is checked before the body is read; a missing or wrong one is 403. Every genuine update is stored before the answer, and what is not known is ignored; an update that comes twice is kept once. It is 404 while Telegram is not connected. No API key is asked for.",
  "fields": [
   {
    "flag": "x-telegram-bot-api-secret-token",
    "in": "header",
    "path": [
     "X-Telegram-Bot-Api-Secret-Token"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The secret that Telegram was given on connect."
   },
   {
    "flag": "update-id",
    "in": "body",
    "path": [
     "update_id"
    ],
    "required": true,
    "type": "integer",
    "list": false,
    "nullable": false,
    "summary": "The number of the update."
   },
   {
    "flag": "message",
    "in": "body",
    "path": [
     "message"
    ],
    "required": false,
    "type": "json",
    "list": false,
    "nullable": false,
    "summary": "A message that came in."
   }
  ],
  "body": {
   "required": true,
   "open": true
  },
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "nanoclaw",
  "id": "connectSlack",
  "tag": "slack",
  "verb": "connect",
  "method": "post",
  "path": "/api/v1/channels/slack/connect",
  "summary": "Connect Slack",
  "description": "Checks the tokens and opens a socket to Slack; the answer comes once Slack has greeted, or as 504 after 15 s. Connecting again with the same tokens changes nothing; other tokens take the old ones' place once they are checked. Tokens that Slack refuses are 422.",
  "fields": [
   {
    "flag": "bot-token",
    "in": "body",
    "path": [
     "botToken"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The bot token, `xoxb-…`."
   },
   {
    "flag": "app-token",
    "in": "body",
    "path": [
     "appToken"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The app-level token with the scope connections:write, `xapp-…`."
   }
  ],
  "body": {
   "required": true,
   "open": false
  },
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "nanoclaw",
  "id": "disconnectSlack",
  "tag": "slack",
  "verb": "disconnect",
  "method": "post",
  "path": "/api/v1/channels/slack/disconnect",
  "summary": "Disconnect Slack",
  "description": "Closes the socket. The credentials are kept for the next connect unless `forget` is true. Disconnecting what is not connected succeeds as well.",
  "fields": [
   {
    "flag": "forget",
    "in": "body",
    "path": [
     "forget"
    ],
    "required": false,
    "type": "boolean",
    "list": false,
    "nullable": false,
    "summary": "Whether to delete the stored credentials as well."
   }
  ],
  "body": {
   "required": false,
   "open": false
  },
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "nanoclaw",
  "id": "validateSlack",
  "tag": "slack",
  "verb": "validate",
  "method": "post",
  "path": "/api/v1/channels/slack/validate",
  "summary": "Check Slack credentials",
  "description": "Asks Slack about the credentials and stores nothing. Wrong ones are an answer with `valid:false`; when Slack cannot be reached or fails, the answer is 502 or 504.",
  "fields": [
   {
    "flag": "bot-token",
    "in": "body",
    "path": [
     "botToken"
    ],
    "required": true,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The bot token, `xoxb-…`."
   },
   {
    "flag": "app-token",
    "in": "body",
    "path": [
     "appToken"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The app-level token, `xapp-…`; checked only when sent."
   },
   {
    "flag": "signing-secret",
    "in": "body",
    "path": [
     "signingSecret"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The signing secret; Slack offers no call to check it, so only its form is looked at."
   }
  ],
  "body": {
   "required": true,
   "open": false
  },
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "nanoclaw",
  "id": "receiveSlackEvents",
  "tag": "slack",
  "verb": "receive-events",
  "method": "post",
  "path": "/api/v1/channels/slack/events",
  "summary": "Receive an event",
  "description": "Slack posts one event at a time here when `channels_config.slack.mode` is `events`, and asks once whether the address is the app's. The signature is checked over the raw bytes before they are read; a missing, wrong or old one is 403. Every genuine event is stored before the answer, and what is not known is ignored; an event that comes twice is kept once. It is 404 while Slack is not connected. No API key is asked for.",
  "fields": [
   {
    "flag": "x-slack-request-timestamp",
    "in": "header",
    "path": [
     "X-Slack-Request-Timestamp"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "When Slack signed, in seconds since the epoch; at most five minutes ago."
   },
   {
    "flag": "x-slack-signature",
    "in": "header",
    "path": [
     "X-Slack-Signature"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "`v0=` and the HMAC-SHA256 of `v0:{timestamp}:{raw body}` under the signing secret, in hex."
   },
   {
    "flag": "type",
    "in": "body",
    "path": [
     "type"
    ],
    "required": true,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The kind of post, `event_callback` or `url_verification`."
   },
   {
    "flag": "challenge",
    "in": "body",
    "path": [
     "challenge"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "What to answer to `url_verification`."
   },
   {
    "flag": "event-id",
    "in": "body",
    "path": [
     "event_id"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The identifier of the event."
   },
   {
    "flag": "event",
    "in": "body",
    "path": [
     "event"
    ],
    "required": false,
    "type": "json",
    "list": false,
    "nullable": false,
    "summary": "What happened."
   }
  ],
  "body": {
   "required": true,
   "open": true
  },
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "nanoclaw",
  "id": "connectDiscord",
  "tag": "discord",
  "verb": "connect",
  "method": "post",
  "path": "/api/v1/channels/discord/connect",
  "summary": "Connect Discord",
  "description": "Opens a gateway connection; the answer comes once Discord says that the bot is ready, or as 504 after 30 s. Connecting again with the same token changes nothing; another token takes the old one's place once it is checked. A token that Discord refuses is 422, and so is a bot that may not read message text (`disallowed_intents`).",
  "fields": [
   {
    "flag": "bot-token",
    "in": "body",
    "path": [
     "botToken"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The bot token. Without it the token known already is used; 400 when there is none."
   }
  ],
  "body": {
   "required": true,
   "open": false
  },
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "nanoclaw",
  "id": "disconnectDiscord",
  "tag": "discord",
  "verb": "disconnect",
  "method": "post",
  "path": "/api/v1/channels/discord/disconnect",
  "summary": "Disconnect Discord",
  "description": "Closes the gateway connection. The credentials are kept for the next connect unless `forget` is true. Disconnecting what is not connected succeeds as well.",
  "fields": [
   {
    "flag": "forget",
    "in": "body",
    "path": [
     "forget"
    ],
    "required": false,
    "type": "boolean",
    "list": false,
    "nullable": false,
    "summary": "Whether to delete the stored credentials as well."
   }
  ],
  "body": {
   "required": false,
   "open": false
  },
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "nanoclaw",
  "id": "validateDiscord",
  "tag": "discord",
  "verb": "validate",
  "method": "post",
  "path": "/api/v1/channels/discord/validate",
  "summary": "Check Discord credentials",
  "description": "Asks Discord about the credentials and stores nothing. Wrong ones are an answer with `valid:false`; when Discord cannot be reached or fails, the answer is 502 or 504.",
  "fields": [
   {
    "flag": "bot-token",
    "in": "body",
    "path": [
     "botToken"
    ],
    "required": true,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The bot token."
   }
  ],
  "body": {
   "required": true,
   "open": false
  },
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "nanoclaw",
  "id": "connectWhatsapp",
  "tag": "whatsapp",
  "verb": "connect",
  "method": "post",
  "path": "/api/v1/channels/whatsapp/connect",
  "summary": "Connect WhatsApp",
  "description": "Checks the access token for the number and stores the credentials. Messages arrive at `webhookPath`, which the operator gives to Meta together with the verify token. Connecting again replaces what was stored once it is checked. Credentials that Meta refuses are 422.",
  "fields": [
   {
    "flag": "phone-number-id",
    "in": "body",
    "path": [
     "phoneNumberId"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "Meta's identifier of the business phone number."
   },
   {
    "flag": "access-token",
    "in": "body",
    "path": [
     "accessToken"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The access token for Meta's Graph API."
   },
   {
    "flag": "verify-token",
    "in": "body",
    "path": [
     "verifyToken"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The word that Meta repeats when it verifies the webhook."
   },
   {
    "flag": "app-secret",
    "in": "body",
    "path": [
     "appSecret"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The app secret that Meta signs its posts with. Without one the webhook takes no posts."
   },
   {
    "flag": "business-account-id",
    "in": "body",
    "path": [
     "businessAccountId"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "Meta's identifier of the business account."
   },
   {
    "flag": "api-version",
    "in": "body",
    "path": [
     "apiVersion"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The version of Meta's Graph API; the daemon's setting when absent."
   }
  ],
  "body": {
   "required": true,
   "open": false
  },
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "nanoclaw",
  "id": "disconnectWhatsapp",
  "tag": "whatsapp",
  "verb": "disconnect",
  "method": "post",
  "path": "/api/v1/channels/whatsapp/disconnect",
  "summary": "Disconnect WhatsApp",
  "description": "Refuses the webhook from now on. The credentials are kept for the next connect unless `forget` is true. Disconnecting what is not connected succeeds as well.",
  "fields": [
   {
    "flag": "forget",
    "in": "body",
    "path": [
     "forget"
    ],
    "required": false,
    "type": "boolean",
    "list": false,
    "nullable": false,
    "summary": "Whether to delete the stored credentials as well."
   }
  ],
  "body": {
   "required": false,
   "open": false
  },
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "nanoclaw",
  "id": "validateWhatsapp",
  "tag": "whatsapp",
  "verb": "validate",
  "method": "post",
  "path": "/api/v1/channels/whatsapp/validate",
  "summary": "Check WhatsApp credentials",
  "description": "Asks Meta about the credentials and stores nothing. Wrong ones are an answer with `valid:false`; when Meta cannot be reached or fails, the answer is 502 or 504.",
  "fields": [
   {
    "flag": "access-token",
    "in": "body",
    "path": [
     "accessToken"
    ],
    "required": true,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The access token for Meta's Graph API."
   },
   {
    "flag": "phone-number-id",
    "in": "body",
    "path": [
     "phoneNumberId"
    ],
    "required": true,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "Meta's identifier of the business phone number."
   },
   {
    "flag": "api-version",
    "in": "body",
    "path": [
     "apiVersion"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The version of Meta's Graph API; the daemon's setting when absent."
   }
  ],
  "body": {
   "required": true,
   "open": false
  },
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "nanoclaw",
  "id": "verifyWhatsappWebhook",
  "tag": "whatsapp",
  "verb": "verify-webhook",
  "method": "get",
  "path": "/api/v1/channels/whatsapp/webhook",
  "summary": "Verify the webhook",
  "description": "Meta asks this once when the webhook is set up. The challenge comes back as plain text when the mode is `subscribe` and the verify token is the one set on connect; anything else is 403. No API key is asked for.",
  "fields": [
   {
    "flag": "hub.mode",
    "in": "query",
    "path": [
     "hub.mode"
    ],
    "required": true,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "What Meta wants, `subscribe`."
   },
   {
    "flag": "hub.verify-token",
    "in": "query",
    "path": [
     "hub.verify_token"
    ],
    "required": true,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The verify token set on connect."
   },
   {
    "flag": "hub.challenge",
    "in": "query",
    "path": [
     "hub.challenge"
    ],
    "required": true,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "What to answer."
   }
  ],
  "body": null,
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "nanoclaw",
  "id": "receiveWhatsappWebhook",
  "tag": "whatsapp",
  "verb": "receive-webhook",
  "method": "post",
  "path": "/api/v1/channels/whatsapp/webhook",
  "summary": "Receive events",
  "description": "Meta posts batches of events here, up to 4 MiB. The signature is checked over the raw bytes before they are read; a missing or wrong one is 403. Every genuine batch is stored before the answer, and what is not known is ignored; a message delivered twice is kept once. It is 404 while WhatsApp is not connected and 503 without an app secret. No API key is asked for.",
  "fields": [
   {
    "flag": "x-hub-signature-256",
    "in": "header",
    "path": [
     "X-Hub-Signature-256"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "`sha256=` and the HMAC-SHA256 of the raw body under the app secret, in hex."
   },
   {
    "flag": "object",
    "in": "body",
    "path": [
     "object"
    ],
    "required": true,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The kind of batch, `whatsapp_business_account`."
   },
   {
    "flag": "entry",
    "in": "body",
    "path": [
     "entry"
    ],
    "required": true,
    "type": "json",
    "list": false,
    "nullable": false,
    "summary": "The events by business account."
   }
  ],
  "body": {
   "required": true,
   "open": true
  },
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "nanoclaw",
  "id": "getOpenapi",
  "tag": "meta",
  "verb": "openapi",
  "method": "get",
  "path": "/openapi.json",
  "summary": "Get the contract",
  "description": "Answers this contract as one OpenAPI document, with every reference resolved inside it.",
  "fields": [],
  "body": null,
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "nanoclaw",
  "id": "getOpenapiYaml",
  "tag": "meta",
  "verb": "openapi-yaml",
  "method": "get",
  "path": "/openapi.yaml",
  "summary": "Get the contract as YAML",
  "description": "Answers the same document as `/openapi.json`, written as YAML.",
  "fields": [],
  "body": null,
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 },
 {
  "api": "nanoclaw",
  "id": "getDocs",
  "tag": "meta",
  "verb": "docs",
  "method": "get",
  "path": "/docs",
  "summary": "Read the documentation",
  "description": "Answers the reference of this API as one page, in the language asked for as far as it is there. The guides and everything else of the documentation are under `/docs/`.",
  "fields": [
   {
    "flag": "accept-language",
    "in": "header",
    "path": [
     "Accept-Language"
    ],
    "required": false,
    "type": "string",
    "list": false,
    "nullable": false,
    "summary": "The languages the reader understands, by preference. English is answered when none of them is there."
   }
  ],
  "body": null,
  "stream": null,
  "answer": {
   "content": [],
   "rows": null,
   "columns": []
  },
  "pageSize": null,
  "slow": false
 }
];
