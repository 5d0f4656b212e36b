/**
 * Owns schedules as callers see them: making, changing, listing and deleting them, and their runs. What is made of what callers say
 * is reckoned in wanted.ts; running them belongs to scheduler.ts and runs.ts.
 */
import type { Store } from '../../db/open.ts';
import {
  listEndedSlots,
  runningSchedules,
  type SlotOutcome,
  type SlotRow,
} from '../../db/schedule-slots.ts';
import {
  countSchedules,
  countSchedulesOf,
  deleteSchedule,
  findSchedule,
  firstDueAt,
  insertSchedule,
  listSchedules,
  type ScheduleRow,
  updateSchedule,
} from '../../db/schedules.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Change, Journal } from '../audit/index.ts';
import { type Caller, DomainError } from '../shared/index.ts';
import type { NamespaceBook } from './ports.ts';
import { skipWaiting } from './runs.ts';
import { changeRow, makeRow, type NewSchedule, type ScheduleChange } from './wanted.ts';

/** A container must not fill the store with what it wants to do one day. */
const MOST_PER_NAMESPACE = 1000;

/** `running` while a run goes on, whatever becomes of the schedule after it. */
export type ScheduleStatus = ScheduleRow['state'] | 'running';

/** A schedule with what is known of it elsewhere. */
export interface Schedule {
  readonly row: ScheduleRow;
  readonly status: ScheduleStatus;
  /** The chat that gets the results; null where there is none. */
  readonly jid: string | null;
  /** The image that runs are given. */
  readonly image: string;
}

/** How many schedules there are, and when the next one is due. */
export interface ScheduleCounts extends Readonly<Record<ScheduleRow['state'], number>> {
  readonly nextRunAt: number | null;
}

/** What schedules are built over. */
export interface SchedulesParts {
  readonly store: Store;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly namespaces: NamespaceBook;
  /** @throws DomainError image_tag_invalid */
  readonly checkImage: (tag: string) => void;
  readonly settings: () => {
    /** Of schedules that name none. */
    readonly timezone: string;
    readonly minIntervalMs: number;
    /** Of schedules that name none. */
    readonly image: string;
  };
}

/** Keeps schedules. */
export class Schedules {
  readonly #parts: SchedulesParts;

  constructor(parts: SchedulesParts) {
    this.#parts = parts;
  }

  /** Schedules, newest first. */
  async list(
    filter: {
      namespace?: string | undefined;
      enabled?: boolean | undefined;
      status?: ScheduleStatus | undefined;
    } = {},
  ): Promise<Schedule[]> {
    const { namespace, enabled, status } = filter;
    const all = await this.#complete(await listSchedules(this.#parts.store.read, namespace));
    return all.filter(
      (one) =>
        (enabled === undefined || isEnabled(one) === enabled) &&
        (status === undefined || one.status === status),
    );
  }

  /** The schedules of a namespace as its container sees them; null stands for all of them. */
  async tasksOf(namespace: string | null): Promise<Schedule[]> {
    return await this.list(namespace === null ? {} : { namespace });
  }

  /** @throws DomainError schedule_not_found */
  async get(id: string): Promise<Schedule> {
    return await this.#completeOne((await findSchedule(this.#parts.store.read, id)) ?? unknown(id));
  }

