/**
 * Owns running turns in containers: which container works on a turn, when a new one is made, and when a failed one is tried again.
 * The life of a container belongs to agent-container.ts, making one to launch.ts, who may have one to places.ts.
 */
import { countOutput, endRun, type NewContainerRun, type RunEnd } from '../../db/container-runs.ts';
import type { Logger } from '../../lib/log.ts';
import type {
  RunningTurn,
  StepEvent,
  Turn,
  TurnBrief,
  TurnEngine,
  TurnRecord,
} from '../agent/index.ts';
import {
  type AgentMessage,
  type ContainerSpec,
  EngineError,
  type TurnOrder,
} from '../runtime/index.ts';
import { DomainError, systemCaller } from '../shared/index.ts';
import { AgentContainer, type ContainerEnding, ContainerFault } from './agent-container.ts';
import { type Groups, groupKeyOf } from './groups.ts';
import type { Launcher, LaunchParts, NamespaceFacts } from './launch.ts';
import { Places } from './places.ts';
import { RemoteSteps } from './remote-steps.ts';

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

/** What turns in containers run with. */
export interface ContainerTurnsParts extends Pick<LaunchParts, 'journal' | 'clock' | 'ipc'> {
  readonly log: Logger;
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  readonly launcher: Launcher;
  readonly groups: Groups;
  readonly settings: () => QueueSettings;
  readonly namespace: (name: string) => NamespaceFacts | null;
  /** What the agent of a namespace is told beside the daemon's own prompt. */
  readonly instructions: (namespace: string) => Promise<string>;
  /** The chat in which a session talks. */
  readonly chatOf: (sessionId: string) => Promise<string | null>;
  /** The file by which a message was announced to the container; null for one that was not. */
  readonly announcedFile: (turnId: string) => Promise<string | null>;
  /** Told when the engine has failed, so that it is looked for again. */
  readonly doubt: (error: EngineError) => void;
  /** What becomes of an answer before it is kept. */
  readonly filter: (answer: string) => Promise<string>;
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

const SYSTEM = systemCaller('containers');
const STOPPING = new ContainerFault('cancelled', 'The daemon is stopping');

/** Runs turns in containers. */
export class ContainerTurns {
  readonly #parts: ContainerTurnsParts;
  readonly places: Places;
  /** One per namespace. */
  readonly #active = new Map<string, ActiveContainer>();
  /** Every run from its row to its end, with what its container was started with once that is known. */
  readonly #runs = new Map<string, ContainerSpec | null>();
  readonly #tasks = new Map<string, RunningTask>();
  readonly #totals = { started: 0, failed: 0, timedOut: 0 };

  constructor(parts: ContainerTurnsParts) {
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

  /** Says which task a turn is of; whoever says so takes it back when the turn has ended. */
  setTask(turnId: string, task: RunningTask): () => void {
    this.#tasks.set(turnId, task);
    return () => void this.#tasks.delete(turnId);
  }

  /** What runs turns, with the record in which they are kept. */
  engine(record: TurnRecord, brief: (turn: RunningTurn) => Promise<TurnBrief>): TurnEngine {
    return { run: (turn, signal, emit) => this.#run(turn, signal, emit, { record, brief }) };
  }

  /** Ends all containers. */
  async stop(): Promise<void> {
    await Promise.all(this.all().map(({ container }) => container.stop(STOPPING)));
  }

  async #run(
    turn: RunningTurn,
    signal: AbortSignal,
    emit: (event: StepEvent) => void,
    means: { record: TurnRecord; brief: (turn: RunningTurn) => Promise<TurnBrief> },
  ): Promise<Turn> {
    const { clock, filter, groups, log } = this.#parts;
    const task = this.#tasks.get(turn.id) ?? null;
    const namespace = this.#demandNamespace(turn);
    const jid = task === null ? await this.#parts.chatOf(turn.sessionId) : task.jid;
    const key = groupKeyOf(namespace.name, jid);
    for (;;) {
      const wait = task === null ? groups.waitOf(key) : 0;
      if (wait > 0) await this.#parts.sleep(wait, signal);
      const order = await this.#order(turn, namespace.name, means.brief);
      const { record } = means;
      const { maxModelCalls } = order;
      const steps = new RemoteSteps(turn, { record, clock, emit, filter, maxModelCalls });
      try {
        const message = await this.#answer({ namespace, jid, key, task, order }, steps, signal);
        const done = await steps.finish(message);
        await this.#count(namespace.name);
        await groups.succeeded(namespace.name, key);
        return done;
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof ContainerFault)) throw error;
        const mayAgain = task === null && !steps.hasBegun && isPassing(error);
        const again = mayAgain && (await groups.failed(namespace.name, key));
        if (!again) throw told(error);
        log.warn(`no answer in ${key}, which is tried again: ${error.message}`);
      } finally {
        // Who waits may have the place of a container that is without work now.
        this.places.look();
      }
    }
  }

