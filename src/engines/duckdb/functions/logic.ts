import type { Call } from '../../../plan/index.ts';
import { literalText, type Templates } from './template.ts';

const infix = (operator: string) => (args: readonly string[]) => `(${args.join(` ${operator} `)})`;

/**
 * DuckDB holds NaN equal to itself and above all numbers, where IEEE has every comparison with NaN false but for `<>`.
 * The guard is written only where an operand that may be NaN would come out differently.
 */
const comparison =
  (operator: '=' | '<>' | '<' | '<=' | '>' | '>=') =>
  ([a = '', b = '']: readonly string[], call: Call): string => {
    const [left, right] = call.args.map((each) => each.type === 'real' && each.kind !== 'literal');
    const plain = `(${a} ${operator} ${b})`;
    if ((operator === '<' || operator === '<=') && right) return `(${plain} AND NOT isnan(${b}))`;
    if ((operator === '>' || operator === '>=') && left) return `(${plain} AND NOT isnan(${a}))`;
    if (operator === '=' && left && right) return `(${plain} AND NOT isnan(${a}))`;
    if (operator === '<>' && left && right) return `(${plain} OR isnan(${a}))`;
    return plain;
  };

export const logic: Templates = {
  and: infix('AND'),
  or: infix('OR'),
  not: ([a = '']) => `(NOT ${a})`,
  is_true: ([a = '']) => `coalesce(${a}, false)`,
  is_null: ([a = '']) => `(${a} IS NULL)`,
  coalesce: (args) => (args.length === 1 ? args[0] : `coalesce(${args.join(', ')})`),
  eq: comparison('='),
  ne: comparison('<>'),
  lt: comparison('<'),
  le: comparison('<='),
  gt: comparison('>'),
  ge: comparison('>='),
  same: ([a = '', b = '']) => `(${a} IS NOT DISTINCT FROM ${b})`,
  in: ([a = '', ...list], call) => {
    if (list.length === 0) return `(${a} IS NULL AND NULL)`;
    // DuckDB writes IN out as comparisons, each with the left side in full; this way that is worked out once.
    const texts = call.args.slice(1).every((_, at) => literalText(call, at + 1) !== undefined);
    return texts && list.length > 1 && call.args[0]?.kind !== 'column'
      ? `list_contains([${list.join(', ')}], ${a})`
      : `(${a} IN (${list.join(', ')}))`;
  },
  least: (args) => `least(${args.join(', ')})`,
  greatest: (args) => `greatest(${args.join(', ')})`,
};
