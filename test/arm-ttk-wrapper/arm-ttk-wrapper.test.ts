import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import {
  forMarketplace,
  readApiVersions,
  runNative,
  select,
  tests,
  type FileSet,
  type PlacedFinding,
  type Run,
} from '../../src/arm-ttk-wrapper/index.ts';

const settings = {
  apiVersions: readApiVersions({
    'Contoso.Test/quiet': ['2020-01-01', '2026-05-01-preview'],
    'Contoso.Test/things': ['2020-01-01', '2026-01-01', '2026-02-01', '2026-02-01-preview'],
  }),
  testDate: Date.UTC(2026, 10, 21),
  sampleName: '',
};

interface Example {
  readonly test: string;
  readonly main?: string;
  readonly pass: string;
  readonly fail?: string;
  readonly finds?: string;
}

const examples = parse(
  readFileSync(new URL('./examples.yaml', import.meta.url), 'utf8'),
) as readonly Example[];

function filesFor(group: string, text: string, main: string): FileSet {
  const template = { path: 'azuredeploy.json', text: main };
  switch (group) {
    case 'CreateUIDefinition': {
      const ui = { path: 'createUiDefinition.json', text };
      return { start: template, files: [template, ui] };
    }
    case 'deploymentParameters': {
      const file = { path: 'azuredeploy.parameters.json', text };
      return { start: file, files: [file] };
    }
    default: {
      const file = { path: 'azuredeploy.json', text };
      return { start: file, files: [file] };
    }
  }
}

function errorsOf({ results }: Run): PlacedFinding[] {
  return results.flatMap(({ errors }) => errors);
}

function runOne(name: string, text: string, main = '{}'): Run {
  const chosen = select({ test: [name] }).tests;
  return runNative(filesFor(chosen[0]?.group ?? '', text, main), chosen, settings);
}

describe('each test', () => {
  test('has an example', () => {
    expect(examples.map((example) => example.test).sort()).toEqual(
      tests.map(({ name }) => name).sort(),
    );
  });

  test.each(examples)('$test: passes', ({ test: name, pass, main }) => {
    const run = runOne(name, pass, main);
    expect(run.results.filter((result) => result.test === name)).not.toEqual([]);
    expect(errorsOf(run)).toEqual([]);
  });

  test.each(examples.filter(({ fail }) => fail !== undefined))(
    '$test: fails with $finds',
    ({ test: name, fail = '', main, finds }) => {
      const [first] = errorsOf(runOne(name, fail, main));
      expect(first && `${first.id} ${String(first.line)}:${String(first.column)}`).toBe(finds);
    },
  );
});

describe('which tests', () => {
  test.each([
    [{}, 53],
    [{ test: ['deploymenttemplate'] }, 31],
    [{ test: ['all'] }, 52],
    [{ test: ['VM size should be a parameter', 'AllFiles'] }, 2],
    [{ group: ['CreateUIDefinition'], skip: ['Handler_Must_Be_Correct'] }, 16],
    [{ test: ['DependsOn-Best-Practices'], group: ['AllFiles'] }, 0],
  ])('%j chooses %i', (selection, count) => {
    const selected = select(selection);
    expect(selected.tests).toHaveLength(count);
    expect(selected.unknown).toEqual([]);
  });

  test('names that mean nothing are told', () => {
    expect(select({ test: ['nonsense'], skip: ['constructor'] }).unknown).toEqual([
      'nonsense',
      'constructor',
    ]);
  });
});

describe('nested templates', () => {
  const nested = `{
    "parameters": { "outer": {} },
    "resources": [{ "name": "deploy", "properties": {
      "expressionEvaluationOptions": { "scope": "inner" },
      "template": {
        "parameters": { "inner": {} },
        "outputs": { "o": "[parameters('outer')]" } } } }] }`;

  test('are tested by themselves and do not count for the outer template', () => {
    expect(errorsOf(runOne('Parameters-Must-Be-Referenced', nested))).toEqual([
      {
        id: 'Parameters.Must.Be.Referenced',
        message: 'Unreferenced parameter: outer',
        line: 2,
        column: 21,
      },
      {
        id: 'Parameters.Must.Be.Referenced',
        message: 'Unreferenced parameter: inner',
        line: 6,
        column: 25,
        innerTemplate: 'deploy',
      },
    ]);
  });

  test('of outer scope belong to the template around them', () => {
    const outer = nested.replace('"inner" }', '"outer" }');
    expect(errorsOf(runOne('Parameters-Must-Be-Referenced', outer))).toEqual([]);
  });
});

describe('limits of parameters', () => {
  test.each([
    ['-5', true],
    ['9223372036854775807', true],
    ['9223372036854775808', false],
    ['1.0', false],
    ['1e3', false],
    ['true', false],
    ['[]', false],
  ])('%s is a whole number: %s', (limit, expected) => {
    const text = `{ "parameters": { "n": { "minValue": ${limit}, "maxValue": 1 } } }`;
    expect(errorsOf(runOne('Min-And-Max-Value-Are-Numbers', text)).length === 0).toBe(expected);
  });
});

