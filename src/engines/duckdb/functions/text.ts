// What is fast here was measured: never ILIKE (but for prefixes); `contains` and `ends_with` over `lower()`; one
// alternation for many substrings.
import { textLiteral } from '../quote.ts';
import { literalNumber, literalText, type Template, type Templates } from './template.ts';

/** `lower(x)`, done at once for a literal. */
function lowered(args: readonly string[], call: Parameters<Template>[1], at: number): string {
  const literal = literalText(call, at);
  return literal === undefined ? `lower(${args[at] ?? ''})` : textLiteral(literal.toLowerCase());
}

const folded =
  (name: string): Template =>
  (args, call) =>
    `${name}(${lowered(args, call, 0)}, ${lowered(args, call, 1)})`;

const plain =
  (name: string): Template =>
  (args) =>
    `${name}(${args.join(', ')})`;

const escapeRegex = (value: string): string => value.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&');

/** A `*` pattern: the cheapest test that says the same. */
const wildcard =
  (ignoreCase: boolean): Template =>
  ([value = ''], call) => {
    const pattern = literalText(call, 1);
    if (pattern === undefined) return undefined;
    const subject = ignoreCase ? `lower(${value})` : value;
    const parts = (ignoreCase ? pattern.toLowerCase() : pattern).split(/\*+/);
    const [first = '', last = ''] = [parts[0], parts[parts.length - 1]];
    if (parts.length === 1) return `(${subject} = ${textLiteral(first)})`;
    if (parts.length === 2 && first === '' && last === '') return `(${value} IS NOT NULL OR NULL)`;
    if (parts.length === 2 && first === '') return `ends_with(${subject}, ${textLiteral(last)})`;
    if (parts.length === 2 && last === '') return `starts_with(${subject}, ${textLiteral(first)})`;
    if (parts.length === 3 && first === '' && last === '') {
      return `contains(${subject}, ${textLiteral(parts[1] ?? '')})`;
    }
    const body = parts.map(escapeRegex).join('.*');
    return `regexp_full_match(${subject}, ${textLiteral(body)}, 's')`;
  };

/** Positions and lengths beyond any text, and below none, are cut so that no sum overflows; null stays null. */
const bounded = (sql: string): string =>
  `(CASE WHEN ${sql} < 0 THEN 0 WHEN ${sql} > 2147483646 THEN 2147483646 ELSE ${sql} END)`;

const isPlace = (value: number): boolean => Number.isInteger(value) && value < 2 ** 31;

export const text: Templates = {
  concat: (args) => `(${args.join(' || ')})`,
  lower: plain('lower'),
  upper: plain('upper'),
  length: ([a = '']) => `length(${a})`,
  eq_ci: (args, call) => `(${lowered(args, call, 0)} = ${lowered(args, call, 1)})`,
  contains: plain('contains'),
  contains_ci: folded('contains'),
  starts_with: plain('starts_with'),
  starts_with_ci: folded('starts_with'),
  ends_with: plain('ends_with'),
  ends_with_ci: folded('ends_with'),
  contains_any_ci: (args, call) => {
    const terms = call.args.slice(1).map((_, at) => literalText(call, at + 1));
    if (terms.some((each) => each === undefined)) return undefined;
    if (terms.length === 0) return `(${args[0] ?? ''} IS NULL AND NULL)`;
    const pattern = terms.map((each) => escapeRegex((each ?? '').toLowerCase())).join('|');
    return `regexp_matches(lower(${args[0] ?? ''}), ${textLiteral(`(?:${pattern})`)})`;
  },
  wildcard_ci: wildcard(true),
  wildcard: wildcard(false),
  slice: ([a = '', from = '', count = '']) =>
    `substring(${a}, ${bounded(from)} + 1, ${bounded(count)})`,
  'text.substring': ([a = ''], call) => {
    const [from, count] = [1, 2].map((at) => literalNumber(call, at));
    if (from === undefined || from < 1 || !isPlace(from)) return undefined;
    if (count === Infinity) return `substring(${a}, ${String(from)})`;
    return count !== undefined && count >= 0 && isPlace(count)
      ? `substring(${a}, ${String(from)}, ${String(count)})`
      : undefined;
  },
  // A constant delimiter; the parts as JSON, as the plan's own function gives them.
  split: ([a = '', delimiter = ''], call) =>
    (literalText(call, 1) ?? '') === ''
      ? undefined
      : `CAST(to_json(string_split(${a}, ${delimiter})) AS VARCHAR)`,
  position: ([a = '', part = '']) => `(strpos(${a}, ${part}) - 1)`,
  replace: plain('replace'),
};
