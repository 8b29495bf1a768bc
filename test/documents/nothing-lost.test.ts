// A rule with one value more, at every place where an object can have one: the value is carried into the document, or a
// finding names it. Nothing is dropped without a word.
import { describe, expect, test } from '@jest/globals';
import { importRules, writeDocument } from '../../src/documents/index.ts';

type Value = string | number | boolean | readonly Value[] | { readonly [key: string]: Value };
type Group = Readonly<Record<string, Value>>;

const settings = {
  query: 'SecurityEvent | project TimeGenerated, Computer, Account',
  severity: 'Low',
  queryFrequency: 'PT1H',
  queryPeriod: 'PT1H',
  triggerOperator: 'GreaterThan',
  triggerThreshold: 3,
  suppressionEnabled: true,
  suppressionDuration: 'PT5H',
  tactics: ['Persistence'],
  entityMappings: [
    { entityType: 'Host', fieldMappings: [{ identifier: 'HostName', columnName: 'Computer' }] },
  ],
  customDetails: { Who: 'Account' },
  eventGroupingSettings: { aggregationKind: 'AlertPerResult' },
  alertDetailsOverride: {
    alertDisplayNameFormat: 'On {{Computer}}',
    alertDynamicProperties: [{ alertProperty: 'AlertLink', value: 'Computer' }],
  },
  incidentConfiguration: {
    createIncident: true,
    groupingConfiguration: {
      enabled: true,
      reopenClosedIncident: false,
      lookbackDuration: 'PT5H',
      matchingMethod: 'AllEntities',
    },
  },
};

const ID = '0b1f5f3e-6f0f-4f0a-9d0e-1c2d3e4f5a6b';

const rule: Group = {
  id: ID,
  name: 'Task',
  description: 'It was seen.',
  kind: 'Scheduled',
  version: '1.2.3',
  requiredDataConnectors: [{ connectorId: 'SecurityEvents', dataTypes: ['SecurityEvent'] }],
  relevantTechniques: ['T1053'],
  ...settings,
};

const template: Group = {
  $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
  contentVersion: '1.0.0.0',
  resources: [
    {
      type: 'Microsoft.SecurityInsights/alertRules',
      apiVersion: '2025-09-01',
      name: ID,
      kind: 'Scheduled',
      properties: {
        displayName: 'Task',
        description: 'It was seen.',
        enabled: true,
        techniques: ['T1053'],
        ...settings,
      },
    },
  ],
};

const detection: Group = {
  displayName: 'Task',
  status: 'enabled',
  queryCondition: { queryText: 'DeviceEvents | project Timestamp, DeviceId, ReportId' },
  schedule: { frequency: 'PT1H' },
  detectionAction: {
    alertTemplate: {
      title: 'Task',
      description: 'It was seen.',
      severity: 'low',
      recommendedActions: 'Look.',
      tactics: [{ tactic: 'Persistence', techniques: [{ technique: 'T1053' }] }],
      entityMappings: { hosts: [{ nameColumn: 'DeviceName' }] },
      customDetails: { Id: 'DeviceId' },
    },
    automatedActions: { isolateDevices: [{ deviceIdColumn: 'DeviceId' }] },
  },
};

/** Copies of a value, each with the marker in one of its objects, and where that is. */
function marked(value: Value, path = ''): (readonly [path: string, value: Value])[] {
  if (typeof value !== 'object') return [];
  if (Array.isArray(value)) {
    const list: readonly Value[] = value;
    return list.flatMap((each, index) =>
      marked(each, `${path}[${String(index)}]`).map(
        ([at, made]) => [at, list.map((old, place) => (place === index ? made : old))] as const,
      ),
    );
  }
  const group = value as Group;
  const inside = Object.entries(group).flatMap(([key, each]) =>
    marked(each, `${path}.${key}`).map(([at, made]) => [at, { ...group, [key]: made }] as const),
  );
  return [[path, { ...group, zzMark: 'zzValue' }], ...inside];
}

/** Parts of a template that are no rule's are no business of an import's. */
const BESIDE = ['', '.resources[0]'];

const rows = [
  ...marked(rule).map(([path, value]) => [`YAML${path}`, value] as const),
  ...marked(template)
    .filter(([path]) => !BESIDE.includes(path))
    .map(([path, value]) => [`ARM${path}`, value] as const),
  ...marked(detection).map(([path, value]) => [`Defender${path}`, value] as const),
];

describe('one value more', () => {
  test.each(rows)('%s', (_path, value) => {
    // JSON is YAML, but a rule in YAML is known by keys at the margin.
    const text =
      'resources' in (value as Group) || 'queryCondition' in (value as Group)
        ? JSON.stringify(value)
        : Object.entries(value as Group)
            .map(([key, each]) => `${key}: ${JSON.stringify(each)}`)
            .join('\n');
    const { value: strategies, diagnostics } = importRules({ name: 'rule', text });
    const documents = strategies.map(writeDocument).join('');
    const told = diagnostics.some(({ message }) => message.includes('zzMark'));
    expect(told || documents.includes('zzMark') ? 'told' : 'lost').toBe('told');
  });
});
