// Where a strategy's values stand in its document.
import type { Place } from './problem.ts';
import type { Strategy } from './strategy.ts';

/** The place of a value in the strategy's document, or the nearest one around it. */
export function placeIn(strategy: Strategy, path: string): Place {
  for (let at = path; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('.')))) {
    const span = strategy.places.get(at);
    if (span) return { source: strategy.source, span };
  }
  return { source: strategy.source };
}
