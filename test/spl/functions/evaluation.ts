// Evaluates expressions on one row each, all of them in one statement.
import type { Session } from '../../../src/engines/duckdb/index.ts';
import type { Column, Expression, Relation, Value } from '../../../src/plan/index.ts';
import { readExpression } from '../../../src/spl/eval-parser.ts';
import { lowerExpression } from '../../../src/spl/expression.ts';
import type { Sample } from '../../../src/spl/functions/index.ts';
import { any, asText, several, type Scope, type Typed } from '../../../src/spl/shape.ts';
import type { EvalNode } from '../../../src/spl/tree.ts';

export const NOW = 1717594625;

export interface Problem {
  readonly code: string;
  readonly message: string;
}

export function parseEval(text: string): EvalNode {
  const problems: string[] = [];
  const report = (code: string, message: string): void => {
    problems.push(`${code}: ${message}`);
  };
  const node = readExpression({ text, at: 0, report, depth: 0 }, () => {
    throw new Error('no subsearch in an example');
  });
  if (problems.length > 0) throw new Error(problems.join('; '));
  return node;
}

export type Row = Readonly<Record<string, Sample>>;

/** The fields of a row as columns: one value as text, several as a list. */
export function scopeOfRow(row: Row, timezone = 'UTC'): Scope {
  return {
    now: NOW,
    timezone,
    field: (name) => {
      const value = row[name] ?? null;
      if (value === null) return undefined;
      return Array.isArray(value)
        ? several({ kind: 'column', name, type: 'strings' })
        : any({ kind: 'column', name, type: 'string' });
    },
  };
}

export function lowerText(
  text: string,
  row: Row,
): { typed: Typed | undefined; problems: Problem[] } {
  const problems: Problem[] = [];
  const typed = lowerExpression(parseEval(text), scopeOfRow(row), (code, message) => {
    problems.push({ code, message });
  });
  return { typed, problems };
}

/** One row of the relation `project(values(row), expression)`. */
export async function evaluateOn(session: Session, typed: Typed, row: Row): Promise<Sample> {
  const expression: Expression = typed.shape === 'bool' ? asText(typed) : typed.expression;
  const plan: Relation = {
    kind: 'project',
    input: valuesOf(row),
    columns: [{ name: 'r', expression }],
  };
  const { rows } = await session.run(plan);
  return sampleOf(rows[0]?.[0] ?? null);
}

function valuesOf(row: Row): Relation {
  const names = Object.keys(row).filter((name) => row[name] !== null);
  const columns: Column[] = names.map((name) => ({
    name,
    type: Array.isArray(row[name]) ? 'strings' : 'string',
  }));
  const values: Value[] = names.map((name) => {
    const value = row[name] ?? null;
    return Array.isArray(value) ? value.map(String) : String(value);
  });
  return {
    kind: 'values',
    columns: [...columns, { name: '#', type: 'bool' }],
    rows: [[...values, true]],
  };
}

function sampleOf(value: Value): Sample {
  if (typeof value === 'bigint') return Number(value);
  return typeof value === 'boolean' ? String(value) : value;
}

/** Values as an example writes them: a list of one is its value, numbers to twelve digits. */
export function normal(value: Sample): Sample {
  if (Array.isArray(value)) return value.length === 1 ? normal(value[0] as string) : value;
  if (typeof value === 'number') return Number(value.toPrecision(12));
  return value;
}
