// Places in texts, and messages about them as a person reads them.
import { describe, expect, test } from '@jest/globals';
import {
  cover,
  excerpt,
  hasErrors,
  inReadingOrder,
  lineText,
  nearest,
  place,
  positionAt,
  printable,
  shift,
  sortedPaths,
  span,
  type Diagnostic,
  type Source,
} from '../../src/text/index.ts';

const at = (text: string, start: number, end: number, more: Partial<Diagnostic> = {}): string =>
  excerpt({
    code: 'T1001',
    severity: 'error',
    message: 'odd',
    source: { name: 'a.md', text },
    span: span(start, end),
    ...more,
  });

describe('positions', () => {
  const source: Source = { name: 'a', text: 'ab\ncd\r\n\n😀x' };
  test.each([
    [0, 1, 1],
    [2, 1, 3],
    [3, 2, 1],
    [7, 3, 1],
    [8, 4, 1],
    [10, 4, 3],
    [99, 4, 4],
    [-5, 1, 1],
  ])('offset %i is line %i, column %i', (offset, line, column) => {
    expect(positionAt(source, offset)).toEqual({ line, column });
  });

  test.each([
    [1, 'ab'],
    [2, 'cd'],
    [3, ''],
    [4, '😀x'],
    [5, ''],
    [0, ''],
  ])('line %i is %j', (line, text) => {
    expect(lineText(source, line)).toBe(text);
  });

  test('an empty text has one empty line', () => {
    const empty: Source = { name: 'a', text: '' };
    expect([positionAt(empty, 0), lineText(empty, 1)]).toEqual([{ line: 1, column: 1 }, '']);
  });

  test('cover takes the smallest span around both', () => {
    expect(cover(span(4, 6), span(1, 5))).toEqual(span(1, 6));
  });
});

describe('excerpts', () => {
  const rows: readonly (readonly [string, string, readonly string[]])[] = [
    [
      'the words',
      at('one two', 4, 7),
      ['a.md:1:5: error T1001: odd', '   1 | one two', '     |     ^^^'],
    ],
    [
      'nothing wide still gets a caret',
      at('one', 1, 1),
      ['a.md:1:2: error T1001: odd', '   1 | one', '     |  ^'],
    ],
    [
      'a tab is one blank',
      at('\tx', 1, 2),
      ['a.md:1:2: error T1001: odd', '   1 |  x', '     |  ^'],
    ],
    [
      'over several lines: the first',
      at('ab\ncd', 1, 5),
      ['a.md:1:2: error T1001: odd', '   1 | ab', '     |  ^'],
    ],
    [
      'an astral character is two columns',
      at('😀x', 2, 3),
      ['a.md:1:3: error T1001: odd', '   1 | 😀x', '     |   ^'],
    ],
    [
      'at the end of the text',
      at('ab', 2, 2),
      ['a.md:1:3: error T1001: odd', '   1 | ab', '     |   ^'],
    ],
    [
      'no terminal escapes',
      at('\u001b[31mx', 5, 6),
      ['a.md:1:6: error T1001: odd', '   1 | ␛[31mx', '     |      ^'],
    ],
    [
      'remedy',
      at('x', 0, 1, { remedy: 'write y' }),
      ['a.md:1:1: error T1001: odd', '   1 | x', '     | ^', '    help: write y'],
    ],
  ];
  test.each(rows)('%s', (_, shown, lines) => {
    expect(shown.split('\n')).toEqual(lines);
  });

  test('a long line is cut to a window, and the carets stay under the words', () => {
    const text = `${'a'.repeat(300)}HERE${'b'.repeat(300)}`;
    const [, line = '', carets = ''] = at(text, 300, 304).split('\n');
    expect(line.slice(carets.indexOf('^'), carets.lastIndexOf('^') + 1)).toBe('HERE');
    expect([line.length, line.slice(7, 12), line.slice(-5)]).toEqual([175, '... a', 'b ...']);
  });

  test('a window never cuts an astral character in two', () => {
    for (const lead of ['', 'x']) {
      const text = lead + '😀'.repeat(400);
      expect(at(text, lead.length + 400, lead.length + 402).isWellFormed()).toBe(true);
    }
  });

  test('a related place follows with its own line', () => {
    const source: Source = { name: 'b.md', text: 'first' };
    const shown = at('second', 0, 6, {
      related: [{ message: 'as here', source, span: span(0, 5) }],
    });
    expect(shown.split('\n').slice(3)).toEqual([
      '  b.md:1:1: as here',
      '   1 | first',
      '     | ^^^^^',
    ]);
  });

  test('without a span: the file alone', () => {
    expect(place({ name: 'a.md', text: '' }, undefined)).toBe('a.md');
  });
});

describe('diagnostics', () => {
  const one = (name: string, start: number | undefined, code: string): Diagnostic => ({
    code,
    severity: 'note',
    message: '',
    source: { name, text: '' },
    span: start === undefined ? undefined : span(start, start),
  });

  test('reading order: file, place (the whole file first), code', () => {
    const all = [one('b', 0, 'A'), one('a', 5, 'B'), one('a', 5, 'A'), one('a', undefined, 'Z')];
    expect(inReadingOrder(all).map((each) => `${each.source.name} ${each.code}`)).toEqual([
      'a Z',
      'a A',
      'a B',
      'b A',
    ]);
  });

  test('shift moves into the document that holds the text', () => {
    const document: Source = { name: 'doc', text: '' };
    expect(shift(one('q', 3, 'A'), document, 10)).toEqual({
      ...one('doc', 13, 'A'),
      source: document,
    });
  });

  test('only errors are errors', () => {
    expect(hasErrors([one('a', 0, 'A'), { ...one('a', 0, 'A'), severity: 'warning' }])).toBe(false);
    expect(hasErrors([{ ...one('a', 0, 'A'), severity: 'error' }])).toBe(true);
  });
});

test.each([
  ['JobContent', ['TaskContent', 'Computer', 'JobContents'], ['JobContents']],
  ['eventid', ['EventID', 'EventIDs', 'Level'], ['EventID', 'EventIDs']],
  ['conut', ['count', 'counter', 'sum'], ['count']],
  ['x', ['y', 'xyz'], ['y']],
  ['nothing', ['alike', 'unlike'], []],
  ['', ['a'], ['a']],
])('nearest to %j among %j', (name, known, found) => {
  expect(nearest(name, known)).toEqual(found);
});

test.each([
  ['plain\ttext\n', 'plain\ttext\n'],
  ['\u0007\r\u007f\u009b', '␇␍␡\uFFFD'],
  ['a\u202Eb', 'a\uFFFDb'],
  ['日本 é 😀', '日本 é 😀'],
])('printable %j', (text, shown) => {
  expect(printable(text)).toBe(shown);
});

test('paths are listed in byte order', () => {
  expect(
    sortedPaths(
      new Map([
        ['b', ''],
        ['a/z', ''],
        ['B', ''],
        ['a', ''],
      ]),
    ),
  ).toEqual(['B', 'a', 'a/z', 'b']);
});
