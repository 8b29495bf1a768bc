// What deploying a bundle would do to a workspace as it was exported.
import type { Json } from '../../json.ts';
import type { AlertRule } from '../alert-rule.ts';
import type { Bundle } from '../read.ts';
import { canonical } from './canonical.ts';
import type { HeldRule, State } from './state.ts';

export interface PropertyChange {
  readonly property: string;
  /** Absent where the property is not set. */
  readonly from?: Json;
  readonly to?: Json;
}

export interface PlannedRule {
  readonly name: string;
  readonly title: string;
}

export interface ChangedRule extends PlannedRule {
  readonly changes: readonly PropertyChange[];
}

/** A property that somebody changed since the last deployment: what was deployed, what is there, what would be. */
export interface Drift extends PlannedRule {
  readonly property: string;
  readonly deployed?: Json;
  readonly current?: Json;
  readonly wanted?: Json;
}

export interface DeployPlan {
  readonly create: readonly PlannedRule[];
  readonly update: readonly ChangedRule[];
  /** Of the last deployment and no longer of the bundle. A deployment removes nothing: these are deleted by hand. */
  readonly delete: readonly PlannedRule[];
  readonly unchanged: readonly PlannedRule[];
  readonly drift: readonly Drift[];
  /** Of the last deployment, and gone from the workspace although the bundle has them: they would be created again. */
  readonly removed: readonly PlannedRule[];
  /** Rules of the workspace that are no business of the bundle's. */
  readonly foreign: readonly PlannedRule[];
}

/** Properties that a deployment would unset and that no rule of a bundle has. */
const UNMODELLED = ['alertRuleTemplateName', 'templateVersion'];

/** `previous` is the bundle that was deployed last: without it, nothing is known of drift and of what was retired. */
export function planOf(wanted: Bundle, current: State, previous?: Bundle): DeployPlan {
  const before = new Map((previous?.rules ?? []).map((each) => [each.name.toLowerCase(), each]));
  const mine = new Map(wanted.rules.map((each) => [each.name.toLowerCase(), each]));
  const shared = [...mine].flatMap(([id, rule]) => {
    const held = current.rules.get(id);
    return held ? [{ id, rule, held, changes: changesOf(held, rule) }] : [];
  });
  const missing = [...mine].filter(([id]) => !current.rules.has(id));
  const others = [...current.rules].filter(([id]) => !mine.has(id));
  return {
    create: missing.map(([, rule]) => shown(rule)),
    update: shared
      .filter(({ changes }) => changes.length > 0)
      .map(({ rule, changes }) => ({ ...shown(rule), changes })),
    delete: others.filter(([id]) => before.has(id)).map(([, { rule }]) => shown(rule)),
    unchanged: shared.filter(({ changes }) => changes.length === 0).map(({ rule }) => shown(rule)),
    drift: [...before].flatMap(([id, deployed]) => {
      const held = current.rules.get(id);
      return held ? driftOf(deployed, held.rule, mine.get(id)) : [];
    }),
    removed: missing.filter(([id]) => before.has(id)).map(([, rule]) => shown(rule)),
    foreign: others.filter(([id]) => !before.has(id)).map(([, { rule }]) => shown(rule)),
  };
}

function shown({ name, displayName }: AlertRule): PlannedRule {
  return { name, title: displayName };
}

function changesOf({ rule, properties }: HeldRule, wanted: AlertRule): PropertyChange[] {
  const lost = UNMODELLED.flatMap((property): PropertyChange[] => {
    const from = properties[property];
    return from === undefined ? [] : [{ property, from }];
  });
  return [...differences(canonical(rule), canonical(wanted)), ...lost];
}

function differences(
  from: ReadonlyMap<string, Json>,
  to: ReadonlyMap<string, Json>,
): PropertyChange[] {
  const names = [...new Set([...from.keys(), ...to.keys()])].sort();
  return names
    .filter((name) => JSON.stringify(from.get(name)) !== JSON.stringify(to.get(name)))
    .map((property) => ({
      property,
      ...given('from', from.get(property)),
      ...given('to', to.get(property)),
    }));
}

function given<K extends string>(
  key: K,
  value: Json | undefined,
): Readonly<Partial<Record<K, Json>>> {
  return (value === undefined ? {} : { [key]: value }) as Readonly<Partial<Record<K, Json>>>;
}

function driftOf(deployed: AlertRule, current: AlertRule, wanted: AlertRule | undefined): Drift[] {
  const target = wanted && canonical(wanted);
  return differences(canonical(deployed), canonical(current)).map(({ property, from, to }) => ({
    ...shown(current),
    property,
    ...given('deployed', from),
    ...given('current', to),
    ...given('wanted', target?.get(property)),
  }));
}
