// Windows event log files, versions 3.1 and 3.2. Chunks are found by looking, not by the header's count, which is
// stale in every copy of a live log; the header FILETIME of a record is the time of writing and is not used.
import type { EventRecord } from '../../record.ts';
import type { Format, Input } from '../format.ts';
import { recordOfTree } from '../record-of-tree.ts';
import { ChunkXml } from './binary-xml.ts';
import { Damage } from './damage.ts';
import { CHUNK_HEADER, holdsRecords, RECORD_HEADER, recordPlaces } from './record-places.ts';

const CHUNK = 0x10000;
const FIRST_CHUNK = 4096;
const FILE_MAGIC = 'ElfFile\0';
const CHUNK_MAGIC = 'ElfChnk\0';

export const evtx: Format = {
  name: 'evtx',
  recognise: (head) => (isLog(head) ? 1 : 0),
  read,
};

/** A file header, a carved chunk that stands alone, or a chunk behind a file header that was wiped. */
function isLog(head: Buffer): boolean {
  return (
    startsWith(head, 0, FILE_MAGIC) ||
    startsWith(head, 0, CHUNK_MAGIC) ||
    startsWith(head, FIRST_CHUNK, CHUNK_MAGIC)
  );
}

interface Count {
  records: number;
}

function* read(input: Input): Generator<EventRecord> {
  const { bytes } = input;
  const count: Count = { records: 0 };
  let chunks = 0;
  let base = bytes.skip(firstChunk(bytes.peek(2 * CHUNK)));
  for (; bytes.peek(CHUNK_HEADER).length === CHUNK_HEADER; base += CHUNK) {
    const chunk = bytes.take(CHUNK);
    const isSigned = startsWith(chunk, 0, CHUNK_MAGIC);
    if (!isSigned) reportUnsigned(input, chunk, base);
    if (!isSigned && !holdsRecords(chunk)) continue;
    chunks += 1;
    yield* readChunk(input, chunk, { base, count });
  }
  if (chunks === 0) {
    input.report({ code: 'EVT103', severity: 'warning', message: 'the log holds no chunk' });
  }
}

/** A carved chunk stands alone; else the header says where the first one is, the usual place if it lies. */
function firstChunk(head: Buffer): number {
  if (startsWith(head, 0, CHUNK_MAGIC)) return 0;
  const stated = head.length >= 42 ? head.readUInt16LE(40) : 0;
  return startsWith(head, stated, CHUNK_MAGIC) ? stated : FIRST_CHUNK;
}

/** Chunks never written are zero; anything else without a signature is damage, behind which records may stand. */
function reportUnsigned(input: Input, chunk: Buffer, offset: number): void {
  if (holdsRecords(chunk)) {
    const message = 'no chunk signature where a chunk begins; its records are read';
    input.report({ code: 'EVT101', severity: 'warning', offset, message });
  } else if (chunk.subarray(0, CHUNK_HEADER).some((byte) => byte !== 0)) {
    const message = 'no chunk signature where a chunk begins; 64 KiB skipped';
    input.report({ code: 'EVT101', severity: 'error', offset, message });
  }
}

function* readChunk(
  input: Input,
  chunk: Buffer,
  { base, count }: { readonly base: number; readonly count: Count },
): Generator<EventRecord> {
  const xml = new ChunkXml(chunk);
  for (const found of recordPlaces(chunk)) {
    if ('message' in found) {
      const { at, message, lost } = found;
      const severity = lost ? 'error' : 'warning';
      input.report({ code: 'EVT101', severity, offset: base + at, message });
      continue;
    }
    count.records += 1;
    const record = readRecord(input, xml, { base, ...found, number: count.records });
    if (record) yield record;
  }
}

interface Place {
  readonly base: number;
  readonly at: number;
  readonly size: number;
  readonly number: number;
}

function readRecord(
  input: Input,
  xml: ChunkXml,
  { base, at, size, number }: Place,
): EventRecord | undefined {
  const offset = base + at;
  try {
    const root = xml.root(at + RECORD_HEADER, at + size - 4);
    const outcome = recordOfTree(root, input.origin(number));
    if ('record' in outcome) {
      reportDropped(input, outcome.dropped, number);
      return outcome.record;
    }
    input.report({ code: 'EVT304', severity: 'error', number, offset, message: outcome.missing });
  } catch (thrown) {
    if (!(thrown instanceof Damage || thrown instanceof RangeError)) throw thrown;
    input.report({ code: 'EVT102', severity: 'error', number, offset, message: thrown.message });
  }
  return undefined;
}

/** Parts of an event that the canonical record has no place for are named, not lost in silence. */
export function reportDropped(input: Input, dropped: readonly string[], number: number): void {
  if (dropped.length === 0) return;
  const message = `not kept: ${dropped.join(', ')}`;
  input.report({ code: 'EVT205', severity: 'note', number, message });
}

function startsWith(bytes: Buffer, at: number, magic: string): boolean {
  return bytes.length >= at + 8 && bytes.toString('latin1', at, at + 8) === magic;
}
