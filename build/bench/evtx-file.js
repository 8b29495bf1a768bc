// A large event log out of small ones: their chunks again and again behind one file header. A chunk stands for itself
// (strings, templates, checksums), so that only the header's counts and its own checksum have to be made.
import { crc32 } from 'node:zlib';

const HEADER = 4096;
const CHUNK = 0x10000;

/** Bytes of a log of at least `size` bytes; at most 65,535 chunks can be counted. */
export function enlarged(logs, size) {
  const chunks = logs.flatMap(chunksOf);
  if (chunks.length === 0) throw new Error('the logs hold no chunk');
  const count = Math.min(65_535, Math.ceil(size / CHUNK));
  const all = Array.from({ length: count }, (_, at) => chunks[at % chunks.length]);
  const header = Buffer.alloc(HEADER);
  header.write('ElfFile\0', 'latin1');
  header.writeBigUInt64LE(BigInt(count - 1), 16);
  header.writeBigUInt64LE(1n << 40n, 24);
  header.writeUInt32LE(128, 32);
  header.writeUInt16LE(1, 36);
  header.writeUInt16LE(3, 38);
  header.writeUInt16LE(HEADER, 40);
  header.writeUInt16LE(count, 42);
  header.writeUInt32LE(crc32(header.subarray(0, 120)), 124);
  return Buffer.concat([header, ...all]);
}

function chunksOf(log) {
  const found = [];
  for (let at = HEADER; at + CHUNK <= log.length; at += CHUNK) {
    const chunk = log.subarray(at, at + CHUNK);
    if (chunk.toString('latin1', 0, 8) === 'ElfChnk\0') found.push(chunk);
  }
  return found;
}
