// What the service asks of a rule's properties, each at its limit and beyond: what a strategy's validation and the target
// say together. https://learn.microsoft.com/rest/api/securityinsights/alert-rules
import { describe, expect, test } from '@jest/globals';
import { validateOne, type EntityMapping } from '../../../src/strategy/index.ts';
import { emit } from '../../../src/targets/sentinel/index.ts';
import { input, pack, type Variation } from '../pack.ts';

const persistence = { tactic: 'Persistence', technique: 'T1053.005', span: { start: 0, end: 1 } };

/** Codes of errors and warnings, of a strategy without a throttle, which asks for grouping of its own. */
function codes(change: Variation): string[] {
  const made = input({ ...change, strategy: { attack: [persistence], ...change.strategy } });
  const { throttle, ...strategy } = made.strategy;
  expect(throttle).toEqual({ fields: ['Computer', 'TaskName'], period: 14_400 });
  const { diagnostics } = emit(pack, [{ ...made, strategy }], new Map());
  const all = [...validateOne(strategy), ...diagnostics];
  return all.filter(({ severity }) => severity !== 'note').map(({ code }) => code);
}

const columns = (...names: readonly string[]) => ({
  columns: names.map((name) => ({ name, type: 'string' })),
});
const entities = (...list: readonly EntityMapping[]): Variation => ({
  strategy: { entities: list, details: {} },
  facts: columns(...list.flatMap(({ columns: used }) => Object.values(used))),
});
const host = { type: 'Host', columns: { HostName: 'Computer' } };
const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));
const details = (names: readonly string[], column = 'Computer'): Variation => ({
  strategy: { entities: [host], details: Object.fromEntries(names.map((each) => [each, column])) },
  facts: columns('Computer', column),
});
const attack = (...pairs: readonly (readonly [string | undefined, string | undefined])[]) => ({
  strategy: {
    attack: pairs.map(([tactic, technique]) => ({
      ...(tactic === undefined ? {} : { tactic }),
      ...(technique === undefined ? {} : { technique }),
      span: { start: 0, end: 1 },
    })),
  },
});
const override = (set: object): Variation => ({ settings: { alertDetailsOverride: set } });
const dynamic = (...alertProperties: readonly string[]): Variation =>
  override({
    alertDynamicProperties: alertProperties.map((alertProperty) => ({
      alertProperty,
      value: 'TaskName',
    })),
  });

/** A property, what is taken, what is not, and what is said then. */
type Row = readonly [string, readonly Variation[], readonly (readonly [Variation, string[]])[]];

