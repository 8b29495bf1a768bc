// Source texts and places in them. Offsets are UTF-16 code units from 0; lines and columns count from 1.

/** A half-open range of code units, `[start, end)`, in one source text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A named text. `name` is what messages show: a path as the user gave it, or `<query>`. */
export interface Source {
  readonly name: string;
  readonly text: string;
}

export function span(start: number, end: number): Span {
  return { start, end };
}

/** The smallest span that covers both. */
export function cover(a: Span, b: Span): Span {
  return { start: Math.min(a.start, b.start), end: Math.max(a.end, b.end) };
}

const starts = new WeakMap<Source, readonly number[]>();

function lineStarts(source: Source): readonly number[] {
  const known = starts.get(source);
  if (known) return known;
  const made = [0];
  for (let at = source.text.indexOf('\n'); at >= 0; at = source.text.indexOf('\n', at + 1)) {
    made.push(at + 1);
  }
  starts.set(source, made);
  return made;
}

/** Line and column of an offset; an offset beyond the text is the text's end. */
export function positionAt(source: Source, offset: number): Position {
  const at = Math.max(0, Math.min(offset, source.text.length));
  const lines = lineStarts(source);
  let low = 0;
  let high = lines.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((lines[middle] ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: at - (lines[low] ?? 0) + 1 };
}

/** The text of one line (from 1) without its line ending. */
export function lineText(source: Source, line: number): string {
  const lines = lineStarts(source);
  const from = lines[line - 1];
  if (from === undefined) return '';
  return source.text.slice(from, (lines[line] ?? source.text.length + 1) - 1).replace(/\r$/, '');
}
