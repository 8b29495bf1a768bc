// JSON text. What is stored as dynamic is JSON, so paths can be followed without a check.
import { textLiteral } from '../quote.ts';
import type { Call } from '../../../plan/index.ts';
import { brief, literalText, type Template, type Templates } from './template.ts';

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

const WHOLE = "'BIGINT', 'UBIGINT'";
const SCALAR = `'VARCHAR', 'BOOLEAN', ${WHOLE}`;

/** A Splunk path of plain names and braces as a JSON path; undefined when it is anything else. */
function jsonPathOf(path: string): { readonly sql: string; readonly several: boolean } | undefined {
  if (!/^[\w :@/-]+(?:\{\d{0,6}\})*(?:\.[\w :@/-]+(?:\{\d{0,6}\})*){0,20}$/.test(path))
    return undefined;
  const steps = path.split('.').map((part) => {
    const [name = '', ...places] = part.split('{');
    return `."${name}"${places.map((each) => `[${each === '}' ? '*' : each.slice(0, -1)}]`).join('')}`;
  });
  return { sql: textLiteral(`$${steps.join('')}`), several: path.includes('{}') };
}

/** What a path leads to as text; numbers that are not whole, objects and arrays are left to the evaluator. */
const valuesAt: Template = ([json = ''], call, evaluated) => {
  const path = jsonPathOf(literalText(call, 1) ?? '');
  if (!path) return undefined;
  const types = `try(json_type(${json}, ${path.sql}))`;
  const found = `json_extract_string(${json}, ${path.sql})`;
  return path.several
    ? `CASE WHEN list_has_all([${SCALAR}], ${types}) THEN nullif(${found}, []) ELSE ${evaluated()} END`
    : `CASE WHEN list_contains([${SCALAR}], ${types}) THEN [${found}] WHEN json_valid(${json}) AND ${types} IS NULL THEN NULL ELSE ${evaluated()} END`;
};

/** DuckDB takes `NaN` and `Infinity` for JSON, by themselves in any case. */
const mayBeNoNumber = (text: string): string =>
  `lower(left(ltrim(${text}, E' -\\t\\r\\n'), 2)) IN ('na', 'in') OR contains(${text}, 'NaN') OR contains(${text}, 'Infinity')`;

export const dynamic: Templates = {
  'json_path.values': brief(valuesAt),
  json_elements: brief(
    ([json = ''], _, evaluated) =>
      `CASE json_type(${json}) WHEN 'ARRAY' THEN ${json} ELSE ${evaluated()} END`,
  ),
  json_long: brief(
    ([json = ''], _, evaluated) =>
      `coalesce(CASE WHEN list_contains([${WHOLE}], json_type(${json})) THEN try_cast(${json} AS BIGINT) END, ${evaluated()})`,
  ),
  json_get: getMember,
  json_at: getElement,
  json_text: ([json = '']) => `json_extract_string(${json}, '$')`,
  json_parse: brief(
    ([text = ''], _, evaluated) =>
      `CASE WHEN trim(${text}, E' \\t\\r\\n') = '' THEN NULL WHEN NOT json_valid(${text}) THEN CAST(to_json(${text}) AS VARCHAR) WHEN ${mayBeNoNumber(text)} THEN ${evaluated()} ELSE ${present(`json(${text})`)} END`,
  ),
  json_of_text: ([text = '']) => `CAST(to_json(${text}) AS VARCHAR)`,
  json_of_long: ([value = '']) => `CAST(${value} AS VARCHAR)`,
  json_of_bool: ([value = '']) => `CAST(${value} AS VARCHAR)`,
  array_length: ([json = '']) =>
    `CASE WHEN json_type(${json}) = 'ARRAY' THEN CAST(json_array_length(${json}) AS BIGINT) END`,
};
