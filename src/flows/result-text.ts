// A result for a person or a pipe: table, NDJSON, CSV.
import type { Column, Value } from '../plan/index.ts';
import { printable } from '../text/index.ts';
import { cellText } from './cell-text.ts';
import { kqlCell, splCell } from './result-json.ts';

export type ResultForm = 'table' | 'ndjson' | 'csv';

interface Result {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Value[])[];
}

export function rendered(result: Result, language: 'spl' | 'kql', form: ResultForm): string {
  switch (form) {
    case 'table':
      return table(result);
    case 'ndjson':
      return ndjson(result, language);
    case 'csv':
      return csv(result);
  }
}

const WIDEST = 60;

function table({ columns, rows }: Result): string {
  const cells = rows.map((row) =>
    columns.map(({ type }, at) => oneLine(cellText(row[at] ?? null, type) ?? '')),
  );
  const names = columns.map(({ name }) => printable(name));
  const widths = names.map((name, at) =>
    cells.reduce((widest, row) => Math.max(widest, row[at]?.length ?? 0), name.length),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd();
  const head = [line(names), line(widths.map((width) => '-'.repeat(width)))];
  return `${[...head, ...cells.map(line)].join('\n')}\n${rows.length} row${rows.length === 1 ? '' : 's'}\n`;
}

function oneLine(text: string): string {
  const flat = printable(text.replaceAll(/\s+/g, ' '));
  return flat.length > WIDEST ? `${flat.slice(0, WIDEST - 3)}...` : flat;
}

/** An object a line; what has no value is left out, as both platforms' exports do. */
function ndjson({ columns, rows }: Result, language: 'spl' | 'kql'): string {
  const print = language === 'kql' ? kqlCell : splCell;
  const lines = rows.map((row) => {
    const parts = columns.flatMap(({ name, type }, at) => {
      const value = row[at] ?? null;
      return value === null ? [] : [`${JSON.stringify(name)}:${print(value, type)}`];
    });
    return `{${parts.join(',')}}\n`;
  });
  return lines.join('');
}

function csv({ columns, rows }: Result): string {
  const lines = rows.map((row) =>
    columns.map(({ type }, at) => cellText(row[at] ?? null, type) ?? ''),
  );
  return csvText([columns.map(({ name }) => name), ...lines]);
}

/** RFC 4180. */
export function csvText(lines: readonly (readonly string[])[]): string {
  const quote = (text: string): string =>
    /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  return lines.map((line) => `${line.map(quote).join(',')}\r\n`).join('');
}
