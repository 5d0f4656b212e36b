/**
 * Owns the way into the IPC area: how the daemon and the agents in containers speak through folders.
 * What they say to each other is domain/runtime/protocol.ts; which containers run belongs to domain/queue.
 */
export { Clerk } from './clerk.ts';
export { IpcFolders, type IpcPaths } from './folders.ts';
export { IpcInbox } from './inbox.ts';
export { Ipc } from './ipc.ts';
export { CLOSE } from './names.ts';
export type {
  IpcChats,
  IpcNamespaces,
  IpcTasks,
  KnownChat,
  NewNamespace,
  NewTask,
  RunningContainers,
  Sender,
  Task,
  TaskChange,
  TaskTime,
} from './ports.ts';
export { noteTampered } from './records.ts';
export { Snapshots } from './snapshots.ts';
