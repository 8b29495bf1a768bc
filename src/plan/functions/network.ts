// Network addresses in comparisons and ranges.
import { parseAddress } from './address.ts';
import { row, type ScalarFunction } from './function.ts';
import { readJson } from './json-text.ts';
import { compact, plainText } from './dynamic.ts';

interface Network {
  readonly bits: 32 | 128;
  readonly value: bigint;
  readonly prefix: number;
}

/** An address with or without `/prefix`. */
function networkOf(text: string): Network | null {
  const [base = '', width, more] = text.trim().split('/');
  const address = parseAddress(base);
  if (!address || more !== undefined) return null;
  const prefix = width === undefined ? address.bits : /^\d{1,3}$/.test(width) ? Number(width) : -1;
  return prefix < 0 || prefix > address.bits ? null : { ...address, prefix };
}

/** Where IPv6 is expected, `::1.2.3.4` is IPv4, its prefix too. */
const networkIn = (text: string, bits: 32 | 128): Network | null =>
  networkOf(bits === 128 ? text.trim().replace(/^::(?=\d{1,3}\.)/, '') : text);

/** IPv4 within IPv6, so that the two can be compared. */
function widened(net: Network): Network {
  return net.bits === 128
    ? net
    : { bits: 128, value: 0xffffn * 2n ** 32n + net.value, prefix: net.prefix + 96 };
}

/** -1, 0 or 1 of two networks cut to the shortest prefix; null when one is none. */
function compare(a: string, b: string, prefix: bigint, bits: 32 | 128): bigint | null {
  const [left, right] = [networkIn(a, bits), networkIn(b, bits)];
  if (!left || !right || prefix < 0n || prefix > BigInt(bits)) return null;
  if (bits === 32 && (left.bits !== 32 || right.bits !== 32)) return null;
  const [x, y] = bits === 128 ? [widened(left), widened(right)] : [left, right];
  const shortest = Math.min(x.prefix, y.prefix, Number(prefix));
  const shift = BigInt(bits - shortest);
  const [p, q] = [x.value >> shift, y.value >> shift];
  return p < q ? -1n : p > q ? 1n : 0n;
}

const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'].map((each) => networkOf(each));

function within(inner: Network, outer: Network): boolean {
  if (inner.bits !== outer.bits || inner.prefix < outer.prefix) return false;
  const shift = BigInt(outer.bits - outer.prefix);
  return inner.value >> shift === outer.value >> shift;
}

function isPrivate(text: string): boolean | null {
  const found = networkOf(text);
  return found?.bits === 32 ? PRIVATE.some((each) => each && within(found, each)) : null;
}

function inRange(text: string, range: string, bits: 32 | 128): boolean | null {
  const [address, block] = [networkIn(text, bits), networkIn(range, bits)];
  if (!address || !block) return null;
  if (bits === 32) return address.bits === 32 && block.bits === 32 ? within(address, block) : null;
  return within(widened(address), widened(block));
}

function inAny(text: string, list: string, bits: 32 | 128): boolean | null {
  const value = readJson(list);
  if (!networkIn(text, bits) || !value) return null;
  const ranges = value.kind === 'array' ? value.items : [value];
  return ranges.some((each) => inRange(text, plainText(each), bits) === true);
}

const dotted = (value: bigint): string =>
  [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 255n)).join('.');

function masked(text: string, prefix: bigint): string | null {
  const found = networkOf(text);
  if (found?.bits !== 32 || prefix < 0n || prefix > 32n) return null;
  const shift = BigInt(32 - Math.min(found.prefix, Number(prefix)));
  return dotted((found.value >> shift) << shift);
}

/** Eight groups of four hexadecimal digits; IPv4 as `0000:...:ffff:...`. */
function spelledOut(text: string, prefix: bigint): string | null {
  const found = networkIn(text, 128);
  if (!found || prefix < 0n || prefix > 128n) return null;
  const wide = widened(found);
  const shift = BigInt(128 - Math.min(wide.prefix, Number(prefix)));
  const digits = ((wide.value >> shift) << shift).toString(16).padStart(32, '0');
  return (digits.match(/.{4}/g) ?? []).join(':');
}

/** The second item of the pair whose first is the narrowest block that holds the address. */
function byBlock(text: string, list: string): string | null {
  const address = networkOf(text);
  const value = readJson(list);
  if (!address || value?.kind !== 'array') return null;
  let best: { prefix: number; found: string } | undefined;
  for (const pair of value.items) {
    const [block, found] = pair.kind === 'array' ? pair.items : [];
    const net = block && found ? networkOf(plainText(block)) : null;
    if (!net || !found || !within(address, net)) continue;
    if (!best || net.prefix > best.prefix) best = { prefix: net.prefix, found: compact(found) };
  }
  return best?.found ?? null;
}

const both = (bits: 32 | 128): ScalarFunction[] => {
  const v = bits === 32 ? 'ipv4' : 'ipv6';
  return [
    row(
      `${v}_compare`,
      ['string', 'string', 'long'],
      'long',
      'order of two networks cut to the shortest prefix; null when one is none',
      (a: string, b: string, prefix: bigint) => compare(a, b, prefix, bits),
    ),
    row(
      `${v}_in`,
      ['string', 'string'],
      'bool',
      'whether an address lies in a block; null when one is none',
      (a: string, b: string) => inRange(a, b, bits),
    ),
    row(
      `${v}_in_any`,
      ['string', 'dynamic'],
      'bool',
      'the same for an array of blocks',
      (a: string, b: string) => inAny(a, b, bits),
    ),
  ];
};

export const network: readonly ScalarFunction[] = [
  ...both(32),
  ...both(128),
  row(
    'ipv4_private',
    ['string'],
    'bool',
    'whether the network lies in 10/8, 172.16/12 or 192.168/16; null when it is none',
    isPrivate,
  ),
  row(
    'ipv4_number',
    ['string'],
    'long',
    'the address, cut to its prefix, as a number',
    (text: string) => {
      const found = networkOf(text);
      if (found?.bits !== 32) return null;
      const shift = BigInt(32 - found.prefix);
      return (found.value >> shift) << shift;
    },
  ),
  row('ipv4_masked', ['string', 'long'], 'string', 'the address cut to a prefix', masked),
  row('ipv4_of_number', ['long'], 'string', 'the address of a number', (value: bigint) =>
    value < 0n || value >= 2n ** 32n ? null : dotted(value),
  ),
  row('ipv4_prefix', ['string'], 'long', 'the length of the prefix', (text: string) => {
    const found = networkOf(text);
    return found?.bits === 32 ? BigInt(found.prefix) : null;
  }),
  row(
    'ipv6_spelled',
    ['string', 'long'],
    'string',
    'eight groups of four digits, IPv4 within IPv6, cut to a prefix',
    spelledOut,
  ),
  row(
    'block_lookup',
    ['string', 'dynamic'],
    'dynamic',
    'of an array of pairs [block, value] the value of the narrowest block that holds the address',
    byBlock,
  ),
];
