// Sentinel's entity identifiers as the entity mappings of a custom detection.
import { graphEntities, type Strategy } from '../../strategy/index.ts';
import type { Findings } from '../findings.ts';
import * as problems from './messages.ts';
import type { SearchFacts } from '../search-facts.ts';
import type { EntityColumns } from './detection.ts';

/** The mappings by group. A result with a `DeviceId` maps its device by it, which is what response actions go by. */
export function entitiesOf(
  strategy: Strategy,
  facts: SearchFacts,
  findings: Findings,
): Readonly<Record<string, readonly EntityColumns[]>> {
  const found = new Map<string, EntityColumns[]>();
  for (const [index, { type, columns }] of strategy.entities.entries()) {
    const group = graphEntities.get(type);
    const path = `entities.${String(index)}`;
    const mapped = Object.entries(columns).flatMap(([identifier, column]) => {
      const property = new Map(Object.entries(group?.columns ?? {})).get(identifier);
      if (property !== undefined) return [[property, column] as const];
      findings.add(problems.identifierDropped, `${path}.columns.${identifier}`, {
        type,
        identifier,
      });
      return [];
    });
    if (!group || mapped.length === 0) continue;
    found.set(group.name, [...(found.get(group.name) ?? []), Object.fromEntries(mapped)]);
  }
  mapDevice(found, facts);
  return Object.fromEntries([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function mapDevice(found: Map<string, EntityColumns[]>, facts: SearchFacts): void {
  if (!facts.columns.some((each) => each.name === 'DeviceId')) return;
  const [first = {}, ...others] = found.get('hosts') ?? [];
  found.set('hosts', [{ deviceIdColumn: 'DeviceId', ...first }, ...others]);
}
