// Internet addresses.
import { call, literal, nothing, text, type Expression } from '../../plan/index.ts';
import { coerce, present, toDynamic, toText } from '../lower/types.ts';
import { page, type FunctionRow } from './row.ts';

const long = (value: bigint): Expression => literal(value, 'long');

const pair = (
  name: string,
  bits: 32 | 128,
  make: (order: Expression) => Expression,
  examples: FunctionRow['examples'],
): FunctionRow => ({
  name,
  takes: ['string', 'string', 'long'],
  lower: ([a = text(''), b = text(''), prefix = long(BigInt(bits))]) =>
    make(call(bits === 32 ? 'ipv4_compare' : 'ipv6_compare', 'long', a, b, prefix)),
  source: page(`${name.replaceAll('_', '-')}-function`),
  examples,
});

/** Null of a null order, so that no address is taken for a match. */
const isZero = (order: Expression): Expression => call('eq', 'bool', order, long(0n));

const inAny = (name: string, plan: string, examples: FunctionRow['examples']): FunctionRow => ({
  name,
  lower: ([address = text(''), ...ranges]) => {
    const [first = nothing('dynamic')] = ranges;
    const list =
      first.type === 'dynamic'
        ? first
        : call(
            'json_array',
            'dynamic',
            ...ranges.map((each) => call('json_of_text', 'dynamic', toText(each))),
          );
    return call(plan, 'bool', toText(address), list);
  },
  source: page(`${name.replaceAll('_', '-')}-function`),
  examples,
});

/** An address, or several, or an array of them, within text. */
const within = (name: string, plan: string, examples: FunctionRow['examples']): FunctionRow => ({
  name,
  lower: ([source = text(''), ...wanted]) => {
    const [first = nothing('dynamic')] = wanted;
    const list =
      first.type === 'dynamic'
        ? first
        : call('json_array', 'dynamic', ...wanted.map((each) => toDynamic(toText(each))));
    return call(plan, 'bool', toText(source), list);
  },
  source: page(`${name.replaceAll('_', '-')}-function`),
  examples,
});

const lowerFormatIpv4: FunctionRow['lower'] = ([value = text(''), prefix = long(32n)]) => {
  const spelled =
    value.type === 'string' ? value : call('ipv4_of_number', 'string', coerce(value, 'long'));
  return present(call('ipv4_masked', 'string', spelled, coerce(prefix, 'long')));
};

