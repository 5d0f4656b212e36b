/**
 * Owns that `npm run new-operation` leaves a contract that lints and can be served, or leaves everything alone.
 * What the contract conventions are belongs to the lint rules themselves.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { addOperation, RefusedError, readWanted } from '../../scripts/new-operation.ts';
import { tempDir } from '../support/temp.ts';

/** A copy of what the script changes and of what lint needs. */
function copyTree(): string {
  const root = tempDir();
  const parts = ['openapi', 'redocly.yaml', 'biome.json', 'scripts/redocly-rules'];
  for (const part of parts) cpSync(part, join(root, part), { recursive: true });
  symlinkSync(resolve('node_modules'), join(root, 'node_modules'));
  return root;
}

const add = (root: string, words: string) => addOperation(root, readWanted(words.split(' ')));

/** Runs a tool of the tree as `npm run contract:lint` and `npm run lint` do; throws with its words when it complains. */
const run = (root: string, tool: string, ...args: string[]) =>
  execFileSync(process.execPath, [`node_modules/${tool}`, ...args], { cwd: root, stdio: 'pipe' });

const REDOCLY = '@redocly/cli/bin/cli.js';

test('operations of every kind leave contracts that lint', () => {
  const root = copyTree();
  const index = join(root, 'openapi/prx/openapi.yaml');
  const tag = '  - { name: tasks, description: Things to do. }\n';
  writeFileSync(index, readFileSync(index, 'utf8').replace('paths:\n', `${tag}paths:\n`));
  add(root, 'prx tasks listTasks GET /api/v1/tasks');
  add(root, 'prx tasks createTask POST /api/v1/tasks');
  add(root, 'prx tasks deleteTaskNote DELETE /api/v1/tasks/{id}/notes/{note_id}');
  add(root, 'prx hooks updateHook PATCH /api/v1/hooks/{id}');
  add(root, 'agent registry stopComponent POST /api/v1/registry/components/{id}/stop');
  add(root, 'agent card setCardUrl PUT /api/v1/card/url');
  add(root, 'nanoclaw queue getQueueHistory GET /api/v1/container/queue/history');

  run(root, REDOCLY, 'lint', 'prx', 'agent', 'nanoclaw');
  const bundle = String(run(root, REDOCLY, 'bundle', 'prx', '--ext', 'json'));
  const { paths } = JSON.parse(bundle);
  expect(paths['/api/v1/tasks'].get.operationId).toBe('listTasks');
  expect(paths['/api/v1/tasks'].post['x-audit']).toBe('task.created');
  expect(paths['/api/v1/hooks/{id}'].patch.security).toEqual([{ bearerAuth: ['hooks:write'] }]);
}, 60_000);

test('a new operation says which files it changed', () => {
  const root = copyTree();
  const files = add(root, 'agent status getUptime GET /api/v1/uptime');
  expect(files).toEqual([
    'openapi/agent/openapi.yaml',
    'openapi/agent/paths/status.yaml',
    'openapi/agent/schemas/status.yaml',
  ]);
});

test.each([
  ['prx hooks listHooks', 'usage'],
  ['cron hooks listHooks GET /api/v1/hooks', '"cron" is not one of'],
  ['prx hooks listHooks HEAD /api/v1/hooks', '"HEAD" is not one of'],
  ['prx hooks ListHooks GET /api/v1/x', '"ListHooks" is not a camelCase verb and noun'],
  ['prx hooks list GET /api/v1/x', '"list" is not a camelCase verb and noun'],
  ['prx hooks listWorries GET api/v1/x', 'is not a full path'],
  ['prx hooks listWorries GET /api/v1/x/', 'is not a full path'],
  ['prx worries listWorries GET /api/v1/worries', 'has no tag "worries"'],
  [
    'prx hooks listSessions GET /api/v1/hooks/all',
    'listSessions is in paths/sessions.yaml already',
  ],
  ['prx hooks readHooks GET /api/v1/hooks', 'GET /api/v1/hooks is in paths/hooks.yaml already'],
  ['prx hooks getHook GET /api/v1/hooks/{name}', 'in the contract already, as /api/v1/hooks/{id}'],
  ['prx hooks setSessions PUT /api/v1/sessions', 'is in paths/sessions.yaml: use its tag'],
])('refuses %s', (words, reason) => {
  const root = copyTree();
  const contract = (api: string) => readFileSync(join(root, `openapi/${api}/openapi.yaml`), 'utf8');
  const before = ['prx', 'agent', 'nanoclaw'].map(contract);
  expect(() => add(root, words)).toThrow(RefusedError);
  expect(() => add(root, words)).toThrow(reason);
  expect(['prx', 'agent', 'nanoclaw'].map(contract)).toEqual(before);
});
