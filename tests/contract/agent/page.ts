/**
 * Owns what the published agent management page prints, as data: its blocks of JSON, its commands and its table of error codes.
 * What is done with it is in pages.test.ts.
 */
import type { PageBlock, PageCommand } from '../pages.ts';

const api = 'agent';

const answer = (data: unknown) => ({ success: true, data, error: null });

/** Every block of JSON on the page; a block without a status is a request. */
export const blocks: readonly PageBlock[] = [
  {
    api,
    operation: 'getStatus',
    status: 200,
    value: answer({ agent_id: 'my-agent', mcp: {}, a2a: {} }),
  },
  {
    api,
    operation: 'getCardUrl',
    status: 200,
    value: answer({ url: 'http://10.10.20.22:24002/admin/a2a/my-agent' }),
  },
  {
    api,
    operation: 'updateCardUrl',
    value: { url: 'http://new-proxy:8080/admin/a2a/my-agent' },
  },
  {
    api,
    operation: 'updateCardUrl',
    status: 200,
    value: answer({
      url: 'http://new-proxy:8080/admin/a2a/my-agent',
      previous_url: 'http://10.10.20.22:24002/admin/a2a/my-agent',
      persisted: true,
    }),
  },
  { api, operation: 'updateMemoryConfig', value: { summarize: true, window_size: 10 } },
  {
    api,
    operation: 'listThreads',
    status: 200,
    value: answer({ agent_id: 'my-agent', threads: ['session-001', 'session-002'] }),
  },
  {
    api,
    operation: 'listThreadMessages',
    status: 200,
    value: answer({
      thread_id: 'session-001',
      messages: [
        { role: 'human', content: '안녕' },
        { role: 'ai', content: '안녕하세요!' },
      ],
    }),
  },
  {
    api,
    operation: 'deleteThreads',
    status: 200,
    value: answer({
      agent_id: 'my-agent',
      deleted: { checkpoints: 10, checkpoint_blobs: 20, persistent_memory: 5 },
    }),
  },
  { api, operation: 'migrateAgentId', value: { old_id: 'my-agent-old', new_id: 'my-agent' } },
  {
    api,
    operation: 'migrateAgentId',
    status: 200,
    value: answer({ old_id: 'my-agent-old', new_id: 'my-agent', migrated_threads: 5 }),
  },
];

const memory = '/api/v1/memory';

/** Every command of the page, and the older paths it names. */
export const commands: readonly PageCommand[] = [
  { api, operation: 'getStatus', method: 'GET', target: '/api/v1/status', status: 200 },
  { api, operation: 'getStatusLegacy', method: 'GET', target: '/status', status: 200 },
  { api, operation: 'getCardUrl', method: 'GET', target: '/api/v1/card/url', status: 200 },
  { api, operation: 'updateCardUrl', method: 'PATCH', target: '/api/v1/card/url', status: 200 },
  { api, operation: 'getMemoryConfig', method: 'GET', target: `${memory}/config`, status: 200 },
  {
    api,
    operation: 'updateMemoryConfig',
    method: 'PATCH',
    target: `${memory}/config`,
    status: 200,
  },
  { api, operation: 'listThreads', method: 'GET', target: `${memory}/threads`, status: 200 },
  {
    api,
    operation: 'listThreadMessages',
    method: 'GET',
    target: `${memory}/threads/:thread/messages`,
    status: 200,
  },
  {
    api,
    operation: 'deleteThread',
    method: 'DELETE',
    target: `${memory}/threads/:thread`,
    status: 200,
  },
  {
    api,
    operation: 'deleteThreads',
    method: 'DELETE',
    target: `${memory}/threads?all=true`,
    status: 200,
  },
  {
    api,
    operation: 'migrateAgentId',
    method: 'POST',
    target: `${memory}/migrate-agent-id`,
    status: 200,
  },
  {
    api,
    operation: 'getRuntimeMetadataLegacy',
    method: 'GET',
    target: '/internal/runtime-metadata',
    status: 200,
  },
  {
    api,
    operation: 'reloadRegistryLegacy',
    method: 'POST',
    target: '/internal/reload',
    status: 200,
  },
];

/** The table of error codes. */
export const errorCodes: Readonly<Record<string, number>> = {
  MEMORY_DISABLED: 404,
  AGENT_ID_REQUIRED: 409,
  IMMUTABLE_FIELD: 422,
  INVALID_BODY: 400,
  INVALID_PARAM: 400,
  MISSING_THREAD_ID: 400,
  THREAD_NOT_FOUND: 404,
  FORBIDDEN: 403,
  RUNTIME_UNAVAILABLE: 409,
};
