/**
 * Owns waiting for the build of an image with the person told how it goes: it is begun in the background and asked after.
 * Building belongs to the server.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { CliOperation } from '../../generated/cli-table.ts';
import { type Answer, type ApiCaller, readJson } from './api.ts';
import { isRecord } from './failure.ts';
import type { Progress } from './progress.ts';
import type { OperationRequest } from './request.ts';
import { plain } from './table.ts';

/** The operation that builds, and the one that tells how it goes. */
export const BUILD = { begins: 'buildImage', tells: 'getImageStatus' } as const;

const POLL_MS = 1000;

/** Builds and follows the build to its end. @returns the last word of the status operation */
export async function followBuild(
  caller: ApiCaller,
  request: OperationRequest,
  status: CliOperation,
  progress: Progress,
  signal: AbortSignal,
): Promise<Answer> {
  const query = new URLSearchParams(request.query);
  query.set('async', 'true');
  const begun = readJson((await caller.send({ ...request, query }, signal)).text);
  const tag = isRecord(begun) && typeof begun.imageTag === 'string' ? begun.imageTag : undefined;
  const asking: OperationRequest = {
    operation: status,
    path: status.path,
    query: new URLSearchParams(tag === undefined ? {} : { imageTag: tag }),
    headers: {},
    body: undefined,
  };
  for (;;) {
    const answer = await caller.send(asking, signal);
    const build = buildOf(answer);
    if (build?.state !== 'building') return answer;
    const lines = String(build.output ?? '')
      .trimEnd()
      .split('\n');
    progress.say(`building ${plain(tag ?? '')}: ${plain(lines.at(-1) ?? '')}`);
    await sleep(POLL_MS, undefined, { signal });
  }
}

/** True where the last word on a build is that it failed. */
export const hasFailed = (answer: Answer): boolean => buildOf(answer)?.state === 'failed';

function buildOf({ text }: Answer): Record<string, unknown> | undefined {
  const body = readJson(text);
  return isRecord(body) && isRecord(body.build) ? body.build : undefined;
}
