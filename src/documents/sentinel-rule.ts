// An analytics rule of Microsoft Sentinel as a strategy: the part that its YAML and its ARM form have in common.
// Properties: https://learn.microsoft.com/rest/api/securityinsights/alert-rules
import {
  parseDuration,
  tacticOf,
  techniqueOf,
  type AttackRef,
  type DataSource,
  type EntityMapping,
  type Problem,
  type Schedule,
  type Search,
  type Section,
  type Severity,
  type Strategy,
} from '../strategy/index.ts';
import { blankStrategy, record } from './blank.ts';
import type { Fields, Reading } from './fields.ts';
import {
  importedAsHunting,
  missingProperty,
  notCarried,
  otherKind,
  wrongProperty,
} from './import-messages.ts';
import { importNotes, reportOthers } from './import-notes.ts';
import { asProse, unquoted } from './prose-text.ts';

/** What the two forms name differently, and how the file at hand spells a query. */
export interface RuleForm {
  readonly format: string;
  readonly title: 'name' | 'displayName';
  readonly techniques: readonly string[];
  /** Properties that say nothing about what the rule does, or that the caller has read. */
  readonly ignored: readonly string[];
  readonly search: (query: string, path: string) => Search;
}

/** The identity a rule has where it comes from: a name of letters, digits, `.`, `_` and `-`, mostly a UUID. */
export interface RuleIdentity {
  readonly id: string;
  readonly kind: string | undefined;
}

const WHAT = 'analytics rule';
type Kind = 'Scheduled' | 'NRT' | 'Hunting';

const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;
/** The service starts a run that late. */
const DELAY = 5 * MINUTE;
const SEVERITIES: readonly Severity[] = ['informational', 'low', 'medium', 'high'];
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Settings that a strategy keeps for Sentinel alone, under the same names. */
const KEPT = [
  'triggerOperator',
  'triggerThreshold',
  'suppressionEnabled',
  'suppressionDuration',
  'eventGroupingSettings',
  'incidentConfiguration',
  'alertDetailsOverride',
  'sentinelEntitiesMappings',
  'enabled',
] as const;

/** What the service assumes where a rule says nothing; said or not, it is the same. */
const USUAL: ReadonlyMap<string, string> = new Map([
  ['triggerOperator', '"gt"'],
  ['triggerThreshold', '0'],
  ['suppressionEnabled', 'false'],
  ['suppressionDuration', '"PT1H"'],
  ['eventGroupingSettings', '{"aggregationKind":"SingleAlert"}'],
  ['incidentConfiguration', '{"createIncident":true}'],
  ['enabled', 'true'],
]);

/** The strategy, or undefined where title, query or severity are missing or the rule is of a kind without a query. */
export function ruleStrategy(
  reading: Reading,
  rule: Fields,
  { id, kind = 'Scheduled' }: RuleIdentity,
  form: RuleForm,
): Strategy | undefined {
  if (kind !== 'Scheduled' && kind !== 'NRT' && kind !== 'Hunting') {
    say(reading, rule, 'kind', otherKind, { kind, what: '`Scheduled`, `NRT` and hunting queries' });
    return undefined;
  }
  const title = needed(reading, rule, form.title);
  const query = needed(reading, rule, 'query');
  const hunting = kind === 'Hunting';
  const severity = hunting ? 'informational' : severityOf(reading, rule);
  if (title === undefined || query === undefined || severity === undefined) return undefined;
  const description = unquoted(wantedText(reading, rule, 'description') ?? '');
  const notes = notesOf(reading, rule, form);
  if (hunting) say(reading, rule, form.title, importedAsHunting, {});
  return {
    ...blankStrategy(form.format, reading.source),
    id,
    title: title.trim(),
    description: description === '' ? title.trim() : description,
    version: rule.text('version') ?? rule.text('templateVersion') ?? '1.0',
    severity,
    attack: attackOf(reading, rule, form),
    dataSources: dataSourcesOf(reading, rule),
    sections: [...goalOf(rule, description), ...notes],
    searches: [form.search(query, at(rule, 'query'))],
    schedule: scheduleOf(reading, rule, kind),
    entities: entitiesOf(reading, rule),
    details: detailsOf(reading, rule),
    platforms: record([['sentinel', settingsOf(rule, id, kind)]]),
    places: placesOf(reading, rule, form),
  };
}

function at(rule: Fields, key: string): string {
  return rule.path === '' ? key : `${rule.path}.${key}`;
}

function say<P>(
  { source, diagnostics }: Reading,
  rule: Fields,
  key: string,
  problem: Problem<P>,
  parameters: P,
): void {
  diagnostics.push(problem({ source, span: rule.span(key) }, parameters));
}

/** A value that is there: exports write `null` for what is not set. */
function given(rule: Fields, key: string): unknown {
  return rule.raw(key) ?? undefined;
}

