// A KQL search tried on each product, as the document has it and, where it is meant for both, in the other's columns.
import {
  adapt,
  schemaOf,
  whyNotIn,
  type Adapted,
  type KqlEnvironment,
  type Product,
} from '../kql/index.ts';
import {
  documentSpan,
  platformsOf,
  sameWords,
  type Search,
  type Strategy,
} from '../strategy/index.ts';
import {
  refusedConstructs as refusedInDetections,
  type DefenderInput,
} from '../targets/defender/index.ts';
import { refusedConstructs as refusedInRules } from '../targets/sentinel/index.ts';
import { hasErrors, movedFix, type Diagnostic, type Source } from '../text/index.ts';
import { withAsim } from './asim.ts';

/** What came of a search on one product: what to publish there, or the errors that stand in the way. */
export interface Attempt {
  readonly product: Product;
  readonly input: DefenderInput | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

type Environments = (product: Product) => KqlEnvironment;
type Written = Pick<DefenderInput, 'strategy' | 'search'>;

/** What a search becomes on each product. */
export const RULES: Readonly<Record<Product, string>> = {
  sentinel: 'a Sentinel analytics rule',
  defender: 'a Defender XDR custom detection',
};

const PRODUCTS: readonly Product[] = ['sentinel', 'defender'];

/**
 * The search on every product. One that the document wants on both, and that no other search of the document serves on
 * either, is adapted where it compiles on one of them alone.
 */
export function attemptsAt(
  written: Written,
  wanted: readonly Product[],
  environments: Environments,
): readonly Attempt[] {
  const direct = PRODUCTS.map((product) => attempt(written, product, environments(product)));
  if (wanted.length < PRODUCTS.length) return direct;
  const suited = direct.map((each) => {
    const home = direct.find(({ product }) => product !== each.product);
    return home?.input && !servedElsewhere(written, each.product)
      ? adapted(written, each, home.product, environments)
      : each;
  });
  return suited.map((each) => withoutRefused(each, suited));
}

function attempt(
  { strategy, search }: Written,
  product: Product,
  environment: KqlEnvironment,
  change?: Adapted,
): Attempt {
  const source: Source = { name: strategy.source.name, text: change?.text ?? search.text };
  const { value, diagnostics } = schemaOf(source, withAsim(environment, source.text));
  const placed = whyNotIn(product, diagnostics)
    .map((each) => (change ? asWritten(each, change) : each))
    .map((each) => inDocument(each, strategy, search));
  if (!value || hasErrors(diagnostics)) return { product, input: undefined, diagnostics: placed };
  const constructs = value.constructs.map((each) => ({
    ...each,
    span: change ? change.origin(each.span) : each.span,
  }));
  const facts = {
    columns: value.columns,
    tables: value.tables,
    functions: value.functions,
    constructs,
  };
  const input = change
    ? { strategy: renamed(strategy, change), search, query: change.text, facts }
    : { strategy, search, facts };
  return { product, input, diagnostics: placed };
}

/** A search for both that one product would refuse in a rule is the other's alone, if the other takes it. */
function withoutRefused(each: Attempt, all: readonly Attempt[]): Attempt {
  const { product, input } = each;
  const elsewhere = all.some((other) => other !== each && other.input !== undefined);
  if (!input || !elsewhere) return each;
  const refused =
    product === 'sentinel'
      ? refusedInRules(input, input.strategy.schedule.nearRealTime)
      : refusedInDetections(input);
  return refused.length === 0 ? each : { product, input: undefined, diagnostics: refused };
}

/** Whether another search of the document is named as the product's. */
function servedElsewhere({ strategy, search }: Written, product: Product): boolean {
  return strategy.searches.some(
    (each) =>
      each !== search &&
      each.language === 'kql' &&
      each.platform !== undefined &&
      platformsOf(each).includes(product),
  );
}

/** The attempt in the product's own columns; as it was where that changes nothing or does not work. */
function adapted(
  written: Written,
  direct: Attempt,
  from: Product,
  environments: Environments,
): Attempt {
  const { strategy, search } = written;
  const { product } = direct;
  const source: Source = { name: strategy.source.name, text: search.text };
  const environment = { ...withAsim(environments(from), source.text), environment: from };
  const { value, diagnostics } = adapt(source, environment, product);
  if (!value) {
    const obstacles = diagnostics.map((each) => inDocument(each, strategy, search));
    return direct.input
      ? direct
      : { ...direct, diagnostics: [...direct.diagnostics, ...obstacles] };
  }
  // Where both products take the search as written, only the time of an event is worth a change.
  const worthwhile = direct.input ? value.renamed.size > 0 : value.changes.length > 0;
  if (!worthwhile) return direct;
  const other = attempt(written, product, environments(product), value);
  if (!other.input) return direct;
  return { ...other, diagnostics: [...other.diagnostics, note(written, product, value)] };
}

/** What the product gets in place of what is written, each kind of change once. */
function note({ strategy, search }: Written, product: Product, { changes }: Adapted): Diagnostic {
  const kinds = new Map<string, number>();
  for (const { from, to } of changes) {
    const kind = from === '' ? `\`${to.trim()}\` is written out` : `\`${from}\` becomes \`${to}\``;
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  const told = [...kinds].map(([kind, count]) =>
    count === 1 ? kind : `${kind} (${String(count)} times)`,
  );
  const first = changes[0]?.span;
  return {
    code: 'RTE1002',
    severity: 'note',
    message: `to be ${RULES[product]}, the search is adapted: ${told.join(', ')}`,
    source: strategy.source,
    span: first ? documentSpan(search, first) : search.span,
    remedy:
      'give each platform a search of its own (```kusto sentinel, ```kusto defender) to say it otherwise',
  };
}

/** The strategy with the columns of its results as the adapted search calls them. */
function renamed(strategy: Strategy, { renamed: names }: Adapted): Strategy {
  const name = (column: string): string => names.get(column) ?? column;
  const columns = (map: Readonly<Record<string, string>>): Record<string, string> =>
    Object.fromEntries(Object.entries(map).map(([key, column]) => [key, name(column)]));
  return {
    ...strategy,
    entities: strategy.entities.map((each) => ({ ...each, columns: columns(each.columns) })),
    details: columns(strategy.details),
    ...(strategy.throttle && {
      throttle: { ...strategy.throttle, fields: strategy.throttle.fields.map(name) },
    }),
  };
}

function asWritten(diagnostic: Diagnostic, change: Adapted): Diagnostic {
  return diagnostic.span ? { ...diagnostic, span: change.origin(diagnostic.span) } : diagnostic;
}

/** A finding about the query's text, moved to the document that holds it. */
export function inDocument(diagnostic: Diagnostic, strategy: Strategy, search: Search): Diagnostic {
  const span = diagnostic.span ? documentSpan(search, diagnostic.span) : search.span;
  const related = diagnostic.related?.map((each) =>
    each.source.text === search.text
      ? { ...each, source: strategy.source, span: documentSpan(search, each.span) }
      : each,
  );
  const fix = movedFix(diagnostic.fix, (each) => sameWords(search, each, strategy.source));
  return { ...diagnostic, source: strategy.source, span, related, fix };
}
