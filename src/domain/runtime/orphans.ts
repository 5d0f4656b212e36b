/**
 * Owns removing containers of this install that no run knows any more. Which runs there are belongs to domain/queue.
 */
import type { Logger } from '../../lib/log.ts';
import type { Journal } from '../audit/index.ts';
import { systemCaller } from '../shared/index.ts';
import { type ContainerFacts, EngineError } from './engine.ts';
import { INSTALL_LABEL, NAMESPACE_LABEL, RUN_LABEL } from './names.ts';
import { type Runtime, toDomainError } from './runtime.ts';

const LIMIT_MS = 60_000;

/** Removes what was left over. */
export class Orphans {
  readonly #options: {
    readonly runtime: Runtime;
    /** The identifier of this install, which its containers carry. */
    readonly installId: () => Promise<string>;
    readonly journal: Journal;
    readonly log: Logger;
  };

  constructor(options: {
    runtime: Runtime;
    installId: () => Promise<string>;
    journal: Journal;
    log: Logger;
  }) {
    this.#options = options;
  }

  /**
   * Removes every container of this install whose run is not in `keep`, which is asked again and again; one that cannot be removed does not keep the others.
   * @returns the names of those that are gone. @throws DomainError container_engine_*
   */
  async remove(keep: () => ReadonlySet<string>): Promise<string[]> {
    const { runtime, installId, journal, log } = this.#options;
    const labels = { [INSTALL_LABEL]: await installId() };
    const removed = await runtime.use(async (engine) => {
      const signal = AbortSignal.timeout(LIMIT_MS);
      const gone: ContainerFacts[] = [];
      for (const one of await engine.list(labels, signal)) {
        // Asked at each one: what began since the list was made is on it, and must stay.
        if (keep().has(one.labels[RUN_LABEL] ?? '')) continue;
        try {
          await engine.remove(one.id, signal);
          gone.push(one);
        } catch (error) {
          if (!(error instanceof EngineError)) throw error;
          log.warn(`the container ${one.name} cannot be removed: ${toDomainError(error).message}`);
        }
      }
      return gone;
    });
    if (removed.length === 0) return [];
    await journal.commit(systemCaller('containers'), async (change) => {
      for (const { name, labels: of } of removed)
        await change.note({
          event: 'container.stopped',
          target: name,
          details: {
            severity: 'warning',
            allowed: true,
            message: 'It was left over from a run that is gone, and is removed',
            runId: of[RUN_LABEL] ?? null,
            ...(of[NAMESPACE_LABEL] === undefined ? {} : { group: of[NAMESPACE_LABEL] }),
          },
        });
    });
    return removed.map(({ name }) => name);
  }
}
