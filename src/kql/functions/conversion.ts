// From one type to another.
import { call, literal, nothing, text, type Expression } from '../../plan/index.ts';
import type { KustoType } from '../environment.ts';
import { coerce, present, toDynamic } from '../lower/types.ts';
import { page, type FunctionRow } from './row.ts';

type Example = readonly [string, unknown];

const to = (
  name: string,
  aliases: readonly string[],
  type: KustoType,
  examples: readonly Example[],
): FunctionRow => ({
  name,
  aliases,
  lower: ([value = nothing(type)]) => coerce(value, type),
  source: page(`${name}-function`),
  examples,
});

/** Text is read as JSON, and what is no JSON stays text; other values become JSON. */
function parseJson([value = nothing('dynamic')]: readonly Expression[]): Expression {
  return value.type === 'string' ? call('json_parse', 'dynamic', value) : toDynamic(value);
}

export const conversion: readonly FunctionRow[] = [
  to('tostring', [], 'string', [
    ['tostring(123)', '123'],
    ['tostring(3.0)', '3'],
    ['tostring(long(null))', ''],
    ['tostring(dynamic({"a": [1, "b"]}))', '{"a":[1,"b"]}'],
    ['tostring(1d)', '1.00:00:00'],
  ]),
  to('tolong', [], 'long', [
    ['tolong("123")', 123],
    ['tolong(123.9)', 123],
    ['tolong("abc")', null],
    ['tolong("0xa0")', 160],
  ]),
  to('toint', [], 'int', [
    ['toint("123")', 123],
    ['toint("")', null],
  ]),
  to('todouble', ['toreal'], 'real', [
    ['todouble("1.5")', 1.5],
    ['toreal("x")', null],
  ]),
  to('todecimal', [], 'decimal', []),
  {
    name: 'parse_version',
    takes: ['string'],
    lower: ([value = text('')]) => call('decimal_of_version', 'decimal', value),
    source: page('parse-version-function'),
    examples: [
      ['parse_version("0.0.0.5")', '5'],
      ['parse_version("0.0.7.0")', '700000000'],
      ['parse_version("1.2.3.4")', '1000000020000000300000004'],
      ['parse_version("1")', '1000000000000000000000000'],
      ['parse_version("0.0.0.5") < parse_version("1.0.0.0")', true],
      ['tostring(parse_version("1.2"))', '1000000020000000000000000'],
      ['parse_version("1.2.3.4.5")', null],
      ['parse_version("1.x")', null],
    ],
  },
  to('tobool', ['toboolean'], 'bool', [
    ['tobool("true")', true],
    ['tobool(1)', true],
    ['tobool("x")', null],
  ]),
  to('todatetime', [], 'datetime', [
    ['todatetime("2015-12-24")', '2015-12-24T00:00:00.0000000Z'],
    ['todatetime("garbage")', null],
  ]),
  to('totimespan', ['totime'], 'timespan', [['totimespan("0.00:01:00")', '00:01:00']]),
  to('toguid', [], 'guid', [
    ['toguid("70FC66F7-8279-44FC-9092-D364D70FCE44")', '70fc66f7-8279-44fc-9092-d364d70fce44'],
  ]),
  {
    name: 'parse_json',
    aliases: ['todynamic', 'parsejson', 'toobject'],
    lower: parseJson,
    source: page('parse-json-function'),
    examples: [
      ['parse_json(\'{"a": 1}\').a', 1],
      ["parse_json('no json')", 'no json'],
      ["parse_json('')", null],
    ],
  },
  {
    name: 'tohex',
    lower: ([value = nothing('long'), width = literal(0n, 'long')]) =>
      present(
        call(
          'text_of_hex',
          'string',
          coerce(value, 'long'),
          coerce(width, 'long'),
          literal(value.type === 'int' ? 32n : 64n, 'long'),
        ),
      ),
    source: page('tohex-function'),
    examples: [
      ['tohex(256)', '100'],
      ['tohex(-256)', 'ffffffffffffff00'],
      ['tohex(256, 8)', '00000100'],
      ['tohex(256, 2)', '100'],
      ['tohex(toint(-256), 8)', 'ffffff00'],
      ['tohex(5, 20)', '0000000000000005'],
    ],
  },
  {
    name: 'gettype',
    lower: ([value = nothing('dynamic')]) =>
      value.type === 'dynamic'
        ? present(call('json_kind', 'string', value))
        : text(value.type === 'guid' ? 'guid' : value.type),
    source: page('gettype-function'),
    examples: [
      ['gettype("x")', 'string'],
      ['gettype(1)', 'long'],
      ['gettype(dynamic([1]))', 'array'],
    ],
  },
];
