import { sqlType } from '../types.ts';
import type { Templates } from './template.ts';

export const decimal: Templates = {
  decimal_of_text: ([text = '']) => `try_cast(trim(${text}) AS ${sqlType('decimal')})`,
  decimal_of_real: ([value = '']) => `try_cast(${value} AS ${sqlType('decimal')})`,
  real_of_decimal: ([value = '']) => `CAST(${value} AS DOUBLE)`,
  text_of_decimal: ([value = '']) => `rtrim(rtrim(CAST(${value} AS VARCHAR), '0'), '.')`,
};
