// Whether a search can work with the data that was found.
import type { DryRun, Found } from './checks.ts';
import { intervalOf } from './cron.ts';
import type { SearchFacts } from './facts.ts';
import { SplunkdError } from './splunkd.ts';

/** What became of looking at something. */
export type Looked<T> =
  | { readonly kind: 'running' }
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'failed'; readonly message: string };

export type State = 'ready' | 'ready in part' | 'no data' | 'field missing' | 'heavy' | 'unknown';

export interface Readiness {
  readonly state: State;
  /** What to know about it, as a sentence; `` where there is nothing to add. */
  readonly why: string;
}

/** A dry run beyond this many seconds, or beyond a tenth of the time between two runs, is heavy. */
const HEAVY_SECONDS = 60;
const HEAVY_SHARE = 0.1;

export type FoundIn = ReadonlyMap<string, Looked<Found>>;

/** A search that reads several sources works in part where one of them has what it needs. */
export function readinessOf(
  search: SearchFacts,
  sources: FoundIn,
  dryRun: Looked<DryRun> | undefined,
  cron: string,
): Readiness {
  const known = search.sources.map((name) => sources.get(name));
  if (known.length === 0 || known.some((each) => each?.kind !== 'done')) {
    return { state: 'unknown', why: unknownWhy(known) };
  }
  const silent = search.sources.filter((name) => foundOf(sources, name)?.count === 0);
  if (silent.length === search.sources.length) {
    return { state: 'no data', why: `No events from ${silent.join(', ')}.` };
  }
  const missing = missingFields(search, sources);
  if (missing !== undefined) {
    return { state: 'field missing', why: `Not in the newest events: ${missing.join(', ')}.` };
  }
  const heavy = dryRun?.kind === 'done' ? heavyWhy(dryRun.value, cron) : undefined;
  if (heavy !== undefined) return { state: 'heavy', why: heavy };
  return silent.length > 0
    ? { state: 'ready in part', why: `No events from ${silent.join(', ')}.` }
    : { state: 'ready', why: '' };
}

function unknownWhy(known: readonly (Looked<Found> | undefined)[]): string {
  if (known.length === 0) return 'The search names no source of this app.';
  if (known.some((each) => each?.kind === 'failed')) return 'Its data could not be checked.';
  return known.some((each) => each?.kind === 'running') ? 'Checking its data.' : '';
}

const foundOf = (sources: FoundIn, name: string): Found | undefined => {
  const looked = sources.get(name);
  return looked?.kind === 'done' ? looked.value : undefined;
};

/** The fewest fields whose absence keeps every event out; undefined when some way to pass is open or none is known. */
function missingFields({ needs }: SearchFacts, sources: FoundIn): readonly string[] | undefined {
  const lacking = needs.flatMap(({ source, fields }) => {
    const found = foundOf(sources, source);
    return found && found.count > 0 ? [fields.filter((field) => !found.fields.has(field))] : [];
  });
  if (lacking.some((each) => each.length === 0)) return undefined;
  return [...lacking].sort((a, b) => a.length - b.length)[0];
}

function heavyWhy({ seconds }: DryRun, cron: string): string | undefined {
  const interval = intervalOf(cron);
  if (seconds <= HEAVY_SECONDS && seconds <= HEAVY_SHARE * interval) return undefined;
  return `The dry run took ${seconds.toFixed(0)} seconds; the search starts every ${span(interval)}.`;
}

/** `5 minutes`, `4 hours`. */
export function span(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  if (minutes < 1) return 'minute';
  if (minutes < 120) return counted(minutes, 'minute');
  return minutes < 2880
    ? counted(Math.round(minutes / 60), 'hour')
    : counted(Math.round(minutes / 1440), 'day');
}

/** `1 event`, `1,234 events`. */
export function counted(count: number, thing: string, things = `${thing}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? thing : things}`;
}

/** `5 minutes ago`; both in epoch seconds. */
export function age(newest: number, now: number): string {
  const seconds = Math.max(0, now - newest);
  return seconds < 60 ? 'less than a minute ago' : `${span(seconds)} ago`;
}

/** The words to show for whatever a call was rejected with. */
export function reasonOf(error: unknown): string {
  if (error instanceof SplunkdError) return error.message;
  return error instanceof Error
    ? `Splunk could not be reached: ${error.message}`
    : 'Splunk could not be reached.';
}
