// Events as a search head has them: the stored columns and the search-time fields that are asked for.
import type { Relation, SortKey } from '../plan/index.ts';
import type { Context } from './commands/command.ts';
import { project, value, valueOf, type Flow, type NewField } from './flow.ts';
import { wants, type Need } from './need.ts';
import { asNumber, shapeOf, type Scope } from './shape.ts';

export function retrieveEvents(need: Need, context: Context): Flow {
  const stored = storedEvents(context);
  const { knowledge } = context.environment;
  if (!knowledge) return stored;
  const scope: Scope = context.scope(stored);
  const asked = need.all || need.patterns.length > 0 ? knowledge.fieldNames(scope) : [];
  const names = new Set([...need.names, ...asked.filter((name) => wants(need, name))]);
  const computed = [...names].flatMap((name): NewField[] => {
    const made = knowledge.field(name, scope);
    return made && made.shape !== 'null' ? [{ name, value: made }] : [];
  });
  if (computed.length === 0) return stored;
  const replaced = new Set(computed.map((each) => each.name));
  const kept = stored.fields
    .filter((field) => !replaced.has(field.name))
    .map((field): NewField => ({ name: field.name, value: valueOf(field) }));
  return project(stored, [...kept, ...computed]);
}

export function storedEvents(context: Context): Flow {
  const { name, columns } = context.environment.events;
  return {
    relation: { kind: 'scan', table: name, columns },
    fields: columns.map((column) => ({
      name: column.name,
      shape: shapeOf(column.type),
      type: column.type,
    })),
  };
}

/** Events as a search head hands them on. Without a time they come last, in the order of the store. */
export function newestFirst(flow: Flow): Flow {
  const time = value(flow, '_time');
  if (!time) return flow;
  const key: SortKey = { by: asNumber(time), descending: true, nulls: 'last' };
  const relation: Relation = { kind: 'sort', input: flow.relation, keys: [key] };
  return { ...flow, relation };
}
