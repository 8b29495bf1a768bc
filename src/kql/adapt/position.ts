// Where a reference stands, and so whether it can be converted there.
import type { Kusto } from '../bridge/kusto.ts';
import type { CallNode, Node } from '../bridge/nodes.ts';

/**
 * `value`: any expression may stand there; `key`: an expression with a name; `passed on`: the column goes through as it
 * is; `any type`: what reads it takes either type; `column`: only a column's name may stand there.
 */
export type Position = 'value' | 'key' | 'passed on' | 'any type' | 'column';

/** Functions that read a text and a dynamic value alike. */
const INDIFFERENT = new Set(['parse_json', 'todynamic', 'toobject', 'tostring']);
/** Aggregates whose further arguments come out under their own names. */
const PASSING = new Set(['arg_max', 'arg_min', 'take_any', 'any', 'take_anyif', 'anyif']);

export function positionOf(kusto: Kusto, node: Node): Position {
  const parent = node.Parent;
  if (!parent) return 'value';
  const kind = kusto.kindOf(parent);
  if (kind !== 'SeparatedElement') return direct(kusto, parent, node);
  const list = parent.Parent?.Parent;
  if (!list) return 'value';
  switch (kusto.kindOf(list)) {
    case 'ProjectOperator':
    case 'ProjectAwayOperator':
    case 'ProjectKeepOperator':
    case 'ProjectReorderOperator':
    case 'ProjectRenameOperator':
    case 'ExtendOperator':
      return 'passed on';
    case 'SummarizeByClause':
      return 'key';
    case 'DistinctOperator':
    case 'JoinOnClause':
    case 'PartitionByOperator':
      return 'column';
    case 'ExpressionList':
      return argument(kusto, list);
    default:
      return 'value';
  }
}

function direct(kusto: Kusto, parent: Node, node: Node): Position {
  switch (kusto.kindOf(parent)) {
    case 'PathExpression':
      // `$left.Column`: the column is the selector.
      return node.NameInParent === 'Selector' ? 'column' : 'value';
    case 'MvExpandExpression':
    case 'MvApplyExpression':
      return 'key';
    case 'SimpleNamedExpression':
      return isRename(kusto, parent) ? 'passed on' : 'value';
    default:
      return 'value';
  }
}

function isRename(kusto: Kusto, named: Node): boolean {
  const operator = named.Parent?.Parent?.Parent ?? null;
  return operator !== null && kusto.kindOf(operator) === 'ProjectRenameOperator';
}

function argument(kusto: Kusto, list: Node): Position {
  const call = list.Parent;
  if (!call || kusto.kindOf(call) !== 'FunctionCallExpression') return 'value';
  const name = (call as CallNode).Name.SimpleName;
  if (INDIFFERENT.has(name)) return 'any type';
  if (PASSING.has(name)) return 'passed on';
  return call.Parent && kusto.kindOf(call.Parent) === 'EvaluateOperator' ? 'column' : 'value';
}
