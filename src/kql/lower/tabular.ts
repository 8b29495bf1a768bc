// Table expressions: names, pipes, written tables, calls.
import type { Value } from '../../plan/index.ts';
import { PRODUCT_NAMES } from '../bridge/foreign.ts';
import {
  elements,
  type CalledNode,
  type CallNode,
  type DataTableNode,
  type ExpressionNode,
  type ExternalDataNode,
  type NameNode,
  type PathNode,
  type PipeNode,
  type UnaryNode,
} from '../bridge/nodes.ts';
import { productTable } from '../bridge/schemas.ts';
import type { Held, KqlColumn } from '../environment.ts';
import { called, shared } from './calls.ts';
import { constantOf } from './constant.ts';
import { refuse, resolve, type Context, type Rows } from './context.ts';
import { aligned, columnsOfType, nowhere, reference } from './rows.ts';
import { heldRows, storedTable } from './stored.ts';
import { withWindows } from './windows.ts';
import { absent, coerce, typeOf } from './types.ts';

/** A table expression; what is not supported is reported and stands as an empty table of the binder's columns. */
export function lowerRows(node: ExpressionNode, context: Context): Rows {
  const inside: Context = { ...context, row: undefined, aggregate: undefined, window: undefined };
  const found = lowerKind(context.kusto.kindOf(node), node, inside);
  if (found) return found;
  refuse(context, node, 'table expression');
  return nowhere(columnsOfType(node.ResultType));
}

function lowerKind(kind: string, node: ExpressionNode, context: Context): Rows | undefined {
  switch (kind) {
    case 'PipeExpression':
      return lowerPipe(node as PipeNode, context);
    case 'NameReference':
      return lowerTableName(node as NameNode, context);
    case 'ParenthesizedExpression':
      return lowerRows((node as UnaryNode).Expression, context);
    case 'MaterializeExpression':
      return shared(
        context.fresh('materialize'),
        lowerRows((node as UnaryNode).Expression, context),
      );
    case 'DataTableExpression':
      return lowerDataTable(node as DataTableNode, context);
    case 'ExternalDataExpression':
      return lowerExternalData(node as ExternalDataNode, context);
    case 'FunctionCallExpression':
      return lowerTableCall(node as CallNode, context);
    case 'PathExpression':
      return lowerQualified(node as PathNode, context);
    case 'ToTableExpression':
      return lowerRows((node as UnaryNode).Expression, context);
    default:
      return kind.endsWith('Operator') ? lowerFirst(node, context) : undefined;
  }
}

/** An operator without a written input: one that begins a query, or the first of a row's subquery. */
function lowerFirst(node: ExpressionNode, context: Context): Rows {
  const { piped } = context;
  if (!piped) return context.language.operator(undefined, node, context);
  return withWindows(piped, node, { ...context, row: piped, piped: undefined });
}

/** A chain of pipes leans to the left; it is walked, not recursed into, however long it is. */
function lowerPipe(node: PipeNode, context: Context): Rows {
  const steps: PipeNode[] = [];
  let at: ExpressionNode = node;
  for (; context.kusto.kindOf(at) === 'PipeExpression'; at = (at as PipeNode).Expression) {
    steps.push(at as PipeNode);
  }
  let rows = lowerRows(at, context);
  let scope = context.scope;
  for (const step of steps.reverse()) {
    // What the subquery of a row works on is for its first operator, not for tables that later ones name.
    const here: Context = { ...context, scope, row: rows, piped: undefined };
    rows = withWindows(rows, step.Operator, here);
    if (context.kusto.kindOf(step.Operator) === 'AsOperator') {
      const name = (step.Operator as unknown as { readonly Name: NameNode }).Name.SimpleName;
      const named = shared(context.fresh(name), rows);
      rows = named;
      scope = { names: new Map([[name, { kind: 'rows', rows: () => named }]]), parent: scope };
    }
  }
  return rows;
}

function lowerTableName(node: NameNode, context: Context): Rows | undefined {
  const symbol = node.ReferencedSymbol;
  const name = symbol?.Name ?? node.SimpleName;
  const bound = resolve(context.scope, name);
  if (bound?.kind === 'rows') return bound.rows();
  if (symbol && context.kusto.symbolKind(symbol) === 'Function') {
    const body = called(node as unknown as CalledNode, context, undefined);
    return body?.expression ? lowerRows(body.expression, body.context) : undefined;
  }
  return storedTable(name, context);
}

/** `database("x").Table`, `workspace("x").Table`: recordings have one place for all tables. */
function lowerQualified(node: PathNode, context: Context): Rows | undefined {
  const kind = context.kusto.kindOf(node.Selector);
  if (kind === 'NameReference') return lowerTableName(node.Selector as NameNode, context);
  if (kind === 'FunctionCallExpression') return lowerTableCall(node.Selector as CallNode, context);
  return undefined;
}