  /** Counts an answer of the container that gave it. */
  async #count(namespace: string): Promise<void> {
    const runId = this.#active.get(namespace)?.runId;
    if (runId === undefined) return;
    await this.#parts.journal.commit(SYSTEM, ({ tx }) => countOutput(tx, runId));
  }

  #demandNamespace({ namespace: name }: RunningTurn): NamespaceFacts {
    const namespace = name === null ? null : this.#parts.namespace(name);
    if (namespace !== null) return namespace;
    throw new DomainError('namespace_not_found', `Namespace ${name} not found`);
  }

  async #order(
    turn: RunningTurn,
    namespace: string,
    brief: (turn: RunningTurn) => Promise<TurnBrief>,
  ): Promise<TurnOrder> {
    const { id, sessionId, inputSeq, steps } = turn;
    const { system, history, maxModelCalls, maxToolCalls } = await brief(turn);
    const instructions = await this.#parts.instructions(namespace);
    return {
      id,
      sessionId,
      inputSeq,
      steps,
      system: [system, instructions].filter((part) => part !== '').join('\n\n'),
      history: history.map((row) => ({ ...row })),
      maxModelCalls,
      maxToolCalls,
    };
  }

  /** Has the turn worked on: by the container that waits for messages of its chat, or by a new one. */
  async #answer(work: Work, steps: RemoteSteps, signal: AbortSignal): Promise<AgentMessage> {
    const { namespace, key, task, order } = work;
    const { ipc, announcedFile } = this.#parts;
    const onMessage = (message: AgentMessage) => steps.take(message);
    const open = this.#active.get(namespace.name);
    const isOurs = task === null && open?.key === key && open.taskId === null;
    if (
      open !== undefined &&
      isOurs &&
      open.container.isIdle &&
      !this.places.hasTask(open.namespace)
    ) {
      const file = (await announcedFile(order.id)) ?? ipc.nextInputName();
      const content = { type: 'message', text: promptOf(order), turn: order };
      const give = () => ipc.writeInput(namespace.name, file, content);
      return await open.container.ask(order.id, onMessage, give, signal);
    }
    const container = await this.#start(work, signal);
    const message = await container.ask(order.id, onMessage, () => Promise.resolve(), signal);
    // A task has nothing to wait for.
    if (task !== null) void container.close();
    return message;
  }

  /** @throws ContainerFault; the signal's reason when it aborts while it waits for a place */
  async #start(work: Work, signal: AbortSignal): Promise<AgentContainer> {
    const { namespace, jid, key, task, order } = work;
    const { launcher, log, settings, ipc } = this.#parts;
    const taskId = task?.scheduleId ?? null;
    const purpose = task === null ? 'message' : 'task';
    const leave = await this.places.enter(
      { namespace: namespace.name, key, purpose, taskId },
      signal,
    );
    let run: NewContainerRun | null = null;
    try {
      const launched = await launcher.launch(
        {
          namespace,
          jid,
          sessionId: order.sessionId,
          trigger: purpose === 'task' ? 'schedule' : jid === null ? 'api' : 'message',
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

/** A turn on its way into a container. */
interface Work {
  readonly namespace: NamespaceFacts;
  readonly jid: string | null;
  readonly key: string;
  readonly task: RunningTask | null;
  readonly order: TurnOrder;
}

/** The message that a turn answers, for agents that read nothing else. */
function promptOf({ history, inputSeq }: TurnOrder): string {
  return history.find(({ seq }) => seq === inputSeq)?.content ?? '';
}

/** Whether another try may go better. */
const isPassing = ({ kind }: ContainerFault): boolean => kind === 'failed' || kind === 'gone';

function statusOf(fault: ContainerFault | null): RunEnd['status'] {
  if (fault === null) return 'success';
  if (fault.kind === 'timeout' || fault.kind === 'cancelled')
    return fault.kind === 'timeout' ? 'timeout' : 'cancelled';
  return 'error';
}

function told(fault: ContainerFault): DomainError {
  const isTimeout = fault.kind === 'timeout';
  return new DomainError(
    isTimeout ? 'container_timed_out' : 'container_failed',
    isTimeout ? 'The container took too long' : 'The container gave no answer',
    { reason: fault.message },
  );
}
