// Plugins whose columns are known without data.
import {
  call,
  column,
  literal,
  long,
  text,
  type Expression,
  type Relation,
} from '../../plan/index.ts';
import type { EvaluateNode, ExpressionNode, NameNode, SimpleNamedNode } from '../bridge/nodes.ts';
import { condition } from '../lower/comparison.ts';
import { constantOf } from '../lower/constant.ts';
import { refuse, type Context, type Rows } from '../lower/context.ts';
import {
  bare,
  columnsOfType,
  nowhere,
  project,
  reference,
  renamed,
  unchanged,
} from '../lower/rows.ts';
import { coerce, toText } from '../lower/types.ts';
import { needOrder } from '../lower/windows.ts';
import { rowCount } from './take.ts';
import { filled } from './join.ts';

/** `rows_near(condition, rows [, rows after])`: the rows around each row that meets the condition, and that row. */
export function rowsNear(
  input: Rows,
  [asked, rows, after = rows]: readonly ExpressionNode[],
  node: EvaluateNode,
  context: Context,
): Rows {
  needOrder('`rows_near`', input, node, context);
  if (!asked || !rows || !after) return input;
  const near = context.fresh('near');
  const relation: Relation = {
    kind: 'window',
    input: input.relation,
    partition: [],
    columns: [
      {
        name: near,
        function: 'count',
        args: [],
        type: 'long',
        where: condition(coerce(context.language.scalar(asked, context), 'bool')),
        // A row lies near a match when one is found among the rows after it as far as rows count before a match.
        frame: { from: -rowCount(after, context), to: rowCount(rows, context) },
      },
    ],
  };
  const found: Relation = {
    kind: 'filter',
    input: relation,
    where: call('gt', 'bool', column(near, 'long'), long(0)),
  };
  return project({ ...input, relation: found }, input.columns.map(unchanged));
}

/** `narrow()`: a row per cell: the row's number from 0, the column's name, the value as text. */
export function narrow(
  input: Rows,
  _args: readonly ExpressionNode[],
  node: EvaluateNode,
  context: Context,
): Rows {
  const [row, item] = [context.fresh('row'), context.fresh('cell')];
  const numbered: Relation = {
    kind: 'window',
    input: input.relation,
    partition: [],
    columns: [{ name: row, function: 'row_number', args: [], type: 'long' }],
  };
  const cells = input.columns.map((each) =>
    call(
      'json_array',
      'dynamic',
      call('json_of_text', 'dynamic', text(each.name)),
      call('json_of_text', 'dynamic', toText(reference(each))),
    ),
  );
  const unfolded: Relation = {
    kind: 'unnest',
    input: numbered,
    lists: [{ name: item, expression: call('json_array', 'dynamic', ...cells) }],
    keepEmpty: false,
  };
  const part = (at: bigint): Expression =>
    toText(call('json_at', 'dynamic', column(item, 'dynamic'), literal(at, 'long')));
  const values = [call('subtract', 'long', column(row, 'long'), long(1)), part(0n), part(1n)];
  const columns = columnsOfType(node.ResultType);
  return project(
    { relation: unfolded, columns: [], hidden: [] },
    columns.map((each, at) => ({ name: each.name, expression: values[at] ?? text('') })),
  );
}

type Plugin = (
  input: Rows,
  args: readonly ExpressionNode[],
  node: EvaluateNode,
  context: Context,
) => Rows;

/**
 * `ipv4_lookup(table, address, network [, return_unmatched])`: the rows of the table whose network holds the address, all
 * of them; with `return_unmatched` also rows without one.
 */
export const addressLookup =
  (compare: string, bits: bigint): Plugin =>
  (input, args, node, context) => {
    const result = columnsOfType(node.ResultType);
    const [tableNode, addressNode, networkNode, ...rest] = args;
    const option = rest.map((each) => unmatchedOption(each, context));
    if (!tableNode || !addressNode || !networkNode || option.includes(undefined)) {
      refuse(context, node, `\`${node.FunctionCall.Name.SimpleName}\` with further keys`);
      return nowhere(result);
    }
    const right = context.language.rows(tableNode, context);
    const wanted = networkNode.ReferencedSymbol?.Name ?? (networkNode as NameNode).SimpleName;
    const network = right.columns.find((each) => each.name === wanted);
    if (!network) {
      refuse(context, networkNode, 'network that is no column of the table');
      return nowhere(result);
    }
    const given = result.slice(input.columns.length);
    const names = new Map(
      right.columns.map((each, at) => [each.name, given[at]?.name ?? each.name]),
    );
    const other = renamed(bare(right), names);
    const place = column(names.get(network.name) ?? network.name, network.type);
    const order = call(
      compare,
      'long',
      toText(context.language.scalar(addressNode, context)),
      toText(place),
      literal(bits, 'long'),
    );
    const outer = option.includes(true);
    const relation: Relation = {
      kind: 'join',
      join: outer ? 'left' : 'inner',
      left: bare(input).relation,
      right: other.relation,
      keys: [],
      where: call('eq', 'bool', order, long(0)),
    };
    const columns = [...input.columns, ...other.columns];
    const rows = project({ relation, columns, hidden: [] }, columns.map(unchanged));
    return filled(rows, (at) => outer && at >= input.columns.length);
  };

/** The value of `return_unmatched`, named or not; undefined for any other argument. */
function unmatchedOption(node: ExpressionNode, context: Context): boolean | undefined {
  const named = context.kusto.kindOf(node) === 'SimpleNamedExpression';
  const inner = named ? (node as SimpleNamedNode).Expression : node;
  if (named && (node as SimpleNamedNode).Name.SimpleName !== 'return_unmatched') return undefined;
  if (inner.ResultType?.Name !== 'bool') return undefined;
  const value = constantOf(coerce(context.language.scalar(inner, context), 'bool'))?.value;
  return typeof value === 'boolean' ? value : undefined;
}
