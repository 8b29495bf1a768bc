// A diagnostic as a person reads it: message, place, the line itself with a caret line under the words meant.
import type { Diagnostic } from './diagnostic.ts';
import { printable } from './printable.ts';
import { lineText, positionAt, type Source, type Span } from './source.ts';

const WIDEST_LINE = 160;

/** `file:3:14: error SPL1203: message`, the quoted line, carets, and the remedy; lines joined by `\n`. */
export function excerpt(diagnostic: Diagnostic): string {
  const { source, span, remedy, fix } = diagnostic;
  const lines = [
    `${place(source, span)}: ${diagnostic.severity} ${diagnostic.code}: ${diagnostic.message}`,
  ];
  if (span) lines.push(...quote(source, span));
  if (remedy !== undefined) lines.push(`    help: ${remedy}`);
  if (fix) lines.push(`    fix: ${fix.title}`);
  for (const each of diagnostic.related ?? []) {
    lines.push(
      `  ${place(each.source, each.span)}: ${each.message}`,
      ...quote(each.source, each.span),
    );
  }
  return printable(lines.join('\n'));
}

/** `name:line:column`, or the name alone without a span. */
export function place(source: Source, span: Span | undefined): string {
  if (!span) return source.name;
  const { line, column } = positionAt(source, span.start);
  return `${source.name}:${String(line)}:${String(column)}`;
}

function quote(source: Source, span: Span): string[] {
  const { line, column } = positionAt(source, span.start);
  const whole = lineText(source, line);
  // A long line (an allow-list of 200 names) is cut to a window around the words meant.
  const cut = whole.length <= WIDEST_LINE ? 0 : Math.max(0, column - 1 - WIDEST_LINE / 2);
  const from = betweenCharacters(whole, cut);
  const to = betweenCharacters(whole, from + WIDEST_LINE);
  const shown = whole.slice(from, to).replaceAll('\t', ' ');
  const lead = from > 0 ? '... ' : '';
  const tail = to < whole.length ? ' ...' : '';
  const before = column - 1 - from;
  const width = Math.max(1, Math.min(span.end - span.start, shown.length - before));
  const number = String(line).padStart(4);
  return [
    `${number} | ${lead}${shown}${tail}`,
    `     | ${' '.repeat(lead.length + Math.max(0, before))}${'^'.repeat(width)}`,
  ];
}

/** The offset, or the one before it inside a character of two code units. */
function betweenCharacters(text: string, offset: number): number {
  const unit = text.charCodeAt(offset);
  return offset > 0 && unit >= 0xdc00 && unit <= 0xdfff ? offset - 1 : offset;
}
