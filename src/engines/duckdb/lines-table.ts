// A table made of the lines of a file without a row passing through JavaScript.
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Column, Expression, Project } from '../../plan/index.ts';
import { linesWith, membersOf } from './json-lines.ts';
import { Names } from './names.ts';
import { identifier } from './quote.ts';
import { renderPlan } from './render.ts';
import type { StoredTable } from './scope.ts';

export interface LinesTable {
  readonly name: string;
  readonly file: string;
  /** Over `LINES`. */
  readonly plan: Project;
  /** The column of the plan that is true for rows that may not be right; it is not part of the table. */
  readonly doubt: string;
}

/** The table under its name in the database; undefined where a line cannot be read, or a row is in doubt. */
export async function storeLines(
  connection: DuckDBConnection,
  name: string,
  { file, plan, doubt }: LinesTable,
  register: (evaluators: readonly string[]) => void,
): Promise<{ readonly rows: number; readonly table: StoredTable } | undefined> {
  const made = plan.columns.filter(({ expression }) => !isEmptyLiteral(expression));
  const filled = { ...plan, columns: made };
  const { sql, columns, evaluators } = renderPlan(filled, linesWith(file, membersOf(filled)));
  register(evaluators);
  const names = new Names();
  const stored = columns.map((column) => ({ ...column, own: names.of(column.name) }));
  const table = identifier(name);
  try {
    await connection.run(`CREATE OR REPLACE TEMP TABLE ${table} AS ${sql}`);
  } catch {
    return undefined;
  }
  const { rows, fillings } = await fillingsOf(connection, table, stored);
  if (fillings.get(doubt) === 'filled') {
    await connection.run(`DROP TABLE ${table}`);
    return undefined;
  }
  const shown = stored.filter(
    (each) => each.name !== doubt && fillings.get(each.name) === 'filled',
  );
  const isBlank = ({ name: column, expression }: Project['columns'][number]): boolean =>
    isEmptyLiteral(expression) ? expression.value === '' : fillings.get(column) === 'blank';
  return {
    rows,
    table: {
      name,
      columns: new Map(shown.map((each) => [each.name, each.own])),
      blank: new Set(plan.columns.filter(isBlank).map((each) => each.name)),
    },
  };
}

const isText = ({ type }: Pick<Column, 'type'>): boolean => type === 'string' || type === 'guid';

const isEmptyLiteral = (
  expression: Expression,
): expression is Extract<Expression, { kind: 'literal' }> =>
  expression.kind === 'literal' &&
  (expression.value === null || (expression.value === '' && isText(expression)));

type Filling = 'filled' | 'blank' | 'null';

/** What lies in the columns: nothing but null, nothing but empty text (or, of conditions, nothing true), or more. */
async function fillingsOf(
  connection: DuckDBConnection,
  table: string,
  columns: readonly (Column & { readonly own: string })[],
): Promise<{ readonly rows: number; readonly fillings: ReadonlyMap<string, Filling> }> {
  const counts = columns.flatMap((column) => {
    const value = identifier(column.own);
    const nothing = isText(column) ? `''` : column.type === 'bool' ? 'false' : 'NULL';
    return [`count(${value})`, `count(nullif(${value}, ${nothing}))`];
  });
  const result = await connection.runAndReadAll(
    `SELECT count(*), ${counts.join(', ')} FROM ${table}`,
  );
  const [rows = 0, ...found] = (result.getRows()[0] ?? []).map(Number);
  const filling = (at: number): Filling => {
    const [present = 0, filled = 0] = found.slice(2 * at, 2 * at + 2);
    if (filled > 0 || (present > 0 && present < rows)) return 'filled';
    return present === 0 ? 'null' : 'blank';
  };
  return { rows, fillings: new Map(columns.map(({ name }, at) => [name, filling(at)])) };
}
