/**
 * Owns building schedules: what callers do with them, what looks for due times, and what keeps their runs. What each of them does
 * belongs to domain/schedules; who runs a task is handed in.
 */

import { findNamespace } from '../db/namespaces.ts';
import type { Db } from '../db/open.ts';
import type { Turns } from '../domain/agent/index.ts';
import type { Journal } from '../domain/audit/index.ts';
import { channelOf, type Outbox } from '../domain/channels/index.ts';
import { checkImageTag } from '../domain/runtime/index.ts';
import {
  type NamespaceBook,
  type Post,
  Runs,
  Scheduler,
  Schedules,
  type TaskRunner,
} from '../domain/schedules/index.ts';
import { configuredZone } from './containers.ts';
import type { Ground } from './services.ts';

/** What schedules stand on. */
export interface ScheduleDeps {
  readonly journal: Journal;
  readonly outbox: Outbox;
  readonly turns: Turns;
  readonly runner: TaskRunner;
}

/** Builds them; `scheduler.tick` is to be called every now and then. */
export function buildSchedules(ground: Ground, deps: ScheduleDeps) {
  const { live, store, clock, loggerOf } = ground;
  const { journal, outbox, turns, runner } = deps;
  const settings = () => live.current().containers;
  const post: Post = async (change, jid, text) => {
    const channel = channelOf(jid);
    if (channel === null) return;
    await outbox.add(change, { channel, jid, text, inboundSeq: null, replyTo: null });
    change.committed(() => outbox.wake(jid));
  };
  const scheduleRuns = new Runs({ store, journal, clock, namespaces, post });
  turns.onEnd((change, end) => scheduleRuns.turnEnded(change, end));
  return {
    schedules: new Schedules({
      store,
      journal,
      clock,
      namespaces,
      checkImage: checkImageTag,
      settings: () => ({
        timezone: configuredZone(settings()),
        minIntervalMs: settings().min_interval_ms,
        image: settings().image,
      }),
    }),
    scheduleRuns,
    scheduler: new Scheduler({
      store,
      journal,
      clock,
      log: loggerOf('schedules'),
      runs: scheduleRuns,
      runner,
      namespaces,
      tickMs: () => settings().scheduler_tick_ms,
    }),
  };
}

const namespaces: NamespaceBook = {
  async firstChats(db: Db, names) {
    const found = await Promise.all(names.map((name) => findNamespace(db, name)));
    return new Map(
      found.flatMap((one) => (one === undefined ? [] : [[one.name, one.chatJids[0] ?? null]])),
    );
  },
};
