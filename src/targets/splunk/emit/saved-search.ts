// One stanza of savedsearches.conf per SPL search of a strategy: what runs, when, over which window, and what an alert is.
import {
  documentSpan,
  placeIn,
  printDuration,
  type Pack,
  type Schedule,
  type Search,
  type Severity,
  type Strategy,
} from '../../../strategy/index.ts';
import { span, type Diagnostic } from '../../../text/index.ts';
import type { ConfSetting, ConfStanza } from '../conf/conf.ts';
import { valueProblem } from '../conf/representable.ts';
import { diagnose } from '../messages.ts';
import { macroCalls, onOneLine } from '../spl-text.ts';
import { filingOf } from './annotations.ts';
import { enterpriseSecurity } from './enterprise-security.ts';
import { oneLine } from './macros.ts';
import { filterMacro, LONGEST_NAME, searchName } from './names.ts';
import { cronFor, lateWindowFor, windowFor } from './schedule.ts';
import { lateEvents, settingsOf, withOverrides } from './settings.ts';
import type { SplunkTarget } from './target.ts';
import { tombstone } from './tombstone.ts';

/** A saved search and the strategy it came from. */
export interface EmittedSearch {
  readonly strategy: Strategy;
  readonly stanza: ConfStanza;
  readonly cron: string;
}

/** Splunk's alert severities: 2 info, 3 low, 4 medium, 5 high. */
const SEVERITY: Readonly<Record<Severity, string>> = {
  informational: '2',
  low: '3',
  medium: '4',
  high: '5',
};

/** The saved searches of one strategy; none when it has no SPL search or none that a .conf file can hold. */
export function savedSearchesOf(
  pack: Pack,
  strategy: Strategy,
  target: SplunkTarget,
  diagnostics: Diagnostic[],
): EmittedSearch[] {
  const searches = strategy.searches.filter(({ language }) => language === 'spl');
  if (searches.length === 0) return [];
  const overrides = settingsOf(strategy, diagnostics);
  const filing = filingOf(strategy, diagnostics);
  const timing = timingOf(strategy, overrides, diagnostics);
  return searches.flatMap((search, index) => {
    const text = searchText(strategy, search, diagnostics);
    if (text === undefined) return [];
    const label = labelAt(index, search);
    const name = nameOf(pack, strategy, label, diagnostics);
    const derived = [
      ...timing,
      ...alertSettings(pack, strategy),
      ...(target.edition === 'es'
        ? enterpriseSecurity({ pack, strategy, name, search: text, label, filing }, target)
        : KEPT_RESULTS),
    ];
    const settings = withOverrides(derived, overrides);
    const cron = settings.find(({ key }) => key === 'cron_schedule')?.value ?? '';
    const stanza = { name, settings: [...settings, { key: 'search', value: text }] };
    return [{ strategy, stanza, cron }];
  });
}

// Without Enterprise Security nothing keeps the rows that an alert was raised for: the index `summary` is there on every
// Splunk for that purpose, and what is written to it costs no licence.
const KEPT_RESULTS: readonly ConfSetting[] = [
  { key: 'action.summary_index', value: '1' },
  { key: 'action.summary_index._name', value: 'summary' },
];

/** The saved searches that a retired strategy leaves behind. */
export function tombstonesOf(
  pack: Pack,
  strategy: Strategy,
  diagnostics: Diagnostic[],
): EmittedSearch[] {
  return strategy.searches
    .filter(({ language }) => language === 'spl')
    .map((search, index) => {
      const name = nameOf(pack, strategy, labelAt(index, search), diagnostics);
      return { strategy, stanza: tombstone(strategy, name), cron: '' };
    });
}

/** The SPL searches of a strategy with the names of their saved searches, in document order. */
export function namesOfSearches(
  pack: Pack,
  strategy: Strategy,
): { readonly name: string; readonly search: Search }[] {
  return strategy.searches
    .filter(({ language }) => language === 'spl')
    .map((search, index) => {
      const { name } = searchName(pack.title, strategy.title, labelAt(index, search));
      return { name, search };
    });
}

/** A strategy's first search goes by its title alone. */
function labelAt(index: number, search: Search): string | undefined {
  return index === 0 ? undefined : (search.label ?? String(index + 1));
}

function nameOf(
  pack: Pack,
  strategy: Strategy,
  label: string | undefined,
  found: Diagnostic[],
): string {
  const { name, replaced, cut } = searchName(pack.title, strategy.title, label);
  if (label !== undefined) return name;
  const place = placeIn(strategy, 'title').span;
  if (replaced.length > 0) {
    const list = replaced.map((each) => `\`${each}\``).join(', ');
    found.push(diagnose('TSP1003', strategy.source, place, { found: list, name }));
  }
  if (cut) found.push(diagnose('TSP1004', strategy.source, place, { name, most: LONGEST_NAME }));
  return name;
}

