import { sqlType } from '../types.ts';
import type { Templates } from './template.ts';

/** A version's number has up to 32 digits before the point and none behind it. */
const VERSION = "'[0-9]{1,8}(\\.[0-9]{1,8}){0,3}'";
const part = (text: string, at: number): string =>
  `lpad(split_part(${text}, '.', ${String(at)}), 8, '0')`;

export const decimal: Templates = {
  decimal_of_text: ([text = '']) => `try_cast(trim(${text}) AS ${sqlType('decimal')})`,
  decimal_of_real: ([value = '']) => `try_cast(${value} AS ${sqlType('decimal')})`,
  decimal_of_version: ([text = '']) =>
    `CASE WHEN regexp_full_match(${text}, ${VERSION}) THEN CAST(concat(${[1, 2, 3, 4]
      .map((at) => part(text, at))
      .join(', ')}) AS DECIMAL(38, 0)) END`,
  real_of_decimal: ([value = '']) => `CAST(${value} AS DOUBLE)`,
  text_of_decimal: ([value = '']) =>
    `rtrim(regexp_replace(CAST(${value} AS VARCHAR), '(\\.[0-9]*?)0+$', '\\1'), '.')`,
};
