/**
 * Owns hooks for tests of the domain: a sender that the test leads, and alarms that ring when the test moves the clock.
 * The store and the clock come from ground.ts; what hooks must do is left to the tests.
 */
import { asc } from 'drizzle-orm';
import { onTestFinished } from 'vitest';
import { hookAttempts } from '../../src/db/schema/index.ts';
import {
  type Alarm,
  type HookSettings,
  Hooks,
  type Outcome,
  type WebhookMessage,
} from '../../src/domain/hooks/index.ts';
import type { Logger } from '../../src/lib/log.ts';
import { makeSeal, makeSealKey } from '../../src/lib/seal.ts';
import { type Ground, openGround, quietCaller, storeFile } from './ground.ts';

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** The retry schedule of the defaults: ten attempts. */
export const DELAYS = [
  ...[5 * SECOND, 5 * MINUTE, 30 * MINUTE],
  ...[2, 5, 10, 14, 20, 24].map((hours) => hours * HOUR),
];

/** What an endpoint does with a message: a status, or nothing until the test says so. */
export type Answer = number | Promise<number>;

/** Hooks over a fresh store, and what they have sent. */
export interface HookGround extends Ground {
  readonly hooks: Hooks;
  readonly sent: WebhookMessage[];
  readonly log: string[];
  readonly hookSettings: { -readonly [K in keyof HookSettings]: HookSettings[K] };
  readonly seal: ReturnType<typeof makeSeal>;
  /** How endpoints answer, by URL; 204 for the others. */
  readonly answers: Map<string, (message: WebhookMessage) => Answer>;
  /** Seconds of Retry-After that every failure carries. */
  retryAfter: number | null;
  /** The fault that the contract finds in an event, by its type. */
  readonly faults: Map<string, string>;
  /** Moves the clock and rings what is due, again and again until nothing moves. */
  pass(milliseconds: number): Promise<void>;
  /** Waits until nothing moves. */
  settle(): Promise<void>;
  /** Raises an event about a new session. @returns its id */
  raise(type?: 'session.created' | 'session.idle'): Promise<string>;
  make(url: string, more?: { secret?: string }): Promise<string>;
  urls(): string[];
  idsAt(url: string): string[];
}

/** Opens everything and begins to deliver. */
export async function hookGround(file = storeFile(), key = makeSealKey()): Promise<HookGround> {
  const base = await openGround(file);
  const { store, clock, journal } = base;
  const alarms = new Map<symbol, { at: number; ring: () => void }>();
  const alarm: Alarm = (at, ring) => {
    const id = Symbol('alarm');
    alarms.set(id, { at, ring });
    return () => alarms.delete(id);
  };
  const sent: WebhookMessage[] = [];
  const answers: HookGround['answers'] = new Map();
  const faults = new Map<string, string>();
  const log: string[] = [];
  const write = (message: string) => void log.push(message);
  const logger: Logger = {
    trace: write,
    debug: write,
    info: write,
    warn: write,
    error: write,
    isOn: () => true,
  };
  const hookSettings = {
    allowedHosts: [],
    retryDelaysMs: DELAYS,
    disableAfterMs: 5 * DAY,
    concurrency: 4,
    retentionMs: 7 * DAY,
  };
  const seal = makeSeal([key]);
  let working = 0;
  const ground: Omit<HookGround, 'hooks'> = {
    ...base,
    sent,
    log,
    hookSettings,
    seal,
    answers,
    faults,
    retryAfter: null,
    async settle() {
      // Reads and group commits take some turns of the event loop; an answer that is held back is not waited for.
      for (let quiet = 0, seen = -1; quiet < 5; ) {
        await new Promise((resolve) => setImmediate(resolve));
        await store.write((tx) =>
          tx.select().from(hookAttempts).orderBy(asc(hookAttempts.seq)).limit(1),
        );
        const now = sent.length * 1000 + working + alarms.size;
        quiet = now === seen ? quiet + 1 : 0;
        seen = now;
      }
    },
    async pass(milliseconds) {
      await ground.settle();
      const end = clock.now() + milliseconds;
      for (;;) {
        const next = [...alarms]
          .filter(([, { at }]) => at <= end)
          .sort((a, b) => a[1].at - b[1].at)[0];
        if (next === undefined) break;
        const [id, { at, ring }] = next;
        alarms.delete(id);
        if (at > clock.now()) clock.advance(at - clock.now());
        ring();
        await ground.settle();
      }
      clock.advance(end - clock.now());
    },
    async raise(type = 'session.created') {
      const data = { session_id: 'sess_1', channel: 'api', user_id: 'user-1' };
      await journal.commit(quietCaller, (change) => change.event(type, 'sess_1', data));
      return type;
    },
    async make(url, more = {}) {
      const hook = await hooks.create({ url, events: ['session.created'], ...more }, quietCaller);
      return hook.id;
    },
    urls: () => sent.map(({ url }) => url),
    idsAt: (url) => sent.filter((one) => one.url === url).map(({ id }) => id),
  };
  const hooks = new Hooks({
    store,
    journal,
    clock,
    seal,
    alarm,
    log: logger,
    // The middle of the jitter.
    random: () => 0.5,
    settings: () => hookSettings,
    faultOf: ({ event }) => faults.get(event) ?? null,
    sender: {
      async send(message, signal): Promise<Outcome> {
        sent.push(message);
        working += 1;
        const asked = Promise.resolve(answers.get(message.url)?.(message) ?? 204);
        let end: () => void = () => undefined;
        const ended = new Promise<number>((resolve) => {
          end = () => resolve(0);
        });
        AbortSignal.any([signal]).addEventListener('abort', end);
        const status = await Promise.race([asked, ended]);
        working -= 1;
        const ok = status >= 200 && status < 300;
        return {
          durationMs: 7,
          responseStatus: status,
          error: ok ? null : `The endpoint answered ${status}`,
          retryAfterMs: ok || ground.retryAfter === null ? null : ground.retryAfter * SECOND,
        };
      },
    },
  });
  await hooks.start();
  onTestFinished(async () => {
    await hooks.stop(0);
    await store.close();
  });
  return Object.assign(ground, { hooks });
}
