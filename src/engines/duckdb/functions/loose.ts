// Text that counts as a number when it looks like one. A failed `try_cast` costs a tenth of a regular expression, so that
// goes first; only what casts is looked at again, because DuckDB also casts `1_000`, `0x10`, `inf` and blanks of its own.
import { brief, literalText, type Template, type Templates } from './template.ts';

const DECIMAL = "'\\s*[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?\\s*'";

/** The number that SQL text looks like, null when it does not. */
export const looksNumeric = (sql: string): string =>
  `CASE WHEN try_cast(${sql} AS DOUBLE) IS NOT NULL AND length(${sql}) <= 400 AND regexp_full_match(${sql}, ${DECIMAL}) AND isfinite(try_cast(${sql} AS DOUBLE)) THEN try_cast(${sql} AS DOUBLE) END`;

const signs = {
  equal: '=',
  unequal: '<>',
  less: '<',
  less_or_equal: '<=',
  greater: '>',
  greater_or_equal: '>=',
} as const;

/** Both numbers: as numbers. Else as text. */
const pair =
  (sign: string): Template =>
  ([a = '', b = '']) =>
    `coalesce((${looksNumeric(a)}) ${sign} (${looksNumeric(b)}), ${a} ${sign} ${b})`;

/** A number on the right: when the left is none, the right one counts as text. */
const withNumber =
  (sign: string): Template =>
  ([a = ''], call) => {
    const right = call.args[1];
    const value = right?.kind === 'literal' ? right.value : undefined;
    if (typeof value !== 'number' || !Number.isFinite(value)) return undefined;
    const text = String(value === 0 ? 0 : value);
    return `coalesce((${looksNumeric(a)}) ${sign} CAST(${text} AS DOUBLE), ${a} ${sign} '${text}')`;
  };

export const loose: Templates = {
  ...Object.fromEntries(
    Object.entries(signs).flatMap(([name, sign]) => [
      [`loose.${name}`, brief(pair(sign))],
      [`loose.${name}_number`, brief(withNumber(sign))],
    ]),
  ),
  'loose.divide': ([a = '', b = '']) => `(${a} / nullif(${b}, 0))`,
  'loose.modulo': ([a = '', b = '']) => `(${a} % nullif(${b}, 0))`,
  // DuckDB's LIKE has no escape character unless one is named, as the plan's has none.
  'loose.like': ([a = '', pattern = ''], call) =>
    literalText(call, 1) === undefined ? undefined : `(${a} LIKE ${pattern})`,
  // Not a CASE: that would say the condition twice.
  'loose.truth_text': ([a = '']) => `replace(replace(CAST(${a} AS VARCHAR), 't', 'T'), 'f', 'F')`,
};