function lowerDataTable(node: DataTableNode, context: Context): Rows {
  const columns = elements(node.Schema.Columns).map((each): KqlColumn => {
    const type = typeOf(each.Name);
    if (!type) refuse(context, each, 'column type');
    return { name: each.Name.SimpleName, type: type ?? 'string' };
  });
  const cells = elements(node.Values).map((each, at) =>
    cell(each, columns[at % columns.length], context),
  );
  const rows: Value[][] = [];
  for (let at = 0; at + columns.length <= cells.length; at += Math.max(1, columns.length)) {
    rows.push(cells.slice(at, at + columns.length));
  }
  return { relation: { kind: 'values', columns, rows }, columns, hidden: [] };
}

function cell(node: ExpressionNode, to: KqlColumn | undefined, context: Context): Value {
  const value = context.language.scalar(node, context);
  if (!to) return null;
  const converted = coerce(value, to.type);
  const constant = constantOf(converted);
  if (constant) return constant.value;
  refuse(context, node, 'value of a `datatable` that is no constant');
  return to.type === 'string' ? '' : null;
}

/** The network is never asked: a URL stands for the data that was declared for it. */
function lowerExternalData(node: ExternalDataNode, context: Context): Rows {
  const columns = columnsOfType(node.ResultType);
  const urls = elements(node.URIs).map((each) => {
    const value = context.language.scalar(each, context);
    return value.kind === 'literal' ? String(value.value) : '';
  });
  const inputs: Rows[] = [];
  for (const url of urls) {
    const held = context.environment.external?.get(url);
    if (held) inputs.push(positional(held, columns));
    else {
      context.report(
        {
          code: 'KQL1301',
          message: `no data is declared for \`${url}\``,
          remedy: 'declare a local file for the address; nothing is fetched from the network',
          // Where nothing at all is declared nobody means to run the query: it is only looked at.
          severity: context.environment.external ? 'error' : 'warning',
        },
        context.place(node),
      );
    }
  }
  if (inputs.length === 0) return nowhere(columns);
  const relations = inputs.map((each) => each.relation);
  return { relation: { kind: 'union', inputs: relations }, columns, hidden: [] };
}

/** External data has no names of its own: columns are taken in order. */
function positional({ table, columns: held }: Held, columns: readonly KqlColumn[]): Rows {
  const shown = columns.map((each, at) => {
    const from = held.find(({ name }) => name === each.name) ?? held[at];
    return {
      name: each.name,
      expression: from ? coerce(reference(from), each.type) : absent(each.type),
    };
  });
  const relation = {
    kind: 'project',
    input: { kind: 'scan', table, columns: held },
    columns: shown,
  } as const;
  return { relation, columns, hidden: [] };
}

/** Functions that give tables: of the language, of the product, of the workspace. */
function lowerTableCall(node: CallNode, context: Context): Rows | undefined {
  const name = node.Name.SimpleName;
  const first = elements(node.ArgumentList.Expressions)[0];
  if (name === 'table' || name === 'materialized_view' || name === 'external_table') {
    const value = first && context.language.scalar(first, context);
    return value?.kind === 'literal' ? lowerNamed(String(value.value), node, context) : undefined;
  }
  if (name === '_GetWatchlist') return lowerWatchlist(node, first, context);
  if (name === 'DeviceFromIP') {
    context.used.functions.add(name);
    const message = '`DeviceFromIP()` knows no devices here: it gives no rows';
    context.report({ code: 'KQL1305', message, severity: 'warning' }, context.place(node));
    return nowhere(columnsOfType(node.ResultType));
  }
  const body = called(node, context, undefined);
  return body?.expression ? lowerRows(body.expression, body.context) : undefined;
}

/**
 * `table("name")`. The binder lets an unknown name pass. A table of the other product is empty here: where both products
 * share a workspace it may exist.
 */
function lowerNamed(name: string, node: CallNode, context: Context): Rows {
  const bound = resolve(context.scope, name);
  const stored = bound?.kind === 'rows' ? bound.rows() : storedTable(name, context);
  if (stored) return stored;
  const { environment } = context.environment;
  const other = environment === 'defender' ? 'sentinel' : 'defender';
  const columns = environment && productTable(other, name);
  const message = columns
    ? `table \`${name}\` exists in ${PRODUCT_NAMES[other]} only; here it is empty`
    : `unknown table \`${name}\``;
  const severity = columns ? 'warning' : 'error';
  context.report({ code: 'KQL1004', message, severity }, context.place(node));
  return nowhere(columns ?? columnsOfType(node.ResultType));
}

function lowerWatchlist(node: CallNode, first: ExpressionNode | undefined, context: Context): Rows {
  context.used.functions.add('_GetWatchlist');
  const columns = columnsOfType(node.ResultType);
  const value = first && context.language.scalar(first, context);
  const alias = value?.kind === 'literal' ? String(value.value) : undefined;
  if (alias !== undefined) context.used.watchlists.add(alias);
  const held = alias === undefined ? undefined : context.environment.watchlists?.get(alias);
  if (held) return aligned({ ...heldRows(held, held.columns), hidden: [] }, columns);
  const severity = context.environment.watchlists ? 'error' : 'warning';
  const message = 'no watchlist of this alias is declared';
  context.report({ code: 'KQL1302', message, severity }, context.place(node));
  return { ...nowhere(columns), open: true };
}
