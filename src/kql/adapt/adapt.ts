// One query for two products: the same tables have another time column here and dynamic columns where there are texts.
// What is renamed and converted are references that the binder has led back to a column of a product's table; the text is
// never searched. What cannot be said in the other product's columns is an obstacle, and nothing is adapted then.
import {
  hasErrors,
  type Diagnostic,
  type Outcome,
  type Source,
  type Span,
} from '../../text/index.ts';
import { bind, type Bound } from '../bridge/bind.ts';
import { kusto, type Kusto } from '../bridge/kusto.ts';
import { children, walk, type ExpressionNode, type NameNode, type Node } from '../bridge/nodes.ts';
import { productTable } from '../bridge/schemas.ts';
import { PRODUCT_NAMES } from '../bridge/foreign.ts';
import type { KqlEnvironment, KustoType, Product } from '../environment.ts';
import { baseColumns, type BaseColumns } from './base-columns.ts';
import { counterpartOf, type Counterpart } from './counterpart.ts';
import { positionOf } from './position.ts';

/** A replaced part of the query: `span` in the text as written. */
export interface Change {
  readonly span: Span;
  readonly from: string;
  readonly to: string;
}

export interface Adapted {
  readonly text: string;
  /** In the order of the text; empty where nothing had to be done. */
  readonly changes: readonly Change[];
  /** Columns of the result under the names that they have in the adapted query. */
  readonly renamed: ReadonlyMap<string, string>;
  /** A place in the adapted text as a place in the text as written. */
  readonly origin: (span: Span) => Span;
}

/**
 * The query for another product than the one that `environment` names, where it compiles. Without a value the
 * diagnostics say why not: `KQL1410`, each with its place.
 */
export function adapt(
  source: Source,
  environment: KqlEnvironment & { readonly environment: Product },
  to: Product,
): Outcome<Adapted | undefined> {
  const library = kusto();
  const bound = bind(library, source, environment);
  if (hasErrors(bound.diagnostics)) return { value: undefined, diagnostics: bound.diagnostics };
  const work: Work = {
    library,
    bound,
    source,
    to,
    changes: [],
    renamed: new Map(),
    obstacles: [],
    missing: new Set(),
  };
  const columns = baseColumns(library, bound.code.Syntax);
  walk(bound.code.Syntax, (node) => {
    if (!node.IsToken && library.kindOf(node) === 'NameReference') {
      adaptReference(work, node as NameNode, columns);
    }
  });
  keepNames(work);
  checkNamesInValues(work);
  if (work.obstacles.length > 0) return { value: undefined, diagnostics: work.obstacles };
  return { value: applied(source.text, work), diagnostics: [] };
}

interface Work {
  readonly library: Kusto;
  readonly bound: Bound;
  readonly source: Source;
  readonly to: Product;
  readonly changes: Change[];
  readonly renamed: Map<string, string>;
  readonly obstacles: Diagnostic[];
  /** Tables that the other product lacks. */
  readonly missing: Set<string>;
}

const CONVERSIONS: Readonly<Partial<Record<KustoType, string>>> = {
  string: 'tostring',
  dynamic: 'parse_json',
  int: 'toint',
  long: 'tolong',
  real: 'toreal',
};

function adaptReference(work: Work, node: NameNode, columns: BaseColumns): void {
  const origins = columns.originsOf(node);
  const [first, ...others] = origins;
  if (!first) return;
  const missing = origins.find(({ table }) => !productTable(work.to, table));
  if (missing) {
    missingTable(work, missing.table);
    return;
  }
  const found = counterpartOf(first, work.to);
  const agrees = others.every((each) => same(counterpartOf(each, work.to), found));
  if (!found || !agrees) {
    const what = found
      ? 'is not the same in all its tables'
      : `of \`${first.table}\` has no counterpart`;
    obstacle(work, node, `\`${first.column.name}\` ${what} in ${PRODUCT_NAMES[work.to]}`);
    return;
  }
  const name = renamedTo(node.SimpleName, first.column.name, found, columns);
  if (name !== node.SimpleName) {
    work.renamed.set(node.SimpleName, name);
    if (columns.names.has(name)) {
      obstacle(work, node, `the query has a \`${name}\` of its own beside \`${node.SimpleName}\``);
    }
  }
  const shown = name === node.SimpleName ? textOf(node) : name;
  const converted =
    first.column.type === found.type ? shown : conversion(work, node, shown, first.column.type);
  if (converted !== undefined && converted !== textOf(node)) replace(work, node, converted);
}

/** Said once, where the table is first named. */
function missingTable(work: Work, table: string): void {
  if (work.missing.has(table)) return;
  work.missing.add(table);
  const message = `table \`${table}\` does not exist in ${PRODUCT_NAMES[work.to]}`;
  let place: Node | undefined;
  walk(work.bound.code.Syntax, (node) => {
    if (!node.IsToken && !place && (node as NameNode).SimpleName === table) place = node;
  });
  obstacle(work, place ?? work.bound.code.Syntax, message);
}

/** `Timestamp1`, which a join made of the second `Timestamp`, goes with it; a name that the query gave stays. */
function renamedTo(
  name: string,
  original: string,
  { name: other }: Counterpart,
  { declared }: BaseColumns,
): string {
  if (original === other || declared.has(name)) return name;
  if (name === original) return other;
  const number = name.startsWith(original) ? name.slice(original.length) : '';
  return /^\d{1,3}$/.test(number) ? `${other}${number}` : name;
}

