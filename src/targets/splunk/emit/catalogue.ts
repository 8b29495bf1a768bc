// The catalogue lookup: what each saved search is, and the document behind it, readable inside Splunk.
import type { Pack, SectionKind, Strategy } from '../../../strategy/index.ts';
import { writeCsv, type Table } from '../csv.ts';
import { shortDigest } from './digest.ts';
import { rolesOf } from './entity-roles.ts';
import type { Lookup } from './lookups.ts';
import type { EmittedSearch } from './saved-search.ts';

/** The catalogue's name; its columns are read back to tell which strategy a saved search belongs to. */
export function catalogueName(app: string): string {
  return `${app}_strategies`;
}

/** Sections that someone who handles an alert reads, each a column of the catalogue. */
const SECTIONS: readonly (readonly [string, readonly SectionKind[]])[] = [
  ['goal', ['goal']],
  ['abstract', ['abstract']],
  ['technical_context', ['technical-context']],
  ['blind_spots', ['blind-spots']],
  ['false_positives', ['false-positives']],
  ['validation', ['validation']],
  ['priority', ['priority']],
  ['response', ['response']],
  ['considerations', ['considerations', 'permission']],
  ['references', ['references']],
];

/** One row per saved search: what it is, and the document behind it, readable inside Splunk. */
export function catalogue(pack: Pack, searches: readonly EmittedSearch[]): Lookup {
  const columns = [
    'saved_search',
    'strategy_id',
    'title',
    'version',
    'status',
    'severity',
    'tactics',
    'techniques',
    'host_field',
    'user_field',
    'description',
    ...SECTIONS.map(([name]) => name),
  ];
  const rows = searches.map(({ strategy, stanza }) => [
    stanza.name,
    strategy.id,
    strategy.title,
    strategy.version,
    strategy.status,
    strategy.severity,
    unique(strategy.attack.map(({ tactic }) => tactic)),
    unique(strategy.attack.map(({ technique }) => technique)),
    fieldOf(strategy, 'system'),
    fieldOf(strategy, 'user'),
    strategy.description,
    ...SECTIONS.map(([, kinds]) => sectionText(strategy, kinds)),
  ]);
  return shippedLookup(catalogueName(pack.id), { columns, rows });
}

/** The result column that names the host or the user that an alert is about. */
function fieldOf(strategy: Strategy, kind: 'system' | 'user'): string {
  return rolesOf(strategy.entities).find((each) => each.kind === kind)?.column ?? '';
}

/** A lookup that every release brings anew: its file is named by its content, so that no old one stays in force. */
export function shippedLookup(name: string, table: Table): Lookup {
  const csv = writeCsv(table);
  const file = `${name}_${shortDigest(csv)}.csv`;
  return { stanza: { name, settings: [{ key: 'filename', value: file }] }, file, csv };
}

function unique(values: readonly (string | undefined)[]): string {
  return [...new Set(values.filter((each) => each !== undefined))].join(', ');
}

function sectionText({ sections }: Strategy, kinds: readonly SectionKind[]): string {
  return sections
    .filter(({ kind }) => kinds.includes(kind))
    .map(({ body }) => body.trim())
    .filter((body) => body !== '')
    .join('\n\n')
    .replaceAll('\0', '')
    .toWellFormed();
}
