// CSV as Splunk reads a lookup file: comma, double quotes doubled inside quotes, line feeds allowed inside quotes.

/** A header row and the rows under it, every cell a string. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A table, or why the text is none. */
export type ReadTable =
  { readonly ok: true; readonly table: Table } | { readonly ok: false; readonly reason: string };

/** Writes a table with line feeds as line ends; cells are quoted only where they need it. */
export function writeCsv({ columns, rows }: Table): string {
  return [columns, ...rows].map((row) => `${line(row)}\n`).join('');
}

/** A lone empty cell is written as `""`: a blank line would be no row. */
function line(row: readonly string[]): string {
  return row.length === 1 && row[0] === '' ? '""' : row.map(cell).join(',');
}

function cell(value: string): string {
  const text = value.replaceAll('\r\n', '\n').replaceAll('\r', '\n');
  const needsQuotes = /[",\n]/u.test(text) || text !== text.trim();
  return needsQuotes ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Reads a table: one header row with unique, named columns; short rows are filled with empty cells. */
export function readCsv(text: string): ReadTable {
  const records = readRecords(text.startsWith('\uFEFF') ? text.slice(1) : text);
  if (records === undefined) return { ok: false, reason: 'a quoted cell does not end' };
  const [header, ...rows] = records;
  if (!header) return { ok: false, reason: 'it is empty' };
  const columns = header.map((name) => name.trim());
  if (new Set(columns).size !== columns.length) {
    return { ok: false, reason: 'two columns have the same name' };
  }
  const long = rows.findIndex((row) => row.length > columns.length);
  if (long >= 0) {
    return { ok: false, reason: `row ${String(long + 2)} has more cells than the header` };
  }
  const filled = rows.map((row) => columns.map((_, index) => row[index] ?? ''));
  return { ok: true, table: { columns, rows: filled } };
}

/** The cells of every record that is not blank, or undefined when a quote stays open. */
function readRecords(text: string): string[][] | undefined {
  const records: string[][] = [];
  let row: string[] = [];
  let at = 0;
  let start = 0;
  while (at < text.length) {
    const next = text[at] === '"' ? quoted(text, at) : bare(text, at);
    if (next === undefined) return undefined;
    row.push(next.value);
    at = next.end;
    if (text[at] === ',') {
      at += 1;
      if (at === text.length) row.push('');
      else if (text[at] !== '\n' && text[at] !== '\r') continue;
      else row.push('');
    }
    if (text[at] === '\r') at += 1;
    if (text[at] === '\n') at += 1;
    if (row.length > 1 || row[0] !== '' || text[start] === '"') records.push(row);
    row = [];
    start = at;
  }
  return records;
}

interface Cell {
  readonly value: string;
  readonly end: number;
}

function bare(text: string, from: number): Cell {
  let end = from;
  while (end < text.length && !',\n\r'.includes(text.charAt(end))) end += 1;
  return { value: text.slice(from, end), end };
}

function quoted(text: string, from: number): Cell | undefined {
  const parts: string[] = [];
  let at = from + 1;
  for (;;) {
    const end = text.indexOf('"', at);
    if (end < 0) return undefined;
    parts.push(text.slice(at, end));
    if (text[end + 1] !== '"') {
      // Anything between the closing quote and the next comma belongs to the cell, as lenient readers have it.
      const rest = bare(text, end + 1);
      return { value: parts.join('') + rest.value, end: rest.end };
    }
    parts.push('"');
    at = end + 2;
  }
}
