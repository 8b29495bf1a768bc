// Functions of neighbouring rows (`prev`, `row_number`) stand within expressions, where the plan has no windows. The
// operator is lowered twice: the first time to learn which windows its expressions ask for, the second on an input that
// has them as columns.
import { column, type Expression, type NamedWindow, type Relation } from '../../plan/index.ts';
import type { ExpressionNode, Node } from '../bridge/nodes.ts';
import type { AskedWindow, Context, Rows } from './context.ts';
import { project, unchanged } from './rows.ts';

interface Given {
  readonly window: NamedWindow;
  readonly partition: readonly Expression[];
}

/** Lowers an operator whose expressions may ask for windows. */
export function withWindows(input: Rows, node: ExpressionNode, context: Context): Rows {
  const given: Given[] = [];
  const collect = ({ column: asked, partition }: AskedWindow): Expression => {
    const name = context.fresh('window');
    given.push({ window: { ...asked, name }, partition });
    return column(name, asked.type);
  };
  const first = context.language.operator(input, node, { ...context, window: collect });
  if (given.length === 0) return first;
  let next = 0;
  const repeat = ({ column: asked }: AskedWindow): Expression => {
    const name = given[next++]?.window.name ?? '';
    return column(name, asked.type);
  };
  const widened: Rows = { ...input, relation: computed(input.relation, given) };
  const made = context.language.operator(widened, node, { ...context, window: repeat });
  return project(made, made.columns.map(unchanged));
}

/** One window upon the other, as they were asked for: the arguments of a later one may be an earlier one. */
function computed(relation: Relation, given: readonly Given[]): Relation {
  return given.reduce<Relation>(
    (input, { window, partition }) => ({ kind: 'window', input, partition, columns: [window] }),
    relation,
  );
}

/** Reports, at the node, that rows without a defined order were given to what needs one. */
export function needOrder(what: string, input: Rows, node: Node, context: Context): void {
  if (input.serialized === true) return;
  const remedy = 'put `sort by` or `serialize` before it';
  context.report(
    { code: 'KQL1204', message: `${what} needs rows in order`, remedy },
    context.place(node),
  );
}
