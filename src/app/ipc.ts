/**
 * Owns building the way containers and the daemon speak through folders, and what stands behind its ports. What is said and allowed there
 * belongs to domain/ipc.
 */
import { listChats } from '../db/chats.ts';
import type { Journal } from '../domain/audit/index.ts';
import { channelOf, type Outbox } from '../domain/channels/index.ts';
import {
  Clerk,
  Ipc,
  type IpcChats,
  IpcFolders,
  IpcInbox,
  type IpcNamespaces,
  type IpcTasks,
  noteTampered,
  type RunningContainers,
  Snapshots,
} from '../domain/ipc/index.ts';
import { demandName, type Namespaces } from '../domain/namespaces/index.ts';
import { DomainError } from '../domain/shared/index.ts';
import type { Ground } from './services.ts';

const MOST_CHATS = 1000;

/** Builds it. @returns what callers use, what takes files in, and the folders, for whoever runs containers */
export function buildIpc(
  ground: Ground,
  parts: {
    journal: Journal;
    namespaces: Namespaces;
    outbox: Outbox;
    tasks: IpcTasks;
    containers: RunningContainers;
  },
) {
  const { home, clock, loggerOf } = ground;
  const { journal, outbox, tasks, containers } = parts;
  const namespaces = namespacesOf(parts.namespaces);
  const chats = chatsOf(ground, outbox);
  const folders = new IpcFolders({
    home,
    clock,
    onTampered: (group, what) => noteTampered(journal, group, what),
  });
  const snapshots = new Snapshots({ folders, namespaces, tasks, chats, clock });
  const clerk = new Clerk({ journal, namespaces, chats, tasks, snapshots });
  const log = loggerOf('ipc');
  return {
    ipc: new Ipc({ journal, folders, namespaces, containers, demandName }),
    ipcFolders: folders,
    ipcInbox: new IpcInbox({ folders, clerk, snapshots, namespaces, journal, clock, log }),
  };
}

function namespacesOf(all: Namespaces): IpcNamespaces {
  return {
    find: (name) => {
      const found = all.byName(name);
      return found === null ? null : { name: found.name, isMain: found.isMain };
    },
    names: () => all.list().map(({ name }) => name),
    ofChat: (jid) => all.ofChat(jid)?.name ?? null,
    async create({ name, description, jid, trigger, requiresTrigger, containerConfig }, by) {
      const made = { description, chatJids: [jid], trigger, requiresTrigger, containerConfig };
      await all.create(name, { ...made, isMain: false }, by);
    },
    async addChat(name, jid, by) {
      await all.update(name, { chatJids: [...all.get(name).chatJids, jid] }, by);
    },
  };
}

function chatsOf({ store }: Ground, outbox: Outbox): IpcChats {
  return {
    async post(change, jid, text, key) {
      const channel = channelOf(jid);
      if (channel === null)
        throw new DomainError('jid_invalid', `${jid} is the address of no chat`);
      const letter = { channel, jid, text, inboundSeq: null, replyTo: null };
      const isNew = await outbox.addOnce(change, letter, `out_${key.slice(0, 26)}`);
      if (isNew) change.committed(() => outbox.wake(jid));
      return isNew;
    },
    async known() {
      const rows = await listChats(store.read, { limit: MOST_CHATS, offset: 0 });
      return rows.map(({ jid, name, lastMessageAt }) => ({ jid, name, lastMessageAt }));
    },
  };
}
