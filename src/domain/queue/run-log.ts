/**
 * Owns the file that keeps what a container wrote: bounded, outside of everything that containers see, and without prompts.
 * What is written belongs to agent-container.ts; secrets are masked here.
 */
import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { redact } from '../../lib/redact.ts';

/** A log file that is being written. */
export interface RunLog {
  readonly path: string;
  write(text: string): void;
  /** Waits until everything is written. It never rejects: a log that cannot be written must not end a run. */
  close(): Promise<void>;
}

const LONGEST_BYTES = 1024 * 1024;

/** Opens a new log file. @throws when it cannot be made */
export async function openRunLog(path: string): Promise<RunLog> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const file = await open(path, 'wx', 0o600);
  let left = LONGEST_BYTES;
  let queue: Promise<unknown> = Promise.resolve();
  const append = (text: string) => {
    queue = queue.then(() => file.write(text)).catch(() => undefined);
  };
  return {
    path,
    write(text) {
      if (left <= 0) return;
      const masked = redact(text);
      left -= Buffer.byteLength(masked);
      append(left > 0 ? masked : '\n[the log ends here; the container wrote more]\n');
    },
    async close() {
      await queue;
      await file.close().catch(() => undefined);
    },
  };
}
