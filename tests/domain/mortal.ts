/**
 * Owns daemons that are killed at a step that a test chooses: between any two touches of the store. What must hold after it is left to
 * the tests.
 */
import type { Db, Store } from '../../src/db/open.ts';

/** The daemon is gone; nothing that it does has any effect any more. */
export class Killed extends Error {}

/** When the daemon is killed: at the n-th step from now. */
export class Fate {
  #left = Number.POSITIVE_INFINITY;
  #isDead = false;

  doom(steps: number): void {
    this.#left = Math.min(this.#left, steps);
  }

  step(): void {
    this.#left -= 1;
    if (this.#isDead || this.#left <= 0) {
      this.#isDead = true;
      throw new Killed();
    }
  }
}

/** A store whose daemon may be killed before a read, and before, within and after every transaction. */
export function mortal(store: Store, fate: Fate): Store {
  return {
    kind: store.kind,
    get read() {
      fate.step();
      return store.read;
    },
    async write(unit) {
      fate.step();
      const answer = await store.write(async (tx: Db) => {
        const value = await unit(tx);
        fate.step();
        return value;
      });
      fate.step();
      return answer;
    },
    waitingWrites: () => store.waitingWrites(),
    longRead: (name, args) => store.longRead(name, args),
    probe: () => store.probe(),
    backup: (to) => store.backup(to),
    close: () => Promise.resolve(),
  };
}
