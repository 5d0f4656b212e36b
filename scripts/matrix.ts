/**
 * Owns the comparison of what tests have seen on the wire with every operation and status that the contracts declare, both ways.
 * Seeing and checking the answers belongs to tests/support; the gaps that are allowed stand in tests/contract/uncovered.txt.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { apis, contracts, isPending } from '../tests/support/contract-check.ts';
import { nameAnswer, readObserved } from '../tests/support/observed.ts';

const FILE = 'tests/contract/uncovered.txt';
/** Faults printed at most: a run of a few tests leaves hundreds. */
const MOST = 30;

/** What a comparison found. */
export interface Verdict {
  /** One line for each API. */
  readonly summary: readonly string[];
  /** Gaps of operations that are not built yet: the lines that the file must hold. */
  readonly gaps: readonly string[];
  /** What is wrong, each as one sentence. */
  readonly faults: readonly string[];
}

/** Compares the answers seen, and the lines of the file, with the contracts. Both are `api operationId status`. */
export function judge(seen: ReadonlySet<string>, listed: readonly string[]): Verdict {
  const summary: string[] = [];
  const gaps: string[] = [];
  const faults: string[] = [];
  for (const api of apis) {
    const { operations } = contracts[api];
    const rows = operations.flatMap((operation) =>
      operation.statuses.map((status) => ({
        name: nameAnswer(api, operation.id, status),
        pending: isPending(api, operation),
      })),
    );
    const built = rows.filter((one) => !one.pending);
    const missing = built.filter((one) => !seen.has(one.name));
    faults.push(...missing.map((one) => `${one.name}: never seen, write a test for it`));
    gaps.push(...rows.filter((one) => one.pending && !seen.has(one.name)).map((one) => one.name));
    const waiting = operations.filter((one) => isPending(api, one));
    for (const { id } of waiting) {
      if (!seen.has(nameAnswer(api, id, 501))) faults.push(`${api} ${id} 501: pending, never seen`);
    }
    summary.push(
      `${api}: ${built.length - missing.length}/${built.length} statuses of ` +
        `${operations.length - waiting.length} operations, ${waiting.length} pending`,
    );
  }
  return { summary, gaps, faults: [...faults, ...compareLists(seen, listed, gaps)] };
}

/** Faults of the file itself. */
function compareLists(
  seen: ReadonlySet<string>,
  listed: readonly string[],
  gaps: readonly string[],
): string[] {
  const known = new Set(listed);
  const faults = gaps.filter((name) => !known.has(name)).map((name) => `${name}: not in ${FILE}`);
  for (const name of listed) {
    if (gaps.includes(name)) continue;
    const why = seen.has(name) ? 'is covered now' : 'is no gap of an operation to come';
    faults.push(`${name}: ${why}, take it out of ${FILE}`);
  }
  return faults;
}

function readList(): string[] {
  if (!existsSync(FILE)) return [];
  return readFileSync(FILE, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const seen = readObserved();
  if (process.argv.includes('--update')) {
    writeFileSync(
      FILE,
      judge(seen, [])
        .gaps.map((name) => `${name}\n`)
        .join(''),
    );
  }
  const { summary, faults } = judge(seen, readList());
  process.stdout.write(`${summary.join('\n')}\n`);
  for (const fault of faults.slice(0, MOST)) process.stderr.write(`${fault}\n`);
  if (faults.length > MOST) process.stderr.write(`and ${faults.length - MOST} more\n`);
  process.exitCode = faults.length === 0 ? 0 : 1;
}
