/**
 * Owns `npm run bench`: which rows are measured, at which pace, and what is printed and kept of them.
 * `--quick` makes it short, `--row <name>` measures one row; each row is measured in rows/.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Generator, type Pace } from './load/load.ts';
import { buildAll, pinning } from './load/processes.ts';
import { isMet, type Line, toTable } from './report.ts';
import { measureContract } from './rows/contract.ts';
import { measureMemory, measureStart } from './rows/process.ts';
import { measureScale } from './rows/scale.ts';
import { measureCreates, measureReads } from './rows/store.ts';
import { measureTail } from './rows/tail.ts';
import { measureTurns } from './rows/turn.ts';

type Row = (generator: Generator, pace: Pace) => Promise<Line[]>;

const ROWS: Readonly<Record<string, Row>> = {
  contract: measureContract,
  create: measureCreates,
  read: measureReads,
  scale: measureScale,
  start: measureStart,
  memory: measureMemory,
  tail: measureTail,
  turn: measureTurns,
};

const FULL: Pace = { rounds: 9, connections: 50, warmMs: 200, runMs: 1000 };
const QUICK: Pace = { rounds: 3, connections: 50, warmMs: 100, runMs: 400 };

const say = (text: string) => process.stdout.write(`${text}\n`);

const { values } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, row: { type: 'string' } },
});
const names = values.row === undefined ? Object.keys(ROWS) : [values.row];
const unknown = names.find((name) => ROWS[name] === undefined);
if (unknown !== undefined) {
  process.stderr.write(`There is no row "${unknown}"; there are ${Object.keys(ROWS).join(', ')}\n`);
  process.exit(2);
}
await buildAll();
const generator = new Generator();
const lines: Line[] = [];
for (const name of names) {
  say(`measuring ${name} ...`);
  lines.push(...((await ROWS[name]?.(generator, values.quick ? QUICK : FULL)) ?? []));
}
generator.end();
say(`\n${toTable(lines)}\n`);
say(`node ${process.version}, ${pinning}; medians of interleaved rounds`);
mkdirSync('.cache', { recursive: true });
writeFileSync(
  '.cache/bench.json',
  `${JSON.stringify({ node: process.version, pinning, lines }, null, 2)}\n`,
);
const missed = lines.filter((line) => !isMet(line));
say(missed.length === 0 ? 'all budgets met' : `${missed.length} of the budgets missed`);