  /**
   * Makes a schedule.
   * @throws DomainError namespace_not_found, cron_invalid, timezone_invalid, once_in_past, image_tag_invalid, validation_failed
   */
  async create(wanted: NewSchedule, by: Caller): Promise<Schedule> {
    const { journal, checkImage } = this.#parts;
    if (wanted.image !== undefined) checkImage(wanted.image);
    const row = await journal.commit(by, async (change) => {
      await this.#demandRoom(change, wanted.namespace);
      const made = makeRow(wanted, this.#ground());
      await insertSchedule(change.tx, made);
      change.target(made.id, { group: made.namespace });
      return made;
    });
    return await this.#completeOne(row);
  }

  /**
   * Changes what is given. A new time, or enabling again, reckons the next run from now; disabling lets a run under way end.
   * @throws DomainError schedule_not_found, and what `create` throws
   */
  async set(id: string, wanted: ScheduleChange, by: Caller): Promise<Schedule> {
    const { journal, checkImage } = this.#parts;
    if (wanted.image !== undefined) checkImage(wanted.image);
    const row = await journal.commit(by, async (change) => {
      const before = (await findSchedule(change.tx, id)) ?? unknown(id);
      const { namespace = before.namespace } = wanted;
      if (namespace !== before.namespace) await this.#demandRoom(change, namespace);
      const ground = this.#ground();
      const after = changeRow(before, wanted, ground);
      await updateSchedule(change.tx, id, after);
      if (before.state !== 'paused' && after.state === 'paused')
        await skipWaiting(change, id, ground.now);
      change.target(after.id, { group: after.namespace });
      return after;
    });
    return await this.#completeOne(row);
  }

  /** Deletes a schedule with its runs; one under way is left to end. @returns what it was @throws DomainError schedule_not_found */
  async delete(id: string, by: Caller): Promise<ScheduleRow> {
    return await this.#parts.journal.commit(by, async (change) => {
      const row = (await findSchedule(change.tx, id)) ?? unknown(id);
      await deleteSchedule(change.tx, id);
      change.target(row.id, { group: row.namespace });
      return row;
    });
  }

  /** One page of the runs of a schedule that have ended, newest first. @throws DomainError schedule_not_found */
  async logs(
    id: string,
    page: { status?: SlotOutcome | undefined; limit: number; offset: number },
  ): Promise<SlotRow[]> {
    const db = this.#parts.store.read;
    if ((await findSchedule(db, id)) === undefined) unknown(id);
    const { status, limit, offset } = page;
    return await listEndedSlots(db, id, { status, limit, offset });
  }

  /** Disables the schedules of a namespace that goes. @returns how many were enabled */
  async pauseOf(change: Change, namespace: string): Promise<number> {
    const now = this.#parts.clock.now();
    const rows = await listSchedules(change.tx, namespace);
    const enabled = rows.filter((row) => row.state === 'active');
    for (const { id } of enabled) {
      await updateSchedule(change.tx, id, { state: 'paused', nextRunAt: null, updatedAt: now });
      await skipWaiting(change, id, now);
    }
    return enabled.length;
  }

  async counts(): Promise<ScheduleCounts> {
    const db = this.#parts.store.read;
    const states = await countSchedules(db);
    const of = (state: ScheduleRow['state']) => states.get(state) ?? 0;
    return {
      active: of('active'),
      paused: of('paused'),
      completed: of('completed'),
      nextRunAt: await firstDueAt(db),
    };
  }

  #ground() {
    const { clock, settings } = this.#parts;
    return { ...settings(), now: clock.now() };
  }

  async #demandRoom({ tx }: Change, namespace: string): Promise<void> {
    const known = await this.#parts.namespaces.firstChats(tx, [namespace]);
    if (!known.has(namespace))
      throw new DomainError('namespace_not_found', `There is no namespace ${namespace}`);
    if ((await countSchedulesOf(tx, namespace)) < MOST_PER_NAMESPACE) return;
    const message = `has ${MOST_PER_NAMESPACE} schedules already`;
    throw new DomainError('validation_failed', `The namespace ${namespace} ${message}`, {
      issues: [{ in: 'body', path: 'group', message }],
    });
  }

  async #completeOne(row: ScheduleRow): Promise<Schedule> {
    const [one] = await this.#complete([row]);
    return one ?? unknown(row.id);
  }

  async #complete(rows: readonly ScheduleRow[]): Promise<Schedule[]> {
    const { store, namespaces, settings } = this.#parts;
    const { image } = settings();
    const names = [...new Set(rows.map((row) => row.namespace))];
    const chats = await namespaces.firstChats(store.read, names);
    const running = await runningSchedules(store.read);
    return rows.map((row) => ({
      row,
      status: running.has(row.id) ? 'running' : row.state,
      jid: row.jid ?? chats.get(row.namespace) ?? null,
      image: row.image ?? image,
    }));
  }
}

/** Whether a schedule will run by itself. */
export const isEnabled = ({ row }: Schedule): boolean => row.state === 'active';

function unknown(id: string): never {
  throw new DomainError('schedule_not_found', `There is no schedule ${id}`);
}
