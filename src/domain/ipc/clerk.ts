/**
 * Owns carrying out what a container asks for: who may, what then happens, and what the container is told. An order read twice is carried
 * out once; finding the files belongs to inbox.ts.
 */
import { hash } from 'node:crypto';
import type { Journal } from '../audit/index.ts';
import { normalizeJid } from '../channels/index.ts';
import type { IpcAnswer } from '../runtime/index.ts';
import { DomainError } from '../shared/index.ts';
import type { Box } from './names.ts';
import { type MessageOrder, type Order, readOrder, type TaskOrder } from './orders.ts';
import { mayHaveTasks, mayManage, mayPost } from './permissions.ts';
import type { IpcChats, IpcNamespaces, IpcTasks, Sender, Task } from './ports.ts';
import { type Asked, BY_IPC, noteAllowed, noteBlocked } from './records.ts';
import type { Snapshots } from './snapshots.ts';

/** What orders are carried out with. */
export interface ClerkParts {
  readonly journal: Journal;
  readonly namespaces: IpcNamespaces;
  readonly chats: IpcChats;
  readonly tasks: IpcTasks;
  readonly snapshots: Snapshots;
}

/** A file that a container left. */
export interface Filed {
  readonly group: string;
  readonly box: Box;
  readonly file: string;
  readonly content: string;
}

/** What came of an order. */
interface Done {
  readonly message: string;
  readonly data?: Readonly<Record<string, unknown>>;
}
type Of<Type extends TaskOrder['type']> = Extract<TaskOrder, { type: Type }>;

/** A refusal for the agent to read. */
class Refused extends Error {
  readonly target: string | null;

  constructor(message: string, target: string | null = null) {
    super(message);
    this.target = target;
  }
}

const LONGEST_NAME = 60;

/** Carries out orders. */
export class Clerk {
  readonly #parts: ClerkParts;

  constructor(parts: ClerkParts) {
    this.#parts = parts;
  }

  /**
   * Carries out an order, or refuses it. What came of it is durable when this resolves.
   * @returns the answer for the container
   * @throws OrderError for what is no order; any other error means that it has to be tried again
   */
  async take(filed: Filed): Promise<IpcAnswer> {
    const { group, box, file, content } = filed;
    const order = readOrder(box, content);
    const asked = { group, box, file, type: order.type };
    // What is the same at the next reading: a crash may come between the effect and the removal of the file.
    const key = hash('sha256', JSON.stringify([group, box, file, content]), 'hex').slice(0, 32);
    try {
      const { message, data } = await this.#carryOut(order, asked, key);
      return { type: 'answer', file, ok: true, message, ...(data === undefined ? {} : { data }) };
    } catch (error) {
      if (!isRefusal(error)) throw error;
      const target = error instanceof Refused ? error.target : null;
      await noteBlocked(this.#parts.journal, asked, target, error.message);
      return { type: 'answer', file, ok: false, message: error.message };
    }
  }

  async #carryOut(order: Order, asked: Asked, key: string): Promise<Done> {
    const sender = this.#parts.namespaces.find(asked.group);
    if (sender === null) throw new Refused('This namespace is gone');
    switch (order.type) {
      case 'message':
        return await this.#post(sender, order, asked, key);
      case 'schedule_task':
        return await this.#schedule(sender, order, asked, key);
      case 'refresh_groups':
        return await this.#refresh(sender);
      case 'register_group':
        return await this.#register(sender, order, asked);
      default:
        return await this.#change(sender, order, asked);
    }
  }

