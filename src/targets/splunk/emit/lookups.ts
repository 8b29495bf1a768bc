// The strategies' lists as lookups, which are the customer's to extend.
import { placeIn, type Strategy, type Tunable } from '../../../strategy/index.ts';
import type { Diagnostic } from '../../../text/index.ts';
import type { ConfStanza } from '../conf/conf.ts';
import { writeCsv } from '../csv.ts';
import { diagnose } from '../messages.ts';
import { nameProblem } from './names.ts';

/** A lookup's stanza in transforms.conf and its file under lookups/. */
export interface Lookup {
  readonly stanza: ConfStanza;
  readonly file: string;
  readonly csv: string;
}

/** One lookup per list, by name. Two strategies may share a list when they give the same one. */
export function listLookups(
  strategies: readonly Strategy[],
  taken: ReadonlySet<string>,
  found: Diagnostic[],
): Map<string, Lookup> {
  const lookups = new Map<string, Lookup>();
  for (const strategy of strategies) {
    strategy.tunables.forEach((tunable, index) => {
      if (!tunable.columns) return;
      const { name } = tunable;
      const place = placeIn(strategy, `tunables.${String(index)}`).span;
      const reason = nameProblem(name) ?? columnProblem(tunable.columns);
      const made = listLookup(tunable, tunable.columns);
      const known = lookups.get(name);
      if (reason !== undefined) {
        found.push(diagnose('TSP1009', strategy.source, place, { name, reason }));
      } else if (taken.has(name) || tunable.value !== undefined) {
        found.push(diagnose('TSP1014', strategy.source, place, { name }));
      } else if (known && known.csv !== made.csv) {
        found.push(diagnose('TSP1008', strategy.source, place, { name }));
      } else {
        lookups.set(name, made);
      }
    });
  }
  return lookups;
}

function columnProblem(columns: readonly string[]): string | undefined {
  if (columns.length === 0) return 'has no columns';
  if (new Set(columns).size !== columns.length) return 'has two columns of the same name';
  const bad = columns.find((column) => !/^[A-Za-z_][\w.]*$/u.test(column));
  return bad === undefined ? undefined : `has a column named \`${bad}\``;
}

/** Windows does not tell cases apart, so neither does a list; a column that holds `*` somewhere takes wildcards. */
function listLookup({ name, rows = [] }: Tunable, columns: readonly string[]): Lookup {
  const cells = rows.map((row) => {
    const given = new Map(Object.entries(row));
    return columns.map((column) => given.get(column) ?? '');
  });
  const wild = columns.filter((_, index) => cells.some((row) => row[index]?.includes('*')));
  const file = `${name}.csv`;
  const settings = [
    { key: 'filename', value: file },
    { key: 'case_sensitive_match', value: '0' },
    ...(wild.length > 0
      ? [{ key: 'match_type', value: wild.map((each) => `WILDCARD(${each})`).join(', ') }]
      : []),
  ];
  return { stanza: { name, settings }, file, csv: writeCsv({ columns, rows: cells }) };
}
