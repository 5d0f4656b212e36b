/**
 * Owns the lists that a container reads: the tasks its namespace may see, and for the main one the chats there are. When they are written
 * is decided by inbox.ts and clerk.ts.
 */
import { type Clock, toTimestamp } from '../../lib/clock.ts';
import type { IpcFolders } from './folders.ts';
import { mayManage } from './permissions.ts';
import type { IpcChats, IpcNamespaces, IpcTasks, Sender, Task } from './ports.ts';

/** Writes the lists. */
export class Snapshots {
  readonly #parts: SnapshotParts;

  constructor(parts: SnapshotParts) {
    this.#parts = parts;
  }

  /** Writes both lists for a namespace, each at once as a whole. */
  async write(sender: Sender): Promise<void> {
    const { folders, namespaces, tasks, chats, clock } = this.#parts;
    const seen = await tasks.list(sender.isMain ? null : sender.name);
    await folders.writeSnapshot(sender.name, 'current_tasks.json', seen.map(toEntry));
    const known = mayManage(sender) ? await chats.known() : [];
    const groups = known.map(({ jid, name, lastMessageAt }) => ({
      jid,
      name: name ?? jid,
      lastActivity: toTimestamp(lastMessageAt),
      isRegistered: namespaces.ofChat(jid) !== null,
    }));
    const lastSync = toTimestamp(clock.now());
    await folders.writeSnapshot(sender.name, 'available_groups.json', { groups, lastSync });
  }
}

/** What the lists are made from. */
export interface SnapshotParts {
  readonly folders: IpcFolders;
  readonly namespaces: IpcNamespaces;
  readonly tasks: IpcTasks;
  readonly chats: IpcChats;
  readonly clock: Clock;
}

/** A task in the words of agents. */
const toEntry = ({ id, group, name, prompt, schedule, contextMode, status, nextRunAt }: Task) => ({
  id,
  groupFolder: group,
  name,
  prompt,
  schedule_type: schedule.type,
  schedule_value: schedule.value,
  timezone: schedule.timezone ?? null,
  context_mode: contextMode,
  status,
  next_run: nextRunAt === null ? null : toTimestamp(nextRunAt),
});
