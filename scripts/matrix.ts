/**
 * Owns the comparison of what tests have seen on the wire with every operation and status that the contracts declare: all of them must
 * have been seen. Seeing and checking the answers belongs to tests/support.
 */
import { pathToFileURL } from 'node:url';
import { apis, contracts } from '../tests/support/contract-check.ts';
import { nameAnswer, readObserved } from '../tests/support/observed.ts';

/** Faults printed at most: a run of a few tests leaves hundreds. */
const MOST = 30;

/** What a comparison found. */
export interface Verdict {
  /** One line for each API. */
  readonly summary: readonly string[];
  /** Answers that no test has seen, as `api operationId status`. */
  readonly missing: readonly string[];
}

/** Compares the answers seen with the contracts. */
export function judge(seen: ReadonlySet<string>): Verdict {
  const rows = apis.map((api) => {
    const { operations } = contracts[api];
    const names = operations.flatMap(({ id, statuses }) =>
      statuses.map((status) => nameAnswer(api, id, status)),
    );
    const missing = names.filter((name) => !seen.has(name));
    const covered = names.length - missing.length;
    const line = `${api}: ${covered}/${names.length} statuses of ${operations.length} operations`;
    return { line, missing };
  });
  return {
    summary: rows.map(({ line }) => line),
    missing: rows.flatMap(({ missing }) => missing),
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { summary, missing } = judge(readObserved());
  process.stdout.write(`${summary.join('\n')}\n`);
  for (const name of missing.slice(0, MOST))
    process.stderr.write(`${name}: never seen, write a test for it\n`);
  if (missing.length > MOST) process.stderr.write(`and ${missing.length - MOST} more\n`);
  process.exitCode = missing.length === 0 ? 0 : 1;
}
