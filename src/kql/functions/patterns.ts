// Functions of text that take a regular expression.
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

export const patterns: readonly FunctionRow[] = [
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
    name: 'countof',
    lower: countOf,
    source: page('countof-function'),
    examples: [
      ['countof("aaa", "aa")', 2],
      ['countof("abcabc", "a.c", "regex")', 2],
    ],
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
];
