/**
 * Owns following a build for a person who looks on: begun in the background, asked after, told, and its last word. That a command waits
 * like this only on a terminal is decided by run-operation.ts.
 */
import { createServer } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { ApiCaller, readJson } from '../../src/cli/operations/api.ts';
import { followBuild, hasFailed } from '../../src/cli/operations/build.ts';
import { buildRequest } from '../../src/cli/operations/request.ts';
import { cliOperations } from '../../src/generated/cli.ts';
import type { CliOperation } from '../../src/generated/cli-table.ts';

function operation(id: string): CliOperation {
  const found = cliOperations.find((one) => one.id === id);
  if (found === undefined) throw new Error(`There is no ${id}`);
  return found;
}

test('a build is begun in the background and followed to its end', async () => {
  const asked: string[] = [];
  const states = ['building', 'failed'];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    const state = request.method === 'POST' ? undefined : states.shift();
    const build = {
      state,
      startedAt: null,
      finishedAt: null,
      output: `FROM x\nstep of ${state}\n`,
    };
    response.writeHead(state === undefined ? 202 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ imageTag: 'runner:1', ...(state && { exists: false, build }) }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const caller = new ApiCaller({
    api: 'nanoclaw',
    baseUrl: `http://127.0.0.1:${port}`,
    token: undefined,
    timeoutMs: undefined,
    defaultMs: 10_000,
  });
  const said: string[] = [];
  const progress = { say: (text: string) => void said.push(text), end: () => undefined };
  const request = await buildRequest(operation('buildImage'), new Map(), {});
  const { signal } = new AbortController();
  const last = await followBuild(caller, request, operation('getImageStatus'), progress, signal);
  expect(asked).toEqual([
    'POST /api/v1/container/image/build?async=true',
    'GET /api/v1/container/image/status?imageTag=runner%3A1',
    'GET /api/v1/container/image/status?imageTag=runner%3A1',
  ]);
  expect(said).toEqual(['building runner:1: step of building']);
  expect(readJson(last.text)).toMatchObject({ build: { state: 'failed' } });
  expect(hasFailed(last)).toBe(true);
});
