// Custom detections read back out of the bundle: what the replay runs is what would be posted.
import { parseDuration } from '../../strategy/index.ts';
import { sortedPaths, type Diagnostic, type FileTree, type Outcome } from '../../text/index.ts';
import { isObject } from '../json.ts';
import { asObjects, asText, asTexts, groupIn, parseJson, textsOf, type Values } from '../values.ts';
import * as problems from './messages.ts';
import { severities, type Detection, type DetectionTactic } from './detection.ts';

/** A detection with the file that it was read from. */
export type ReadDetection = Detection & { readonly file: string };

/** Every `detections/*.json`; the `detections.json` beside the folder says which strategy each was made from. */
export function readDetections(tree: FileTree): Outcome<readonly ReadDetection[]> {
  const diagnostics: Diagnostic[] = [];
  const detections: ReadDetection[] = [];
  for (const path of sortedPaths(tree)) {
    const [, folder = '', name = ''] = /^(.*?)detections\/([^/]+)\.json$/.exec(path) ?? [];
    if (name === '') continue;
    const text = textAt(tree, path);
    const body = parseJson(text);
    const origin = originOf(tree, folder, `detections/${name}.json`);
    const detection = isObject(body) ? readDetection(body, origin, name) : undefined;
    if (detection) detections.push({ ...detection, file: path });
    else {
      diagnostics.push(problems.notADetection({ source: { name: path, text } }, {}));
    }
  }
  return { value: detections, diagnostics };
}

function textAt(tree: FileTree, path: string): string {
  const content = tree.get(path) ?? '';
  return typeof content === 'string' ? content : new TextDecoder().decode(content);
}

function originOf(tree: FileTree, folder: string, file: string): Values {
  const index = parseJson(textAt(tree, `${folder}detections.json`));
  return asObjects(index).find((each) => each['file'] === file) ?? {};
}

/** One body of the API; undefined where it lacks what a detection must have. */
export function readDetection(body: Values, origin: Values, name: string): Detection | undefined {
  const template = groupIn(groupIn(body, 'detectionAction'), 'alertTemplate');
  const displayName = asText(body['displayName']);
  const query = asText(groupIn(body, 'queryCondition')['queryText']);
  const frequency = parseDuration(asText(groupIn(body, 'schedule')['frequency']) ?? '');
  const severity = severities.find((each) => each === template['severity']);
  if (displayName === undefined || query === undefined || frequency === undefined) return undefined;
  if (severity === undefined) return undefined;
  return {
    strategyId: asText(origin['strategy']) ?? name,
    version: asText(origin['version']) ?? '',
    displayName,
    enabled: body['status'] === 'enabled',
    query,
    frequency,
    title: asText(template['title']) ?? displayName,
    description: asText(template['description']) ?? '',
    severity,
    recommendedActions: asText(template['recommendedActions']) ?? '',
    tactics: asObjects(template['tactics']).map(tacticOf),
    entities: Object.fromEntries(
      Object.entries(groupIn(template, 'entityMappings')).map(([key, list]) => [
        key,
        asObjects(list).map(textsOf),
      ]),
    ),
    customDetails: textsOf(groupIn(template, 'customDetails')),
  };
}

function tacticOf(each: Values): DetectionTactic {
  return {
    tactic: asText(each['tactic']) ?? '',
    techniques: asObjects(each['techniques']).map((technique) => ({
      technique: asText(technique['technique']) ?? '',
      subTechniques: asTexts(technique['subTechniques']),
    })),
  };
}
