/**
 * Owns who may have a container now: so many at a time, one per namespace, first come first served, and a namespace's tasks before its
 * messages. What is done in a container belongs to agent-container.ts, and ending one that nobody needs to whoever is told of shortage.
 */

/** What a container is wanted for. */
export type Purpose = 'message' | 'task';

/** Somebody who waits for a place. */
interface Waiting {
  readonly namespace: string;
  readonly key: string;
  readonly purpose: Purpose;
  /** What a task is called; null for messages. */
  readonly taskId: string | null;
  readonly grant: (leave: () => void) => void;
}

/** What waits for a place in one group. */
export interface WaitingCounts {
  readonly hasMessages: boolean;
  readonly taskIds: readonly string[];
}

/** Places for containers. */
export class Places {
  readonly #limit: () => number;
  readonly #onShort: (namespace: string, isTaken: boolean) => void;
  readonly #taken = new Set<string>();
  readonly #waiting: Waiting[] = [];

  /**
   * @param limit How many containers may run, read at every look. A lower one ends nothing.
   * @param onShort Told when somebody has to wait: whether it is because the namespace has a container already, or because of the limit.
   */
  constructor(limit: () => number, onShort: (namespace: string, isTaken: boolean) => void) {
    this.#limit = limit;
    this.#onShort = onShort;
  }

  /** How many places are taken. */
  get taken(): number {
    return this.#taken.size;
  }

  /** Whether a namespace has a place. */
  has(namespace: string): boolean {
    return this.#taken.has(namespace);
  }

  /** Whether a task of this namespace waits. */
  hasTask(namespace: string): boolean {
    return this.#waiting.some((one) => one.namespace === namespace && one.purpose === 'task');
  }

  /** What waits in a group. */
  waitingOf(key: string): WaitingCounts {
    const own = this.#waiting.filter((one) => one.key === key);
    return {
      hasMessages: own.some(({ purpose }) => purpose === 'message'),
      taskIds: own.flatMap(({ taskId }) => (taskId === null ? [] : [taskId])),
    };
  }

  /** Groups in which something waits, in the order in which they came. */
  waitingKeys(): string[] {
    return [...new Set(this.#waiting.map(({ key }) => key))];
  }

  /** Waits for a place. @returns what gives it back; call it exactly once @throws the signal's reason when it aborts meanwhile */
  async enter(
    who: { namespace: string; key: string; purpose: Purpose; taskId: string | null },
    signal: AbortSignal,
  ): Promise<() => void> {
    signal.throwIfAborted();
    return await new Promise((resolve, reject) => {
      const leaveLine = () => {
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
        reject(signal.reason);
      };
      const waiting: Waiting = {
        ...who,
        grant: (leave) => {
          signal.removeEventListener('abort', leaveLine);
          resolve(leave);
        },
      };
      signal.addEventListener('abort', leaveLine, { once: true });
      this.#waiting.push(waiting);
      this.look();
    });
  }

  /** Gives out the places that are free, as after the limit was raised. */
  look(): void {
    while (this.#taken.size < this.#limit()) {
      const first = this.#waiting.find(({ namespace }) => !this.#taken.has(namespace));
      if (first === undefined) break;
      const { namespace } = first;
      const next =
        this.#waiting.find((one) => one.namespace === namespace && one.purpose === 'task') ?? first;
      this.#waiting.splice(this.#waiting.indexOf(next), 1);
      this.#taken.add(namespace);
      next.grant(() => {
        this.#taken.delete(namespace);
        this.look();
      });
    }
    this.#tellShort();
  }

  #tellShort(): void {
    for (const { namespace } of this.#waiting) this.#onShort(namespace, this.#taken.has(namespace));
  }
}
