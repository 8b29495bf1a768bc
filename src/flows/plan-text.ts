// A deploy plan as a person reads it.
import type { DeployPlan, PlannedItem, PropertyChange } from '../targets/deployment.ts';

const WIDEST = 60;

/** A line per rule and property, and the counts; the same for equal plans. */
export function planText(plan: DeployPlan): string {
  const lines = [
    ...plan.create.map((each) => `+ create  ${titled(each)}`),
    ...plan.update.flatMap((each) => [
      `~ update  ${titled(each)}`,
      ...each.changes.map((change) => `            ${changed(change)}`),
    ]),
    ...plan.delete.map(
      (each) => `- delete  ${titled(each)}  (retired; a deployment deletes nothing)`,
    ),
    ...plan.drift.map(
      (each) =>
        `! drift   ${titled(each)}\n            ${each.property}: deployed ${value(each.deployed)}, now ${value(each.current)}, will be ${value(each.wanted)}`,
    ),
    ...plan.removed.map((each) => `! removed ${titled(each)}  (would be created again)`),
    ...plan.unknown.map((each) => `? unknown ${titled(each)}  (the export covers no ${each.kind})`),
  ];
  const counts = [
    `${String(plan.create.length)} to create`,
    `${String(plan.update.length)} to update`,
    `${String(plan.delete.length)} to delete`,
    `${String(plan.unchanged.length)} unchanged`,
    `${String(plan.drift.length)} drifted properties`,
    ...(plan.unknown.length > 0 ? [`${String(plan.unknown.length)} unknown`] : []),
    `${String(plan.foreign.length)} others left alone`,
  ];
  return `${[...lines, counts.join(', ')].join('\n')}\n`;
}

/** The plan as JSON, with what each property was and will be. */
export function planJson(plan: DeployPlan): string {
  return `${JSON.stringify(plan, undefined, 2)}\n`;
}

function titled({ kind, title, name }: PlannedItem): string {
  return title === name ? `${kind} ${title}` : `${kind} ${title} (${name})`;
}

function changed({ property, from, to }: PropertyChange): string {
  return `${property}: ${value(from)} -> ${value(to)}`;
}

function value(given: unknown): string {
  if (given === undefined) return 'nothing';
  const text = JSON.stringify(given);
  return text.length <= WIDEST
    ? text
    : `${text.slice(0, WIDEST)}... (${String(text.length)} characters)`;
}
