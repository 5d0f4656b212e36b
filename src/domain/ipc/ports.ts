/**
 * Owns the ports of this area: what it asks of namespaces, chats, schedules and running containers. Those areas stand behind them in
 * src/app/ipc.ts.
 */
import type { StoredMount } from '../../db/schema/index.ts';
import type { Change } from '../audit/index.ts';
import type { Caller } from '../shared/index.ts';

/** Who left a file: the namespace whose folder it was in. */
export interface Sender {
  readonly name: string;
  readonly isMain: boolean;
}

/** A namespace that a container asks to be made, for one chat. */
export interface NewNamespace {
  readonly name: string;
  readonly description: string;
  readonly jid: string;
  /** Without `@`. */
  readonly trigger: string;
  readonly requiresTrigger: boolean;
  readonly containerConfig: {
    readonly timeoutSecs?: number;
    readonly additionalMounts?: readonly StoredMount[];
  };
}

/** Namespaces as IPC sees them. */
export interface IpcNamespaces {
  /** The namespace of exactly this name; null where there is none. */
  find(name: string): Sender | null;
  names(): string[];
  /** The namespace that answers in a chat; null where none does. @param jid The normal address. */
  ofChat(jid: string): string | null;
  /** Makes a namespace, never the main one. @throws DomainError for what the namespaces do not take */
  create(wanted: NewNamespace, by: Caller): Promise<void>;
  /** Has a namespace answer in one more chat. @throws DomainError namespace_conflict when another one does */
  addChat(name: string, jid: string, by: Caller): Promise<void>;
}

/** A chat that an agent may be told of. */
export interface KnownChat {
  readonly jid: string;
  readonly name: string | null;
  /** Epoch milliseconds. */
  readonly lastMessageAt: number;
}

/** Chats as IPC sees them. */
export interface IpcChats {
  /**
   * Has a text sent to a chat, inside a transaction. @param key The same for the same message, whenever it is read again.
   * @returns false when a message of this key was taken before @throws DomainError jid_invalid for an address of no channel
   */
  post(change: Change, jid: string, text: string, key: string): Promise<boolean>;
  /** The chats that are known, the newest activity first and at most a thousand. */
  known(): Promise<KnownChat[]>;
}

/** When a task runs. */
export interface TaskTime {
  readonly type: 'cron' | 'interval' | 'once';
  readonly value: string;
  readonly timezone?: string;
}

/** A task as IPC sees it. */
export interface Task {
  readonly id: string;
  readonly group: string;
  readonly name: string;
  readonly prompt: string;
  readonly schedule: TaskTime;
  readonly contextMode: 'group' | 'isolated';
  readonly status: string;
  /** Epoch milliseconds; null when it will not run. */
  readonly nextRunAt: number | null;
}

/** A task that a container asks for. */
export interface NewTask extends Pick<Task, 'id' | 'group' | 'name' | 'prompt' | 'schedule'> {
  /** The chat that gets the results; null for the namespace's first one. */
  readonly jid: string | null;
  readonly contextMode: 'group' | 'isolated';
}

/** What is changed about a task. */
export interface TaskChange {
  readonly name?: string;
  readonly prompt?: string;
  readonly schedule?: TaskTime;
  readonly contextMode?: 'group' | 'isolated';
  readonly enabled?: boolean;
}

/** Schedules as IPC sees them. @throws DomainError from all that change something, for what the schedules do not take */
export interface IpcTasks {
  find(id: string): Promise<Task | undefined>;
  /** The tasks of a namespace, or all of them for null; at most a thousand. */
  list(group: string | null): Promise<Task[]>;
  /** Makes a task with the identifier it is given. */
  create(task: NewTask, by: Caller): Promise<void>;
  update(id: string, change: TaskChange, by: Caller): Promise<void>;
  remove(id: string, by: Caller): Promise<void>;
}

/** The containers that run. */
export interface RunningContainers {
  /**
   * Hands a message to the container of a namespace. @param chatJid Null for the only chat it has, or the one it works for.
   * @returns the file that brings it there, and when it was made in epoch milliseconds
   * @throws DomainError container_not_running, task_container_active
   */
  followUp(
    group: string,
    text: string,
    chatJid: string | null,
    by: Caller,
  ): Promise<{ file: string; at: number }>;
  /** Asks the container of a namespace to end. @throws DomainError container_not_running */
  close(group: string, reason: string | null, by: Caller): Promise<void>;
}
