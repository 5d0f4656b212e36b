/**
 * Owns the folder in which the test files of one run share a container engine, and ending that engine after them. Starting it belongs to
 * podman.ts.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Names the folder in the environment, which every test process has from the one that starts them. */
export const RUN_FOLDER = 'GATEHOUSE_TEST_ENGINE';
/** The engine's socket in it. */
export const SOCKET = 'podman.sock';
/** The file with the identifier of the engine's process, while there is one. */
export const PID = 'pid';

/** Makes the folder. @returns the way to end what was started in it */
export function openEngineRun(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-engine-'));
  process.env[RUN_FOLDER] = folder;
  return () => {
    const file = join(folder, PID);
    if (existsSync(file)) process.kill(Number(readFileSync(file, 'utf8')));
    rmSync(folder, { recursive: true, force: true });
  };
}
