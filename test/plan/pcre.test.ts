// Perl's regular expressions: our matcher against a table and against JavaScript's, RE2's spelling against our matcher,
// and patterns that explode.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  call,
  long,
  parseRegex,
  scalarFunction,
  text,
  toRe2,
  type Expression,
  type Value,
} from '../../src/plan/index.ts';
import { cpuMilliseconds } from '../cpu-time.ts';
import { engineSession } from '../engine-session.ts';

const evaluate = (name: string, ...args: Value[]): Value =>
  (scalarFunction(name).evaluate as (...all: Value[]) => Value)(...args);

const session = engineSession();

async function answers(expressions: readonly Expression[]): Promise<readonly Value[]> {
  const { rows } = await session().run({
    kind: 'project',
    input: { kind: 'values', columns: [{ name: 'x', type: 'bool' }], rows: [[true]] },
    columns: expressions.map((expression, at) => ({ name: `c${String(at)}`, expression })),
  });
  return rows[0] ?? [];
}

describe('the first match', () => {
  const rows: readonly (readonly [pattern: string, subject: string, all: string | null])[] = [
    ['a|ab', 'xab', 'a'],
    ['(?:a|ab)c', 'xabc', 'abc'],
    ['a+?', 'aaa', 'a'],
    ['a{2,3}', 'aaaa', 'aaa'],
    ['a{2}?', 'aaaa', 'aa'],
    ['a{,3}', 'a{,3}', 'a{,3}'],
    ['x*', 'aaa', ''],
    ['(?i)CMD\\.EXE', 'c:\\cmd.exe', 'cmd.exe'],
    ['(?i:c)md', 'Cmd', 'Cmd'],
    ['(?i:c)md', 'CMD', null],
    ['[^a-c\\d]+', 'abc1xyz2', 'xyz'],
    ['[]a]+', 'x]a', ']a'],
    ['[a\\-z]+', 'b-z', '-z'],
    ['[[:alpha:]_]+', '12ab_c', 'ab_c'],
    ['\\d{3}-\\w+', 'x 555-ab_1', '555-ab_1'],
    ['^b', 'a\nb', null],
    ['(?m)^b', 'a\nb', 'b'],
    ['a$', 'a\n', 'a'],
    ['a\\z', 'a\n', null],
    ['a.b', 'a\nb', null],
    ['(?s)a.b', 'a\nb', 'a\nb'],
    ['\\bcat\\b', 'concat cat', 'cat'],
    ['foo(?=bar)', 'foox foobar', 'foo'],
    ['foo(?!bar)\\w', 'foobar foox', 'foox'],
    ['(?<=\\$)\\d+', 'a1 $23', '23'],
    ['(?<!\\$)\\b\\d+', '$23 45', '45'],
    ['(\\w)\\1', 'abccd', 'cc'],
    ['(?<q>[\'"]).*?\\k<q>', 'x "it\'s" y', '"it\'s"'],
    ['(?P<a>x)(?P=a)', 'axx', 'xx'],
    ['(?>a+)ab', 'aaab', null],
    ['a++b', 'aaab', 'aaab'],
    ['a*+a', 'aaa', null],
    ['\\Qa.b\\E+', 'a.bb', 'a.bb'],
    ['a(?x) # note\n b', 'ab', 'ab'],
    ['a # note\n b', 'ab', null],
    ['(?x)a # note\n b', 'ab', 'ab'],
    ['a(?#note)b', 'ab', 'ab'],
    ['foo\\Kbar', 'foobar', 'bar'],
    ['\\x41\\x{42}\\t', 'AB\t', 'AB\t'],
    ['\\R', 'a\r\nb', '\r\n'],
    ['(a*)*b', 'aab', 'aab'],
    ['(a|)*?c', 'aac', 'aac'],
    ['(?:(a)|b)*', 'ab', 'ab'],
    ['é.', 'aé😀', 'é😀'],
    ['[^x]', '😀', '😀'],
    ['\\\\users\\\\', 'C:\\users\\x', '\\users\\'],
  ];
  test.each(rows)('%j on %j', (pattern, subject, all) => {
    expect(evaluate('pcre.extract', subject, pattern, 0n)).toBe(all);
  });

  const runnable = rows.flatMap(([pattern, subject, all]) => {
    const regex = parseRegex(pattern);
    const re2 = 'root' in regex ? toRe2(regex) : null;
    return re2 && !re2.newline ? [[pattern, re2.pattern, subject, all] as const] : [];
  });
  test.each(runnable)('%j as RE2 %j on %j', async (_, pattern, subject, all) => {
    const [found] = await answers([
      call('regex_extract', 'string', text(subject), text(pattern), long(0)),
    ]);
    expect(found).toBe(all);
  });

  test('which patterns RE2 cannot run', () => {
    const left = rows
      .map(([pattern]) => pattern)
      .filter((pattern) => {
        const regex = parseRegex(pattern);
        return 'root' in regex && toRe2(regex) === null;
      });
    expect(left).toHaveLength(12);
  });
});

