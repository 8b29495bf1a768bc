// Windows event log files, versions 3.1 and 3.2. Chunks are found by looking, not by the header's count, which is
// stale in every copy of a live log; the header FILETIME of a record is the time of writing and is not used.
import type { EventRecord } from '../../record.ts';
import type { ByteRange, Format, Input } from '../format.ts';
import { recordOfTree } from '../record-of-tree.ts';
import { ChunkXml } from './binary-xml.ts';
import { Damage } from './damage.ts';

const CHUNK = 0x10000;
const CHUNK_HEADER = 512;
const RECORD_HEADER = 24;
const RECORD_MAGIC = 0x2a2a;
const FILE_MAGIC = 'ElfFile\0';
const CHUNK_MAGIC = 'ElfChnk\0';

export const evtx: Format = {
  name: 'evtx',
  streams: true,
  recognise: (head) =>
    startsWith(head, 0, FILE_MAGIC) || startsWith(head, 0, CHUNK_MAGIC) ? 1 : 0,
  read,
};

interface Count {
  records: number;
}

function* read(input: Input): Generator<EventRecord> {
  const bytes: ByteRange = input.file ?? input.bytes;
  const count: Count = { records: 0 };
  let chunks = 0;
  for (let base = firstChunk(bytes); base + CHUNK_HEADER <= bytes.length; base += CHUNK) {
    const chunk = bytes.subarray(base, base + CHUNK);
    if (!startsWith(chunk, 0, CHUNK_MAGIC)) {
      reportForeignChunk(input, chunk, base);
      continue;
    }
    chunks += 1;
    yield* readChunk(input, chunk, { base, count });
  }
  if (chunks === 0) {
    input.report({ code: 'EVT103', severity: 'warning', message: 'the log holds no chunk' });
  }
}

/** A carved chunk stands alone; else the header says where the first one is, 4096 if it lies. */
function firstChunk(bytes: ByteRange): number {
  const head = bytes.subarray(0, 2 * CHUNK);
  if (startsWith(head, 0, CHUNK_MAGIC)) return 0;
  const stated = head.length >= 42 ? head.readUInt16LE(40) : 0;
  return startsWith(head, stated, CHUNK_MAGIC) ? stated : 4096;
}

/** Chunks never written are zero; anything else that is no chunk is damage. */
function reportForeignChunk(input: Input, chunk: Buffer, base: number): void {
  const head = chunk.subarray(0, CHUNK_HEADER);
  if (head.every((byte) => byte === 0)) return;
  const message = 'no chunk signature where a chunk begins; 64 KiB skipped';
  input.report({ code: 'EVT101', severity: 'error', offset: base, message });
}

function* readChunk(
  input: Input,
  chunk: Buffer,
  { base, count }: { readonly base: number; readonly count: Count },
): Generator<EventRecord> {
  const xml = new ChunkXml(chunk);
  const stated = chunk.readUInt32LE(48);
  const free = Math.min(stated, chunk.length);
  let at = CHUNK_HEADER;
  for (; at + RECORD_HEADER + 4 <= free; at += chunk.readUInt32LE(at + 4)) {
    const fault = headerFault(chunk, at);
    if (fault !== undefined) {
      input.report({ code: 'EVT101', severity: 'error', offset: base + at, message: fault });
      return;
    }
    count.records += 1;
    const record = readRecord(input, chunk, xml, { base, at, number: count.records });
    if (record) yield record;
  }
  if (stated > chunk.length || stated < CHUNK_HEADER) {
    const message = `chunk states its free space at ${String(stated)}, ${stated < CHUNK_HEADER ? 'before its records' : 'beyond its end'}`;
    input.report({ code: 'EVT101', severity: 'error', offset: base, message });
  }
}

function headerFault(chunk: Buffer, at: number): string | undefined {
  if (chunk.readUInt32LE(at) !== RECORD_MAGIC)
    return 'no record signature; rest of the chunk skipped';
  const size = chunk.readUInt32LE(at + 4);
  if (size < RECORD_HEADER + 4 || at + size > chunk.length) {
    return `record of ${String(size)} bytes does not fit; rest of the chunk skipped`;
  }
  return undefined;
}

interface Place {
  readonly base: number;
  readonly at: number;
  readonly number: number;
}

function readRecord(
  input: Input,
  chunk: Buffer,
  xml: ChunkXml,
  place: Place,
): EventRecord | undefined {
  const { at, number } = place;
  const offset = place.base + at;
  try {
    const size = chunk.readUInt32LE(at + 4);
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
