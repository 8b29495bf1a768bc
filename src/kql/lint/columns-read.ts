// Tables that nobody has declared, with the columns that a query reads of them. What type a column has is told by the
// naming of custom logs or by how the query uses it; otherwise it is taken for a text, and said to be uncertain.
import type { Source } from '../../text/index.ts';
import { bind } from '../bridge/bind.ts';
import { kusto, type Kusto } from '../bridge/kusto.ts';
import {
  elements,
  walk,
  type BinaryNode,
  type CallNode,
  type ExpressionNode,
  type ExpressionsNode,
  type InNode,
  type JoinNode,
  type NameNode,
  type Node,
  type PathNode,
  type PipeNode,
} from '../bridge/nodes.ts';
import { kustoType, type KqlColumn, type KqlEnvironment, type KustoType } from '../environment.ts';

export interface ReadColumn extends KqlColumn {
  /** False where the type is the usual one and nothing more. */
  readonly certain: boolean;
}

const UNKNOWN_TABLE = 'KQL1004';
const MOST_TABLES = 50;

/** By table, in order of names; empty where the query names no unknown table. */
export function columnsRead(
  source: Source,
  environment: KqlEnvironment,
): ReadonlyMap<string, readonly ReadColumn[]> {
  const library = kusto();
  const unknown = bind(library, source, environment).diagnostics.flatMap(({ code, span }) =>
    code === UNKNOWN_TABLE && span ? [source.text.slice(span.start, span.end)] : [],
  );
  const open = [...new Set(unknown)].filter((each) => /^\w+$/.test(each)).slice(0, MOST_TABLES);
  if (open.length === 0) return new Map();
  const found = new Map(open.map((table) => [table, new Map([[TIME.name, TIME]])]));
  const root = bind(library, source, { ...environment, open }).code.Syntax;
  walk(root, (node) => {
    const column = openColumn(library, node);
    if (!column) return;
    for (const table of tablesOf(library, node, open)) {
      const columns = found.get(table);
      const made = readColumn(library, table, column);
      if (columns?.get(made.name)?.certain !== true) columns?.set(made.name, made);
    }
  });
  return new Map(
    [...found]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([table, columns]) => [table, inOrder(columns)]),
  );
}

const TIME: ReadColumn = { name: 'TimeGenerated', type: 'datetime', certain: true };

function inOrder(columns: ReadonlyMap<string, ReadColumn>): readonly ReadColumn[] {
  const [time, ...others] = [...columns.values()];
  return time ? [time, ...others.sort((a, b) => (a.name < b.name ? -1 : 1))] : others;
}

/**
 * A reference to a column of which the binder knows no type, to a key of a join, which it looks for among declared columns,
 * or to a table's name where only a column can be meant.
 */
function openColumn(library: Kusto, node: Node): NameNode | undefined {
  if (node.IsToken || library.kindOf(node) !== 'NameReference') return undefined;
  const named = node as NameNode;
  if (isJoinKey(library, node)) return named.SimpleName.startsWith('$') ? undefined : named;
  const { ReferencedSymbol: symbol, ResultType: type } = named;
  if (!symbol) return undefined;
  const kind = library.symbolKind(symbol);
  if (kind === 'Table') return isOperand(library, node) ? named : undefined;
  return kind === 'Column' && type?.Name === 'unknown' ? named : undefined;
}

function isJoinKey(library: Kusto, node: Node): boolean {
  const clause = node.Parent?.Parent?.Parent;
  return clause !== null && clause !== undefined && library.kindOf(clause) === 'JoinOnClause';
}

function isOperand(library: Kusto, { Parent: parent }: Node): boolean {
  if (!parent) return false;
  const kind = library.kindOf(parent);
  return OF_TEXT.test(kind) || COMPARISON.test(kind);
}

/** The unknown tables that the reference's pipe begins with, or a join's sides; where that cannot be told, all of them. */
function tablesOf(library: Kusto, node: Node, open: readonly string[]): readonly string[] {
  const known = (sources: readonly string[]): readonly string[] =>
    sources.filter((each) => open.includes(each));
  const sides = sidesOf(library, node);
  if (sides) return known(sides.flatMap((each) => sourcesOf(library, each)));
  for (let at: Node | null = node; at; at = at.Parent) {
    if (library.kindOf(at) !== 'PipeExpression') continue;
    const named = known(sourcesOf(library, at));
    if (named.length > 0) return named;
  }
  return open;
}

/** The sides of a join that a key is looked for on; undefined for anything but a key. */
function sidesOf(library: Kusto, node: Node): readonly Node[] | undefined {
  let clause: Node | null = node;
  while (clause && !clause.IsToken && !CLAUSE_ENDS.test(library.kindOf(clause)))
    clause = clause.Parent;
  if (!clause || library.kindOf(clause) !== 'JoinOnClause') return undefined;
  const join = clause.Parent as JoinNode;
  const left = (join.Parent as PipeNode).Expression;
  const side =
    node.Parent && library.kindOf(node.Parent) === 'PathExpression' ? node.Parent : undefined;
  const name = side ? (side as PathNode).Expression.ToString(0).trim() : '';
  if (name === '$left') return [left];
  return name === '$right' ? [join.Expression] : [left, join.Expression];
}

