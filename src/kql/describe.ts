// What is known of a query without data: what comes out of it and what goes in.
import { hasErrors, type Diagnostic, type Outcome, type Source } from '../text/index.ts';
import { otherProductTable, tableColumns } from './bridge/globals.ts';
import { kusto, type Kusto } from './bridge/kusto.ts';
import {
  elements,
  walk,
  type ExpressionStatementNode,
  type Node,
  type PipeNode,
  type QueryBlockNode,
} from './bridge/nodes.ts';
import { tableUses, type TableUse } from './bridge/uses.ts';
import { analyse, type Analysis, type KqlSchema, type KqlStaged } from './compile.ts';
import type { KqlEnvironment } from './environment.ts';
import { UNSUPPORTED } from './lower/context.ts';
import { columnsOfType } from './lower/rows.ts';

/** A query's schema, with what it names of each table. */
export interface KqlDescription extends KqlSchema {
  /** One for each of `tables`. */
  readonly reads: readonly TableUse[];
  /** Whether the data brings further columns (`evaluate bag_unpack`). */
  readonly open: boolean;
}

/**
 * The result's columns and what the query uses. What replay cannot run has a schema all the same: the binder's, and the
 * refusals are warnings.
 */
export function schemaOf(
  source: Source,
  environment: KqlEnvironment,
): Outcome<KqlDescription | undefined> {
  const { bound, lowered } = analyse(source, environment);
  const all = [...bound.diagnostics, ...lowered.diagnostics];
  if (!lowered.value) return { value: undefined, diagnostics: all };
  const diagnostics = [...bound.diagnostics, ...lowered.diagnostics.map(softened)];
  if (hasErrors(diagnostics)) return { value: undefined, diagnostics: all };
  return { value: described(lowered.value, { bound, lowered }, environment), diagnostics };
}

/** A query that replay does not run is none the worse for it where it is installed. */
function softened(found: Diagnostic): Diagnostic {
  return found.code === UNSUPPORTED ? { ...found, severity: 'warning' } : found;
}

function described(
  { columns, tables: read, functions, watchlists, constructs }: KqlStaged,
  { bound, lowered }: Analysis,
  environment: KqlEnvironment,
): KqlDescription {
  const { ResultType: type, Syntax: root } = bound.code;
  const refused = hasErrors(lowered.diagnostics);
  const isTable = (name: string): boolean =>
    (tableColumns(name, environment) ?? otherProductTable(name, environment)) !== undefined;
  const named = tableUses(kusto(), root, isTable);
  const reads = new Map<string, TableUse>(read.map((name) => [name, { name, columns: [] }]));
  for (const each of named) reads.set(each.name, each);
  const tables = [...reads.keys()].sort();
  return {
    columns: refused ? columnsOfType(type) : columns,
    tables,
    functions,
    watchlists,
    constructs,
    reads: tables.flatMap((name) => reads.get(name) ?? []),
    open: type?.IsOpen === true && !isClosed(kusto(), root),
  };
}

/** Operators that name all of their columns, unless they have a star. */
const CLOSING = new Set([
  'ProjectOperator',
  'SummarizeOperator',
  'DistinctOperator',
  'CountOperator',
  'MakeSeriesOperator',
  'SampleDistinctOperator',
  'TopHittersOperator',
  'TopNestedOperator',
  'GetSchemaOperator',
]);
/** Operators that may bring columns which nobody can tell beforehand. */
const OPENING = new Set([
  'EvaluateOperator',
  'JoinOperator',
  'LookupOperator',
  'UnionOperator',
  'InvokeOperator',
]);

/** Once open, the binder keeps a table open; here the last operator that says something of all columns decides. */
function isClosed(library: Kusto, root: Node): boolean {
  const statements = elements((root as QueryBlockNode).Statements);
  const last = statements[statements.length - 1] as Partial<ExpressionStatementNode> | undefined;
  let at: Node | undefined = last?.Expression;
  for (; at && library.kindOf(at) === 'PipeExpression'; at = (at as PipeNode).Expression) {
    const { Operator: operator } = at as PipeNode;
    const kind = library.kindOf(operator);
    if (OPENING.has(kind)) return false;
    if (CLOSING.has(kind) && !hasStar(library, operator)) return true;
  }
  return false;
}

function hasStar(library: Kusto, root: Node): boolean {
  let found = false;
  walk(root, (node) => {
    found ||= library.kindOf(node) === 'StarExpression';
  });
  return found;
}
