/**
 * Owns what callers see of containers and do with them: how each group stands, the limit, a message to a running container, closing
 * one. What runs and when belongs to container-turns.ts.
 */
import type { Journal } from '../audit/index.ts';
import { type Caller, DomainError } from '../shared/index.ts';
import type { ActiveContainer, Crew } from './crew.ts';
import { type Groups, groupKeyOf } from './groups.ts';

/** What a group is doing. */
export type GroupStatus = 'idle' | 'running' | 'idle_waiting' | 'queued' | 'retrying';

/** One group as callers see it; times are milliseconds since the epoch. */
export interface GroupState {
  readonly group: string;
  readonly jid: string | null;
  readonly status: GroupStatus;
  readonly isActive: boolean;
  readonly isTask: boolean;
  readonly runningTaskId: string | null;
  readonly containerName: string | null;
  readonly hasMessages: boolean;
  readonly taskIds: readonly string[];
  readonly retryCount: number;
  readonly nextRetryAt: number | null;
  readonly startedAt: number | null;
  readonly lastActivityAt: number | null;
}

/** How many containers do what, and how much waits. */
export interface QueueCounts {
  readonly active: number;
  readonly idleWaiting: number;
  readonly queued: number;
  readonly pendingTasks: number;
  readonly pendingMessages: number;
  readonly retrying: number;
  readonly maxConcurrent: number;
  readonly available: number;
}

/** A message that waits for a container. */
export interface FollowUp {
  /** The file that brings it there. */
  readonly file: string;
  readonly at: number;
}

/** What the queue is seen and changed with. */
export interface QueueParts {
  readonly journal: Journal;
  readonly crew: Crew;
  readonly groups: Groups;
  /** Every namespace with its chats. */
  readonly namespaces: () => readonly {
    readonly name: string;
    readonly chatJids: readonly string[];
  }[];
  readonly maxConcurrent: () => number;
  /** Keeps the limit. @throws DomainError setting_pinned */
  readonly setMaxConcurrent: (limit: number, by: Caller) => Promise<void>;
  /** Takes in a message for a chat as if it had come over its channel; durable when it resolves. */
  readonly takeIn: (
    message: FollowUp & { jid: string; text: string; group: string },
    by: Caller,
  ) => Promise<void>;
  /** Chats in which a message waits for its turn. */
  readonly waitingChats: () => Promise<readonly string[]>;
  readonly nextInputName: () => string;
  readonly now: () => number;
}

/** What callers do with containers. */
export class Queue {
  readonly #parts: QueueParts;

  constructor(parts: QueueParts) {
    this.#parts = parts;
  }

  /** Every group, the latest activity first. */
  async list(): Promise<GroupState[]> {
    const waiting = new Set(await this.#parts.waitingChats());
    const states = this.#parts.namespaces().flatMap(({ name, chatJids }) => {
      const keys: (string | null)[] = chatJids.length === 0 ? [null] : [...chatJids];
      const active = this.#parts.crew.active(name);
      // A task of a namespace with chats may be for none of them, and a chat may have left meanwhile.
      if (active !== undefined && !keys.includes(active.jid)) keys.push(active.jid);
      return keys.map((jid) => this.#stateOf(name, jid, jid !== null && waiting.has(jid)));
    });
    return states.sort((a, b) => (b.lastActivityAt ?? 0) - (a.lastActivityAt ?? 0));
  }

  /** One group, by the name of its namespace or the address of its chat. @throws DomainError namespace_not_found */
  async get(group: string): Promise<GroupState> {
    const all = await this.list();
    const own = all.filter((one) => one.group === group);
    const found =
      all.find(({ jid }) => jid === group) ??
      own.find(({ isActive }) => isActive) ??
      own.find(({ status }) => status !== 'idle') ??
      own[0];
    if (found !== undefined) return found;
    throw new DomainError('namespace_not_found', `Group ${group} not found`);
  }

