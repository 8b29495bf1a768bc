// A query's schema for a person or a pipe: what comes out of it and what it takes from where. It needs no data.
import {
  loadKusto,
  productTable,
  schemaOf,
  type KqlDescription,
  type Product,
} from '../kql/index.ts';
import { printable, type Outcome, type Source } from '../text/index.ts';
import { withAsim } from './asim.ts';
import { viewColumns } from './recording-session.ts';
import { csvText, type ResultForm } from './result-text.ts';

/** The printed schema, or undefined with the errors that stood in the way. */
export async function querySchema(
  query: Source,
  product: Product,
  form: ResultForm,
): Promise<Outcome<string | undefined>> {
  await loadKusto();
  const environment = { now: 0n, environment: product, tables: viewColumns(product) };
  const { value, diagnostics } = schemaOf(query, withAsim(environment, query.text));
  if (!value) return { value, diagnostics };
  // A parser of ASIM stands among the functions; the view that it reads is not a workspace's.
  const reads = value.reads.filter(
    ({ name }) => environment.tables.has(name) || productTable(product, name) !== undefined,
  );
  return { value: printed({ ...value, reads }, form), diagnostics };
}

function printed(schema: KqlDescription, form: ResultForm): string {
  switch (form) {
    case 'table':
      return pageOf(schema);
    case 'ndjson':
      return `${JSON.stringify(jsonOf(schema))}\n`;
    case 'csv':
      return csvText(linesOf(schema));
  }
}

function pageOf({ columns, open, reads, functions, watchlists }: KqlDescription): string {
  const width = Math.max(0, ...columns.map(({ name }) => printable(name).length));
  const result = columns.map(({ name, type }) => `${printable(name).padEnd(width)}  ${type}`);
  if (open) result.push('and what the data brings');
  const tables = reads.map(({ name, columns: named }) =>
    named.length === 0 ? name : `${name}: ${named.join(', ')}`,
  );
  const parts: readonly (readonly [string, readonly string[]])[] = [
    ['result', result],
    ['tables, with the columns that are named', tables],
    ['functions', functions],
    ['watchlists', watchlists],
  ];
  return parts
    .filter(([, lines]) => lines.length > 0)
    .map(([title, lines]) => `${title}\n${lines.map((line) => `  ${line}\n`).join('')}`)
    .join('\n');
}

/** The same as an object; `open` says that the data brings further columns. */
function jsonOf({ columns, open, reads, functions, watchlists }: KqlDescription): unknown {
  return { columns, open, tables: reads, functions, watchlists };
}

/** The same as rows of one shape: `of` is the table that a column belongs to. */
function linesOf({ columns, reads, functions, watchlists }: KqlDescription): string[][] {
  return [
    ['kind', 'of', 'name', 'type'],
    ...columns.map(({ name, type }) => ['result', '', name, type]),
    ...reads.flatMap(({ name, columns: named }) => [
      ['table', '', name, ''],
      ...named.map((column) => ['column', name, column, '']),
    ]),
    ...functions.map((name) => ['function', '', name, '']),
    ...watchlists.map((name) => ['watchlist', '', name, '']),
  ];
}
