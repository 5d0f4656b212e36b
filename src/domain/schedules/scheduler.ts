/**
 * Owns claiming what is due, once and for all, and what a restart or a clock that was set makes necessary. When a schedule is due is
 * reckoned in times.ts and due.ts; what becomes of a run belongs to runs.ts.
 */

import type { Store } from '../../db/open.ts';
import {
  forgetSkipped,
  hasOpenSlot,
  insertSkippedSlots,
  insertSlots,
  renewLeases,
  type SlotRow,
  strandedSlots,
  takeOverSlot,
} from '../../db/schedule-slots.ts';
import {
  dueSchedules,
  findSchedule,
  type ScheduleRow,
  upcomingSchedules,
  updateSchedule,
} from '../../db/schedules.ts';
import type { Clock } from '../../lib/clock.ts';
import { makeId } from '../../lib/ids.ts';
import type { Logger } from '../../lib/log.ts';
import type { Journal } from '../audit/index.ts';
import { DomainError, systemCaller } from '../shared/index.ts';
import { MOST_AT_ONCE, nextFrom, type Plan, planDue } from './due.ts';
import type { NamespaceBook, Task, TaskRunner } from './ports.ts';
import type { Runs } from './runs.ts';
import { compile } from './times.ts';

const LEASE_MS = 60_000;
const RENEW_MS = 20_000;
/** Late by so much, a due time was missed. */
const GRACE_MS = 60_000;
/** Clocks are always corrected a little; set back by more, what is to come is reckoned anew. */
const SET_BACK_MS = 1000;
/** Schedules looked at together: their claims share a commit. */
const TOGETHER = 16;
/** Schedules read at once. */
const PAGE = 500;
/** Due times that one tick sees to, about: the rest is for the next one. */
const MOST_PER_TICK = 10_000;
const SYSTEM = systemCaller('scheduler');
const BUSY = 'The run before was still going';
const MISSED = 'It was missed: the daemon was not running at that time';
const STOPPED = 'The daemon stopped while it ran';

/** What the scheduler is built over. */
export interface SchedulerParts {
  readonly store: Store;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly log: Logger;
  readonly runs: Runs;
  readonly runner: TaskRunner;
  readonly namespaces: NamespaceBook;
  /** How often `tick` is called, in milliseconds; read at each use. */
  readonly tickMs: () => number;
}

/** Looks for what is due. */
export class Scheduler {
  readonly #parts: SchedulerParts;
  #isReady = false;
  #ticking: Promise<void> | null = null;
  /** When the last tick was, by the wall clock. */
  #seenAt = Number.NEGATIVE_INFINITY;
  /** When leases were renewed, by the clock that never goes back. */
  #renewedAt = Number.NEGATIVE_INFINITY;

  constructor(parts: SchedulerParts) {
    this.#parts = parts;
  }

  /** How often `tick` is to be called, in milliseconds. */
  tickMs(): number {
    return this.#parts.tickMs();
  }

