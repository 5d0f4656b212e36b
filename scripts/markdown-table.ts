/**
 * Owns how generated pages print a table: columns padded as the formatter wants them, so that a fresh page is a formatted one.
 * What stands in the cells belongs to whoever writes the page.
 */

/** A Markdown table; every row has as many cells as the head, and no cell holds a bar or a line break. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]) {
  const widths = head.map((cell, column) =>
    Math.max(3, cell.length, ...rows.map((row) => (row[column] ?? '').length)),
  );
  const line = (cells: readonly string[], fill: string) =>
    `| ${widths.map((width, column) => (cells[column] ?? '').padEnd(width, fill)).join(' | ')} |`;
  return [line(head, ' '), line([], '-'), ...rows.map((row) => line(row, ' '))].join('\n');
}
