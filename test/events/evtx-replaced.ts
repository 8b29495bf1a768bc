// A real log of one record with one of its values replaced, checksums made anew, so that another reader takes it.
import { crc32 } from 'node:zlib';

const CHUNK = 4096;
const RECORD_CONTENT = 512 + 24;
const TEXT = 0x01;
const ANSI = 0x02;
const NESTED = 0x21;

interface Value {
  readonly descriptor: number;
  readonly type: number;
  readonly size: number;
  readonly at: number;
}

/** The values of the template instance at `start`, behind its fragment header. */
function valuesAt(chunk: Buffer, start: number): readonly Value[] {
  const token = start + 4;
  const definition = chunk.readUInt32LE(token + 6);
  const inline = definition === token + 10;
  const count = token + 10 + (inline ? 24 + chunk.readUInt32LE(definition + 20) : 0);
  const values: Value[] = [];
  let at = count + 4 + 4 * chunk.readUInt32LE(count);
  for (let descriptor = count + 4; values.length < chunk.readUInt32LE(count); descriptor += 4) {
    const size = chunk.readUInt16LE(descriptor);
    values.push({ descriptor, type: chunk.readUInt8(descriptor + 2), size, at });
    at += size;
  }
  return values;
}

/**
 * The log with `bytes` in the place of the first text of its event data that is, with the text after it, long enough;
 * what is left of the two is the latter's.
 */
export function replaced(log: Buffer, type: number, bytes: Buffer): Buffer {
  const file = Buffer.from(log);
  const chunk = file.subarray(CHUNK);
  const nested = valuesAt(chunk, RECORD_CONTENT).find((each) => each.type === NESTED);
  const values = valuesAt(chunk, nested?.at ?? 0);
  const index = values.findIndex((each, at) => {
    const next = values[at + 1];
    return each.type === TEXT && next?.type === TEXT && each.size + next.size > bytes.length;
  });
  const [first, second] = values.slice(index, index + 2);
  if (!first || !second) throw new Error('the log has no two texts to replace');
  const rest = first.size + second.size - bytes.length;
  chunk.fill('A', first.at, second.at + second.size, 'latin1');
  bytes.copy(chunk, first.at);
  chunk.writeUInt16LE(bytes.length, first.descriptor);
  chunk.writeUInt8(type, first.descriptor + 2);
  chunk.writeUInt16LE(rest, second.descriptor);
  chunk.writeUInt8(ANSI, second.descriptor + 2);
  chunk.writeUInt32LE(crc32(chunk.subarray(512, chunk.readUInt32LE(48))), 52);
  const header = Buffer.concat([chunk.subarray(0, 120), chunk.subarray(128, 512)]);
  chunk.writeUInt32LE(crc32(header), 124);
  return file;
}
