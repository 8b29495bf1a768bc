// What the searches of a strategy read on each platform: sources and lookups in SPL, tables in KQL.
import type { PageSearch } from '../report/index.ts';
import { factsOf, knowledge, read } from '../spl/index.ts';
import { platformsOf, type Platform, type Search, type Strategy } from '../strategy/index.ts';
import type { Artifacts } from './artifacts.ts';
import type { Built } from './build.ts';

type Macros = Artifacts['macros'];

/** `macros` are those of the built app, in which a search's own sources stand. */
export function pageSearches(strategy: Strategy, built: Built, macros: Macros): PageSearch[] {
  return strategy.searches.map((search) =>
    search.language === 'spl' ? splSearch(search, macros) : kqlSearch(strategy, search, built),
  );
}

function splSearch(search: Search, macros: Macros): PageSearch {
  const { value } = read(
    { name: 'search', text: search.text },
    {
      now: 0,
      timezone: 'UTC',
      events: { name: 'events', columns: [] },
      knowledge,
      macros,
      lookups: new Map(),
    },
  );
  const { indexes, sources, sourcetypes, eventtypes, datamodels, lookups } = factsOf(
    value,
    undefined,
  );
  const named = (kind: string, names: readonly string[]): string[] =>
    names.map((name) => `${kind}=${name}`);
  const reads = [
    ...named('index', indexes),
    ...named('sourcetype', sourcetypes),
    ...named('source', sources),
    ...named('eventtype', eventtypes),
    ...named('datamodel', datamodels),
    ...named('lookup', lookups),
  ];
  return { search, platforms: platformsOf(search), reads };
}

function kqlSearch(strategy: Strategy, search: Search, { routed }: Built): PageSearch {
  const products = ['sentinel', 'defender'] as const;
  const runs = products.flatMap((platform) =>
    routed[platform]
      .filter((each) => each.search === search && each.strategy === strategy)
      .map(({ facts }) => ({ platform, facts })),
  );
  const tables = new Set(runs.flatMap(({ facts }) => facts.tables));
  const platforms: Platform[] = runs.map(({ platform }) => platform);
  return { search, platforms, reads: [...tables].sort() };
}
