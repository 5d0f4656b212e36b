/**
 * Owns the containers there are: one per namespace, started when there is a place, ended when somebody else needs it, each with a row that
 * tells how it ended. What they work on belongs to container-turns.ts, how one is made to launch.ts, who may have a place to places.ts.
 */
import { countOutput, endRun, type NewContainerRun } from '../../db/container-runs.ts';
import type { Logger } from '../../lib/log.ts';
import { type ContainerSpec, EngineError, type TurnOrder } from '../runtime/index.ts';
import { DomainError, systemCaller } from '../shared/index.ts';
import { AgentContainer, type ContainerEnding } from './agent-container.ts';
import { ContainerFault, statusOf } from './container-fault.ts';
import type { Launcher, LaunchParts, NamespaceFacts } from './launch.ts';
import { Places } from './places.ts';
import { settles } from './settles.ts';

/** A scheduled task whose turn runs. */
export interface RunningTask {
  readonly scheduleId: string;
  readonly jid: string | null;
  readonly image: string | null;
  /** 0 means no limit. */
  readonly timeoutMs: number;
  /** Called right before its container starts. @throws when it may not any more */
  readonly begin: (turnId: string, containerName: string) => Promise<void>;
  readonly exited: (exitCode: number | null) => Promise<void>;
}

/** What turns in containers take from the settings. */
export interface QueueSettings {
  readonly maxConcurrent: number;
  readonly timeoutMs: number;
  readonly idleMs: number;
  readonly outputBytes: number;
}

/** A container at work or waiting, and for whom. */
export interface ActiveContainer {
  readonly namespace: string;
  readonly key: string;
  readonly jid: string | null;
  readonly taskId: string | null;
  readonly startedAt: number;
  readonly runId: string;
  readonly container: AgentContainer;
}

/** What came of runs since the daemon started. */
export interface RunTotals {
  readonly started: number;
  readonly failed: number;
  readonly timedOut: number;
}

/** A turn on its way into a container. */
export interface Work {
  readonly namespace: NamespaceFacts;
  readonly jid: string | null;
  readonly key: string;
  readonly task: RunningTask | null;
  readonly order: TurnOrder;
}

/** What containers are kept with. */
export interface CrewParts extends Pick<LaunchParts, 'journal' | 'clock' | 'ipc'> {
  readonly log: Logger;
  readonly launcher: Launcher;
  readonly settings: () => QueueSettings;
  /** A namespace as it is now; null for one that is gone. */
  readonly namespace: (name: string) => NamespaceFacts | null;
  /** Told when the engine has failed, so that it is looked for again. */
  readonly doubt: (error: EngineError) => void;
}

const SYSTEM = systemCaller('containers');
const STOPPING = new ContainerFault('cancelled', 'The daemon is stopping');
const ENDED = new ContainerFault('cancelled', 'It had to go at once');
/** For a container to be there, so that it can be ended. */
const START_MS = 20_000;

/** Keeps the containers. */
export class Crew {
  readonly #parts: CrewParts;
  readonly places: Places;
  /** One per namespace. */
  readonly #active = new Map<string, ActiveContainer>();
  /** Every run from its row to its end, with what its container was started with once that is known. */
  readonly #runs = new Map<string, ContainerSpec | null>();
  readonly #totals = { started: 0, failed: 0, timedOut: 0 };
  /** Containers on their way, which nobody knows otherwise, by namespace. */
  readonly #starting = new Map<string, Promise<unknown>>();
  #isStopping = false;

  constructor(parts: CrewParts) {
    this.#parts = parts;
    this.places = new Places(
      () => parts.settings().maxConcurrent,
      (namespace, isTaken) => this.#makeRoom(namespace, isTaken),
    );
  }

  /** The container of a namespace. */
  active(namespace: string): ActiveContainer | undefined {
    return this.#active.get(namespace);
  }