const rows: readonly Row[] = [
  [
    'displayName: 256 characters',
    [{ strategy: { title: 'x'.repeat(256) } }],
    [
      [{ strategy: { title: 'x'.repeat(257) } }, ['DOC2005']],
      [{ strategy: { title: '' } }, ['DOC2004']],
    ],
  ],
  [
    'description: 5,000 characters',
    [{ strategy: { description: 'x'.repeat(5000) } }],
    [[{ strategy: { description: 'x'.repeat(5001) } }, ['TSE1001']]],
  ],
  [
    'severity: four',
    ['High', 'Medium', 'Low', 'Informational'].map((severity) => ({ settings: { severity } })),
    [[{ settings: { severity: 'Critical' } }, ['TGT1002']]],
  ],
  [
    'query: 10,000 characters',
    [{ query: 'x'.repeat(10_000) }],
    [
      [{ query: 'x'.repeat(10_001) }, ['TSE1701']],
      [{ query: ' ' }, ['DOC2021']],
    ],
  ],
  [
    'queryFrequency, queryPeriod: 5 minutes to 14 days, period not below frequency',
    [
      { settings: { queryFrequency: 'PT5M', queryPeriod: 'PT5M' } },
      { settings: { queryFrequency: 'P14D', queryPeriod: 'P14D' } },
      { settings: { queryFrequency: 'PT1H', queryPeriod: 'P2D' } },
    ],
    [
      [{ settings: { queryFrequency: 'PT4M', queryPeriod: 'PT5M' } }, ['TSE1102']],
      [{ settings: { queryFrequency: 'P14D', queryPeriod: 'P15D' } }, ['TSE1103']],
      [{ settings: { queryFrequency: 'PT2H', queryPeriod: 'PT1H' } }, ['TSE1104']],
      [{ settings: { queryFrequency: 'PT59M', queryPeriod: 'P2D' } }, ['TSE1105']],
    ],
  ],
  [
    'triggerOperator: four, and the words of rule files',
    ['GreaterThan', 'LessThan', 'Equal', 'NotEqual', 'gt', 'lt', 'eq', 'ne'].map(
      (triggerOperator) => ({ settings: { triggerOperator } }),
    ),
    [
      [{ settings: { triggerOperator: 'Equals' } }, ['TGT1002']],
      [{ settings: { triggerOperator: 'GreaterThanOrEqual' } }, ['TGT1002']],
    ],
  ],
  [
    'triggerThreshold: 0 to 10,000',
    [{ settings: { triggerThreshold: 0 } }, { settings: { triggerThreshold: 10_000 } }],
    [
      [{ settings: { triggerThreshold: 10_001 } }, ['TSE1107']],
      [{ settings: { triggerThreshold: 1.5 } }, ['TGT1002']],
    ],
  ],
  [
    'suppressionDuration: at most a day',
    [{ settings: { suppressionDuration: 'PT24H' } }],
    [[{ settings: { suppressionDuration: 'PT25H' } }, ['TSE1002']]],
  ],
  [
    'tactics and techniques: known ones, each technique with a tactic of its own',
    [
      attack(['Persistence', 'T1053.005'], ['Privilege Escalation', undefined]),
      attack(['TA0002', 'T1059']),
    ],
    [
      [attack(['Persistance', undefined]), ['DOC2010', 'TSE1201']],
      [attack(['Persistence', 'T9999']), ['DOC2012']],
      [attack(['Exfiltration', 'T1053.005']), ['DOC2014']],
      [attack([undefined, 'T1053']), ['TSE1202']],
    ],
  ],
  [
    'entityMappings: ten',
    [entities(...times(10, () => host))],
    [[entities(...times(11, () => host)), ['DOC2044']]],
  ],
  [
    'fieldMappings: three, of the type, one that identifies',
    [
      entities({ type: 'Account', columns: { Sid: 'a', Name: 'b', NTDomain: 'c' } }),
      entities({ type: 'FileHash', columns: { Algorithm: 'a', Value: 'b' } }),
      entities(
        { type: 'IP', columns: { Address: 'a' } },
        { type: 'IP', columns: { Address: 'b' } },
      ),
    ],
    [
      [
        entities({
          type: 'Account',
          columns: { Sid: 'a', Name: 'b', NTDomain: 'c', UPNSuffix: 'd' },
        }),
        ['DOC2045'],
      ],
      [entities({ type: 'FileHash', columns: { Value: 'b' } }), ['DOC2042']],
      [entities({ type: 'File', columns: { Directory: 'a' } }), ['DOC2042']],
      [entities({ type: 'URL', columns: { Url: 'a', Host: 'b' } }), ['DOC2041']],
      [entities({ type: 'IoTDevice', columns: { DeviceId: 'a' } }), ['DOC2040']],
      [entities({ type: 'Host', columns: { HostName: '1a' } }), ['DOC2043']],
      [entities({ type: 'Host', columns: { HostName: 'a'.repeat(501) } }), ['DOC2043']],
      [entities({ type: 'Account', columns: { Name: 'a' } }), ['TSE1401']],
    ],
  ],
  [
    'customDetails: twenty, names of 20 letters and digits',
    [details(times(20, (index) => `a${String(index)}`)), details(['a'.repeat(20)])],
    [
      [details(times(21, (index) => `a${String(index)}`)), ['DOC2046']],
      [details(['a'.repeat(21)]), ['DOC2047']],
      [details(['1a']), ['DOC2047']],
      [details(['a'], 'b'.repeat(501)), ['DOC2043']],
      [details(['ProcessId']), ['TSE1501']],
    ],
  ],
  [
    'alertDisplayNameFormat, alertDescriptionFormat: 256 and 5,000 characters, three placeholders',
    [
      override({ alertDisplayNameFormat: 'x'.repeat(256) }),
      override({ alertDescriptionFormat: 'x'.repeat(5000) }),
      override({ alertDescriptionFormat: '{{TaskName}} {{Computer}} {{TaskName}}' }),
    ],
    [
      [override({ alertDisplayNameFormat: 'x'.repeat(257) }), ['TSE1502']],
      [override({ alertDescriptionFormat: 'x'.repeat(5001) }), ['TSE1502']],
      [override({ alertDescriptionFormat: '{{TaskName}}'.repeat(4) }), ['TSE1504']],
      [override({ alertDescriptionFormat: '{{TaskName}' }), ['TSE1503']],
      [override({ alertDescriptionFormat: '{{taskname}}' }), ['TGT1003']],
    ],
  ],
  [
    'alertTacticsColumnName, alertSeverityColumnName: columns of the result',
    [override({ alertTacticsColumnName: 'TaskName', alertSeverityColumnName: 'Computer' })],
    [
      [override({ alertTacticsColumnName: 'Tactic' }), ['TGT1004']],
      [override({ alertSeverityColumnName: 'computer' }), ['TGT1003']],
    ],
  ],
  [
    'alertDynamicProperties: ten names, each once',
    [
      dynamic(
        'AlertLink',
        'ConfidenceLevel',
        'ConfidenceScore',
        'ExtendedLinks',
        'ProductName',
        'ProviderName',
        'ProductComponentName',
        'RemediationSteps',
        'Techniques',
        'SubTechniques',
      ),
    ],
    [
      [dynamic('Title'), ['TGT1002', 'TSE1505']],
      [dynamic('AlertLink', 'AlertLink'), ['TSE1506']],
    ],
  ],
  [
    'eventGroupingSettings: two kinds',
    ['SingleAlert', 'AlertPerResult'].map((aggregationKind) => ({
      settings: { eventGroupingSettings: { aggregationKind } },
    })),
    [[{ settings: { eventGroupingSettings: { aggregationKind: 'PerResult' } } }, ['TGT1002']]],
  ],
  [
    'groupingConfiguration: 5 minutes to 7 days, three methods',
    ['PT5M', 'P7D'].map((lookbackDuration) => ({
      settings: { incidentConfiguration: { groupingConfiguration: { lookbackDuration } } },
    })),
    [
      ...['PT4M', 'P8D'].map((lookbackDuration): readonly [Variation, string[]] => [
        { settings: { incidentConfiguration: { groupingConfiguration: { lookbackDuration } } } },
        ['TSE1602'],
      ]),
      [
        {
          settings: {
            incidentConfiguration: { groupingConfiguration: { matchingMethod: 'Any' } },
          },
        },
        ['TGT1002'],
      ],
    ],
  ],
];

