// Where each stanza of an app comes from: the place in a document behind it.
import { placeIn, type Pack, type Strategy } from '../../../strategy/index.ts';
import type { FileTree, Source, Span } from '../../../text/index.ts';
import { readConf } from '../conf/read.ts';
import { filterMacro } from './names.ts';
import { namesOfSearches } from './saved-search.ts';

export interface Origin {
  /** Path in the tree: `acme/default/macros.conf`. */
  readonly file: string;
  readonly stanza: string;
  /** Where the stanza stands in that file. */
  readonly source: Source;
  readonly span: Span;
  /** Absent for what the pack's configuration or the tool itself gives. */
  readonly document?: DocumentPlace;
}

export interface DocumentPlace {
  readonly strategy: Strategy;
  readonly span: Span | undefined;
}

/** Every stanza of the searches, macros and lookups in a tree that `emit` made of this pack, in file order. */
export function originsOf(
  pack: Pack,
  strategies: readonly Strategy[],
  tree: FileTree,
): readonly Origin[] {
  const known: Readonly<Record<string, ReadonlyMap<string, DocumentPlace>>> = {
    'savedsearches.conf': searchPlaces(pack, strategies),
    'macros.conf': macroPlaces(strategies),
    'transforms.conf': tunablePlaces(strategies, (tunable) => tunable.columns !== undefined),
  };
  return Object.entries(known).flatMap(([name, places]) => {
    const file = `${pack.id}/default/${name}`;
    const text = tree.get(file);
    if (typeof text !== 'string') return [];
    const source = { name: file, text };
    return readConf(source).value.flatMap(({ name: stanza, span }) => {
      const document = places.get(stanza);
      return span === undefined
        ? []
        : [{ file, stanza, source, span, ...(document && { document }) }];
    });
  });
}

function searchPlaces(pack: Pack, strategies: readonly Strategy[]): Map<string, DocumentPlace> {
  const places = new Map<string, DocumentPlace>();
  for (const strategy of strategies) {
    for (const { name, search } of namesOfSearches(pack, strategy)) {
      if (!places.has(name)) places.set(name, { strategy, span: search.span });
    }
  }
  return places;
}

function macroPlaces(strategies: readonly Strategy[]): Map<string, DocumentPlace> {
  const places = tunablePlaces(strategies, (tunable) => tunable.value !== undefined);
  for (const strategy of strategies) {
    const span = placeIn(strategy, 'title').span;
    places.set(filterMacro(strategy.id), { strategy, span });
  }
  return places;
}

/** Of a tunable that several strategies share, the first. */
function tunablePlaces(
  strategies: readonly Strategy[],
  wanted: (tunable: Strategy['tunables'][number]) => boolean,
): Map<string, DocumentPlace> {
  const places = new Map<string, DocumentPlace>();
  for (const strategy of strategies) {
    strategy.tunables.forEach((tunable, index) => {
      if (!wanted(tunable) || places.has(tunable.name)) return;
      const { span } = placeIn(strategy, `tunables.${String(index)}`);
      places.set(tunable.name, { strategy, span });
    });
  }
  return places;
}
