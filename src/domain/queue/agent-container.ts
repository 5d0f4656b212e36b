/**
 * Owns the life of one container that has an agent in it: its turns one after the other, its times, and its end. How it is made belongs to
 * launch.ts, reading what it writes to agent-output.ts, when it works for whom to container-turns.ts.
 */
import type { Logger } from '../../lib/log.ts';
import {
  type AgentMessage,
  type ContainerEnd,
  EngineError,
  type StartedContainer,
} from '../runtime/index.ts';
import { AgentOutput } from './agent-output.ts';
import { ContainerFault, faultOfEnd } from './container-fault.ts';
import type { RunLog } from './run-log.ts';
import { settles } from './settles.ts';

/** Bounds of one container; times are milliseconds, and 0 means no limit. */
export interface ContainerBounds {
  /** Between two messages while a turn is under way. */
  readonly silenceMs: number;
  /** From the start to the end; for tasks. */
  readonly totalMs: number;
  /** Without a turn until it is closed. */
  readonly idleMs: number;
  /** Of each output. */
  readonly outputBytes: number;
}

/** What a container is run with. */
export interface AgentContainerParts {
  readonly name: string;
  readonly started: StartedContainer;
  readonly bounds: ContainerBounds;
  readonly log: Logger;
  readonly runLog: RunLog;
  /** Asks the agent to end after its turn. */
  readonly askToClose: () => Promise<void>;
  /** Told once, when everything about its end is known. It must not throw. */
  readonly onEnd: (ending: ContainerEnding) => Promise<void>;
}

/** How a container ended. */
export interface ContainerEnding {
  readonly fault: ContainerFault | null;
  readonly exitCode: number | null;
  readonly outputCount: number;
}

/** Called with each message of the turn under way, one after the other; what it throws ends the container. */
export type OnMessage = (message: AgentMessage) => Promise<void>;

/** A turn that the container works on. */
interface Asked {
  readonly turnId: string;
  readonly onMessage: OnMessage;
  readonly resolve: (message: AgentMessage) => void;
  readonly reject: (fault: ContainerFault) => void;
}

/** From asking a container to end until it is ended. */
const CLOSE_GRACE_MS = 30_000;
const STOP_GRACE_SECS = 15;
/** For one that must go: from asking it to ending it by force, and from there to not waiting for the engine any more. */
const END_GRACE_MS = 5000;
const KILL_MS = 20_000;
/** From the end of a container to giving up on hearing of it. */
const END_TOLD_MS = 30_000;

/** A container with an agent in it. */
export class AgentContainer {
  readonly name: string;
  readonly #parts: AgentContainerParts;
  #asked: Asked | null = null;
  #fault: ContainerFault | null = null;
  #closing = false;
  #hasEnded = false;
  #outputCount = 0;
  #silence: NodeJS.Timeout | undefined;
  #idle: NodeJS.Timeout | undefined;
  #closeTimer: NodeJS.Timeout | undefined;
  readonly #total: NodeJS.Timeout | undefined;
  /** Settles once somebody has asked, or nobody will: an agent may answer before whoever started it asks. */
  readonly #wanted: Promise<void>;
  #want: () => void = () => undefined;
  /** Settles when it has ended and everything about that is stored. It never rejects. */
  readonly ended: Promise<void>;

