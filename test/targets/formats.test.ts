import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { defenderProblems } from '../../src/targets/defender/index.ts';
import * as defenderMessages from '../../src/targets/defender/messages.ts';
import { isoDuration } from '../../src/targets/duration.ts';
import * as sharedMessages from '../../src/targets/messages.ts';
import { sentinelProblems } from '../../src/targets/sentinel/index.ts';
import * as sentinelMessages from '../../src/targets/sentinel/messages.ts';
import { literal, literalValue } from '../../src/targets/sentinel/arm.ts';
import { printCsv, readCsv } from '../../src/targets/sentinel/csv.ts';
import { kustoLiteral } from '../../src/targets/sentinel/tunables.ts';
import { uuid5 } from '../../src/targets/uuid5.ts';
import { parseDuration } from '../../src/strategy/index.ts';

describe('UUIDv5', () => {
  // The first is RFC 9562's example (appendix A.4), the second Python's uuid.uuid5(NAMESPACE_DNS, 'python.org').
  test.each([
    ['www.example.com', '2ed6657d-e927-568b-95e1-2665a8aea6a2'],
    ['python.org', '886313e1-3b8a-5372-9b90-0c9aee199e5d'],
  ])('%s', (name, expected) => {
    expect(uuid5(name, '6ba7b810-9dad-11d1-80b4-00c04fd430c8')).toBe(expected);
  });
});

describe('catalogues of problems', () => {
  test.each([
    ['Sentinel', sentinelProblems, sentinelMessages],
    ['Defender', defenderProblems, defenderMessages],
  ])('%s: no code twice', (_name, catalogue, own) => {
    expect(catalogue.size).toBe(Object.keys(own).length + Object.keys(sharedMessages).length);
    for (const code of catalogue.keys()) expect(code).toMatch(/^T(?:SE|DE|GT)\d{4}$/);
  });
});

describe('durations', () => {
  test.each([
    [0, 'PT0S'],
    [300, 'PT5M'],
    [5400, 'PT1H30M'],
    [86_400, 'P1D'],
    [1_209_600, 'P14D'],
    [90_061, 'P1DT1H1M1S'],
  ])('%d', (seconds, text) => {
    expect(isoDuration(seconds)).toBe(text);
    expect(parseDuration(text)).toBe(seconds);
  });
});

describe('literals in templates', () => {
  test.each([
    ['plain', 'plain'],
    ['[all of it]', '[[all of it]'],
    ['[[twice]', '[[[twice]'],
    ['[the first] word', '[the first] word'],
    ['[', '['],
    ['[]', '[[]'],
    ['', ''],
  ])('%s', (text, written) => {
    expect(literal(text)).toBe(written);
    expect(literalValue(written)).toBe(text);
  });

  test('an expression is none', () => {
    expect(literalValue("[parameters('a')]")).toBeUndefined();
  });
});

describe('comma-separated values', () => {
  test.each([
    [
      'a,b\r\n1,2\r\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'a,b\n1,\n',
      [
        ['a', 'b'],
        ['1', ''],
      ],
    ],
    ['a\n"x, ""y"""\n', [['a'], ['x, "y"']]],
    ['a\n"open', [['a'], ['open']]],
    ['a\n"x"y\n', [['a'], ['xy']]],
    ['', []],
    ['a,', [['a', '']]],
  ])('%j', (text, lines) => {
    expect(readCsv(text)).toEqual(lines);
  });

  test('what is printed is read', () => {
    const cell = fc.string({ unit: fc.constantFrom('"', ',', '\r', '\n', ' ', 'a', 'é') });
    const rows = fc.array(fc.record({ a: cell, b: cell }));
    fc.assert(
      fc.property(rows, (given) => {
        const lines = readCsv(printCsv(['a', 'b'], given));
        expect(lines).toEqual([['a', 'b'], ...given.map((row) => [row.a, row.b])]);
      }),
    );
  });
});

describe('Kusto literals', () => {
  test.each([
    [3, '3'],
    [-0.5, '-0.5'],
    ['a "b" \\ c', '"a \\"b\\" \\\\ c"'],
    ['tab\there\nline\u2028', '"tab\\u0009here\\u000aline\\u2028"'],
    ['é 🙂', '"é 🙂"'],
  ])('%j', (value, text) => {
    expect(kustoLiteral(value)).toBe(text);
  });
});
