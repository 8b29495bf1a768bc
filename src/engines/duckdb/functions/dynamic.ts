// JSON text. What is stored as dynamic is JSON, so paths can be followed without a check.
import { textLiteral } from '../quote.ts';
import type { Call, Expression } from '../../../plan/index.ts';
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

/** One step of a JSON path, where the call is one with a literal that a path can hold. */
function stepOf(call: Call): string | undefined {
  if (call.function === 'json_get') {
    const name = literalText(call, 1);
    return name !== undefined && PLAIN_NAME.test(name) ? `."${name}"` : undefined;
  }
  const place = call.function === 'json_at' ? literalLong(call, 1) : undefined;
  if (place === undefined || place > 1_000_000n || place < -1_000_000n) return undefined;
  return place < 0n ? `[#${place.toString()}]` : `[${place.toString()}]`;
}

/** Where a value lies in another: steps one after another are one path, for which the JSON is read once. */
export interface JsonPlace {
  readonly base: Expression;
  /** A JSON path from `$`. */
  readonly path: string;
}

export function jsonPlace(expression: Expression): JsonPlace {
  let base = expression;
  let path = '';
  while (base.kind === 'call') {
    const step = stepOf(base);
    const [inner] = base.args;
    if (step === undefined || !inner) break;
    path = step + path;
    base = inner;
  }
  return { base, path: `$${path}` };
}

const followed: Template = (_, call, __, render) => {
  const { base, path } = jsonPlace(call);
  return path === '$' ? undefined : present(`json_extract(${render(base)}, ${textLiteral(path)})`);
};

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

/**
 * Text that may have been an object, an array or a number whose spelling is not kept: what it was must be looked at. The
 * texts of several values are joined with U+0001.
 */
const DOUBTFUL =
  '(?:^|\\x01)(?:[\\[{]|-?[0-9]{18}|-?[0-9]+(?:\\.[0-9]+(?:[eE][+-]?[0-9]+)?|[eE][+-]?[0-9]+)(?:\\x01|$))';

/** What a path leads to as text; numbers that are not whole, objects and arrays are left to the evaluator. */
const valuesAt: Template = ([json = ''], call, evaluated) => {
  const path = jsonPathOf(literalText(call, 1) ?? '');
  if (!path) return undefined;
  const found = `try(json_extract_string(${json}, ${path.sql}))`;
  const plain = (text: string): string => `NOT regexp_matches(${text}, ${textLiteral(DOUBTFUL)})`;
  // A list of one, so that the lambda can look twice at what was found once.
  const clear = path.several
    ? `list_filter([${found}], lambda l: list_count(l) = len(l) AND ${plain('array_to_string(l, chr(1))')})[1]`
    : `list_filter([${found}], lambda t: t IS NOT NULL AND ${plain('t')})`;
  const absent = path.several
    ? `len(json_extract(${json}, ${path.sql})) = 0`
    : `json_type(${json}, ${path.sql}) IS NULL`;
  return `coalesce(nullif(${clear}, []), CASE WHEN json_valid(${json}) AND ${absent} THEN NULL ELSE ${evaluated()} END)`;
};

/** DuckDB takes `NaN` and `Infinity` for JSON, by themselves in any case. */
const mayBeNoNumber = (text: string): string =>
  `lower(left(ltrim(${text}, E' -\\t\\r\\n'), 2)) IN ('na', 'in') OR contains(${text}, 'NaN') OR contains(${text}, 'Infinity')`;

/** A whole number as JSON has it, short enough for a long. */
const WHOLE = "'^-?[0-9]{1,18}$'";

export const dynamic: Templates = {
  'json_path.values': brief(valuesAt),
  json_elements: brief(
    ([json = ''], _, evaluated) =>
      `CASE json_type(${json}) WHEN 'ARRAY' THEN ${json} ELSE ${evaluated()} END`,
  ),
  json_long: brief(
    ([json = ''], _, evaluated) =>
      `coalesce(try_cast(regexp_extract(${json}, ${WHOLE}) AS BIGINT), ${evaluated()})`,
  ),
  json_get: followed,
  json_at: followed,
  json_text: (_, call, __, render) => {
    const [json] = call.args;
    if (!json) return undefined;
    const { base, path } = jsonPlace(json);
    return `json_extract_string(${render(base)}, ${textLiteral(path)})`;
  },
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