  constructor(parts: AgentContainerParts) {
    this.name = parts.name;
    this.#parts = parts;
    this.#wanted = new Promise((resolve) => {
      this.#want = resolve;
    });
    const { totalMs } = parts.bounds;
    if (totalMs > 0)
      this.#total = setTimeout(() => this.#endBecause(this.#late(totalMs)), totalMs).unref();
    this.ended = this.#live();
  }

  /** Whether it waits for a turn and takes one. */
  get isIdle(): boolean {
    return this.#asked === null && !this.#closing && !this.#hasEnded;
  }

  /** Whether a turn is under way. */
  get isWorking(): boolean {
    return this.#asked !== null;
  }

  /** Answers that it gave so far. */
  get outputCount(): number {
    return this.#outputCount;
  }

  /**
   * Has it work on a turn. @param give Hands the turn over, unless it was in the input. @returns its last message
   * @throws ContainerFault; the signal's reason when it aborts, which ends the container
   */
  async ask(
    turnId: string,
    onMessage: OnMessage,
    give: () => Promise<void>,
    signal: AbortSignal,
  ): Promise<AgentMessage> {
    if (!this.isIdle) throw new ContainerFault('gone', 'The container takes no more messages');
    clearTimeout(this.#idle);
    const cancel = () =>
      this.#endBecause(new ContainerFault('cancelled', 'Nobody waits for it any more'));
    try {
      return await new Promise<AgentMessage>((resolve, reject) => {
        this.#asked = { turnId, onMessage, resolve, reject };
        this.#want();
        this.#watchSilence();
        if (signal.aborted) cancel();
        else signal.addEventListener('abort', cancel, { once: true });
        give().catch((error: unknown) => {
          const fault = new ContainerFault('failed', 'The message could not be handed over', {
            cause: error,
          });
          this.#endBecause(fault);
        });
      });
    } catch (error) {
      signal.throwIfAborted();
      throw error;
    } finally {
      signal.removeEventListener('abort', cancel);
      clearTimeout(this.#silence);
      this.#asked = null;
      if (!this.#closing && !this.#hasEnded) this.#watchIdle();
    }
  }

  /** Asks it to end after the turn under way, and sees to it that it does. */
  async close(): Promise<void> {
    if (this.#closing || this.#hasEnded) return;
    this.#closing = true;
    this.#want();
    clearTimeout(this.#idle);
    await this.#parts.askToClose().catch((error: unknown) => {
      this.#parts.log.warn(`${this.name} could not be asked to end`, { error });
    });
    this.#forceLater();
  }

  /** Ends it now; a turn under way has no answer. */
  async stop(fault: ContainerFault): Promise<void> {
    this.#endBecause(fault);
    await this.ended;
  }

  /**
   * Asks it to end, and ends it by force where it has not within a few seconds, whatever it works on. It returns once the container is
   * gone, or once that takes so long that it may never be.
   */
  async end(fault: ContainerFault): Promise<void> {
    void this.close();
    if (await settles(this.ended, END_GRACE_MS)) return;
    this.#endBecause(fault);
    await settles(this.ended, KILL_MS);
  }

  #forceLater(): void {
    clearTimeout(this.#closeTimer);
    if (this.#hasEnded) return;
    this.#closeTimer = setTimeout(() => this.#force(), CLOSE_GRACE_MS).unref();
  }

  /** While a turn is under way its own times count. */
  #force(): void {
    if (this.#asked === null) void this.#stopEngine();
    else this.#forceLater();
  }

  #endBecause(fault: ContainerFault): void {
    if (this.#hasEnded) return;
    this.#fault ??= fault;
    this.#closing = true;
    this.#want();
    this.#asked?.reject(this.#fault);
    void this.#stopEngine();
  }

  async #stopEngine(): Promise<void> {
    const { started, log } = this.#parts;
    const isHarmless = this.#fault === null || this.#fault.kind === 'timeout';
    try {
      // What does not keep its bounds is not asked twice.
      await (isHarmless ? started.stop(STOP_GRACE_SECS) : started.kill());
    } catch (error) {
      log.warn(`${this.name} could not be ended`, { error });
    }
    // Its place is taken until it is gone, so an engine that has not ended it is asked again.
    this.#forceLater();
  }

  async #live(): Promise<void> {
    const { name, started, bounds, onEnd, runLog, log } = this.#parts;
    this.#watchIdle();
    const output = new AgentOutput({
      name,
      output: started.output,
      maxBytes: bounds.outputBytes,
      runLog,
      log,
      onMessage: (message) => this.#take(message),
      onTooMuch: (what) => this.#endBecause(new ContainerFault('output', what)),
    });
    let end: ContainerEnd = { exitCode: null, oomKilled: false };
    try {
      await output.read();
      if (!(await settles(started.ended, END_TOLD_MS)))
        throw new EngineError('timeout', 'The engine does not say how it ended');
      end = await started.ended;
    } catch (error) {
      const message = error instanceof EngineError ? error.message : 'An unexpected error';
      if (!(error instanceof EngineError)) log.error(`${this.name} failed`, { error });
      this.#fault ??= new ContainerFault('failed', message, { cause: error });
      void this.#stopEngine();
    }
    this.#hasEnded = true;
    for (const timer of [this.#silence, this.#idle, this.#closeTimer, this.#total])
      clearTimeout(timer);
    const fault = this.#fault ?? faultOfEnd(end, this.#closing, output.lastWords);
    this.#asked?.reject(fault ?? new ContainerFault('gone', 'It ended without an answer'));
    await runLog.close();
    await onEnd({ fault, exitCode: end.exitCode, outputCount: this.#outputCount });
  }

  async #take(message: AgentMessage): Promise<void> {
    await this.#wanted;
    const asked = this.#asked;
    if (asked === null || (message.turnId !== undefined && message.turnId !== asked.turnId)) return;
    this.#watchSilence();
    try {
      await asked.onMessage(message);
    } catch (error) {
      const reason = error instanceof Error ? error.message : 'It did what it must not';
      this.#endBecause(new ContainerFault('failed', reason, { cause: error }));
      return;
    }
    if (message.status === 'error') {
      const reason = message.error ?? 'The agent failed without a reason';
      asked.reject(new ContainerFault('failed', reason.slice(0, 500)));
    } else if (message.result !== null) {
      this.#outputCount += 1;
      asked.resolve(message);
    }
  }

  #watchSilence(): void {
    clearTimeout(this.#silence);
    const { silenceMs } = this.#parts.bounds;
    if (silenceMs === 0 || this.#asked === null) return;
    const late = this.#late(silenceMs);
    this.#silence = setTimeout(() => this.#endBecause(late), silenceMs).unref();
  }

  #watchIdle(): void {
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => void this.close(), this.#parts.bounds.idleMs).unref();
  }

  #late(milliseconds: number): ContainerFault {
    return new ContainerFault('timeout', `There was no answer within ${milliseconds} ms`);
  }
}