/** The reference as a value of the type that the query was written for; undefined where it cannot stand there. */
function conversion(work: Work, node: NameNode, name: string, type: KustoType): string | undefined {
  const position = positionOf(work.library, node);
  if (position === 'passed on' || position === 'any type') return name;
  const call = CONVERSIONS[type];
  if (call === undefined || position === 'column') {
    obstacle(
      work,
      node,
      `\`${name}\` has another type in ${PRODUCT_NAMES[work.to]} and cannot be converted here`,
    );
    return undefined;
  }
  const value = `${call}(${name})`;
  return position === 'key' ? `${name} = ${value}` : value;
}

/** Expressions that took their column's name from what is replaced in them get that name in writing. */
function keepNames(work: Work): void {
  const replaced = [...work.changes];
  const named = new Set<Node>();
  walk(work.bound.code.Syntax, (node) => {
    const element = unnamedElement(work.library, node);
    if (!element || named.has(element)) return;
    const { start, end } = placeOf(work, element);
    const inside = replaced.filter(({ span }) => span.start >= start && span.end <= end);
    if (inside.length === 0 || inside.some(({ span }) => span.start === start && span.end === end))
      return;
    const name = work.library.resultName(element);
    if (name === undefined) return;
    named.add(element);
    work.changes.push({ span: { start, end: start }, from: '', to: `${bracketed(name)} = ` });
  });
}

/** Operators whose expressions become columns under a name that Kusto makes where none is given. */
const NAMING = new Set([
  'ProjectOperator',
  'ExtendOperator',
  'SummarizeOperator',
  'SummarizeByClause',
  'MakeSeriesByClause',
  'PrintOperator',
]);

/** The expression of a column that has no written name, if the node is one. A plain reference keeps its own. */
function unnamedElement(library: Kusto, node: Node): ExpressionNode | undefined {
  if (node.IsToken || library.kindOf(node) !== 'SeparatedElement') return undefined;
  const operator = node.Parent?.Parent ?? null;
  if (!operator || !NAMING.has(library.kindOf(operator))) return undefined;
  const [element] = children(node);
  const kind = element ? library.kindOf(element) : '';
  const plain = [
    'SimpleNamedExpression',
    'CompoundNamedExpression',
    'NameReference',
    'StarExpression',
  ];
  return element && !plain.includes(kind) ? (element as ExpressionNode) : undefined;
}

/** Functions that pack rows by the names of their columns, so that renaming would change values. */
const PACKERS = new Set(['pack_all', 'bag_pack_columns']);

/** A column may be named in ways that no reference tells. */
function checkNamesInValues(work: Work): void {
  if (work.renamed.size === 0) return;
  walk(work.bound.code.Syntax, (node) => {
    if (node.IsToken) return;
    const kind = work.library.kindOf(node);
    const { SimpleName: name, LiteralValue: value } = node as NameNode;
    if (kind === 'NameReference' && PACKERS.has(name)) {
      obstacle(work, node, `\`${name}()\` packs columns under names that differ`);
    } else if (kind === 'StringLiteralExpression' && work.renamed.has(String(value))) {
      obstacle(
        work,
        node,
        `the text ${textOf(node)} may name the column, which is called otherwise`,
      );
    }
  });
}

function applied(text: string, { changes, renamed }: Work): Adapted {
  const ordered = [...changes].sort(
    (a, b) => a.span.start - b.span.start || a.span.end - b.span.end,
  );
  let adapted = '';
  let at = 0;
  for (const { span, to } of ordered) {
    adapted += text.slice(at, span.start) + to;
    at = span.end;
  }
  const origin = (offset: number): number => originalOffset(ordered, offset);
  return {
    text: adapted + text.slice(at),
    changes: ordered,
    renamed,
    origin: ({ start, end }) => ({
      start: origin(start),
      end: Math.max(origin(start), origin(end)),
    }),
  };
}

/** Within a replacement: where what was replaced begins. */
function originalOffset(changes: readonly Change[], offset: number): number {
  let shift = 0;
  for (const { span, to } of changes) {
    const start = span.start + shift;
    if (offset < start) break;
    if (offset < start + to.length) return span.start;
    shift += to.length - (span.end - span.start);
  }
  return offset - shift;
}

function replace(work: Work, node: NameNode, to: string): void {
  work.changes.push({ span: placeOf(work, node), from: textOf(node), to });
}

function obstacle({ bound, source, obstacles }: Work, node: Node, message: string): void {
  const span = bound.place(node.TextStart, node.TextStart + node.Width);
  obstacles.push({ code: 'KQL1410', severity: 'error', message, source, span });
}

function placeOf({ bound }: Work, node: Node): Span {
  return bound.place(node.TextStart, node.TextStart + node.Width);
}

const textOf = (node: Node): string => node.ToString(0).trim();

const bracketed = (name: string): string =>
  /^[A-Za-z_]\w*$/.test(name)
    ? name
    : `['${name.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}']`;

const same = (a: Counterpart | undefined, b: Counterpart | undefined): boolean =>
  a?.name === b?.name && a?.type === b?.type;
