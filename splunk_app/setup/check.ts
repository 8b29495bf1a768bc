// What is known about the data behind a source or a search, and how it is said.
import { ENOUGH, SplunkdError, type Counted } from './splunkd.ts';
import type { SearchFacts } from './facts.ts';

export type Check =
  | { readonly kind: 'running' }
  | { readonly kind: 'counted'; readonly counted: Counted }
  | { readonly kind: 'failed'; readonly message: string };

/** Whether the data that a search needs was found: only known when each of its sources was checked. */
export type Readiness = 'ready' | 'no data' | 'unknown';

export function readiness(search: SearchFacts, checks: ReadonlyMap<string, Check>): Readiness {
  const found = search.sources.map((name) => checks.get(name));
  if (found.some((check) => check?.kind === 'counted' && check.counted.count === 0))
    return 'no data';
  const all = found.length > 0 && found.every((check) => check?.kind === 'counted');
  return all ? 'ready' : 'unknown';
}

/** `1000 or more events, the newest 5 minutes old`; `now` is in epoch seconds. */
export function eventsFound({ count, newest }: Counted, now: number): string {
  if (count === 0) return 'No events in the last 24 hours';
  const number = count >= ENOUGH ? `${String(ENOUGH)} or more` : String(count);
  const age = newest === undefined ? '' : `, the newest ${ago(Math.max(0, now - newest))} old`;
  return `${number} ${count === 1 ? 'event' : 'events'} in the last 24 hours${age}`;
}

export function resultsFound({ count }: Counted): string {
  return `${String(count)} ${count === 1 ? 'result' : 'results'} in the last 24 hours`;
}

function ago(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  if (minutes < 1) return 'less than a minute';
  if (minutes < 60) return `${String(minutes)} ${minutes === 1 ? 'minute' : 'minutes'}`;
  const hours = Math.floor(minutes / 60);
  return `${String(hours)} ${hours === 1 ? 'hour' : 'hours'}`;
}

/** The words to show for whatever a call was rejected with. */
export function reasonOf(error: unknown): string {
  if (error instanceof SplunkdError) return error.message;
  return error instanceof Error
    ? `Splunk could not be reached: ${error.message}`
    : 'Splunk could not be reached.';
}
