import type { Call, Expression } from '../../../plan/index.ts';
import type { Template, Templates } from './template.ts';

const isWhole = (call: Call): boolean => call.type !== 'real' && call.type !== 'decimal';

/**
 * Integer overflow is an error in DuckDB, which would end the query; `try` makes it null. Where `try` is not allowed,
 * around a subquery, the sum is taken in 128 bits and cut back.
 */
const arithmetic =
  (operator: string): Template =>
  ([a = '', b = ''], call) => {
    if (!isWhole(call)) return `(${a} ${operator} ${b})`;
    return call.args.some(hasSubquery)
      ? wide(`${huge(a)} ${operator} ${huge(b)}`)
      : `try(${a} ${operator} ${b})`;
  };

const huge = (sql: string): string => `CAST(${sql} AS HUGEINT)`;
const wide = (sql: string): string => `try_cast(${sql} AS BIGINT)`;

function hasSubquery(expression: Expression): boolean {
  switch (expression.kind) {
    case 'scalar':
    case 'member':
      return true;
    case 'call':
      return expression.args.some(hasSubquery);
    case 'case':
      return (
        expression.branches.some((each) => hasSubquery(each.when) || hasSubquery(each.then)) ||
        hasSubquery(expression.otherwise)
      );
    case 'each':
      return hasSubquery(expression.list) || hasSubquery(expression.body);
    case 'column':
    case 'literal':
    case 'item':
      return false;
  }
}

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
    !isWhole(call)
      ? `trunc(${a} / ${b})`
      : call.args.some(hasSubquery)
        ? wide(`${huge(a)} // ${huge(b)}`)
        : `try(${a} // ${b})`,
  modulo: ([a = '', b = ''], call) =>
    isWhole(call) ? `CASE WHEN ${b} = -1 THEN ${a} * 0 ELSE ${a} % ${b} END` : `(${a} % ${b})`,
  divide: ([a = '', b = '']) => `(${a} / ${b})`,
  negate: ([a = ''], call) => (isWhole(call) ? wide(`-${huge(a)}`) : `(-${a})`),
  abs: ([a = ''], call) => (isWhole(call) ? wide(`abs(${huge(a)})`) : `abs(${a})`),
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
