// Writes small EVTX files, honest and hostile, so that the reader is tested without real logs.

const CHUNK = 0x10000;

/** Bytes that grow; offsets are those inside the chunk. */
export class ChunkWriter {
  readonly bytes = Buffer.alloc(CHUNK);
  at = 512;

  constructor() {
    this.bytes.write('ElfChnk\0', 0, 'latin1');
  }

  u8(...values: readonly number[]): this {
    for (const value of values) this.bytes.writeUInt8(value, this.at++);
    return this;
  }

  u16(value: number): this {
    this.bytes.writeUInt16LE(value, this.at);
    this.at += 2;
    return this;
  }

  u32(value: number): this {
    this.bytes.writeUInt32LE(value, this.at);
    this.at += 4;
    return this;
  }

  raw(bytes: Buffer): this {
    bytes.copy(this.bytes, this.at);
    this.at += bytes.length;
    return this;
  }

  text(text: string): this {
    return this.u16(text.length).raw(Buffer.from(text, 'utf16le'));
  }

  /** A name stored inline. */
  name(text: string): this {
    this.u32(this.at + 4);
    return this.u32(0).u16(0).text(text).u16(0);
  }

  /** An element without attributes; `inTemplate` adds the dependency id. */
  element(name: string, content: () => void, inTemplate = false): this {
    this.u8(0x01);
    if (inTemplate) this.u16(0xffff);
    this.u32(0).name(name).u8(0x02);
    content();
    return this.u8(0x04);
  }

  /** An element with literal attributes and nothing inside. */
  empty(
    name: string,
    attributes: readonly (readonly [string, string])[],
    inTemplate = false,
  ): this {
    this.start(name, attributes, inTemplate);
    return this.u8(0x03);
  }

  start(
    name: string,
    attributes: readonly (readonly [string, string])[],
    inTemplate = false,
  ): this {
    this.u8(0x41);
    if (inTemplate) this.u16(0xffff);
    this.u32(0).name(name).u32(0);
    for (const [key, value] of attributes) this.u8(0x06).name(key).value(value);
    return this;
  }

  value(text: string): this {
    return this.u8(0x05, 0x01).text(text);
  }

  /** A record around what `content` writes. */
  record(content: () => void): this {
    const start = this.at;
    this.u32(0x2a2a).u32(0).raw(Buffer.alloc(16));
    this.u8(0x0f, 1, 1, 0);
    content();
    this.u8(0);
    const size = this.at + 4 - start;
    this.u32(size);
    this.bytes.writeUInt32LE(size, start + 4);
    this.bytes.writeUInt32LE(this.at, 48);
    return this;
  }

  /** The chunk behind a file header that claims `count` chunks. */
  file(count = 1): Buffer {
    const header = Buffer.alloc(4096);
    header.write('ElfFile\0', 0, 'latin1');
    header.writeUInt16LE(4096, 40);
    header.writeUInt16LE(count, 42);
    return Buffer.concat([header, this.bytes]);
  }
}

/** `<System>` with what a record must have. */
export function minimalSystem(chunk: ChunkWriter, eventId: string, inTemplate = false): void {
  chunk.element(
    'System',
    () => {
      chunk.empty('Provider', [['Name', 'Test']], inTemplate);
      chunk.element('EventID', () => chunk.value(eventId), inTemplate);
      chunk.empty('TimeCreated', [['SystemTime', '2026-01-02T03:04:05.6789012Z']], inTemplate);
      chunk.element('Channel', () => chunk.value('security'), inTemplate);
    },
    inTemplate,
  );
}

/** One value of a template instance: type code and bytes. */
export type TestValue = readonly [type: number, bytes: Buffer];

/** `<Event>` by a template whose data are `<Data Name='v0'>` and so on, one per value. */
export function templateRecord(chunk: ChunkWriter, values: readonly TestValue[]): void {
  chunk.u8(0x0c, 1).u32(7);
  const definition = chunk.at + 4;
  chunk.u32(definition);
  chunk.u32(0).raw(Buffer.alloc(16));
  const sizeAt = chunk.at;
  chunk.u32(0);
  const start = chunk.at;
  chunk.u8(0x0f, 1, 1, 0);
  chunk.element(
    'Event',
    () => {
      minimalSystem(chunk, '42', true);
      chunk.element(
        'EventData',
        () => {
          values.forEach((_, index) => {
            chunk.start('Data', [['Name', `v${String(index)}`]], true);
            chunk
              .u8(0x02)
              .u8(0x0e)
              .u16(index)
              .u8(values[index]?.[0] ?? 0)
              .u8(0x04);
          });
        },
        true,
      );
    },
    true,
  );
  chunk.u8(0);
  chunk.bytes.writeUInt32LE(chunk.at - start, sizeAt);
  chunk.u32(values.length);
  for (const [type, bytes] of values) chunk.u16(bytes.length).u8(type, 0);
  for (const [, bytes] of values) chunk.raw(bytes);
}
