// Whether text that should be UTF-8 is: readers show what is none as U+FFFD, and a person should know.
import { isUtf8 } from 'node:buffer';
import type { Finding } from '../problem.ts';

/** The pieces as they are; the first bytes that are no UTF-8 are told, `offset` counting from what came before the pieces. */
export function* checkedUtf8(
  pieces: Iterable<Buffer>,
  offset: number,
  report: (finding: Finding) => void,
): Generator<Buffer> {
  let at = offset;
  /** The bytes of a character that ends in the next piece; undefined once something was told. */
  let begun: Buffer | undefined = Buffer.alloc(0);
  for (const piece of pieces) {
    if (begun) {
      const bytes: Buffer = begun.length > 0 ? Buffer.concat([begun, piece]) : piece;
      const valid = validLength(bytes);
      begun =
        valid + unfinished(bytes, bytes.length) < bytes.length ? undefined : bytes.subarray(valid);
      at += valid;
      if (!begun) tell(at, report);
    }
    yield piece;
  }
  if (begun && begun.length > 0) tell(at, report);
}

function tell(offset: number, report: (finding: Finding) => void): void {
  const message =
    'bytes that are no UTF-8 (text of another encoding?) are read as U+FFFD; save the file as UTF-8';
  report({ code: 'EVT206', severity: 'warning', offset, message });
}

/** How many bytes from the start are whole characters. */
function validLength(bytes: Buffer): number {
  const isValid = (length: number): boolean =>
    isUtf8(bytes.subarray(0, length - unfinished(bytes, length)));
  let [valid, beyond] = [0, bytes.length + 1];
  if (isValid(bytes.length)) valid = bytes.length;
  else {
    while (beyond - valid > 1) {
      const middle = (valid + beyond) >> 1;
      if (isValid(middle)) valid = middle;
      else beyond = middle;
    }
  }
  return valid - unfinished(bytes, valid);
}

/** How many of the bytes before `end` begin a character that goes on behind it. */
function unfinished(bytes: Buffer, end: number): number {
  for (let back = 1; back <= 3 && back <= end; back++) {
    const byte = bytes[end - back] ?? 0;
    if ((byte & 0xc0) === 0x80) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return length > back ? back : 0;
  }
  return 0;
}