describe.each(rows)('%s', (_property, taken, refused) => {
  test('is taken at its limits', () => {
    expect(taken.map(codes)).toEqual(taken.map(() => []));
  });

  test('is refused beyond', () => {
    expect(refused.map(([change]) => codes(change))).toEqual(refused.map(([, said]) => said));
  });
});

describe('the version of the service', () => {
  test.each<[string, Variation, string]>([
    ['the stable one', attack(['Persistence', 'T1053']), '2025-09-01'],
    ['with sub-techniques', attack(['Persistence', 'T1053.005']), '2025-10-01-preview'],
    [
      'in near real time',
      { ...attack(['Persistence', 'T1053']), settings: { kind: 'NRT' } },
      '2025-10-01-preview',
    ],
    [
      'with entities in a column',
      {
        ...attack(['Persistence', 'T1053']),
        settings: { sentinelEntitiesMappings: [{ columnName: 'TaskName' }] },
      },
      '2025-10-01-preview',
    ],
    [
      'with sub-techniques by result',
      { ...attack(['Persistence', 'T1053']), ...dynamic('SubTechniques') },
      '2025-10-01-preview',
    ],
  ])('%s', (_name, change, expected) => {
    const { value } = emit(pack, [input(change)], new Map());
    const { resources } = JSON.parse(String(value.get('acme/mainTemplate.json'))) as {
      resources: { type: string; apiVersion: string }[];
    };
    const versions = resources.flatMap(({ type, apiVersion }) =>
      type.endsWith('alertRules') ? [apiVersion] : [],
    );
    expect(versions).toEqual([expected]);
  });
});

test('a further search has a title with its label, of the same length', () => {
  const further = (label: string) => {
    const made = input({ strategy: { title: 'x'.repeat(240) } });
    return { ...made, search: { ...made.search, label } };
  };
  const of = (label: string): string[] =>
    emit(pack, [further('first'), further(label)], new Map()).diagnostics.flatMap(
      ({ code, severity }) => (severity === 'error' ? [code] : []),
    );
  expect(of('y'.repeat(13))).toEqual([]);
  expect(of('y'.repeat(14))).toEqual(['TSE1009']);
});

test('a workbook is a JSON object', () => {
  const { diagnostics } = emit(pack, [input()], new Map([['workbooks/a.json', '[]']]));
  expect(diagnostics.map(({ code }) => code)).toContain('TSE1006');
});
