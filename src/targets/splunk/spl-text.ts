// As much of SPL's surface as packaging needs: where quotes and comments are, and which macros are called.
// Everything deeper belongs to the SPL room, which a target does not see.

/** A macro call outside quotes and comments: `name(3)` for a call with three arguments. Offsets cover the backticks. */
export interface MacroCall {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

type Region = 'code' | 'quote' | 'comment' | 'macro';

interface Part {
  readonly region: Region;
  readonly start: number;
  readonly end: number;
}

/** Cuts a search into code, double-quoted strings, ```comments``` and `macro calls`, without gaps. */
function partsOf(search: string): Part[] {
  const parts: Part[] = [];
  let at = 0;
  while (at < search.length) {
    const region = regionAt(search, at);
    const end = endOf(region, search, at);
    parts.push({ region, start: at, end });
    at = end;
  }
  return parts;
}

function regionAt(search: string, at: number): Region {
  if (search.startsWith('```', at)) return 'comment';
  if (search[at] === '`') return 'macro';
  return search[at] === '"' ? 'quote' : 'code';
}

function endOf(region: Region, search: string, start: number): number {
  switch (region) {
    case 'comment': {
      const end = search.indexOf('```', start + 3);
      return end < 0 ? search.length : end + 3;
    }
    case 'macro': {
      const end = search.indexOf('`', start + 1);
      return end < 0 ? search.length : end + 1;
    }
    case 'quote': {
      let at = start + 1;
      while (at < search.length && search[at] !== '"') at += search[at] === '\\' ? 2 : 1;
      return Math.min(at + 1, search.length);
    }
    case 'code': {
      let at = start + 1;
      while (at < search.length && search[at] !== '"' && search[at] !== '`') at += 1;
      return at;
    }
  }
}

/** Every macro call in the order of the text. */
export function macroCalls(search: string): MacroCall[] {
  return partsOf(search)
    .filter((part) => part.region === 'macro' && part.end - part.start > 2)
    .map(({ start, end }) => ({ name: signature(search.slice(start + 1, end - 1)), start, end }));
}

/** `f(a, "b,c")` -> `f(2)`; `f` and `f()` -> `f`. */
function signature(call: string): string {
  const open = call.indexOf('(');
  if (open < 0 || !call.trimEnd().endsWith(')')) return call.trim();
  const name = call.slice(0, open).trim();
  const inner = call.slice(open + 1, call.lastIndexOf(')'));
  if (inner.trim() === '') return name;
  const commas = partsOf(inner)
    .filter((part) => part.region !== 'quote')
    .reduce((sum, { start, end }) => sum + (inner.slice(start, end).split(',').length - 1), 0);
  return `${name}(${String(commas + 1)})`;
}

/**
 * The search on one line: every line end as a single space, so that no offset moves. Undefined when a line ends inside
 * a quoted string, where the line end is part of what is searched for.
 */
export function onOneLine(search: string): string | undefined {
  const quotes = partsOf(search).filter((part) => part.region === 'quote');
  if (quotes.some(({ start, end }) => /[\r\n]/u.test(search.slice(start, end)))) return undefined;
  return search.replace(/[\r\n]/gu, ' ');
}
