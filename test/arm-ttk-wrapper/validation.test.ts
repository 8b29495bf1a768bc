// Templates that cannot be deployed, each with one fault; the words that the finding points at.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { shippedApiVersions, validateTemplate } from '../../src/arm-ttk-wrapper/index.ts';
import { cpuMilliseconds } from '../cpu-time.ts';

const storage = {
  type: 'Microsoft.Storage/storageAccounts',
  apiVersion: '2023-01-01',
  name: 'one',
  location: 'x',
};
const account = (change: object): object => ({ ...storage, ...change });

const template = (change: object): string =>
  JSON.stringify({
    $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
    contentVersion: '1.0.0.0',
    parameters: { place: { type: 'string', metadata: { description: '[not evaluated' } } },
    variables: { v: 'w', o: { deep: "[parameters('place')]" } },
    resources: [storage],
    ...change,
  });
const outputs = (value: string): string =>
  template({ outputs: { out: { type: 'string', value } } });

/** `id severity words` of each finding. */
function found(text: string): string[] {
  return validateTemplate(text, shippedApiVersions()).map(
    ({ id, severity, start, end }) =>
      `${id} ${severity} ${text.slice(start, Math.min(end, start + 60))}`,
  );
}

const nested = (scope: string, value: string): string =>
  template({
    resources: [
      {
        type: 'Microsoft.Resources/deployments',
        apiVersion: '2022-09-01',
        name: 'n',
        properties: {
          mode: 'Incremental',
          expressionEvaluationOptions: { scope },
          template: {
            $schema: 'x',
            contentVersion: '1.0.0.0',
            parameters: { inner: { type: 'string' } },
            resources: [account({ location: value })],
          },
        },
      },
    ],
  });

