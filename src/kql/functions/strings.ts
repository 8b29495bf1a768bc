// Text.
import { call, literal, nothing, or, text, when, type Expression } from '../../plan/index.ts';
import { constantElements } from '../lower/comparison.ts';
import { capturingGroups, groupNames, regexPattern } from '../lower/pattern.ts';
import { constantOf } from '../lower/constant.ts';
import { refuse } from '../lower/context.ts';
import { absent, coerce, present, toText } from '../lower/types.ts';
import { page, type FunctionRow, type Site } from './row.ts';

const long = (value: bigint): Expression => literal(value, 'long');

/** A literal regular expression argument, checked; undefined after a refusal. */
function pattern(
  args: readonly Expression[],
  at: number,
  { context, nodes }: Site,
): Expression | undefined {
  const [value, node] = [args[at], nodes[at]];
  if (!value || !node) return undefined;
  return regexPattern(constantOf(coerce(value, 'string')) ?? value, node, context);
}

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

/** `extract(regex, group, text [, typeof(type)])`. */
function extract(args: readonly Expression[], site: Site): Expression {
  const regex = pattern(args, 0, site);
  const group = constantOf(coerce(args[1] ?? long(0n), 'long'));
  if (!regex || !group) {
    if (!group) refuse(site.context, site.node, 'group of `extract()` that is not constant');
    return absent(site.type);
  }
  const found = call('regex_extract', 'string', toText(args[2] ?? text('')), regex, group);
  return site.type === 'string' ? present(found) : coerce(found, site.type);
}

/** `extract_all(regex [, groups], text)`: all groups unless some are named by number. */
function extractAll(args: readonly Expression[], site: Site): Expression {
  const regex = pattern(args, 0, site);
  if (regex?.kind !== 'literal') return nothing('dynamic');
  const subject = toText(args[args.length - 1] ?? text(''));
  const count = capturingGroups(String(regex.value));
  const wanted = args.length > 2 ? chosenGroups(args[1], String(regex.value), site) : undefined;
  const groups = wanted ?? Array.from({ length: count }, (_, at) => BigInt(at + 1));
  if (groups.length === 0 || groups.some((each) => each < 0n || each > BigInt(count))) {
    refuse(site.context, site.node, '`extract_all()` without a capturing group of that number');
    return nothing('dynamic');
  }
  return call('regex_groups', 'dynamic', subject, regex, ...groups.map(long));
}

function chosenGroups(
  value: Expression | undefined,
  regex: string,
  site: Site,
): bigint[] | undefined {
  const known = value && constantOf(coerce(value, 'dynamic'));
  const elements = known && constantElements(known);
  if (!elements) refuse(site.context, site.node, 'groups of `extract_all()` that are not constant');
  const names = groupNames(regex);
  return elements?.map((each) => {
    const chosen = each.kind === 'literal' ? each.value : null;
    return typeof chosen === 'bigint' ? chosen : BigInt(names.indexOf(String(chosen)) + 1 || -1);
  });
}

/** `trim(regex, text)`: one match at each end. */
const trim =
  (start: boolean, end: boolean) =>
  (args: readonly Expression[], site: Site): Expression => {
    const regex = pattern(args, 0, site);
    if (regex?.kind !== 'literal') return text('');
    const source = String(regex.value);
    const cut = (value: Expression, anchored: string): Expression =>
      call('regex_replace_first', 'string', value, text(anchored), text(''));
    let value = toText(args[1] ?? text(''));
    if (start) value = cut(value, `^(?:${source})`);
    if (end) value = cut(value, `(?:${source})$`);
    return value;
  };

function replaceRegex(args: readonly Expression[], site: Site): Expression {
  const regex = pattern(args, 1, site);
  if (!regex) return text('');
  return call(
    'regex_replace',
    'string',
    toText(args[0] ?? text('')),
    regex,
    toText(args[2] ?? text('')),
  );
}

/** The old `replace(regex, rewrite, text)`. */
function replaceOld(args: readonly Expression[], site: Site): Expression {
  const regex = pattern(args, 0, site);
  if (!regex) return text('');
  return call(
    'regex_replace',
    'string',
    toText(args[2] ?? text('')),
    regex,
    toText(args[1] ?? text('')),
  );
}

