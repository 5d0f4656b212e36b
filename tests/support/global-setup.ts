/**
 * Owns what happens once before and after all tests: the record of answers seen on the wire begins empty, and a container engine that
 * some test started ends. Reading that record belongs to scripts/matrix.ts, starting an engine to podman.ts.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { openEngineRun } from './engine-run.ts';

/** Where tests note each operation and status they have seen; one file per test process. */
export const OBSERVED = '.cache/observed';

/** Empties the record, and makes a place for an engine. @returns what ends the engine */
export default function setup(): () => void {
  rmSync(OBSERVED, { recursive: true, force: true });
  mkdirSync(OBSERVED, { recursive: true });
  return openEngineRun();
}
