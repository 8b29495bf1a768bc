// Text to bound tree: parse, see which tables and functions are named, bind against just those.
import type { Diagnostic, Source, Span } from '../../text/index.ts';
import type { KqlEnvironment } from '../environment.ts';
import { placeOfName, withoutPlaces } from './elsewhere.ts';
import { explain } from './explain.ts';
import { inserted, originalPlace, quoteColumnArguments, type Insertion } from './file-profile.ts';
import { foreignFunctions } from './foreign.ts';
import { globalsFor } from './globals.ts';
import type { Kusto } from './kusto.ts';
import { mentioned } from './mentions.ts';
import {
  elements,
  items,
  walk,
  type CallNode,
  type KustoCode,
  type KustoDiagnostic,
  type Node,
} from './nodes.ts';
import { Recent } from './recent.ts';
import { productTables } from './schemas.ts';
import { scopeAt } from './scope-at.ts';

export interface Bound {
  readonly code: KustoCode;
  /** The tree of the text as it is written, unbound. */
  readonly written: Node;
  readonly diagnostics: readonly Diagnostic[];
  /** The span in the original text of a node's place in the bound one. */
  readonly place: (start: number, end: number) => Span;
  /** Tables that the query may mean by a wildcard or by naming none. */
  readonly wildcardTables: readonly string[];
}

const DEEPEST = 400;

const parses = new Recent<KustoCode>();
const bounds = new Recent<KustoCode>();

/**
 * Parses and binds a query, with schemas of plugins put in behind their calls. Its syntax errors and unknown names become diagnostics.
 */
export function bind(
  kusto: Kusto,
  source: Source,
  environment: KqlEnvironment,
  schemas: readonly Insertion[] = [],
): Bound {
  const parsed = parses.of(source.text, () => kusto.parse(source.text));
  const depth = nesting(source.text);
  if (depth > DEEPEST) return tooDeep(parsed, source, depth);
  const quotes = quoteColumnArguments(kusto, parsed.Syntax);
  const insertions = [...quotes, ...schemas].sort((a, b) => a.at - b.at);
  const mentions = mentioned(kusto, parsed.Syntax);
  const wildcardTables = mentions.everything ? wildcardScope(environment) : [];
  const names = new Set([...mentions.names, ...wildcardTables]);
  const { globals, name } = globalsFor(kusto, names, mentions.texts, environment);
  const text = inserted(withoutPlaces(kusto, source.text, parsed.Syntax), insertions);
  const code = bounds.of(`${name}\0${text}`, () => kusto.bind(text, globals));
  const place = placer(insertions);
  const found = withoutEchoes(items(code.GetDiagnostics()))
    .filter((each) => !isTooStrict(kusto, code.Syntax, each))
    .map((each) =>
      explain(each, source, place(each.Start, each.Start + each.Length), {
        tables: () => knownTables(environment),
        functions: () => (environment.functions ?? []).map(({ name }) => name),
        scope: () => scopeAt(kusto, code.Syntax, each.Start, each.Start + each.Length),
        vocabulary: kusto.vocabulary,
        place: (position) => placeOfName(kusto, parsed.Syntax, position),
      }),
    );
  const diagnostics = [...foreignFunctions(kusto, parsed.Syntax, source, environment), ...found];
  return { code, written: parsed.Syntax, diagnostics, place, wildcardTables };
}

/** Where the binder is stricter than the language about a last argument: by function what it complains of. */
const TOO_STRICT: ReadonlyMap<string, string> = new Map([
  // Seconds may have a fraction.
  ['make_timespan', 'KS134'],
  // A literal degree is a long, as in the examples of the documentation, not the int that the binder wants.
  ['series_fit_poly', 'KS107'],
]);

function isTooStrict(kusto: Kusto, root: Node, { Code, Start }: KustoDiagnostic): boolean {
  if (![...TOO_STRICT.values()].includes(Code)) return false;
  let found = false;
  walk(root, (node) => {
    if (node.IsToken || kusto.kindOf(node) !== 'FunctionCallExpression') return;
    const { Name: name, ArgumentList: list } = node as CallNode;
    if (TOO_STRICT.get(name.SimpleName) !== Code) return;
    const last = elements(list.Expressions).at(-1);
    const whole = Code !== 'KS107' || last?.ResultType?.Name === 'long';
    found ||= whole && last?.TextStart === Start;
  });
  return found;
}

const NO_OPERATOR = 'KS176';
/** What the parser says of words that follow one which it could not read. */
const FOLLOWING = new Set(['KS005', 'KS144', 'KS198']);

/** Leaves off findings that only say again, in other words or further on, what another says. */
function withoutEchoes(all: readonly KustoDiagnostic[]): readonly KustoDiagnostic[] {
  const broken = Math.min(
    ...all.flatMap(({ Code, Start }) => (Code === NO_OPERATOR ? [Start] : [])),
  );
  const unknown = new Set(all.flatMap(({ Code, Start }) => (Code === 'KS142' ? [Start] : [])));
  return all.filter(
    ({ Code, Start }) =>
      !(FOLLOWING.has(Code) && Start > broken) && !(Code === 'KS109' && unknown.has(Start)),
  );
}

function placer(insertions: readonly Insertion[]): (start: number, end: number) => Span {
  return (start, end) => {
    const from = originalPlace(start, insertions);
    return { start: from, end: Math.max(from, originalPlace(end, insertions)) };
  };
}

/** How deep brackets nest: the binder recurses, and a hostile text must not end the process. */
function nesting(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const each of text) {
    if (each === '(' || each === '[' || each === '{') deepest = Math.max(deepest, ++depth);
    else if (each === ')' || each === ']' || each === '}') depth--;
  }
  return deepest;
}

function tooDeep(code: KustoCode, source: Source, depth: number): Bound {
  const message = `the query nests brackets ${String(depth)} deep; at most ${String(DEEPEST)} can be read`;
  const diagnostics: Diagnostic[] = [{ code: 'KQL1002', severity: 'error', message, source }];
  return { code, written: code.Syntax, diagnostics, place: placer([]), wildcardTables: [] };
}

/** Tables over which `union *` and `search` go: those that are held, or, where none is, the product's. */
function wildcardScope(environment: KqlEnvironment): string[] {
  if (environment.tables.size > 0) return [...environment.tables.keys()];
  return environment.environment ? [...productTables(environment.environment)] : [];
}

function knownTables(environment: KqlEnvironment): string[] {
  const product = environment.environment ? productTables(environment.environment) : [];
  return [...environment.tables.keys(), ...product];
}
