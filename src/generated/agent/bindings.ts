// Generated from openapi/agent. Do not edit: change the YAML and run `npm run generate`.

import type { ContractRequest, EventStream, Operation } from '../contract.ts';
import type { components, operations } from './types.ts';

/** The objects of the agent contract, by name. */
export type Schemas = components['schemas'];

/** The operations tagged `status`. */
export interface StatusHandlers<C> {
  /**
   * GET /api/v1/status (openapi/agent/paths/status.yaml)
   *
   * Get the status. Answers 200, 400, 401, 403, 429, 500, 503.
   */
  getStatus(request: ContractRequest<operations["getStatus"], never, never>, c: C): Promise<operations["getStatus"]['responses'][200]['content']["application/json"]>;
  /**
   * GET /status (openapi/agent/paths/status.yaml)
   *
   * Get the status at its older path. Answers 200, 400, 401, 403, 429, 500, 503.
   */
  getStatusLegacy(request: ContractRequest<operations["getStatusLegacy"], never, never>, c: C): Promise<operations["getStatusLegacy"]['responses'][200]['content']["application/json"]>;
}

/** The operations tagged `card`. */
export interface CardHandlers<C> {
  /**
   * GET /api/v1/card/url (openapi/agent/paths/card.yaml)
   *
   * Get the public URL. Answers 200, 400, 401, 403, 429, 500, 503.
   */
  getCardUrl(request: ContractRequest<operations["getCardUrl"], never, never>, c: C): Promise<operations["getCardUrl"]['responses'][200]['content']["application/json"]>;
  /**
   * PATCH /api/v1/card/url (openapi/agent/paths/card.yaml)
   *
   * Change the public URL. Answers 200, 400, 401, 403, 413, 415, 429, 500, 503.
   */
  updateCardUrl(request: ContractRequest<operations["updateCardUrl"], never, never>, c: C): Promise<operations["updateCardUrl"]['responses'][200]['content']["application/json"]>;
  /**
   * GET /.well-known/agent-card.json (openapi/agent/paths/card.yaml)
   *
   * Get the agent card. Answers 200, 400, 500, 503.
   */
  getAgentCard(request: ContractRequest<operations["getAgentCard"], never, never>, c: C): Promise<operations["getAgentCard"]['responses'][200]['content']["application/json"]>;
}

/** The operations tagged `a2a`. */
export interface A2aHandlers<C> {
  /**
   * POST /a2a (openapi/agent/paths/a2a.yaml)
   *
   * Speak to the agent by the A2A protocol. Answers 200, 400, 401, 403, 413, 415, 429, 500, 503.
   */
  callA2a(request: ContractRequest<operations["callA2a"], never, "application/json" | "text/event-stream">, c: C): Promise<operations["callA2a"]['responses'][200]['content']["application/json"] | EventStream<operations["callA2a"]['responses'][200]['content']["text/event-stream"]>>;
}

/** The operations tagged `memory`. */
export interface MemoryHandlers<C> {
  /**
   * GET /api/v1/memory/config (openapi/agent/paths/memory.yaml)
   *
   * Get the memory settings. Answers 200, 400, 401, 403, 404, 409, 429, 500, 503.
   */
  getMemoryConfig(request: ContractRequest<operations["getMemoryConfig"], never, never>, c: C): Promise<operations["getMemoryConfig"]['responses'][200]['content']["application/json"]>;
  /**
   * PATCH /api/v1/memory/config (openapi/agent/paths/memory.yaml)
   *
   * Change the memory settings. Answers 200, 400, 401, 403, 404, 409, 413, 415, 422, 429, 500, 503.
   */
  updateMemoryConfig(request: ContractRequest<operations["updateMemoryConfig"], never, never>, c: C): Promise<operations["updateMemoryConfig"]['responses'][200]['content']["application/json"]>;
  /**
   * GET /api/v1/memory/threads (openapi/agent/paths/memory.yaml)
   *
   * List threads. Answers 200, 400, 401, 403, 404, 409, 429, 500, 503.
   */
  listThreads(request: ContractRequest<operations["listThreads"], "offset", never>, c: C): Promise<operations["listThreads"]['responses'][200]['content']["application/json"]>;
  /**
   * DELETE /api/v1/memory/threads (openapi/agent/paths/memory.yaml)
   *
   * Delete all threads. Answers 200, 400, 401, 403, 404, 409, 429, 500, 503.
   */
  deleteThreads(request: ContractRequest<operations["deleteThreads"], never, never>, c: C): Promise<operations["deleteThreads"]['responses'][200]['content']["application/json"]>;
  /**
   * DELETE /api/v1/memory/threads/{thread_id} (openapi/agent/paths/memory.yaml)
   *
   * Delete a thread. Answers 200, 400, 401, 403, 404, 409, 429, 500, 503.
   */
  deleteThread(request: ContractRequest<operations["deleteThread"], never, never>, c: C): Promise<operations["deleteThread"]['responses'][200]['content']["application/json"]>;
  /**
   * GET /api/v1/memory/threads/{thread_id}/messages (openapi/agent/paths/memory.yaml)
   *
   * List messages of a thread. Answers 200, 400, 401, 403, 404, 409, 429, 500, 503.
   */
  listThreadMessages(request: ContractRequest<operations["listThreadMessages"], "offset", never>, c: C): Promise<operations["listThreadMessages"]['responses'][200]['content']["application/json"]>;
  /**
   * POST /api/v1/memory/migrate-agent-id (openapi/agent/paths/memory.yaml)
   *
   * Hand threads over to another agent id. Answers 200, 400, 401, 403, 404, 409, 413, 415, 429, 500, 503.
   */
  migrateAgentId(request: ContractRequest<operations["migrateAgentId"], never, never>, c: C): Promise<operations["migrateAgentId"]['responses'][200]['content']["application/json"]>;
}

