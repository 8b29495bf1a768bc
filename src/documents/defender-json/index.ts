// Custom detections of Microsoft Defender as Graph returns or takes them: one body, or a list of them under `value`.
// https://learn.microsoft.com/graph/api/resources/security-detectionrule
import {
  parseDuration,
  readYaml,
  tacticOf,
  type AttackRef,
  type Schedule,
  type Section,
  type Severity,
  type Strategy,
} from '../../strategy/index.ts';
import type { Outcome, Source, Span } from '../../text/index.ts';
import { blankStrategy, record } from '../blank.ts';
import { embeddedSearch, linesInJson, linesInYaml } from '../embedded.ts';
import { fieldsOf, ifSound, type Fields, type Reading } from '../fields.ts';
import type { RuleImporter } from '../format.ts';
import {
  identityMade,
  leftBehind,
  missingProperty,
  noRules,
  notCarried,
  wrongProperty,
} from '../import-messages.ts';
import { importNotes, reportOthers } from '../import-notes.ts';
import { readJsonText } from '../json.ts';
import { idFrom } from '../prose.ts';
import { asProse, unquoted } from '../prose-text.ts';
import { entitiesOf } from './entities.ts';

export const defenderJson: RuleImporter = { name: 'defender-json', recognise, read };

const WHAT = 'custom detection';
const HOUR = 3600;
const SEVERITIES: readonly Severity[] = ['informational', 'low', 'medium', 'high'];
/** How far back the service lets a run look, by how often it runs. */
const LOOKBACK: readonly (readonly [every: number, lookback: number])[] = [
  [24 * HOUR, 30 * 24 * HOUR],
  [12 * HOUR, 48 * HOUR],
  [3 * HOUR, 12 * HOUR],
  [0, 4 * HOUR],
];
/** What the service adds on its own: who made the rule when, and how it last ran. */
const ADDED = [
  'id',
  'detectorId',
  'createdBy',
  'createdDateTime',
  'lastModifiedBy',
  'lastModifiedDateTime',
  'lastRunDetails',
  '@odata.type',
  '@odata.context',
  '@odata.etag',
];