function wantedText(reading: Reading, rule: Fields, key: string): string | undefined {
  const text = rule.text(key);
  if (text === undefined && given(rule, key) !== undefined) {
    say(reading, rule, key, wrongProperty, { name: key, expected: 'a text' });
  }
  return text;
}

function needed(reading: Reading, rule: Fields, key: string): string | undefined {
  const text = wantedText(reading, rule, key);
  if (text !== undefined && text.trim() !== '') return text;
  if (given(rule, key) === undefined || text !== undefined) {
    say(reading, rule, key, missingProperty, { name: key, what: WHAT });
  }
  return undefined;
}

function severityOf(reading: Reading, rule: Fields): Severity | undefined {
  const text = needed(reading, rule, 'severity');
  const severity = SEVERITIES.find((each) => each === text?.trim().toLowerCase());
  if (text !== undefined && severity === undefined) {
    const expected = '`High`, `Medium`, `Low` or `Informational`';
    say(reading, rule, 'severity', wrongProperty, { name: 'severity', expected });
  }
  return severity;
}

/** A list of texts; what is no list, or holds something else, is reported. */
function textsOf(reading: Reading, rule: Fields, key: string): readonly string[] {
  const value = given(rule, key);
  if (value === undefined) return [];
  const texts = rule.texts(key);
  if (!Array.isArray(value) || texts.length !== value.length) {
    say(reading, rule, key, wrongProperty, { name: key, expected: 'a list of texts' });
  }
  return texts;
}

/** Each technique under every tactic of the rule that it serves; what finds no partner stands alone. */
function attackOf(reading: Reading, rule: Fields, form: RuleForm): AttackRef[] {
  const tactics = [...new Set(textsOf(reading, rule, 'tactics'))];
  const named = form.techniques.flatMap((key) => textsOf(reading, rule, key));
  // A sub-technique implies its technique, which the service wants listed as well.
  const techniques = [...new Set(named)].filter(
    (each) => !named.some((other) => other.startsWith(`${each}.`)),
  );
  const span = rule.span('tactics');
  const serves = (technique: string, tactic: string): boolean => {
    const id = tacticOf(tactic)?.id;
    return id !== undefined && techniqueOf(technique)?.tactics.includes(id) === true;
  };
  const under = tactics.flatMap((tactic): AttackRef[] => {
    const own = techniques.filter((each) => serves(each, tactic));
    return own.length === 0
      ? [{ tactic, span }]
      : own.map((technique) => ({ tactic, technique, span }));
  });
  const alone = techniques.filter((each) => !tactics.some((tactic) => serves(each, tactic)));
  return [...under, ...alone.map((technique) => ({ technique, span }))];
}

/** Connectors with the tables that they fill; a data type such as `Syslog (CEF)` is kept as it is written. */
function dataSourcesOf(reading: Reading, rule: Fields): DataSource[] {
  return rule.objects('requiredDataConnectors').flatMap((connector): DataSource[] => {
    const provider = connector.text('connectorId');
    reportOthers(reading, connector, 'requiredDataConnectors', ['connectorId', 'dataTypes']);
    if (provider === undefined) return [];
    const types = connector.texts('dataTypes');
    return types.length === 0 ? [{ provider }] : types.map((table) => ({ provider, table }));
  });
}

function scheduleOf(reading: Reading, rule: Fields, kind: Kind): Schedule {
  if (kind === 'Hunting') return { every: DAY, lookback: DAY, delay: 0, nearRealTime: false };
  if (kind === 'NRT') return { every: MINUTE, lookback: MINUTE, delay: 0, nearRealTime: true };
  const seconds = (key: string): number => {
    const text = needed(reading, rule, key);
    const value = text === undefined ? undefined : parseDuration(text);
    if (text !== undefined && value === undefined) {
      say(reading, rule, key, wrongProperty, {
        name: key,
        expected: 'a span such as `1h` or `PT1H`',
      });
    }
    return value ?? 60 * MINUTE;
  };
  const every = seconds('queryFrequency');
  return { every, lookback: seconds('queryPeriod'), delay: DELAY, nearRealTime: false };
}

