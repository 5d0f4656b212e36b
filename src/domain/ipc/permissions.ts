/**
 * Owns what namespaces may ask for: the main one everything, any other one what concerns itself alone. Who asks is known by the folder a
 * file was in, and is for inbox.ts to say.
 */
import type { Sender } from './ports.ts';

/** Whether a sender may write to a chat. @param owner The namespace that answers there; null where none does. */
export const mayPost = (sender: Sender, owner: string | null): boolean =>
  sender.isMain || owner === sender.name;

/** Whether a sender may have, see and change tasks of a namespace. */
export const mayHaveTasks = (sender: Sender, group: string): boolean =>
  sender.isMain || group === sender.name;

/** Whether a sender may make namespaces, and see chats that are not its own. */
export const mayManage = (sender: Sender): boolean => sender.isMain;
