// Runs one search on a few rows, as a batch query does.
import type { Engine } from '../../src/engines/duckdb/index.ts';
import type { Column, Lowering, Value } from '../../src/plan/index.ts';
import { compile, type Lookup, type Macro, type SplEnvironment } from '../../src/spl/index.ts';
import type { Diagnostic } from '../../src/text/index.ts';

export type Cell = null | string | number | readonly (string | number)[];
export type Row = Readonly<Record<string, Cell>>;

export interface LookupTable {
  readonly rows: readonly Row[];
  readonly match_type?: string;
  readonly case_sensitive_match?: boolean;
  readonly max_matches?: number;
  readonly min_matches?: number;
  readonly default_match?: string;
}

export interface Setting {
  readonly search: string;
  readonly events?: readonly Row[];
  readonly lookups?: Readonly<Record<string, LookupTable>>;
  readonly macros?: Readonly<Record<string, string | Macro>>;
  readonly now?: number;
  readonly timezone?: string;
}

export interface Outcome {
  readonly columns: readonly string[];
  readonly rows: readonly Row[] | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** 2026-01-01T00:00:00Z. */
export const NOW = 1_767_225_600;

export async function replay(engine: Engine, setting: Setting): Promise<Outcome> {
  const session = await engine.session();
  try {
    const events = tableOf('events', setting.events ?? []);
    await session.load(events);
    const lookups = new Map<string, Lookup>();
    for (const [name, { rows, ...settings }] of Object.entries(setting.lookups ?? {})) {
      const table = tableOf(`lookup ${name}`, rows);
      await session.load(table);
      lookups.set(name, { table: table.name, columns: table.columns, ...settings });
    }
    const environment: SplEnvironment = {
      now: setting.now ?? NOW,
      timezone: setting.timezone ?? 'UTC',
      events,
      macros: macrosOf(setting.macros ?? {}),
      lookups,
      commandFirst: true,
    };
    const { value, diagnostics } = compile({ name: '<query>', text: setting.search }, environment);
    const found = [...diagnostics];
    let lowering: Lowering | undefined = value?.lowering;
    while (lowering?.kind === 'stage') {
      const answer = await session.run(lowering.probe);
      const next = lowering.resume(answer.rows);
      found.push(...next.diagnostics);
      lowering = next.value;
    }
    if (!lowering) return { columns: [], rows: undefined, diagnostics: found };
    const { rows } = await session.run(lowering.plan);
    for (const { probe, notice } of lowering.bounds ?? []) {
      if ((await session.run(probe)).rows.length > 0) found.push(notice);
    }
    const names = lowering.columns.map((each) => each.name);
    return { columns: names, rows: rows.map((row) => shown(names, row)), diagnostics: found };
  } finally {
    session.close();
  }
}

function macrosOf(written: Readonly<Record<string, string | Macro>>): Map<string, Macro> {
  return new Map(
    Object.entries(written).map(([key, macro]) => [
      key,
      typeof macro === 'string' ? { definition: macro } : macro,
    ]),
  );
}

function tableOf(
  name: string,
  rows: readonly Row[],
): { name: string; columns: Column[]; rows: Value[][] } {
  const types = new Map<string, Column['type']>();
  for (const row of rows) {
    for (const [key, cell] of Object.entries(row)) {
      if (cell === null) continue;
      const type = Array.isArray(cell) ? 'strings' : typeof cell === 'number' ? 'real' : 'string';
      const known = types.get(key);
      const both = known !== undefined && known !== type;
      types.set(
        key,
        both ? (known === 'strings' || type === 'strings' ? 'strings' : 'string') : type,
      );
    }
  }
  const columns = [...types].map(([key, type]): Column => ({ name: key, type }));
  return {
    name,
    columns,
    rows: rows.map((row) => columns.map((column) => stored(row[column.name] ?? null, column.type))),
  };
}

function stored(cell: Cell, type: Column['type']): Value {
  if (cell === null) return null;
  if (type === 'strings') return [cell].flat().map(String);
  return type === 'string' ? String(cell) : Number(cell);
}

/** Absent values left out, lists of one as their value, numbers as numbers. */
function shown(names: readonly string[], row: readonly Value[]): Row {
  return Object.fromEntries(
    names.flatMap((name, at): [string, Cell][] => {
      const value = row[at] ?? null;
      if (value === null) return [];
      if (typeof value === 'bigint') return [[name, Number(value)]];
      if (typeof value === 'boolean') return [[name, String(value)]];
      if (typeof value === 'object') return [[name, value.length === 1 ? (value[0] ?? '') : value]];
      return [[name, value]];
    }),
  );
}