describe('blanks', () => {
  test.each([
    ['{ "type": "Microsoft.Web/sites/config", "properties": { "a": { "b": "" } } }', 0],
    [
      '{ "type": "microsoft.web/sites", "resources": [{ "type": "config", "properties": { "b": "" } }] }',
      0,
    ],
    ['{ "type": "Microsoft.Insights/workbooks", "properties": { "serializedData": "" } }', 0],
    ['{ "type": "Microsoft.Insights/workbooks", "tags": { "b": "" } }', 1],
    ['{ "identity": { "[resourceId(1)]": {}, "/subscriptions/1": {} } }', 0],
    ['{ "query": "dynamic({\\"a\\": null})", "b": [{}], "c": "null" }', 1],
  ])('%s has %i', (resource, count) => {
    const run = runOne('Template-Should-Not-Contain-Blanks', `{ "resources": [${resource}] }`);
    expect(errorsOf(run)).toHaveLength(count);
  });
});

describe('a set of files', () => {
  const template = '{ "$schema": "https://x/deploymentTemplate.json#", "parameters": {} }';
  const ui = '{ "$schema": "https://x/CreateUIDefinition.MultiVm.json#" }';

  test('the definition comes first and carries the test on all files', () => {
    const start = { path: 'a/mainTemplate.json', text: template };
    const files = [start, { path: 'a/createUiDefinition.json', text: ui }];
    const chosen = select({
      test: ['AllFiles', 'Handler-Must-Be-Correct', 'Resources-Should-Have-Location'],
    }).tests;
    const run = runNative({ start, files }, chosen, settings);
    expect(run.results.map((result) => `${result.file} ${result.test}`)).toEqual([
      'a/createUiDefinition.json JSONFiles-Should-Be-Valid',
      'a/createUiDefinition.json Handler-Must-Be-Correct',
      'a/mainTemplate.json Resources-Should-Have-Location',
    ]);
  });

  test('without a main template, what needs it is skipped with a warning', () => {
    const start = { path: 'createUiDefinition.json', text: ui };
    const chosen = select({ test: ['Outputs-Must-Be-Present-In-Template-Parameters'] }).tests;
    const [result] = runNative({ start, files: [start] }, chosen, settings).results;
    expect(result?.passed).toBe(true);
    expect(result?.warnings.map(({ message }) => message)).toEqual([
      'Skipped because TemplateObject was missing',
    ]);
  });

  test('for the marketplace some tests only warn', () => {
    const run = forMarketplace(runOne('Variables-Must-Be-Referenced', '{"variables": {"v": 1}}'));
    expect(run.results[0]?.passed).toBe(true);
    expect(run.results[0]?.warnings.map(({ id }) => id)).toEqual(['Variables.Must.Be.Referenced']);
    const hard = forMarketplace(runOne('Handler-Must-Be-Correct', '{}'));
    expect(hard.results[0]?.passed).toBe(false);
  });
});

describe('API versions', () => {
  const resource = (type: string, version: string, name = 'x'): string =>
    JSON.stringify({ type, apiVersion: version, name });
  const template = (...resources: string[]): string => `{ "resources": [${resources.join(',')}] }`;
  const old = resource('Contoso.Test/things', '2020-01-01');

  test.each([
    ['a version that is not known', [resource('Contoso.Test/things', '2019-05-05')], []],
    ['a type that is not known', [resource('Contoso.Other/things', '2001-01-01')], []],
    [
      'an expression',
      [resource('Contoso.Test/things', "[parameters('v')]")],
      ['ApiVersion.Not.Date'],
    ],
    ['no such day', [resource('Contoso.Test/things', '2020-13-41')], ['ApiVersion.Not.Date']],
    [
      'a preview that is stable by now',
      [resource('contoso.test/THINGS', '2026-02-01-preview')],
      ['ApiVersion.Preview.Version.Has.NonPreview'],
    ],
    [
      'an extension resource by the provider in its name',
      [resource('a/b/providers/c', '2001-01-01', "[concat('x', '/Contoso.Test/')]")],
      [],
    ],
    [
      'an old one that is still the latest stable ends the examination',
      [resource('Contoso.Test/quiet', '2020-01-01'), old],
      [],
    ],
    ['two old ones', [old, old], ['ApiVersion.OutOfDate', 'ApiVersion.OutOfDate']],
  ])('%s', (_what, resources, ids) => {
    const run = runOne('apiVersions-Should-Be-Recent', template(...resources));
    expect(errorsOf(run).map(({ id }) => id)).toEqual(ids);
  });

  test.each([
    ['type to versions', { 'A.B/c': ['2024-01-01'] }],
    ['the cache of the toolkit', { 'A.B/c': [{ apiVersions: ['2024-01-01'] }] }],
    [
      'az provider list',
      [{ namespace: 'A.B', resourceTypes: [{ resourceType: 'c', apiVersions: ['2024-01-01'] }] }],
    ],
  ])('are read from %s', (_form, value) => {
    expect(readApiVersions(value).of('a.b/C')).toEqual(['2024-01-01']);
  });

  test.each([[null], [3], [[null, { namespace: 1 }]], [{ x: 'y' }]])(
    '%j is an empty table',
    (value) => {
      expect(readApiVersions(value).of('x')).toEqual([]);
    },
  );
});
