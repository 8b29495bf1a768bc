// The journey of a query: text, bound tree, plan.
import { hasErrors, type Diagnostic, type Outcome, type Source } from '../text/index.ts';
import { prune, unshare, type Lowering, type Relation } from '../plan/index.ts';
import { bind, type Bound } from './bridge/bind.ts';
import type { Insertion } from './bridge/file-profile.ts';
import { kusto, type Kusto } from './bridge/kusto.ts';
import {
  elements,
  type ExpressionNode,
  type ExpressionStatementNode,
  type LetNode,
  type Node,
  type QueryBlockNode,
  type QueryParametersNode,
} from './bridge/nodes.ts';
import { constructsOf, type KqlConstruct } from './constructs.ts';
import type { KqlColumn, KqlEnvironment } from './environment.ts';
import { bindLet, isTabular } from './lower/calls.ts';
import {
  refuse,
  type AskedStage,
  type Context,
  type Rows,
  type Scope,
  type Used,
} from './lower/context.ts';
import { columnsOfType, project, reference } from './lower/rows.ts';
import { lowerScalar } from './lower/scalar.ts';
import { lowerRows } from './lower/tabular.ts';
import { coerce } from './lower/types.ts';
import { lowerOperator } from './operators/index.ts';

/** A query that can be run. */
export interface KqlCompiled extends KqlSchema {
  readonly plan: Relation;
}

/** What is known of a query's result without data. */
export interface KqlSchema {
  /** The result's columns with Kusto's types. */
  readonly columns: readonly KqlColumn[];
  /** Tables and functions of the environment that the query uses, in order of their names. */
  readonly tables: readonly string[];
  readonly functions: readonly string[];
  /** Aliases of the watchlists that the query asks for, as far as they are constants. */
  readonly watchlists: readonly string[];
  /** What a platform may forbid: `union *`, `cluster()`, `join`. */
  readonly constructs: readonly KqlConstruct[];
}

/** A query whose columns may depend on data (`evaluate bag_unpack`); the schema is what is known before. */
export interface KqlStaged extends KqlSchema {
  readonly lowering: Lowering;
}

/**
 * Compiles a query. `loadKusto()` must have been awaited. Without errors among the diagnostics there is a value; all
 * unsupported constructs are reported, not only the first. A query whose columns depend on data is refused.
 */
export function compile(
  source: Source,
  environment: KqlEnvironment,
): Outcome<KqlCompiled | undefined> {
  const { value, diagnostics } = compileStaged(source, environment);
  if (!value) return { value: undefined, diagnostics };
  const { lowering, ...schema } = value;
  if (lowering.kind === 'plan') return { value: { ...schema, plan: lowering.plan }, diagnostics };
  const message = 'the columns of this query depend on its data';
  return {
    value: undefined,
    diagnostics: [...diagnostics, { code: 'KQL1205', severity: 'error', message, source }],
  };
}

/** The same for all queries: where columns depend on data, lowering stops at a relation whose rows tell them. */
export function compileStaged(
  source: Source,
  environment: KqlEnvironment,
): Outcome<KqlStaged | undefined> {
  return attempt(source, environment, []);
}

function attempt(
  source: Source,
  environment: KqlEnvironment,
  schemas: readonly Insertion[],
): Outcome<KqlStaged | undefined> {
  const { bound, lowered } = analyse(source, environment, schemas);
  const diagnostics = [...bound.diagnostics, ...lowered.diagnostics];
  return { value: hasErrors(diagnostics) ? undefined : lowered.value, diagnostics };
}

/** A query as bound, and what lowering made of it: its findings are its own, and there may be a value in spite of them. */
export interface Analysis {
  readonly bound: Bound;
  readonly lowered: Outcome<KqlStaged | undefined>;
}

/** Binds, and lowers what could be bound. */
export function analyse(
  source: Source,
  environment: KqlEnvironment,
  schemas: readonly Insertion[] = [],
): Analysis {
  const bound = bind(kusto(), source, environment, schemas);
  const lowered = hasErrors(bound.diagnostics)
    ? { value: undefined, diagnostics: [] }
    : lowerQuery(kusto(), source, environment, { bound, schemas });
  return { bound, lowered };
}

/** `: (name: type, ...)`, as a plugin's schema is written. */
const schemaText = (columns: readonly KqlColumn[]): string =>
  ` : (${columns.map(({ name, type }) => `[${JSON.stringify(name)}]: ${type}`).join(', ')})`;

interface Attempt {
  readonly bound: Bound;
  readonly schemas: readonly Insertion[];
}

function lowerQuery(
  library: Kusto,
  source: Source,
  environment: KqlEnvironment,
  { bound, schemas }: Attempt,
): Outcome<KqlStaged | undefined> {
  const diagnostics: Diagnostic[] = [];
  const used: Used = { tables: new Set(), functions: new Set(), watchlists: new Set() };
  const stages: AskedStage[] = [];
  const stage = (asked: AskedStage): void => void stages.push(asked);
  const context = rootContext({
    library,
    source,
    environment,
    bound,
    diagnostics,
    used,
    stage,
    waiting: () => stages.length > 0,
  });
  const result = lowerStatements(bound.code.Syntax, context);
  if (!result) return { value: undefined, diagnostics };
  const { plan, columns } = finished(result);
  const sorted = (names: ReadonlySet<string>): string[] => [...names].sort();
  const facts = {
    columns,
    tables: sorted(used.tables),
    functions: sorted(used.functions),
    watchlists: sorted(used.watchlists),
    constructs: constructsOf(library, bound.written),
  };
  const [first] = stages;
  if (!first)
    return { value: { ...facts, lowering: { kind: 'plan', plan, columns } }, diagnostics };
  const call = first.node.FunctionCall;
  const at = bound.place(call.TextStart, call.TextStart + call.Width).end;
  const lowering: Lowering = {
    kind: 'stage',
    probe: prune(unshare(first.probe)),
    resume: (rows) => {
      const before = diagnostics.length;
      const text = schemaText(first.schema(rows));
      if (diagnostics.length > before)
        return { value: undefined, diagnostics: diagnostics.slice(before) };
      const next = attempt(source, environment, [...schemas, { at, text }]);
      return { value: next.value?.lowering, diagnostics: next.diagnostics };
    },
  };
  return { value: { ...facts, lowering }, diagnostics };
}

