// Which columns of a relation surely have a value in every row, as far as the plan alone can tell.
import { scalarFunction, type Expression, type Named, type Relation } from '../plan/index.ts';

type Names = ReadonlySet<string>;

const NONE: Names = new Set();

/** `stored` tells the columns of a table that are never empty. */
export function certainColumns(relation: Relation, stored: (table: string) => Names): Names {
  const known = new Map<Relation, Names>();
  const of = (each: Relation): Names => {
    const found = known.get(each) ?? certainOf(each, of, stored);
    known.set(each, found);
    return found;
  };
  return of(relation);
}

function certainOf(
  relation: Relation,
  of: (input: Relation) => Names,
  stored: (table: string) => Names,
): Names {
  switch (relation.kind) {
    case 'scan':
      return stored(relation.table);
    case 'values':
      return filledColumns(relation);
    case 'filter':
      return new Set([...of(relation.input), ...provenBy(relation.where)]);
    case 'project':
      return certainNames(relation.columns, of(relation.input));
    case 'aggregate':
      return aggregated(relation, of(relation.input));
    case 'sort':
    case 'limit':
    case 'shared':
      return of(relation.input);
    case 'window': {
      const made = relation.columns.filter((each) => ALWAYS.has(each.function));
      return new Set([...of(relation.input), ...made.map((each) => each.name)]);
    }
    case 'unnest': {
      const made = relation.keepEmpty || relation.lists.length > 1 ? [] : relation.lists;
      return new Set([...of(relation.input), ...made.map((each) => each.name)]);
    }
    case 'join':
      return joined(relation, of);
    case 'union': {
      const [first = NONE, ...others] = relation.inputs.map(of);
      return new Set([...first].filter((name) => others.every((each) => each.has(name))));
    }
  }
}

/** Functions over rows that have a result whatever the rows are. */
const ALWAYS: ReadonlySet<string> = new Set(['count', 'distinct', 'row_number']);

function filledColumns({ columns, rows }: Extract<Relation, { kind: 'values' }>): Names {
  const filled = columns.filter((_, at) => rows.every((row) => (row[at] ?? null) !== null));
  return rows.length === 0 ? NONE : new Set(filled.map((each) => each.name));
}

function joined(
  relation: Extract<Relation, { kind: 'join' }>,
  of: (input: Relation) => Names,
): Names {
  const [left, right] = [of(relation.left), of(relation.right)];
  switch (relation.join) {
    case 'inner':
      return new Set([...left, ...right]);
    case 'left':
    case 'semi':
    case 'anti':
      return left;
    case 'right':
      return right;
    case 'full':
      return NONE;
  }
}

function aggregated(relation: Extract<Relation, { kind: 'aggregate' }>, input: Names): Names {
  const grouped = relation.by.length > 0;
  const made = relation.aggregates.filter(
    (each) =>
      ALWAYS.has(each.function) ||
      (grouped && !each.where && each.args.every((one) => isCertain(one, input))),
  );
  return new Set([...certainNames(relation.by, input), ...made.map((each) => each.name)]);
}

const certainNames = (columns: readonly Named[], input: Names): Names =>
  new Set(columns.filter((each) => isCertain(each.expression, input)).map((each) => each.name));

/** Functions that have a result for every argument that is there. */
const TOTAL: ReadonlySet<string> = new Set([
  'abs',
  'add',
  'ceil',
  'concat',
  'floor',
  'is_null',
  'loose.truth_text',
  'lower',
  'multiply',
  'mv.of',
  'real_of_long',
  'regex_replace',
  'replace',
  'round',
  'subtract',
  'text_of_long',
  'text_of_real',
  'time.format',
  'time.move',
  'upper',
]);

function isCertain(expression: Expression, input: Names): boolean {
  switch (expression.kind) {
    case 'column':
      return input.has(expression.name);
    case 'literal':
      return expression.value !== null;
    case 'case': {
      const results = [...expression.branches.map((each) => each.then), expression.otherwise];
      return results.every((each) => isCertain(each, input));
    }
    case 'call': {
      const { function: name, args } = expression;
      if (name === 'coalesce') return args.some((each) => isCertain(each, input));
      return TOTAL.has(name) && args.every((each) => isCertain(each, input));
    }
    case 'each':
    case 'item':
    case 'scalar':
    case 'member':
      return false;
  }
}

/** Columns that have a value wherever the condition is true. */
function provenBy(condition: Expression): Names {
  if (condition.kind === 'each') return columnsWithin(condition.list);
  if (condition.kind !== 'call') return columnsWithin(condition);
  const { function: name, args } = condition;
  if (name === 'and') return new Set(args.flatMap((each) => [...provenBy(each)]));
  if (name === 'or') {
    const [first = NONE, ...others] = args.map(provenBy);
    return new Set([...first].filter((column) => others.every((each) => each.has(column))));
  }
  const [operand] = args;
  if (name === 'not' && operand?.kind === 'call' && operand.function === 'is_null') {
    return new Set(operand.args.flatMap((each) => [...columnsWithin(each)]));
  }
  return columnsWithin(condition);
}

/** Columns without which the expression is null. */
function columnsWithin(expression: Expression): Names {
  if (expression.kind === 'column') return new Set([expression.name]);
  if (expression.kind !== 'call') return NONE;
  if (scalarFunction(expression.function).nulls !== 'propagate') return NONE;
  return new Set(expression.args.flatMap((each) => [...columnsWithin(each)]));
}
