/**
 * Owns the record of answers seen on the wire: which status each operation of each API gave. The client writes it, scripts/matrix.ts reads it.
 */
import { appendFileSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { threadId } from 'node:worker_threads';
import type { Api } from './contract-check.ts';
import { OBSERVED } from './global-setup.ts';

/** One answer: `api operationId status`, the words of a line of uncovered.txt. */
export const nameAnswer = (api: Api, operation: string, status: number) =>
  `${api} ${operation} ${status}`;

const noted = new Set<string>();

/** Notes an answer that was checked; once for each process is enough. */
export function observe(api: Api, operation: string, status: number): void {
  const name = nameAnswer(api, operation, status);
  if (noted.has(name)) return;
  noted.add(name);
  mkdirSync(OBSERVED, { recursive: true });
  const file = join(OBSERVED, `${process.pid}-${threadId}.jsonl`);
  appendFileSync(file, `${JSON.stringify(name)}\n`);
}

/** Every answer that the processes of the last run have noted. */
export function readObserved(folder: string = OBSERVED): Set<string> {
  const files = readdirSync(folder).filter((name) => name.endsWith('.jsonl'));
  const lines = files.flatMap((name) =>
    readFileSync(join(folder, name), 'utf8').trimEnd().split('\n'),
  );
  return new Set(lines.map((line): string => JSON.parse(line)));
}
