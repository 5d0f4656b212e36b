/**
 * Owns what areas that are built before containers are joined to them with: turns elsewhere, the use of namespaces, IPC's running
 * containers and tasks. Building containers is containers.ts.
 */
import { setImmediate } from 'node:timers/promises';
import { chatOfSession } from '../db/chats.ts';
import type { Elsewhere, TurnEngine, TurnPlace } from '../domain/agent/index.ts';
import type { IpcTasks, RunningContainers } from '../domain/ipc/index.ts';
import type { Namespaces, NamespaceUse } from '../domain/namespaces/index.ts';
import type { ContainerTurns, Crew, Groups, Queue } from '../domain/queue/index.ts';
import type { Schedule, Schedules } from '../domain/schedules/index.ts';
import type { Ground } from './services.ts';

/** Turns that run elsewhere, for an agent that is built before the containers are. */
export class LateContainers implements Elsewhere {
  #joined: {
    turns: ContainerTurns;
    placeOf: (sessionId: string) => Promise<TurnPlace | null>;
  } | null = null;

  /** Joins the containers; nothing runs in one before. */
  join(turns: ContainerTurns, placeOf: (sessionId: string) => Promise<TurnPlace | null>): void {
    this.#joined = { turns, placeOf };
  }

  async placeOf(sessionId: string): Promise<TurnPlace | null> {
    return (await this.#joined?.placeOf(sessionId)) ?? null;
  }

  engine(...means: Parameters<Elsewhere['engine']>): TurnEngine {
    return {
      run: async (...turn) => {
        if (this.#joined === null) throw new Error('There are no containers yet');
        return await this.#joined.turns.engine(...means).run(...turn);
      },
    };
  }
}

/** Where a message of a session is answered: in the namespace of its chat, if that has one. */
export const placesOf =
  ({ store }: Ground, namespaces: Namespaces) =>
  async (sessionId: string): Promise<TurnPlace | null> => {
    // Without namespaces no message pays for this.
    if (!namespaces.hasChats()) return null;
    const jid = await chatOfSession(store.read, sessionId);
    const namespace = jid === undefined ? null : namespaces.ofChat(jid);
    return namespace === null ? null : { namespace: namespace.name, isTask: false };
  };

/** What is done with a namespace while containers and schedules of it are there. */
export const namespaceUseOf = (
  { queue, crew, groups }: { queue: Queue; crew: Crew; groups: Groups },
  schedules: Schedules,
): NamespaceUse => ({
  inUse: (name) => queue.isInUse(name),
  close: async (name) => {
    await crew.end(name);
    // Those who waited for its place find that the namespace goes, and give the place back.
    await setImmediate();
  },
  async pauseSchedules(change, name) {
    // What is remembered of its chats goes with it.
    await groups.forget(change, name);
    return await schedules.pauseOf(change, name);
  },
});

/** The containers of namespaces, as IPC asks for them. */
export const lateRunning = (queueOf: () => Queue): RunningContainers => ({
  followUp: (group, text, chatJid, by) => queueOf().followUp(group, text, chatJid, by),
  close: (group) => queueOf().close(group),
});

/** Schedules, as IPC asks for them. */
export const ipcTasks = (schedulesOf: () => Schedules): IpcTasks => ({
  find: async (id) => {
    const all = await schedulesOf().tasksOf(null);
    const found = all.find(({ row }) => row.id === id);
    return found === undefined ? undefined : toTask(found);
  },
  list: async (group) => (await schedulesOf().tasksOf(group)).map(toTask),
  create: async ({ id, group, name, jid, prompt, schedule, contextMode }, by) => {
    const made = { id, name, namespace: group, jid, prompt, time: schedule, contextMode };
    await schedulesOf().create(made, by);
  },
  update: async (id, { schedule, ...change }, by) => {
    await schedulesOf().set(id, { ...change, time: schedule }, by);
  },
  remove: async (id, by) => {
    await schedulesOf().delete(id, by);
  },
});

function toTask({ row, status }: Schedule) {
  return {
    id: row.id,
    group: row.namespace,
    name: row.name,
    prompt: row.prompt,
    schedule: { type: row.type, value: row.value, timezone: row.timezone },
    contextMode: row.contextMode,
    status,
    nextRunAt: row.nextRunAt,
  };
}
