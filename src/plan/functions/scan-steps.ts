// Sequences of rows that match steps, as Kusto's `scan` looks for them.
// https://learn.microsoft.com/kusto/query/scan-operator#scan-logic
import { evaluate, type Lookup } from '../evaluate.ts';
import type { Expression } from '../expression.ts';
import type { Type, Value } from '../types.ts';
import { define, type ScalarFunction } from './function.ts';

/** A program is told as JSON, big integers as text. `columns` are those of the row, declared ones with their defaults. */
export interface ScanProgram {
  readonly columns: readonly { readonly name: string; readonly type: Type }[];
  readonly declared: readonly {
    readonly name: string;
    readonly type: Type;
    readonly value: Expression;
  }[];
  readonly steps: readonly ScanStep[];
}

export interface ScanStep {
  readonly name: string;
  /** `last`: of rows that match the step one after another within a sequence, the last. */
  readonly output: 'all' | 'last' | 'none';
  readonly condition: Expression;
  readonly assignments: readonly { readonly column: string; readonly value: Expression }[];
}

/** The name under which an expression of a step finds a column of another step's state. */
export const stateColumn = (step: string, column: string): string => `${step}\u0000${column}`;

export const programText = (program: ScanProgram): string =>
  JSON.stringify(program, (_key, value: unknown) =>
    typeof value === 'bigint' ? { big: value.toString() } : value,
  );

const readProgram = (text: string): ScanProgram =>
  JSON.parse(text, (_key, value: unknown) =>
    typeof value === 'object' && value !== null && 'big' in value
      ? BigInt((value as { big: string }).big)
      : value,
  ) as ScanProgram;

type Row = ReadonlyMap<string, Value>;

/** Of a step: the rows that it and the steps before it matched last, and the number of the match. */
interface State {
  readonly rows: readonly Row[];
  readonly match: bigint;
}

interface Pending {
  readonly out: (string | null)[][];
  readonly cells: (string | null)[];
}

const integral = (type: Type): boolean =>
  type === 'long' || type === 'datetime' || type === 'timespan';

/** Cells come as texts, null as JSON null. */
function cell(text: string | null, type: Type): Value {
  if (text === null) return null;
  if (integral(type)) return BigInt(text);
  if (type === 'int' || type === 'real') return Number(text);
  return type === 'bool' ? text === 'true' : text;
}

const written = (value: Value): string | null => (value === null ? null : String(value));

class Scanner {
  readonly #program: ScanProgram;
  readonly #lookup: Lookup;
  readonly #defaults: Row;
  readonly #states: (State | undefined)[] = [];
  /** What comes out, per row taken. */
  readonly #out: (string | null)[][][] = [];
  /** Of a step of which only the last repeated match comes out: the one that stands so far, and its row. */
  readonly #pending = new Map<number, Pending>();
  #matches = 0n;

  constructor(program: ScanProgram, lookup: Lookup) {
    this.#program = program;
    this.#lookup = lookup;
    this.#defaults = new Map(
      program.declared.map((each) => [each.name, evaluate(each.value, new Map(), lookup)]),
    );
  }

  /** Holds a row against the steps, from the last to the first. */
  take(cells: readonly (string | null)[]): void {
    const row = new Map<string, Value>(this.#defaults);
    this.#program.columns.forEach(({ name, type }, at) =>
      row.set(name, cell(cells[at] ?? null, type)),
    );
    const out: (string | null)[][] = [];
    this.#out.push(out);
    for (let at = this.#program.steps.length - 1; at >= 0; at--) {
      const step = this.#program.steps[at];
      const state = step && this.#match(step, at, row);
      if (!state) continue;
      if (step.output === 'all') out.push(this.#printed(state));
      else if (step.output === 'last') this.#pending.set(at, { out, cells: this.#printed(state) });
    }
  }

  /** For each row that was taken the rows that come out of it: the match's number and the declared columns, per step. */
  finish(): readonly (readonly (readonly (string | null)[])[])[] {
    this.#program.steps.forEach((_, at) => {
      this.#settle(at);
    });
    return this.#out;
  }

  /** The step's repeated matches are over: the one that stands comes out. */
  #settle(at: number): void {
    const pending = this.#pending.get(at);
    this.#pending.delete(at);
    pending?.out.push(pending.cells);
  }

  #match(step: ScanStep, at: number, row: Row): State | undefined {
    const before = at > 0 ? this.#states[at - 1] : undefined;
    if (before && this.#holds(step.condition, row, before.rows)) {
      this.#states[at - 1] = undefined;
      this.#settle(at - 1);
      this.#settle(at);
      return (this.#states[at] = this.#extended(step, row, before.rows, before.match));
    }
    const own = this.#states[at];
    if (!own && at > 0) return undefined;
    if (!this.#holds(step.condition, row, own?.rows ?? [])) return undefined;
    const earlier = own?.rows.slice(0, at) ?? [];
    const seen = own?.rows ?? [];
    const match = own ? own.match : this.#matches++;
    return (this.#states[at] = this.#extended(step, row, earlier, match, seen));
  }

  #holds(condition: Expression, row: Row, rows: readonly Row[]): boolean {
    return evaluate(condition, this.#visible(row, rows), this.#lookup) === true;
  }

  #extended(
    step: ScanStep,
    row: Row,
    earlier: readonly Row[],
    match: bigint,
    seen: readonly Row[] = earlier,
  ): State {
    const visible = this.#visible(row, seen);
    const made = new Map(row);
    for (const { column, value } of step.assignments) {
      made.set(column, evaluate(value, visible, this.#lookup));
    }
    return { rows: [...earlier, made], match };
  }

  /** The row's own columns, and those of each step's state; of a step without one the declared columns' defaults. */
  #visible(row: Row, rows: readonly Row[]): Row {
    const all = new Map(row);
    this.#program.steps.forEach((step, at) => {
      for (const [name, value] of rows[at] ?? this.#defaults) {
        all.set(stateColumn(step.name, name), value);
      }
    });
    return all;
  }

  #printed({ rows, match }: State): (string | null)[] {
    const last = rows[rows.length - 1];
    const declared = this.#program.declared.map(({ name }) => written(last?.get(name) ?? null));
    return [String(match), ...declared];
  }
}

/** For each row the rows that come out for it, as JSON. */
const scanned =
  (lookup: Lookup) =>
  (programs: readonly string[], rows: readonly string[]): string[] => {
    const text = programs[0];
    if (text === undefined) return [];
    const scanner = new Scanner(readProgram(text), lookup);
    for (const row of rows) scanner.take(JSON.parse(row) as (string | null)[]);
    return scanner.finish().map((each) => JSON.stringify(each));
  };

/** The functions of this family, which evaluate expressions by the other families. */
export const scanSteps = (lookup: Lookup): readonly ScalarFunction[] => [
  define({
    name: 'scan_steps',
    takes: ['strings', 'strings'],
    returns: 'strings',
    nulls: 'propagate',
    meaning:
      'for `sequence`: args [program, row as a JSON array of texts]: the match and declared columns of each row that comes out',
    evaluate: scanned(lookup),
  }),
];