/** The operations tagged `registry`. */
export interface RegistryHandlers<C> {
  /**
   * GET /api/v1/registry/runtime-metadata (openapi/agent/paths/registry.yaml)
   *
   * Get the running components. Answers 200, 400, 401, 403, 404, 409, 429, 500, 503.
   */
  getRuntimeMetadata(request: ContractRequest<operations["getRuntimeMetadata"], never, never>, c: C): Promise<operations["getRuntimeMetadata"]['responses'][200]['content']["application/json"]>;
  /**
   * GET /internal/runtime-metadata (openapi/agent/paths/registry.yaml)
   *
   * Get the running components at the older path. Answers 200, 400, 401, 403, 404, 409, 429, 500, 503.
   */
  getRuntimeMetadataLegacy(request: ContractRequest<operations["getRuntimeMetadataLegacy"], never, never>, c: C): Promise<operations["getRuntimeMetadataLegacy"]['responses'][200]['content']["application/json"]>;
  /**
   * POST /api/v1/registry/reload (openapi/agent/paths/registry.yaml)
   *
   * Reload changed components. Answers 200, 400, 401, 403, 404, 409, 429, 500, 503.
   */
  reloadRegistry(request: ContractRequest<operations["reloadRegistry"], never, never>, c: C): Promise<operations["reloadRegistry"]['responses'][200]['content']["application/json"]>;
  /**
   * POST /internal/reload (openapi/agent/paths/registry.yaml)
   *
   * Reload changed components at the older path. Answers 200, 400, 401, 403, 404, 409, 429, 500, 503.
   */
  reloadRegistryLegacy(request: ContractRequest<operations["reloadRegistryLegacy"], never, never>, c: C): Promise<operations["reloadRegistryLegacy"]['responses'][200]['content']["application/json"]>;
}

/** The operations tagged `meta`. */
export interface MetaHandlers<C> {
  /**
   * GET /openapi.json (openapi/agent/paths/meta.yaml)
   *
   * Get this contract. Answers 200, 400, 500, 503.
   */
  getOpenapi(request: ContractRequest<operations["getOpenapi"], never, never>, c: C): Promise<operations["getOpenapi"]['responses'][200]['content']["application/json"]>;
  /**
   * GET /openapi.yaml (openapi/agent/paths/meta.yaml)
   *
   * Get the contract as YAML. Answers 200, 400, 500, 503.
   */
  getOpenapiYaml(request: ContractRequest<operations["getOpenapiYaml"], never, never>, c: C): Promise<operations["getOpenapiYaml"]['responses'][200]['content']["application/yaml"]>;
  /**
   * GET /docs (openapi/agent/paths/meta.yaml)
   *
   * Read the documentation. Answers 200, 400, 500, 503.
   */
  getDocs(request: ContractRequest<operations["getDocs"], never, never>, c: C): Promise<operations["getDocs"]['responses'][200]['content']["text/html"]>;
}

/** Every operation of the agent contract, by operationId; C is the context handed to each. */
export type AgentHandlers<C> = StatusHandlers<C> &
  CardHandlers<C> &
  A2aHandlers<C> &
  MemoryHandlers<C> &
  RegistryHandlers<C> &
  MetaHandlers<C>;

