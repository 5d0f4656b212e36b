/**
 * Owns the life of a run from its claim to its end: begun once, ended once, its result told, and a schedule that keeps failing stopped.
 * What is due belongs to scheduler.ts; who runs it is behind ports.ts.
 */

import type { Store } from '../../db/open.ts';
import {
  abandonedSlots,
  beginSlot,
  endSlot,
  endWaitingSlots,
  findSlot,
  findSlotOfTurn,
  noteContainer,
  type SlotRow,
} from '../../db/schedule-slots.ts';
import { findSchedule, type ScheduleRow, updateSchedule } from '../../db/schedules.ts';
import type { Clock } from '../../lib/clock.ts';
import { makeId } from '../../lib/ids.ts';
import type { Change, Journal } from '../audit/index.ts';
import { withoutInternal } from '../channels/index.ts';
import { systemCaller } from '../shared/index.ts';
import type { NamespaceBook, Post } from './ports.ts';

/** Failures in a row after which somebody is told. */
const ALERT_AFTER = 2;
/** Failures in a row after which the schedule is disabled. */
const PAUSE_AFTER = 10;
const LONGEST_SUMMARY = 200;
const LONGEST_RESULT = 65_536;
const SYSTEM = systemCaller('scheduler');

/** How a run came out. */
export type RunEnd =
  | { readonly outcome: 'success'; readonly answer: string }
  | { readonly outcome: 'error' | 'timeout'; readonly reason: string };

/** How a turn ended, as turns tell it. */
export interface TaskTurnEnd {
  readonly turnId: string;
  readonly answer: string | null;
  readonly failure: { readonly message: string; readonly isTimeout: boolean } | null;
}

/** What runs are kept with. */
export interface RunsParts {
  readonly store: Store;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly namespaces: NamespaceBook;
  readonly post: Post;
}

/** Keeps runs. */
export class Runs {
  /** Who this daemon is among those that may share a database. */
  readonly owner: string;
  readonly #parts: RunsParts;

  constructor(parts: RunsParts) {
    this.#parts = parts;
    this.owner = makeId('daemon', parts.clock.now());
  }

  /** Notes that a turn runs a task, inside the transaction that begins the turn. @returns false when it must not begin: the claim is not good any more */
  async began(change: Change, slotId: string, fence: number, turnId: string): Promise<boolean> {
    const startedAt = this.#parts.clock.now();
    const claim = { fence, owner: this.owner };
    return await beginSlot(change.tx, slotId, claim, { turnId, startedAt });
  }

