// Text beyond the basics: parts, counts, all matches of a pattern.
import { row, type ScalarFunction } from './function.ts';
import { readJson, type Json } from './json-text.ts';
import { jsonOf } from './dynamic.ts';

const points = (text: string): number => Array.from(text).length;

function occurrences(text: string, part: string): bigint {
  if (part === '') return 0n;
  let count = 0n;
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) count++;
  return count;
}

/** Where the n-th occurrence stands from a start on, within a length (below 0: to the end); -1 for none. */
/**
 * The length counts anew behind the start of each occurrence: so a second one may lie beyond the length from the start,
 * as the documented examples of `indexof` have it.
 */
function positionWithin(
  text: string,
  part: string,
  start: bigint,
  length: bigint,
  nth: bigint,
): bigint | null {
  if (nth < 1n) return null;
  const size = points(text);
  // Places in code units and in characters are the same unless there are surrogates.
  const unit = (place: number): number =>
    size === text.length ? place : Array.from(text).slice(0, place).join('').length;
  const from = start < 0n ? Math.max(0, size + Number(start)) : Number(start);
  let at = -1;
  for (let n = 1n, begin = unit(from); n <= nth; n++, begin = at + 1) {
    at = text.indexOf(part, begin);
    const end = length < 0n ? text.length : begin + Number(length);
    if (at < 0 || at < begin || at + part.length > end) return -1n;
  }
  return BigInt(points(text.slice(0, at)));
}

function translated(text: string, from: string, to: string): string | null {
  const targets = Array.from(to);
  const last = targets[targets.length - 1] ?? '';
  const map = new Map<string, string>();
  Array.from(from).forEach((each, at) => {
    if (!map.has(each)) map.set(each, targets[at] ?? last);
  });
  return Array.from(text, (each) => map.get(each) ?? each).join('');
}

/** One step of a path: a member's name or an element's place. */
const STEP = /^(?:\.([A-Za-z_$][\w$-]*)|\[(-?\d{1,9})\]|\[(?:'([^']*)'|"([^"]*)")\])/;

function byPath(json: string, path: string): string | null {
  let value: Json | undefined = readJson(json);
  let rest = path.trim().replace(/^\$/, '');
  while (rest !== '' && value) {
    const step = STEP.exec(rest);
    if (!step) return null;
    const [whole, plain, place, single, double] = step;
    const name = plain ?? single ?? double;
    if (name !== undefined) value = value.kind === 'object' ? value.entries.get(name) : undefined;
    else if (value.kind === 'array') value = value.items[Number(place)];
    else value = undefined;
    rest = rest.slice(whole.length);
  }
  return jsonOf(value);
}

export const textSearch: readonly ScalarFunction[] = [
  row(
    'split',
    ['string', 'string'],
    'dynamic',
    'the parts between delimiters as an array; an empty delimiter cuts nothing',
    (text: string, delimiter: string) =>
      JSON.stringify(delimiter === '' ? [text] : text.split(delimiter)),
  ),
  row(
    'occurrences',
    ['string', 'string'],
    'long',
    'how often the second text occurs in the first, overlapping',
    occurrences,
  ),
  row(
    'position_within',
    ['string', 'string', 'long', 'long', 'long'],
    'long',
    'where an occurrence stands from a start on, within a length; -1 for none',
    positionWithin,
  ),
  row(
    'translate',
    ['string', 'string', 'string'],
    'string',
    'each character of the second text becomes the one at its place in the third',
    translated,
  ),
  row('regex_quote', ['string'], 'string', 'a pattern that matches just the text', (text: string) =>
    text.replace(/[\\^$.|?*+()[\]{}#&~-]/g, '\\$&'),
  ),
  row(
    'json_by_path',
    ['dynamic', 'string'],
    'dynamic',
    'the part at a path such as `$.a[0]`',
    byPath,
  ),
];
