// A pack as a solution of the Content Hub.
import { describe, expect, test } from '@jest/globals';
import { unzipSync } from 'fflate';
import {
  runNative,
  shippedApiVersions,
  tests,
  validateTemplate,
} from '../../../src/arm-ttk-wrapper/index.ts';
import { emit, readTemplate } from '../../../src/targets/sentinel/index.ts';
import { sortedPaths, type FileTree } from '../../../src/text/index.ts';
import { input, pack } from '../pack.ts';
import { assets, inputs } from './three-rules.ts';

const published = {
  ...pack,
  solution: {
    publisher: 'acme',
    published: '2026-01-31',
    email: 'support@acme.example',
    link: 'https://acme.example/support',
    tier: 'Partner',
    domains: ['Security - Threat Protection'],
  },
} as const;

function solution(): FileTree {
  const { value, diagnostics } = emit(published, inputs, assets(), ['solution']);
  expect(diagnostics.filter((each) => each.severity === 'error')).toEqual([]);
  return value;
}

const text = (tree: FileTree, name: string): string => String(tree.get(`acme/solution/${name}`));

interface Resource {
  readonly type: string;
  readonly name: string;
  readonly properties: Readonly<Record<string, unknown>> & {
    readonly mainTemplate?: { readonly resources: readonly Resource[] };
  };
}
const resources = (tree: FileTree): readonly Resource[] =>
  (JSON.parse(text(tree, 'mainTemplate.json')) as { resources: Resource[] }).resources;
const kinds = (tree: FileTree): unknown[] =>
  resources(tree).map(({ type, properties }) => [
    type.split('/').at(-1),
    properties['contentKind'] ??
      properties['kind'] ??
      properties['functionAlias'] ??
      properties['displayName'],
  ]);