describe('groups', () => {
  test.each([
    ['(?<a>\\w+)=(?<b>\\w+)', 'k=v', ['k', 'v']],
    ['(a)|(b)', 'b', ['', 'b']],
    ['((a)(b)?)+', 'abab', ['ab', 'a', 'b']],
    ['(?:x(\\d))*', 'x1x2', ['2']],
  ] as const)('%j on %j', (pattern, subject, groups) => {
    const found = groups.map((_, at) => evaluate('pcre.extract', subject, pattern, BigInt(at + 1)));
    expect(found).toEqual(groups);
  });

  test('names in order', () => {
    const regex = parseRegex('(?<a>x)(y)(?P<b>z)');
    expect('names' in regex && regex.names).toEqual(['a', null, 'b']);
  });
});

describe('replacement', () => {
  test.each([
    ['a1b2', '(\\d)', '<\\1>', 'a<1>b<2>'],
    ['abc', '', '-', '-a-b-c-'],
    ['aXbX', 'X$', '', 'aXb'],
    ['path', '(?<=p)a', '\\\\', 'p\\th'],
  ])('%j, %j, %j', (subject, pattern, by, result) => {
    expect(evaluate('pcre.replace', subject, pattern, by)).toBe(result);
  });
});

describe('not a pattern', () => {
  test.each([
    '(',
    ')',
    '[a',
    '*a',
    'a{3,2}',
    '\\',
    '(?<1>a)',
    '(?P=x)',
    '[z-a]',
    '(?(1)a|b)',
    '(?R)',
    '\\y',
  ])('%j', (pattern) => {
    const regex = parseRegex(pattern);
    expect('message' in regex && regex.message.length > 5).toBe(true);
    expect(evaluate('pcre.matches', 'a', pattern)).toBeNull();
  });
});

describe('explosions are bounded', () => {
  const long_ = 'a'.repeat(40);
  test.each([
    ['(a+)+$', `${long_}b`],
    ['(a|a)*b', `${long_}c`],
    ['(a|aa)+(?!.)b', `${long_}c`],
    ['^(([a-z])+.)+[A-Z]([a-z])+$', long_],
    ['(.*)*\\1x', long_],
    ['(?=(a+)+b)c', long_.repeat(10)],
    ['((((a*)*)*)*)*b', long_],
    ['(?<=a{1,200}b)c', 'a'.repeat(5000)],
  ])('%j', (pattern, subject) => {
    const start = cpuMilliseconds();
    const found = evaluate('pcre.matches', subject, pattern);
    expect([false, null]).toContain(found);
    expect(cpuMilliseconds() - start).toBeLessThan(2000);
  });

  test('a pattern that unrolls beyond all bounds is no pattern', () => {
    expect(evaluate('pcre.matches', 'a', '((a{1000}){1000}){1000}')).toBeNull();
    expect(evaluate('pcre.matches', 'a', `${'('.repeat(1000)}a${')'.repeat(1000)}`)).toBeNull();
  });
});

/** Patterns that mean the same to JavaScript, RE2 and us. */
const atoms = fc.constantFrom(
  'a',
  'b',
  '.',
  '[ab]',
  '[^a]',
  '\\d',
  '\\w',
  '(?:ab)',
  '(b)',
  '^',
  '\\b',
  'é',
);
const repeats = fc.constantFrom('', '', '', '*', '+', '?', '*?', '+?', '{1,2}');
const sequences = fc
  .array(fc.tuple(atoms, repeats), { minLength: 1, maxLength: 4 })
  .map((all) =>
    all
      .map(([atom, repeat]) => (/[\^b]$/.test(atom) && atom !== 'b' ? atom : atom + repeat))
      .join(''),
  );
const patterns = fc.array(sequences, { minLength: 1, maxLength: 3 }).map((all) => all.join('|'));
const subjects = fc.string({ unit: fc.constantFrom('a', 'b', '1', ' ', 'é', '\n'), maxLength: 8 });

describe('agreement', () => {
  test('with JavaScript', () => {
    fc.assert(
      fc.property(patterns, subjects, (pattern, subject) => {
        const found = new RegExp(pattern).exec(subject);
        expect(evaluate('pcre.extract', subject, pattern, 0n)).toBe(found ? found[0] : null);
      }),
      { numRuns: 2000 },
    );
  });

  test('with RE2', async () => {
    const sample = fc.sample(fc.tuple(patterns, subjects), { numRuns: 300, seed: 7 });
    const expressions: Expression[] = [];
    const expected: Value[] = [];
    for (const [pattern, subject] of sample) {
      const regex = parseRegex(pattern);
      const re2 = 'root' in regex ? toRe2(regex) : null;
      if (!re2) continue;
      expressions.push(call('regex_extract', 'string', text(subject), text(re2.pattern), long(0)));
      expected.push(evaluate('pcre.extract', subject, pattern, 0n));
    }
    expect(expressions.length).toBeGreaterThan(250);
    expect(await answers(expressions)).toEqual(expected);
  });
});
