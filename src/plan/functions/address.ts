// Internet addresses as text.
import { define, type ScalarFunction } from './function.ts';

interface Address {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

function ipv4(text: string): bigint | null {
  const found = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (!found) return null;
  let value = 0n;
  for (const part of found.slice(1)) {
    if (Number(part) > 255) return null;
    value = value * 256n + BigInt(part);
  }
  return value;
}

function ipv6(text: string): bigint | null {
  const plain = text.split('%')[0] ?? '';
  const tail = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(plain.slice(0, 60));
  const low = tail ? ipv4(tail[2] ?? '') : null;
  if (tail && low === null) return null;
  const spelled =
    tail && low !== null
      ? `${tail[1] ?? ''}${(low >> 16n).toString(16)}:${(low & 0xffffn).toString(16)}`
      : plain;
  const halves = spelled.split('::');
  if (halves.length > 2) return null;
  const [head = [], rest = []] = halves.map((each) => (each === '' ? [] : each.split(':')));
  const missing = 8 - head.length - rest.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return null;
  const groups = [...head, ...Array<string>(halves.length === 1 ? 0 : missing).fill('0'), ...rest];
  if (!groups.every((each) => /^[0-9A-Fa-f]{1,4}$/.test(each))) return null;
  return groups.reduce((value, each) => value * 65536n + BigInt(`0x${each}`), 0n);
}

/** An IPv4 or IPv6 address; null for any other text. */
export function parseAddress(text: string): Address | null {
  const four = ipv4(text);
  if (four !== null) return { bits: 32, value: four };
  const six = text.includes(':') ? ipv6(text) : null;
  return six === null ? null : { bits: 128, value: six };
}

/** Whether an address lies in a block (`10.0.0.0/8`; without `/` the one address). Null when the block is none. */
export function inBlock(block: string, address: string): boolean | null {
  const [base = '', width, more] = block.trim().split('/');
  const start = parseAddress(base);
  if (!start || more !== undefined) return null;
  const length = width === undefined ? start.bits : /^\d{1,3}$/.test(width) ? Number(width) : -1;
  if (length < 0 || length > start.bits) return null;
  const found = parseAddress(address.trim());
  if (found?.bits !== start.bits) return false;
  const shift = BigInt(start.bits - length);
  return found.value >> shift === start.value >> shift;
}

function masked(mask: string, address: string): string | null {
  const [bits, value] = [ipv4(mask), ipv4(address)];
  if (bits === null || value === null) return null;
  const kept = bits & value;
  return [24n, 16n, 8n, 0n].map((shift) => ((kept >> shift) & 255n).toString()).join('.');
}

export const address: readonly ScalarFunction[] = [
  define<[string, string]>({
    name: 'address.in_block',
    takes: ['string', 'string'],
    returns: 'bool',
    nulls: 'propagate',
    meaning: 'whether the second text is an address within the block that the first one is',
    evaluate: inBlock,
  }),
  define<[string, string]>({
    name: 'address.masked',
    takes: ['string', 'string'],
    returns: 'string',
    nulls: 'propagate',
    meaning: 'the IPv4 address in the second text with only the bits of the mask in the first',
    evaluate: masked,
  }),
  define<[string]>({
    name: 'address.order',
    takes: ['string'],
    returns: 'real',
    nulls: 'propagate',
    meaning: 'a text of the form of an IPv4 address as one number, to sort by; null for any other',
    evaluate: (text) => {
      const found = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
      return found ? found.slice(1).reduce((sum, part) => sum * 256 + Number(part), 0) : null;
    },
  }),
];
