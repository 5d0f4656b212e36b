/**
 * Owns running turns in containers: which container works on a turn, when a new one is asked for, and when a failed one is tried again.
 * The containers belong to crew.ts, the life of one to agent-container.ts.
 */
import type { Clock } from '../../lib/clock.ts';
import type { Logger } from '../../lib/log.ts';
import type {
  RunningTurn,
  StepEvent,
  Turn,
  TurnBrief,
  TurnEngine,
  TurnRecord,
} from '../agent/index.ts';
import type { AgentMessage, TurnOrder } from '../runtime/index.ts';
import { DomainError } from '../shared/index.ts';
import { ContainerFault } from './container-fault.ts';
import { type Crew, promptOf, type RunningTask, type Work } from './crew.ts';
import { type Groups, groupKeyOf } from './groups.ts';
import type { LaunchParts, NamespaceFacts } from './launch.ts';
import { RemoteSteps } from './remote-steps.ts';

/** What turns in containers run with. */
export interface ContainerTurnsParts extends Pick<LaunchParts, 'ipc'> {
  readonly clock: Clock;
  readonly log: Logger;
  readonly crew: Crew;
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  readonly groups: Groups;
  readonly namespace: (name: string) => NamespaceFacts | null;
  /** What the agent of a namespace is told beside the daemon's own prompt. */
  readonly instructions: (namespace: string) => Promise<string>;
  /** The chat in which a session talks. */
  readonly chatOf: (sessionId: string) => Promise<string | null>;
  /** The file by which a message was announced to the container; null for one that was not. */
  readonly announcedFile: (turnId: string) => Promise<string | null>;
  /** What becomes of an answer before it is kept. */
  readonly filter: (answer: string) => Promise<string>;
}

/** Runs turns in containers. */
export class ContainerTurns {
  readonly #parts: ContainerTurnsParts;
  readonly #tasks = new Map<string, RunningTask>();

  constructor(parts: ContainerTurnsParts) {
    this.#parts = parts;
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

  async #run(
    turn: RunningTurn,
    signal: AbortSignal,
    emit: (event: StepEvent) => void,
    means: { record: TurnRecord; brief: (turn: RunningTurn) => Promise<TurnBrief> },
  ): Promise<Turn> {
    const { clock, crew, filter, groups, log } = this.#parts;
    const task = this.#tasks.get(turn.id) ?? null;
    const { name } = this.#demandNamespace(turn);
    const jid = task === null ? await this.#parts.chatOf(turn.sessionId) : task.jid;
    const key = groupKeyOf(name, jid);
    for (;;) {
      const wait = task === null ? groups.waitOf(key) : 0;
      if (wait > 0) await this.#parts.sleep(wait, signal);
      const namespace = this.#demandNamespace(turn);
      const order = await this.#order(turn, namespace.name, means.brief);
      const { record } = means;
      const { maxModelCalls } = order;
      const steps = new RemoteSteps(turn, { record, clock, emit, filter, maxModelCalls });
      try {
        const message = await this.#answer({ namespace, jid, key, task, order }, steps, signal);
        const done = await steps.finish(message);
        await this.#book(name, key);
        return done;
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof ContainerFault)) throw error;
        const mayAgain = task === null && !steps.hasBegun && isPassing(error);
        const again = mayAgain && (await groups.failed(name, key));
        if (!again) throw told(error);
        log.warn(`no answer in ${key}, which is tried again: ${error.message}`);
      } finally {
        // Who waits may have the place of a container that is without work now.
        crew.places.look();
      }
    }
  }

  /** Notes an answer. That is kept by now, so that a note which cannot be must not make a failure of it. */
  async #book(namespace: string, key: string): Promise<void> {
    const { crew, groups, log } = this.#parts;
    try {
      await crew.countAnswer(namespace);
      await groups.succeeded(namespace, key);
    } catch (error) {
      log.warn(`an answer in ${key} could not be counted`, { error });
    }
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
    const { crew, ipc, announcedFile } = this.#parts;
    const onMessage = (message: AgentMessage) => steps.take(message);
    // Asked first: whether a container is there to take it must not change from the look to the asking.
    const announced = task === null ? await announcedFile(order.id) : null;
    const open = crew.active(namespace.name);
    const isOurs = task === null && open?.key === key && open.taskId === null;
    if (
      open !== undefined &&
      isOurs &&
      open.container.isIdle &&
      !crew.places.hasTask(open.namespace)
    ) {
      const file = announced ?? ipc.nextInputName();
      const content = { type: 'message', text: promptOf(order), turn: order };
      const give = () => ipc.writeInput(namespace.name, file, content);
      return await open.container.ask(order.id, onMessage, give, signal);
    }
    const container = await crew.start(work, signal);
    const message = await container.ask(order.id, onMessage, () => Promise.resolve(), signal);
    // A task has nothing to wait for.
    if (task !== null) void container.close();
    return message;
  }
}

/** Whether another try may go better. */
const isPassing = ({ kind }: ContainerFault): boolean => kind === 'failed' || kind === 'gone';

function told(fault: ContainerFault): DomainError {
  const isTimeout = fault.kind === 'timeout';
  return new DomainError(
    isTimeout ? 'container_timed_out' : 'container_failed',
    isTimeout ? 'The container took too long' : 'The container gave no answer',
    { reason: fault.message },
  );
}
