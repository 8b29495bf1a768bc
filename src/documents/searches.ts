// Searches in a document: which language a block is in, and its text with its exact place.
import type { Language, Search } from '../strategy/index.ts';
import type { Code, Markdown } from './markdown.ts';

const LANGUAGES: ReadonlyMap<string, Language> = new Map([
  ['spl', 'spl'],
  ['splunk', 'spl'],
  ['splunk-spl', 'spl'],
  ['kql', 'kql'],
  ['kusto', 'kql'],
  ['kusto query language', 'kql'],
  ['kusto query language (kql)', 'kql'],
  ['csl', 'kql'],
  ['splunk search processing language', 'spl'],
  ['search processing language', 'spl'],
]);

/** The language that a word names (`Kusto`, `SPL`), in any case. */
export function languageOf(word: string): Language | undefined {
  return LANGUAGES.get(word.trim().toLowerCase());
}

/** The block as a search. Its text is the document's, with its line endings; only its container's indentation is off. */
export function searchOf(
  { text }: Markdown,
  code: Code,
  language: Language,
  more: { readonly platform?: string; readonly label?: string } = {},
): Search {
  const first = code.content[0] ?? { start: 0, end: 0 };
  const last = code.content.at(-1) ?? first;
  let query = '';
  const lineStarts: number[] = [];
  for (const [index, line] of code.content.entries()) {
    lineStarts.push(line.start);
    const next = code.content[index + 1];
    query += text.slice(line.start, line.end) + (next ? endingAfter(text, line.end) : '');
  }
  const indented = code.content.map((line) => line.start - startOfLine(text, line.start));
  const indent = indented[1] ?? 0;
  const uneven = indented.slice(1).some((each) => each !== indent);
  return {
    language,
    text: query,
    span: { start: first.start, end: last.end },
    indent,
    ...(uneven ? { lineStarts } : {}),
    ...more,
  };
}

function endingAfter(text: string, at: number): string {
  return text.startsWith('\r\n', at) ? '\r\n' : text.charAt(at);
}

function startOfLine(text: string, at: number): number {
  let start = at;
  while (start > 0 && text[start - 1] !== '\n' && text[start - 1] !== '\r') start--;
  return start;
}

const SPL_START =
  /^\s*(?:\(*\s*(?:index|source|sourcetype|eventtype|host|tag|EventCode|EventID)\s*(?:=|IN\b)|\|\s*(?:tstats|from|inputlookup|makeresults|mstats|rest|datamodel|search|pivot|union|multisearch|loadjob|metadata)\b|search\s+\w+\s*=|`[A-Za-z_]\w*(?:\([^`\n]{0,200}\))?`)/i;
const KQL_PIPE =
  /(?:^|\n)\s*\|\s*(?:where|project|extend|summarize|project-away|project-rename|project-reorder|mv-expand|mv-apply|join\s+kind|take|parse-where|distinct|union|invoke|order by|sort by|top \d)\b/;

/** What a block reads as when nothing says its language. Sure signs only: a sample of a log is no search. */
export function looksLike(query: string): Language | undefined {
  const start = query.slice(0, 20_000);
  const body = start.replace(/^\s*(?:\/\/[^\n]*\n\s*)+/, '');
  if (SPL_START.test(start)) return 'spl';
  if (!KQL_PIPE.test(body)) return undefined;
  return /^\s*(?:let\s+\w+\s*=|union\b|materialize|declare\s|\(|[A-Za-z_]\w*(?:\([^\n]{0,200}\))?\s*(?:\||\n|\/\/))/.test(
    body,
  )
    ? 'kql'
    : undefined;
}
