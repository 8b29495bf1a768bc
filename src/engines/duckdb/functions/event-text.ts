// Texts of Windows events. What is not ASCII, and what is rare, goes to the evaluator.
import { textLiteral } from '../quote.ts';
import { literalText, type Template, type Templates } from './template.ts';

const ISO =
  "'[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}[T ](?:[01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2}(?:[.][0-9]{1,6})?Z?'";
const MAY_DIFFER = `'^(?:[{](?:"|[}]$)|[[].*[]]$|-?[0-9]+(?:[.][0-9]+)?[eE]|-?[0-9]+[.]0$|-?[0-9]{16,}$)'`;
const UNIX_EPOCH = '621355968000000000';
const QUARTER = '9000000000';

/** A spelling for null and for values that a condition holds for; the evaluator for the others. */
const where =
  (condition: (value: string) => string, native: (value: string) => string): Template =>
  ([value = ''], _call, evaluated) =>
    `CASE WHEN coalesce(${condition(value)}, true) THEN ${native(value)} ELSE ${evaluated()} END`;

const isAscii = (value: string): string => `(strlen(${value}) = length(${value}))`;

export const eventText: Templates = {
  'event.lower': where(isAscii, (value) => `lower(${value})`),
  'event.file_name': ([value = '']) => `parse_filename(${value}, false, 'both_slash')`,
  'event.user': ([value = '']) => `substring(${value}, strpos(${value}, '\\') + 1)`,
  'event.domain': ([value = '']) =>
    `substring(${value}, 1, greatest(strpos(${value}, '\\') - 1, 0))`,
  'event.device_id': where(isAscii, (value) => `sha1(lower(${value}))`),
  'event.unless_dash': ([value = '']) => `CASE WHEN ${value} = '-' THEN '' ELSE ${value} END`,
  'event.unescape': where(
    (value) => `NOT contains(${value}, '&')`,
    (value) => value,
  ),
  'event.long': where(
    (value) => `regexp_full_match(${value}, '[0-9]{1,18}|0[xX][0-9a-fA-F]{1,15}')`,
    (value) => `CAST(${value} AS BIGINT)`,
  ),
  'event.number': ([value = '']) =>
    `CASE WHEN regexp_full_match(${value}, '[0-9]{1,15}') THEN CAST(${value} AS BIGINT) END`,
  'event.has_zone': ([value = '']) =>
    `(regexp_matches(${value}, '(?:Z|UTC|[+-][0-9]{2}(?::?[0-9]{2})?)$') AND length(${value}) > 10)`,
  // A day that does not exist is null.
  'event.time': where(
    (value) => `regexp_full_match(${value}, ${ISO})`,
    (value) => `epoch_us(try_cast(${value} AS TIMESTAMP)) * 10 + ${UNIX_EPOCH}`,
  ),
  'event.zone': ([value = '']) =>
    `((${value} + CASE WHEN ${value} >= 0 THEN ${QUARTER} // 2 ELSE -(${QUARTER} // 2) END) // ${QUARTER} * ${QUARTER})`,
  // Most texts are told by their first character. A case, because both sides of AND are computed for all rows.
  'event.may_differ': ([value = '']) =>
    `CASE WHEN (${value} >= '-' AND ${value} < ':') OR (${value} >= '[' AND ${value} < '\\') OR (${value} >= '{' AND ${value} < '|') THEN regexp_matches(${value}, ${MAY_DIFFER}, 's') ELSE ${value} IS NULL AND NULL END`,
  'event.hash': ([hashes = ''], call, evaluated) => {
    const algorithm = literalText(call, 1);
    if (algorithm === undefined || !/^[A-Z0-9]{1,20}$/.test(algorithm)) return undefined;
    const name = textLiteral(`,${algorithm}=`);
    // Names are found in any case; Sysmon writes capitals, and so does this need.
    const isPlain = `${isAscii(hashes)} AND ${hashes} = upper(${hashes})`;
    const found = `lower(split_part(split_part(',' || ${hashes}, ${name}, 2), ',', 1))`;
    return `CASE WHEN coalesce(${isPlain}, true) THEN ${found} ELSE ${evaluated()} END`;
  },
  'event.hosted_command_line': ([image = '', line = ''], _call, evaluated) => {
    const place = `strpos(${line}, ${HOST})`;
    const isPlain = `regexp_matches(${line}, ${HOSTED}) AND substring(${line}, ${place} + 11, 1) IN ('', ' ')`;
    return [
      `CASE WHEN NOT coalesce(ends_with(lower(${image}), ${HOST}), false) THEN ${line}`,
      `WHEN NOT ends_with(lower(${image}), '\\' || ${HOST}) THEN ${evaluated()}`,
      `WHEN NOT contains(${line}, '\\') THEN ${line}`,
      `WHEN ${isPlain} THEN substring(${line}, ${place}) ELSE ${evaluated()} END`,
    ].join(' ');
  },
};

const HOST = "'svchost.exe'";
/** A folder without blanks and quotes, as it nearly always is; the name must stand where it stands first. */
const HOSTED = `'^[A-Za-z%][!#-~]{0,200}\\\\svchost[.]exe(?: |$)'`;
