import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cpuMilliseconds } from '../cpu-time.ts';
import { faultInPattern } from '../../src/arm-ttk-wrapper/expressions/dotnet-pattern.ts';
import { expand } from '../../src/arm-ttk-wrapper/expressions/expand.ts';
import {
  callsOf,
  expressionIn,
  listFunction,
  parameterReferences,
} from '../../src/arm-ttk-wrapper/expressions/scan.ts';
import { isLike } from '../../src/arm-ttk-wrapper/expressions/wildcard.ts';
import { find, named } from '../../src/arm-ttk-wrapper/json/find.ts';
import { shown, written } from '../../src/arm-ttk-wrapper/json/node.ts';
import { readJson } from '../../src/arm-ttk-wrapper/json/read.ts';
import {
  parseValue,
  parts,
  runNative,
  select,
  type ArmExpression,
} from '../../src/arm-ttk-wrapper/index.ts';

function compact(text: string): string {
  const { root, fault } = readJson(text);
  if (fault !== undefined) return `${String(fault.at)}: ${fault.message}`;
  return root === undefined ? 'nothing' : written(root);
}

describe('lenient JSON', () => {
  test.each([
    ['', 'nothing'],
    [' // only a comment', 'nothing'],
    ['{"a": [1, 2.0,], /* x */ "b": null,}', '{"a":[1,2.0],"b":null}'],
    ["{a: 'it\\'s', $b_1: true}", '{"a":"it\'s","$b_1":true}'],
    ['"two\nlines"', '"two\\nlines"'],
    ['"\\u0041\\n\\/"', '"A\\n/"'],
    ['\uFEFF [0x1F, -1e3, NaN]', '[0x1F,-1e3,NaN]'],
    ['{"a": 1, "a": 2}', '{"a":2}'],
    ['{"__proto__": 1, "constructor": 2}', '{"__proto__":1,"constructor":2}'],
    ['{"a": 1, "A": 2}', '9: the names "a" and "A" differ only in case'],
    ['{"a" 1}', '5: no ":" after the name "a"'],
    ['{"a": 1 "b": 2}', '8: neither "," nor "}" after a property'],
    ['[1 2]', '3: neither "," nor "]" after a list item'],
    ['{"a": "x', '6: a string is not closed'],
    ['{"a": \\x}', '6: "\\x" is not a value'],
    ['"\\d"', '1: an unknown escape "\\d"'],
    ['{} {}', '3: text after the end of the JSON value'],
    ['{"a": /* }', '6: a comment is not closed'],
    ['{"a":', '5: no value'],
  ])('%j is read as %s', (text, expected) => {
    expect(compact(text)).toBe(expected);
  });

  test('hostile nesting is refused', () => {
    expect(compact('['.repeat(100_000))).toBe('257: nested more than 256 deep');
  });
});

describe('values as PowerShell shows them', () => {
  test.each([
    [
      '{"value": "[parameters(\'x\')]", "n": 1.0, "o": {"a": 1}, "l": [1]}',
      "@{value=[parameters('x')]; n=1.0; o=; l=System.Object[]}",
    ],
    ['["a", true, null]', 'a True '],
  ])('%s', (text, expected) => {
    expect(shown(readJson(text).root)).toBe(expected);
  });
});

describe('finding properties', () => {
  test('with paths, skipping blanks and what is named parent', () => {
    const { root } = readJson(
      '{"a": [{"id": 1}, {"x": {"ID": ""}}], "parents": {"id": 1}, "z": {"id": []}}',
    );
    const paths = find(root, named('id')).map(
      ({ path, parents }) => `${path} ${String(parents.length)}`,
    );
    expect(paths).toEqual(['a[0].id 1', 'a[1].x.ID 2']);
  });
});

