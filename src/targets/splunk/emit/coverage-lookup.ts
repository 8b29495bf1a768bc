// The coverage lookup: one row per strategy, tactic and technique, with the data that the strategy's search reads.
import {
  tacticOf,
  tactics,
  techniqueOf,
  type AttackRef,
  type Pack,
} from '../../../strategy/index.ts';
import { shippedLookup } from './catalogue.ts';
import type { Lookup } from './lookups.ts';
import type { EmittedSearch } from './saved-search.ts';

export function coverageName(app: string): string {
  return `${app}_coverage`;
}

const COLUMNS = [
  'strategy_id',
  'saved_search',
  'title',
  'tactic',
  'technique',
  'technique_name',
  'sources',
];

/** `sourcesOf` names the source macros that a search calls. */
export function coverageLookup(
  pack: Pack,
  searches: readonly EmittedSearch[],
  sourcesOf: (search: EmittedSearch) => readonly string[],
): Lookup {
  const rows = searches.flatMap((search) => {
    const { strategy, stanza } = search;
    return cellsOf(strategy.attack).map(({ tactic, technique }) => [
      strategy.id,
      stanza.name,
      strategy.title,
      tactic,
      technique,
      techniqueOf(technique)?.name ?? '',
      sourcesOf(search).join(' '),
    ]);
  });
  return shippedLookup(coverageName(pack.id), { columns: COLUMNS, rows });
}

interface Cell {
  readonly tactic: string;
  /** Empty where the document names the tactic alone. */
  readonly technique: string;
}

/** Each pair once; a technique without a tactic stands under every tactic that it serves. */
function cellsOf(attack: readonly AttackRef[]): Cell[] {
  const cells = new Map<string, Cell>();
  for (const { tactic, technique = '' } of attack) {
    const named = tactic === undefined ? (techniqueOf(technique)?.tactics ?? []) : [tactic];
    for (const each of named) {
      const cell = { tactic: tacticOf(each)?.name ?? each, technique };
      cells.set(`${cell.tactic} ${technique}`, cell);
    }
  }
  return [...cells.values()];
}

// Left to right in the matrix; ATT&CK's ids do not tell the order.
const ORDER =
  'TA0043 TA0042 TA0001 TA0002 TA0003 TA0004 TA0005 TA0006 TA0007 TA0008 TA0009 TA0011 TA0010 TA0040'.split(
    ' ',
  );

/** The names of the tactics that the searches serve, in the matrix's order; names that ATT&CK does not know come last. */
export function tacticsOf(searches: readonly EmittedSearch[]): string[] {
  const used = new Set(
    searches.flatMap(({ strategy }) => cellsOf(strategy.attack).map(({ tactic }) => tactic)),
  );
  const place = new Map(tactics().map(({ id, name }) => [name, ORDER.indexOf(id)]));
  const rank = (name: string): number => {
    const at = place.get(name) ?? -1;
    return at < 0 ? ORDER.length : at;
  };
  return [...used].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}
