// Text.
import { call, literal, text, when, type Expression } from '../../plan/index.ts';
import { coerce, present, toText } from '../lower/types.ts';
import { page, type FunctionRow, type Site } from './row.ts';

const long = (value: bigint): Expression => literal(value, 'long');

/** Positions count from 0; below 0 from the end; the length may be left out. */
function substring([
  value = text(''),
  start = long(0n),
  length,
]: readonly Expression[]): Expression {
  const size = call('length', 'long', value);
  const from = when(
    call('lt', 'bool', start, long(0n)),
    call('greatest', 'long', call('add', 'long', size, start), long(0n)),
    start,
  );
  const begin =
    start.kind === 'literal' && typeof start.value === 'bigint' && start.value >= 0n ? start : from;
  return present(call('slice', 'string', value, begin, length ?? size));
}

/** Splits on a literal delimiter; with an index the array holds just that part. */
function split([value = text(''), delimiter = text(''), index]: readonly Expression[]): Expression {
  const all = call('split', 'dynamic', value, delimiter);
  return index ? call('array_slice', 'dynamic', all, index, index) : all;
}

/** `indexof(text, part [, start [, length [, occurrence]]])`. */
function indexOf(args: readonly Expression[]): Expression {
  const [value = text(''), part = text(''), start, length, occurrence] = args;
  if (!start) return call('position', 'long', toText(value), toText(part));
  return call(
    'position_within',
    'long',
    toText(value),
    toText(part),
    coerce(start, 'long'),
    coerce(length ?? long(-1n), 'long'),
    coerce(occurrence ?? long(1n), 'long'),
  );
}

/** `extract_json(path, text [, typeof(type)])`. */
function extractJson(args: readonly Expression[], { type }: Site): Expression {
  const [path = text('$'), value = text('')] = args;
  const json = value.type === 'dynamic' ? value : call('json_parse', 'dynamic', toText(value));
  return coerce(call('json_by_path', 'dynamic', json, toText(path)), type);
}

const change = (name: string, plan: string, examples: FunctionRow['examples']): FunctionRow => ({
  name,
  takes: ['string'],
  lower: ([value = text('')]) => call(plan, 'string', value),
  source: page(`${name}-function`),
  examples,
});

const lowerStrrep: FunctionRow['lower'] = ([value = text(''), times = long(1n), delimiter]) => {
  const count = coerce(times, 'long');
  const one = toText(value);
  if (!delimiter) return present(call('repeat', 'string', one, count));
  const joined = call('array_repeat', 'dynamic', call('json_of_text', 'dynamic', one), count);
  return present(call('array_join', 'string', joined, toText(delimiter)));
};

