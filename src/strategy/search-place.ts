// From a place in a search's text to the same place in the document that holds it.
import { movedFix, type Diagnostic, type Source, type Span } from '../text/index.ts';
import type { Search } from './strategy.ts';

/** The document's span for a span of `search.text`; offsets beyond the text are its end. */
export function documentSpan(search: Search, span: Span): Span {
  return { start: documentOffset(search, span.start), end: documentOffset(search, span.end) };
}

/** A diagnostic on the search's text (`text` is its source), as one on the document. Places elsewhere stay. */
export function documentDiagnostic(
  diagnostic: Diagnostic,
  search: Search,
  { text, document }: { readonly text: Source; readonly document: Source },
): Diagnostic {
  if (diagnostic.source !== text) return diagnostic;
  const related = diagnostic.related?.map((each) =>
    each.source === text
      ? { ...each, source: document, span: documentSpan(search, each.span) }
      : each,
  );
  const fix = movedFix(diagnostic.fix, (span) => sameWords(search, span, document));
  return {
    ...diagnostic,
    source: document,
    span: diagnostic.span ? documentSpan(search, diagnostic.span) : search.span,
    ...(related ? { related } : {}),
    fix,
  };
}

/** The document's span for words that stand there in one piece. */
export function sameWords(search: Search, span: Span, document: Source): Span | undefined {
  const place = documentSpan(search, span);
  const words = search.text.slice(span.start, span.end);
  return document.text.slice(place.start, place.end) === words ? place : undefined;
}

/** The document's offset for an offset into `search.text`. */
export function documentOffset(search: Search, offset: number): number {
  const at = Math.max(0, Math.min(offset, search.text.length));
  const before = linesBefore(search.text, at);
  const line = search.lineStarts?.[before.count];
  if (line !== undefined) return line + at - before.start;
  return search.span.start + at + before.count * search.indent;
}

/** How many lines end before `at`, and where the line that holds it starts. */
function linesBefore(text: string, at: number): { count: number; start: number } {
  let count = 0;
  let start = 0;
  for (let next = text.indexOf('\n'); next >= 0 && next < at; next = text.indexOf('\n', next + 1)) {
    count++;
    start = next + 1;
  }
  return { count, start };
}
