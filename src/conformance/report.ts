/**
 * Owns what came of a run as text for people, JSON for programs and JUnit for CI. The HTML matrix is in report-html.ts.
 */
import { type CheckId, checkIds, checks } from './checks.ts';
import type { Verdict, Violation } from './record.ts';
import type { Outcome } from './run.ts';

/** What a report says beside the outcome. */
export interface ReportHead {
  readonly api: string;
  readonly url: string;
  readonly seed: number;
}

/** One check over all operations. */
export interface CheckLine {
  readonly check: CheckId;
  readonly state: 'passed' | 'failed' | 'skipped';
  /** Operations where it was made. */
  readonly operations: number;
  readonly failed: number;
  /** Why it was left out, where it was. */
  readonly why: string | null;
}

/** What came of every check. */
export function checkLines({ record }: Outcome): CheckLine[] {
  return checkIds.map((check) => {
    const all = [...record.verdicts.values()].flatMap((one) => one.get(check) ?? []);
    const made = all.filter(({ passed, failed }) => passed + failed > 0);
    const failed = all.filter((one) => one.failed > 0).length;
    return {
      check,
      state: failed > 0 ? 'failed' : made.length > 0 ? 'passed' : 'skipped',
      operations: made.length,
      failed,
      why: all.find(({ skipped }) => skipped !== null)?.skipped ?? null,
    };
  });
}

/** Whether everything that was checked is as the contract says. */
export const conforms = ({ record, ending }: Outcome): boolean =>
  ending === 'done' && record.failures === 0;

const MARKS = { passed: 'ok  ', failed: 'FAIL', skipped: '--  ' } as const;

/** For people. */
export function textReport(head: ReportHead, outcome: Outcome): string {
  const { record, sent, drawn, tookMs, operations, ending, message } = outcome;
  const seconds = (tookMs / 1000).toFixed(1);
  const lines = [
    `${head.api} at ${head.url}: ${operations.length} operations, ${sent} requests, ${drawn} of them random, in ${seconds} s; seed ${head.seed}`,
    '',
  ];
  for (const line of checkLines(outcome)) {
    const how = {
      passed: `${line.operations} operations`,
      failed: `${line.failed} of ${line.operations} operations`,
      skipped: line.why ?? 'nothing to check',
    };
    lines.push(
      `${MARKS[line.state]} ${line.check.padEnd(20)} ${checks[line.check]} (${how[line.state]})`,
    );
    for (const one of violationsOf(outcome, line.check)) lines.push(...violationLines(one));
  }
  lines.push('', `${seenStatuses(outcome)}`);
  if (ending !== 'done') lines.push(plain(`NOT DONE: ${message}`));
  else if (record.failures === 0) lines.push('The server conforms to the contract.');
  else lines.push(`The server does not conform: ${record.failures} faults.`);
  return `${lines.join('\n')}\n`;
}

function violationLines({ operation, request, message, replay }: Violation): string[] {
  const lines = [`       ${operation}: ${request}`, `         ${message}`];
  return (replay === null ? lines : [...lines, `         again: ${replay}`]).map(plain);
}

/** On one line, without what a terminal would obey: the texts are those of a server that may be anything. */
const plain = (text: string) => text.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ');

const violationsOf = ({ record }: Outcome, check: CheckId) =>
  record.violations.filter((one) => one.check === check);

/** How many of the documented statuses were seen. */
function seenStatuses({ operations, record }: Outcome): string {
  const declared = operations.flatMap((one) =>
    one.statuses
      .filter((status) => /^\d+$/.test(status))
      .map((status) => [one.id, Number(status)] as const),
  );
  const seen = declared.filter(([id, status]) => record.statuses.get(id)?.has(status) === true);
  return `${seen.length} of ${declared.length} documented statuses were provoked.`;
}

/** For programs. */
export function jsonReport(head: ReportHead, outcome: Outcome): string {
  const { record, operations, ending, message, sent, drawn, tookMs } = outcome;
  const report = {
    ...head,
    conforms: conforms(outcome),
    ending,
    message,
    requests: sent,
    random: drawn,
    took_ms: tookMs,
    failures: record.failures,
    checks: checkLines(outcome).map((one) => ({ ...one, verdict: checks[one.check] })),
    operations: operations.map(({ id, method, path, statuses }) => ({
      id,
      method,
      path,
      declared: statuses,
      seen: Object.fromEntries(record.statuses.get(id) ?? []),
      checks: Object.fromEntries(record.verdicts.get(id) ?? []),
    })),
    violations: record.violations,
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

/** For CI: a suite for every operation, a case for every check of it. */
export function junitReport(head: ReportHead, outcome: Outcome): string {
  const { record, tookMs, ending, message } = outcome;
  const suites = [...record.verdicts].map(([operation, verdicts]) => {
    const cases = [...verdicts].map(([check, verdict]) =>
      junitCase(
        check,
        verdict,
        record.violations.filter((one) => one.operation === operation && one.check === check),
      ),
    );
    const failed = [...verdicts.values()].filter((one) => one.failed > 0).length;
    const skipped = [...verdicts.values()].filter((one) => isSkipped(one)).length;
    return `  <testsuite name="${escapeXml(`${head.api}.${operation}`)}" tests="${cases.length}" failures="${failed}" errors="0" skipped="${skipped}">\n${cases.join('')}  </testsuite>\n`;
  });
  const end =
    ending === 'done'
      ? ''
      : `  <testsuite name="${escapeXml(`${head.api}.run`)}" tests="1" failures="0" errors="1" skipped="0">\n    <testcase name="run" classname="run"><error message="${escapeXml(message ?? ending)}"/></testcase>\n  </testsuite>\n`;
  const time = (tookMs / 1000).toFixed(3);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="${escapeXml(`conformance ${head.api}`)}" time="${time}">\n${suites.join('')}${end}</testsuites>\n`;
}

const isSkipped = ({ passed, failed }: Verdict) => passed + failed === 0;

function junitCase(check: CheckId, verdict: Verdict, violations: readonly Violation[]): string {
  const head = `    <testcase name="${check}" classname="${escapeXml(checks[check])}"`;
  if (verdict.failed > 0) {
    const text = violations.flatMap(violationLines).join('\n');
    return `${head}><failure message="${escapeXml(violations[0]?.message ?? `${verdict.failed} faults`)}">${escapeXml(text)}</failure></testcase>\n`;
  }
  if (isSkipped(verdict))
    return `${head}><skipped message="${escapeXml(verdict.skipped ?? '')}"/></testcase>\n`;
  return `${head}/>\n`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/** Text as it may stand in XML and HTML; what XML has no place for is left out. */
export function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replaceAll(/[&<>"]/g, (one) => ENTITIES[one] ?? one);
}