describe.each<[string, readonly [string, string, readonly string[]][]]>([
  [
    'json and frame',
    [
      ['a good template', template({}), []],
      [
        'comments and a trailing comma',
        template({}).replace('{', '{ // c\n').replace(/\}$/, ',}'),
        [],
      ],
      ['no JSON', '{', ['json error ']],
      ['a list', '[]', ['json error [']],
      ['no resources', template({ resources: undefined }), ['template error {']],
      ['no version', template({ contentVersion: undefined }), ['template error {']],
    ],
  ],
  [
    'expressions',
    [
      [
        'of all kinds',
        outputs("[concat(parameters('place'), variables('v'), string(length('a')))]"),
        [],
      ],
      ['names in another case', outputs("[ToLower(parameters('PLACE'))]"), []],
      ['a literal bracket', outputs('[[nothing(]'), []],
      ['not closed', outputs("[concat('a'"), []],
      ['a bracket too few', outputs("[concat('a']"), ['expression error "[concat(\'a\']"']],
      ['an unknown function', outputs("[konkat('a')]"), ["function error konkat('a')"]],
      ["a resource's own function", outputs("[listKeys('x', '2023-01-01').keys[0]]"), []],
      ['an unknown parameter', outputs("[parameters('palce')]"), ["parameter error 'palce'"]],
      ['an unknown variable', outputs("[variables('x')]"), ["variable error 'x'"]],
      [
        'behind an escape sequence',
        outputs("[concat('\"', variables('x'))]"),
        ["variable error \"[concat('\\\"', variables('x'))]\""],
      ],
      [
        'a variable of a loop',
        template({
          variables: { copy: [{ name: 'many', count: 2, input: 'x' }], v: "[variables('many')]" },
        }),
        [],
      ],
      ['a name that is computed', outputs("[variables(concat('v', 'x'))]"), []],
      [
        'functions of the template',
        template({
          functions: [
            {
              namespace: 'own',
              members: {
                f: {
                  parameters: [{ name: 'a', type: 'string' }],
                  output: { type: 'string', value: "[parameters('a')]" },
                },
              },
            },
          ],
          outputs: {
            one: { type: 'string', value: "[own.f('x')]" },
            two: { type: 'string', value: "[own.g('x')]" },
          },
        }),
        ["function error own.g('x')"],
      ],
      ['in a nested template of inner scope', nested('inner', "[parameters('inner')]"), []],
      [
        'of the outer template in it',
        nested('inner', "[parameters('place')]"),
        ["parameter error 'place'"],
      ],
      ['in a nested template of outer scope', nested('outer', "[parameters('place')]"), []],
    ],
  ],
  [
    'declarations',
    [
      ['a type that there is not', template({ parameters: { p: { type: 'text' } } }), ['variable']],
      [
        'a default of another type',
        template({ parameters: { place: { type: 'int', defaultValue: 'x' } } }),
        ['declaration error "x"'],
      ],
      [
        'a default that is computed',
        template({ parameters: { place: { type: 'int', defaultValue: '[add(1, 2)]' } } }),
        [],
      ],
      [
        'a default outside the allowed',
        template({
          parameters: { place: { type: 'string', defaultValue: 'x', allowedValues: ['y'] } },
        }),
        ['declaration error "x"'],
      ],
      [
        'an output without a type',
        template({ outputs: { o: { value: 'x' } } }),
        ['declaration error "o"'],
      ],
      [
        'a type defined by the template',
        template({ parameters: { place: { $ref: '#/definitions/d' } } }),
        [],
      ],
      [
        'too many parameters',
        template({
          parameters: Object.fromEntries(
            Array.from({ length: 257 }, (_, i) => [
              i === 0 ? 'place' : `p${String(i)}`,
              { type: 'string' },
            ]),
          ),
        }),
        ['limit error {'],
      ],
    ],
  ],
  [
    'resources',
    [
      [
        'without a name',
        template({ resources: [account({ name: undefined })] }),
        ['resource error {'],
      ],
      [
        'of no type that is known',
        template({ resources: [account({ type: 'Microsoft.Storage/storageAcounts' })] }),
        ['resource warning "Microsoft.Storage/storageAcounts"'],
      ],
      [
        'of a version that there is not',
        template({ resources: [account({ apiVersion: '2023-01-02' })] }),
        ['api-version error "2023-01-02"'],
      ],
      [
        'of a version that other types of its provider have',
        template({
          resources: [
            {
              type: 'Microsoft.OperationalInsights/workspaces/savedSearches',
              apiVersion: '2022-10-01',
              name: 'a/b',
            },
          ],
        }),
        ['api-version warning "2022-10-01"'],
      ],
      [
        'of a version to come',
        template({ resources: [account({ apiVersion: '2099-01-01' })] }),
        ['api-version warning "2099-01-01"'],
      ],
      [
        'without a version',
        template({ resources: [account({ apiVersion: undefined })] }),
        ['api-version error "Microsoft.Storage/storageAccounts"'],
      ],
      [
        'twice',
        template({ resources: [storage, account({ location: 'y' })] }),
        ['duplicate error "one"'],
      ],
      [
        'twice, on conditions',
        template({ resources: [account({ condition: true }), account({ condition: false })] }),
        [],
      ],
      [
        "under a provider's path",
        template({
          resources: [
            {
              type: 'Microsoft.OperationalInsights/workspaces/providers/alertRules',
              apiVersion: '2025-09-01',
              name: "[concat(parameters('place'), '/Microsoft.SecurityInsights/x')]",
            },
          ],
        }),
        [],
      ],
      [
        "under a provider's path, of a version that there is not",
        template({
          resources: [
            {
              type: 'Microsoft.OperationalInsights/workspaces/providers/alertRules',
              apiVersion: '2020-02-30',
              name: "[concat(parameters('place'), '/Microsoft.SecurityInsights/x')]",
            },
          ],
        }),
        ['api-version error "2020-02-30"'],
      ],
    ],
  ],
  [
    'dependencies',
    [
      ['by id', two(["[resourceId('Microsoft.Storage/storageAccounts', 'one')]"]), []],
      [
        'by id, in another case',
        two(["[resourceId('microsoft.storage/storageaccounts', 'ONE')]"]),
        [],
      ],
      ['by name', two(['one']), []],
      ['by a literal id', two(['Microsoft.Storage/storageAccounts/one']), []],
      [
        'on a loop',
        template({
          resources: [
            account({ copy: { name: 'loop', count: 2 }, name: "[concat('a', copyIndex())]" }),
            account({ name: 'two', dependsOn: ['loop'] }),
          ],
        }),
        [],
      ],
      [
        'on a name that there is not',
        two(["[resourceId('Microsoft.Storage/storageAccounts', 'onne')]"]),
        ["depends-on error \"[resourceId('Microsoft.Storage/storageAccounts', 'onne')]\""],
      ],
      [
        'on a type that there is not',
        two(["[resourceId('Microsoft.Web/sites', parameters('place'))]"]),
        ["depends-on error \"[resourceId('Microsoft.Web/sites', parameters('place'))]\""],
      ],
      ['on a bare name that there is not', two(['three']), ['depends-on error "three"']],
      [
        'on what only deployment knows',
        two(["[resourceId('Microsoft.Storage/storageAccounts', uniqueString('x'))]"]),
        [],
      ],
      [
        'through a variable',
        template({
          variables: {
            v: '',
            o: { deep: '' },
            id: "[resourceId('Microsoft.Storage/storageAccounts', 'gone')]",
          },
          resources: [storage, account({ name: 'two', dependsOn: ["[variables('id')]"] })],
        }),
        ['depends-on error "[variables(\'id\')]"'],
      ],
      [
        'on a name put together in two ways',
        template({
          resources: [
            account({ name: "[concat('a', parameters('place'))]" }),
            account({
              name: 'two',
              dependsOn: [
                "[resourceId('Microsoft.Storage/storageAccounts', format('a{0}', parameters('place')))]",
              ],
            }),
          ],
        }),
        [],
      ],
    ],
  ],
])('%s', (_, rows) => {
  test.each(rows)('%s', (__, text, expected) => {
    if (expected[0] === 'variable') {
      // The parameter was renamed: the type is at fault, and everything that names the old one.
      expect(found(text)).toEqual(['declaration error "text"', "parameter error 'place'"]);
    } else expect(found(text)).toEqual(expected);
  });
});

