// What a site may tune, as the workspace holds it: values are functions without parameters, lists are watchlists.
import type { Tunable } from '../../strategy/index.ts';
import type { Diagnostic } from '../../text/index.ts';
import { findingsFor, type Findings } from '../findings.ts';
import * as problems from './messages.ts';
import { queryOf, type KqlInput } from '../search-facts.ts';
import type { Watchlist, WorkspaceFunction } from './alert-rule.ts';
import { printCsv } from './csv.ts';

/** Sizes that the watchlist service takes: the content, and a line of it, in characters. */
const LONGEST_CONTENT = 3_800_000;
const LONGEST_LINE = 10_240;

export interface Tunables {
  readonly functions: ReadonlyMap<string, WorkspaceFunction>;
  readonly watchlists: ReadonlyMap<string, Watchlist>;
  /** Names of those that no workspace would take. */
  readonly broken: ReadonlySet<string>;
  readonly diagnostics: readonly Diagnostic[];
}

/** The tunables that the queries mention, by name. Strategies that share one agree about it, or are not valid. */
export function tunablesOf(inputs: readonly KqlInput[]): Tunables {
  const functions = new Map<string, WorkspaceFunction>();
  const watchlists = new Map<string, Watchlist>();
  const broken = new Set<string>();
  const diagnostics: Diagnostic[] = [];
  for (const input of inputs) {
    const { strategy } = input;
    for (const [index, tunable] of strategy.tunables.entries()) {
      const known = functions.has(tunable.name) || watchlists.has(tunable.name);
      if (known || !mentions(queryOf(input), tunable.name)) continue;
      const findings = findingsFor(strategy);
      const place = `tunables.${String(index)}`;
      if (tunable.value === undefined) {
        watchlists.set(tunable.name, watchlistOf(tunable, place, findings));
      } else {
        functions.set(tunable.name, functionOf(tunable, place, findings));
      }
      if (findings.failed()) broken.add(tunable.name);
      diagnostics.push(...findings.list);
    }
  }
  return { functions: sorted(functions), watchlists: sorted(watchlists), broken, diagnostics };
}

/** The tunables that the given names ask for. */
export function only(all: Tunables, names: ReadonlySet<string>): Tunables {
  return {
    ...all,
    functions: new Map([...all.functions].filter(([name]) => names.has(name))),
    watchlists: new Map([...all.watchlists].filter(([name]) => names.has(name))),
  };
}

/** Whether a query has the name as a whole word: called, or quoted as the name of a watchlist. */
export function mentions(query: string, name: string): boolean {
  for (let at = query.indexOf(name); at >= 0; at = query.indexOf(name, at + 1)) {
    const around = `${query.charAt(at - 1)} ${query.charAt(at + name.length)}`;
    if (!/\w/.test(around)) return true;
  }
  return false;
}

function functionOf(tunable: Tunable, place: string, findings: Findings): WorkspaceFunction {
  const { name, description, value = '' } = tunable;
  if (typeof value === 'number' && !Number.isFinite(value)) {
    findings.add(problems.badNumber, place, { name });
  }
  return { name, description, parameters: '', body: kustoLiteral(value) };
}

/** A value as a Kusto literal. */
export function kustoLiteral(value: string | number): string {
  if (typeof value === 'number') return String(value);
  return `"${Array.from(value, escaped).join('')}"`;
}

function escaped(character: string): string {
  if (character === '"' || character === '\\') return `\\${character}`;
  const code = character.charCodeAt(0);
  const printable = code >= 0x20 && code !== 0x7f && code !== 0x2028 && code !== 0x2029;
  return printable ? character : `\\u${code.toString(16).padStart(4, '0')}`;
}

function watchlistOf(tunable: Tunable, place: string, findings: Findings): Watchlist {
  const { name, description, rows = [] } = tunable;
  const columns = tunable.columns ?? [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const watchlist = { alias: name, description, columns, searchKey: columns[0] ?? '', rows };
  checkWatchlist(watchlist, place, findings);
  if (rows.length === 0 && columns.length > 0) {
    findings.add(problems.emptyWatchlist, place, { name });
  }
  return watchlist;
}

function checkWatchlist(
  { alias, columns, rows }: Watchlist,
  place: string,
  findings: Findings,
): void {
  if (!/^[A-Za-z0-9][\w-]{1,62}[A-Za-z0-9]$/.test(alias)) {
    findings.add(problems.badAlias, place, { name: alias });
  }
  if (rows.some((row) => columns.some((column) => /[\r\n]/.test(row[column] ?? '')))) {
    findings.add(problems.brokenValue, place, { name: alias });
  }
  const content = printCsv(columns, rows);
  if (
    content.length > LONGEST_CONTENT ||
    content.split('\r\n').some((line) => line.length > LONGEST_LINE)
  ) {
    findings.add(problems.largeWatchlist, place, {
      name: alias,
      mostContent: LONGEST_CONTENT,
      mostLine: LONGEST_LINE,
    });
  }
}

function sorted<T>(map: ReadonlyMap<string, T>): ReadonlyMap<string, T> {
  return new Map([...map].sort(([a], [b]) => (a < b ? -1 : 1)));
}
