// Texts of Windows events. What is not ASCII, and what is rare, goes to the evaluator.
import { textLiteral } from '../quote.ts';
import { literalText, type Template, type Templates } from './template.ts';

const ISO =
  "'[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}[T ](?:[01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2}(?:[.][0-9]{1,6})?Z?'";
const UNIX_EPOCH = '621355968000000000';
const QUARTER = '9000000000';

/** A spelling for values that a condition holds for; the evaluator for the others. */
const where =
  (condition: (value: string) => string, native: (value: string) => string): Template =>
  ([value = ''], _call, evaluated) =>
    `CASE WHEN ${condition(value)} THEN ${native(value)} ELSE ${evaluated()} END`;

const isAscii = (value: string): string => `(strlen(${value}) = length(${value}))`;

export const eventText: Templates = {
  'event.lower': where(isAscii, (value) => `lower(${value})`),
  'event.file_name': ([value = '']) => `parse_filename(${value}, false, 'both_slash')`,
  'event.user': ([value = '']) => `substring(${value}, strpos(${value}, '\\') + 1)`,
  'event.domain': ([value = '']) =>
    `substring(${value}, 1, greatest(strpos(${value}, '\\') - 1, 0))`,
  'event.device_id': where(isAscii, (value) => `sha1(lower(${value}))`),
  'event.unescape': where(
    (value) => `NOT contains(${value}, '&')`,
    (value) => value,
  ),
  'event.long': where(
    (value) => `regexp_full_match(${value}, '[0-9]{1,18}')`,
    (value) => `CAST(${value} AS BIGINT)`,
  ),
  // A day that does not exist is null.
  'event.time': where(
    (value) => `regexp_full_match(${value}, ${ISO})`,
    (value) => `epoch_us(try_cast(${value} AS TIMESTAMP)) * 10 + ${UNIX_EPOCH}`,
  ),
  'event.zone': ([value = '']) =>
    `((${value} + CASE WHEN ${value} >= 0 THEN ${QUARTER} // 2 ELSE -(${QUARTER} // 2) END) // ${QUARTER} * ${QUARTER})`,
  // Most texts are told by their first character.
  'event.may_differ': ([value = '']) =>
    `(((${value} >= '-' AND ${value} < ':') OR (${value} >= '[' AND ${value} < '\\') OR (${value} >= '{' AND ${value} < '|')) AND regexp_matches(${value}, '^(?:[{](?:"|[}]$)|[[].*[]]$|-?[0-9]+(?:[.][0-9]+)?[eE]|-?[0-9]+[.]0$|-?[0-9]{16,}$)', 's'))`,
  'event.hash': ([hashes = ''], call, evaluated) => {
    const algorithm = literalText(call, 1);
    if (algorithm === undefined || !/^[A-Z0-9]{1,20}$/.test(algorithm)) return undefined;
    // In capitals, because names are found in any case; the hash is given in small letters anyway.
    const parts = `',' || upper(${hashes})`;
    const name = textLiteral(`,${algorithm}=`);
    const found = `lower(split_part(split_part(${parts}, ${name}, 2), ',', 1))`;
    return `CASE WHEN NOT ${isAscii(hashes)} THEN ${evaluated()} WHEN contains(${parts}, ${name}) THEN ${found} END`;
  },
  'event.hosted_command_line': ([image = '', line = ''], _call, evaluated) =>
    `CASE WHEN lower(parse_filename(${image}, false, 'both_slash')) = ${HOST} THEN (${hosted(line, evaluated)}) ELSE ${line} END`,
};

const HOST = "'svchost.exe'";
const HOSTED = `'^"?[a-z%][^"\\t-\\r ]{0,200}\\\\svchost[.]exe"?(?:[\\t-\\r ]|$)'`;

/** Cut at the one place where the name stands; a text that has it in several goes to the evaluator, like one beyond ASCII. */
function hosted(line: string, evaluated: () => string): string {
  const place = `strpos(lower(${line}), ${HOST})`;
  const rest = `substring(${line}, ${place} + 11)`;
  const isOnly = `(${isAscii(line)} AND NOT contains(lower(${rest}), ${HOST}))`;
  const cut = `substring(${line}, ${place}, 11) || CASE WHEN starts_with(${rest}, '"') THEN substring(${rest}, 2) ELSE ${rest} END`;
  return `CASE WHEN NOT ${isOnly} THEN ${evaluated()} WHEN regexp_matches(lower(${line}), ${HOSTED}) THEN ${cut} ELSE ${line} END`;
}
