/**
 * Owns `npm run contract:diff -- <git ref>`: compares the bundled contracts of the working tree with those of a commit and reports.
 * That the bundles are what the YAML says is checked by `npm run check-generated`.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isObject, type Json } from './document.ts';
import { judge, type Verdict } from './verdict.ts';

const FOLDER = 'src/generated';
const LARGEST = 64 * 1024 * 1024;

/** What is to be printed, and whether the change is refused. */
export interface Report {
  readonly lines: readonly string[];
  readonly isRefused: boolean;
}

/**
 * Compares every contract of a commit with that of the working tree at `root`.
 * @throws Error where there is no such commit, or a contract of either side cannot be read
 */
export function compareWith(ref: string, root: string): Report {
  const commit = git(root, [
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    `${ref}^{commit}`,
  ]);
  if (commit === undefined) throw new Error(`there is no commit ${ref} here`);
  const listed =
    git(root, ['ls-tree', '-r', '--name-only', '--full-tree', commit.trim(), `${FOLDER}/`]) ?? '';
  const apis = listed
    .split('\n')
    .flatMap((file) => /([^/]+)\/openapi\.json$/.exec(file)?.[1] ?? []);
  if (apis.length === 0) throw new Error(`commit ${ref} holds no contracts in ${FOLDER}`);
  const lines: string[] = [];
  let isRefused = false;
  for (const api of apis) {
    const file = `${FOLDER}/${api}/openapi.json`;
    const now = join(root, file);
    if (!existsSync(now)) {
      lines.push(`${api}: refused: the contract is gone`);
      isRefused = true;
      continue;
    }
    const before = parsed(git(root, ['show', `${commit.trim()}:${file}`]), `${file} of ${ref}`);
    const verdict = judge(before, parsed(readFileSync(now, 'utf8'), file));
    lines.push(...spoken(api, verdict));
    isRefused ||= verdict.refusal !== null;
  }
  return { lines, isRefused };
}

function spoken(api: string, { from, to, breaks, additions, refusal, warning }: Verdict): string[] {
  const counts = `${breaks.length} incompatible, ${additions.length} new or wider`;
  const judged = refusal === null ? (warning ?? 'fine') : `refused: ${refusal}`;
  return [
    `${api} ${from} -> ${to}: ${counts}: ${judged}`,
    ...breaks.map(({ at, what }) => `  incompatible: ${at}: ${what}`),
    ...additions.map((at) => `  new or wider: ${at}`),
  ];
}

function parsed(text: string | undefined, name: string): Json {
  try {
    const document: unknown = JSON.parse(text ?? '');
    if (isObject(document)) return document;
  } catch (error) {
    throw new Error(`${name} is not JSON`, { cause: error });
  }
  throw new Error(`${name} is not an object`);
}

/** What a git command prints; undefined where it fails. */
function git(cwd: string, args: readonly string[]): string | undefined {
  try {
    return execFileSync('git', args, {
      cwd,
      encoding: 'utf8',
      maxBuffer: LARGEST,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch {
    return undefined;
  }
}

function main(): number {
  const [ref, ...more] = process.argv.slice(2);
  if (ref === undefined || more.length > 0) {
    process.stderr.write('usage: npm run contract:diff -- <git ref>\n');
    return 2;
  }
  try {
    const { lines, isRefused } = compareWith(ref, process.cwd());
    process.stdout.write(`${lines.join('\n')}\n`);
    return isRefused ? 1 : 0;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 2;
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) process.exitCode = main();
