/**
 * Owns what happens once before all tests: the record of answers seen on the wire begins empty.
 * Reading that record belongs to scripts/matrix.ts.
 */
import { mkdirSync, rmSync } from 'node:fs';

/** Where tests note each operation and status they have seen; one file per test process. */
export const OBSERVED = '.cache/observed';

/** Empties the record. */
export default function setup(): void {
  rmSync(OBSERVED, { recursive: true, force: true });
  mkdirSync(OBSERVED, { recursive: true });
}
