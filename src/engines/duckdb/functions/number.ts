import type { Call } from '../../../plan/index.ts';
import type { Template, Templates } from './template.ts';

const isWhole = (call: Call): boolean => call.type !== 'real' && call.type !== 'decimal';

/** Integer overflow is an error in DuckDB, which would end the query; `try` makes it null. */
const arithmetic =
  (operator: string): Template =>
  ([a = '', b = ''], call) =>
    isWhole(call) ? `try(${a} ${operator} ${b})` : `(${a} ${operator} ${b})`;

const onReal =
  (name: string): Template =>
  ([a = '']) =>
    `${name}(${a})`;

const guarded =
  (sql: string, guard: string): Template =>
  ([a = '']) =>
    `CASE WHEN ${guard.replaceAll('$', a)} THEN ${sql.replaceAll('$', a)} END`;

export const number: Templates = {
  add: arithmetic('+'),
  subtract: arithmetic('-'),
  multiply: arithmetic('*'),
  // `//` truncates towards zero and gives null for a zero divisor; on DOUBLE it would round down.
  quotient: ([a = '', b = ''], call) =>
    isWhole(call) ? `try(${a} // ${b})` : `trunc(${a} / ${b})`,
  modulo: ([a = '', b = ''], call) =>
    isWhole(call) ? `CASE WHEN ${b} = -1 THEN 0 ELSE ${a} % ${b} END` : `(${a} % ${b})`,
  divide: ([a = '', b = '']) => `(${a} / ${b})`,
  negate: ([a = ''], call) => (isWhole(call) ? `try(-${a})` : `(-${a})`),
  abs: ([a = ''], call) => (isWhole(call) ? `try(abs(${a}))` : `abs(${a})`),
  floor: onReal('floor'),
  ceiling: onReal('ceil'),
  truncate: onReal('trunc'),
  sqrt: guarded('sqrt($)', '$ >= 0'),
  exp: onReal('exp'),
  ln: guarded('ln($)', '$ > 0'),
  log10: guarded('log10($)', '$ > 0'),
  sign: ([a = '']) => `CAST(sign(${a}) AS DOUBLE)`,
  power: ([a = '', b = '']) => `pow(${a}, ${b})`,
};
