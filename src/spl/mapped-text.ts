// Text that remembers where each of its parts was written: what macros expand to is made of pieces of several sources.
import type { Source, Span } from '../text/index.ts';

/** `length` units from `start` of the mapped text were written at `offset` of `source`. */
export interface Segment {
  readonly start: number;
  readonly length: number;
  readonly source: Source;
  readonly offset: number;
  /** For text that came out of a macro: where the user called the outermost one. */
  readonly call?: Span;
}

export interface MappedText {
  readonly text: string;
  readonly segments: readonly Segment[];
}

export function whole(source: Source, call?: Span): MappedText {
  return { text: source.text, segments: [piece(0, source.text.length, source, 0, call)] };
}

function piece(
  start: number,
  length: number,
  source: Source,
  offset: number,
  call: Span | undefined,
): Segment {
  return { start, length, source, offset, ...(call && { call }) };
}

/** The part `[start, end)`. */
export function slice(mapped: MappedText, start: number, end: number): MappedText {
  const segments: Segment[] = [];
  for (const each of mapped.segments) {
    const from = Math.max(each.start, start);
    const to = Math.min(each.start + each.length, end);
    if (from < to) {
      const offset = each.offset + from - each.start;
      segments.push(piece(from - start, to - from, each.source, offset, each.call));
    }
  }
  return { text: mapped.text.slice(start, end), segments };
}

export function join(parts: readonly MappedText[]): MappedText {
  const segments: Segment[] = [];
  let at = 0;
  for (const part of parts) {
    for (const each of part.segments) segments.push({ ...each, start: each.start + at });
    at += part.text.length;
  }
  return { text: parts.map((part) => part.text).join(''), segments };
}

/** Marks text as having come out of the macro called at `call`, unless it already came from an outer one. */
export function calledAt(mapped: MappedText, call: Span): MappedText {
  return {
    text: mapped.text,
    segments: mapped.segments.map((each) => (each.call ? each : { ...each, call })),
  };
}

export interface OriginalPlace {
  /** In the text that the user wrote. */
  readonly span: Span;
  /** In a macro's definition, when the words stand there. */
  readonly inside?: { readonly source: Source; readonly span: Span };
}

/** Where the words at `span` of the expanded text were written. */
export function originOf(mapped: MappedText, root: Source, span: Span): OriginalPlace {
  const first = segmentAt(mapped, span.start);
  const last = segmentAt(mapped, Math.max(span.start, span.end - 1));
  if (!first || !last) return { span: { start: root.text.length, end: root.text.length } };
  const start = first.call?.start ?? first.offset + span.start - first.start;
  const end = last.call?.end ?? last.offset + span.end - last.start;
  const outer = { start: Math.min(start, end), end: Math.max(start, end) };
  if (first.source === root) return { span: outer };
  const from = first.offset + span.start - first.start;
  const to = Math.min(from + span.end - span.start, first.offset + first.length);
  return { span: outer, inside: { source: first.source, span: { start: from, end: to } } };
}

/** The place of words that stand in the user's own text just as they stand here; undefined where a macro made any of them. */
export function writtenAt(
  mapped: MappedText,
  root: Source,
  { start, end }: Span,
): Span | undefined {
  const { segments } = slice(mapped, start, end);
  const [first] = segments;
  const own = segments.every((each) => each.source === root && !each.call);
  if (!first || !own) return undefined;
  const place = { start: first.offset, end: first.offset + end - start };
  return root.text.slice(place.start, place.end) === mapped.text.slice(start, end)
    ? place
    : undefined;
}

function segmentAt(mapped: MappedText, at: number): Segment | undefined {
  let low = 0;
  let high = mapped.segments.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((mapped.segments[middle]?.start ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  return mapped.segments[low];
}
