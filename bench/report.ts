/**
 * Owns what a comparison comes to: ratios of medians, spread, whether the budget is met, and how all of it is printed.
 * Measuring is left to load/ and rows/.
 */
import { median, type Slice } from './load/load.ts';

/** What must be at least (`>=`) or at most (`<=`) the limit: the ratio to the peer, or our own number. */
export interface Budget {
  readonly of: 'ratio' | 'number';
  readonly sign: '>=' | '<=';
  readonly limit: number;
}

/** One line of the table. */
export interface Line {
  readonly row: string;
  readonly what: string;
  readonly unit: string;
  readonly ours: Sample;
  readonly peer: Sample;
  /** The median of ours over the peer's. */
  readonly ratio: number;
  /** The same by CPU time of the server per request, which other load on the machine disturbs less. */
  readonly ratioByCpu: number | null;
  /** Null for a line that only shows what a summary line below it is made of. */
  readonly budget: Budget | null;
}

/** Medians and how far the samples lie apart. */
export interface Sample {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** Sums up the values of all rounds. */
export function sample(values: readonly number[]): Sample {
  return { median: median(values), min: Math.min(...values), max: Math.max(...values) };
}

/** Requests per second of ours against a peer's, from their slices. */
export function compareRates(
  line: Pick<Line, 'row' | 'what' | 'budget'>,
  ours: readonly Slice[],
  peer: readonly Slice[],
): Line {
  const rates = (slices: readonly Slice[]) => slices.map((one) => one.perSecond);
  const cpu = cpuRatio(ours, peer);
  return {
    ...compareSamples({ ...line, unit: 'req/s' }, rates(ours), rates(peer)),
    ratioByCpu: cpu === null ? null : 1 / cpu,
  };
}

/** The milliseconds a request takes ours against a peer's, from their slices. */
export function compareTimes(
  line: Pick<Line, 'row' | 'what' | 'budget'>,
  ours: readonly Slice[],
  peer: readonly Slice[],
): Line {
  const times = (slices: readonly Slice[]) => slices.map((one) => one.p50);
  return {
    ...compareSamples({ ...line, unit: 'ms' }, times(ours), times(peer)),
    ratioByCpu: cpuRatio(ours, peer),
  };
}

/** How much more CPU time a request takes ours; null where the system does not tell. */
function cpuRatio(ours: readonly Slice[], peer: readonly Slice[]): number | null {
  const [mine = Number.NaN, theirs = Number.NaN] = [ours, peer].map((slices) =>
    median(slices.map((one) => one.cpuMicros ?? Number.NaN)),
  );
  const ratio = mine / theirs;
  return Number.isNaN(ratio) ? null : ratio;
}

/** Two samples of one unit, such as milliseconds or megabytes. */
export function compareSamples(
  line: Pick<Line, 'row' | 'what' | 'unit' | 'budget'>,
  ours: readonly number[],
  peer: readonly number[],
): Line {
  const mine = sample(ours);
  const theirs = sample(peer);
  return {
    ...line,
    ours: mine,
    peer: theirs,
    ratio: mine.median / theirs.median,
    ratioByCpu: null,
  };
}

/** The geometric mean of several lines as a line of its own, which carries the budget. */
export function summarise(row: string, what: string, lines: readonly Line[], budget: Budget): Line {
  const mean = (values: readonly number[]) =>
    Math.exp(values.reduce((sum, one) => sum + Math.log(one), 0) / values.length);
  const over = (pick: (line: Line) => number) => mean(lines.map(pick));
  const merge = (pick: (line: Line) => Sample): Sample => ({
    median: over((line) => pick(line).median),
    min: over((line) => pick(line).min),
    max: over((line) => pick(line).max),
  });
  return {
    row,
    what,
    unit: 'req/s',
    ours: merge((line) => line.ours),
    peer: merge((line) => line.peer),
    ratio: over((line) => line.ratio),
    ratioByCpu: lines.every((one) => one.ratioByCpu !== null)
      ? over((line) => line.ratioByCpu ?? 1)
      : null,
    budget,
  };
}

/** True if the line has no budget or keeps it. */
export function isMet(line: Line): boolean {
  const { budget } = line;
  if (budget === null) return true;
  const value = judged(line, budget);
  return budget.sign === '>=' ? value >= budget.limit : value <= budget.limit;
}

const judged = (line: Line, { of }: Budget) => (of === 'ratio' ? line.ratio : line.ours.median);

const HEADER = [
  'row',
  'what',
  'unit',
  'ours (min-max)',
  'peer (min-max)',
  'ratio',
  'by CPU',
  'budget',
  '',
];

/** The lines as a table for people. */
export function toTable(lines: readonly Line[]): string {
  const cells = [HEADER, ...lines.map(toCells)];
  const widths = HEADER.map((_, column) =>
    Math.max(...cells.map((row) => row[column]?.length ?? 0)),
  );
  return cells
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function toCells(line: Line): string[] {
  const { budget } = line;
  return [
    line.row,
    line.what,
    line.unit,
    toText(line.ours),
    toText(line.peer),
    `${precise(line.ratio)}x`,
    line.ratioByCpu === null ? '-' : `${precise(line.ratioByCpu)}x`,
    budget === null ? '' : `${budget.sign} ${budget.limit}${budget.of === 'ratio' ? 'x' : ''}`,
    budget === null ? '' : verdict(line, budget),
  ];
}

function verdict(line: Line, budget: Budget): string {
  if (isMet(line)) return 'met';
  return `MISSED by ${(Math.abs(1 - judged(line, budget) / budget.limit) * 100).toFixed(0)} %`;
}

const toText = ({ median: middle, min, max }: Sample) =>
  `${precise(middle)} (${precise(min)}-${precise(max)})`;

/** Whole numbers from 100 on, three digits below. */
const precise = (value: number) =>
  value >= 100 ? Math.round(value).toLocaleString('en-US') : value.toPrecision(3);
