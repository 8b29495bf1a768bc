// A whole plan to one SQL statement. Pure: nothing is run here.
import { columnsOf, prune, type Column, type Relation } from '../../plan/index.ts';
import { unorderedUnnests } from './order-need.ts';
import { Renderer, whereClause } from './relation.ts';
import { Context, inOrder, type Catalog } from './scope.ts';

export interface Statement {
  readonly sql: string;
  readonly columns: readonly Column[];
  /** Names of plan functions that the statement calls through their evaluators. */
  readonly evaluators: readonly string[];
}

/** The statement that gives the relation's rows in its order. */
export function renderPlan(plan: Relation, catalog: Catalog): Statement {
  const columns = columnsOf(plan);
  const pruned = prune(plan);
  const context = new Context(catalog, unorderedUnnests(pruned));
  const renderer = new Renderer(context);
  const query = renderer.render(pruned);
  const items = columns.map(
    ({ name }) => `${query.columns.get(name) ?? 'NULL'} AS ${context.column(name)}`,
  );
  if (items.length === 0) items.push(`1 AS ${context.hidden('none')}`);
  const shared = context.clauses.length === 0 ? '' : `WITH ${context.clauses.join(', ')} `;
  const sql = `${shared}SELECT ${items.join(', ')} FROM ${query.from}${whereClause(query)}${inOrder(query)}`;
  return { sql, columns, evaluators: [...context.evaluators].sort() };
}
