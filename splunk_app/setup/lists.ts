// Lists of what is known to be good. A changed list goes to a file of its own, which no release of the app ships: an
// upgrade replaces the shipped file and leaves this one.

export type Rows = readonly (readonly string[])[];

/** More rows than this are better edited as a file. */
export const MOST_ROWS = 500;

/** The file that a changed list is kept in. */
export function ownFile(list: string): string {
  return `${list}_local.csv`;
}

/** Numbers the rows while they are made; no list has a column of this name. */
const ROW = '_list_row';

/** The search that writes the rows to the list's own file. Columns hold letters, digits, `_` and `.`. */
export function writingSearch(list: string, columns: readonly string[], rows: Rows): string {
  const values = columns.map((column, index) => {
    const cases = rows.map((row, at) => `${ROW}=${String(at + 1)}, ${literal(row[index] ?? '')}`);
    return `${field(column)}=case(${cases.join(', ')})`;
  });
  const made =
    rows.length === 0
      ? `| makeresults | where false() | eval ${columns.map((each) => `${field(each)}=""`).join(', ')}`
      : `| makeresults count=${String(rows.length)} | streamstats count AS ${ROW} | eval ${values.join(', ')}`;
  const named = columns.map((each) => `"${each}"`).join(', ');
  return `${made} | table ${named} | outputlookup createinapp=true override_if_empty=true ${ownFile(list)}`;
}

/** A name to assign to: quoted only where it would be read as a number. */
function field(name: string): string {
  return /^\d/.test(name) ? `'${name}'` : name;
}

function literal(text: string): string {
  const escaped = text.replaceAll('\\', '\\\\').replaceAll('"', '\\"');
  return `"${escaped}"`;
}

/** Rows of the release that a customer's list lacks. */
export function missingRows(shipped: Rows, own: Rows): Rows {
  const known = new Set(own.map((row) => JSON.stringify(row)));
  return shipped.filter((row) => !known.has(JSON.stringify(row)));
}

export function sameRows(a: Rows, b: Rows): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Rows as they are written: cells trimmed, empty rows left out. */
export function cleanRows(rows: Rows): Rows {
  return rows
    .map((row) => row.map((cell) => cell.trim()))
    .filter((row) => row.some((cell) => cell !== ''));
}

/** Why the rows cannot be a list, or undefined. */
export function rowsProblem(rows: Rows): string | undefined {
  if (rows.some((row) => row.some((cell) => /[\p{Cc}\u2028\u2029]/u.test(cell)))) {
    return 'A cell holds a line break or another control character.';
  }
  return rows.some((row) => row[0]?.trim() === '' && row.some((cell) => cell.trim() !== ''))
    ? 'The first column of a row is empty: the row would match nothing.'
    : undefined;
}
