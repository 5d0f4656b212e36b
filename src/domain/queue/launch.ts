/**
 * Owns making a container for a namespace: what it mounts, what it is told, what it may use, and the row that is there before it is.
 * What it then does belongs to agent-container.ts; each part of it to the area whose port is here.
 */
import { join } from 'node:path';
import { insertRun, type NewContainerRun } from '../../db/container-runs.ts';
import type { StoredContainerConfig } from '../../db/schema/index.ts';
import type { Clock } from '../../lib/clock.ts';
import { makeId } from '../../lib/ids.ts';
import type { Logger } from '../../lib/log.ts';
import type { Journal } from '../audit/index.ts';
import { type ProxyAccess, ProxySocketError } from '../credential-proxy/index.ts';
import {
  type Bind,
  type ContainerInput,
  type ContainerSpec,
  EngineError,
  IN_CONTAINER,
  PROXY_PORT_INSIDE,
  type ProviderOrder,
  type StartedContainer,
  type TurnOrder,
} from '../runtime/index.ts';
import { DomainError, systemCaller } from '../shared/index.ts';
import { ContainerFault } from './container-fault.ts';
import { openRunLog, type RunLog } from './run-log.ts';

/** What is known of a namespace when a container of it starts. */
export interface NamespaceFacts {
  readonly name: string;
  readonly isMain: boolean;
  readonly containerConfig: StoredContainerConfig;
}

/** What containers are made of. */
export interface LaunchParts {
  readonly journal: Journal;
  readonly clock: Clock;
  readonly log: Logger;
  /** The data folder. */
  readonly home: string;
  readonly settings: () => LaunchSettings;
  /** Has the engine start a container. @throws DomainError, EngineError */
  readonly start: (spec: ContainerSpec, signal: AbortSignal) => Promise<StartedContainer>;
  readonly nameOf: (namespace: string, startedAt: number) => string;
  /** Labels by which this installation knows its containers again. */
  readonly labels: (run: {
    runId: string;
    namespace: string;
  }) => Promise<Readonly<Record<string, string>>>;
  /** `uid:gid` of containers, who owns what they write to. */
  readonly user: string;
  /** The further mounts of a namespace that are allowed at this moment. */
  readonly mounts: (namespace: NamespaceFacts) => Promise<readonly Bind[]>;
  readonly ipc: {
    /** Makes the folders ready for a fresh run, with what the container is told of chats and tasks. */
    prepare(namespace: string, isMain: boolean): Promise<void>;
    /** Begins, and ends, seeing to what the container leaves there. */
    start(namespace: string): void;
    stop(namespace: string): Promise<void>;
    writeClose(namespace: string): Promise<void>;
    nextInputName(): string;
    writeInput(namespace: string, name: string, content: unknown): Promise<void>;
  };
  readonly proxy: {
    /** Lets a run use the proxy, over a socket of its own. @throws ProxySocketError */
    admit(container: { runId: string; namespace: string }): Promise<ProxyAccess>;
    /** Ends that. It never rejects. */
    dismiss(token: string): Promise<void>;
  };
  /** The providers in the order in which they are asked, reached with the container's token. */
  readonly providers: (baseUrl: string) => readonly ProviderOrder[];
}

/** What containers take from the settings. */
export interface LaunchSettings {
  readonly image: string;
  readonly assistantName: string;
  readonly timezone: string;
  readonly memoryMb: number;
  readonly cpus: number;
  readonly pids: number;
  readonly extraArgs: readonly string[];
}

/** What a container is started for. */
export interface LaunchOrder {
  readonly namespace: NamespaceFacts;
  readonly jid: string | null;
  readonly sessionId: string;
  readonly trigger: NewContainerRun['trigger'];
  readonly scheduleId: string | null;
  /** Instead of the namespace's own. */
  readonly image: string | null;
  readonly prompt: string;
  readonly turn: TurnOrder;
}

/** A container that was started, with what has to be given back at its end. */
export interface Launched {
  readonly runId: string;
  readonly name: string;
  readonly spec: ContainerSpec;
  readonly started: StartedContainer;
  readonly runLog: RunLog;
  /** Gives back what it had. It never rejects. */
  readonly giveBack: () => Promise<void>;
}

const START_MS = 60_000;
/** Until a container has taken its input. */
const INPUT_MS = 60_000;
const UNFORESEEN = 'The container could not be started';
const SYSTEM = systemCaller('containers');
const MIB = 1024 * 1024;

/** Makes containers. */
export class Launcher {
  readonly #parts: LaunchParts;

  constructor(parts: LaunchParts) {
    this.#parts = parts;
  }

