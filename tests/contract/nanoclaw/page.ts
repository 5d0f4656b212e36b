/**
 * Owns what the published container and channel page prints, as data: its tables of paths and its one command. It prints no JSON.
 * What is done with it is in pages.test.ts.
 */
import type { PageCommand } from '../pages.ts';

/** The command of the page. */
export const commands: readonly PageCommand[] = [
  {
    api: 'nanoclaw',
    operation: 'getRuntime',
    method: 'GET',
    target: '/api/v1/container/runtime',
    status: 200,
  },
];

const container: Readonly<Record<string, string>> = {
  runtime: 'GET',
  'image/build': 'POST',
  'image/status': 'GET',
  'mount/validate': 'POST',
  'mount/allowlist': 'GET/PUT',
  'credential-proxy/status': 'GET',
  'credential-proxy/start': 'POST',
  'credential-proxy/stop': 'POST',
  'credential-proxy/mappings': 'POST',
  'credential-proxy/mappings/{id}': 'DELETE',
  'credential-proxy/port': 'PUT',
  'ipc/directories': 'POST',
  'ipc/follow-up': 'POST',
  'ipc/close': 'POST',
  'queue/groups': 'GET',
  'queue/counts': 'GET',
  'queue/groups/{group}': 'GET',
  'queue/max-concurrent': 'GET/PUT',
  namespaces: 'GET/POST',
  'namespaces/{name}': 'GET/PUT/DELETE',
  'namespaces/{name}/instructions': 'GET/PUT',
  'namespaces/global/instructions': 'GET/PUT',
  'namespaces/merge-instructions': 'POST',
  schedules: 'GET/POST',
  'schedules/{id}': 'GET/PUT/DELETE',
  'schedules/{id}/logs': 'GET',
  'audit-log': 'GET',
  'run-history': 'GET',
  metrics: 'GET',
  analytics: 'GET',
};

const channels: Readonly<Record<string, string>> = {
  '': 'GET',
  '/{name}': 'GET',
  '/messages': 'POST',
  '/chats': 'GET',
  '/chats/{jid}/messages': 'GET',
  '/sender-allowlist': 'GET/PUT',
  ...Object.fromEntries(
    ['telegram', 'slack', 'discord', 'whatsapp'].flatMap((vendor) =>
      ['connect', 'disconnect', 'validate'].map((verb) => [`/${vendor}/${verb}`, 'POST']),
    ),
  ),
  '/whatsapp/webhook': 'GET/POST',
};

/** Every row of the tables, a verb each: `GET /api/v1/container/runtime`. */
export const endpoints: readonly string[] = [
  ...Object.entries(container).map(([path, verbs]) => [`/api/v1/container/${path}`, verbs]),
  ...Object.entries(channels).map(([path, verbs]) => [`/api/v1/channels${path}`, verbs]),
].flatMap(([path = '', verbs = '']) => verbs.split('/').map((verb) => `${verb} ${path}`));
