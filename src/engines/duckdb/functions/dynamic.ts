// JSON text. What is stored as dynamic is JSON, so paths can be followed without a check.
import { textLiteral } from '../quote.ts';
import type { Call } from '../../../plan/index.ts';
import { literalText, type Template, type Templates } from './template.ts';

/** JSON null and null are one. */
const present = (json: string): string => `nullif(CAST(${json} AS VARCHAR), 'null')`;

/** Names that a path can hold in quotes without meaning anything else. */
const PLAIN_NAME = /^[\w .:@/-]+$/;

const literalLong = (call: Call, at: number): bigint | undefined => {
  const argument = call.args[at];
  return argument?.kind === 'literal' && typeof argument.value === 'bigint'
    ? argument.value
    : undefined;
};

const getMember: Template = ([json = ''], call) => {
  const name = literalText(call, 1);
  if (name === undefined || !PLAIN_NAME.test(name)) return undefined;
  return present(`json_extract(${json}, ${textLiteral(`$."${name}"`)})`);
};

const getElement: Template = ([json = ''], call) => {
  const place = literalLong(call, 1);
  if (place === undefined || place > 1_000_000n || place < -1_000_000n) return undefined;
  const path = place < 0n ? `$[#${place.toString()}]` : `$[${place.toString()}]`;
  return present(`json_extract(${json}, ${textLiteral(path)})`);
};

export const dynamic: Templates = {
  json_get: getMember,
  json_at: getElement,
  json_text: ([json = '']) => `json_extract_string(${json}, '$')`,
  json_parse: ([text = '']) =>
    `CASE WHEN trim(${text}, E' \\t\\r\\n') = '' THEN NULL WHEN json_valid(${text}) THEN ${present(`json(${text})`)} ELSE CAST(to_json(${text}) AS VARCHAR) END`,
  json_of_text: ([text = '']) => `CAST(to_json(${text}) AS VARCHAR)`,
  json_of_long: ([value = '']) => `CAST(${value} AS VARCHAR)`,
  json_of_bool: ([value = '']) => `CAST(${value} AS VARCHAR)`,
  array_length: ([json = '']) =>
    `CASE WHEN json_type(${json}) = 'ARRAY' THEN CAST(json_array_length(${json}) AS BIGINT) END`,
};