export const strings: readonly FunctionRow[] = [
  {
    name: 'strcat',
    takes: ['string'],
    lower: (args) => call('concat', 'string', ...args),
    source: page('strcat-function'),
    examples: [['strcat("a", 1, true)', 'a1true']],
  },
  {
    name: 'strcat_delim',
    takes: ['string'],
    lower: ([delimiter = text(''), ...rest]) =>
      call(
        'concat',
        'string',
        ...rest.flatMap((each, at) => (at === 0 ? [each] : [delimiter, each])),
      ),
    source: page('strcat-delim-function'),
    examples: [['strcat_delim("-", 1, "2", "A")', '1-2-A']],
  },
  {
    name: 'strlen',
    takes: ['string'],
    lower: ([value = text('')]) => call('length', 'long', value),
    source: page('strlen-function'),
    examples: [['strlen("Kusto")', 5]],
  },
  {
    name: 'string_size',
    takes: ['string'],
    lower: ([value = text('')]) => call('byte_length', 'long', value),
    source: page('string-size-function'),
    examples: [['string_size("é")', 2]],
  },
  change('tolower', 'lower', [['tolower("ABc")', 'abc']]),
  change('toupper', 'upper', [['toupper("abC")', 'ABC']]),
  change('reverse', 'reverse', [['reverse("abc")', 'cba']]),
  {
    name: 'substring',
    takes: ['string', 'long'],
    lower: substring,
    source: page('substring-function'),
    examples: [
      ['substring("123456", 1)', '23456'],
      ['substring("123456", 2, 2)', '34'],
      ['substring("123456", -2, 2)', '56'],
      ['substring("abc", 5)', ''],
    ],
  },
  {
    name: 'split',
    takes: ['string', 'string', 'long'],
    lower: split,
    source: page('split-function'),
    examples: [
      ['split("aa_bb", "_")', ['aa', 'bb']],
      ['split("aa_bb", "_", 1)', ['bb']],
      ['split("", "_")', ['']],
    ],
  },
  {
    name: 'indexof',
    lower: indexOf,
    source: page('indexof-function'),
    examples: [
      ['indexof("abcdefg", "cde")', 2],
      ['indexof("abcdefg", "x")', -1],
      ['indexof("abcdefg", "cde", 1, 4)', 2],
    ],
  },
  {
    name: 'extract_json',
    aliases: ['extractjson'],
    lower: extractJson,
    source: page('extract-json-function'),
    examples: [['extract_json("$.a[1]", \'{"a": [1, 2]}\', typeof(long))', 2]],
  },
  {
    name: 'replace_string',
    takes: ['string'],
    lower: (args) => call('replace', 'string', ...args),
    source: page('replace-string-function'),
    examples: [['replace_string("a.b.c", ".", "-")', 'a-b-c']],
  },
  {
    name: 'strrep',
    lower: lowerStrrep,
    source: page('strrep-function'),
    examples: [
      ['strrep("ABC", 2)', 'ABCABC'],
      ['strrep("a", 3, "-")', 'a-a-a'],
    ],
  },
  {
    name: 'strcmp',
    takes: ['string'],
    lower: ([a = text(''), b = text('')]) =>
      when(call('eq', 'bool', a, b), long(0n), when(call('lt', 'bool', a, b), long(-1n), long(1n))),
    source: page('strcmp-function'),
    examples: [['strcmp("ABC", "DEF")', -1]],
  },
  {
    name: 'translate',
    takes: ['string'],
    lower: ([from = text(''), to = text(''), value = text('')]) =>
      call('translate', 'string', value, from, to),
    source: page('translate-function'),
    examples: [['translate("krasp", "otsku", "spark")', 'kusto']],
  },
  {
    name: 'has_any_index',
    takes: ['string', 'dynamic'],
    lower: (args) => call('first_term_of', 'long', ...args),
    source: page('has-any-index-function'),
    examples: [['has_any_index("this is an example", dynamic(["not", "example"]))', 1]],
  },
  {
    name: 'regex_quote',
    takes: ['string'],
    lower: ([value = text('')]) => call('regex_quote', 'string', value),
    source: page('regex-quote-function'),
    examples: [['regex_quote("(a.b)")', '\\(a\\.b\\)']],
  },
  {
    name: 'isascii',
    takes: ['string'],
    lower: ([value = text('')]) => call('regex_matches', 'bool', value, text('^[\\x00-\\x7F]*$')),
    source: page('is-ascii-function'),
    examples: [['isascii("abc")', true]],
  },
  {
    name: 'isutf8',
    takes: ['string'],
    lower: () => literal(true, 'bool'),
    source: page('is-utf8-function'),
    examples: [['isutf8("abc")', true]],
  },
  {
    name: 'replace_strings',
    takes: ['string', 'dynamic', 'dynamic'],
    lower: (args) => present(call('replace_each', 'string', ...args)),
    source: page('replace-strings-function'),
    examples: [
      ['replace_strings("A B", dynamic(["A", "B"]), dynamic(["1", "2"]))', '1 2'],
      [
        'replace_strings("cat and dog", dynamic(["cat", "dog"]), dynamic(["dog", "pig"]))',
        'dog and pig',
      ],
      ['replace_strings("This is", dynamic(["This", "is"]), dynamic(["This", "was"]))', 'This was'],
      [
        'replace_strings("This is", dynamic(["is", "This"]), dynamic(["was", "This"]))',
        'Thwas was',
      ],
      ['replace_strings("This is", dynamic(["This", "is"]), dynamic([12345, "was"]))', 'This was'],
    ],
  },
];
