// How alerts become incidents. A strategy's throttle becomes grouping: Sentinel's own suppression would silence the whole
// rule, and with it a different machine or account, whereas grouping keeps every alert and opens one incident for them.
import type { Strategy } from '../../strategy/index.ts';
import { isoDuration } from '../duration.ts';
import type { Findings } from '../findings.ts';
import * as problems from './messages.ts';
import type { Settings } from '../settings.ts';
import {
  groupableDetails,
  matchingMethods,
  type IncidentGrouping,
  type IncidentSettings,
  type RuleEntity,
} from './alert-rule.ts';

const MINUTE = 60;
const SHORTEST = 5 * MINUTE;
const LONGEST = 7 * 24 * 60 * MINUTE;
const USUAL = 5 * 60 * MINUTE;

interface Mapped {
  readonly entities: readonly RuleEntity[];
  readonly customDetails: Readonly<Record<string, string>>;
}

export function incidentOf(
  strategy: Strategy,
  settings: Settings,
  mapped: Mapped,
  findings: Findings,
): IncidentSettings {
  const set = settings.object('incidentConfiguration', ['createIncident', 'groupingConfiguration']);
  const create = set?.flag('createIncident') ?? true;
  const grouping = set
    ? groupingSet(set, mapped, findings)
    : groupingFor(strategy, mapped, findings);
  if (!create && grouping?.enabled === true) {
    findings.add(problems.groupingWithoutIncident, 'platforms.sentinel.incidentConfiguration', {});
  }
  return grouping ? { create, grouping } : { create };
}

function groupingSet(
  set: Settings,
  mapped: Mapped,
  findings: Findings,
): IncidentGrouping | undefined {
  const group = set.object('groupingConfiguration', [
    'enabled',
    'reopenClosedIncident',
    'lookbackDuration',
    'matchingMethod',
    'groupByEntities',
    'groupByAlertDetails',
    'groupByCustomDetails',
  ]);
  if (!group) return undefined;
  const grouping: IncidentGrouping = {
    enabled: group.flag('enabled') ?? true,
    reopenClosed: group.flag('reopenClosedIncident') ?? false,
    lookback: group.seconds('lookbackDuration') ?? USUAL,
    method: group.choice('matchingMethod', matchingMethods) ?? 'AllEntities',
    entities: group.texts('groupByEntities') ?? [],
    details: group.texts('groupByAlertDetails') ?? [],
    customDetails: group.texts('groupByCustomDetails') ?? [],
  };
  checkGrouping(grouping, mapped, group.path, findings);
  return grouping;
}

function checkGrouping(
  grouping: IncidentGrouping,
  mapped: Mapped,
  path: string,
  findings: Findings,
): void {
  const { lookback, method, entities, details, customDetails } = grouping;
  if (lookback < SHORTEST || lookback > LONGEST) {
    findings.add(problems.badGroupingTime, `${path}.lookbackDuration`, {
      lookback: isoDuration(lookback),
      least: isoDuration(SHORTEST),
      most: isoDuration(LONGEST),
    });
  }
  const among = (name: string, values: readonly string[], known: readonly string[]): void => {
    for (const value of values.filter((each) => !known.includes(each))) {
      findings.add(problems.unknownGroup, `${path}.${name}`, { name, value, known });
    }
  };
  among(
    'groupByEntities',
    entities,
    mapped.entities.map((each) => each.type),
  );
  among('groupByAlertDetails', details, groupableDetails);
  among('groupByCustomDetails', customDetails, Object.keys(mapped.customDetails));
  if (method === 'Selected' && entities.length + details.length + customDetails.length === 0) {
    findings.add(problems.emptyGrouping, path, {});
  }
  if (method === 'AllEntities' && mapped.entities.length === 0) {
    findings.add(problems.groupingWithoutEntities, path, {});
  }
}

function groupingFor(
  strategy: Strategy,
  mapped: Mapped,
  findings: Findings,
): IncidentGrouping | undefined {
  const throttle = strategy.throttle;
  if (!throttle) return undefined;
  const entities = new Set<string>();
  const customDetails = new Set<string>();
  for (const [index, field] of throttle.fields.entries()) {
    const entity = mapped.entities.find((each) => Object.values(each.columns).includes(field));
    const detail = Object.entries(mapped.customDetails).find(([, column]) => column === field);
    if (entity) entities.add(entity.type);
    else if (detail) customDetails.add(detail[0]);
    else {
      findings.add(problems.throttleNotMapped, `throttle.fields.${String(index)}`, { field });
    }
  }
  if (entities.size + customDetails.size === 0) return undefined;
  return {
    enabled: true,
    reopenClosed: false,
    lookback: groupedOver(throttle.period, findings),
    method: 'Selected',
    entities: [...entities],
    details: [],
    customDetails: [...customDetails],
  };
}

function groupedOver(period: number, findings: Findings): number {
  const minutes = Math.ceil(period / MINUTE) * MINUTE;
  const lookback = Math.min(LONGEST, Math.max(SHORTEST, minutes));
  if (lookback !== minutes) {
    findings.add(problems.throttleClamped, 'throttle.period', {
      period: isoDuration(minutes),
      lookback: isoDuration(lookback),
    });
  }
  return lookback;
}