  /** Notes the container of a run. */
  async inContainer(slotId: string, containerName: string): Promise<void> {
    await this.#parts.journal.commit(SYSTEM, ({ tx }) =>
      noteContainer(tx, slotId, { containerName }),
    );
  }

  /** Notes how the container of a run ended; the run may have ended before. */
  async exited(slotId: string, exitCode: number | null): Promise<void> {
    await this.#parts.journal.commit(SYSTEM, ({ tx }) => noteContainer(tx, slotId, { exitCode }));
  }

  /** Ends the run of a turn, inside the transaction that ends the turn; a turn that is no task's is left alone. */
  async turnEnded(change: Change, { turnId, answer, failure }: TaskTurnEnd): Promise<void> {
    const slot = await findSlotOfTurn(change.tx, turnId);
    if (slot === undefined) return;
    const end: RunEnd =
      failure === null
        ? { outcome: 'success', answer: answer ?? '' }
        : { outcome: failure.isTimeout ? 'timeout' : 'error', reason: failure.message };
    await this.end(change, slot, end);
  }

  /** Ends a run that nobody ends any more, as one that never began. One that has ended, or that another daemon has, is left alone. */
  async failed(
    slotId: string,
    fence: number,
    outcome: 'error' | 'timeout',
    reason: string,
  ): Promise<void> {
    await this.#parts.journal.commit(SYSTEM, async (change) => {
      const slot = await findSlot(change.tx, slotId);
      if (slot?.fence === fence) await this.end(change, slot, { outcome, reason });
    });
  }

  /** Ends runs whose turn was cancelled from outside, as with its session: nobody tells of those. */
  async endAbandoned(): Promise<void> {
    for (const slot of await abandonedSlots(this.#parts.store.read, this.owner))
      await this.failed(slot.id, slot.fence, 'error', 'The turn was ended from outside');
  }

  /** Ends a run, with all that follows from it; one that has ended is left alone. */
  async end(change: Change, slot: SlotRow, end: RunEnd): Promise<void> {
    const { tx } = change;
    const now = this.#parts.clock.now();
    const failed = end.outcome !== 'success';
    const answer = failed ? '' : withoutInternal(end.answer);
    const told = {
      outcome: end.outcome,
      result: failed ? null : answer.slice(0, LONGEST_RESULT),
      error: failed ? end.reason : null,
      endedAt: now,
    };
    if (!(await endSlot(tx, slot.id, told))) return;
    const schedule = await findSchedule(tx, slot.scheduleId);
    if (schedule === undefined) return;
    const failures = failed ? schedule.failures + 1 : 0;
    const isOver = schedule.state === 'active' && schedule.nextRunAt === null;
    await updateSchedule(tx, schedule.id, {
      runCount: schedule.runCount + 1,
      lastRunAt: slot.startedAt,
      lastStatus: end.outcome,
      lastResult: summaryOf(end, answer),
      failures,
      ...(isOver ? { state: 'completed' } : {}),
    });
    if (failed) await this.#failing(change, { ...schedule, failures }, end.reason);
    else if (answer !== '') await this.#tell(change, schedule, answer);
  }

  /** Disables a schedule that cannot go on. */
  async pause(change: Change, schedule: ScheduleRow, reason: string): Promise<void> {
    const { id, name, namespace } = schedule;
    const now = this.#parts.clock.now();
    await updateSchedule(change.tx, id, { state: 'paused', nextRunAt: null, updatedAt: now });
    await skipWaiting(change, id, now);
    const message = `The scheduled task "${name}" was disabled: ${reason}`;
    const details = { severity: 'critical', group: namespace, message } as const;
    await change.note({ event: 'schedule.paused', target: id, details });
    await change.event('error.occurred', id, { component: 'scheduler', message });
    await this.#tell(change, schedule, message);
  }

  async #failing(change: Change, schedule: ScheduleRow, reason: string): Promise<void> {
    const { id, name, namespace, failures, state } = schedule;
    if (failures >= PAUSE_AFTER && state === 'active') {
      await this.pause(change, schedule, `it failed ${failures} times in a row; ${reason}`);
      return;
    }
    if (failures !== ALERT_AFTER) return;
    const message = `The scheduled task "${name}" failed ${failures} times in a row: ${reason}`;
    const details = { severity: 'warning', group: namespace, message } as const;
    await change.note({ event: 'schedule.failing', target: id, details });
    await change.event('error.occurred', id, { component: 'scheduler', message });
    await this.#tell(change, schedule, message);
  }

  async #tell(change: Change, { jid, namespace }: ScheduleRow, text: string): Promise<void> {
    const { namespaces, post } = this.#parts;
    const chats = jid === null ? await namespaces.firstChats(change.tx, [namespace]) : null;
    const to = jid ?? chats?.get(namespace) ?? null;
    if (to !== null) await post(change, to, text);
  }
}

/** Ends the runs of a schedule that wait, because it is disabled. */
export async function skipWaiting({ tx }: Change, id: string, now: number): Promise<void> {
  const error = 'The schedule was disabled before it ran';
  await endWaitingSlots(tx, id, { outcome: 'skipped', result: null, error, endedAt: now });
}

function summaryOf(end: RunEnd, answer: string): string {
  const text = end.outcome === 'success' ? answer || 'Completed' : `Error: ${end.reason}`;
  return text.slice(0, LONGEST_SUMMARY);
}