/** Where the search for a join's clause ends: at the clause, or at the operator that a reference stands in. */
const CLAUSE_ENDS = /^(?:JoinOnClause|PipeExpression|.*Operator)$/;

/** The tables that rows begin with. */
function sourcesOf(library: Kusto, rows: Node): readonly string[] {
  let first: Node = rows;
  for (;;) {
    const kind = library.kindOf(first);
    if (kind === 'PipeExpression' || kind === 'ParenthesizedExpression') {
      first = (first as PipeNode).Expression;
    } else break;
  }
  const kind = library.kindOf(first);
  if (kind === 'NameReference') return [(first as NameNode).SimpleName];
  if (kind !== 'UnionOperator') return [];
  return elements((first as ExpressionsNode).Expressions).flatMap((each) =>
    library.kindOf(each) === 'NameReference' ? [(each as NameNode).SimpleName] : [],
  );
}

/** Columns that every table of a workspace may have. */
const STANDARD: Readonly<Record<string, KustoType>> = {
  TenantId: 'string',
  Type: 'string',
  SourceSystem: 'string',
  Computer: 'string',
  MG: 'string',
  ManagementGroupName: 'string',
  RawData: 'string',
  _ResourceId: 'string',
  _SubscriptionId: 'string',
};

/** What the collector of custom logs put behind a field's name. */
const SUFFIXES: Readonly<Record<string, KustoType>> = {
  _s: 'string',
  _d: 'real',
  _b: 'bool',
  _t: 'datetime',
  _g: 'string',
};

function readColumn(library: Kusto, table: string, node: NameNode): ReadColumn {
  const { SimpleName: name } = node;
  const suffix = table.endsWith('_CL') ? SUFFIXES[name.slice(-2)] : undefined;
  const known = (Object.hasOwn(STANDARD, name) ? STANDARD[name] : undefined) ?? suffix;
  const type = known ?? typeByUse(library, node);
  return { name, type: type ?? 'string', certain: type !== undefined };
}

/** Operators that ask a text of their left side. */
const OF_TEXT =
  /^(?:Not)?(?:Has|HasCs|HasPrefix|HasSuffix|HasPrefixCs|HasSuffixCs|Contains|ContainsCs|StartsWith|StartsWithCs|EndsWith|EndsWithCs|EqualTilde|BangTilde|MatchesRegex|HasAny|HasAll|InCs)Expression$/;

const COMPARISON =
  /^(?:Equal|NotEqual|GreaterThan|LessThan|GreaterThanOrEqual|LessThanOrEqual)Expression$/;

/** Functions whose every argument that is no literal is a text. */
const OF_TEXTS = new Set([
  'tolower',
  'toupper',
  'split',
  'extract',
  'extract_all',
  'parse_url',
  'parse_json',
  'todynamic',
  'trim',
  'replace_string',
  'replace_regex',
  'strlen',
  'substring',
  'base64_decode_tostring',
  'parse_ipv4',
  'ipv4_is_private',
]);

function typeByUse(library: Kusto, node: NameNode): KustoType | undefined {
  const parent = node.Parent;
  if (!parent) return undefined;
  const kind = library.kindOf(parent);
  if (kind === 'PathExpression' || kind === 'ElementExpression') {
    return node.NameInParent === 'Expression' ? 'dynamic' : undefined;
  }
  if (OF_TEXT.test(kind)) return 'string';
  if (isJoinKey(library, node)) return kustoType(node.ResultType?.Name ?? '');
  if (kind === 'MvExpandExpression') return 'dynamic';
  if (kind === 'ParseOperator') return 'string';
  if (/^(?:Not)?InExpression$/.test(kind))
    return typeOf(elements((parent as InNode).Right.Expressions)[0]);
  if (COMPARISON.test(kind)) {
    const { Left: left, Right: right } = parent as BinaryNode;
    return typeOf(left === node ? right : left);
  }
  return kind === 'SeparatedElement' ? typeAsArgument(library, parent) : undefined;
}

function typeAsArgument(library: Kusto, element: Node): KustoType | undefined {
  const list = element.Parent?.Parent;
  const call = list?.Parent;
  if (!call || library.kindOf(call) !== 'FunctionCallExpression') return undefined;
  return OF_TEXTS.has((call as CallNode).Name.SimpleName) ? 'string' : undefined;
}

/** The type of what a column is compared with, where that says something of the column's. */
function typeOf(other: ExpressionNode | undefined): KustoType | undefined {
  const type = kustoType(other?.ResultType?.Name ?? '');
  return type === 'dynamic' ? undefined : type;
}
