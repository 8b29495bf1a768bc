// What a workspace must collect for a rule to see anything: connectors per table, and the set of Windows events.
import { readFileSync } from 'node:fs';
import type { Strategy } from '../../strategy/index.ts';
import type { Findings } from '../findings.ts';
import * as problems from './messages.ts';
import type { KqlInput } from '../search-facts.ts';

export type EventSet = 'Minimal' | 'Common' | 'All';

export interface Prerequisites {
  readonly tables: readonly string[];
  /** Connectors, each enough for the table: table to connector ids as Content Hub names them. */
  readonly connectors: Readonly<Record<string, readonly string[]>>;
  /** The smallest set of the Windows Security Events connector that holds every event the strategy names. */
  readonly eventSet?: EventSet;
}

interface Facts {
  readonly connectors: ReadonlyMap<string, readonly string[]>;
  readonly minimal: ReadonlySet<number>;
  readonly common: ReadonlySet<number>;
}

let loaded: Facts | undefined;

function collectionFacts(): Facts {
  if (loaded) return loaded;
  const text = readFileSync(new URL('./data/collection.json', import.meta.url), 'utf8');
  const data = JSON.parse(text) as {
    connectors: Record<string, string[]>;
    eventSets: { minimal: number[]; common: number[] };
  };
  loaded = {
    connectors: new Map(Object.entries(data.connectors)),
    minimal: new Set(data.eventSets.minimal),
    common: new Set(data.eventSets.common),
  };
  return loaded;
}

/** What the rule needs, with a note where the connector's usual settings would leave events out. */
export function prerequisitesOf({ strategy, facts }: KqlInput, findings: Findings): Prerequisites {
  const tables = [...new Set(facts.tables)].sort();
  const known = tables.flatMap((table) => {
    const connectors = collectionFacts().connectors.get(table);
    return connectors ? [[table, connectors] as const] : [];
  });
  const eventSet = tables.includes('SecurityEvent') ? eventSetFor(strategy, findings) : undefined;
  return {
    tables,
    connectors: Object.fromEntries(known),
    ...(eventSet === undefined ? {} : { eventSet }),
  };
}

function eventSetFor(strategy: Strategy, findings: Findings): EventSet | undefined {
  const ids = securityEventIds(strategy);
  if (ids.length === 0) return undefined;
  const { minimal, common } = collectionFacts();
  if (ids.every((id) => minimal.has(id))) return 'Minimal';
  if (ids.every((id) => common.has(id))) return 'Common';
  const outside = ids.filter((id) => !common.has(id));
  findings.add(problems.eventsNotCollected, 'dataSources', { events: outside });
  return 'All';
}

/** The ids, and the ends of ranges such as `4698-4702` with all between, that the strategy takes from the Security log. */
function securityEventIds(strategy: Strategy): number[] {
  const ids = new Set<number>();
  for (const { provider, eventId } of strategy.dataSources) {
    if (!/security[- ]auditing|^security$/i.test(provider) || eventId === undefined) continue;
    for (const part of eventId.split(/[,;/ ]/)) {
      const range = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(part.trim());
      if (!range) continue;
      const first = Number(range[1]);
      const last = Math.min(Number(range[2] ?? first), first + 1_000);
      for (let id = first; id <= last; id++) ids.add(id);
    }
  }
  return [...ids].sort((a, b) => a - b);
}
