import { call, type SortKey } from '../../plan/index.ts';
import {
  elements,
  type ExpressionNode,
  type ExpressionsNode,
  type OrderedNode,
} from '../bridge/nodes.ts';
import { refuse, type Context } from '../lower/context.ts';
import { rearranged } from '../lower/rows.ts';
import { operator } from './operator.ts';

/** `sort by key [asc|desc] [nulls first|last], ...`: descending unless said; nulls are the smallest. */
export const sort = operator<ExpressionsNode>({
  kind: 'SortOperator',
  name: 'sort',
  source: 'https://learn.microsoft.com/kusto/query/sort-operator',
  lower: (input, node, context) => {
    const keys = elements(node.Expressions).flatMap((each) => sortKeys(each, context));
    return {
      ...rearranged(input, { kind: 'sort', input: input.relation, keys }),
      serialized: true,
    };
  },
});

/** The keys of one expression. Dynamic values are ordered by their text; what is no number keeps beside the nulls. */
export function sortKeys(node: ExpressionNode, context: Context): readonly SortKey[] {
  const ordered =
    context.kusto.kindOf(node) === 'OrderedExpression' ? (node as OrderedNode) : undefined;
  const value = context.language.scalar(ordered?.Expression ?? node, context);
  const words = ordered?.Ordering;
  const descending = words?.AscOrDescKeyword?.Text !== 'asc';
  const written = words?.NullsClause?.FirstOrLastKeyword.Text;
  const nulls = written === 'first' || written === 'last' ? written : descending ? 'last' : 'first';
  if (context.kusto.kindOf(node) === 'StarExpression') refuse(context, node, 'sort by `*`');
  const by = value.type === 'dynamic' ? call('json_text', 'string', value) : value;
  const key: SortKey = { by, descending, nulls };
  if (value.type !== 'real') return [key];
  return [{ by: call('is_nan', 'bool', value), descending: nulls === 'first', nulls }, key];
}