/** What the edge knows of each operation, in contract order. */
export const agentOperations: readonly Operation[] = [
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
    "anonymous": true,
    "rateGroup": null,
    "audit": null,
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": null
  },
  {
    "id": "getStatusLegacy",
    "method": "get",
    "path": "/status",
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
    "anonymous": true,
    "rateGroup": null,
    "audit": null,
    "aliasOf": "getStatus",
    "rawBody": false,
    "extension": false,
    "body": null
  },
  {
    "id": "getCardUrl",
    "method": "get",
    "path": "/api/v1/card/url",
    "tag": "card",
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
      "card:read"
    ],
    "anonymous": true,
    "rateGroup": null,
    "audit": null,
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": null
  },
  {
    "id": "updateCardUrl",
    "method": "patch",
    "path": "/api/v1/card/url",
    "tag": "card",
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
      413,
      415,
      429,
      500,
      503
    ],
    "scheme": "bearerAuth",
    "scopes": [
      "card:write"
    ],
    "anonymous": true,
    "rateGroup": null,
    "audit": "card.url_updated",
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
    "id": "getAgentCard",
    "method": "get",
    "path": "/.well-known/agent-card.json",
    "tag": "card",
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
      500,
      503
    ],
    "scheme": null,
    "scopes": [],
    "anonymous": false,
    "rateGroup": null,
    "audit": null,
    "aliasOf": null,
    "rawBody": false,
    "extension": true,
    "body": null
  },
  {
    "id": "callA2a",
    "method": "post",
    "path": "/a2a",
    "tag": "a2a",
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
      413,
      415,
      429,
      500,
      503
    ],
    "scheme": "bearerAuth",
    "scopes": [
      "a2a:write"
    ],
    "anonymous": true,
    "rateGroup": null,
    "audit": "agent.called",
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
    "id": "getMemoryConfig",
    "method": "get",
    "path": "/api/v1/memory/config",
    "tag": "memory",
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
      "memory:read"
    ],
    "anonymous": true,
    "rateGroup": null,
    "audit": null,
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": null
  },
  {
    "id": "updateMemoryConfig",
    "method": "patch",
    "path": "/api/v1/memory/config",
    "tag": "memory",
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
      413,
      415,
      422,
      429,
      500,
      503
    ],
    "scheme": "bearerAuth",
    "scopes": [
      "memory:write"
    ],
    "anonymous": true,
    "rateGroup": null,
    "audit": "memory.config_updated",
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
    "id": "listThreads",
    "method": "get",
    "path": "/api/v1/memory/threads",
    "tag": "memory",
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
      "memory:read"
    ],
    "anonymous": true,
    "rateGroup": null,
    "audit": null,
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": null
  },
  {
    "id": "deleteThreads",
    "method": "delete",
    "path": "/api/v1/memory/threads",
    "tag": "memory",
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
      "memory:write"
    ],
    "anonymous": true,
    "rateGroup": null,
    "audit": "memory.threads_deleted",
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": null
  },
  {
    "id": "deleteThread",
    "method": "delete",
    "path": "/api/v1/memory/threads/{thread_id}",
    "tag": "memory",
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
      "memory:write"
    ],
    "anonymous": true,
    "rateGroup": null,
    "audit": "memory.thread_deleted",
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": null
  },
  {
    "id": "listThreadMessages",
    "method": "get",
    "path": "/api/v1/memory/threads/{thread_id}/messages",
    "tag": "memory",
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
      "memory:read"
    ],
    "anonymous": true,
    "rateGroup": null,
    "audit": null,
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": null
  },
  {
    "id": "migrateAgentId",
    "method": "post",
    "path": "/api/v1/memory/migrate-agent-id",
    "tag": "memory",
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
      413,
      415,
      429,
      500,
      503
    ],
    "scheme": "bearerAuth",
    "scopes": [
      "memory:write"
    ],
    "anonymous": true,
    "rateGroup": null,
    "audit": "memory.agent_id_migrated",
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
    "id": "getRuntimeMetadata",
    "method": "get",
    "path": "/api/v1/registry/runtime-metadata",
    "tag": "registry",
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
      "registry:read"
    ],
    "anonymous": true,
    "rateGroup": null,
    "audit": null,
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": null
  },
  {
    "id": "getRuntimeMetadataLegacy",
    "method": "get",
    "path": "/internal/runtime-metadata",
    "tag": "registry",
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
      "registry:read"
    ],
    "anonymous": true,
    "rateGroup": null,
    "audit": null,
    "aliasOf": "getRuntimeMetadata",
    "rawBody": false,
    "extension": false,
    "body": null
  },
  {
    "id": "reloadRegistry",
    "method": "post",
    "path": "/api/v1/registry/reload",
    "tag": "registry",
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
      "registry:write"
    ],
    "anonymous": true,
    "rateGroup": null,
    "audit": "registry.reloaded",
    "aliasOf": null,
    "rawBody": false,
    "extension": false,
    "body": null
  },
  {
    "id": "reloadRegistryLegacy",
    "method": "post",
    "path": "/internal/reload",
    "tag": "registry",
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
      "registry:write"
    ],
    "anonymous": true,
    "rateGroup": null,
    "audit": "registry.reloaded",
    "aliasOf": "reloadRegistry",
    "rawBody": false,
    "extension": false,
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
      500,
      503
    ],
    "scheme": null,
    "scopes": [],
    "anonymous": false,
    "rateGroup": null,
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
      500,
      503
    ],
    "scheme": null,
    "scopes": [],
    "anonymous": false,
    "rateGroup": null,
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
      500,
      503
    ],
    "scheme": null,
    "scopes": [],
    "anonymous": false,
    "rateGroup": null,
    "audit": null,
    "aliasOf": null,
    "rawBody": false,
    "extension": true,
    "body": null
  }
];
