// Places in a document that hold for any format.
import type { Source, Span } from '../text/index.ts';
import type { Part } from './sections.ts';

/** The last line that is not blank: where what is missing could be added. */
export function endOf({ text }: Source): Span {
  const end = text.trimEnd().length;
  const start = Math.max(text.lastIndexOf('\n', end - 1), text.lastIndexOf('\r', end - 1)) + 1;
  return { start: Math.min(start, end), end };
}

/** The heading of a section, without its line ending. */
export function headingSpan({ span, body, title }: Part): Span {
  const end = span.end - body.length;
  return { start: span.start, end: Math.max(span.start + title.length, end - 1) };
}
