// What the setup page has to know and cannot ask Splunk for (appserver/static/pages/pack.json).
import { tacticOf, type Pack, type Strategy } from '../../../strategy/index.ts';
import { prettyJson, type Json } from './json.ts';
import { addOnFor } from './add-ons.ts';
import { oneLine, type Macro } from './macros.ts';
import type { EmittedSearch } from './saved-search.ts';
import type { SplunkTarget } from './target.ts';

/** One way for an event to pass a search's first condition: the source it comes from, the fields that it must have. */
export interface EventNeed {
  readonly source: string;
  readonly fields: readonly string[];
}

/** Reads those out of a search's text; `sources` are the names of the macros that say where data lies. */
export type ReadNeeds = (search: string, sources: readonly string[]) => readonly EventNeed[];

export interface SetupParts {
  readonly pack: Pack;
  readonly target: SplunkTarget;
  readonly searches: readonly EmittedSearch[];
  readonly macros: ReadonlyMap<string, Macro>;
  readonly sourcesOf: (search: EmittedSearch) => readonly string[];
  readonly readNeeds: ReadNeeds;
}

export function setupFacts(parts: SetupParts): string {
  const { pack, target, searches, macros } = parts;
  const sources = [...macros.values()]
    .filter(({ kind }) => kind === 'source')
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return prettyJson({
    app: pack.id,
    title: pack.title,
    version: pack.version,
    edition: target.edition,
    sources: sources.map(sourceFacts),
    searches: searches.map((search) => searchFacts(search, parts, sources)),
    lists: listFacts(searches),
  });
}

function sourceFacts({ name, definition, description }: Macro): Json {
  const addOn = addOnFor(definition);
  return { name, definition, description, ...(addOn !== undefined && { addOn }) };
}

function searchFacts(search: EmittedSearch, parts: SetupParts, sources: readonly Macro[]): Json {
  const { strategy, stanza } = search;
  const text = stanza.settings.find(({ key }) => key === 'search')?.value ?? '';
  const needs = parts.readNeeds(
    text,
    sources.map(({ name }) => name),
  );
  return {
    name: stanza.name,
    id: strategy.id,
    title: strategy.title,
    description: oneLine(strategy.description),
    severity: strategy.severity,
    tactics: unique(
      strategy.attack.map(({ tactic }) => tactic && (tacticOf(tactic)?.name ?? tactic)),
    ),
    techniques: unique(strategy.attack.map(({ technique }) => technique)),
    sources: parts.sourcesOf(search),
    needs: needs.map(({ source, fields }) => ({ source, fields })),
    lists: listsOf(strategy).map(({ name }) => name),
  };
}

/** The lists that are the customer's to extend, with what they ship with. */
function listFacts(searches: readonly EmittedSearch[]): Json {
  const lists = new Map(
    searches.flatMap(({ strategy }) => listsOf(strategy).map((list) => [list.name, list] as const)),
  );
  return [...lists.values()]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, description, columns = [], rows = [] }) => ({
      name,
      description: oneLine(description),
      columns,
      rows: rows.map((row) => {
        const given = new Map(Object.entries(row));
        return columns.map((column) => given.get(column) ?? '');
      }),
    }));
}

const listsOf = ({ tunables }: Strategy): Strategy['tunables'] =>
  tunables.filter(({ columns }) => columns !== undefined);

function unique(values: readonly (string | undefined)[]): string[] {
  return [...new Set(values.filter((each) => each !== undefined))];
}
