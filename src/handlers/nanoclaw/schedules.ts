/**
 * Owns the handlers of the nanoclaw tag `schedules` and the mapping of schedules and their runs to its objects.
 * What they are and do belongs to domain/schedules.
 */
import {
  isEnabled,
  type Schedule,
  type Schedules,
  type SlotRow,
} from '../../domain/schedules/index.ts';
import type { SchedulesHandlers, Schemas } from '../../generated/nanoclaw/bindings.ts';
import { toTimestamp } from '../../lib/clock.ts';
import type { CallContext } from '../context.ts';

/** The handlers of `schedules`. */
export function makeSchedulesHandlers(schedules: Schedules): SchedulesHandlers<CallContext> {
  return {
    async listSchedules({ query }) {
      const { group: namespace, enabled, status } = query;
      return (await schedules.list({ namespace, enabled, status })).map(toSchedule);
    },

    async createSchedule({ body }, c) {
      const { name, group: namespace, prompt, schedule: time } = body;
      const wanted = { ...restOf(body), name, namespace, prompt, time };
      return toSchedule(await schedules.create(wanted, c.var.caller));
    },

    async getSchedule({ path }) {
      return toSchedule(await schedules.get(path.id));
    },

    async setSchedule({ path, body }, c) {
      const { name, group: namespace, prompt, schedule: time } = body;
      const wanted = { ...restOf(body), name, namespace, prompt, time };
      return toSchedule(await schedules.set(path.id, wanted, c.var.caller));
    },

    async deleteSchedule({ path }, c) {
      const { name } = await schedules.delete(path.id, c.var.caller);
      return { success: true, message: `Schedule ${name} was deleted` };
    },

    async listScheduleLogs({ path, query }) {
      const { status, limit, offset } = query;
      return (await schedules.logs(path.id, { status, limit, offset })).map(toLog);
    },
  };
}

function restOf(body: Schemas['ScheduleSet']) {
  const { containerConfig, contextMode, misfirePolicy: misfire, misfireLimit, enabled } = body;
  const { image, timeoutSecs } = containerConfig ?? {};
  return { image, timeoutSecs, contextMode, misfire, misfireLimit, enabled };
}

const orNull = (at: number | null) => (at === null ? null : toTimestamp(at));

function toSchedule(schedule: Schedule): Schemas['Schedule'] {
  const { row, status, jid, image } = schedule;
  const { type, value, timezone } = row;
  return {
    id: row.id,
    name: row.name,
    group: row.namespace,
    prompt: row.prompt,
    schedule: { type, value, timezone },
    containerConfig: { image, timeoutSecs: row.timeoutSecs },
    contextMode: row.contextMode,
    misfirePolicy: row.misfire,
    misfireLimit: row.misfireLimit,
    enabled: isEnabled(schedule),
    status,
    ...(jid === null ? {} : { chatJid: jid }),
    nextRunAt: orNull(row.nextRunAt),
    lastRunAt: orNull(row.lastRunAt),
    lastStatus: row.lastStatus,
    lastResult: row.lastResult,
    runCount: row.runCount,
    createdAt: toTimestamp(row.createdAt),
    updatedAt: toTimestamp(row.updatedAt),
  };
}

function toLog(slot: SlotRow): Schemas['ScheduleLog'] {
  const endedAt = slot.endedAt ?? slot.startedAt;
  return {
    id: slot.id,
    scheduleId: slot.scheduleId,
    group: slot.namespace,
    startedAt: toTimestamp(slot.startedAt),
    finishedAt: toTimestamp(endedAt),
    // The clock may have been set back meanwhile.
    durationMs: Math.max(0, endedAt - slot.startedAt),
    status: slot.outcome ?? 'error',
    result: slot.result,
    error: slot.error,
    containerName: slot.containerName,
    exitCode: slot.exitCode,
    trigger: 'schedule',
  };
}
