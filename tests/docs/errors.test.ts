/**
 * Owns that docs/errors.md says what the daemon answers: every reason of the three tables, and no other.
 * It reads the page by itself, so that a fault of the generator does not hide one of the page.
 */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { errorsPage, errorsPagePath } from '../../scripts/errors-docs.ts';
import { agentEnvelope } from '../../src/http/envelopes/agent.ts';
import type { Envelope } from '../../src/http/envelopes/envelope.ts';
import { nanoclawEnvelope } from '../../src/http/envelopes/nanoclaw.ts';
import { prxEnvelope } from '../../src/http/envelopes/prx.ts';

const page = readFileSync(errorsPagePath, 'utf8');
const rows = (page.split('## Reasons')[1] ?? '')
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => line.slice(1, -1).split('|'))
  .map((cells) => cells.map((cell) => cell.trim().replaceAll('`', '')));

/** What the page says of one API, in the form `reason: status code`. */
const printed = (column: number) => rows.map((cells) => `${cells[0]}: ${cells[column]}`).sort();

/** What the API's table says, in the same form. */
const spoken = ({ table }: Envelope) =>
  Object.entries(table)
    .map(([reason, { status, code }]) => `${reason}: ${status} ${code}`)
    .sort();

test.each([
  ['prx', 1, prxEnvelope],
  ['agent', 2, agentEnvelope],
  ['nanoclaw', 3, nanoclawEnvelope],
] as const)(
  'the page and the table of %s name the same reasons, statuses and codes',
  (_, column, envelope) => {
    expect(printed(column)).toEqual(spoken(envelope));
  },
);

test('every reason has a sentence of its own', () => {
  const meanings = rows.map((cells) => cells[4] ?? '');
  expect(meanings.filter((one) => !one.endsWith('.'))).toEqual([]);
  expect(new Set(meanings).size).toBe(meanings.length);
});

test('docs/errors.md is fresh (npx tsx scripts/errors-docs.ts)', () => {
  expect(page).toBe(errorsPage());
});
