// What stands between two events of a Windows text: some text, then classic blocks, which begin with a line of their own.
import { isClassicHeaderAt } from './classic.ts';
import { LONGEST_TEXT } from './utf8.ts';
import type { Finder, Window } from './window.ts';

/** `cut`: an event without an end begins there, and with this many bytes; up to the first block nothing is kept of it. */
export interface Gap {
  readonly from: number;
  readonly cut?: number;
}

export interface GapText {
  readonly kind: 'text' | 'block';
  readonly text: string;
}

/** The text whose end is looked for. */
interface Open {
  readonly kind: 'cut' | GapText['kind'];
  readonly from: number;
  /** As much of it as is kept; until it is that long it stands in the window. */
  kept?: string;
}

/** The texts of a gap, one by one; answers where the event behind it begins, -1 where the stream ends without. */
export function* textsUntil(
  starts: Finder,
  bytes: Window,
  { from, cut }: Gap,
): Generator<GapText, number> {
  let open: Open = cut === undefined ? { kind: 'text', from } : { kind: 'cut', from, kept: '' };
  let line = from;
  for (;;) {
    const start = starts.next(from + (cut ?? 0));
    const limit = start < 0 ? bytes.end : start;
    const isLast = start >= 0 || bytes.ended;
    for (let end = lineEnd(bytes, line, limit, isLast); end >= 0;) {
      if (isHeader(bytes, line, end)) {
        yield* closed(bytes, open, line);
        open = { kind: 'block', from: line };
      }
      line = Math.min(end + 1, limit);
      end = lineEnd(bytes, line, limit, isLast);
    }
    if (isLast) {
      yield* closed(bytes, open, limit);
      return start;
    }
    moveOn(bytes, open, line);
  }
}

function lineEnd(bytes: Window, line: number, limit: number, isLast: boolean): number {
  if (line >= limit) return -1;
  const found = bytes.indexOf(0x0a, line);
  if (found >= 0 && found < limit) return found;
  return isLast ? limit : -1;
}

function isHeader({ bytes, base }: Window, line: number, end: number): boolean {
  return line >= base && isClassicHeaderAt(bytes, line - base, end - base);
}

function* closed(bytes: Window, { kind, from, kept }: Open, to: number): Generator<GapText> {
  if (kind !== 'cut' && to > from) yield { kind, text: kept ?? bytes.text(from, to) };
}

/** As much of a line as must stay for an event's start that the window cuts. */
const LINE_KEPT = 64;

function moveOn(bytes: Window, open: Open, line: number): void {
  if (bytes.end - open.from > LONGEST_TEXT) open.kept ??= bytes.text(open.from, bytes.end);
  bytes.move(
    open.kept === undefined ? open.from : Math.max(line, bytes.end - LINE_KEPT, bytes.base),
  );
}
