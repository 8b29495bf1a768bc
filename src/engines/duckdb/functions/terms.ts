// Term tests: a substring test first, which is cheap and mostly false, then one regular expression with the boundaries.
import { textLiteral } from '../quote.ts';
import { literalText, type Template, type Templates } from './template.ts';

const OUTSIDE = '[^\\pL\\pN]';
const ALPHANUMERIC_START = /^[\p{L}\p{N}]/u;
const ALPHANUMERIC_END = /[\p{L}\p{N}]$/u;

const escapeRegex = (value: string): string => value.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&');

interface Edges {
  readonly start: boolean;
  readonly end: boolean;
}

/** The needle with a boundary where an edge asks for one and the needle ends in a letter or digit there. */
function bounded(needle: string, { start, end }: Edges): string {
  const before = start && ALPHANUMERIC_START.test(needle) ? `(?:^|${OUTSIDE})` : '';
  const after = end && ALPHANUMERIC_END.test(needle) ? `(?:${OUTSIDE}|$)` : '';
  return `${before}${escapeRegex(needle)}${after}`;
}

const term =
  (edges: Edges, ignoreCase: boolean): Template =>
  ([value = ''], call) => {
    const written = literalText(call, 1);
    if (written === undefined || written === '') return undefined;
    const needle = ignoreCase ? written.toLowerCase() : written;
    const subject = ignoreCase ? `lower(${value})` : value;
    const pattern = bounded(needle, edges);
    const within = `contains(${subject}, ${textLiteral(needle)})`;
    if (pattern === escapeRegex(needle)) return within;
    return `(${within} AND regexp_matches(${subject}, ${textLiteral(pattern)}))`;
  };

const WHOLE: Edges = { start: true, end: true };
const PREFIX: Edges = { start: true, end: false };
const SUFFIX: Edges = { start: false, end: true };

export const terms: Templates = {
  has_term: term(WHOLE, true),
  has_term_cs: term(WHOLE, false),
  has_term_prefix: term(PREFIX, true),
  has_term_prefix_cs: term(PREFIX, false),
  has_term_suffix: term(SUFFIX, true),
  has_term_suffix_cs: term(SUFFIX, false),
  has_any_term: (args, call) => {
    const needles = call.args.slice(1).map((_, at) => literalText(call, at + 1)?.toLowerCase());
    if (needles.some((each) => each === undefined || each === '')) return undefined;
    const pattern = needles.map((each) => bounded(each ?? '', WHOLE)).join('|');
    return `regexp_matches(lower(${args[0] ?? ''}), ${textLiteral(`(?:${pattern})`)})`;
  },
};
