import type { Templates } from './template.ts';

const DECIMAL = "'\\s*[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?\\s*'";
const WHOLE = "'\\s*[+-]?[0-9]+\\s*'";

export const convert: Templates = {
  // DuckDB's own cast also takes `1_000`, `0x10`, `inf`: the shape is tested first.
  real_of_text: ([a = '']) =>
    `CASE WHEN regexp_full_match(${a}, ${DECIMAL}) THEN try_cast(trim(${a}, E' \\t\\r\\n') AS DOUBLE) END`,
  long_of_text: ([a = '']) =>
    `CASE WHEN regexp_full_match(${a}, ${WHOLE}) THEN try_cast(trim(${a}, E' \\t\\r\\n') AS BIGINT) END`,
  real_of_long: ([a = '']) => `CAST(${a} AS DOUBLE)`,
  long_of_real: ([a = '']) => `try_cast(trunc(${a}) AS BIGINT)`,
  long_of_int: ([a = '']) => `CAST(${a} AS BIGINT)`,
  int_of_long: ([a = '']) => `try_cast(${a} AS INTEGER)`,
  text_of_long: ([a = '']) => `CAST(${a} AS VARCHAR)`,
  // Most reals that meet people are whole; the others go through the evaluator's exact printing.
  text_of_bool: ([a = '']) => `CAST(${a} AS VARCHAR)`,
  retype: ([a = '']) => a,
};
