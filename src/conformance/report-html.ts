/**
 * Owns the matrix of operations and checks as one HTML page that needs nothing else. The other reports are in report.ts.
 */
import { checkIds, checks } from './checks.ts';
import type { Verdict } from './record.ts';
import { conforms, escapeXml, type ReportHead } from './report.ts';
import type { Outcome } from './run.ts';

const STYLE = `
:root { color-scheme: light dark; }
body { font: 14px/1.5 system-ui, sans-serif; margin: 2rem; }
table { border-collapse: collapse; }
th, td { border: 1px solid #8886; padding: .2rem .4rem; text-align: left; }
thead th { vertical-align: bottom; }
thead th span { writing-mode: vertical-rl; transform: rotate(180deg); white-space: nowrap; }
td.ok { background: #2a83; } td.bad { background: #d338; } td.none { color: #888; }
td { text-align: center; } td.text { text-align: left; }
code { font-size: 12px; } pre { white-space: pre-wrap; }
.table { overflow-x: auto; }
`;

/** The page. */
export function htmlReport(head: ReportHead, outcome: Outcome): string {
  const { record, operations, sent, drawn, tookMs } = outcome;
  const columns = checkIds.filter((check) =>
    [...record.verdicts.values()].some((one) => one.has(check)),
  );
  const names = [
    ...operations.map(({ id }) => id),
    ...(record.verdicts.has('edge') ? ['edge'] : []),
  ];
  const others = [...record.verdicts.keys()].filter((one) => !names.includes(one));
  const rows = [...names, ...others].map((name) => {
    const verdicts = record.verdicts.get(name);
    const operation = operations.find(({ id }) => id === name);
    const statuses = operation?.statuses
      .map((status) => statusText(outcome, name, status))
      .join(' ');
    const cells = columns.map((check) => cell(verdicts?.get(check)));
    return `<tr><th scope="row" title="${escapeXml(operation === undefined ? '' : `${operation.method.toUpperCase()} ${operation.path}`)}">${escapeXml(name)}</th><td class="text"><code>${statuses ?? ''}</code></td>${cells.join('')}</tr>`;
  });
  const titles = columns.map(
    (check) => `<th scope="col" title="${escapeXml(checks[check])}"><span>${check}</span></th>`,
  );
  const faults = record.violations.map(
    ({ check, operation, request, message, replay }) =>
      `<li><b>${check}</b> ${escapeXml(operation)}: <code>${escapeXml(request)}</code><pre>${escapeXml(message)}</pre>${replay === null ? '' : `<code>${escapeXml(replay)}</code>`}</li>`,
  );
  const title = `${head.api}: ${conforms(outcome) ? 'conforms' : 'does not conform'}`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeXml(title)}</title><style>${STYLE}</style></head><body>
<h1>${escapeXml(title)}</h1>
<p>${escapeXml(head.url)}: ${sent} requests, ${drawn} of them random, in ${(tookMs / 1000).toFixed(1)} s; seed ${head.seed}.${outcome.message === null ? '' : ` Not done: ${escapeXml(outcome.message)}`}</p>
${faults.length === 0 ? '' : `<h2>Faults</h2><ol>${faults.join('\n')}</ol>`}
<h2>Operations and checks</h2>
<p>Statuses in bold were seen.</p>
<div class="table"><table><thead><tr><th scope="col">Operation</th><th scope="col">Statuses</th>${titles.join('')}</tr></thead>
<tbody>
${rows.join('\n')}
</tbody></table></div>
</body></html>
`;
}

function statusText({ record }: Outcome, operation: string, status: string): string {
  const isSeen = record.statuses.get(operation)?.has(Number(status)) === true;
  return isSeen ? `<b>${escapeXml(status)}</b>` : escapeXml(status);
}

function cell(verdict: Verdict | undefined): string {
  if (verdict === undefined) return '<td class="none"></td>';
  if (verdict.failed > 0) return `<td class="bad">✗ ${verdict.failed}</td>`;
  if (verdict.passed > 0) return '<td class="ok">✓</td>';
  return `<td class="none" title="${escapeXml(verdict.skipped ?? '')}">–</td>`;
}
