// Searches with their words told apart: keywords, functions, strings, comments, numbers, macros. Spans only, one pass.
import type { Language } from '../strategy/index.ts';
import { printable } from '../text/index.ts';
import { escapeXml } from './xml.ts';

/** k: keyword or command, f: function, s: string, c: comment, n: number, m: macro. */
type Kind = 'k' | 'f' | 's' | 'c' | 'n' | 'm';

interface Token {
  readonly end: number;
  readonly kind?: Kind;
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

const SPL_WORDS = words('AND OR NOT XOR IN LIKE BY AS OUTPUT OUTPUTNEW WHERE by as over');
const KQL_WORDS = words(
  'let and or in has contains startswith endswith matches regex between by asc desc on kind with of nulls first last has_any has_all has_cs hasprefix hassuffix contains_cs startswith_cs endswith_cs isfuzzy datatable materialize view pattern declare set step from to true false null string long int real decimal bool datetime timespan dynamic guid inner outer leftouter rightouter fullouter leftanti rightanti leftsemi rightsemi innerunique anti semi',
);

const WORD = /[\p{L}_][\p{L}\p{N}_]*/uy;
const NUMBER = /\d[\w.]*/y;

/** HTML of a search for a `pre`: escaped text, with spans around what is of a kind. */
export function highlighted(text: string, language: Language): string {
  const shown = printable(text.replaceAll('\r\n', '\n'));
  const parts: string[] = [];
  let plain = 0;
  let command = language === 'spl';
  for (let at = 0; at < shown.length;) {
    const { end, kind } = tokenAt(shown, at, language, command);
    if (kind !== undefined) {
      parts.push(escapeXml(shown.slice(plain, at)));
      parts.push(`<span class="${kind}">${escapeXml(shown.slice(at, end))}</span>`);
      plain = end;
    }
    const character = shown[at] ?? '';
    if (kind !== 'c' && !/\s/.test(character)) command = character === '|' || character === '[';
    at = end;
  }
  parts.push(escapeXml(shown.slice(plain)));
  return parts.join('');
}

/** The token at a place; always longer than nothing. `command`: a command's name may stand here. */
function tokenAt(text: string, at: number, language: Language, command: boolean): Token {
  const quoted = language === 'spl' ? splQuoted(text, at) : kqlQuoted(text, at);
  if (quoted) return quoted;
  WORD.lastIndex = at;
  const word = WORD.exec(text)?.[0];
  if (word !== undefined) return wordAt(text, at + word.length, word, language, command);
  NUMBER.lastIndex = at;
  const number = NUMBER.exec(text)?.[0];
  if (number !== undefined) return { end: at + number.length, kind: 'n' };
  return { end: at + 1 };
}

function wordAt(
  text: string,
  end: number,
  word: string,
  language: Language,
  command: boolean,
): Token {
  const known = language === 'spl' ? SPL_WORDS : KQL_WORDS;
  if (command && !'=!<>('.includes(text[end] ?? ' ')) return { end, kind: 'k' };
  if (text[end] === '(' && !known.has(word)) return { end, kind: 'f' };
  return known.has(word) ? { end, kind: 'k' } : { end };
}

/** Comments between three backticks, macros between single ones, strings with backslash escapes. */
function splQuoted(text: string, at: number): Token | undefined {
  if (text.startsWith('```', at)) return { end: after(text, '```', at + 3), kind: 'c' };
  if (text[at] === '`') return { end: after(text, '`', at + 1), kind: 'm' };
  return text[at] === '"' ? { end: stringEnd(text, at, true), kind: 's' } : undefined;
}

/** Comments to the end of the line; strings in either quote, `@` before one that knows no escapes, `h` for a hidden one. */
function kqlQuoted(text: string, at: number): Token | undefined {
  if (text.startsWith('//', at)) {
    const end = text.indexOf('\n', at);
    return { end: end < 0 ? text.length : end, kind: 'c' };
  }
  if (text.startsWith('```', at)) return { end: after(text, '```', at + 3), kind: 's' };
  const verbatim = text[at] === '@' && `"'`.includes(text[at + 1] ?? ' ');
  const open = verbatim ? at + 1 : at;
  if (!`"'`.includes(text[open] ?? ' ')) return undefined;
  return { end: stringEnd(text, open, !verbatim), kind: 's' };
}

/** Behind the quote that closes the one at `open`, or the text's end. */
function stringEnd(text: string, open: number, escapes: boolean): number {
  const quote = text[open];
  for (let at = open + 1; at < text.length; at++) {
    if (escapes && text[at] === '\\') at++;
    else if (text[at] === quote) {
      // Without escapes a doubled quote is a quote.
      if (escapes || text[at + 1] !== quote) return at + 1;
      at++;
    }
  }
  return text.length;
}

function after(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from);
  return found < 0 ? text.length : found + mark.length;
}
