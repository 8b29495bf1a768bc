// The tabular operators. One that is not listed here is refused by name.
import type { ExpressionNode } from '../bridge/nodes.ts';
import { refuse, type Context, type Rows } from '../lower/context.ts';
import { columnsOfType, nowhere } from '../lower/rows.ts';
import { as } from './as.ts';
import { count } from './count.ts';
import { distinct } from './distinct.ts';
import { evaluate } from './evaluate.ts';
import { extend } from './extend.ts';
import { find } from './find.ts';
import { getschema } from './getschema.ts';
import { invoke } from './invoke.ts';
import { join } from './join.ts';
import { lookup } from './lookup.ts';
import { makeSeries } from './make-series.ts';
import { mvApply } from './mv-apply.ts';
import { mvExpand } from './mv-expand.ts';
import type { Operator } from './operator.ts';
import { parse, parseWhere } from './parse.ts';
import { parseKv } from './parse-kv.ts';
import { partition } from './partition.ts';
import { print } from './print.ts';
import { project } from './project.ts';
import {
  projectAway,
  projectKeep,
  projectRename,
  projectReorder,
  projectByNames,
} from './project-columns.ts';
import { range } from './range.ts';
import { render } from './render.ts';
import { sample, sampleDistinct } from './sample.ts';
import { scan } from './scan.ts';
import { search } from './search.ts';
import { serialize } from './serialize.ts';
import { sort } from './sort.ts';
import { summarize } from './summarize.ts';
import { take } from './take.ts';
import { top } from './top.ts';
import { topHitters } from './top-hitters.ts';
import { topNested } from './top-nested.ts';
import { union } from './union.ts';
import { where } from './where.ts';

export const operators: readonly Operator[] = [
  as,
  count,
  distinct,
  evaluate,
  extend,
  find,
  getschema,
  invoke,
  join,
  lookup,
  makeSeries,
  mvApply,
  mvExpand,
  parse,
  parseKv,
  parseWhere,
  partition,
  print,
  project,
  projectAway,
  projectByNames,
  projectKeep,
  projectRename,
  projectReorder,
  range,
  render,
  sample,
  sampleDistinct,
  scan,
  search,
  serialize,
  sort,
  summarize,
  take,
  top,
  topHitters,
  topNested,
  union,
  where,
];

const byKind = new Map(operators.map((each) => [each.kind, each]));

/** Applies an operator to its input. */
export function lowerOperator(
  input: Rows | undefined,
  node: ExpressionNode,
  context: Context,
): Rows {
  const found = byKind.get(context.kusto.kindOf(node));
  if (found && (input || found.begins === true)) {
    return found.lower(input ?? ONE_ROW, node, context);
  }
  refuse(context, node, `operator \`${node.ToString(0).trim().split(/\s/)[0] ?? ''}\``);
  return nowhere(columnsOfType(node.ResultType));
}

/** What `print` computes on: a row without columns. */
const ONE_ROW: Rows = {
  relation: { kind: 'values', columns: [], rows: [[]] },
  columns: [],
  hidden: [],
};
