/**
 * Owns what schedules need of other areas: namespaces, chats, and whoever runs a task in a container. Who that is is left to src/app.
 */
import type { Db } from '../../db/open.ts';
import type { Change } from '../audit/index.ts';

/** A run that is to begin as soon as there is a container for it. */
export interface Task {
  /** The due time that it is for. */
  readonly slotId: string;
  /** What `Runs.began` asks for: after a restart, an older one is not good any more. */
  readonly fence: number;
  readonly scheduleId: string;
  readonly namespace: string;
  /** The chat that gets the result; null where the namespace has none. */
  readonly jid: string | null;
  readonly prompt: string;
  readonly contextMode: 'group' | 'isolated';
  /** Null stands for the configured one. */
  readonly image: string | null;
  /** 0 means no limit. */
  readonly timeoutSecs: number;
  /** Milliseconds since the epoch. */
  readonly dueAt: number;
}

/** Runs tasks, when there is room. */
export interface TaskRunner {
  /** Takes a task in; it must not throw. A task is handed over again, with a greater fence, only after a restart. */
  enqueue(task: Task): void;
}

/** The namespaces there are. */
export interface NamespaceBook {
  /** The first chat of each of these namespaces that exists; null for one without chats. */
  firstChats(db: Db, names: readonly string[]): Promise<ReadonlyMap<string, string | null>>;
}

/** Has a text sent to a chat, if and only if the change commits. */
export type Post = (change: Change, jid: string, text: string) => Promise<void>;