describe('expressions in text', () => {
  test.each([
    ["[concat('a', variables('b'))]", 'concat', undefined, []],
    ["  [variables( 'b' )[2].c.d[1]] ", 'variables', 2, ['c', 'd']],
    ['[if(equals(1, 1), (2), 3)]', 'if', undefined, []],
  ])('%s', (text, called, index, properties) => {
    const found = expressionIn(text);
    expect(found?.called).toBe(called);
    expect(found?.index).toBe(index);
    expect(found?.properties.map(({ name }) => name)).toEqual(properties);
  });

  test.each(["[variables('a')['b']]", '[concat(]', 'concat()', '[()]', "[a ('b')]"])(
    '%s is none',
    (text) => {
      expect(expressionIn(text)).toBeUndefined();
    },
  );

  test('calls are those at the start of an expression or argument', () => {
    const text = "[uri(concat('a'), myconcat('b'), concat('c'))] concat('d')";
    expect(callsOf(text, 'concat').map(({ argumentText }) => argumentText)).toEqual([
      "('a')",
      "('c')",
    ]);
    expect(callsOf(text, 'uri', 'concat').map(({ name }) => name)).toEqual(['uri']);
    expect(listFunction('[my.listKeys(1)]')).toBeUndefined();
    expect(listFunction('[a, listKeys (1)]')?.name).toBe('listKeys');
  });

  test('references', () => {
    const text = "parameters('a') Parameters ( 'it''s' ) parameters('') parameters('open";
    expect(parameterReferences(text).map(({ name }) => name)).toEqual(['a', "it''s"]);
  });

  test.each([
    ["[variables('v').p]", '{"variables": {"v": {"p": "x"}}}', { kind: 'value', text: 'x' }],
    ["[variables('v')]", '{}', { kind: 'text', text: "[variables('v')]" }],
    [
      "[variables('w')]",
      '{"variables": {"v": 1}}',
      { kind: 'missing', text: '.variables.w not found' },
    ],
    [
      "[variables(concat('v'))]",
      '{"variables": {"v": 1}}',
      { kind: 'text', text: "[variables(concat('v'))]" },
    ],
  ])('%s in %s', (text, template, expected) => {
    const expanded = expand(text, readJson(template).root);
    const said = (): string => {
      switch (expanded.kind) {
        case 'text':
          return expanded.text;
        case 'missing':
          return expanded.message;
        case 'value':
          return shown(expanded.value);
      }
    };
    expect({ kind: expanded.kind, text: said() }).toEqual(expected);
  });
});

describe('parsing expressions', () => {
  function outline(part: ArmExpression): string {
    switch (part.kind) {
      case 'call':
        return `${part.name}(${part.args.map(outline).join(' ')})`;
      case 'string':
        return `"${part.value}"`;
      case 'number':
        return String(part.value);
      case 'property':
        return `${outline(part.of)}${part.safe ? '?' : ''}.${part.name}`;
      case 'index':
        return `${outline(part.of)}${part.safe ? '?' : ''}[${outline(part.index)}]`;
    }
  }

  function parsed(text: string): string {
    const value = parseValue(text);
    switch (value.kind) {
      case 'literal':
        return `literal ${value.text}`;
      case 'expression':
        return outline(value.root);
      case 'fault':
        return `${String(value.at)}: ${value.message}`;
    }
  }

  test.each([
    ['plain', 'literal plain'],
    ['[[not one]', 'literal [not one]'],
    ['[a] and more', 'literal [a] and more'],
    ["[concat('it''s', parameters( 'a' ), -3)]", 'concat("it\'s" parameters("a") -3)'],
    ["[variables('a')['b'][0].c.?d[?1]]", 'variables("a")["b"][0].c?.d?[1]'],
    ['[contoso.unique(resourceGroup().id)]', 'contoso.unique(resourceGroup().id)'],
    ['[ if ( true() , 1 , 2 ) ]', 'if(true() 1 2)'],
    ["['only text']", '"only text"'],
    ['[]', '1: no function, string or number'],
    ['[concat(]', '8: no function, string or number'],
    ["[concat('a' 'b')]", '12: neither "," nor ")" in the arguments of "concat"'],
    ["[concat('a)]", '8: a string is not closed'],
    ['[location]', '9: no "(" behind "location"'],
    ['[a().]', '5: no property name behind "."'],
    ['[a()[0]', '7: a "]" is missing'],
    ['[a() b()]', '5: text behind the expression'],
    [`[${'a('.repeat(300)}]`, '401: nested more than 200 deep'],
    [`[concat('${'x'.repeat(30_000)}')]`, '0: longer than 24576 characters'],
  ])('%.60s', (text, expected) => {
    expect(parsed(text)).toBe(expected);
  });

  test('parts come in reading order with their places', () => {
    const text = "[concat(variables('a').b, 'c')]";
    const value = parseValue(text);
    const found = value.kind === 'expression' ? [...parts(value.root)] : [];
    expect(found.map(({ start, end }) => text.slice(start, end))).toEqual([
      "concat(variables('a').b, 'c')",
      "variables('a').b",
      "variables('a')",
      "'a'",
      "'c'",
    ]);
  });
});

