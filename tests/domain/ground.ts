/**
 * Owns what tests of the domain stand on: a fresh store, a clock that the test moves, a provider that the test leads.
 * What the services must do with them is left to the tests.
 */
import { setMaxListeners } from 'node:events';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openStore, type Store } from '../../src/db/open.ts';
import { events } from '../../src/db/schema/index.ts';
import type {
  ModelEvent,
  ModelRequest,
  Provider,
  TurnParts,
} from '../../src/domain/agent/index.ts';
import { Turns } from '../../src/domain/agent/index.ts';
import { Journal } from '../../src/domain/audit/index.ts';
import { Sessions } from '../../src/domain/sessions/index.ts';
import { type AuditDraft, type Caller, DomainError } from '../../src/domain/shared/index.ts';
import { Threads } from '../../src/domain/threads/index.ts';
import type { Clock } from '../../src/lib/clock.ts';
import { silentLoggerOf } from '../support/log.ts';
import { tempDir } from '../support/temp.ts';

/** When every test begins, in milliseconds since the epoch. */
export const BEGIN = Date.UTC(2026, 0, 1);

/** A clock that stands still until it is moved. */
export class TestClock implements Clock {
  #now = BEGIN;

  now(): number {
    return this.#now;
  }

  monotonic(): number {
    return this.#now - BEGIN;
  }

  advance(milliseconds: number): void {
    this.#now += milliseconds;
  }
}

/** A provider that answers every message with `re: ` and the message, in two pieces. */
export const echo: Provider = {
  name: 'test',
  model: 'echo',
  async *answer({ messages }: ModelRequest): AsyncGenerator<ModelEvent> {
    yield { type: 'token', content: 're: ' };
    yield { type: 'token', content: messages.at(-1)?.content ?? '' };
    yield { type: 'usage', usage: usageOf(2, 3) };
  },
};

/** What a model call of the test's provider cost. */
export function usageOf(input: number, output: number, costMicros = 0) {
  return { provider: 'test', model: 'echo', input, output, costMicros };
}

/** The settings of the areas, which a test may change while they run. */
export interface TestSettings {
  agentId: string | null;
  idleAfterSecs: number;
  retentionDays: number;
  maxQueuedTurns: number;
  remembers: boolean;
  timeoutSecs: number;
  turnTimeoutSecs: number;
  systemPrompt: string;
  windowSize: number;
  maxModelCalls: number;
  maxToolCalls: number;
}

/** The services of the domain over one fresh store. */
export interface Ground {
  readonly file: string;
  readonly store: Store;
  readonly clock: TestClock;
  readonly settings: TestSettings;
  readonly journal: Journal;
  readonly sessions: Sessions;
  readonly threads: Threads;
  readonly turns: Turns;
}

/** A file for a store, in a folder that goes after the running test. */
export const storeFile = () => join(tempDir(), 'gatehouse.db');

/** Opens everything over `file`; whoever calls closes the store. */
export async function openGround(
  file: string,
  provider: Provider = echo,
  parts: Partial<TurnParts> = {},
): Promise<Ground> {
  const store = await openStore({ url: `file:${file}` });
  const clock = new TestClock();
  const settings: TestSettings = {
    agentId: 'my-agent',
    idleAfterSecs: 900,
    timeoutSecs: 3600,
    retentionDays: 30,
    maxQueuedTurns: 16,
    remembers: true,
    turnTimeoutSecs: 60,
    systemPrompt: 'Be brief.',
    windowSize: 20,
    maxModelCalls: 50,
    maxToolCalls: 10,
  };
  const journal = new Journal(store, clock);
  const read = () => settings;
  const sessions = new Sessions({
    store,
    journal,
    clock,
    settings: read,
    log: silentLoggerOf('sessions'),
  });
  const threads = new Threads({ store, journal, settings: read });
  const turns = new Turns({
    store,
    elsewhere: null,
    journal,
    clock,
    provider,
    tools: { open: () => ({ specs: [], call: () => Promise.reject(new Error('no tools')) }) },
    skills: { promptFor: () => Promise.resolve(null) },
    memory: { recall: () => Promise.resolve(null), afterTurn: () => Promise.resolve() },
    log: silentLoggerOf('agent'),
    isStopping: () => false,
    filters: { hasMiddleware: () => false, middleware: (_, text) => Promise.resolve({ text }) },
    observer: {
      turnEnded: () => undefined,
      modelCalled: () => undefined,
      toolCalled: () => undefined,
    },
    settings: () => ({ ...settings, timeoutSecs: settings.turnTimeoutSecs }),
    ...parts,
  });
  sessions.onTerminated((id) => turns.sessionEnded(id));
  return {
    file,
    store,
    clock,
    settings,
    journal,
    sessions,
    threads,
    turns,
  };
}

/** Opens everything for the running test alone. */
export async function freshGround(
  provider?: Provider,
  parts?: Partial<TurnParts>,
): Promise<Ground> {
  const ground = await openGround(storeFile(), provider, parts);
  onTestFinished(() => ground.store.close());
  return ground;
}

/** A caller whose change must leave an audit entry. */
export function callerOf(event: string, scopes: readonly string[] = ['admin']): AuditedCaller {
  return {
    actor: 'token:tok_test',
    scopes: new Set(scopes),
    expiresAt: null,
    address: '127.0.0.1',
    requestId: 'req_test',
    audit: { event, api: 'prx', operation: event, target: null, written: false },
  };
}

/** A caller with its draft at hand. */
export type AuditedCaller = Caller & { readonly audit: AuditDraft };

/** A caller that leaves no audit entry, for what a test only needs to be there. */
export const quietCaller: Caller = {
  actor: 'system:test',
  scopes: new Set(['admin']),
  expiresAt: null,
  address: null,
  requestId: null,
  audit: null,
};

/** A signal that nothing ends. */
export const endless = new AbortController().signal;
// Every turn of every test listens to this one.
setMaxListeners(0, endless);

/** A new session. @returns its id */
export async function makeSession(ground: Ground, channel = 'api'): Promise<string> {
  const input = { channel, userId: 'user-1', metadata: {} };
  return (await ground.sessions.create(input, quietCaller)).id;
}

/** The types of all events about a subject, in order. */
export async function eventsOf(store: Store, subject: string): Promise<string[]> {
  const rows = await store.read.select().from(events).orderBy(events.seq);
  return rows.filter((row) => row.subject === subject).map((row) => row.type);
}

/** The reason why a promise was refused; fails the test when it was not, or not by the domain. */
export async function reasonOf(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => new Error('expected a refusal'),
    (thrown: unknown) => thrown,
  );
  if (error instanceof DomainError) return error.reason;
  throw error;
}
