// From one type to another. What a language does beyond these it composes itself.
import { define, type ScalarFunction } from './function.ts';

const DECIMAL_TEXT = /^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$/;
const WHOLE_TEXT = /^\s*[+-]?\d+\s*$/;
const LONG_MIN = -(2n ** 63n);
const LONG_MAX = 2n ** 63n - 1n;

export const convert: readonly ScalarFunction[] = [
  define({
    name: 'real_of_text',
    takes: ['string'],
    returns: 'real',
    nulls: 'propagate',
    meaning:
      'the number that a decimal text spells (blanks around it allowed); null for any other text',
    evaluate: (value: string) => (DECIMAL_TEXT.test(value) ? Number(value) : null),
  }),
  define({
    name: 'long_of_text',
    takes: ['string'],
    returns: 'long',
    nulls: 'propagate',
    meaning:
      'the whole number that a decimal text spells; null for any other text or beyond 64 bits',
    evaluate: (value: string) => {
      if (!WHOLE_TEXT.test(value)) return null;
      const number = BigInt(value.trim().replace(/^\+/, ''));
      return number < LONG_MIN || number > LONG_MAX ? null : number;
    },
  }),
  define({
    name: 'real_of_long',
    takes: ['long'],
    returns: 'real',
    nulls: 'propagate',
    meaning: 'the nearest real',
    evaluate: (value: bigint) => Number(value),
  }),
  define({
    name: 'long_of_real',
    takes: ['real'],
    returns: 'long',
    nulls: 'propagate',
    meaning: 'the whole part; null for infinities, for what is not a number, and beyond 64 bits',
    evaluate: (value: number) => {
      if (!Number.isFinite(value)) return null;
      const whole = BigInt(Math.trunc(value));
      return whole < LONG_MIN || whole > LONG_MAX ? null : whole;
    },
  }),
  define({
    name: 'long_of_int',
    takes: ['int'],
    returns: 'long',
    nulls: 'propagate',
    meaning: 'the same number',
    evaluate: (value: number) => BigInt(value),
  }),
  define({
    name: 'int_of_long',
    takes: ['long'],
    returns: 'int',
    nulls: 'propagate',
    meaning: 'the same number; null beyond 32 bits',
    evaluate: (value: bigint) =>
      value < -(2n ** 31n) || value > 2n ** 31n - 1n ? null : Number(value),
  }),
  define({
    name: 'text_of_long',
    takes: ['long'],
    returns: 'string',
    nulls: 'propagate',
    meaning: 'decimal digits',
    evaluate: (value: bigint) => value.toString(),
  }),
  define({
    name: 'text_of_real',
    takes: ['real'],
    returns: 'string',
    nulls: 'propagate',
    meaning:
      'the shortest text that reads back as the same number, whole numbers without a fraction, as JavaScript prints it',
    evaluate: (value: number) => (Object.is(value, -0) ? '0' : String(value)),
  }),
  define({
    name: 'text_of_bool',
    takes: ['bool'],
    returns: 'string',
    nulls: 'propagate',
    meaning: '`true` or `false`',
    evaluate: (value: boolean) => String(value),
  }),
  define({
    name: 'retype',
    returns: 'argument',
    nulls: 'propagate',
    meaning:
      'the same stored value under another type of the same storage: long, datetime and timespan; string, guid and dynamic',
    evaluate: (value: bigint | string) => value,
  }),
];
