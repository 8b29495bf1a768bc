// Text functions. Of several values each is changed; positions count characters from 1.
import { call, real, text as literalOf, type Expression } from '../../plan/index.ts';
import { absent, asNumber, asText, literalText, number, several, type Typed } from '../shape.ts';
import { refuse, row, type CallSite, type EvalFunction, type Example } from './function.ts';
import { onText, regexFunctions } from './pattern.ts';

const PAGE = 'Text functions';

const change = (name: string, functionName: string, examples: readonly Example[]): EvalFunction =>
  row(name, [1, 1], PAGE, examples, ([value = absent]) =>
    onText(value, (each) => call(functionName, 'string', each)),
  );

const trim = (
  name: string,
  ends: 'both' | 'left' | 'right',
  examples: readonly Example[],
): EvalFunction =>
  row(name, [1, 2], PAGE, examples, ([value = absent, chars]) => {
    const drop = chars ? asText(chars) : literalOf(' \t');
    return onText(value, (each) => call('text.trim', 'string', each, drop, literalOf(ends)));
  });

function replace(site: CallSite): Typed | undefined {
  const [subject, pattern, by] = [site.value(0), site.value(1), site.value(2)];
  if (!subject || !pattern || !by) return undefined;
  const [known, replacement] = [literalText(pattern), literalText(by)];
  if (known === undefined || replacement === undefined) {
    const dynamic = (each: Expression): Expression =>
      call('pcre.replace', 'string', each, asText(pattern), asText(by));
    return onText(subject, dynamic);
  }
  const regex = regexFunctions(known);
  if ('message' in regex) return refuse(site, 1, 'SPL1208', `in this pattern ${regex.message}`);
  return onText(subject, (each) => regex.replace(each, replacement));
}

export const text: readonly EvalFunction[] = [
  row(
    'len',
    [1, 1],
    PAGE,
    [
      ['len("añb")', 3],
      ['len(zz)', null],
      ['len(n)', 3, { n: '404' }],
    ],
    ([value = absent]) => number(call('length', 'long', asText(value))),
  ),
  change('lower', 'lower', [
    ['lower("ABC")', 'abc'],
    ['lower(m)', ['a', 'b'], { m: ['A', 'B'] }],
  ]),
  change('upper', 'upper', [['upper("abc")', 'ABC']]),
  change('urldecode', 'text.percent_decoded', [
    [
      'urldecode("http%3A%2F%2Fwww.splunk.com%2Fdownload%3Fr%3Dheader")',
      'http://www.splunk.com/download?r=header',
    ],
    ['urldecode("%C3%A9%")', 'é%'],
  ]),
  trim('trim', 'both', [
    ['trim("  ZZZabcZZ ", " Z")', 'abc'],
    ['trim("  a b ")', 'a b'],
  ]),
  trim('ltrim', 'left', [['ltrim(" ZZZZabcZZ ", " Z")', 'abcZZ ']]),
  trim('rtrim', 'right', [['rtrim(" ZZZZabcZZ ", " Z")', ' ZZZZabc']]),
  {
    name: 'replace',
    arity: [3, 3],
    source: PAGE,
    examples: [
      ['replace("a.b.c","\\\\.","-")', 'a-b-c'],
      ['replace(d,"^(\\d{1,2})/(\\d{1,2})/","\\2/\\1/")', '14/1/2023', { d: '1/14/2023' }],
      ['replace(p,"\\w+(?=\\.exe)","X")', 'X.exe', { p: 'cmd.exe' }],
      ['replace(p,"exe$","dll")', 'cmd.dll\n', { p: 'cmd.exe\n' }],
      ['replace(p,r,"_")', 'c_d', { p: 'cmd', r: 'm' }],
      ['replace("abc","b","")', 'ac'],
    ],
    lower: replace,
  },
  row(
    'substr',
    [2, 3],
    PAGE,
    [
      ['substr("splunk",-3)', 'unk'],
      ['substr("string",1,3)', 'str'],
      ['substr("string",-3,2)', 'in'],
      ['substr("string",3)', 'ring'],
      ['substr("ab",5)', ''],
    ],
    ([value = absent, start = absent, length]) => {
      const count = length ? asNumber(length) : real(Infinity);
      return onText(value, (each) =>
        call('text.substring', 'string', each, asNumber(start), count),
      );
    },
  ),
  row(
    'spath',
    [2, 2],
    PAGE,
    [
      ['spath(j,"a{}.b")', ['1', '2'], { j: '{"a":[{"b":1},{"b":2}]}' }],
      ['spath(j,"x.y")', 'true', { j: '{"x":{"y":true}}' }],
      ['spath(j,"x.z")', null, { j: '{"x":{"y":true}}' }],
    ],
    ([value = absent, path = absent]) =>
      several(call('json_path.values', 'strings', asText(value), asText(path))),
  ),
];
