// Searches compiled by our rooms and run by our engine, beside the same work in hand-written SQL on the same tables.
import { Engine } from '../../dist/engines/duckdb/index.js';
import { difference, failed, interleave, median, ratioRow, skipped } from './compare.js';
import { eventsAs } from './process-events.js';

/** An engine with one session; tables come from SQL, because rows must not pass through JavaScript to get there. */
export async function openSession() {
  const engine = await Engine.open({ threads: 2 });
  const session = await engine.session();
  return {
    session,
    close: () => engine.close(),
    /** Makes a table of these columns, filled by a SELECT that gives them in their order. */
    table: async (name, columns, select) => {
      const shape = columns.map(({ name: column, type }) => ({ name: column, type }));
      await session.load({ name, columns: shape, rows: [] });
      await session.runSql(`INSERT INTO "${name}" ${select}`);
      return { name, columns: shape };
    },
  };
}

export const generated = (columns, { rows, seed }) => eventsAs(columns, { rows, seed });

/** Our side: stage by stage, as `stratagem query` runs it. */
async function run(session, lowering) {
  let each = lowering;
  while (each.kind === 'stage') {
    const { rows } = await session.run(each.probe);
    const { value, diagnostics } = each.resume(rows);
    if (!value) throw new Error(firstError(diagnostics));
    each = value;
  }
  return session.run(each.plan);
}

const firstError = (diagnostics) =>
  diagnostics.find(({ severity }) => severity === 'error')?.message ?? 'no plan and no reason';

/**
 * Measures each case: `{ name, query, sql, loosely? }`. `compile` gives `{ value: Lowering, diagnostics }`. `sql` is text or
 * makes it from our result's columns; `loosely` tells why only the number of rows can be compared.
 */
export async function compareSearches(
  cases,
  { session, compile, each: most, median: middle, show },
) {
  const rows = [];
  for (const one of cases) {
    const row = await compareOne(one, { session, compile, most });
    show(row);
    rows.push(row);
  }
  const ratios = rows.flatMap(({ ratio }) => ratio ?? []);
  if (ratios.length > 0) {
    const ratio = median(ratios);
    rows.push({ name: 'median of these', ratio, target: `<= ${middle}`, met: ratio <= middle });
    show(rows.at(-1));
  }
  return rows;
}

async function compareOne({ name, query, sql, loosely }, { session, compile, most }) {
  const { value: lowering, diagnostics } = compile(query);
  if (!lowering) return skipped(name, `refused: ${firstError(diagnostics)}`);
  try {
    const columns = lowering.kind === 'plan' ? lowering.columns : [];
    const statement = typeof sql === 'function' ? sql(columns) : sql;
    const measured = await interleave(
      async () => (await run(session, lowering)).rows,
      () => session.runSql(statement),
    );
    const { ours, reference } = measured.results;
    const wrong = loosely
      ? ours.length !== reference.length && difference(ours, reference)
      : difference(ours, reference);
    if (wrong) return failed(name, wrong);
    const explained = lowering.kind === 'plan' ? session.explain(lowering.plan).sql : undefined;
    return {
      ...ratioRow(name, measured, most),
      rows: ours.length,
      query,
      sql: explained,
      handWritten: statement,
    };
  } catch (error) {
    return failed(name, String(error.message ?? error).split('\n')[0]);
  }
}