  async counts(): Promise<QueueCounts> {
    const all = await this.list();
    const { crew } = this.#parts;
    const maxConcurrent = this.#parts.maxConcurrent();
    const active = crew.places.taken;
    return {
      active,
      idleWaiting: crew.all().filter(({ container }) => container.isIdle).length,
      queued: crew.places.waitingKeys().length,
      pendingTasks: all.reduce((sum, { taskIds }) => sum + taskIds.length, 0),
      pendingMessages: all.filter(({ hasMessages }) => hasMessages).length,
      retrying: all.filter(({ status }) => status === 'retrying').length,
      maxConcurrent,
      available: Math.max(0, maxConcurrent - active),
    };
  }

  /** How many containers may run. */
  maxConcurrent(): number {
    return this.#parts.maxConcurrent();
  }

  /** Sets how many may run; a higher limit starts at once what waits. @returns the limit before @throws DomainError setting_pinned */
  async setMaxConcurrent(limit: number, by: Caller): Promise<number> {
    const before = this.#parts.maxConcurrent();
    if (limit === before) await this.#parts.journal.record(by);
    else await this.#parts.setMaxConcurrent(limit, by);
    this.#parts.crew.places.look();
    return before;
  }

  /**
   * Takes a message in for a running container; it is durable when this resolves.
   * @throws DomainError namespace_not_found, container_not_running, task_container_active
   */
  async followUp(
    group: string,
    text: string,
    chatJid: string | null,
    by: Caller,
  ): Promise<FollowUp> {
    const active = this.#demandActive(group);
    if (active.taskId !== null)
      throw new DomainError('task_container_active', `The container of ${group} runs a task`);
    const { jid } = active;
    if (jid === null || (chatJid !== null && chatJid !== jid))
      throw new DomainError(
        'container_not_running',
        `The container of ${group} works for ${jid ?? 'no chat'}`,
      );
    const told = { file: this.#parts.nextInputName(), at: this.#parts.now() };
    await this.#parts.takeIn({ ...told, jid, text, group }, by);
    return told;
  }

  /** Asks the container of a namespace to end after its turn. @throws DomainError namespace_not_found, container_not_running */
  async close(group: string): Promise<void> {
    const { container } = this.#demandActive(group);
    await container.close();
  }

  /** Whether a container of the namespace runs. */
  isInUse(namespace: string): boolean {
    return this.#parts.crew.places.has(namespace);
  }

  #demandActive(group: string): ActiveContainer {
    const { namespaces, crew } = this.#parts;
    if (!namespaces().some(({ name }) => name === group))
      throw new DomainError('namespace_not_found', `Namespace ${group} not found`);
    const active = crew.active(group);
    if (active === undefined)
      throw new DomainError('container_not_running', `Group ${group} has no running container`);
    return active;
  }

  #stateOf(group: string, jid: string | null, isWaiting: boolean): GroupState {
    const { crew, groups } = this.#parts;
    const key = groupKeyOf(group, jid);
    const row = groups.get(key);
    const waiting = crew.places.waitingOf(key);
    const { taskIds } = waiting;
    const hasMessages = waiting.hasMessages || isWaiting;
    const active = crew.active(group);
    const own = active?.key === key ? active : undefined;
    const isRetrying = groups.waitOf(key) > 0;
    return {
      group,
      jid,
      status: statusOf({ own, isQueued: hasMessages || taskIds.length > 0, isRetrying }),
      isActive: own !== undefined,
      isTask: own !== undefined && own.taskId !== null,
      runningTaskId: own?.taskId ?? null,
      containerName: own?.container.name ?? null,
      hasMessages,
      taskIds,
      retryCount: row?.retryCount ?? 0,
      nextRetryAt: isRetrying ? (row?.nextRetryAt ?? null) : null,
      startedAt: own?.startedAt ?? null,
      lastActivityAt: row?.lastActivityAt ?? own?.startedAt ?? null,
    };
  }
}

function statusOf(of: {
  own: ActiveContainer | undefined;
  isQueued: boolean;
  isRetrying: boolean;
}): GroupStatus {
  if (of.own !== undefined) return of.own.container.isIdle ? 'idle_waiting' : 'running';
  if (of.isQueued) return 'queued';
  return of.isRetrying ? 'retrying' : 'idle';
}
