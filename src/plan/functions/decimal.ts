// Exact decimal numbers. Every engine has them natively; the evaluators here serve constants and tests.
import { define, type ScalarFunction } from './function.ts';

const DECIMAL = /^\s*[+-]?(\d{1,38}\.?\d{0,38}|\.\d{1,38})\s*$/;

export const decimal: readonly ScalarFunction[] = [
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