export const address: readonly FunctionRow[] = [
  {
    name: 'ipv4_is_private',
    takes: ['string'],
    lower: ([value = text('')]) => call('ipv4_private', 'bool', value),
    source: page('ipv4-is-private-function'),
    examples: [
      ['ipv4_is_private("192.168.1.1/24")', true],
      ['ipv4_is_private("202.1.2.3")', false],
      ['ipv4_is_private("127.0.0.1")', false],
      ['ipv4_is_private("abc")', null],
    ],
  },
  pair('ipv4_is_match', 32, isZero, [
    ['ipv4_is_match("192.168.1.1/24", "192.168.1.255")', true],
    ['ipv4_is_match("192.168.1.1", "192.168.1.255")', false],
    ['ipv4_is_match("x", "192.168.1.255")', null],
  ]),
  pair('ipv4_compare', 32, (order) => order, [
    ['ipv4_compare("192.168.1.1", "192.168.1.255")', -1],
  ]),
  pair('ipv6_is_match', 128, isZero, [
    ['ipv6_is_match("fe80::85d:e82c:9446:7994", "fe80::85d:e82c:9446:7994")', true],
  ]),
  pair('ipv6_compare', 128, (order) => order, [
    ['ipv6_compare("fe80::85d:e82c:9446:7994/120", "fe80::85d:e82c:9446:7998/120")', 0],
  ]),
  {
    name: 'ipv4_is_in_range',
    takes: ['string'],
    lower: (args) => call('ipv4_in', 'bool', ...args),
    source: page('ipv4-is-in-range-function'),
    examples: [['ipv4_is_in_range("192.168.1.6", "192.168.1.0/24")', true]],
  },
  {
    name: 'ipv6_is_in_range',
    takes: ['string'],
    lower: (args) => call('ipv6_in', 'bool', ...args),
    source: page('ipv6-is-in-range-function'),
    examples: [
      [
        'ipv6_is_in_range("a5e:f127:8a9d:146d:e102:b5d3:c755:abcd", "a5e:f127:8a9d:146d:e102:b5d3:c755:0000/112")',
        true,
      ],
    ],
  },
  inAny('ipv4_is_in_any_range', 'ipv4_in_any', [
    ['ipv4_is_in_any_range("192.168.1.6", "192.168.1.1/24", "10.0.0.1/8")', true],
    ['ipv4_is_in_any_range("1.2.3.4", dynamic(["10.0.0.0/8"]))', false],
  ]),
  inAny('ipv6_is_in_any_range', 'ipv6_in_any', []),
  {
    name: 'parse_ipv4',
    takes: ['string'],
    lower: ([value = text('')]) => call('ipv4_number', 'long', value),
    source: page('parse-ipv4-function'),
    examples: [
      ['parse_ipv4("127.0.0.1")', 2130706433],
      ['parse_ipv4("192.1.168.2/24")', 3221334016],
    ],
  },
  {
    name: 'parse_ipv4_mask',
    takes: ['string', 'long'],
    lower: ([value = text(''), prefix = long(32n)]) =>
      call('ipv4_number', 'long', call('ipv4_masked', 'string', value, prefix)),
    source: page('parse-ipv4-mask-function'),
    examples: [['parse_ipv4_mask("127.0.0.1", 24)', 2130706432]],
  },
  {
    name: 'format_ipv4',
    lower: lowerFormatIpv4,
    source: page('format-ipv4-function'),
    examples: [
      ['format_ipv4("192.168.1.255", 24)', '192.168.1.0'],
      ['format_ipv4(3232236031)', '192.168.1.255'],
    ],
  },
  {
    name: 'format_ipv4_mask',
    lower: ([value = text(''), prefix]: readonly Expression[]): Expression => {
      const spelled =
        value.type === 'string' ? value : call('ipv4_of_number', 'string', coerce(value, 'long'));
      const width = prefix ? coerce(prefix, 'long') : long(32n);
      const own = call('coalesce', 'long', call('ipv4_prefix', 'long', spelled), long(32n));
      const shortest = call('least', 'long', own, width);
      const masked = call('ipv4_masked', 'string', spelled, width);
      return present(
        call('concat', 'string', masked, text('/'), call('text_of_long', 'string', shortest)),
      );
    },
    source: page('format-ipv4-mask-function'),
    examples: [
      ['format_ipv4_mask("192.168.1.255", 24)', '192.168.1.0/24'],
      ['format_ipv4_mask(3232236031, 32)', '192.168.1.255/32'],
    ],
  },
  {
    name: 'ipv4_range_to_cidr_list',
    takes: ['string'],
    lower: ([from = text(''), to = text('')]) => call('ipv4_blocks', 'dynamic', from, to),
    source: page('ipv4-range-to-cidr-list-function'),
    examples: [
      [
        'ipv4_range_to_cidr_list("1.1.128.0", "1.1.140.255")',
        ['1.1.128.0/21', '1.1.136.0/22', '1.1.140.0/24'],
      ],
    ],
  },
  within('has_ipv4', 'has_ipv4_of', [
    ['has_ipv4("05:04:54 127.0.0.1 GET /favicon.ico 404", "127.0.0.1")', true],
    ['has_ipv4("05:04:54 127.0.0.256 GET /favicon.ico 404", "127.0.0.256")', false],
    ['has_ipv4("05:04:54127.0.0.1 GET /favicon.ico 404", "127.0.0.1")', false],
  ]),
  within('has_any_ipv4', 'has_ipv4_of', [
    ['has_any_ipv4("05:04:54 127.0.0.1 GET", "127.0.0.1", "127.0.0.2")', true],
    ['has_any_ipv4("05:04:54 127.0.0.1 GET", dynamic(["127.0.0.2"]))', false],
  ]),
  within('has_ipv4_prefix', 'has_ipv4_prefix_of', [
    ['has_ipv4_prefix("05:04:54 127.0.0.1 GET", "127.0.")', true],
    ['has_ipv4_prefix("05:04:54 127.0.0.1 GET", "127.0")', false],
    ['has_ipv4_prefix("05:04:54127.0.0.1 GET", "127.0.")', false],
  ]),
  within('has_any_ipv4_prefix', 'has_ipv4_prefix_of', [
    ['has_any_ipv4_prefix("05:04:54 127.0.0.1 GET", "127.0.", "192.168.")', true],
    ['has_any_ipv4_prefix("05:04:54 127.0.0.1 GET", dynamic(["10."]))', false],
  ]),
  {
    name: 'ipv4_netmask_suffix',
    takes: ['string'],
    lower: ([value = text('')]) => call('ipv4_prefix', 'long', value),
    source: page('ipv4-netmask-suffix-function'),
    examples: [['ipv4_netmask_suffix("192.168.1.1/24")', 24]],
  },
  {
    name: 'parse_ipv6',
    takes: ['string'],
    lower: ([value = text('')]) => present(call('ipv6_spelled', 'string', value, long(128n))),
    source: page('parse-ipv6-function'),
    examples: [['parse_ipv6("127.0.0.1")', '0000:0000:0000:0000:0000:ffff:7f00:0001']],
  },
  {
    name: 'parse_ipv6_mask',
    takes: ['string', 'long'],
    lower: ([value = text(''), prefix = long(128n)]) =>
      present(call('ipv6_spelled', 'string', value, prefix)),
    source: page('parse-ipv6-mask-function'),
    examples: [['parse_ipv6_mask("127.0.0.1", 120)', '0000:0000:0000:0000:0000:ffff:7f00:0000']],
  },
];
