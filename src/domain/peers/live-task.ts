/**
 * Owns a task while it is at work: what is known of it now, and telling that to whoever follows it, each at its own pace.
 * What the work is, and keeping its result, belongs to tasks.ts.
 */

/** Where a task is on its way; the last four are its end. */
export type TaskState = 'submitted' | 'working' | 'completed' | 'failed' | 'canceled' | 'rejected';

/** A message of another agent and what came of it. */
export interface Task {
  readonly id: string;
  /** The conversation it belongs to: a session, which is the protocol's context. */
  readonly sessionId: string;
  readonly state: TaskState;
  readonly asked: { readonly messageId: string; readonly text: string };
  /** The answer, as far as it is known; null while nothing is. */
  readonly answer: string | null;
  /** Why there is no answer, in words for the caller; null where there is no such reason. */
  readonly reason: string | null;
  /** Of the last change of its state, in milliseconds since the epoch. */
  readonly updatedAt: number;
}

/** What a follower is told: the task as it is at first, then pieces of the answer and every further state. */
export type TaskUpdate =
  | { readonly type: 'task'; readonly task: Task }
  /** `isNew` where the text begins the answer, also in the place of what was told before. */
  | { readonly type: 'text'; readonly text: string; readonly isNew: boolean; readonly task: Task }
  | { readonly type: 'state'; readonly task: Task };

/** True once nothing more comes of a task. */
export const isFinal = (state: TaskState) => state !== 'submitted' && state !== 'working';

/** A task at work. */
export class LiveTask {
  #task: Task;
  /** Raised when the answer is begun anew. */
  #draft = 0;
  readonly #ending = new AbortController();
  readonly #waiting = new Set<() => void>();
  #isClosed = false;

  constructor(task: Task) {
    this.#task = task;
  }

  /** The task now. */
  get task(): Task {
    return this.#task;
  }

  /** Aborts when the task is to end. */
  get signal(): AbortSignal {
    return this.#ending.signal;
  }

  /** Resolves once nothing more comes of it: at its end, or when the daemon stops. */
  async ended(): Promise<void> {
    while (!this.#isOver) await this.#changed();
  }

  /** Lets go of whoever waits, also where a stop of the daemon leaves the task without an end. */
  close(): void {
    this.#isClosed = true;
    this.#wake();
  }

  /** Asks the work to end. */
  end(): void {
    this.#ending.abort(new Error('The task was canceled'));
  }

  /** Adds a piece to the answer. */
  write(text: string): void {
    this.#change({ answer: (this.#task.answer ?? '') + text });
  }

  /** What was written was no answer yet: it begins anew. */
  discard(): void {
    if (this.#task.answer === null) return;
    this.#draft += 1;
    this.#change({ answer: null });
  }

  /** Moves the task on. */
  move(change: Pick<Task, 'state' | 'updatedAt'> & Partial<Pick<Task, 'answer' | 'reason'>>): void {
    if (change.answer !== undefined && change.answer !== this.#task.answer) this.#draft += 1;
    this.#change(change);
  }

  /** Tells of the task until its end. A follower that is slow gets pieces put together, and none is kept for it. */
  async *follow(): AsyncGenerator<TaskUpdate> {
    let told = this.#task;
    let draft = this.#draft;
    yield { type: 'task', task: told };
    for (;;) {
      const now = this.#task;
      const isNew = draft !== this.#draft || told.answer === null;
      draft = this.#draft;
      const text = isNew ? (now.answer ?? '') : (now.answer ?? '').slice(told.answer?.length);
      const moved = now.state !== told.state;
      told = now;
      if (text !== '') yield { type: 'text', text, isNew, task: now };
      if (moved) yield { type: 'state', task: now };
      if (now !== this.#task) continue;
      if (this.#isOver) return;
      await this.#changed();
    }
  }

  get #isOver(): boolean {
    return this.#isClosed || isFinal(this.#task.state);
  }

  #changed(): Promise<void> {
    return new Promise((resolve) => this.#waiting.add(resolve));
  }

  #change(change: Partial<Task>): void {
    this.#task = { ...this.#task, ...change };
    this.#wake();
  }

  #wake(): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const wake of waiting) wake();
  }
}
