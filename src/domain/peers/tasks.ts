/**
 * Owns the tasks that other agents give to this one: whose they are, the turns that do them, and what is known of them later.
 * A task at work is live-task.ts, one whose work a stop of the daemon cut short recovery.ts, the protocol src/adapters/a2a.
 */
import { z } from 'zod';
import { type A2aTaskRow, findTask, insertTask, updateTask } from '../../db/a2a.ts';
import type { Store } from '../../db/open.ts';
import { findSession, type SessionRow } from '../../db/sessions.ts';
import type { Clock } from '../../lib/clock.ts';
import { makeId } from '../../lib/ids.ts';
import type { Logger } from '../../lib/log.ts';
import type { Turns } from '../agent/index.ts';
import type { Journal } from '../audit/index.ts';
import type { Sessions } from '../sessions/index.ts';
import { type Caller, DomainError } from '../shared/index.ts';
import { isFinal, LiveTask, type Task, type TaskState } from './live-task.ts';
import { recover } from './recovery.ts';

export type { Task, TaskState, TaskUpdate } from './live-task.ts';

/** Why something was refused, in words that the caller may see. */
export class TaskRefusal extends Error {
  readonly kind: 'task_not_found' | 'task_not_cancelable' | 'context_refused' | 'too_many' | 'over';

  constructor(kind: TaskRefusal['kind'], message: string) {
    super(message);
    this.name = 'TaskRefusal';
    this.kind = kind;
  }
}

/** What tasks stand on. */
export interface TaskParts {
  readonly store: Store;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly sessions: Sessions;
  readonly turns: Turns;
  readonly agentId: () => string | null;
  readonly log: Logger;
}

/** The channel of sessions that are conversations with other agents. */
const CHANNEL = 'a2a';
/** The user of callers who need not say who they are. */
const ANYBODY = 'a2a';
/** Tasks at work at one time. */
const MOST_LIVE = 256;

const states = ['submitted', 'working', 'completed', 'failed', 'canceled', 'rejected'] as const;
const kept = z.object({
  state: z.enum(states),
  asked: z.object({ messageId: z.string(), text: z.string() }),
  answer: z.string().nullable(),
  reason: z.string().nullable(),
  createdAt: z.number(),
});

/** The tasks of this agent. A caller sees those that it gave itself. */
export class Tasks {
  readonly #parts: TaskParts;
  readonly #live = new Map<string, { readonly task: LiveTask; readonly done: Promise<void> }>();

  constructor(parts: TaskParts) {
    this.#parts = parts;
  }

  /**
   * Takes a message and begins the task of answering it, which goes on whether somebody follows it or not.
   * @param asked.contextId The conversation to go on with; null begins one.
   * @throws TaskRefusal context_refused, too_many
   */
  async begin(
    asked: { contextId: string | null; messageId: string; text: string },
    by: Caller,
  ): Promise<LiveTask> {
    if (this.#live.size >= MOST_LIVE)
      throw new TaskRefusal('too_many', 'This agent has too many tasks at work; try again later');
    const { store, sessions, journal, clock } = this.#parts;
    const { contextId, messageId, text } = asked;
    if (contextId !== null) {
      const session = await findSession(store.read, contextId);
      if (!this.#isOwn(session, by))
        throw new TaskRefusal('context_refused', `The context ${contextId} is not known`);
      if (session.status === 'terminated')
        throw new TaskRefusal('context_refused', `The context ${contextId} has ended`);
    }
    const input = { channel: CHANNEL, userId: userOf(by), metadata: {} };
    const sessionId = contextId ?? (await sessions.create(input, by)).id;
    const now = clock.now();
    const live = new LiveTask({
      id: makeId('task', now),
      sessionId,
      state: 'submitted',
      asked: { messageId, text },
      answer: null,
      reason: null,
      updatedAt: now,
    });
    await journal.commit(by, async (change) => {
      change.target(live.task.id);
      await insertTask(change.tx, toRow(live.task, now));
    });
    const done = this.#work(live, by, now).finally(() => {
      this.#live.delete(live.task.id);
      live.close();
    });
    this.#live.set(live.task.id, { task: live, done });
    return live;
  }

