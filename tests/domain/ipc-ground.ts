/**
 * Owns IPC for tests of its parts: real folders and a real store, with namespaces, chats and tasks in memory that a test leads.
 * What each part must do is left to the tests.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { auditLog } from '../../src/db/schema/index.ts';
import {
  Clerk,
  type IpcChats,
  IpcFolders,
  IpcInbox,
  type IpcNamespaces,
  type IpcTasks,
  type KnownChat,
  type NewNamespace,
  type NewTask,
  noteTampered,
  type Sender,
  Snapshots,
  type Task,
} from '../../src/domain/ipc/index.ts';
import { type IpcAnswer, ipcAnswer } from '../../src/domain/runtime/index.ts';
import { DomainError } from '../../src/domain/shared/index.ts';
import { silentLoggerOf } from '../support/log.ts';
import { tempDir } from '../support/temp.ts';
import { freshGround, type Ground } from './ground.ts';

/** An entry of the audit log as these tests look at it. */
export interface Noted {
  readonly event: string;
  readonly target: string | null;
  readonly group: unknown;
  readonly allowed: unknown;
  readonly severity: unknown;
  readonly message: unknown;
}

/** Namespaces `main`, `dev` and `ops`, whose chats are `tg:1`, `tg:2` and `tg:3`; nobody has `tg:9`. */
export class Namespaces implements IpcNamespaces {
  readonly all = new Map<string, Sender>(
    ['main', 'dev', 'ops'].map((name) => [name, { name, isMain: name === 'main' }]),
  );
  readonly chats = new Map([
    ['tg:1', 'main'],
    ['tg:2', 'dev'],
    ['tg:3', 'ops'],
  ]);
  readonly created: NewNamespace[] = [];

  find = (name: string) => this.all.get(name) ?? null;
  names = () => [...this.all.keys()];
  ofChat = (jid: string) => this.chats.get(jid) ?? null;

  async create(wanted: NewNamespace): Promise<void> {
    if (!/^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(wanted.name))
      throw new DomainError('namespace_name_invalid', 'No such name');
    this.created.push(wanted);
    this.all.set(wanted.name, { name: wanted.name, isMain: false });
    this.chats.set(wanted.jid, wanted.name);
  }

  async addChat(name: string, jid: string): Promise<void> {
    const owner = this.chats.get(jid);
    if (owner !== undefined) throw new DomainError('namespace_conflict', `${owner} has ${jid}`);
    this.chats.set(jid, name);
  }
}

/** Chats that remember what was posted to them, by key. */
export class Chats implements IpcChats {
  readonly posted = new Map<string, { jid: string; text: string }>();
  seen: KnownChat[] = [];
  /** Thrown by the next post. */
  failure: Error | null = null;

  async post(_: unknown, jid: string, text: string, key: string): Promise<boolean> {
    const { failure } = this;
    this.failure = null;
    if (failure !== null) throw failure;
    if (this.posted.has(key)) return false;
    this.posted.set(key, { jid, text });
    return true;
  }

  known = async () => this.seen;
  texts = () => [...this.posted.values()].map(({ text }) => text);
}

/** Tasks `t-main`, `t-dev` and `t-ops`, one for each namespace. */
export class Tasks implements IpcTasks {
  readonly all = new Map<string, Task>();
  readonly created: NewTask[] = [];

  constructor() {
    for (const group of ['main', 'dev', 'ops'])
      this.#keep({
        id: `t-${group}`,
        group,
        name: `Task of ${group}`,
        prompt: 'Look around',
        schedule: { type: 'cron', value: '0 9 * * *', timezone: 'Asia/Seoul' },
        contextMode: 'isolated',
      });
  }

  find = async (id: string) => this.all.get(id);
  list = async (group: string | null) =>
    [...this.all.values()].filter((task) => group === null || task.group === group);

  async create(task: NewTask): Promise<void> {
    if (task.schedule.value === 'never') throw new DomainError('cron_invalid', 'No such cron');
    this.created.push(task);
    this.#keep(task);
  }

  async update(id: string, change: Partial<Task> & { enabled?: boolean }): Promise<void> {
    const { enabled, ...rest } = change;
    const task = this.all.get(id);
    if (task === undefined) throw new DomainError('schedule_not_found', id);
    const status = enabled === undefined ? task.status : enabled ? 'active' : 'paused';
    this.all.set(id, { ...task, ...rest, status });
  }

  async remove(id: string): Promise<void> {
    this.all.delete(id);
  }

  #keep(task: Omit<Task, 'status' | 'nextRunAt'>): void {
    this.all.set(task.id, { ...task, status: 'active', nextRunAt: Date.UTC(2026, 2, 15, 10) });
  }
}

/** Everything of IPC over one data folder. */
export interface IpcGround extends Ground {
  readonly home: string;
  readonly folders: IpcFolders;
  readonly inbox: IpcInbox;
  readonly namespaces: Namespaces;
  readonly chats: Chats;
  readonly tasks: Tasks;
  /** A path below `ipc/`. */
  at(...names: string[]): string;
  /** Does what an agent does: leaves a file. */
  leave(group: string, box: 'messages' | 'tasks', name: string, content: unknown): void;
  /** What the container of a namespace was answered, in order; it has read it then. */
  answers(group: string): IpcAnswer[];
  /** The newest entries of the audit log about IPC, oldest first. */
  noted(): Promise<Noted[]>;
  /** Another inbox over the same folders, as after a restart. */
  restarted(): IpcInbox;
}

/** Opens everything for the running test; the folders of the three namespaces are there. @param base Whose store to use. */
export async function ipcGround(base?: Ground): Promise<IpcGround> {
  const ground = base ?? (await freshGround());
  const home = tempDir();
  const { journal, clock, store } = ground;
  const namespaces = new Namespaces();
  const chats = new Chats();
  const tasks = new Tasks();
  const folders = new IpcFolders({
    home,
    clock,
    onTampered: (group, what) => noteTampered(journal, group, what),
  });
  const snapshots = new Snapshots({ folders, namespaces, tasks, chats, clock });
  const clerk = new Clerk({ journal, namespaces, chats, tasks, snapshots });
  const log = silentLoggerOf('ipc');
  const parts = { folders, clerk, snapshots, namespaces, journal, clock, log, pollMs: 10 };
  const inbox = new IpcInbox(parts);
  onTestFinished(() => inbox.close());
  for (const name of namespaces.names()) await folders.ensure(name);
  const at = (...names: string[]) => join(home, 'ipc', ...names);
  return {
    ...ground,
    home,
    folders,
    inbox,
    namespaces,
    chats,
    tasks,
    at,
    leave(group, box, name, content) {
      mkdirSync(at(group, box), { recursive: true });
      writeFileSync(at(group, box, name), rawOf(content));
    },
    answers: (group) => answersIn(at(group, 'input')),
    async noted() {
      const rows = await store.read.select().from(auditLog).orderBy(auditLog.seq);
      return rows
        .filter(({ event }) => event.startsWith('ipc.'))
        .map(({ event, target, details }) => {
          const { group, allowed, severity, message } = details;
          return { event, target, group, allowed, severity, message };
        });
    },
    restarted: () => new IpcInbox(parts),
  };
}

const rawOf = (content: unknown) =>
  typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content);

/** The answers in a folder, in the order of their names. */
function answersIn(folder: string): IpcAnswer[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => ipcAnswer.parse(JSON.parse(readFileSync(join(folder, name), 'utf8'))));
}
