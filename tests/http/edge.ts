/**
 * Owns what tests of the edge share: the three listeners with a body each of them takes, the judge of answers, and the count of rows.
 * What is sent and what must come back belongs to the tests.
 */
import { join } from 'node:path';
import Database from 'libsql';
import { expect } from 'vitest';
import type { Addresses } from '../../src/app/daemon.ts';
import type { Api } from '../support/contract-check.ts';
import { createClient, credential } from '../support/contract-client.ts';
import { ADMIN_TOKEN } from '../support/daemon.ts';
import type { RawAnswer } from '../support/raw-http.ts';

/** One API as tests of bad input see it: an operation that takes a JSON body, and a body it accepts. */
export interface Subject {
  readonly api: Api;
  readonly operation: string;
  readonly line: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** A text property of the body. */
  readonly text: string;
  /** A free object: a property of the body that takes anything, or null. */
  readonly free: string | null;
}

/** One subject for each API; the text comes first in its body. */
export const subjects: readonly Subject[] = [
  {
    api: 'prx',
    operation: 'createSession',
    line: 'POST /api/v1/sessions',
    body: { user_id: 'user_1' },
    text: 'user_id',
    free: 'metadata',
  },
  {
    api: 'agent',
    operation: 'migrateAgentId',
    line: 'POST /api/v1/memory/migrate-agent-id',
    body: { old_id: 'old', new_id: 'new' },
    text: 'old_id',
    free: null,
  },
  {
    api: 'nanoclaw',
    operation: 'createNamespace',
    line: 'POST /api/v1/container/namespaces',
    body: { name: 'work' },
    text: 'name',
    free: null,
  },
];

/** Where an API listens, and the token it takes. */
export const urlOf = (addresses: Addresses, api: Api): string => addresses[api];
/** Headers of a JSON request that is let in. */
export const jsonHeaders = (api: Api): Record<string, string> => ({
  ...credential(api, ADMIN_TOKEN),
  'content-type': 'application/json',
});

/** One fault as an answer names it. */
export interface Fault {
  readonly in: string;
  readonly path: string;
  readonly message: string;
}

/** What a refusal says. */
export interface Refusal {
  readonly message: string;
  readonly faults: readonly Fault[];
}

/** What error bodies of the three APIs can hold, together. */
interface AnyError {
  readonly message?: string;
  readonly details?: { readonly fields?: Fault[] } | null;
  readonly error?: string | { message: string; details?: { readonly issues?: Fault[] } | null };
}

/**
 * Demands an answer of this status in the API's own words, with all that its contract promises of it.
 * @param operation What the request was meant for; null when no operation matches it.
 */
export function demand(
  api: Api,
  operation: string | null,
  answer: RawAnswer | null,
  status: number,
): Refusal {
  if (answer === null) throw new Error('The connection ended without an answer');
  expect(answer.status, answer.body).toBe(status);
  expect(answer.headers['x-request-id']).toMatch(/^req_[0-9A-Z]{26}$/);
  expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
  if (api === 'prx') expect(answer.headers['x-ratelimit-limit']).toMatch(/^\d+$/);
  createClient({ api, url: '' }).judge(operation, {
    status,
    headers: new Headers(answer.headers),
    text: answer.body,
  });
  const error: AnyError = JSON.parse(answer.body);
  if (typeof error.error === 'object')
    return { message: error.error.message, faults: error.error.details?.issues ?? [] };
  return { message: error.message ?? '', faults: error.details?.fields ?? [] };
}

/** The number of rows of every table, to see that nothing was written. */
export function countRows(home: string): Record<string, number> {
  const database = new Database(join(home, 'gatehouse.db'), { readonly: true });
  try {
    // Raw rows are arrays, of which only the first column is asked for.
    const read = (sql: string): unknown[] => database.prepare(sql).raw().all().flat();
    const tables = read(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
    ).map(String);
    return Object.fromEntries(
      tables.map((name) => [name, Number(read(`SELECT count(*) FROM "${name}"`)[0])]),
    );
  } finally {
    database.close();
  }
}
