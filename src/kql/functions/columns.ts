// The columns that a row has: whether they are there, how they are called, how much they hold.
import { bool, call, isNull, literal, nothing, when, type Expression } from '../../plan/index.ts';
import { constantOf } from '../lower/constant.ts';
import { refuse } from '../lower/context.ts';
import { columnsOfType, reference } from '../lower/rows.ts';
import { page, type FunctionRow, type Site } from './row.ts';

/** A column by its name if the row has it, else the default. */
function columnIfExists(args: readonly Expression[], { context }: Site): Expression {
  const name = args[0] && constantOf(args[0])?.value;
  const found = context.row?.columns.find((each) => each.name === name);
  return found ? reference(found) : (args[1] ?? nothing('dynamic'));
}

/** Bytes of a value of each type; text has as many as its UTF-8, and what a dynamic value takes is not known. */
const SIZES: ReadonlyMap<string, bigint> = new Map([
  ['bool', 1n],
  ['int', 4n],
  ['long', 8n],
  ['real', 8n],
  ['datetime', 8n],
  ['timespan', 8n],
  ['guid', 16n],
]);

function sizeOf(value: Expression, { context, node }: Site): Expression {
  if (value.type === 'string') return call('byte_length', 'long', value);
  const size = SIZES.get(value.type);
  if (size === undefined) refuse(context, node, `size of a value of type ${value.type}`);
  const none = literal(0n, 'long');
  return when(isNull(value), none, literal(size ?? 0n, 'long'));
}

/** `estimate_data_size(*)`, `estimate_data_size(a, b)`. */
function dataSize(_: readonly Expression[], site: Site): Expression {
  const { context, nodes, scalar } = site;
  const values = nodes.flatMap((each) =>
    context.kusto.kindOf(each) === 'StarExpression'
      ? (context.row?.columns ?? []).map(reference)
      : [scalar(each, context)],
  );
  const sizes = values.map((each) => sizeOf(each, site));
  return sizes.reduce((sum, each) => call('add', 'long', sum, each), literal(0n, 'long'));
}

export const columns: readonly FunctionRow[] = [
  {
    name: 'column_ifexists',
    aliases: ['columnifexists'],
    lower: columnIfExists,
    source: page('column-ifexists-function'),
    examples: [['column_ifexists("none", 5)', 5]],
  },
  {
    name: 'iscolumnexists',
    lower: ([name]: readonly Expression[], { context }: Site): Expression => {
      const wanted = name && constantOf(name)?.value;
      return bool(context.row?.columns.some((each) => each.name === wanted) ?? false);
    },
    source: page('column-ifexists-function'),
    examples: [],
  },
  {
    name: 'column_names_of',
    raw: true,
    lower: (_: readonly Expression[], { nodes }: Site): Expression => {
      const names = columnsOfType(nodes[0]?.ResultType).map((each) => each.name);
      return literal(JSON.stringify(names), 'dynamic');
    },
    source: page('column-names-of-function'),
    examples: [],
  },
  {
    name: 'estimate_data_size',
    raw: true,
    lower: dataSize,
    source: page('estimate-data-size-function'),
    examples: [],
  },
];
