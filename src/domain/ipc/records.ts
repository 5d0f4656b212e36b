/**
 * Owns what the audit log keeps of containers that ask for what they may not have, or tamper with their folders. What is refused is
 * decided in the other files of this area.
 */
import type { Change, Journal } from '../audit/index.ts';
import { systemCaller } from '../shared/index.ts';
import type { Box } from './names.ts';

/** Who acts where a container has asked. */
export const BY_IPC = systemCaller('ipc');

/** Something that a container asked for, as the audit log names it. */
export interface Asked {
  readonly group: string;
  readonly box: Box;
  readonly file: string;
  /** What it asked for, such as `schedule_task`. */
  readonly type: string;
}

/** Names are chosen by containers, and one may be long. */
const LONGEST_NAME = 200;

const blockedIn = (box: Box) => (box === 'messages' ? 'ipc.message_blocked' : 'ipc.task_blocked');

/** Notes that a container got what it asked for. */
export async function noteAllowed(
  change: Change,
  { group, file, type }: Asked,
  did: { readonly event: string; readonly target: string | null; readonly message: string },
): Promise<void> {
  const { event, target, message } = did;
  const details = { severity: 'info', group, allowed: true, message, file, type } as const;
  await change.note({ event, target, details });
}

/** Notes a refusal. */
export async function noteBlocked(
  journal: Journal,
  { group, box, file, type }: Asked,
  target: string | null,
  message: string,
): Promise<void> {
  const details = { severity: 'warning', group, allowed: false, message, file, type } as const;
  await journal.commit(BY_IPC, (change) => change.note({ event: blockedIn(box), target, details }));
}

/** Notes that files were taken away which nobody could read, each with an entry of its own. */
export async function noteUnreadable(
  journal: Journal,
  group: string,
  box: Box,
  files: readonly { readonly file: string; readonly reason: string }[],
): Promise<void> {
  if (files.length === 0) return;
  await journal.commit(BY_IPC, async (change) => {
    for (const { file, reason } of files) {
      const message = `The file was refused: ${reason}`;
      const shown = file.slice(0, LONGEST_NAME);
      const details = { severity: 'warning', group, allowed: false, message, file: shown } as const;
      await change.note({ event: blockedIn(box), target: null, details });
    }
  });
}

/** Notes that a container had put something else in place of one of its folders. */
export async function noteTampered(journal: Journal, group: string, what: string): Promise<void> {
  const message = `What was no folder in place of ${what} was removed`;
  const details = { severity: 'critical', group, allowed: false, message } as const;
  await journal.commit(BY_IPC, (change) =>
    change.note({ event: 'ipc.folder_replaced', target: group, details }),
  );
}
