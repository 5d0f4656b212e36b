/**
 * Owns comparing the running containers of this install with the policy, again and again, and noting what does not fit. The policy
 * itself is in policy.ts, what containers were started with is told by domain/queue.
 */
import type { Clock } from '../../lib/clock.ts';
import type { Logger } from '../../lib/log.ts';
import type { Journal } from '../audit/index.ts';
import { DomainError, systemCaller } from '../shared/index.ts';
import type { ContainerFacts, ContainerSpec } from './engine.ts';
import { INSTALL_LABEL, NAMESPACE_LABEL, RUN_LABEL } from './names.ts';
import { type Allowance, type Finding, violations } from './policy.ts';
import type { Runtime } from './runtime.ts';

const LIMIT_MS = 60_000;

interface WatchOptions {
  readonly runtime: Runtime;
  readonly installId: () => Promise<string>;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly log: Logger;
  readonly intervalMs: () => number;
  /** What the container of a run was started with; null for a run that nobody knows. */
  readonly specOf: (runId: string) => ContainerSpec | null;
}

/** Audits running containers. */
export class Watch {
  readonly #options: WatchOptions;
  /** What was noted already, by container. */
  #noted = new Map<string, Set<string>>();
  #lastAt: number | null = null;

  constructor(options: WatchOptions) {
    this.#options = options;
  }

  /** Audits once the interval has passed; otherwise only looks whether an engine is there that was not, at no more than its own pace. */
  async tick(): Promise<void> {
    const { runtime, clock, log, intervalMs } = this.#options;
    const found = await runtime.find();
    const now = clock.monotonic();
    if (!found.available || (this.#lastAt !== null && now - this.#lastAt < intervalMs())) return;
    this.#lastAt = now;
    try {
      await this.audit();
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      log.warn(`running containers cannot be audited: ${error.message}`);
    }
  }

  /** Audits now. @returns what is new. @throws DomainError container_engine_* */
  async audit(): Promise<{ container: string; finding: Finding }[]> {
    const { runtime, installId, journal } = this.#options;
    const labels = { [INSTALL_LABEL]: await installId() };
    const { running, isMachine } = await runtime.use(async (engine) => ({
      running: (await engine.list(labels, AbortSignal.timeout(LIMIT_MS))).filter(
        (one) => one.isRunning,
      ),
      isMachine: engine.backend === 'apple_container',
    }));
    const noted = new Map<string, Set<string>>();
    const fresh: { facts: ContainerFacts; finding: Finding }[] = [];
    for (const facts of running) {
      const known = this.#noted.get(facts.id) ?? new Set();
      noted.set(facts.id, known);
      for (const finding of violations(facts, this.#allowanceOf(facts), { isMachine })) {
        if (known.has(finding.message)) continue;
        fresh.push({ facts, finding });
      }
    }
    if (fresh.length > 0)
      await journal.commit(systemCaller('containers'), async (change) => {
        for (const { facts, finding } of fresh) await change.note(noteOf(facts, finding));
      });
    for (const { facts, finding } of fresh) noted.get(facts.id)?.add(finding.message);
    // Containers that are gone are forgotten.
    this.#noted = noted;
    return fresh.map(({ facts, finding }) => ({ container: facts.name, finding }));
  }

  #allowanceOf(facts: ContainerFacts): Allowance {
    const spec = this.#options.specOf(facts.labels[RUN_LABEL] ?? '');
    return {
      binds: spec?.binds ?? null,
      network: spec?.network ?? 'none',
      maxMemoryBytes: spec?.memoryBytes ?? 0,
      maxPids: spec?.pids ?? 0,
    };
  }
}

const noteOf = ({ name, labels }: ContainerFacts, { kind, message }: Finding) => ({
  event: 'audit.finding',
  target: name,
  details: {
    severity: 'critical',
    allowed: false,
    message,
    finding: kind,
    runId: labels[RUN_LABEL] ?? null,
    ...(labels[NAMESPACE_LABEL] === undefined ? {} : { group: labels[NAMESPACE_LABEL] }),
  } as const,
});
