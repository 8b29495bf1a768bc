// Exact decimal numbers. Every engine has them natively; the evaluators here serve constants and tests.
import { define, type ScalarFunction } from './function.ts';

const DECIMAL = /^\s*[+-]?(\d{1,38}\.?\d{0,38}|\.\d{1,38})\s*$/;

const VERSION = /^\d{1,8}(\.\d{1,8}){0,3}$/;

/** One to four parts of at most eight digits, each given eight places; missing ones are 0. */
function versionNumber(text: string): string | null {
  if (!VERSION.test(text)) return null;
  const parts = [...text.split('.'), '0', '0', '0'].slice(0, 4);
  return BigInt(parts.map((each) => each.padStart(8, '0')).join('')).toString();
}

export const decimal: readonly ScalarFunction[] = [
  define({
    name: 'decimal_of_version',
    takes: ['string'],
    returns: 'decimal',
    nulls: 'propagate',
    meaning: 'a version such as `1.2.3.4` as a number of at most 32 digits, to be compared',
    evaluate: versionNumber,
  }),
  define({
    name: 'decimal_of_text',
    takes: ['string'],
    returns: 'decimal',
    nulls: 'propagate',
    meaning: 'the number that a text of decimal digits spells',
    evaluate: (text: string) => (DECIMAL.test(text) ? text.trim().replace(/^\+/, '') : null),
  }),
  define({
    name: 'decimal_of_real',
    takes: ['real'],
    returns: 'decimal',
    nulls: 'propagate',
    meaning: 'the same number; null for what is no finite number',
    evaluate: (value: number) => (Number.isFinite(value) ? String(value) : null),
  }),
  define({
    name: 'real_of_decimal',
    takes: ['decimal'],
    returns: 'real',
    nulls: 'propagate',
    meaning: 'the nearest real',
    evaluate: Number,
  }),
  define({
    name: 'text_of_decimal',
    takes: ['decimal'],
    returns: 'string',
    nulls: 'propagate',
    meaning: 'decimal digits without zeros that say nothing',
    evaluate: (value: string) =>
      value.includes('.') ? value.replace(/0+$/, '').replace(/\.$/, '') : value,
  }),
];