  /** All containers. */
  all(): ActiveContainer[] {
    return [...this.#active.values()];
  }

  /** The runs that go on. */
  runIds(): ReadonlySet<string> {
    return new Set(this.#runs.keys());
  }

  /** What the container of a run was started with; null for a run that nobody knows. */
  specOf(runId: string): ContainerSpec | null {
    return this.#runs.get(runId) ?? null;
  }

  /** What came of runs since the daemon started. */
  totals(): RunTotals {
    return { ...this.#totals };
  }

  /** Ends all containers, also those that are just starting; none starts after it. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    const endAll = () => Promise.all(this.all().map(({ container }) => container.stop(STOPPING)));
    await endAll();
    await Promise.allSettled(this.#starting.values());
    await endAll();
  }

  /** Ends the container of a namespace, also one that is just starting, without waiting for its turn. One that does not go in time stays. */
  async end(namespace: string): Promise<void> {
    const starting = this.#starting.get(namespace);
    if (starting !== undefined) await settles(Promise.allSettled([starting]), START_MS);
    await this.#active.get(namespace)?.container.end(ENDED);
  }

  /** Counts an answer of the container that gave it. */
  async countAnswer(namespace: string): Promise<void> {
    const runId = this.#active.get(namespace)?.runId;
    if (runId === undefined) return;
    await this.#parts.journal.commit(SYSTEM, ({ tx }) => countOutput(tx, runId));
  }

  /**
   * Starts a container for a piece of work.
   * @throws ContainerFault; DomainError namespace_not_found; the signal's reason when it aborts while it waits for a place
   */
  async start(work: Work, signal: AbortSignal): Promise<AgentContainer> {
    const { key, task } = work;
    const { name: namespace } = work.namespace;
    const purpose = task === null ? 'message' : 'task';
    const taskId = task?.scheduleId ?? null;
    const leave = await this.places.enter({ namespace, key, purpose, taskId }, signal);
    const starting = this.#begin(work, leave, signal);
    this.#starting.set(namespace, starting);
    try {
      return await starting;
    } finally {
      this.#starting.delete(namespace);
    }
  }

  async #begin(work: Work, leave: () => void, signal: AbortSignal): Promise<AgentContainer> {
    const { jid, key, task, order } = work;
    const { launcher, log, settings, ipc } = this.#parts;
    const taskId = task?.scheduleId ?? null;
    let run: NewContainerRun | null = null;
    try {
      if (this.#isStopping) throw STOPPING;
      // It may have waited for long: what the namespace may have now counts.
      const namespace = this.#demandNamespace(work.namespace.name);
      const launched = await launcher.launch(
        {
          namespace,
          jid,
          sessionId: order.sessionId,
          trigger: task !== null ? 'schedule' : jid === null ? 'api' : 'message',
          scheduleId: taskId,
          image: task?.image ?? null,
          prompt: promptOf(order),
          turn: order,
        },
        async (row) => {
          run = row;
          this.#runs.set(row.id, null);
          this.#totals.started += 1;
          await task?.begin(order.id, row.containerName);
        },
        signal,
      );
      const { timeoutMs, idleMs, outputBytes } = settings();
      const own = namespace.containerConfig.timeoutSecs;
      const row = run;
      this.#runs.set(launched.runId, launched.spec);
      const container = new AgentContainer({
        name: launched.name,
        started: launched.started,
        bounds: {
          silenceMs: task === null ? (own === undefined ? timeoutMs : own * 1000) : 0,
          totalMs: task?.timeoutMs ?? 0,
          idleMs,
          outputBytes,
        },
        log,
        runLog: launched.runLog,
        askToClose: () => ipc.writeClose(namespace.name),
        onEnd: async (ending) => {
          await launched.giveBack();
          if (row !== null) await this.#ended(row, ending, task);
          this.#active.delete(namespace.name);
          leave();
        },
      });
      this.#active.set(namespace.name, {
        namespace: namespace.name,
        key,
        jid,
        taskId,
        startedAt: this.#parts.clock.now(),
        runId: launched.runId,
        container,
      });
      return container;
    } catch (error) {
      if (run !== null) {
        const fault =
          error instanceof ContainerFault ? error : new ContainerFault('failed', String(error));
        await this.#ended(run, { fault, exitCode: null, outputCount: 0 }, task);
      }
      leave();
      throw error;
    }
  }

  #demandNamespace(name: string): NamespaceFacts {
    const found = this.#parts.namespace(name);
    if (found !== null) return found;
    throw new DomainError('namespace_not_found', `Namespace ${name} not found`);
  }

  /** Keeps how a run ended. It never rejects: what could not be stored is found at the next start. */
  async #ended(
    row: NewContainerRun,
    { fault, exitCode, outputCount }: ContainerEnding,
    task: RunningTask | null,
  ): Promise<void> {
    const { journal, clock, log } = this.#parts;
    const status = statusOf(fault);
    if (fault?.cause instanceof EngineError) this.#parts.doubt(fault.cause);
    if (status === 'error') this.#totals.failed += 1;
    if (status === 'timeout') this.#totals.timedOut += 1;
    const error = fault?.message ?? null;
    try {
      await journal.commit(SYSTEM, async (change) => {
        const finishedAt = clock.now();
        await endRun(change.tx, row.id, { status, exitCode, error, finishedAt });
        await change.note({
          event:
            status === 'error' || status === 'timeout'
              ? `container.${status}`
              : 'container.stopped',
          target: row.containerName,
          details: {
            group: row.namespace,
            allowed: true,
            ...(status === 'error' || status === 'timeout' ? { severity: 'warning' as const } : {}),
            ...(error === null ? {} : { message: `${row.containerName}: ${error}` }),
            exitCode,
            outputCount,
          },
        });
      });
      await task?.exited(exitCode);
    } catch (cause) {
      log.error(`the end of ${row.containerName} could not be stored`, { error: cause });
    } finally {
      this.#runs.delete(row.id);
    }
  }

  /** Somebody waits: a container without work gives its place up. */
  #makeRoom(namespace: string, isTaken: boolean): void {
    if (isTaken) {
      const own = this.#active.get(namespace)?.container;
      if (own?.isIdle) void own.close();
      return;
    }
    const idle = this.all().filter(({ container }) => container.isIdle);
    const longest = idle.sort((a, b) => a.startedAt - b.startedAt)[0];
    if (longest !== undefined) void longest.container.close();
  }
}

/** The message that a turn answers, for agents that read nothing else. */
export function promptOf({ history, inputSeq }: TurnOrder): string {
  return history.find(({ seq }) => seq === inputSeq)?.content ?? '';
}