function entitiesOf(reading: Reading, rule: Fields): EntityMapping[] {
  if (given(rule, 'entityMappings') !== undefined && !Array.isArray(rule.raw('entityMappings'))) {
    say(reading, rule, 'entityMappings', wrongProperty, {
      name: 'entityMappings',
      expected: 'a list of mappings',
    });
  }
  return rule.objects('entityMappings').map((mapping) => {
    reportOthers(reading, mapping, 'entityMappings', ['entityType', 'fieldMappings']);
    const columns = mapping.objects('fieldMappings').flatMap((field): [string, string][] => {
      reportOthers(reading, field, 'fieldMappings', ['identifier', 'columnName']);
      const identifier = field.text('identifier');
      const column = field.text('columnName');
      if (identifier !== undefined && column !== undefined) return [[identifier, column]];
      say(reading, field, '', wrongProperty, {
        name: 'fieldMappings',
        expected: 'an `identifier` and a `columnName`',
      });
      return [];
    });
    const twice = columns.find(
      ([name], index) => columns.findIndex(([other]) => other === name) < index,
    );
    if (twice) {
      const expected = `one column for \`${twice[0]}\`, not two`;
      say(reading, mapping, 'fieldMappings', wrongProperty, { name: 'fieldMappings', expected });
    }
    const type = needed(reading, mapping, 'entityType') ?? '';
    return { type, columns: record(columns) };
  });
}

function detailsOf(reading: Reading, rule: Fields): Readonly<Record<string, string>> {
  const value = given(rule, 'customDetails');
  const entries = rule.entries('customDetails');
  const count = typeof value === 'object' && value !== null ? Object.keys(value).length : -1;
  if (value !== undefined && count !== entries.length) {
    const expected = 'names with columns';
    say(reading, rule, 'customDetails', wrongProperty, { name: 'customDetails', expected });
  }
  return record(entries);
}

/** What differs from the service's own defaults, without the empty values that exports are full of. */
function settingsOf(rule: Fields, id: string, kind: Kind): Readonly<Record<string, unknown>> {
  const kept = KEPT.flatMap((key): [string, unknown][] => {
    const value = withoutEmpty(given(rule, key));
    const plain = value === 'GreaterThan' ? 'gt' : value;
    if (plain === undefined || JSON.stringify(plain) === USUAL.get(key)) return [];
    return [[key, plain]];
  });
  const own: (readonly [string, unknown])[] = kind === 'Hunting' ? [['kind', kind]] : [];
  return record([...(UUID.test(id) ? [['id', id] as const] : []), ...own, ...kept]);
}

function withoutEmpty(value: unknown): unknown {
  if (value === null) return undefined;
  if (Array.isArray(value)) {
    const list = value.map(withoutEmpty).filter((each) => each !== undefined);
    return list.length === 0 ? undefined : list;
  }
  if (typeof value !== 'object') return value;
  const entries = Object.entries(value)
    .map(([key, each]) => [key, withoutEmpty(each)] as const)
    .filter(([, each]) => each !== undefined);
  return entries.length === 0 ? undefined : record(entries);
}

function goalOf(rule: Fields, description: string): Section[] {
  if (description === '') return [];
  const body = `\n${asProse(description)}\n\n`;
  return [{ kind: 'goal', title: 'Goal', level: 1, body, span: rule.span('description') }];
}

/** Whatever no field of the model holds is kept as text, and said. */
function notesOf(reading: Reading, rule: Fields, form: RuleForm): readonly Section[] {
  const known = new Set<string>([
    ...KEPT,
    ...form.ignored,
    ...form.techniques,
    form.title,
    'description',
    'version',
    'templateVersion',
    'kind',
    'severity',
    'query',
    'queryFrequency',
    'queryPeriod',
    'tactics',
    'requiredDataConnectors',
    'entityMappings',
    'customDetails',
  ]);
  const rest = rule
    .keys()
    .filter((key) => !known.has(key) && withoutEmpty(rule.raw(key)) !== undefined);
  for (const name of rest) say(reading, rule, name, notCarried, { name, what: WHAT });
  return importNotes(
    rest.map((key) => [key, rule.raw(key)]),
    rule.span(),
  );
}

function placesOf({ yaml }: Reading, rule: Fields, form: RuleForm): Strategy['places'] {
  const names: readonly (readonly [string, string])[] = [
    ['id', 'id'],
    ['title', form.title],
    ['description', 'description'],
    ['version', 'version'],
    ['severity', 'severity'],
    ['attack', 'tactics'],
    ['schedule.every', 'queryFrequency'],
    ['schedule.lookback', 'queryPeriod'],
    ['entities', 'entityMappings'],
    ['details', 'customDetails'],
    ...KEPT.map((key) => [`platforms.sentinel.${key}`, key] as const),
  ];
  const places = names.flatMap(([place, key]) => {
    const span = yaml.values.get(at(rule, key));
    return span ? [[place, span] as const] : [];
  });
  const columns = rule.objects('entityMappings').flatMap((mapping, index) =>
    mapping.objects('fieldMappings').map((field) => {
      const name = field.text('identifier') ?? '';
      return [`entities.${String(index)}.columns.${name}`, field.span('columnName')] as const;
    }),
  );
  const details = rule.entries('customDetails').map(([name]) => {
    const key = `${at(rule, 'customDetails')}.${name}`;
    return [`details.${name}`, yaml.values.get(key) ?? rule.span('customDetails')] as const;
  });
  return new Map([...places, ...columns, ...details]);
}
