/**
 * Owns running scheduled tasks: each in a session of its own or in that of its chat, as a turn in a container of its namespace. When a task
 * is due, and what its end leaves behind, belongs to domain/schedules.
 */
import type { Logger } from '../../lib/log.ts';
import type { Turns } from '../agent/index.ts';
import type { Journal } from '../audit/index.ts';
import type { Runs, Task } from '../schedules/index.ts';
import { DomainError, systemCaller } from '../shared/index.ts';
import type { ContainerTurns } from './container-turns.ts';

/** What tasks are run with. */
export interface TaskParts {
  readonly journal: Journal;
  readonly turns: Turns;
  readonly containers: ContainerTurns;
  readonly log: Logger;
  /** The session in which a chat talks; a new one where there is none, or for no chat. */
  readonly sessionOf: (task: Task) => Promise<string>;
  /** The claims of tasks. */
  readonly slots: Pick<Runs, 'began' | 'inContainer' | 'exited' | 'failed'>;
}

const NOTICE =
  '[This is a scheduled task that runs by itself. Nobody has just written it, and nobody waits for questions.]';
const SCHEDULER = systemCaller('scheduler');

/** Runs tasks. */
export class Tasks {
  readonly #parts: TaskParts;
  readonly #stop = new AbortController();
  readonly #running = new Map<string, Promise<void>>();

  constructor(parts: TaskParts) {
    this.#parts = parts;
  }

  /** Runs a task once its turn comes; one that waits or runs already is left alone. */
  enqueue(task: Task): void {
    if (this.#stop.signal.aborted || this.#running.has(task.slotId)) return;
    const run = this.#run(task).finally(() => this.#running.delete(task.slotId));
    this.#running.set(task.slotId, run);
  }

  /** Ends what runs; what has not begun is left to the next start. */
  async stop(): Promise<void> {
    this.#stop.abort(new DomainError('stopping', 'The daemon is stopping'));
    await Promise.all(this.#running.values());
  }

  async #run(task: Task): Promise<void> {
    const { journal, turns, containers, slots, sessionOf, log } = this.#parts;
    const { slotId, fence, namespace, scheduleId, jid, image, timeoutSecs } = task;
    let hasBegun = false;
    let isTakenOver = false;
    let forget = () => {};
    try {
      const sessionId = await sessionOf(task);
      await turns.send(sessionId, `${NOTICE}\n\n${task.prompt}`, SCHEDULER, this.#stop.signal, {
        place: { namespace, isTask: true },
        witness: (_change, id) => {
          forget = containers.setTask(id, {
            scheduleId,
            jid,
            image,
            timeoutMs: timeoutSecs * 1000,
            // Not before: a task that only waited has not run.
            begin: async (turnId, containerName) => {
              const isOurs = await journal.commit(SCHEDULER, (change) =>
                slots.began(change, slotId, fence, turnId),
              );
              if (!isOurs) {
                isTakenOver = true;
                throw new Error('The task was taken over by somebody else');
              }
              hasBegun = true;
              await slots.inContainer(slotId, containerName);
            },
            // The run of somebody else ends by itself.
            exited: async (exitCode) => {
              if (hasBegun) await slots.exited(slotId, exitCode);
            },
          });
          return Promise.resolve();
        },
      });
    } catch (error) {
      if (hasBegun || isTakenOver || this.#stop.signal.aborted) return;
      const reason = error instanceof Error ? error.message : 'An unexpected error';
      log.warn(`a task of ${namespace} did not begin: ${reason}`, { scheduleId });
      await slots.failed(slotId, fence, 'error', reason).catch((cause: unknown) => {
        log.error('the end of a task could not be stored', { scheduleId, error: cause });
      });
    } finally {
      forget();
    }
  }
}