interface Parts {
  readonly library: Kusto;
  readonly source: Source;
  readonly environment: KqlEnvironment;
  readonly bound: Bound;
  readonly diagnostics: Diagnostic[];
  readonly used: Used;
  readonly stage: (asked: AskedStage) => void;
  /** Whether a stage has been asked for. */
  readonly waiting: () => boolean;
}

function rootContext({
  library,
  source,
  environment,
  bound,
  diagnostics,
  used,
  stage,
  waiting,
}: Parts): Context {
  let issued = 0;
  const outermost: Scope = { names: new Map(), parent: undefined };
  return {
    kusto: library,
    environment,
    language: { scalar: lowerScalar, rows: lowerRows, operator: lowerOperator },
    // The query's own names lie above an empty outermost scope, which functions of the workspace see.
    scope: { names: new Map(), parent: outermost },
    used,
    stage,
    wildcardTables: bound.wildcardTables,
    place: (node) => bound.place(node.TextStart, node.TextStart + node.Width),
    report: ({ code, message, remedy, severity = 'error' }, span) => {
      // Behind a plugin whose columns are not known yet, a name says nothing.
      if (code === 'KQL1005' && waiting()) return;
      const known = diagnostics.some(
        (each) => each.message === message && each.span?.start === span.start,
      );
      if (!known) diagnostics.push({ code, severity, message, source, span, remedy });
    },
    fresh: (purpose) => `${purpose}\u00b7${String(++issued)}`,
    depth: 0,
  };
}

/** Takes in declarations; the one expression statement is the query. */
function lowerStatements(root: Node, context: Context): Rows | undefined {
  const block = root as QueryBlockNode;
  const results: ExpressionNode[] = [];
  for (const statement of elements(block.Statements)) {
    switch (context.kusto.kindOf(statement)) {
      case 'LetStatement':
        bindLet(statement as LetNode, context);
        break;
      case 'ExpressionStatement':
        results.push((statement as ExpressionStatementNode).Expression);
        break;
      case 'QueryParametersStatement':
        declareParameters(statement as QueryParametersNode, context);
        break;
      case 'SetOptionStatement':
        checkOption(statement, context);
        break;
      default:
        refuse(
          context,
          statement,
          `statement \`${statement.ToString(0).trim().split(/\s/)[0] ?? ''}\``,
        );
    }
  }
  const [only, second] = results;
  if (second) {
    refuse(context, second, 'second query in one text', 'give each query a text of its own');
    return undefined;
  }
  if (!only) {
    const message = 'the text declares names but asks for nothing';
    context.report({ code: 'KQL1202', message }, context.place(root));
    return undefined;
  }
  const piped = context.kusto.kindOf(only) === 'PipeExpression';
  return piped || isTabular(only) ? lowerRows(only, context) : scalarResult(only, context);
}

/** Options that change what rows come out; any other is about how the service runs the query. */
const DECISIVE =
  /^set\s+(query_now|query_datetimescope_\w+|query_take_max_records|truncationmax\w+|query_bin_auto_\w+)\b/i;

function checkOption(statement: Node, context: Context): void {
  const [, name] = DECISIVE.exec(statement.ToString(0).trim()) ?? [];
  if (name !== undefined) refuse(context, statement, `option \`${name}\``);
}

/** A query that is a bare value, `let x = 1; x`, is `print` of it. */
function scalarResult(node: ExpressionNode, context: Context): Rows {
  const value = lowerScalar(node, context);
  const one: Rows = {
    relation: { kind: 'values', columns: [], rows: [[]] },
    columns: [],
    hidden: [],
  };
  return project(one, [{ name: 'print_0', expression: value }]);
}

/** `declare query_parameters(...)`: defaults stand, there is nobody to give others. */
function declareParameters(node: QueryParametersNode, context: Context): void {
  for (const each of elements(node.Parameters)) {
    const fallback = each.DefaultValue?.Value;
    if (!fallback) {
      refuse(context, each, 'query parameter without a default');
      continue;
    }
    const value = lowerScalar(fallback, context);
    const type = columnsOfType({
      Name: '',
      Kind: 0,
      Columns: [
        {
          Name: '',
          Kind: 0,
          Type: each.NameAndType.Name.ResultType ?? { Name: 'string', Kind: 0 },
        },
      ],
    })[0]?.type;
    context.scope.names.set(each.NameAndType.Name.SimpleName, {
      kind: 'scalar',
      expression: type ? coerce(value, type) : value,
    });
  }
}

/** Leaves off what is hidden, and columns that nobody reads. */
function finished(rows: Rows): { plan: Relation; columns: readonly KqlColumn[] } {
  const shown = rows.columns.map((each) => ({ name: each.name, expression: reference(each) }));
  const plan: Relation =
    rows.hidden.length === 0
      ? rows.relation
      : { kind: 'project', input: rows.relation, columns: shown };
  return { plan: prune(unshare(plan)), columns: rows.columns };
}
