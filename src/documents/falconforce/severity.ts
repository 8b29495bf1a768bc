// A severity for documents that give a rate of false positives instead.
import type { Severity } from '../../strategy/index.ts';
import { unemphasised, type Labelled } from '../prose.ts';

const NAMED: ReadonlyMap<string, Severity> = new Map([
  ['informational', 'informational'],
  ['low', 'low'],
  ['medium', 'medium'],
  ['high', 'high'],
  ['critical', 'high'],
]);
const BY_RATE: ReadonlyMap<string, Severity> = new Map([
  ['low', 'high'],
  ['medium', 'medium'],
  ['high', 'low'],
]);

/**
 * A `**Severity:**` counts as written (`critical` is `high`, the highest there is). Otherwise the rate of false
 * positives decides, since what seldom errs deserves to be looked at first: Low is high, Medium medium, High low.
 * Neither: medium.
 */
export function severityOf(labels: readonly Labelled[]): Severity {
  return named(labels, 'severity', NAMED) ?? named(labels, 'fp rate', BY_RATE) ?? 'medium';
}

function named(
  labels: readonly Labelled[],
  name: string,
  table: ReadonlyMap<string, Severity>,
): Severity | undefined {
  const label = labels.find((each) => each.label.toLowerCase() === name && each.value !== '');
  return label && table.get(unemphasised(label.value).toLowerCase());
}