function countOf(args: readonly Expression[], site: Site): Expression {
  const [value = text(''), search = text(''), kind] = args;
  if (kind?.kind === 'literal' && kind.value === 'regex') {
    const regex = pattern(args, 1, site);
    return regex ? call('regex_count', 'long', toText(value), regex) : nothing('long');
  }
  return call('occurrences', 'long', toText(value), toText(search));
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

/** No text holds this sign: it marks where matches stood. */
const MARK = '\u{10ffff}';

/** `indexof_regex(text, regex [, start [, length [, occurrence]]])`: matches do not overlap. */
function indexOfRegex(args: readonly Expression[], site: Site): Expression {
  const regex = pattern(args, 1, site);
  const [value = text(''), , start = long(0n), length = long(-1n), occurrence = long(1n)] = args;
  const wanted = constantOf(coerce(occurrence, 'long'))?.value;
  if (!regex || typeof wanted !== 'bigint') {
    if (regex) refuse(site.context, site.node, 'occurrence that is not constant');
    return nothing('long');
  }
  const [from, size] = [coerce(start, 'long'), coerce(length, 'long')];
  const whole = toText(value);
  const limited = call('lt', 'bool', size, long(0n));
  const part = call(
    'slice',
    'string',
    whole,
    from,
    when(limited, call('length', 'long', whole), size),
  );
  const marked = call('regex_replace', 'string', part, regex, text(MARK));
  const place = call(
    'position_within',
    'long',
    marked,
    text(MARK),
    long(0n),
    long(-1n),
    long(wanted),
  );
  // Before the wanted match each earlier one has shrunk to one sign.
  const matches = call(
    'regex_groups',
    'dynamic',
    part,
    text(`(${String(regex.kind === 'literal' ? regex.value : '')})`),
    long(1n),
  );
  const earlier = call(
    'array_join',
    'string',
    call('array_slice', 'dynamic', matches, long(0n), long(wanted - 2n)),
    text(''),
  );
  const shrunk = call('subtract', 'long', call('length', 'long', earlier), long(wanted - 1n));
  const offset = wanted > 1n ? call('add', 'long', place, shrunk) : place;
  const found = when(
    call('lt', 'bool', place, long(0n)),
    long(-1n),
    call('add', 'long', offset, from),
  );
  const invalid = or([
    call('lt', 'bool', from, long(0n)),
    call('lt', 'bool', size, long(-1n)),
    literal(wanted < 1n, 'bool'),
  ]);
  return when(invalid, nothing('long'), found);
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
    name: 'extract',
    lower: extract,
    source: page('extract-function'),
    examples: [
      ['extract("x=([0-9.]+)", 1, "hello x=456")', '456'],
      ['extract("x=([0-9.]+)", 1, "none")', ''],
      ['extract("x=([0-9]+)", 1, "x=7", typeof(long))', 7],
    ],
  },
  {
    name: 'extract_all',
    aliases: ['extractall'],
    lower: extractAll,
    source: page('extract-all-function'),
    examples: [
      ['extract_all(@"(\\d+)", "a1b22")', ['1', '22']],
      [
        'extract_all(@"(\\w)(\\d)", "a1b2")',
        [
          ['a', '1'],
          ['b', '2'],
        ],
      ],
      ['extract_all(@"(x)", "a1b2")', null],
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
    name: 'replace_regex',
    lower: replaceRegex,
    source: page('replace-regex-function'),
    examples: [['replace_regex("Number is 1", @"is (\\d+)", @"was \\1")', 'Number was 1']],
  },
  {
    name: 'replace',
    lower: replaceOld,
    source: page('replace-regex-function'),
    examples: [['replace("l+", "L", "hello")', 'heLo']],
  },
  {
    name: 'trim',
    lower: trim(true, true),
    source: page('trim-function'),
    examples: [['trim("--", "--a--b--")', 'a--b']],
  },
  {
    name: 'trim_start',
    lower: trim(true, false),
    source: page('trim-start-function'),
    examples: [['trim_start(@"[^\\w]+", "-  x -")', 'x -']],
  },
  {
    name: 'trim_end',
    lower: trim(false, true),
    source: page('trim-end-function'),
    examples: [['trim_end(" +", "x  ")', 'x']],
  },
  {
    name: 'countof',
    lower: countOf,
    source: page('countof-function'),
    examples: [
      ['countof("aaa", "aa")', 2],
      ['countof("abcabc", "a.c", "regex")', 2],
    ],
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
    name: 'indexof_regex',
    lower: indexOfRegex,
    source: page('indexof-regex-function'),
    examples: [
      ['indexof_regex("abcabc", @"a.c")', 0],
      ['indexof_regex("abcabcdefg", @"a.c", 0, 9, 2)', 3],
      ['indexof_regex("abcabc", @"a.c", 1, -1, 2)', -1],
      ['indexof_regex("ababaa", @"a.a", 0, -1, 2)', -1],
      ['indexof_regex("abcabc", @"a|ab", -1)', null],
      ['indexof_regex("xabc", @"a.c", 1)', 1],
    ],
  },
  {
    name: 'replace_strings',
    takes: ['string', 'dynamic', 'dynamic'],
    lower: (args) => present(call('replace_each', 'string', ...args)),
    source: page('replace-strings-function'),
    examples: [['replace_strings("A B", dynamic(["A", "B"]), dynamic(["1", "2"]))', '1 2']],
  },
];