function two(dependsOn: readonly string[]): string {
  return template({ resources: [storage, account({ name: 'two', dependsOn })] });
}

test.each<[string, string]>([
  [
    'variables that double one another',
    template({
      variables: Object.fromEntries(
        Array.from({ length: 60 }, (_, i) => [
          `v${String(i)}`,
          `[concat(variables('v${String(i + 1)}'), variables('v${String(i + 1)}'))]`,
        ]),
      ),
      resources: [account({ name: "[variables('v0')]" })],
    }),
  ],
  ['an expression that is deep', outputs(`[${"concat('a',".repeat(2000)}'b'${')'.repeat(2000)}]`)],
  [
    'many resources that depend on many',
    template({
      resources: Array.from({ length: 3000 }, (_, i) =>
        account({ name: `n${String(i)}`, dependsOn: [`n${String(i + 1)}`] }),
      ),
    }),
  ],
])('ends soon for %s', (_, text) => {
  const start = cpuMilliseconds();
  validateTemplate(text, shippedApiVersions());
  expect(cpuMilliseconds() - start).toBeLessThan(5000);
});

// What templates in use are made of: loops, children, scopes, types and lambdas, content of a solution.
const sound = join(import.meta.dirname, 'sound');
test.each(readdirSync(sound).sort())('finds no error in %s', (name) => {
  const text = readFileSync(join(sound, name), 'utf8');
  const expected = name === 'content-hub.json' ? ['api-version warning "2022-10-01"'] : [];
  expect([...new Set(found(text))]).toEqual(expected);
});

test('a profile of the template names the versions of its resources', () => {
  const bare = account({ apiVersion: undefined });
  expect(found(template({ resources: [bare] }))).toHaveLength(1);
  expect(found(template({ apiProfile: '2019-03-01-hybrid', resources: [bare] }))).toEqual([]);
});

test('what an extension makes needs no name, and can be waited for', () => {
  const text = template({
    languageVersion: '2.0',
    resources: {
      group: {
        import: 'graph',
        type: 'Microsoft.Graph/groups@v1.0',
        properties: { uniqueName: 'g' },
      },
      one: account({ dependsOn: ['group'] }),
    },
  });
  expect(found(text).filter((each) => !each.startsWith('template'))).toEqual([]);
});