/**
 * The document's text with the filter's call after it, unless the text calls the filter itself. Outer white space goes;
 * everything else stays, except that a text that a .conf file cannot hold over several lines is put on one line, with
 * each line end as one space: the same search, with no offset moved.
 */
function searchText(strategy: Strategy, search: Search, found: Diagnostic[]): string | undefined {
  const trimmed = search.text.trim();
  const problem = valueProblem(trimmed);
  const text = problem ? (onOneLine(trimmed) ?? trimmed) : trimmed;
  const left = problem && valueProblem(text);
  if (left) {
    const lead = search.text.length - search.text.trimStart().length;
    const at = lead + left.at;
    const place = documentSpan(search, span(at, at + 1));
    found.push(diagnose('TSP1001', strategy.source, place, { what: 'the search', ...left }));
    return undefined;
  }
  const filter = filterMacro(strategy.id);
  if (macroCalls(text).some(({ name }) => name === filter)) return text;
  return `${text} | \`${filter}\``;
}

function timingOf(
  strategy: Strategy,
  overrides: ReadonlyMap<string, string>,
  found: Diagnostic[],
): ConfSetting[] {
  const { schedule, source } = strategy;
  const cron = cronFor(strategy.id, schedule.every);
  const late = lateEvents(strategy, found);
  if (!overrides.has('cron_schedule') && cron.period !== schedule.every) {
    const parameters = { asked: printDuration(schedule.every), given: printDuration(cron.period) };
    const { span: place } = placeIn(strategy, 'schedule.every');
    found.push(diagnose('TSP1006', source, place, parameters));
  }
  return [
    { key: 'description', value: oneLine(strategy.description || strategy.title) },
    { key: 'disabled', value: '1' },
    { key: 'enableSched', value: '1' },
    { key: 'is_visible', value: '1' },
    { key: 'cron_schedule', value: cron.expression },
    ...windowSettings(schedule, cron.period, late),
    // Continuous: a window that the scheduler could not run in time is run later, not skipped.
    { key: 'realtime_schedule', value: '0' },
    { key: 'schedule_window', value: 'auto' },
    { key: 'dispatch.ttl', value: '2p' },
    // Durable: a window that was lost to a restart or a failed search is searched once Splunk is back.
    { key: 'durable.track_time_type', value: late === undefined ? '_time' : '_indextime' },
    { key: 'durable.lag_time', value: '60' },
    { key: 'durable.backfill_type', value: 'auto' },
    { key: 'durable.max_backfill_intervals', value: '48' },
  ];
}

function windowSettings(
  schedule: Schedule,
  period: number,
  late: number | undefined,
): ConfSetting[] {
  if (late === undefined) {
    const { earliest, latest } = windowFor(schedule, period);
    return [
      { key: 'dispatch.earliest_time', value: earliest },
      { key: 'dispatch.latest_time', value: latest },
    ];
  }
  const window = lateWindowFor(schedule, period, late);
  return [
    { key: 'dispatch.earliest_time', value: window.earliest },
    { key: 'dispatch.latest_time', value: window.latest },
    { key: 'dispatch.index_earliest', value: window.indexEarliest },
    { key: 'dispatch.index_latest', value: window.indexLatest },
  ];
}

function alertSettings(pack: Pack, strategy: Strategy): ConfSetting[] {
  const { throttle } = strategy;
  const byField = throttle !== undefined && throttle.fields.length > 0;
  return [
    { key: 'counttype', value: 'number of events' },
    { key: 'relation', value: 'greater than' },
    { key: 'quantity', value: '0' },
    { key: 'alert.track', value: '1' },
    { key: 'alert.severity', value: SEVERITY[strategy.severity] },
    // Splunk suppresses by field only where each result is an alert of its own.
    { key: 'alert.digest_mode', value: byField ? '0' : '1' },
    ...(throttle
      ? [
          { key: 'alert.suppress', value: '1' },
          ...(byField ? [{ key: 'alert.suppress.fields', value: throttle.fields.join(',') }] : []),
          { key: 'alert.suppress.period', value: `${String(Math.ceil(throttle.period))}s` },
        ]
      : [{ key: 'alert.suppress', value: '0' }]),
    { key: 'request.ui_dispatch_app', value: pack.id },
    { key: 'request.ui_dispatch_view', value: 'search' },
  ];
}
