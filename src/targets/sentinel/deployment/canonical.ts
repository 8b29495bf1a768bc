// A rule's properties in one form, so that two rules that do the same are equal.
import { isObject, type Json } from '../../json.ts';
import { leavesOf } from '../../leaves.ts';
import type { AlertRule } from '../alert-rule.ts';
import { literalValue } from '../arm.ts';
import { ruleProperties } from '../template.ts';

/** Lists in which order means nothing. */
const SETS = new Set([
  'tactics',
  'techniques',
  'subTechniques',
  'entityMappings',
  'fieldMappings',
  'sentinelEntitiesMappings',
  'groupByEntities',
  'groupByAlertDetails',
  'groupByCustomDetails',
  'alertDynamicProperties',
]);

/** By Microsoft's names, nested ones joined with dots; texts as they are when deployed. */
export function canonical(rule: AlertRule): ReadonlyMap<string, Json> {
  const { suppression, incident } = rule;
  const meant: AlertRule = {
    ...rule,
    // What is switched off does nothing, whatever else is set for it.
    suppression: { ...suppression, duration: suppression.enabled ? suppression.duration : 0 },
    incident: incident.grouping?.enabled === true ? incident : { create: incident.create },
  };
  const flat = new Map<string, Json>([['kind', rule.kind]]);
  for (const [path, value] of leavesOf(ruleProperties(meant, rule.enabled))) {
    flat.set(path, plain(value, path.split('.').at(-1) ?? ''));
  }
  if (!suppression.enabled) flat.delete('suppressionDuration');
  return new Map([...flat].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function plain(value: Json, key: string): Json {
  if (typeof value === 'string') return literalValue(value) ?? value;
  if (Array.isArray(value)) {
    const list = value.map((each: Json) => plain(each, ''));
    return SETS.has(key)
      ? list.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
      : list;
  }
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([name, each]) => [name, plain(each, name)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
