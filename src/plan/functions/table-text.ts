// Tables in text, such as `ps` and `netstat` print them: a line of column names, and lines of values below them.
import { define, type ScalarFunction } from './function.ts';

/** `header`: the line of the names among those that are not empty, from 1; 0 to find it, -1 for none. */
interface Settings {
  readonly header: number;
  readonly filter: readonly string[];
}

const MOST_LINES = 10_000;
const MOST_COLUMNS = 200;

interface Heading {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

const wordsOf = (line: string): Heading[] =>
  [...line.matchAll(/\S+/g)].slice(0, MOST_COLUMNS).map((found) => ({
    name: found[0],
    start: found.index,
    end: found.index + found[0].length,
  }));

/** Field names have no other characters. */
const fieldName = (word: string): string => word.replaceAll(/[^\p{L}\p{N}_]/gu, '_');

/** A line of two or more words, none of which is a number and each of which begins with a capital letter. */
function looksLikeHeading(line: string): boolean {
  const words = wordsOf(line);
  return words.length > 1 && words.every(({ name }) => /^[^\p{L}\p{N}]?\p{Lu}/u.test(name));
}

/** The values of a line under the headings: word by word where there are as many, else by what they stand below. */
function cells(line: string, headings: readonly Heading[]): string[] {
  const words = wordsOf(line);
  if (words.length === headings.length) return words.map((each) => each.name);
  const found = headings.map((): string[] => []);
  for (const word of words) {
    const below = headings.findIndex(({ start, end }) => word.start < end && word.end > start);
    const before = headings.findLastIndex(({ start }) => start <= word.start);
    found[below >= 0 ? below : Math.max(before, 0)]?.push(word.name);
  }
  return found.map((each) => each.join(' '));
}

function rows(text: string, written: string): string[] | null {
  const { header, filter } = JSON.parse(written) as Settings;
  const lines = text.split(/\r?\n/, MOST_LINES).filter((line) => line.trim() !== '');
  const at = header > 0 ? header - 1 : header < 0 ? -1 : lines.findIndex(looksLikeHeading);
  if (header === 0 && at < 0) return null;
  const first = lines[at < 0 ? 0 : at] ?? '';
  const headings = wordsOf(first);
  const names = headings.map(({ name }, index) =>
    at < 0 ? `Column_${String(index + 1)}` : fieldName(name),
  );
  const made = lines
    .slice(at + 1)
    .filter((line) => filter.length === 0 || filter.some((each) => line.includes(each)))
    .map((line) => {
      const values = cells(line, headings);
      const pairs = names.flatMap((name, index) => {
        const value = values[index] ?? '';
        return value === '' ? [] : [[name, value] as const];
      });
      return JSON.stringify(Object.fromEntries([['_raw', line], ...pairs]));
    });
  return made.length > 0 ? made : null;
}

export const tableText: readonly ScalarFunction[] = [
  define<[string, string]>({
    name: 'table.rows',
    takes: ['string', 'string'],
    returns: 'strings',
    nulls: 'propagate',
    meaning:
      'the lines of a table in text as JSON objects by column name, the line itself as `_raw`; settings are JSON: `header`, `filter`',
    evaluate: rows,
  }),
];
