// Constructs that a platform may forbid or treat apart, found in the bound tree and not by words in the text.
import type { Span } from '../text/index.ts';
import type { Kusto } from './bridge/kusto.ts';
import {
  children,
  elements,
  walk,
  type CallNode,
  type ExpressionsNode,
  type FindNode,
  type Node,
  type PipeNode,
} from './bridge/nodes.ts';

/** `search-all`, `union-all`: over every table there is; `aggregate`: rows are counted or summed up. */
export type KqlConstructKind =
  | 'search-all'
  | 'union-all'
  | 'cross-cluster'
  | 'cross-workspace'
  | 'resource-graph'
  | 'management'
  | 'external-data'
  | 'join'
  | 'union'
  | 'aggregate';

/**
 * `span`: the operator's keyword or the function's name in the query's text. `place`: what is named by `workspace("w")` and
 * the like, where it is written out.
 */
export interface KqlConstruct {
  readonly kind: KqlConstructKind;
  readonly span: Span;
  readonly place?: string;
}

const OPERATORS: ReadonlyMap<string, KqlConstructKind> = new Map([
  ['JoinOperator', 'join'],
  ['LookupOperator', 'join'],
  ['SummarizeOperator', 'aggregate'],
  ['MakeSeriesOperator', 'aggregate'],
  ['CountOperator', 'aggregate'],
  ['TopHittersOperator', 'aggregate'],
  ['TopNestedOperator', 'aggregate'],
  ['ExternalDataExpression', 'external-data'],
  ['SetOptionStatement', 'management'],
]);

const FUNCTIONS: ReadonlyMap<string, KqlConstructKind> = new Map([
  ['cluster', 'cross-cluster'],
  ['adx', 'cross-cluster'],
  ['workspace', 'cross-workspace'],
  ['app', 'cross-workspace'],
  ['resource', 'cross-workspace'],
  ['arg', 'resource-graph'],
]);

/** In the order of the text, whose tree as it is written this is. */
export function constructsOf(kusto: Kusto, root: Node): readonly KqlConstruct[] {
  const found: KqlConstruct[] = [];
  walk(root, (node) => {
    if (node.IsToken) return;
    const at = wordOf(node);
    const span = { start: at.TextStart, end: at.TextStart + at.Width };
    for (const kind of kindsOf(kusto, node)) {
      const place = kind === 'cross-workspace' ? placeOf(node as CallNode) : undefined;
      found.push({ kind, span, ...(place !== undefined && { place }) });
    }
  });
  return found;
}

/** The one argument of a call, where it is a text that is written out. */
function placeOf({ ArgumentList: list }: CallNode): string | undefined {
  const [first, second] = elements(list.Expressions);
  const value = second ? undefined : first?.LiteralValue;
  return typeof value === 'string' ? value : undefined;
}

/** The keyword or name that a construct begins with. */
function wordOf(node: Node): Node {
  const [first] = children(node);
  return first && first.Width > 0 ? first : node;
}

function kindsOf(kusto: Kusto, node: Node): readonly KqlConstructKind[] {
  const kind = kusto.kindOf(node);
  const plain = OPERATORS.get(kind);
  if (plain) return [plain];
  switch (kind) {
    case 'UnionOperator':
      return overEverything(kusto, node as ExpressionsNode) ? ['union', 'union-all'] : ['union'];
    case 'SearchOperator':
    case 'FindOperator':
      return isPiped(kusto, node) || isNarrowed(node as FindNode) ? [] : ['search-all'];
    case 'FunctionCallExpression': {
      const known = FUNCTIONS.get((node as CallNode).Name.SimpleName);
      return known ? [known] : [];
    }
    default:
      return [];
  }
}

/** Whether one of the tables of a union is `*`: a wildcard with letters in it names some tables only. */
function overEverything(kusto: Kusto, { Expressions: tables }: ExpressionsNode): boolean {
  return elements(tables).some((each) => isEverything(kusto, each));
}

function isEverything(kusto: Kusto, table: Node): boolean {
  if (kusto.kindOf(table) === 'ParenthesizedExpression') {
    return children(table).some((each) => !each.IsToken && isEverything(kusto, each));
  }
  return table.ToString(0).replace(/[[\]'"\s]/g, '') === '*';
}

/** Within a pipe, `search` looks through the rows that it is given. */
function isPiped(kusto: Kusto, node: Node): boolean {
  const parent = node.Parent;
  return (
    parent !== null &&
    kusto.kindOf(parent) === 'PipeExpression' &&
    (parent as PipeNode).Operator === node
  );
}

function isNarrowed({ InClause: clause }: FindNode): boolean {
  const named = elements(clause?.Expressions);
  return named.length > 0 && !named.some((each) => each.ToString(0).trim() === '*');
}
