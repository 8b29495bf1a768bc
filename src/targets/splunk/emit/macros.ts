// macros.conf: the site's data sources, the strategies' thresholds, and a filter per strategy that is the customer's.
import { documentSpan, placeIn, type Pack, type Strategy } from '../../../strategy/index.ts';
import { nearest, span, type Diagnostic, type Source } from '../../../text/index.ts';
import type { ConfStanza } from '../conf/conf.ts';
import { valueProblem } from '../conf/representable.ts';
import { diagnose } from '../messages.ts';
import { macroCalls } from '../spl-text.ts';
import { DEFAULT_SOURCES } from './default-sources.ts';
import { filterMacro, nameProblem } from './names.ts';

/** What a macro is for: the setup page lists the sources; the customer edits sources, filters and values; dashboards call helpers. */
type MacroKind = 'source' | 'filter' | 'value' | 'helper';

export interface Macro {
  readonly name: string;
  readonly kind: MacroKind;
  readonly definition: string;
  readonly description: string;
}

/** A strategy's tunable may share its name with the same value in another strategy, and with nothing else. */
export interface MacroTable {
  readonly macros: ReadonlyMap<string, Macro>;
  readonly diagnostics: readonly Diagnostic[];
}

// Keeps every row, also rows without `_raw`, as Splunk's own detections have it.
const KEEP_ALL = 'search *';

/**
 * Every macro of the app: all sources of the pack, the default sources that some search calls, values, filters, and the
 * helper that the dashboards call.
 */
export function macrosOf(
  pack: Pack,
  strategies: readonly Strategy[],
  helper: Macro,
  config: Source,
): MacroTable {
  const diagnostics: Diagnostic[] = [];
  const macros = new Map<string, Macro>();
  for (const [name, definition] of Object.entries(pack.sources)) {
    const problem = nameProblem(name);
    if (problem !== undefined) {
      diagnostics.push(diagnose('TSP1009', config, undefined, { name, reason: problem }));
      continue;
    }
    const description = DEFAULT_SOURCES.get(name)?.description ?? inWords(name);
    const unwritable = valueProblem(definition);
    if (unwritable) {
      const what = `the source \`${name}\``;
      diagnostics.push(diagnose('TSP1001', config, undefined, { what, ...unwritable }));
      continue;
    }
    macros.set(name, { name, kind: 'source', definition, description });
  }
  for (const strategy of strategies) addOwn(strategy, macros, diagnostics);
  if (macros.has(helper.name)) {
    diagnostics.push(diagnose('TSP1008', config, undefined, { name: helper.name }));
  } else {
    macros.set(helper.name, helper);
  }
  addDefaults(strategies, macros);
  for (const strategy of strategies) diagnostics.push(...undefinedCalls(strategy, macros));
  return { macros, diagnostics };
}

function addOwn(strategy: Strategy, macros: Map<string, Macro>, found: Diagnostic[]): void {
  strategy.tunables.forEach((tunable, index) => {
    if (tunable.value === undefined) return;
    const { name, description } = tunable;
    const place = placeIn(strategy, `tunables.${String(index)}`).span;
    const definition = literal(tunable.value);
    const reason = nameProblem(name);
    const unwritable = valueProblem(definition);
    const known = macros.get(name);
    if (reason !== undefined) {
      found.push(diagnose('TSP1009', strategy.source, place, { name, reason }));
    } else if (unwritable) {
      const what = `the tunable \`${name}\``;
      found.push(diagnose('TSP1001', strategy.source, place, { what, ...unwritable }));
    } else if (known && (known.kind !== 'value' || known.definition !== definition)) {
      found.push(diagnose('TSP1008', strategy.source, place, { name }));
    } else if (!known) {
      macros.set(name, { name, kind: 'value', definition, description: oneLine(description) });
    }
  });
  const name = filterMacro(strategy.id);
  if (macros.has(name)) {
    found.push(diagnose('TSP1008', strategy.source, placeIn(strategy, 'title').span, { name }));
    return;
  }
  const description = `Results of "${oneLine(strategy.title)}" to keep: add conditions to leave out what is known to be good`;
  macros.set(name, { name, kind: 'filter', definition: KEEP_ALL, description });
}

/** `proxy_logs` -> `Proxy logs`. */
function inWords(name: string): string {
  const words = name.replaceAll('_', ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A value as SPL writes it, so that the macro can stand wherever a literal can: numbers bare, text in quotes. */
function literal(value: string | number): string {
  if (typeof value === 'number') return String(value);
  return `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

function addDefaults(strategies: readonly Strategy[], macros: Map<string, Macro>): void {
  const texts = strategies.flatMap(splTexts);
  for (const { definition } of [...macros.values()]) texts.push(definition);
  for (const text of texts) {
    for (const { name } of macroCalls(text)) {
      const source = DEFAULT_SOURCES.get(name);
      if (source && !macros.has(name)) macros.set(name, { name, kind: 'source', ...source });
    }
  }
}

function splTexts(strategy: Strategy): string[] {
  return strategy.searches.filter(({ language }) => language === 'spl').map(({ text }) => text);
}

function undefinedCalls(strategy: Strategy, macros: ReadonlyMap<string, Macro>): Diagnostic[] {
  const known = [...macros.keys(), ...DEFAULT_SOURCES.keys()];
  return strategy.searches.flatMap((search) => {
    if (search.language !== 'spl') return [];
    return macroCalls(search.text)
      .filter(({ name }) => !macros.has(name))
      .map(({ name, start, end }) => {
        const place = documentSpan(search, span(start, end));
        const close = nearest(name, known);
        return diagnose('TSP1007', strategy.source, place, { name, nearest: close });
      });
  });
}

/** macros.conf, in name order within sources, values, filters and helpers. */
export function macroStanzas(macros: ReadonlyMap<string, Macro>): ConfStanza[] {
  const kinds: readonly MacroKind[] = ['source', 'value', 'filter', 'helper'];
  return kinds.flatMap((kind) =>
    [...macros.values()]
      .filter((macro) => macro.kind === kind)
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map(({ name, definition, description }) => ({
        name,
        settings: [
          { key: 'definition', value: definition },
          { key: 'description', value: description },
          { key: 'iseval', value: '0' },
        ].filter(({ value }) => value !== ''),
      })),
  );
}

/** Text on one line, without backslashes at its end: fit for a description in a .conf file. */
export function oneLine(text: string): string {
  return text
    .replace(/[\s\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim()
    .replace(/\\+$/u, '')
    .trim()
    .toWellFormed();
}