  /** The task as it is now. @throws TaskRefusal task_not_found */
  async get(id: string, by: Caller): Promise<Task> {
    const { store } = this.#parts;
    const row = await findTask(store.read, id);
    const session = row && (await findSession(store.read, row.sessionId));
    if (row === undefined || !this.#isOwn(session, by))
      throw new TaskRefusal('task_not_found', `The task ${id} is not known`);
    const live = this.#live.get(id);
    if (live !== undefined) return live.task.task;
    const { createdAt, ...rest } = kept.parse(row.task);
    const task: Task = { ...rest, id, sessionId: row.sessionId, updatedAt: row.updatedAt };
    return isFinal(task.state) ? task : await recover(store.read, task, createdAt);
  }

  /** The task to be followed. @throws TaskRefusal task_not_found; over, when nothing more can be told of it */
  async watch(id: string, by: Caller): Promise<LiveTask> {
    const { state } = await this.get(id, by);
    const live = this.#live.get(id);
    if (live === undefined || isFinal(state))
      throw new TaskRefusal('over', `The task ${id} is ${state} and cannot be followed`);
    return live.task;
  }

  /** Ends a task. @returns it, canceled. @throws TaskRefusal task_not_found, task_not_cancelable */
  async cancel(id: string, by: Caller): Promise<Task> {
    const before = await this.get(id, by);
    const live = this.#live.get(id);
    live?.task.end();
    await live?.done;
    const { state } = live?.task.task ?? before;
    if (state === 'canceled') return live?.task.task ?? before;
    throw new TaskRefusal('task_not_cancelable', `The task ${id} is ${state}`);
  }

  /** Ends what is at work; the turns behind it are taken up again after the next start, and then tell how the tasks ended. */
  async stop(): Promise<void> {
    const live = [...this.#live.values()];
    for (const { task } of live) task.end();
    await Promise.all(live.map(({ done }) => done));
  }

  #isOwn(session: SessionRow | undefined, by: Caller): session is SessionRow {
    return (
      session?.channel === CHANNEL &&
      session.userId === userOf(by) &&
      session.agentId === this.#parts.agentId()
    );
  }

  /** Never rejects. */
  async #work(live: LiveTask, by: Caller, createdAt: number): Promise<void> {
    const { store, log } = this.#parts;
    const { sessionId } = live.task;
    const end = await this.#answer(live, by);
    if (end === null) return;
    const ended = { ...live.task, ...end, updatedAt: this.#parts.clock.now() };
    try {
      // Kept before it is told: what a caller has heard must be so after a restart too.
      await store.write((tx) => updateTask(tx, toRow(ended, createdAt)));
    } catch (error) {
      log.error('the end of a task could not be stored', { sessionId, error });
    }
    live.move(ended);
  }

  /** Has the turn run. @returns how the task ended; null where the next start of the daemon will tell */
  async #answer(live: LiveTask, by: Caller): Promise<Ending | null> {
    const { turns, clock, log } = this.#parts;
    const { sessionId, asked } = live.task;
    try {
      const events = await turns.begin(sessionId, asked.text, by, live.signal);
      live.move({ state: 'working', updatedAt: clock.now() });
      for await (const event of events) {
        if (event.type === 'token') live.write(event.content);
        if (event.type === 'tool_call') live.discard();
        if (event.type === 'done')
          return { state: 'completed', answer: event.turn.content, reason: null };
      }
      throw new Error('The turn ended without an answer');
    } catch (error) {
      if (error instanceof DomainError) {
        if (error.reason === 'stopping') return null;
        const state = error.reason === 'session_busy' ? 'rejected' : 'failed';
        return { state, answer: null, reason: error.message };
      }
      if (live.signal.aborted) return { state: 'canceled', answer: null, reason: null };
      log.error('a task failed unexpectedly', { sessionId, error });
      return { state: 'failed', answer: null, reason: 'The agent could not answer' };
    }
  }
}

type Ending = Pick<Task, 'answer' | 'reason'> & { readonly state: TaskState };

const userOf = ({ actor }: Caller) => (actor === 'anonymous' ? ANYBODY : actor);

function toRow({ id, sessionId, updatedAt, ...task }: Task, createdAt: number): A2aTaskRow {
  return { id, sessionId, task: { ...task, createdAt }, updatedAt };
}
