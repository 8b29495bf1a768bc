// Regular expressions in Perl's dialect, run by our own matcher within a budget of steps. A search that needs more, and
// a pattern that cannot be read, give null.
import {
  compile,
  parseRegex,
  search,
  STEP_LIMIT,
  type Match,
  type Program,
} from '../pcre/index.ts';
import { define, type ScalarFunction } from './function.ts';

interface Ready {
  readonly program: Program;
  readonly names: readonly (string | null)[];
}

const MOST_KEPT = 200;
const kept = new Map<string, Ready | null>();

function ready(source: string): Ready | null {
  const known = kept.get(source);
  if (known !== undefined) return known;
  const regex = parseRegex(source);
  const program = 'root' in regex ? compile(regex) : null;
  const made = program && 'root' in regex ? { program, names: regex.names } : null;
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(source, made);
  return made;
}

/** Matches one after another, at most `most`; null when the budget ran out before the end. */
function matches(program: Program, text: string, most: number): Match[] | null {
  const found: Match[] = [];
  const budget = { steps: STEP_LIMIT };
  let from = 0;
  while (found.length < most && from <= text.length) {
    const match = search(program, text, from, budget);
    if (match === null) return null;
    if (!match) break;
    found.push(match);
    const [start = 0, end = 0] = match;
    from = Math.max(
      from,
      end > start ? end : end + ((text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1),
    );
  }
  return found;
}

function groupText(text: string, match: Match, group: number): string | null {
  const start = match[2 * group] ?? -1;
  const end = match[2 * group + 1] ?? -1;
  return start < 0 || end < start ? null : text.slice(start, end);
}

function filled(replacement: string, text: string, match: Match): string {
  return replacement.replace(/\\(\d)|\\g\{(\d{1,2})\}|\\(\\)/g, (_, digit, braced, slash) =>
    slash !== undefined ? '\\' : (groupText(text, match, Number(digit ?? braced)) ?? ''),
  );
}

function replaced(text: string, source: string, replacement: string): string | null {
  const regex = ready(source);
  const found = regex && matches(regex.program, text, text.length + 1);
  if (!found) return null;
  let made = '';
  let from = 0;
  for (const match of found) {
    made += text.slice(from, match[0]) + filled(replacement, text, match);
    from = match[1] ?? from;
  }
  return made + text.slice(from);
}

function replacedOnce(text: string, source: string, by: string, place: bigint): string | null {
  const regex = ready(source);
  const found = regex && matches(regex.program, text, Number(place));
  if (!found) return null;
  const match = found[Number(place) - 1];
  if (!match) return text;
  const [start = 0, end = 0] = match;
  return text.slice(0, start) + filled(by, text, match) + text.slice(end);
}

function extracted(text: string, source: string, group: bigint, most: number): string[] | null {
  const regex = ready(source);
  const found = regex && matches(regex.program, text, most);
  if (!found || found.length === 0) return null;
  return found.map((match) => groupText(text, match, Number(group)) ?? '');
}

/** Whether the pattern matches anywhere; null when it cannot be read or takes too many steps. */
export function matchesPattern(text: string, source: string): boolean | null {
  const regex = ready(source);
  const found = regex && matches(regex.program, text, 1);
  return found ? found.length > 0 : null;
}

/** First and last place of each named group that took part, the places as characters from 0. */
function places(text: string, source: string): string | null {
  const regex = ready(source);
  const [match] = (regex && matches(regex.program, text, 1)) ?? [];
  if (!regex || !match) return null;
  const counted = (at: number): number => Array.from(text.slice(0, at)).length;
  const found = regex.names.flatMap((name, index) => {
    const [start = -1, end = -1] = match.slice(2 * (index + 1));
    if (name === null || start < 0 || end <= start) return [];
    return [`${name}=${String(counted(start))}-${String(counted(end) - 1)}`];
  });
  return found.length === 0 ? null : found.join('&');
}

export const pcre: readonly ScalarFunction[] = [
  define<[string, string]>({
    name: 'pcre.places',
    takes: ['string', 'string'],
    returns: 'string',
    nulls: 'propagate',
    meaning:
      'where the named groups of the first match lie: `name=first-last`, with `&` between them',
    evaluate: places,
  }),
  define<[string, string]>({
    name: 'pcre.matches',
    takes: ['string', 'string'],
    returns: 'bool',
    nulls: 'propagate',
    meaning: 'whether the pattern matches anywhere in the text; null beyond the step limit',
    evaluate: matchesPattern,
  }),
  define<[string, string, bigint]>({
    name: 'pcre.extract',
    takes: ['string', 'string', 'long'],
    returns: 'string',
    nulls: 'propagate',
    meaning: 'the numbered group of the first match (0: all of it), null without a match',
    evaluate: (text, source, group) => extracted(text, source, group, 1)?.[0] ?? null,
  }),
  define<[string, string, bigint]>({
    name: 'pcre.extract_all',
    takes: ['string', 'string', 'long'],
    returns: 'strings',
    nulls: 'propagate',
    meaning: 'the numbered group of every match, null without a match',
    evaluate: (text, source, group) => extracted(text, source, group, text.length + 1),
  }),
  define<[string, string, string]>({
    name: 'pcre.replace',
    takes: ['string', 'string', 'string'],
    returns: 'string',
    nulls: 'propagate',
    meaning: 'every match is replaced; `\\1` in the replacement stands for a group',
    evaluate: replaced,
  }),
  define<[string, string, string, bigint]>({
    name: 'pcre.replace_nth',
    takes: ['string', 'string', 'string', 'long'],
    returns: 'string',
    nulls: 'propagate',
    meaning: 'only the match of that number, counted from 1, is replaced',
    evaluate: replacedOnce,
  }),
];
