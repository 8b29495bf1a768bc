// Custom detections as a plan compares them, and as they were exported. The service gives detections ids of its own, so
// that a name is what tells them apart.
import type { Diagnostic, FileTree, Outcome, Source } from '../../text/index.ts';
import { identityOf, type DeployPlan, type Held, type HeldItem, type Item } from '../deployment.ts';
import { isObject, printJson, type JsonObject } from '../json.ts';
import { leavesOf } from '../leaves.ts';
import { asObjects, parseJson, type Values } from '../values.ts';
import type { Detection } from './detection.ts';
import { bodyOf } from './emit.ts';
import * as problems from './messages.ts';
import { readDetection } from './read.ts';

export interface DetectionState extends Held {
  readonly items: readonly HeldDetection[];
}

export interface HeldDetection extends HeldItem {
  readonly body: JsonObject;
}

/** Whether a text is what `security/rules/detectionRules` answers, or one of the bodies. */
export function holdsDetections(text: string): boolean {
  return listed(text).some((each) => 'queryCondition' in each);
}

export function detectionItems(detections: readonly Detection[]): readonly Item[] {
  return detections.map((each) => {
    const { displayName: name } = each;
    return { kind: 'detection', name, title: name, properties: leavesOf(bodyOf(each)) };
  });
}

export function readDetectionState(source: Source): Outcome<DetectionState> {
  const diagnostics: Diagnostic[] = [];
  const items = listed(source.text).flatMap((each) => {
    const detection = readDetection(each, {}, '');
    if (!detection) diagnostics.push(problems.notADetection({ source }, {}));
    return detectionItems(detection ? [detection] : []).map((item) => ({
      ...item,
      untold: [],
      lost: [],
      body: restorable(each),
    }));
  });
  return { value: { items, covers: new Set(['detection']) }, diagnostics };
}

function listed(text: string): readonly Values[] {
  const root = parseJson(text);
  if (Array.isArray(root)) return asObjects(root);
  if (!isObject(root)) return [];
  return Array.isArray(root['value']) ? asObjects(root['value']) : [root];
}

/** What a request may hold of what the service answers. */
const SERVICE =
  /^(?:id|detectorId|createdBy|createdDateTime|lastModifiedBy|lastModifiedDateTime|lastRunDetails|@odata\..*)$/;

function restorable(body: Values): JsonObject {
  const kept = Object.entries(body).filter(([key]) => !SERVICE.test(key));
  return Object.fromEntries(kept) as JsonObject;
}

/** A body per detection that is to be restored, and the names of those that are to be deleted. */
export function detectionRollback(plan: DeployPlan, { items }: DetectionState): FileTree {
  const changed = new Set([...plan.update, ...plan.delete].map(identityOf));
  const bodies = items.filter((each) => changed.has(identityOf(each)));
  const files = bodies.map(
    ({ body }, index) => [`detections/${String(index + 1)}.json`, printJson(body)] as const,
  );
  const created = plan.create.filter(({ kind }) => kind === 'detection');
  const names = created.map(({ kind, name, title }) => ({ kind, name, title }));
  return new Map([...files, ['delete-detections.json', printJson(names)]]);
}
