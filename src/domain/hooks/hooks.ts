/**
 * Owns hooks as callers manage them: making, listing, deleting, enabling, new secrets, deliveries and their replay.
 * Delivering belongs to dispatcher.ts and what it uses.
 */
import { deleteOldEvents } from '../../db/fan-out.ts';
import {
  type AttemptRow,
  attemptsOf,
  countDeliveries,
  type DeliveryRow,
  deleteHook,
  findDelivery,
  findHook,
  type HookRow,
  insertHook,
  listDeliveries,
  listHooks,
  updateDelivery,
  updateHook,
} from '../../db/hooks.ts';
import type { Db } from '../../db/open.ts';
import { makeId } from '../../lib/ids.ts';
import { urlFault } from '../../lib/ssrf-guard.ts';
import { type Caller, DomainError, type Issue } from '../shared/index.ts';
import { Courier, type CourierOptions } from './courier.ts';
import { Dispatcher } from './dispatcher.ts';
import { fanOutAll } from './fan-out.ts';
import type { Alarm, Hook, HookInput } from './ports.ts';
import { demandSecret, makeSecret, sealSecret } from './secrets.ts';

/** For how long the secret before a rotation signs too. */
const OLD_SECRET_MS = 86_400_000;
/** Attempts of one delivery that are shown. */
const MOST_ATTEMPTS = 100;
/** Old events that one sweep removes in one change. */
const SWEEP_EVENTS = 200;

/** A delivery with its attempts, oldest first; times are milliseconds since the epoch. */
export interface Delivery {
  readonly row: DeliveryRow;
  readonly attempts: readonly AttemptRow[];
}

/** The outbound webhooks of this daemon. */
export class Hooks {
  readonly #options: CourierOptions;
  readonly #dispatcher: Dispatcher;

  /** Nothing is delivered before `start`. */
  constructor(options: CourierOptions & { readonly alarm: Alarm }) {
    this.#options = options;
    this.#dispatcher = new Dispatcher({ ...options, courier: new Courier(options) });
    options.journal.onEvents(() => this.#dispatcher.wake());
  }

  /** Begins to deliver, what was left by an earlier run too. */
  async start(): Promise<void> {
    await this.#dispatcher.start();
  }

  /** Ends delivering; attempts under way have `graceMs`. */
  async stop(graceMs: number): Promise<void> {
    await this.#dispatcher.stop(graceMs);
  }

  /** Looks at every line at once, for a clock that was moved. */
  kick(): void {
    this.#dispatcher.kickAll();
  }

  /** Every hook, newest first. */
  async list(): Promise<Hook[]> {
    return await listHooks(this.#options.store.read);
  }

  /**
   * Makes a hook, which gets the events committed after it.
   * @throws DomainError hook_url_refused, validation_failed for a secret that is next to none
   */
  async create(input: HookInput, by: Caller): Promise<Hook> {
    const { clock, journal, seal } = this.#options;
    this.#demandUrl(input.url);
    if (input.secret !== undefined) demandSecret(input.secret);
    const now = clock.now();
    const id = makeId('hook', now);
    const row: HookRow = {
      id,
      url: input.url,
      events: [
        ...new Set(
          input.events.map((name) => (name === 'session.completed' ? 'session.terminated' : name)),
        ),
      ],
      secret: input.secret === undefined ? null : sealSecret(seal, id, input.secret),
      previousSecret: null,
      previousValidUntil: null,
      active: true,
      failingSince: null,
      createdAt: now,
    };
    const others = await journal.commit(by, async ({ tx, target }) => {
      target(id);
      const hookIds = await fanOutAll(tx, now);
      await insertHook(tx, row);
      return hookIds;
    });
    this.#opened(id, others);
    return row;
  }

  /** Removes a hook with everything about it. @throws DomainError hook_not_found */
  async delete(id: string, by: Caller): Promise<void> {
    await this.#options.journal.commit(by, async ({ tx }) => {
      if (!(await deleteHook(tx, id))) throw hookNotFound(id);
    });
    this.#dispatcher.close(id);
  }

  /** Delivers to a disabled hook again, from new events on. @throws DomainError hook_not_found */
  async enable(id: string, by: Caller): Promise<Hook> {
    const { clock, journal } = this.#options;
    const { hook, others } = await journal.commit(by, async ({ tx }) => {
      const found = await demandHook(tx, id);
      if (found.active) return { hook: found, others: new Set<string>() };
      const hookIds = await fanOutAll(tx, clock.now());
      await updateHook(tx, id, { active: true, failingSince: null });
      return { hook: { ...found, active: true }, others: hookIds };
    });
    this.#opened(id, others);
    return hook;
  }

