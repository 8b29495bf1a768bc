// Gzip (RFC 1952): one member behind another, each with its checksum and length.
import { crc32 } from 'node:zlib';
import type { Forward } from '../forward.ts';
import { Inflater, type Ending } from './inflater.ts';

const MAGIC = '1f8b08';
/** So much may stand behind the last member; some archives carry a stray line end there. */
const MOST_BEHIND = 4096;

/** What comes out of all members; the ending tells of the first that did not end as it should. */
export function* gunzip(packed: Forward): Generator<Buffer, Ending> {
  const inflater = new Inflater(packed);
  let isSound = true;
  while (packed.peek(3).toString('hex') === MAGIC) {
    skipHeader(packed);
    const ending = yield* member(inflater, packed);
    if (ending === 'cut') return ending;
    if (ending === 'damaged') isSound = false;
    if (ending === 'lost') return 'damaged';
  }
  return isSound && isNothing(packed.peek(MOST_BEHIND + 1)) ? 'end' : 'damaged';
}

function skipHeader(packed: Forward): void {
  const flags = packed.take(10)[3] ?? 0;
  if ((flags & 4) !== 0) packed.skip(packed.take(2).readUInt16LE());
  if ((flags & 8) !== 0) skipText(packed);
  if ((flags & 16) !== 0) skipText(packed);
  if ((flags & 2) !== 0) packed.skip(2);
}

/** A text ends with a zero. */
function skipText(packed: Forward): void {
  for (let piece = packed.next(); piece; piece = packed.next()) {
    const end = piece.indexOf(0);
    if (end < 0) continue;
    packed.putBack(piece.subarray(end + 1));
    return;
  }
}

/** `damaged`: it is not what its checksum tells; `lost`: where it ends is not known. */
function* member(inflater: Inflater, packed: Forward): Generator<Buffer, Ending | 'lost'> {
  const pieces = inflater.pieces();
  let [checksum, length] = [0, 0];
  for (;;) {
    const { done, value } = pieces.next();
    if (done !== true) {
      checksum = crc32(value, checksum);
      length += value.length;
      yield value;
    } else if (value === 'end') break;
    else return value === 'cut' ? value : 'lost';
  }
  const trailer = packed.take(8);
  if (trailer.length < 8) return 'cut';
  const isSame =
    trailer.readUInt32LE(0) === checksum && trailer.readUInt32LE(4) === length % 2 ** 32;
  return isSame ? 'end' : 'damaged';
}

function isNothing(behind: Buffer): boolean {
  return behind.length <= MOST_BEHIND || behind.every((byte) => byte === 0);
}
