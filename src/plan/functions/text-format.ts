// Text made to a form: printf, thousands separators, other bases, percent-decoding, trimming, substrings.
import { define, type ScalarFunction } from './function.ts';
import { numberOf } from './loose.ts';

const LONGEST = 1_000_000;
const WIDEST = 1000;

/** `%[flags][width][.precision]type`, as in C; what cannot be read stays as it is. */
function printf(format: string, ...values: (string | null)[]): string | null {
  let next = 0;
  const take = (): string | null => values[next++] ?? null;
  const made = format.replace(
    /%([-+ #0']*)(\*|\d{1,4})?(?:\.(\*|\d{1,4})?)?(?:hh|h|ll|l|L|q|j|z|t)?([diouxXeEfFgGaAcsp%])/g,
    (
      all: string,
      flags: string,
      width: string | undefined,
      precision: string | undefined,
      type: string,
    ) => {
      if (type === '%') return '%';
      const given = (what: string | undefined): number | undefined =>
        what === undefined ? undefined : Number(what === '*' ? (take() ?? 0) : what);
      const [wide, exact] = [given(width), all.includes('.') ? (given(precision) ?? 0) : undefined];
      return shown(take(), type, { flags, width: wide ?? 0, precision: exact });
    },
  );
  return made.length > LONGEST ? null : made;
}

interface Layout {
  readonly flags: string;
  readonly width: number;
  readonly precision: number | undefined;
}

function shown(value: string | null, type: string, layout: Layout): string {
  const width = Math.min(Math.abs(layout.width) || 0, WIDEST);
  const left = layout.flags.includes('-') || layout.width < 0;
  const body = bodyOf(value ?? '', type, layout);
  if (left) return body.padEnd(width);
  const zero = layout.flags.includes('0') && !'sc'.includes(type);
  if (!zero) return body.padStart(width);
  const sign = /^[+\- ]?(0[xX])?/.exec(body)?.[0] ?? '';
  return sign + body.slice(sign.length).padStart(width - sign.length, '0');
}

function bodyOf(value: string, type: string, { flags, precision }: Layout): string {
  if (type === 's')
    return precision === undefined ? value : Array.from(value).slice(0, precision).join('');
  if (type === 'c') return Array.from(value)[0] ?? '';
  const number = numberOf(value) ?? 0;
  const digits = magnitude(Math.abs(number), type, Math.min(precision ?? 6, 100), precision, flags);
  const negative = number < 0 && !'ouxXp'.includes(type);
  const sign = negative ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
  return 'diouxXp'.includes(type) && 'ouxXp'.includes(type) ? digits : sign + digits;
}

function magnitude(
  size: number,
  type: string,
  places: number,
  precision: number | undefined,
  flags: string,
): string {
  const whole = (base: number): string =>
    BigInt(Math.trunc(Math.min(size, 2 ** 64)))
      .toString(base)
      .padStart(Math.min(precision ?? 1, 100), '0');
  switch (type) {
    case 'd':
    case 'i':
    case 'u':
      return flags.includes("'") ? grouped(whole(10)) : whole(10);
    case 'o':
      return flags.includes('#') ? `0${whole(8)}` : whole(8);
    case 'x':
    case 'p':
      return flags.includes('#') || type === 'p' ? `0x${whole(16)}` : whole(16);
    case 'X':
      return flags.includes('#') ? `0X${whole(16).toUpperCase()}` : whole(16).toUpperCase();
    case 'f':
    case 'F':
      return flags.includes("'") ? grouped(size.toFixed(places)) : size.toFixed(places);
    case 'e':
    case 'E':
      return cased(twoDigitExponent(size.toExponential(places)), type);
    default:
      return cased(general(size, precision ?? 6), type);
  }
}

const cased = (text: string, type: string): string =>
  type === type.toUpperCase() ? text.toUpperCase() : text;

const twoDigitExponent = (text: string): string =>
  text.replace(/e([+-])(\d)$/, (_, sign: string, digit: string) => `e${sign}0${digit}`);

function general(size: number, precision: number): string {
  const digits = Math.min(Math.max(precision, 1), 100);
  const exponent = size === 0 ? 0 : Number(size.toExponential(digits - 1).split('e')[1]);
  const plain = exponent >= -4 && exponent < digits;
  const text = plain ? size.toFixed(digits - 1 - exponent) : size.toExponential(digits - 1);
  const [mantissa = '', power] = text.split('e');
  const short = mantissa.includes('.')
    ? mantissa.replace(/0{1,100}$/, '').replace(/\.$/, '')
    : mantissa;
  return power === undefined ? short : twoDigitExponent(`${short}e${power}`);
}

/** Thousands separated by commas. */
function grouped(digits: string): string {
  const [whole = '', fraction] = digits.split('.');
  const parts: string[] = [];
  for (let end = whole.length; end > 0; end -= 3)
    parts.unshift(whole.slice(Math.max(0, end - 3), end));
  return parts.join(',') + (fraction === undefined ? '' : `.${fraction}`);
}

/** Whole numbers as they are, others with two decimals. */
function commas(value: number): string | null {
  if (!Number.isFinite(value) || Math.abs(value) >= 1e21) return null;
  const size = Math.abs(value);
  return (value < 0 ? '-' : '') + grouped(Number.isInteger(size) ? String(size) : size.toFixed(2));
}

function inBase(text: string, base: number): number | null {
  const trimmed = text.trim().toLowerCase();
  const found = /^([+-]?)(0x)?([0-9a-z]{1,300})$/.exec(trimmed);
  const prefixed = found?.[2] !== undefined && base === 16;
  const digits = prefixed ? (found[3] ?? '') : (found?.[2] ?? '') + (found?.[3] ?? '');
  if (!found || digits === '' || base < 2 || base > 36) return null;
  let value = 0;
  for (const digit of digits) {
    const worth = parseInt(digit, 36);
    if (worth >= base) return null;
    value = value * base + worth;
  }
  return Number.isFinite(value) ? (found[1] === '-' ? -value : value) : null;
}

/** Characters from `start` (1 is the first, negative counts from the end), all of them or at most `count`. */
function substring(text: string, start: number, count: number): string {
  const all = Array.from(text);
  const first = start < 0 ? Math.max(0, all.length + start) : Math.max(0, start - 1);
  return all
    .slice(first, Number.isFinite(count) ? Math.max(first, first + count) : undefined)
    .join('');
}

function trimmed(text: string, chars: string, ends: string): string {
  const drop = new Set(chars);
  const all = Array.from(text);
  let [from, to] = [0, all.length];
  if (ends !== 'right') while (from < to && drop.has(all[from] ?? '')) from++;
  if (ends !== 'left') while (to > from && drop.has(all[to - 1] ?? '')) to--;
  return all.slice(from, to).join('');
}

/** Percent escapes undone; bytes that are no UTF-8 become U+FFFD, a `%` without two digits stays. */
function percentDecoded(text: string): string {
  return text.replace(/(?:%[0-9A-Fa-f]{2})+/g, (run) => {
    const bytes = Uint8Array.from(run.slice(1).split('%'), (each) => parseInt(each, 16));
    return new TextDecoder().decode(bytes);
  });
}

function significant(value: number, digits: number): number | null {
  if (value === 0 || !Number.isFinite(value)) return value === 0 ? 0 : null;
  return Number(value.toPrecision(Math.min(Math.max(Math.trunc(digits), 1), 100)));
}

export const textFormat: readonly ScalarFunction[] = [
  define<(string | null)[]>({
    name: 'text.printf',
    takes: ['string'],
    repeats: true,
    returns: 'string',
    nulls: 'sees',
    meaning: 'the first text with its % conversions filled from the others, as in C',
    evaluate: (format = null, ...values) => (format === null ? null : printf(format, ...values)),
  }),
  define<[number]>({
    name: 'text.commas',
    takes: ['real'],
    returns: 'string',
    nulls: 'propagate',
    meaning: 'a number with commas between thousands; two decimals unless whole',
    evaluate: commas,
  }),
  define<[number]>({
    name: 'text.hex',
    takes: ['real'],
    returns: 'string',
    nulls: 'propagate',
    meaning: 'the whole part in hexadecimal digits behind `0x`',
    evaluate: (value) =>
      Number.isFinite(value) && value >= 0 && value < 2 ** 64
        ? `0x${BigInt(Math.trunc(value)).toString(16).toUpperCase()}`
        : null,
  }),
  define<[number]>({
    name: 'text.binary',
    takes: ['real'],
    returns: 'string',
    nulls: 'propagate',
    meaning: 'the whole part in binary digits',
    evaluate: (value) =>
      Number.isFinite(value) && value >= 0 && value < 2 ** 64
        ? BigInt(Math.trunc(value)).toString(2)
        : null,
  }),
  define<[string, number]>({
    name: 'text.in_base',
    takes: ['string', 'real'],
    returns: 'real',
    nulls: 'propagate',
    meaning: 'the whole number that a text spells in a base from 2 to 36; null when it does not',
    evaluate: inBase,
  }),
  define<[string, number, number]>({
    name: 'text.substring',
    takes: ['string', 'real', 'real'],
    returns: 'string',
    nulls: 'propagate',
    meaning: 'so many characters (infinity: all) from a place counted from 1, or from the end',
    evaluate: substring,
  }),
  define<[string, string, string]>({
    name: 'text.trim',
    takes: ['string', 'string', 'string'],
    returns: 'string',
    nulls: 'propagate',
    meaning: 'without the given characters at its `left`, `right` or `both` ends',
    evaluate: trimmed,
  }),
  define<[string]>({
    name: 'text.percent_decoded',
    takes: ['string'],
    returns: 'string',
    nulls: 'propagate',
    meaning: 'percent escapes undone, read as UTF-8',
    evaluate: percentDecoded,
  }),
  define<[number, number]>({
    name: 'number.significant',
    takes: ['real', 'real'],
    returns: 'real',
    nulls: 'propagate',
    meaning: 'rounded to so many significant digits',
    evaluate: significant,
  }),
  define<[string]>({
    name: 'number.significant_digits',
    takes: ['string'],
    returns: 'long',
    nulls: 'propagate',
    meaning: 'how many significant digits a number is written with',
    evaluate: (written) => BigInt(digitsOf(written)),
  }),
];

function digitsOf(written: string): number {
  const digits = (written.split(/[eE]/)[0] ?? '').replace(/[^0-9]/g, '').replace(/^0+/, '');
  return Math.max(1, Math.min(digits.length, 100));
}
