/**
 * Owns the proof that a data folder belongs to one process at a time, also after the holder was killed.
 * What uses the lock is left to the tests of restore and of the command line.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { StoreLockedError } from '../../src/db/errors.ts';
import { lockDataFolder } from '../../src/db/lock.ts';
import { tempDir } from '../support/temp.ts';

test('another process is refused with the pid of the holder, until the holder is killed', async () => {
  const folder = tempDir();
  const script = fileURLToPath(new URL('./lock-holder.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', script, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child.stdout, 'data');

  expect(() => lockDataFolder(folder)).toThrow(StoreLockedError);
  expect(() => lockDataFolder(folder)).toThrow(new RegExp(`process ${child.pid}$`));

  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
  lockDataFolder(folder).release();
}, 20_000);

test('the same process cannot take it twice, and can again after a release', () => {
  const folder = tempDir();
  const lock = lockDataFolder(folder);
  expect(() => lockDataFolder(folder)).toThrow(new RegExp(`process ${process.pid}$`));
  lock.release();
  lock.release();
  lockDataFolder(folder).release();
});
