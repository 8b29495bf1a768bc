// The forms of `project` that only choose, order and name columns. The binder has resolved wildcards: its result tells
// the columns in order.
import {
  elements,
  type ExpressionsNode,
  type NameNode,
  type OperatorNode,
  type SimpleNamedNode,
} from '../bridge/nodes.ts';
import type { Context, Rows } from '../lower/context.ts';
import { columnsOfType, project, reference } from '../lower/rows.ts';
import { absent } from '../lower/types.ts';
import { operator } from './operator.ts';

const SOURCE = 'https://learn.microsoft.com/kusto/query/';

/** The binder's columns, each of which the input has. */
function chosen(input: Rows, node: OperatorNode): Rows {
  const has = new Map(input.columns.map((each) => [each.name, each]));
  return project(
    input,
    columnsOfType(node.ResultType).map((each) => {
      const own = has.get(each.name);
      return { name: each.name, expression: own ? reference(own) : absent(each.type) };
    }),
  );
}

export const projectAway = operator({
  kind: 'ProjectAwayOperator',
  name: 'project-away',
  source: `${SOURCE}project-away-operator`,
  lower: chosen,
});
export const projectKeep = operator({
  kind: 'ProjectKeepOperator',
  name: 'project-keep',
  source: `${SOURCE}project-keep-operator`,
  lower: chosen,
});
export const projectReorder = operator({
  kind: 'ProjectReorderOperator',
  name: 'project-reorder',
  source: `${SOURCE}project-reorder-operator`,
  lower: chosen,
});
export const projectByNames = operator({
  kind: 'ProjectByNamesOperator',
  name: 'project-by-names',
  source: `${SOURCE}project-by-names-operator`,
  lower: chosen,
});

/** `project-rename new = old, ...`: in place. */
export const projectRename = operator<ExpressionsNode>({
  kind: 'ProjectRenameOperator',
  name: 'project-rename',
  source: `${SOURCE}project-rename-operator`,
  lower: (input, node, context) => {
    const names = new Map(
      elements(node.Expressions).map((each) => renaming(each as SimpleNamedNode, context)),
    );
    return project(
      input,
      input.columns.map((each) => ({
        name: names.get(each.name) ?? each.name,
        expression: reference(each),
      })),
    );
  },
});

function renaming(node: SimpleNamedNode, context: Context): [string, string] {
  const old = node.Expression as NameNode;
  const name = context.kusto.kindOf(node) === 'SimpleNamedExpression' ? node.Name.SimpleName : '';
  return [old.ReferencedSymbol?.Name ?? old.SimpleName, name];
}
