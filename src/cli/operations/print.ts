/**
 * Owns what of an answer people see: the rows of a list, the values of an object, the events of a stream.
 * How text is laid out belongs to table.ts.
 */
import type { CliOperation } from '../../generated/cli-table.ts';
import { isRecord } from './failure.ts';
import { pairs, plain, plainLines, type Surface, table } from './table.ts';

/** An answer for people. */
export function forPeople(operation: CliOperation, answer: unknown, surface: Surface): string {
  const content = dig(answer, operation.answer.content);
  const rows = rowsOf(operation, answer);
  if (rows !== undefined) return listed(operation, rows, surface);
  if (isRecord(content)) return pairs(flatten(content));
  return `${cell(content)}\n`;
}

/** The rows of a list's answer; undefined where the answer is no list. */
export function rowsOf({ answer }: CliOperation, body: unknown): unknown[] | undefined {
  if (answer.rows === null) return undefined;
  const rows = dig(body, [...answer.content, ...answer.rows]);
  return Array.isArray(rows) ? rows : undefined;
}

/** The answer with other rows in place of its own. */
export function withRows({ answer }: CliOperation, body: unknown, rows: unknown[]): unknown {
  const replace = (value: unknown, [name, ...inside]: readonly string[]): unknown =>
    name === undefined || !isRecord(value)
      ? rows
      : { ...value, [name]: replace(value[name], inside) };
  return replace(body, [...answer.content, ...(answer.rows ?? [])]);
}

function listed({ answer }: CliOperation, rows: readonly unknown[], surface: Surface): string {
  const { columns } = answer;
  if (columns.length === 0) return rows.map((row) => `${cell(row)}\n`).join('');
  const heading = columns.map((name) => name.replace(/([a-z])([A-Z])/g, '$1_$2').toUpperCase());
  const cells = rows.map((row) => columns.map((name) => cell(isRecord(row) ? row[name] : row)));
  return table(heading, cells, surface);
}

/** One event of a stream for people: a line, or a piece of one where it is a token of a text. */
export function eventForPeople(event: string, data: unknown): string {
  if (!isRecord(data)) return `${plain(event)}: ${cell(data)}\n`;
  const { timestamp, level, module, message } = data;
  if (typeof timestamp === 'string' && typeof message === 'string')
    return `${plain(timestamp)} ${plain(String(level)).toUpperCase().padEnd(5)} ${plain(String(module))}: ${plain(message)}\n`;
  if (event === 'token' && typeof data.content === 'string') return plainLines(data.content);
  // The text has come already.
  if (event === 'done') return '';
  return `${plain(event)}: ${cell(data)}\n`;
}

/** A value on one line. */
function cell(value: unknown): string {
  if (value === null || value === undefined || value === '') return '-';
  if (typeof value === 'string') return plain(value);
  if (Array.isArray(value) && value.every((one) => !isRecord(one) && !Array.isArray(one)))
    return value.length === 0 ? '-' : value.map(cell).join(',');
  return plain(JSON.stringify(value));
}

/** The values of an object, with those of objects in it behind a dot. */
function flatten(object: Record<string, unknown>, around = ''): (readonly [string, string])[] {
  return Object.entries(object).flatMap(([name, value]): (readonly [string, string])[] => {
    const path = `${around}${plain(name)}`;
    if (isRecord(value) && Object.keys(value).length > 0) return flatten(value, `${path}.`);
    // Text of several lines keeps them.
    if (typeof value === 'string' && value.includes('\n')) return [[path, plainLines(value)]];
    return [[path, cell(value)]];
  });
}

function dig(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((at, name) => (isRecord(at) ? at[name] : undefined), value);
}