  /**
   * Starts a container and gives it its input. The run is stored before it begins, so that none is without a row.
   * @param onRow Told of the run's id once its row is there. @param signal Aborts when nobody waits for the container any more.
   * @throws ContainerFault, with the run ended by whoever asked
   */
  async launch(
    order: LaunchOrder,
    onRow: (run: NewContainerRun) => Promise<void>,
    signal: AbortSignal,
  ): Promise<Launched> {
    const { journal, clock, home, labels, nameOf, log, ipc, proxy, settings } = this.#parts;
    const { namespace, jid, sessionId, trigger, scheduleId } = order;
    const startedAt = clock.now();
    const runId = makeId('run', startedAt);
    const name = nameOf(namespace.name, startedAt);
    const image = order.image ?? namespace.containerConfig.image ?? settings().image;
    const logPath = join(home, 'logs', 'containers', namespace.name, `${runId}.log`);
    const row: NewContainerRun = {
      id: runId,
      namespace: namespace.name,
      jid,
      trigger,
      scheduleId,
      containerName: name,
      image,
      sessionId,
      logPath,
      startedAt,
    };
    await journal.commit(SYSTEM, async (change) => {
      await insertRun(change.tx, row);
      await change.note({
        event: 'container.started',
        target: name,
        details: { group: namespace.name, allowed: true, image, trigger },
      });
    });
    await onRow(row);
    let access: ProxyAccess | null = null;
    let runLog: RunLog | null = null;
    const giveBack = async () => {
      if (access !== null) await proxy.dismiss(access.token);
      await ipc.stop(namespace.name).catch((error: unknown) => {
        log.warn(`what ${name} left behind could not be seen to`, { error });
      });
      await runLog?.close();
    };
    try {
      access = await proxy.admit({ runId, namespace: namespace.name });
      runLog = await openRunLog(logPath);
      await ipc.prepare(namespace.name, namespace.isMain);
      const binds = await this.#binds(namespace, access.socketDir);
      const baseUrl = `http://127.0.0.1:${PROXY_PORT_INSIDE}/c/${access.token}`;
      const providers = this.#parts.providers(baseUrl);
      const spec: ContainerSpec = {
        name,
        image,
        labels: await labels({ runId, namespace: namespace.name }),
        env: this.#env(providers),
        binds,
        user: this.#parts.user,
        workdir: IN_CONTAINER.group,
        network: namespace.containerConfig.network ?? 'none',
        memoryBytes: settings().memoryMb * MIB,
        cpus: settings().cpus,
        pids: settings().pids,
        extraArgs: settings().extraArgs,
      };
      ipc.start(namespace.name);
      const started = await this.#parts.start(spec, AbortSignal.timeout(START_MS));
      try {
        await taken(started.input(JSON.stringify(this.#input(order, providers))), signal);
      } catch (error) {
        await started.kill().catch(() => undefined);
        throw error;
      }
      return { runId, name, spec, started, runLog, giveBack };
    } catch (error) {
      await giveBack();
      const fault = faultOf(error);
      if (fault.message === UNFORESEEN) log.error(`${name} could not be started`, { error });
      throw fault;
    }
  }

  #input(
    { namespace, jid, sessionId, trigger, prompt, turn }: LaunchOrder,
    providers: readonly ProviderOrder[],
  ): ContainerInput {
    return {
      prompt,
      sessionId,
      groupFolder: namespace.name,
      chatJid: jid ?? '',
      isMain: namespace.isMain,
      isScheduledTask: trigger === 'schedule',
      assistantName: this.#parts.settings().assistantName,
      turn,
      providers: [...providers],
    };
  }

  /** Names that clients of the providers read, so that any program in the container reaches them. */
  #env(providers: readonly ProviderOrder[]): Record<string, string> {
    const env: Record<string, string> = {
      TZ: this.#parts.settings().timezone,
      HOME: IN_CONTAINER.group,
    };
    for (const { vendor, baseUrl, placeholder } of providers) {
      if (vendor !== 'anthropic' && vendor !== 'openai') continue;
      const prefix = vendor.toUpperCase();
      env[`${prefix}_BASE_URL`] = baseUrl;
      env[`${prefix}_API_KEY`] = placeholder;
    }
    return env;
  }

  async #binds(namespace: NamespaceFacts, socketDir: string): Promise<Bind[]> {
    const { home, mounts } = this.#parts;
    const { name, isMain } = namespace;
    return [
      { source: join(home, 'groups', name), target: IN_CONTAINER.group, readOnly: false },
      // Only the main namespace may change what all the others are told.
      { source: join(home, 'groups', 'global'), target: IN_CONTAINER.global, readOnly: !isMain },
      { source: join(home, 'ipc', name), target: IN_CONTAINER.ipc, readOnly: false },
      { source: socketDir, target: IN_CONTAINER.proxySocketDir, readOnly: true },
      ...(await mounts(namespace)),
    ];
  }
}

/** Waits until the input is taken: what runs in a container may never read it. @throws ContainerFault, or what `input` does */
async function taken(input: Promise<void>, signal: AbortSignal): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  let giveUp = () => {};
  const over = new Promise<never>((_, reject) => {
    giveUp = () => reject(new ContainerFault('cancelled', 'Nobody waits for it any more'));
    const late = new ContainerFault('failed', `It did not take its input within ${INPUT_MS} ms`);
    timer = setTimeout(() => reject(late), INPUT_MS).unref();
  });
  if (signal.aborted) giveUp();
  else signal.addEventListener('abort', giveUp, { once: true });
  try {
    await Promise.race([over, input]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', giveUp);
  }
}

/** What went wrong on the way to a container, in words for operators. */
function faultOf(error: unknown): ContainerFault {
  if (error instanceof ContainerFault) return error;
  if (error instanceof EngineError || error instanceof ProxySocketError)
    return new ContainerFault('failed', error.message, { cause: error });
  if (error instanceof DomainError) {
    const reason = error.details?.reason;
    const more = typeof reason === 'string' ? `: ${reason}` : '';
    return new ContainerFault('failed', `${error.message}${more}`, { cause: error });
  }
  return new ContainerFault('failed', UNFORESEEN, { cause: error });
}