describe('a solution', () => {
  test('is its five files', () => {
    expect(sortedPaths(solution())).toEqual([
      'acme/solution/1.2.0.zip',
      'acme/solution/SolutionMetadata.json',
      'acme/solution/createUiDefinition.json',
      'acme/solution/mainTemplate.json',
      'acme/solution/testParameters.json',
    ]);
    expect(Object.keys(JSON.parse(text(solution(), 'testParameters.json')) as object)).toEqual(
      Object.keys(
        (JSON.parse(text(solution(), 'mainTemplate.json')) as { parameters: object }).parameters,
      ),
    );
    expect(JSON.parse(text(solution(), 'SolutionMetadata.json'))).toEqual({
      publisherId: 'acme',
      offerId: 'azure-sentinel-solution-acme',
      firstPublishDate: '2026-01-31',
      providers: ['Acme'],
      categories: { domains: ['Security - Threat Protection'] },
      support: {
        name: 'Acme',
        email: 'support@acme.example',
        tier: 'Partner',
        link: 'https://acme.example/support',
      },
    });
  });

  test('has rules, hunting queries, functions, watchlists, the workbook, and a package that names them', () => {
    const made = solution();
    expect(kinds(made)).toEqual([
      ['contentTemplates', 'Workbook'],
      ['contentTemplates', 'AnalyticsRule'],
      ['contentTemplates', 'AnalyticsRule'],
      ['contentTemplates', 'AnalyticsRule'],
      ['contentTemplates', 'HuntingQuery'],
      ['contentTemplates', 'HuntingQuery'],
      ['contentTemplates', 'HuntingQuery'],
      ['contentTemplates', 'Parser'],
      ['savedSearches', 'rare_below'],
      ['metadata', 'Parser'],
      ['Watchlists', 'known_tasks'],
      ['contentPackages', 'Solution'],
    ]);
    const { dependencies } = resources(made).at(-1)?.properties as unknown as {
      dependencies: { operator: string; criteria: { kind: string; contentId: string }[] };
    };
    expect(dependencies.criteria.map(({ kind, contentId }) => [kind, contentId])).toEqual([
      ['Workbook', "[variables('workbookObject1')._workbookcontentId1]"],
      ['AnalyticsRule', "[variables('analyticRuleObject1')._analyticRulecontentId1]"],
      ['AnalyticsRule', "[variables('analyticRuleObject2')._analyticRulecontentId2]"],
      ['AnalyticsRule', "[variables('analyticRuleObject3')._analyticRulecontentId3]"],
      ['HuntingQuery', "[variables('huntingQueryObject1')._huntingQuerycontentId1]"],
      ['HuntingQuery', "[variables('huntingQueryObject2')._huntingQuerycontentId2]"],
      ['HuntingQuery', "[variables('huntingQueryObject3')._huntingQuerycontentId3]"],
      [
        'Parser',
        "[variables('parserObject1').parserContentId1]".replace(
          '.parserContentId1',
          '._parsercontentId1',
        ),
      ],
      ['Watchlist', "[variables('watchlistObject1')._watchlistcontentId1]"],
    ]);
  });

  test('offers each rule under the identity that it has in the bundle', () => {
    const names = readTemplate(emit(published, inputs, assets()).value).value.rules.map(
      ({ name }) => name,
    );
    const { variables } = JSON.parse(text(solution(), 'mainTemplate.json')) as {
      variables: Record<string, Record<string, string>>;
    };
    const ids = names.map((_, index) => {
      const number = String(index + 1);
      return variables[`analyticRuleObject${number}`]?.[`_analyticRulecontentId${number}`];
    });
    expect(ids).toEqual(names);
  });

  test('gives texts in brackets back after both readings', () => {
    // Deployment reads the outer template, installing reads the inner one: each takes a bracket off.
    const rules = resources(solution()).flatMap(({ properties }) =>
      properties['contentKind'] === 'AnalyticsRule'
        ? (properties.mainTemplate?.resources ?? [])
        : [],
    );
    const names = rules.map(({ properties }) => properties['displayName']).filter(Boolean);
    expect(names).toContain('[Rare] task');
    const formats = rules.map(
      ({ properties }) =>
        (properties['alertDetailsOverride'] as Record<string, string> | undefined)?.[
          'alertDisplayNameFormat'
        ],
    );
    expect(formats).toContain('[[[{{TaskName}}]');
  });

  test('has the two files in its archive, and the same bytes in any time zone', () => {
    const zone = process.env['TZ'];
    const archives = ['UTC', 'Pacific/Auckland', 'America/Los_Angeles'].map((each) => {
      process.env['TZ'] = each;
      return solution().get('acme/solution/1.2.0.zip') as Uint8Array;
    });
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
    const [first = new Uint8Array()] = archives;
    expect(archives.map((each) => Buffer.compare(each, first))).toEqual([0, 0, 0]);
    const inside = unzipSync(first);
    expect(Object.keys(inside)).toEqual(['createUiDefinition.json', 'mainTemplate.json']);
    expect(new TextDecoder().decode(inside['mainTemplate.json'])).toBe(
      text(solution(), 'mainTemplate.json'),
    );
  });

  test('could be deployed, and passes arm-ttk', () => {
    const made = solution();
    const files = [
      'mainTemplate.json',
      'createUiDefinition.json',
      'SolutionMetadata.json',
      'testParameters.json',
    ].map((name) => ({ path: `acme/solution/${name}`, text: text(made, name) }));
    const settings = {
      apiVersions: shippedApiVersions(),
      testDate: Date.UTC(2026, 10, 21),
      sampleName: '',
    };
    expect(validateTemplate(text(made, 'mainTemplate.json'), settings.apiVersions)).toEqual([]);
    const [start = { path: '', text: '' }] = files;
    const run = runNative({ start, files }, tests, settings);
    expect(run.results.length).toBeGreaterThan(40);
    const failed = run.results.filter((each) => !each.passed);
    expect(failed.map(({ test: name, file, errors }) => ({ name, file, errors }))).toEqual([]);
  });

  test('says what its rule templates do not hold', () => {
    const { diagnostics } = emit(published, inputs, assets(), ['solution']);
    expect(diagnostics.filter(({ code }) => code === 'TSE1963')).toMatchObject([
      { severity: 'note', message: expect.stringContaining('sub-techniques of 2 rules') },
    ]);
  });

  test('needs a publisher', () => {
    const { value, diagnostics } = emit(pack, [input()], new Map(), ['solution']);
    expect([...value.keys()]).toEqual([]);
    expect(diagnostics.map(({ code }) => code)).toContain('TSE1961');
  });

  test('is refused where it has more variables than a template may', () => {
    const many = Array.from({ length: 130 }, (_, index) =>
      input({ strategy: { id: `task-${String(index)}`, title: `Task ${String(index)}` } }),
    );
    const { value, diagnostics } = emit(published, many, new Map(), ['solution']);
    expect([...value.keys()]).toEqual([]);
    expect(diagnostics.map(({ code }) => code)).toContain('TSE1962');
  });

  test('stands beside the other forms, and is not read as the bundle', () => {
    const all = emit(published, inputs, assets(), ['extension', 'repositories', 'solution']).value;
    const usual = emit(published, inputs, assets()).value;
    expect(readTemplate(all)).toEqual(readTemplate(usual));
    expect(sortedPaths(all).filter((path) => !path.includes('/solution/'))).toEqual(
      sortedPaths(usual),
    );
  });
});