  /**
   * Claims what is due and hands it to the runner. The first call takes up what the last run of the daemon has left. It is never at
   * work twice at once. @throws what the store throws; the next call goes on
   */
  async tick(): Promise<void> {
    this.#ticking ??= this.#work().finally(() => {
      this.#ticking = null;
    });
    await this.#ticking;
  }

  async #work(): Promise<void> {
    const { clock, runs, store } = this.#parts;
    const now = clock.now();
    if (now < this.#seenAt - SET_BACK_MS || !this.#isReady) await this.#realign();
    this.#seenAt = now;
    if (!this.#isReady) {
      // The data folder has one daemon; on a server, another one may be at work on what it holds.
      await this.#recover(store.kind === 'embedded' ? Number.MAX_SAFE_INTEGER : now);
      this.#isReady = true;
    }
    if (clock.monotonic() - this.#renewedAt >= RENEW_MS) {
      await this.#parts.journal.commit(SYSTEM, ({ tx }) =>
        renewLeases(tx, runs.owner, clock.now() + LEASE_MS),
      );
      this.#renewedAt = clock.monotonic();
      await runs.endAbandoned();
      await this.#recover(now);
    }
    await this.#claimAll();
  }

  async #claimAll(): Promise<void> {
    const { clock, store } = this.#parts;
    let left = MOST_PER_TICK;
    while (left > 0) {
      const now = clock.now();
      const due = await dueSchedules(store.read, now, PAGE);
      if (due.length === 0) return;
      const isMissed = (one: (typeof due)[number]) =>
        one.nextRunAt !== null && now - one.nextRunAt > this.#graceMs();
      const inTime = due.filter((one) => !isMissed(one));
      for (let index = 0; index < inTime.length; index += TOGETHER)
        await Promise.all(inTime.slice(index, index + TOGETHER).map(({ id }) => this.#claim(id)));
      left -= inTime.length;
      // One at a time, with requests answered in between.
      for (const { id } of due.filter(isMissed)) {
        if (left <= 0) return;
        left -= await this.#claim(id);
      }
    }
  }

  #graceMs(): number {
    return Math.max(GRACE_MS, 2 * this.#parts.tickMs());
  }

  /** Sees to the first due times of a schedule, in one transaction with the reckoning of the next one. @returns how many, at least 1 */
  async #claim(id: string): Promise<number> {
    const { clock, journal, log, namespaces, runner, runs } = this.#parts;
    return await journal.commit(SYSTEM, async (change) => {
      const { tx } = change;
      const now = clock.now();
      const schedule = await findSchedule(tx, id);
      if (schedule?.state !== 'active') return 1;
      const { nextRunAt: first, namespace } = schedule;
      if (first === null || first > now) return 1;
      const chats = await namespaces.firstChats(tx, [namespace]);
      const plan = this.#plan(schedule, first, now);
      if (typeof plan === 'string' || !chats.has(namespace)) {
        const reason = typeof plan === 'string' ? plan : `there is no namespace ${namespace}`;
        const end = { state: 'ended', outcome: 'error', error: reason, endedAt: now } as const;
        await insertSlots(tx, [{ ...this.#slot(schedule, first, now), ...end }]);
        await runs.pause(change, schedule, reason);
        log.warn(`schedule ${id} is disabled: ${reason}`);
        return 1;
      }
      const isBusy = await hasOpenSlot(tx, id);
      const isRun = plan.isRun && !isBusy;
      const slots = plan.dueAt.map((dueAt) => this.#slot(schedule, dueAt, now));
      const made = isRun ? await insertSlots(tx, slots) : new Set<string>();
      if (!isRun) {
        const error = plan.isRun ? BUSY : MISSED;
        const { owner } = runs;
        await insertSkippedSlots(tx, slots, { scheduleId: id, namespace, owner, error });
      }
      const isOver = plan.nextRunAt === null && !isBusy && made.size === 0;
      await updateSchedule(tx, id, {
        nextRunAt: plan.nextRunAt,
        ...(isRun ? {} : { lastStatus: 'skipped' }),
        ...(isOver ? { state: 'completed' } : {}),
      });
      const jid = schedule.jid ?? chats.get(namespace) ?? null;
      for (const slot of slots.filter((one) => made.has(one.id)))
        change.committed(() => runner.enqueue(taskOf(schedule, slot, jid)));
      return slots.length;
    });
  }

  /** What is to be done; a text says why the schedule cannot go on. */
  #plan(schedule: ScheduleRow, first: number, now: number): Plan | string {
    try {
      return planDue(first, schedule, compile(schedule), { now, graceMs: this.#graceMs() });
    } catch (error) {
      // The names of zones change with the system.
      if (error instanceof DomainError) return error.message;
      throw error;
    }
  }

  #slot(schedule: ScheduleRow, dueAt: number, now: number): SlotRow {
    return {
      id: makeId('srun', now),
      scheduleId: schedule.id,
      namespace: schedule.namespace,
      dueAt,
      state: 'waiting',
      fence: 1,
      owner: this.#parts.runs.owner,
      leaseUntil: now + LEASE_MS,
      turnId: null,
      outcome: null,
      result: null,
      error: null,
      containerName: null,
      exitCode: null,
      startedAt: now,
      endedAt: null,
    };
  }

  /** Takes over what daemons held that are gone: what ran is not run again, what waited is. */
  async #recover(before: number): Promise<void> {
    const { store, runs } = this.#parts;
    for (;;) {
      const slots = await strandedSlots(store.read, runs.owner, before, MOST_AT_ONCE);
      if (slots.length === 0) return;
      // One after the other: they are handed over in the order in which they were due.
      for (const slot of slots) await this.#takeOver(slot);
    }
  }

  async #takeOver(slot: SlotRow): Promise<void> {
    const { clock, journal, namespaces, runner, runs } = this.#parts;
    await journal.commit(SYSTEM, async (change) => {
      const { tx } = change;
      const claim = { owner: runs.owner, leaseUntil: clock.now() + LEASE_MS };
      if (!(await takeOverSlot(tx, slot, claim))) return;
      const taken = { ...slot, fence: slot.fence + 1 };
      if (slot.state === 'running') {
        await runs.end(change, taken, { outcome: 'error', reason: STOPPED });
        return;
      }
      const schedule = await findSchedule(tx, slot.scheduleId);
      if (schedule === undefined) return;
      const chats = await namespaces.firstChats(tx, [schedule.namespace]);
      const jid = schedule.jid ?? chats.get(schedule.namespace) ?? null;
      change.committed(() => runner.enqueue(taskOf(schedule, taken, jid)));
    });
  }

  /**
   * Brings back what waits for a time that the clock, since it was set back, will only reach much later. Due times that it has yet
   * to reach again cannot have been missed; those that were run keep their rows, and so are not run again.
   */
  async #realign(): Promise<void> {
    const { clock, store } = this.#parts;
    let after = '';
    for (;;) {
      const now = clock.now();
      const page = await upcomingSchedules(store.read, now, after, PAGE);
      for (const { schedule, hasSkippedAhead } of page)
        if (hasSkippedAhead !== 0 || nextFrom(schedule, now) !== null)
          await this.#bringBack(schedule.id);
      const last = page.at(-1);
      if (last === undefined) return;
      after = last.schedule.id;
    }
  }

  /**
   * Brings one schedule back. Its next due time and the rows that are in the way of the first ones go in one change: whoever is
   * killed in between, and comes back only when some of them have passed, has lost none.
   */
  async #bringBack(id: string): Promise<void> {
    const { clock, journal } = this.#parts;
    let gone: number;
    do {
      gone = await journal.commit(SYSTEM, async ({ tx }) => {
        const now = clock.now();
        const schedule = await findSchedule(tx, id);
        if (schedule?.state !== 'active') return 0;
        const nextRunAt = nextFrom(schedule, now);
        if (nextRunAt !== null) await updateSchedule(tx, id, { nextRunAt });
        return await forgetSkipped(tx, id, now, MOST_AT_ONCE);
      });
    } while (gone > 0);
  }
}

function taskOf(schedule: ScheduleRow, slot: SlotRow, jid: string | null): Task {
  const { id: scheduleId, namespace, prompt, contextMode, image, timeoutSecs } = schedule;
  const { id: slotId, fence, dueAt } = slot;
  const what = { namespace, jid, prompt, contextMode, image, timeoutSecs };
  return { slotId, fence, scheduleId, dueAt, ...what };
}