  async #post(sender: Sender, order: MessageOrder, asked: Asked, key: string): Promise<Done> {
    const { journal, namespaces, chats } = this.#parts;
    const jid = demandJid(order.chatJid);
    if (!mayPost(sender, namespaces.ofChat(jid)))
      throw new Refused(`Chat ${jid} is not one of this namespace`, jid);
    const message = `The message goes to ${jid}`;
    await journal.commit(BY_IPC, async (change) => {
      if (await chats.post(change, jid, order.text, key))
        await noteAllowed(change, asked, { event: 'ipc.message_sent', target: jid, message });
    });
    return { message };
  }

  async #schedule(
    sender: Sender,
    order: Of<'schedule_task'>,
    asked: Asked,
    key: string,
  ): Promise<Done> {
    const { tasks } = this.#parts;
    const { group, jid } = this.#placeOf(sender, order);
    const { prompt, schedule_type: type, schedule_value: value, timezone } = order;
    const id = order.taskId ?? `sched_${key}`;
    const wanted = {
      id,
      group,
      jid,
      name: order.name ?? nameOf(prompt),
      prompt,
      schedule: { type, value, ...(timezone === undefined ? {} : { timezone }) },
      contextMode: order.context_mode,
    };
    const known = await tasks.find(id);
    if (known === undefined) await tasks.create(wanted, BY_IPC);
    else if (known.group !== group || known.prompt !== prompt)
      throw new Refused(`Another task is called ${id}`, id);
    const message = `Task ${id} is scheduled`;
    await this.#noted(asked, { event: 'ipc.task_created', target: id, message });
    await this.#parts.snapshots.write(sender);
    return { message, data: { taskId: id } };
  }

  /** Where a task is to run, and the chat that gets its results. */
  #placeOf(
    sender: Sender,
    { targetJid, target_group: wanted }: Of<'schedule_task'>,
  ): { group: string; jid: string | null } {
    const { namespaces } = this.#parts;
    const jid = targetJid === undefined ? null : demandJid(targetJid);
    const owner = jid === null ? null : namespaces.ofChat(jid);
    const group = wanted ?? (jid === null ? sender.name : owner);
    if (group === null || !mayHaveTasks(sender, group))
      throw new Refused(
        group === null && sender.isMain
          ? `Chat ${jid} belongs to no namespace`
          : 'A task may be scheduled for this namespace only',
        group ?? jid,
      );
    if (namespaces.find(group) === null) throw new Refused(`There is no namespace ${group}`, group);
    if (jid !== null && owner !== group)
      throw new Refused(`Chat ${jid} does not belong to namespace ${group}`, jid);
    return { group, jid };
  }

  async #change(
    sender: Sender,
    order: Of<'pause_task' | 'resume_task' | 'cancel_task' | 'update_task'>,
    asked: Asked,
  ): Promise<Done> {
    const { tasks, snapshots } = this.#parts;
    const { taskId: id } = order;
    const task = await tasks.find(id);
    // Whether others have a task of this name is nothing to tell.
    if (task === undefined || !mayHaveTasks(sender, task.group))
      throw new Refused(`This namespace has no task ${id}`, id);
    let message: string;
    switch (order.type) {
      case 'pause_task':
        await tasks.update(id, { enabled: false }, BY_IPC);
        message = `Task ${id} is paused`;
        break;
      case 'resume_task':
        await tasks.update(id, { enabled: true }, BY_IPC);
        message = `Task ${id} goes on`;
        break;
      case 'cancel_task':
        await tasks.remove(id, BY_IPC);
        message = `Task ${id} is gone`;
        break;
      case 'update_task':
        await tasks.update(id, changeOf(task, order), BY_IPC);
        message = `Task ${id} is changed`;
    }
    const event = order.type === 'cancel_task' ? 'ipc.task_deleted' : 'ipc.task_updated';
    await this.#noted(asked, { event, target: id, message });
    await snapshots.write(sender);
    return { message, data: { taskId: id } };
  }

  async #refresh(sender: Sender): Promise<Done> {
    if (!mayManage(sender)) throw new Refused('The main namespace alone may see other chats');
    await this.#parts.snapshots.write(sender);
    return { message: 'The list of chats is new' };
  }

  async #register(sender: Sender, order: Of<'register_group'>, asked: Asked): Promise<Done> {
    const { namespaces, snapshots } = this.#parts;
    const { folder, name, requiresTrigger, containerConfig } = order;
    if (!mayManage(sender))
      throw new Refused('The main namespace alone may register others', folder);
    const jid = demandJid(order.jid);
    const known = namespaces.find(folder);
    // Whoever writes there would be trusted with everything.
    if (known?.isMain === true) throw new Refused('No chat can be added to the main one', folder);
    if (known === null) {
      const { timeoutSecs, additionalMounts } = containerConfig;
      const wanted = {
        name: folder,
        description: name,
        jid,
        trigger: order.trigger.trim().replace(/^@/, ''),
        requiresTrigger,
        containerConfig: {
          ...(timeoutSecs === undefined ? {} : { timeoutSecs }),
          ...(additionalMounts === undefined
            ? {}
            : { additionalMounts: additionalMounts.map(withoutUndefined) }),
        },
      };
      await namespaces.create(wanted, BY_IPC);
    } else if (namespaces.ofChat(jid) !== folder) {
      await namespaces.addChat(folder, jid, BY_IPC);
    }
    const message = `Chat ${jid} belongs to namespace ${folder}`;
    await this.#noted(asked, { event: 'ipc.group_registered', target: folder, message });
    await snapshots.write(sender);
    return { message, data: { folder, jid } };
  }

  async #noted(asked: Asked, did: Parameters<typeof noteAllowed>[2]): Promise<void> {
    await this.#parts.journal.commit(BY_IPC, (change) => noteAllowed(change, asked, did));
  }
}

/** What an update asks for; a time is given as a whole, so what it leaves out stays. */
function changeOf({ schedule }: Task, order: Of<'update_task'>) {
  const { name, prompt, schedule_type: type, schedule_value: value, timezone } = order;
  const zone = timezone ?? schedule.timezone;
  const hasTime = type !== undefined || value !== undefined || timezone !== undefined;
  const change = {
    ...(name === undefined ? {} : { name }),
    ...(prompt === undefined ? {} : { prompt }),
    ...(order.context_mode === undefined ? {} : { contextMode: order.context_mode }),
    ...(hasTime
      ? {
          schedule: {
            type: type ?? schedule.type,
            value: value ?? schedule.value,
            ...(zone === undefined ? {} : { timezone: zone }),
          },
        }
      : {}),
  };
  if (Object.keys(change).length === 0) throw new Refused('Nothing is to be changed');
  return change;
}

function withoutUndefined(mount: {
  hostPath: string;
  containerPath?: string | undefined;
  readOnly?: boolean | undefined;
}) {
  const { hostPath, containerPath, readOnly } = mount;
  return {
    hostPath,
    ...(containerPath === undefined ? {} : { containerPath }),
    ...(readOnly === undefined ? {} : { readOnly }),
  };
}

function demandJid(written: string): string {
  const jid = normalizeJid(written);
  if (jid === null) throw new Refused('This is the address of no chat');
  return jid;
}

/** The first line of a prompt. */
function nameOf(prompt: string): string {
  const line = prompt.trim().split('\n', 1)[0] ?? '';
  return Array.from(line).slice(0, LONGEST_NAME).join('');
}

/** What the container is to blame for; that the store or the daemon cannot do it now is not. */
function isRefusal(error: unknown): error is Refused | DomainError {
  if (error instanceof Refused) return true;
  return error instanceof DomainError && !['store_unavailable', 'stopping'].includes(error.reason);
}
