/**
 * Owns what tests of schedules do again and again: letting time pass, and beginning and ending the turns of tasks. What they do it to is
 * built in schedules-ground.ts.
 */
import type { Task } from '../../src/domain/schedules/index.ts';
import { quietCaller } from './ground.ts';
import type { Daemon, Scene } from './schedules-ground.ts';

export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
/** Due times of every minute and of every hour. */
export const minutely = { type: 'interval', value: MINUTE_MS } as const;
export const hourly = { type: 'interval', value: HOUR_MS } as const;

let turns = 0;
/** Begins the turn of a task. @returns the turn, null when it must not begin */
export async function begin(
  { journal, runs }: Daemon,
  task: Task | undefined,
): Promise<string | null> {
  if (task === undefined) throw new Error('There is no task');
  turns += 1;
  const turnId = `turn_${turns}`;
  const isOurs = await journal.commit(quietCaller, (change) =>
    runs.began(change, task.slotId, task.fence, turnId),
  );
  return isOurs ? turnId : null;
}

/** Ends a turn with an answer, or with what went wrong. */
export async function end(
  { journal, runs }: Daemon,
  turnId: string | null,
  how: { answer: string } | { failure: string; isTimeout?: boolean },
): Promise<void> {
  if (turnId === null) throw new Error('The turn did not begin');
  const ending =
    'answer' in how
      ? { answer: how.answer, failure: null }
      : { answer: null, failure: { message: how.failure, isTimeout: how.isTimeout ?? false } };
  await journal.commit(quietCaller, (change) => runs.turnEnded(change, { turnId, ...ending }));
}

/** Runs what was handed over last, from its beginning to its end. */
export const run = async (daemon: Daemon, how: Parameters<typeof end>[2]) =>
  await end(daemon, await begin(daemon, daemon.tasks.at(-1)), how);

/** The runs of a schedule that have ended, newest first. */
export const logs = async ({ schedules }: Daemon, id: string, limit = 500) =>
  await schedules.logs(id, { limit, offset: 0 });
/** A schedule as it is stored. */
export const rowOf = async ({ schedules }: Daemon, id: string) => (await schedules.get(id)).row;

/** Lets time pass, and the scheduler look. */
export async function pass(
  scene: Scene,
  milliseconds: number,
  daemon: Daemon = scene,
): Promise<void> {
  scene.clock.advance(milliseconds);
  await daemon.scheduler.tick();
}
