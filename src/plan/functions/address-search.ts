// IPv4 addresses within text, between signs that are neither letters nor digits.
import { plainText } from './dynamic.ts';
import { define, type ScalarFunction } from './function.ts';
import { readJson } from './json-text.ts';

const OCTET = /^(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)$/;
const isAddress = (text: string): boolean => {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((each) => OCTET.test(each));
};

/** `192.168.` up to a whole address: octets, a point behind each but the fourth. */
function isPrefix(text: string): boolean {
  if (isAddress(text)) return true;
  const parts = text.split('.');
  return parts.length <= 4 && parts.pop() === '' && parts.every((each) => OCTET.test(each));
}

/** All properly delimited addresses: a run of digits and points is one or none. */
function addressesIn(text: string): string[] {
  return [...text.matchAll(/[\p{L}\p{N}.]+/gu)]
    .map(([run]) => run.replace(/^\.+|\.+$/g, ''))
    .filter(isAddress);
}

const listOf = (json: string): string[] => {
  const value = readJson(json);
  if (!value) return [];
  return (value.kind === 'array' ? value.items : [value]).map(plainText);
};

function hasAny(text: string, json: string): boolean {
  const wanted = new Set(listOf(json).filter(isAddress));
  return wanted.size > 0 && addressesIn(text).some((each) => wanted.has(each));
}

function hasAnyPrefix(text: string, json: string): boolean {
  const wanted = listOf(json).filter(isPrefix);
  if (wanted.length === 0) return false;
  return addressesIn(text).some((each) =>
    wanted.some((prefix) => (isAddress(prefix) ? each === prefix : each.startsWith(prefix))),
  );
}

const numberOf = (text: string): bigint =>
  text.split('.').reduce((sum, each) => sum * 256n + BigInt(each), 0n);

/** The fewest blocks that cover a range, in order. */
function blocks(from: string, to: string): string | null {
  if (!isAddress(from) || !isAddress(to)) return null;
  const [start, end] = [numberOf(from), numberOf(to)];
  const found: string[] = [];
  for (let at = start; at <= end;) {
    let width = 0n;
    while (width < 32n && at % (2n << width) === 0n && at + (2n << width) - 1n <= end) width++;
    const octets = [24n, 16n, 8n, 0n].map((shift) => String((at >> shift) & 255n));
    found.push(`"${octets.join('.')}/${String(32n - width)}"`);
    at += 1n << width;
  }
  return `[${found.join(',')}]`;
}

export const addressSearch: readonly ScalarFunction[] = [
  define({
    name: 'has_ipv4_of',
    takes: ['string', 'dynamic'],
    returns: 'bool',
    nulls: 'propagate',
    meaning: 'whether one of the IPv4 addresses of an array stands in the text by itself',
    evaluate: hasAny,
  }),
  define({
    name: 'has_ipv4_prefix_of',
    takes: ['string', 'dynamic'],
    returns: 'bool',
    nulls: 'propagate',
    meaning: 'whether an IPv4 address in the text begins with one of the prefixes of an array',
    evaluate: hasAnyPrefix,
  }),
  define({
    name: 'ipv4_blocks',
    takes: ['string', 'string'],
    returns: 'dynamic',
    nulls: 'propagate',
    meaning: 'the fewest blocks that cover the addresses from the first to the second',
    evaluate: blocks,
  }),
];