/** Bodies as JSON; in YAML, one with its body under `properties`, as Microsoft's repository keeps converted rules. */
function recognise(text: string): number {
  if (/^kind[ \t]*:[ \t]*CustomDetection\b/m.test(text)) return 1;
  if (!/^\s*[[{]/.test(text.replace(/^\uFEFF/, '').slice(0, 1000))) return 0;
  return /"queryCondition"\s*:/.test(text) && /"detectionAction"\s*:/.test(text) ? 1 : 0;
}

function read(source: Source): Outcome<readonly Strategy[]> {
  const isJson = /^\uFEFF?\s*[[{]/.test(source.text.slice(0, 1000));
  const yaml = isJson ? readJsonText(source) : readYaml(source);
  const diagnostics = [...yaml.diagnostics];
  if (diagnostics.length > 0) return { value: [], diagnostics };
  const reading: Reading = { source, yaml, diagnostics };
  const root = fieldsOf(reading, yaml.value, '');
  const list = Array.isArray(yaml.value)
    ? yaml.value.map((each, index) => fieldsOf(reading, each, String(index)))
    : Array.isArray(root.raw('value'))
      ? root.objects('value')
      : [isJson ? root : (root.object('properties') ?? root)];
  if (!isJson) reportEnvelope(reading, root);
  if (list.length === 0) diagnostics.push(noRules({ source }, { what: 'custom detections' }));
  return {
    value: list.flatMap((each) => ifSound(reading, () => strategyOf(reading, each))),
    diagnostics,
  };
}

/** What stands around the body in YAML; where it was converted from is no part of the detection. */
function reportEnvelope({ source, diagnostics }: Reading, root: Fields): void {
  const known = ['schemaVersion', 'kind', 'resourceType', 'apiVersion', 'properties'];
  for (const name of root.keys().filter((key) => !known.includes(key))) {
    diagnostics.push(leftBehind({ source, span: root.span(name) }, { name, what: WHAT }));
  }
}

function strategyOf(reading: Reading, rule: Fields): Strategy | undefined {
  const { source, diagnostics, yaml } = reading;
  const template = rule.object('detectionAction')?.object('alertTemplate');
  const condition = rule.object('queryCondition');
  const title = needed(reading, rule, 'displayName');
  const query = condition && needed(reading, condition, 'queryText');
  const severity = template && severityOf(reading, template);
  for (const [name, found] of Object.entries({
    queryCondition: condition,
    detectionAction: template,
  })) {
    if (!found)
      diagnostics.push(missingProperty({ source, span: rule.span(name) }, { name, what: WHAT }));
  }
  if (!template || title === undefined || query === undefined || severity === undefined)
    return undefined;
  const span = yaml.values.get(`${condition?.path ?? ''}.queryText`) ?? rule.span();
  const description = unquoted(template.text('description') ?? '');
  const id = identityOf(reading, rule, title);
  const enabled = isEnabled(reading, rule);
  return {
    ...blankStrategy(defenderJson.name, source),
    id,
    title: title.trim(),
    description: description.trim() === '' ? title.trim() : description.trim(),
    severity,
    attack: attackOf(reading, template),
    sections: [
      ...section('goal', 'Goal', description, template.span('description')),
      ...responseOf(template),
      ...notesOf(reading, rule, template),
    ],
    searches: [embeddedSearch(query, linesOf(reading, span, query), span.end, 'defender')],
    schedule: scheduleOf(reading, rule),
    entities: entitiesOf(reading, template),
    details: record(template.entries('customDetails')),
    platforms: enabled ? {} : record([['defender', record([['enabled', false]])]]),
  };
}

function linesOf({ source }: Reading, span: Span, query: string): number[] {
  const quoted = source.text[span.start] === '"';
  return quoted ? linesInJson(source, span) : linesInYaml(source, span, query);
}

function needed({ source, diagnostics }: Reading, fields: Fields, key: string): string | undefined {
  const text = fields.text(key);
  if (text !== undefined && text.trim() !== '') return text;
  diagnostics.push(missingProperty({ source, span: fields.span(key) }, { name: key, what: WHAT }));
  return undefined;
}

function wrong(
  { source, diagnostics }: Reading,
  fields: Fields,
  name: string,
  expected: string,
): void {
  diagnostics.push(wrongProperty({ source, span: fields.span(name) }, { name, expected }));
}

function severityOf(reading: Reading, template: Fields): Severity | undefined {
  const text = needed(reading, template, 'severity');
  const severity = SEVERITIES.find((each) => each === text?.toLowerCase());
  if (text !== undefined && severity === undefined) {
    wrong(reading, template, 'severity', '`informational`, `low`, `medium` or `high`');
  }
  return severity;
}

/** Graph's own ids change from tenant to tenant and Graph gives new ones; the title is what a person knows it by. */
function identityOf({ source, diagnostics }: Reading, rule: Fields, title: string): string {
  const id = idFrom(title.toLowerCase());
  diagnostics.push(identityMade({ source, span: rule.span('displayName') }, { id }));
  return id;
}

/** `status` today, `isEnabled` in bodies of the former shape. */
function isEnabled(reading: Reading, rule: Fields): boolean {
  const status = rule.text('status')?.toLowerCase();
  if (status !== undefined && status !== 'enabled' && status !== 'disabled') {
    wrong(reading, rule, 'status', '`enabled` or `disabled`');
  }
  return status === undefined ? (rule.flag('isEnabled') ?? true) : status === 'enabled';
}

/** `PT24H` today, `24H` or `0` for continuous in bodies of the former shape. */
function scheduleOf(reading: Reading, rule: Fields): Schedule {
  const given = rule.object('schedule');
  const text = given?.text('frequency') ?? given?.text('period');
  const every = text === '0' ? 0 : text === undefined ? undefined : parseDuration(text);
  if (every === undefined) {
    wrong(reading, rule, 'schedule', 'a `frequency` such as `PT1H`');
    return { every: HOUR, lookback: 4 * HOUR, delay: 0, nearRealTime: false };
  }
  if (every === 0) return { every: 60, lookback: HOUR, delay: 0, nearRealTime: true };
  const lookback = LOOKBACK.find(([least]) => every >= least)?.[1] ?? 4 * HOUR;
  return { every, lookback: Math.max(every, lookback), delay: 0, nearRealTime: false };
}

/** Tactics with their techniques; in the former shape a `category` and `mitreTechniques` beside it. */
function attackOf(reading: Reading, template: Fields): AttackRef[] {
  const listed = template.objects('tactics').flatMap((tactic): AttackRef[] => {
    const name = tactic.text('tactic');
    reportOthers(reading, tactic, 'tactics', ['tactic', 'techniques', '@odata.type']);
    const span = tactic.span();
    const techniques = tactic.objects('techniques').flatMap((each) => {
      reportOthers(reading, each, 'techniques', ['technique', 'subTechniques', '@odata.type']);
      const subs = each.texts('subTechniques');
      const technique = each.text('technique');
      return subs.length > 0 ? subs : technique === undefined ? [] : [technique];
    });
    const under = name === undefined ? {} : { tactic: name };
    if (techniques.length === 0) return name === undefined ? [] : [{ ...under, span }];
    return techniques.map((technique) => ({ ...under, technique, span }));
  });
  if (listed.length > 0) return listed;
  const category = template.text('category');
  const tactic = category !== undefined && tacticOf(category) ? { tactic: category } : {};
  const span = template.span('category');
  const techniques = template.texts('mitreTechniques');
  if (techniques.length === 0) return 'tactic' in tactic ? [{ ...tactic, span }] : [];
  return techniques.map((technique) => ({ ...tactic, technique, span }));
}

function responseOf(template: Fields): readonly Section[] {
  const text = template.text('recommendedActions') ?? '';
  return section('response', 'Response', text, template.span('recommendedActions'));
}

function section(
  kind: Section['kind'],
  title: string,
  text: string,
  span: Section['span'],
): readonly Section[] {
  if (text.trim() === '') return [];
  return [{ kind, title, level: 1, body: `\n${asProse(text)}\n\n`, span }];
}

/** What acts on its own (`automatedActions`, `responseActions`) or limits who is looked at is told like everything else. */
function notesOf(reading: Reading, rule: Fields, template: Fields): readonly Section[] {
  const action = rule.object('detectionAction');
  const title = template.text('title');
  const parts: readonly (readonly [Fields | undefined, readonly string[]])[] = [
    [
      rule,
      [
        ...ADDED,
        'displayName',
        'status',
        'isEnabled',
        'queryCondition',
        'schedule',
        'detectionAction',
      ],
    ],
    [rule.object('queryCondition'), ['queryText', 'lastModifiedDateTime']],
    [rule.object('schedule'), ['frequency', 'period', 'nextRunDateTime']],
    [action, ['alertTemplate']],
    [
      template,
      [
        ...(title === undefined || title === rule.text('displayName') ? ['title'] : []),
        'description',
        'severity',
        'recommendedActions',
        'tactics',
        'entityMappings',
        'impactedAssets',
        'customDetails',
        'mitreTechniques',
        ...(tacticOf(template.text('category') ?? '') ? ['category'] : []),
      ],
    ],
  ];
  const rest = parts.flatMap(([fields, known]) =>
    (fields?.keys() ?? [])
      .filter((key) => !known.includes(key) && !isEmpty(fields?.raw(key)))
      .map((key) => ({ key, value: fields?.raw(key), span: fields?.span(key) })),
  );
  const { source, diagnostics } = reading;
  for (const { key, span } of rest)
    diagnostics.push(notCarried({ source, span }, { name: key, what: WHAT }));
  return importNotes(
    rest.map(({ key, value }) => [key, value]),
    rule.span(),
  );
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === '') return true;
  return typeof value === 'object' && Object.values(value).every(isEmpty);
}
