// Which platform a KQL search can run on: told by Microsoft's binder with each product's own tables and functions.
import {
  loadKusto,
  type Held,
  type KqlEnvironment,
  type Product,
  type WorkspaceFunction,
} from '../kql/index.ts';
import {
  platformsOf,
  type Pack,
  type Search,
  type Strategy,
  type Tunable,
} from '../strategy/index.ts';
import type { DefenderInput } from '../targets/defender/index.ts';
import type { Diagnostic } from '../text/index.ts';
import { kustoColumnsOf } from './pack-tables.ts';
import { attemptsAt, RULES, type Attempt } from './search-attempt.ts';

export interface Routed {
  readonly sentinel: readonly DefenderInput[];
  readonly defender: readonly DefenderInput[];
  readonly diagnostics: readonly Diagnostic[];
}

/** What a workspace holds beside the strategies' own: functions and watchlists of a template at hand. */
export interface Workspace {
  readonly functions: readonly WorkspaceFunction[];
  readonly watchlists: ReadonlyMap<string, Held>;
}

const EMPTY: Workspace = { functions: [], watchlists: new Map() };

/** Tries every KQL search on every product; `workspace` is what Sentinel has there already. */
export async function routeSearches(
  pack: Pack,
  strategies: readonly Strategy[],
  workspace: Workspace = EMPTY,
): Promise<Routed> {
  const withKql = strategies.flatMap((strategy) =>
    strategy.searches
      .filter(({ language }) => language === 'kql')
      .map((search) => ({ strategy, search })),
  );
  if (withKql.length > 0) await loadKusto();
  const inputs: Record<Product, DefenderInput[]> = { sentinel: [], defender: [] };
  const diagnostics: Diagnostic[] = [];
  for (const { strategy, search } of withKql) {
    const named = productsOf(search);
    const attempts = attemptsAt({ strategy, search }, named, (product) =>
      environmentFor(pack, strategy, product, workspace),
    );
    for (const each of attempts) {
      if (each.input && named.includes(each.product)) inputs[each.product].push(each.input);
    }
    diagnostics.push(...explain(strategy, search, attempts, named));
  }
  return { sentinel: inputs.sentinel, defender: inputs.defender, diagnostics };
}

/** The products that the document wants the search on; all of them when it names none. */
function productsOf(search: Search): Product[] {
  return platformsOf(search).filter((each) => each !== 'splunk');
}

/** What a rule of the pack will find there: product tables, the pack's own, and the strategy's tunables. */
function environmentFor(
  pack: Pack,
  strategy: Strategy,
  product: Product,
  workspace: Workspace,
): KqlEnvironment {
  const shared = { now: 0n, environment: product, tables: kustoColumnsOf(pack) };
  if (product === 'defender') return shared;
  const functions = strategy.tunables.flatMap((each) => functionOf(each) ?? []);
  return {
    ...shared,
    functions: [...workspace.functions, ...functions],
    watchlists: new Map([...workspace.watchlists, ...watchlistsOf(strategy.tunables)]),
  };
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

/** Errors where a wanted product does not take the search and no other does; notes where one is out of the question. */
function explain(
  strategy: Strategy,
  search: Search,
  attempts: readonly Attempt[],
  wanted: readonly Product[],
): Diagnostic[] {
  const works = attempts.filter(
    ({ input, product }) => input !== undefined && wanted.includes(product),
  );
  const failed = attempts.filter(({ input }) => input === undefined);
  const asked = failed.filter(({ product }) => wanted.includes(product));
  const named = search.platform !== undefined;
  if (works.length === 0 || named) {
    const errors = named ? asked : asked.slice(0, 1);
    return [...works, ...errors]
      .flatMap(({ diagnostics }) => diagnostics)
      .concat(notes(strategy, search, failed, wanted));
  }
  const warnings = works.flatMap(({ diagnostics }) =>
    diagnostics.filter(({ severity }) => severity !== 'error'),
  );
  return [...warnings, ...notes(strategy, search, failed, [])];
}

/** Why a product does not get this search, unless another search of the document serves it or an error says it already. */
function notes(
  strategy: Strategy,
  search: Search,
  failed: readonly Attempt[],
  told: readonly Product[],
): Diagnostic[] {
  const others = strategy.searches.filter((each) => each !== search && each.language === 'kql');
  const served = new Set(others.flatMap(productsOf));
  return failed
    .filter(({ product }) => !told.includes(product) && !served.has(product))
    .map(({ product, diagnostics }) => whyNot(strategy, search, product, diagnostics));
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
    message: `the search cannot be ${RULES[product]}: ${first?.message ?? 'it does not compile there'}${more}`,
    source: strategy.source,
    span: first?.span ?? search.span,
  };
}
