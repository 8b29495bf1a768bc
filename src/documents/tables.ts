// Tables whose columns are found by their headers, in whatever order and spelling.
import type { HistoryEntry, DataSource } from '../strategy/index.ts';
import type { Table, TableRow } from './markdown.ts';
import type { Part } from './sections.ts';

/** Reads the cell of a row under the first header that matches one of the names; `` where there is none. */
export type Cells = (row: TableRow, ...names: readonly string[]) => string;

/** Letters and digits of a header, in lower case: `Sub-technique` and `Subtechnique` are one. */
function plain(header: string): string {
  return header.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** The columns of a table by header. A cell of `-` or `N/A` is empty. */
export function cellsOf(table: Table): Cells {
  const columns = new Map(table.header.map((each, index) => [plain(each), index]));
  return (row, ...names) => {
    const index = names.map((each) => columns.get(plain(each))).find((each) => each !== undefined);
    const cell = index === undefined ? '' : bare(row.cells[index] ?? '');
    return /^(?:-{1,3}|n\/a)?$/i.test(cell.trim()) ? '' : cell.trim();
  };
}

/** Without emphasis and code marks around the whole, and without invisible spaces. */
function bare(cell: string): string {
  return cell
    .slice(0, 10_000)
    .replace(/\u200b/g, '')
    .replace(/^[`*]{1,3}|[`*]{1,3}$/g, '');
}

/** Whether the table has one of the columns. */
export function hasColumn(table: Table, ...names: readonly string[]): boolean {
  const known = new Set(table.header.map(plain));
  return names.some((each) => known.has(plain(each)));
}

/** The tables of a part. */
export function tablesIn(part: Part | undefined): Table[] {
  return (part?.blocks ?? []).filter((each): each is Table => each.kind === 'table');
}

/** Rows of data-source tables: log provider, table, event, ATT&CK data source and component. */
export function dataSourcesOf(part: Part | undefined): DataSource[] {
  return tablesIn(part).flatMap((table) => {
    const cell = cellsOf(table);
    return table.rows.flatMap((row) => {
      const provider = cell(row, 'Log Provider', 'Provider', 'Product', 'Source', 'Data Source');
      const optional = {
        table: cell(row, 'Table Name', 'Table'),
        eventId: cell(row, 'Event ID', 'Event IDs', 'Event Code'),
        eventName: cell(row, 'Event Name', 'Event'),
        attackDataSource: cell(row, 'ATT&CK Data Source'),
        attackDataComponent: cell(row, 'ATT&CK Data Component'),
      };
      const given = Object.entries(optional).filter(([, value]) => value !== '');
      if (provider === '' && given.length === 0) return [];
      return [{ provider, ...(Object.fromEntries(given) as Partial<DataSource>) }];
    });
  });
}

/** Rows of a version history, newest as the document has them. */
export function historyOf(part: Part | undefined): HistoryEntry[] {
  return tablesIn(part).flatMap((table) => {
    const cell = cellsOf(table);
    return table.rows.flatMap((row) => {
      const version = cell(row, 'Version', 'Revision');
      const impact = cell(row, 'Impact');
      const notes = cell(row, 'Notes', 'Note', 'Changes', 'Change', 'Description', 'Comment');
      const date = cell(row, 'Date');
      if (version === '' && notes === '' && date === '') return [];
      return [{ version, date, notes, ...(impact === '' ? {} : { impact }) }];
    });
  });
}

/** The highest version of a history, by its numbers; undefined where none is a version. */
export function latestVersion(history: readonly HistoryEntry[]): string | undefined {
  const versions = history
    .map((each) => each.version.replace(/^v/i, ''))
    .filter((each) => /^\d{1,6}(?:\.\d{1,6}){0,3}$/.test(each));
  return versions.sort(byNumbers).at(-1);
}

function byNumbers(a: string, b: string): number {
  const [left, right] = [a.split('.').map(Number), b.split('.').map(Number)];
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