describe('patterns of .NET', () => {
  test.each([
    '^[a-z0-9]{3,24}$',
    '^(?=.*[A-Z])(?=.*\\d)(?!.*\\s).{12,}$',
    '(?i)abc|(?<year>\\d{4})\\k<year>(?-i:x)',
    '[\\w\\-.]+@[^\\]]',
    '[]a]',
    'a{,3}',
    '\\p{L}\\u0041(a)\\1',
    "(?'n'x)+?",
  ])('%s is well-formed', (pattern) => {
    expect(faultInPattern(pattern)).toBeUndefined();
  });

  test.each([
    ['(abc', 'a "(" is not closed'],
    ['abc)', 'too many ")"'],
    ['*a', 'the quantifier "*" follows nothing'],
    ['a**', 'the quantifier "*" follows nothing'],
    ['a{3,1}', 'the range {3,1} is reversed'],
    ['[z-a]', 'the range z-a is reversed'],
    ['[a-\\d]', 'a class as the end of a range'],
    ['[abc', 'the class opened at 1 is not closed'],
    ['\\', 'a "\\" at the end'],
    ['\\q', 'an unknown escape'],
    ['(?x', 'an unknown group form'],
    ['\\k<x>', 'a reference to the unknown group "x"'],
    ['(a)\\2', 'a reference to the unknown group 2'],
  ])('%s is not: %s', (pattern, fault) => {
    expect(faultInPattern(pattern)).toBe(fault);
  });
});

test.each([
  ['Microsoft.Common.TextBox', 'microsoft.*.*', true],
  ['Microsoft.Common', 'Microsoft.*.*', false],
  ['a'.repeat(50_000), `${'*a'.repeat(20)}b`, false],
  ['abc', 'a?c', true],
  ['', '*', true],
])('%.20s is like %.20s: %s', (text, pattern, expected) => {
  expect(isLike(text, pattern)).toBe(expected);
});

describe('hostile templates', () => {
  const all = select({}).tests;
  const settings = {
    apiVersions: { of: () => ['2020-01-01'], inProvider: () => true },
    testDate: 1.7e12,
    sampleName: '',
  };
  const runAs = (name: string, text: string): void => {
    const file = { path: name, text };
    runNative({ start: file, files: [file] }, all, settings);
  };

  test.each([
    ['open brackets', '[(,'],
    ['open calls', 'concat(list('],
    ['open references', "parameters('variables('"],
    ['colons and quotes', '":[ {:'],
    ['words', 'listlistreference'],
    ['blanks', ' : \\t "" null'],
    ['expressions', "[reference(variables('a'), '2020-01-01')]"],
  ])('long repetitions of %s', (_what, piece) => {
    const text = piece.repeat(Math.ceil(300_000 / piece.length));
    const value = JSON.stringify(text);
    const start = cpuMilliseconds();
    runAs(
      'azuredeploy.json',
      `{"resources": [{"id": ${value}, "uri": ${value}, "type": "x", "vmSize": ${value},
      "adminUsername": ${value}, "commandToExecute": ${value}, "location": ${value}}],
      "variables": {"a": ${value}}, "outputs": {"o": ${value}}, "parameters": {"p": {"type": "securestring"}}}`,
    );
    // Work that grows with the square of the length takes minutes.
    expect(cpuMilliseconds() - start).toBeLessThan(5_000);
  });

  test('any JSON value in any file is examined without an exception', () => {
    const names = ['azuredeploy.json', 'createUiDefinition.json', 'azuredeploy.parameters.json'];
    const key = fc.constantFrom(
      ...[
        'resources',
        'parameters',
        'variables',
        'outputs',
        'type',
        'name',
        'properties',
        'template',
        'copy',
      ],
      ...[
        'allowedValues',
        'constraints',
        'validations',
        'steps',
        'basics',
        '$schema',
        'apiVersion',
        'id',
        'location',
      ],
    );
    const word = fc.constantFrom(
      'Microsoft.Common.TextBox',
      "[variables('a')]",
      '',
      'inner',
      '*',
      '[',
    );
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'medium' },
        word,
        fc.integer(),
        fc.constant(null),
        fc.boolean(),
        tie('list'),
        tie('object'),
      ),
      list: fc.array(tie('value'), { maxLength: 4 }),
      object: fc.dictionary(key, tie('value'), { maxKeys: 6 }),
    }));
    fc.assert(
      fc.property(fc.constantFrom(...names), value, (name, json) => {
        runAs(name, JSON.stringify(json));
      }),
      { numRuns: 500, seed: 7 },
    );
  });

  test('any text is examined without an exception', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'{}[]",:\'\\/*( )null1a'.split(/(?:)/)) }),
        (text) => {
          runAs('azuredeploy.json', text);
        },
      ),
      { numRuns: 500, seed: 7 },
    );
  });
});
