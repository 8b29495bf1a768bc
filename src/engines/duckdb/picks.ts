// Aggregates that pick one row of a group and take values from it (`arg_max`, `arg_min`, `first` of a row). Those that
// pick by the same key are picked together: from a stored table by row number, whose values are then looked up; else as
// one struct. Picking each column on its own costs a sort per column.
import type { AggregateCall, Expression, NamedAggregate } from '../../plan/index.ts';
import { orderItems, type Context, type Query } from './scope.ts';

type Render = (expression: Expression) => string;

/** One pick of a group's row: an item of the aggregate's SELECT and, from it, SQL for each aggregate that it serves. */
export interface Picks {
  readonly items: readonly string[];
  /** By the aggregate's name: SQL over the finished aggregate (see `lookUp`). */
  readonly values: ReadonlyMap<string, string>;
  /** Wraps the finished aggregate so that the values are there. */
  readonly lookUp: (aggregate: string) => string;
}

const NONE: Picks = { items: [], values: new Map(), lookUp: (aggregate) => aggregate };

export function renderPicks(
  aggregates: readonly NamedAggregate[],
  query: Query,
  render: Render,
  context: Context,
): Picks {
  const groups = new Map<string, NamedAggregate[]>();
  for (const each of aggregates) {
    const key = pickKey(each, render);
    if (key !== undefined) groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  const all = [...groups.values()]
    .filter((group) => group.length > 1)
    .map((group) =>
      query.base
        ? byRow(group, query, query.base, render, context)
        : asStruct(group, query, render, context),
    );
  return all.reduce(together, NONE);
}

const together = (a: Picks, b: Picks): Picks => ({
  items: [...a.items, ...b.items],
  values: new Map([...a.values, ...b.values]),
  lookUp: (aggregate) => b.lookUp(a.lookUp(aggregate)),
});

/** What decides which row is picked; undefined for an aggregate that picks none. */
function pickKey(call: AggregateCall, render: Render): string | undefined {
  const where = call.where ? render(call.where) : '';
  switch (call.function) {
    case 'arg_max':
    case 'arg_min':
      return call.args[0] && call.args[0].type !== 'strings'
        ? `${call.function} ${render(call.args[0])} ${where}`
        : undefined;
    case 'first':
      return isWholeRow(call) ? `first ${where}` : undefined;
    default:
      return undefined;
  }
}

/** `first` with a second argument that is true: of the first row, even when the value is null. */
function isWholeRow({ args }: AggregateCall): boolean {
  const [, flag] = args;
  return flag?.kind === 'literal' && flag.value === true;
}

const valueOf = (call: AggregateCall): Expression | undefined =>
  call.function === 'first' ? call.args[0] : call.args[1];

/** ` ORDER BY` for the pick: the key, then the relation's own order. */
function picking(call: AggregateCall, query: Query, render: Render): string {
  const direction = call.function === 'arg_min' ? 'ASC' : 'DESC';
  const key =
    call.function === 'first' || !call.args[0]
      ? []
      : [`${render(call.args[0])} ${direction} NULLS LAST`];
  const items = [...key, ...(query.order.length > 0 ? [orderItems(query.order)] : [])];
  return items.length === 0 ? '' : ` ORDER BY ${items.join(', ')}`;
}

const filtering = (call: AggregateCall, render: Render): string =>
  call.where ? ` FILTER (WHERE ${render(call.where)})` : '';

function byRow(
  group: readonly NamedAggregate[],
  query: Query,
  base: { readonly row: string },
  render: Render,
  context: Context,
): Picks {
  const [first] = group;
  if (!first) return NONE;
  const [picked, row] = [context.hidden('p'), context.hidden('r')];
  const [left, right] = [context.hidden('g'), context.hidden('v')];
  const values = new Map<string, string>();
  const looked = group.map((each) => {
    const as = context.hidden('x');
    const value = valueOf(each);
    values.set(each.name, as);
    return `${value ? render(value) : 'NULL'} AS ${as}`;
  });
  const rows = `SELECT ${base.row} AS ${row}, ${looked.join(', ')} FROM ${query.from}`;
  return {
    items: [
      `first(${base.row}${picking(first, query, render)})${filtering(first, render)} AS ${picked}`,
    ],
    values,
    lookUp: (aggregate) =>
      `(SELECT * FROM ${aggregate} AS ${left} LEFT JOIN (${rows}) AS ${right} ON ${right}.${row} = ${left}.${picked})`,
  };
}

function asStruct(
  group: readonly NamedAggregate[],
  query: Query,
  render: Render,
  context: Context,
): Picks {
  const [first] = group;
  if (!first) return NONE;
  const picked = context.hidden('p');
  const fields = group.map((each, at) => {
    const value = valueOf(each);
    return `'v${at}': ${value ? render(value) : 'NULL'}`;
  });
  const values = new Map(
    group.map(({ name }, at) => [name, `struct_extract(${picked}, 'v${at}')`]),
  );
  return {
    items: [
      `first({${fields.join(', ')}}${picking(first, query, render)})${filtering(first, render)} AS ${picked}`,
    ],
    values,
    lookUp: (aggregate) => aggregate,
  };
}
