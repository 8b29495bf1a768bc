// Arrays and property bags.
import { call, literal, nothing, text, type Expression } from '../../plan/index.ts';
import { constantOf } from '../lower/constant.ts';
import { unchanged } from '../lower/rows.ts';
import { coerce, present, toDynamic, toText } from '../lower/types.ts';
import { page, type FunctionRow, type Site } from './row.ts';
import type { KustoType } from '../environment.ts';

const long = (value: bigint): Expression => literal(value, 'long');

/** Names and values in turn. */
const bagOf = (
  pairs: readonly { readonly name: Expression; readonly value: Expression }[],
): Expression =>
  call(
    'json_object',
    'dynamic',
    ...pairs.flatMap(({ name, value }) => [
      call('json_of_text', 'dynamic', toText(name)),
      toDynamic(value),
    ]),
  );

/** Names must not be empty, constant or not: those that are go with their values. */
function pack(args: readonly Expression[]): Expression {
  const pairs: { name: Expression; value: Expression }[] = [];
  for (let at = 0; at + 1 < args.length; at += 2) {
    const [name, value] = [args[at], args[at + 1]];
    if (name && value && constantOf(name)?.value !== '') pairs.push({ name, value });
  }
  if (pairs.length === 0) return literal('{}', 'dynamic');
  const packed = bagOf(pairs);
  const known = pairs.every(({ name }) => constantOf(name) !== undefined);
  return known ? packed : call('bag_without', 'dynamic', packed, literal('[""]', 'dynamic'));
}

/** All columns of the row, in order; with true without the null and the empty. */
function packAll([ignore]: readonly Expression[], { context }: Site): Expression {
  const columns = (context.row?.columns ?? []).map(unchanged);
  if (columns.length === 0) return literal('{}', 'dynamic');
  const packed = bagOf(
    columns.map(({ name, expression }) => ({ name: text(name), value: expression })),
  );
  const wanted = ignore && constantOf(ignore)?.value === true;
  return wanted ? call('bag_filled', 'dynamic', packed) : packed;
}

const plain = (
  name: string,
  plan: string,
  takes: readonly (KustoType | 'any')[],
  returns: KustoType,
  examples: FunctionRow['examples'],
  aliases: readonly string[] = [],
): FunctionRow => ({
  name,
  aliases,
  takes,
  lower: (args) => call(plan, returns, ...args),
  source: page(`${name.replaceAll('_', '-')}-function`),
  examples,
});

/** `array_sort_asc(array, ... [, nulls_last])`: further arrays are put in the order of the first. */
const sort = (
  name: string,
  descending: boolean,
  examples: FunctionRow['examples'],
): FunctionRow => ({
  name,
  lower: (args) => {
    const last = args[args.length - 1];
    const flag = args.length > 1 && last?.type === 'bool' ? last : undefined;
    const arrays = (flag ? args.slice(0, -1) : args).map((each) => coerce(each, 'dynamic'));
    const falling = literal(descending, 'bool');
    return call('array_sorted', 'dynamic', falling, flag ?? literal(true, 'bool'), ...arrays);
  },
  source: page(`${name.replaceAll('_', '-')}-function`),
  examples,
});

const shift = (name: string, right: boolean): FunctionRow => ({
  name,
  lower: ([value = nothing('dynamic'), by = long(0n), fill = nothing('dynamic')]) => {
    const places = coerce(by, 'long');
    const moved = right ? call('negate', 'long', places) : places;
    return call('array_shift', 'dynamic', coerce(value, 'dynamic'), moved, toDynamic(fill));
  },
  source: page(`${name.replaceAll('_', '-')}-function`),
  examples: [
    [`${name}(dynamic([1, 2, 3]), 1, 0)`, right ? [0, 1, 2] : [2, 3, 0]],
    [`${name}(dynamic([1, 2, 3]), 1)`, right ? [null, 1, 2] : [2, 3, null]],
    [`${name}(dynamic(["a", "b"]), 1)`, right ? ['', 'a'] : ['b', '']],
  ],
});