  /**
   * Gives a hook a new secret, which is in the answer and nowhere else; the one before signs too for a day.
   * @returns until when, in milliseconds since the epoch; null when there was none
   * @throws DomainError hook_not_found
   */
  async rotateSecret(
    id: string,
    by: Caller,
  ): Promise<{ secret: string; previousValidUntil: number | null }> {
    const { clock, journal, seal } = this.#options;
    const secret = makeSecret();
    const sealed = sealSecret(seal, id, secret);
    const previousValidUntil = await journal.commit(by, async ({ tx }) => {
      const { secret: previousSecret } = await demandHook(tx, id);
      const until = previousSecret === null ? null : clock.now() + OLD_SECRET_MS;
      await updateHook(tx, id, { secret: sealed, previousSecret, previousValidUntil: until });
      return until;
    });
    return { secret, previousValidUntil };
  }

  /** One page of a hook's deliveries, newest first, and how many there are. @throws DomainError hook_not_found */
  async deliveries(
    hookId: string,
    page: { status?: DeliveryRow['status'] | undefined; limit: number; offset: number },
  ): Promise<{ deliveries: Delivery[]; total: number }> {
    const db = this.#options.store.read;
    await demandHook(db, hookId);
    const { status, limit, offset } = page;
    const rows = await listDeliveries(db, hookId, { status, limit, offset });
    return {
      deliveries: await withAttempts(db, rows),
      total: await countDeliveries(db, hookId, status),
    };
  }

  /**
   * Puts a delivery that has ended into its hook's line again, with all attempts anew.
   * @throws DomainError hook_not_found, hook_delivery_not_found, hook_delivery_pending, hook_disabled
   */
  async replay(hookId: string, deliveryId: string, by: Caller): Promise<Delivery> {
    const { clock, journal, store } = this.#options;
    const row = await journal.commit(by, async ({ tx }) => {
      const hook = await demandHook(tx, hookId);
      const delivery = await findDelivery(tx, deliveryId);
      if (delivery === undefined || delivery.hookId !== hookId)
        throw new DomainError(
          'hook_delivery_not_found',
          `Delivery ${deliveryId} of hook ${hookId} not found`,
        );
      if (!hook.active) throw new DomainError('hook_disabled', `Hook ${hookId} is disabled`);
      if (delivery.status === 'pending')
        throw new DomainError('hook_delivery_pending', `Delivery ${deliveryId} is still pending`);
      const anew = {
        status: 'pending' as const,
        attempts: 0,
        responseStatus: null,
        error: null,
        nextAttemptAt: clock.now(),
        deliveredAt: null,
      };
      await updateDelivery(tx, deliveryId, anew);
      return { ...delivery, ...anew };
    });
    const attempts = await attemptsOf(store.read, [row.id]);
    this.#dispatcher.kick(hookId);
    return { row, attempts: attempts.slice(-MOST_ATTEMPTS) };
  }

  /** Removes events and deliveries that were kept long enough. @returns how many events went */
  async sweep(): Promise<number> {
    const { store, clock, settings } = this.#options;
    // Without active hooks nothing else says that events have been dealt with.
    const hookIds = await store.write((tx) => fanOutAll(tx, clock.now()));
    for (const hookId of hookIds) this.#dispatcher.kick(hookId);
    let gone = 0;
    for (let last = SWEEP_EVENTS; last === SWEEP_EVENTS; gone += last) {
      const before = clock.now() - settings().retentionMs;
      last = await store.write((tx) => deleteOldEvents(tx, before, SWEEP_EVENTS));
    }
    return gone;
  }

  #opened(id: string, others: ReadonlySet<string>): void {
    this.#dispatcher.open(id, false);
    for (const other of others) this.#dispatcher.kick(other);
  }

  #demandUrl(url: string): void {
    const fault = urlFault(url, this.#options.settings().allowedHosts);
    if (fault === null) return;
    const issue: Issue = { in: 'body', path: 'url', message: fault };
    throw new DomainError('hook_url_refused', `The body "url" ${fault}`, { issues: [issue] });
  }
}

async function demandHook(db: Db, id: string): Promise<HookRow> {
  const hook = await findHook(db, id);
  if (hook === undefined) throw hookNotFound(id);
  return hook;
}

const hookNotFound = (id: string) => new DomainError('hook_not_found', `Hook ${id} not found`);

async function withAttempts(db: Db, rows: readonly DeliveryRow[]): Promise<Delivery[]> {
  const byDelivery = new Map(rows.map((row) => [row.id, [] as AttemptRow[]]));
  for (const attempt of await attemptsOf(db, [...byDelivery.keys()]))
    byDelivery.get(attempt.deliveryId)?.push(attempt);
  return rows.map((row) => ({
    row,
    attempts: (byDelivery.get(row.id) ?? []).slice(-MOST_ATTEMPTS),
  }));
}
