// The prefix codes of deflated data (RFC 1951, 3.2): short codes by a table, longer ones bit by bit.

/** Bits of a code that the table tells at once. */
const TABLE_BITS = 10;
const TABLE_MASK = (1 << TABLE_BITS) - 1;
const LONGEST = 15;

export interface Code {
  /** By the next bits, the symbol times 16 and its code's length; 0 for a longer code, or none. */
  readonly table: Uint16Array;
  /** How many codes there are of each length. */
  readonly counts: Uint16Array;
  /** In the order of their codes. */
  readonly symbols: Uint16Array;
}

/** The code in which each symbol has this many bits; undefined where there is no such code. */
export function codeOf(lengths: Uint8Array): Code | undefined {
  const counts = new Uint16Array(LONGEST + 1);
  for (const length of lengths) counts[length] = (counts[length] ?? 0) + 1;
  counts[0] = 0;
  if (!isWhole(counts)) return undefined;
  const starts = new Uint16Array(LONGEST + 2);
  for (let length = 1; length <= LONGEST; length++)
    starts[length + 1] = (starts[length] ?? 0) + (counts[length] ?? 0);
  const symbols = new Uint16Array(lengths.length);
  for (let symbol = 0; symbol < lengths.length; symbol++) {
    const length = lengths[symbol] ?? 0;
    if (length === 0) continue;
    const place = starts[length] ?? 0;
    symbols[place] = symbol;
    starts[length] = place + 1;
  }
  return { table: tableOf(counts, symbols), counts, symbols };
}

/** No code is the beginning of another, and every row of bits is one, but where there is a single code of one bit or none. */
function isWhole(counts: Uint16Array): boolean {
  let [left, total] = [1, 0];
  for (let length = 1; length <= LONGEST; length++) {
    const count = counts[length] ?? 0;
    left = left * 2 - count;
    total += count;
    if (left < 0) return false;
  }
  return left === 0 || total === 0 || (total === 1 && counts[1] === 1);
}

function tableOf(counts: Uint16Array, symbols: Uint16Array): Uint16Array {
  const table = new Uint16Array(1 << TABLE_BITS);
  let [code, place] = [0, 0];
  for (let length = 1; length <= TABLE_BITS; length++) {
    code *= 2;
    for (let count = counts[length] ?? 0; count > 0; count--) {
      const entry = ((symbols[place] ?? 0) << 4) | length;
      for (let at = reversed(code, length); at < table.length; at += 1 << length) table[at] = entry;
      code += 1;
      place += 1;
    }
  }
  return table;
}

/** Codes stand in the data with their first bit lowest. */
function reversed(code: number, length: number): number {
  let made = 0;
  for (let bit = 0; bit < length; bit++) made |= ((code >> bit) & 1) << (length - 1 - bit);
  return made;
}

/** The symbol times 16 and its code's length, for the next bits, of which there are 15; -1 where they are no code. */
export function lookUp({ table, counts, symbols }: Code, bits: number): number {
  const known = table[bits & TABLE_MASK] ?? 0;
  if (known !== 0) return known;
  let [code, first, place] = [0, 0, 0];
  for (let length = 1; length <= LONGEST; length++) {
    code = code * 2 + ((bits >> (length - 1)) & 1);
    const count = counts[length] ?? 0;
    if (code - first < count) return ((symbols[place + code - first] ?? 0) << 4) | length;
    place += count;
    first = (first + count) * 2;
  }
  return -1;
}