const choose = (name: string): FunctionRow => ({
  name,
  lower: ([condition = nothing('dynamic'), yes = nothing('dynamic'), no = nothing('dynamic')]) =>
    call('array_choose', 'dynamic', coerce(condition, 'dynamic'), toDynamic(yes), toDynamic(no)),
  source: page('array-iff-function'),
  examples: [
    [`${name}(dynamic([1, 0, 50]), "yes", dynamic(["no", "none"]))`, ['yes', 'none', 'yes']],
  ],
});

export const bags: readonly FunctionRow[] = [
  plain(
    'array_length',
    'array_length',
    ['dynamic'],
    'long',
    [
      ['array_length(dynamic([1, 2, 3]))', 3],
      ['array_length(parse_json("{}"))', null],
    ],
    ['arraylength'],
  ),
  plain('array_concat', 'array_concat', ['dynamic'], 'dynamic', [
    ['array_concat(dynamic([1]), dynamic([2, 3]))', [1, 2, 3]],
  ]),
  plain('array_slice', 'array_slice', ['dynamic', 'long', 'long'], 'dynamic', [
    ['array_slice(dynamic([1, 2, 3, 4, 5]), 2, -1)', [3, 4, 5]],
    ['array_slice(dynamic([1, 2, 3, 4, 5]), -3, -2)', [3, 4]],
  ]),
  plain('array_sum', 'array_sum', ['dynamic'], 'real', [['array_sum(dynamic([1, 2, 3]))', 6]]),
  plain('array_reverse', 'array_reverse', ['dynamic'], 'dynamic', [
    ['array_reverse(dynamic([1, 2]))', [2, 1]],
  ]),
  plain('array_rotate_left', 'array_rotate', ['dynamic', 'long'], 'dynamic', [
    ['array_rotate_left(dynamic([1, 2, 3]), 1)', [2, 3, 1]],
  ]),
  {
    name: 'array_rotate_right',
    takes: ['dynamic', 'long'],
    lower: ([value = nothing('dynamic'), by = long(0n)]) =>
      call('array_rotate', 'dynamic', value, call('negate', 'long', by)),
    source: page('array-rotate-right-function'),
    examples: [['array_rotate_right(dynamic([1, 2, 3]), 1)', [3, 1, 2]]],
  },
  shift('array_shift_left', false),
  shift('array_shift_right', true),
  plain('array_split', 'array_split', ['dynamic', 'dynamic'], 'dynamic', [
    [
      'array_split(dynamic([1, 2, 3, 4, 5]), 2)',
      [
        [1, 2],
        [3, 4, 5],
      ],
    ],
  ]),
  sort('array_sort_asc', false, [
    ['array_sort_asc(dynamic([1, 3, 4, null, 2]))', [1, 2, 3, 4, null]],
    ['array_sort_asc(dynamic([null, "b", "a"]), false)', [null, 'a', 'b']],
    ['array_sort_asc(dynamic([2, 1]), dynamic(["b", "a"]))[1]', ['a', 'b']],
    ['array_sort_asc(dynamic([2, 1]), dynamic(["b"]))[1]', null],
  ]),
  sort('array_sort_desc', true, [['array_sort_desc(dynamic([2, null, 3]))', [3, 2, null]]]),
  {
    name: 'array_index_of',
    lower: ([value = nothing('dynamic'), wanted = nothing('dynamic'), start, length, nth]) =>
      call(
        'array_index_of',
        'long',
        coerce(value, 'dynamic'),
        toDynamic(wanted),
        coerce(start ?? long(0n), 'long'),
        coerce(length ?? long(-1n), 'long'),
        coerce(nth ?? long(1n), 'long'),
      ),
    source: page('array-index-of-function'),
    examples: [
      ['array_index_of(dynamic(["a", "b"]), "b")', 1],
      ['array_index_of(dynamic(["is", "an", "ex", "an", "ex"]), "ex", 1, 2)', 2],
      ['array_index_of(dynamic(["is", "an", "ex", "an", "ex"]), "an", 1, -1, 2)', 3],
      ['array_index_of(dynamic(["is", "an", "ex", "an", "ex"]), "is", -4)', -1],
      ['array_index_of(dynamic(["a"]), "a", 0, -2)', null],
    ],
  },
  {
    name: 'set_has_element',
    lower: ([value = nothing('dynamic'), wanted = nothing('dynamic')]) =>
      call('array_contains', 'bool', coerce(value, 'dynamic'), toDynamic(wanted)),
    source: page('set-has-element-function'),
    examples: [['set_has_element(dynamic(["a", "b"]), "b")', true]],
  },
  {
    name: 'strcat_array',
    aliases: ['array_strcat'],
    takes: ['dynamic', 'string'],
    lower: (args) => present(call('array_join', 'string', ...args)),
    source: page('strcat-array-function'),
    examples: [['strcat_array(dynamic([1, "b"]), "->")', '1->b']],
  },
  plain('set_union', 'set_union', ['dynamic'], 'dynamic', [
    ['set_union(dynamic([1, 2]), dynamic([2, 3]))', [1, 2, 3]],
  ]),
  plain('set_intersect', 'set_intersect', ['dynamic'], 'dynamic', [
    ['set_intersect(dynamic([1, 2]), dynamic([2, 3]))', [2]],
  ]),
  plain('set_difference', 'set_difference', ['dynamic'], 'dynamic', [
    ['set_difference(dynamic([1, 2]), dynamic([2, 3]))', [1]],
  ]),
  plain('jaccard_index', 'array_jaccard', ['dynamic', 'dynamic'], 'real', [
    ['jaccard_index(dynamic([1, 2]), dynamic([2, 3, 4]))', 0.25],
  ]),
  plain('zip', 'array_zip', ['dynamic'], 'dynamic', [
    [
      'zip(dynamic([1, 2]), dynamic([3]))',
      [
        [1, 3],
        [2, null],
      ],
    ],
  ]),
  {
    name: 'repeat',
    lower: ([value = nothing('dynamic'), times = long(1n)]) =>
      call(
        'array_repeat',
        'dynamic',
        call('coalesce', 'dynamic', toDynamic(value), literal('null', 'dynamic')),
        coerce(times, 'long'),
      ),
    source: page('repeat-function'),
    examples: [['repeat(1, 3)', [1, 1, 1]]],
  },
  {
    name: 'range',
    lower: range,
    source: page('range-function'),
    examples: [
      ['range(1, 8, 3)', [1, 4, 7]],
      ['range(5, 1, -2)', [5, 3, 1]],
      ['range(3, 1)', []],
      ['range(1h, 3h)', ['01:00:00', '02:00:00', '03:00:00']],
      ['array_length(range(1, 1000000000))', 1048576],
    ],
  },
  {
    name: 'pack_array',
    lower: (args) => call('json_array', 'dynamic', ...args.map(toDynamic)),
    source: page('pack-array-function'),
    examples: [['pack_array(1, "b", long(null))', [1, 'b', null]]],
  },
  {
    name: 'bag_pack',
    aliases: ['pack', 'pack_dictionary'],
    lower: pack,
    source: page('bag-pack-function'),
    examples: [
      ['bag_pack("a", 1, "b", "x")', { a: 1, b: 'x' }],
      ['bag_pack("", 1, "b", "x")', { b: 'x' }],
    ],
  },
  {
    name: 'bag_pack_columns',
    lower: (args) =>
      bagOf(
        args.map((each) => ({ name: text(each.kind === 'column' ? each.name : ''), value: each })),
      ),
    source: page('bag-pack-columns-function'),
    examples: [],
  },
  choose('array_iff'),
  choose('array_iif'),
  {
    name: 'dynamic_to_json',
    lower: ([value = nothing('dynamic')]) =>
      value.type === 'dynamic' ? present(call('json_sorted', 'string', value)) : toText(value),
    source: page('dynamic-to-json-function'),
    examples: [
      ['dynamic_to_json(dynamic({"b": 1, "a": [2]}))', '{"a":[2],"b":1}'],
      ['dynamic_to_json("x")', 'x'],
    ],
  },
  { name: 'pack_all', lower: packAll, source: page('pack-all-function'), examples: [] },
  plain('bag_keys', 'bag_keys', ['dynamic'], 'dynamic', [
    ['bag_keys(dynamic({"a": 1, "b": 2}))', ['a', 'b']],
  ]),
  plain('bag_merge', 'bag_merge', ['dynamic'], 'dynamic', [
    ['bag_merge(dynamic({"a": 1}), dynamic({"a": 2, "b": 3}))', { a: 1, b: 3 }],
  ]),
  plain('bag_remove_keys', 'bag_without', ['dynamic', 'dynamic'], 'dynamic', [
    ['bag_remove_keys(dynamic({"a": 1, "b": 2}), dynamic(["a"]))', { b: 2 }],
    [
      'bag_remove_keys(dynamic({"a": 1, "b": {"c": 1, "d": 2}}), dynamic(["$.b.c"]))',
      { a: 1, b: { d: 2 } },
    ],
  ]),
  plain('bag_zip', 'bag_zipped', ['dynamic', 'dynamic'], 'dynamic', [
    ['bag_zip(dynamic(["a", 8, "b"]), dynamic([1, "2", 2.5]))', { a: 1, b: 2.5 }],
    ['bag_zip(dynamic(["a", "b"]), dynamic([1]))', { a: 1, b: null }],
  ]),
  plain('set_equals', 'set_same', ['dynamic', 'dynamic'], 'bool', [
    ['set_equals(dynamic([1, 2]), dynamic([2, 1, 1]))', true],
    ['set_equals(dynamic([1]), dynamic([2, 1]))', false],
  ]),
  plain('treepath', 'json_paths', ['dynamic'], 'dynamic', [
    ['treepath(dynamic({"a": "b", "c": 123}))', ["['a']", "['c']"]],
    ['treepath(dynamic({"p": [1, 2], "q": "v"}))', ["['p']", "['p'][0]", "['q']"]],
  ]),
  plain('bag_has_key', 'bag_has', ['dynamic', 'string'], 'bool', [
    ['bag_has_key(dynamic({"a": 1}), "a")', true],
  ]),
  {
    name: 'bag_set_key',
    lower: ([bag = nothing('dynamic'), key = text(''), value = nothing('dynamic')]) =>
      call('bag_with', 'dynamic', coerce(bag, 'dynamic'), toText(key), toDynamic(value)),
    source: page('bag-set-key-function'),
    examples: [
      ['bag_set_key(dynamic({"a": 1}), "b", 2)', { a: 1, b: 2 }],
      ['bag_set_key(dynamic({"a": 1}), "$.b.c", 2)', { a: 1, b: { c: 2 } }],
      ['bag_set_key(dynamic({"b": {"c": 1, "d": 2}}), "$.b.c", "x")', { b: { c: 'x', d: 2 } }],
      ['bag_set_key(parse_json("[1]"), "a", 2)', null],
    ],
  },
];

/** Numbers and instants from a start to an end, the end included. */
function range([from = long(0n), to = long(0n), step]: readonly Expression[]): Expression {
  const timely = from.type === 'datetime' || from.type === 'timespan';
  if (from.type === 'real' || to.type === 'real' || step?.type === 'real') {
    const all = [from, to, step ?? literal(1, 'real')].map((each) => coerce(each, 'real'));
    return call('array_range_real', 'dynamic', ...all);
  }
  const by = step ?? (timely ? literal(36_000_000_000n, 'timespan') : long(1n));
  const all = [from, to, by].map((each) => coerce(each, 'long'));
  if (!timely) return call('array_range', 'dynamic', ...all);
  return call('array_range_time', 'dynamic', ...all, literal(from.type === 'datetime', 'bool'));
}
