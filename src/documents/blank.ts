// A strategy with nothing in it but its source: what every reader fills.
import type { Strategy } from '../strategy/index.ts';
import type { Source } from '../text/index.ts';

export function blankStrategy(format: string, source: Source): Strategy {
  return {
    format,
    source,
    id: '',
    title: '',
    description: '',
    version: '1.0',
    status: 'production',
    severity: 'medium',
    attack: [],
    dataSources: [],
    sections: [],
    searches: [],
    schedule: { every: 3600, lookback: 3600, delay: 0, nearRealTime: false },
    entities: [],
    details: {},
    falsePositives: [],
    blindSpots: [],
    references: [],
    history: [],
    expectations: [],
    tunables: [],
    platforms: {},
    places: new Map(),
  };
}

/** An object of the entries, without a prototype: names come from documents. */
export function record<T>(entries: Iterable<readonly [string, T]>): Readonly<Record<string, T>> {
  const made = Object.create(null) as Record<string, T>;
  for (const [key, value] of entries) made[key] = value;
  return made;
}
