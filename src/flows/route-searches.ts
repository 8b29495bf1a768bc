// Which platform a KQL search can run on: told by Microsoft's binder with each product's own tables and functions.
import {
  compile,
  loadKusto,
  type Held,
  type KqlEnvironment,
  type Product,
  type WorkspaceFunction,
} from '../kql/index.ts';
import {
  documentSpan,
  type Pack,
  type Search,
  type Strategy,
  type Tunable,
} from '../strategy/index.ts';
import type { DefenderInput } from '../targets/defender/index.ts';
import { hasErrors, type Diagnostic, type Source } from '../text/index.ts';
import { kustoColumnsOf } from './pack-tables.ts';

export interface Routed {
  readonly sentinel: readonly DefenderInput[];
  readonly defender: readonly DefenderInput[];
  readonly diagnostics: readonly Diagnostic[];
}

interface Attempt {
  readonly product: Product;
  readonly input: DefenderInput | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

const NAMES: Readonly<Record<Product, string>> = {
  sentinel: 'a Sentinel analytics rule',
  defender: 'a Defender XDR custom detection',
};

export async function routeSearches(pack: Pack, strategies: readonly Strategy[]): Promise<Routed> {
  const withKql = strategies.flatMap((strategy) =>
    strategy.searches
      .filter(({ language }) => language === 'kql')
      .map((search) => ({ strategy, search })),
  );
  if (withKql.length > 0) await loadKusto();
  const inputs: Record<Product, DefenderInput[]> = { sentinel: [], defender: [] };
  const diagnostics: Diagnostic[] = [];
  for (const { strategy, search } of withKql) {
    const attempts = (['sentinel', 'defender'] as const).map((product) =>
      attempt(pack, strategy, search, product),
    );
    const named = namedProducts(search.platform);
    for (const each of attempts) {
      if (each.input && (named.length === 0 || named.includes(each.product)))
        inputs[each.product].push(each.input);
    }
    diagnostics.push(...explain(strategy, search, attempts, named));
  }
  return { ...inputs, diagnostics };
}

/** The products that a document's `Platform` means; none when it names neither. */
function namedProducts(platform: string | undefined): Product[] {
  if (platform === undefined) return [];
  const named: Product[] = [];
  if (/sentinel|log analytics/i.test(platform)) named.push('sentinel');
  if (/defender|m365|microsoft 365|mde|xdr|advanced hunting/i.test(platform))
    named.push('defender');
  return named;
}

function attempt(pack: Pack, strategy: Strategy, search: Search, product: Product): Attempt {
  const source: Source = { name: strategy.source.name, text: search.text };
  const { value, diagnostics } = compile(source, environmentFor(pack, strategy, product));
  const placed = diagnostics.map((each) => inDocument(each, strategy, search));
  if (!value || hasErrors(diagnostics)) return { product, input: undefined, diagnostics: placed };
  const facts = {
    columns: value.columns,
    tables: value.tables,
    functions: value.functions,
    open: value.lowering.kind === 'stage',
  };
  return { product, input: { strategy, search, facts }, diagnostics: placed };
}

/** What a rule of the pack will find there: product tables, the pack's own, and the strategy's tunables. */
function environmentFor(pack: Pack, strategy: Strategy, product: Product): KqlEnvironment {
  const shared = { now: 0n, environment: product, tables: kustoColumnsOf(pack) };
  if (product === 'defender') return shared;
  const functions = strategy.tunables.flatMap((each) => functionOf(each) ?? []);
  return { ...shared, functions, watchlists: watchlistsOf(strategy.tunables) };
}

function functionOf({ name, value }: Tunable): WorkspaceFunction | undefined {
  if (value === undefined) return undefined;
  return {
    name,
    parameters: '',
    body: typeof value === 'number' ? String(value) : JSON.stringify(value),
  };
}

function watchlistsOf(tunables: readonly Tunable[]): Map<string, Held> {
  const lists = tunables.filter(({ value }) => value === undefined);
  return new Map(
    lists.map(({ name, columns = [], rows = [] }) => {
      const names = columns.length > 0 ? columns : Object.keys(rows[0] ?? {});
      const held = names.map((column) => ({ name: column, type: 'string' as const }));
      return [name, { table: name, columns: held }];
    }),
  );
}

/** A finding about the query's text, moved to the document that holds it. */
export function inDocument(diagnostic: Diagnostic, strategy: Strategy, search: Search): Diagnostic {
  const span = diagnostic.span ? documentSpan(search, diagnostic.span) : search.span;
  const related = diagnostic.related?.map((each) =>
    each.source.text === search.text
      ? { ...each, source: strategy.source, span: documentSpan(search, each.span) }
      : each,
  );
  return { ...diagnostic, source: strategy.source, span, related };
}

/** Errors where the search has nowhere to run; a note where one product is out of the question, and why. */
function explain(
  strategy: Strategy,
  search: Search,
  attempts: readonly Attempt[],
  named: readonly Product[],
): Diagnostic[] {
  const wanted = named.length > 0 ? named : attempts.map(({ product }) => product);
  const works = attempts.filter(
    ({ input, product }) => input !== undefined && wanted.includes(product),
  );
  const failed = attempts.filter(({ input }) => input === undefined);
  if (works.length === 0) {
    const told = failed.find(({ product }) => wanted.includes(product));
    return [...(told?.diagnostics ?? [])];
  }
  const warnings = works.flatMap(({ diagnostics }) =>
    diagnostics.filter(({ severity }) => severity !== 'error'),
  );
  const broken = named.flatMap((product) => failed.filter((each) => each.product === product));
  const notes = failed
    .filter(({ product }) => !named.includes(product))
    .map(({ product, diagnostics }) => whyNot(strategy, search, product, diagnostics));
  return [...warnings, ...broken.flatMap(({ diagnostics }) => diagnostics), ...notes];
}

function whyNot(
  strategy: Strategy,
  search: Search,
  product: Product,
  diagnostics: readonly Diagnostic[],
): Diagnostic {
  const reasons = diagnostics.filter(({ severity }) => severity === 'error');
  const [first, ...others] = [...new Map(reasons.map((each) => [each.message, each])).values()];
  const more =
    others.length === 0
      ? ''
      : `; and ${others.length} more: ${others
          .slice(0, 3)
          .map(({ message }) => message)
          .join('; ')}`;
  return {
    code: 'RTE1001',
    severity: 'note',
    message: `the search cannot be ${NAMES[product]}: ${first?.message ?? 'it does not compile there'}${more}`,
    source: strategy.source,
    span: first?.span ?? search.span,
  };
}
