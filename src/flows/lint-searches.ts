// What is wrong with a pack's SPL searches, said in the documents that hold them. The searches are compiled with the
// macros and lookups of the app that they would ship in.
import { compile, knowledge, lint, type Lookup, type SplEnvironment } from '../spl/index.ts';
import type { Search, Strategy } from '../strategy/index.ts';
import { readApp, type SplunkApp } from '../targets/splunk/index.ts';
import type { Diagnostic, FileTree, Source } from '../text/index.ts';
import { EVENT_COLUMNS } from './event-columns.ts';
import { inDocument } from './search-attempt.ts';

export function lintSearches(strategies: readonly Strategy[], tree: FileTree): Diagnostic[] {
  const app = readApp(tree).value;
  // The searches of a retired strategy do not ship, and what they call need not either.
  const shipping = strategies.filter(({ status }) => status !== 'deprecated');
  return shipping.flatMap((strategy) =>
    strategy.searches
      .filter(({ language }) => language === 'spl')
      .flatMap((search) => lintSearch(strategy, search, app)),
  );
}

function lintSearch(strategy: Strategy, search: Search, app: SplunkApp): Diagnostic[] {
  const source: Source = { name: strategy.source.name, text: search.text };
  const environment: SplEnvironment = {
    now: 0,
    timezone: 'UTC',
    events: { name: 'events', columns: EVENT_COLUMNS },
    knowledge,
    macros: app.macros,
    lookups: new Map([...app.lookups].map(([name, { columns }]) => [name, lookup(name, columns)])),
  };
  const { diagnostics } = compile(source, environment);
  return [...diagnostics, ...lint(source, environment)].map((each) =>
    inDocument(each, strategy, search),
  );
}

function lookup(name: string, columns: readonly string[]): Lookup {
  return { table: name, columns: columns.map((column) => ({ name: column, type: 'string' })) };
}
