// Writes small EVTX files, honest and hostile, so that the reader is tested without real logs.

const CHUNK = 0x10000;

/** Bytes that grow; offsets are those inside the chunk. */
export class ChunkWriter {
  readonly bytes = Buffer.alloc(CHUNK);
  at = 512;
  #id: bigint;

  /** Records are numbered, and dated, from one more than `before`. */
  constructor(before = 0n) {
    this.#id = before;
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

  u64(value: bigint): this {
    this.bytes.writeBigUInt64LE(value, this.at);
    this.at += 8;
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

  /** An element without attributes; `template` adds the dependency id that only definitions have. */
  element(name: string, content: () => void, template: Template = false): this {
    this.tag(0x01, template).name(name).u8(0x02);
    content();
    return this.u8(0x04);
  }

  /** An element with literal attributes and nothing inside. */
  empty(name: string, attributes: Attributes, template: Template = false): this {
    return this.start(name, attributes, template).u8(0x03);
  }

  start(name: string, attributes: Attributes, template: Template = false): this {
    this.tag(0x41, template).name(name).u32(0);
    for (const [key, value] of attributes) this.attribute(key, () => this.value(value));
    return this;
  }

  tag(token: number, template: Template): this {
    this.u8(token);
    if (template !== false) this.u16(template === true ? 0xffff : template);
    return this.u32(0);
  }

  attribute(name: string, value: () => void): this {
    this.u8(0x06).name(name);
    value();
    return this;
  }

  /** The place of a value in a definition. */
  place(slot: number, { optional = false, type = 0 } = {}): this {
    return this.u8(optional ? 0x0e : 0x0d)
      .u16(slot)
      .u8(type);
  }

  /** An instance of the template that `body` writes, or of one that stands elsewhere; the definition's offset. */
  instance(values: readonly TestValue[], definition: (() => void) | number): number {
    this.u8(0x0c, 1).u32(7);
    const at = typeof definition === 'number' ? definition : this.at + 4;
    this.u32(at);
    if (typeof definition !== 'number') this.definition(definition);
    this.u32(values.length);
    const sizes = this.at;
    for (const [type] of values) this.u16(0).u8(type, 0);
    for (const [index, [, value]] of values.entries()) {
      const from = this.at;
      if (typeof value === 'function') value();
      else this.raw(value);
      this.bytes.writeUInt16LE(this.at - from, sizes + 4 * index);
    }
    return at;
  }

  definition(body: () => void): this {
    this.u32(0).raw(Buffer.alloc(16));
    const sizeAt = this.at;
    this.u32(0).u8(0x0f, 1, 1, 0);
    body();
    this.u8(0);
    this.bytes.writeUInt32LE(this.at - sizeAt - 4, sizeAt);
    return this;
  }

  value(text: string): this {
    return this.u8(0x05, 0x01).text(text);
  }

  /** A record around what `content` writes. */
  record(content: () => void): this {
    const start = this.at;
    this.#id += 1n;
    this.u32(0x2a2a).u32(0).u64(this.#id).u64(this.#id);
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
    return fileOf([this.bytes], count);
  }
}

export function fileOf(chunks: readonly Buffer[], count = chunks.length): Buffer {
  const header = Buffer.alloc(4096);
  header.write('ElfFile\0', 0, 'latin1');
  header.writeUInt16LE(4096, 40);
  header.writeUInt16LE(count, 42);
  return Buffer.concat([header, ...chunks]);
}

/** Whether an element stands in a definition, and the place of the value that it depends on if there is one. */
type Template = boolean | number;

type Attributes = readonly (readonly [string, string])[];

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

/** One value of a template instance: type code and bytes, or what writes them in place, as names need it. */
export type TestValue = readonly [type: number, bytes: Buffer | (() => void)];

/** `<Event>` by a template whose data are `<Data Name='v0'>` and so on, one per value. */
export function templateRecord(chunk: ChunkWriter, values: readonly TestValue[]): void {
  const data = (index: number): void => {
    chunk.start('Data', [['Name', `v${String(index)}`]], true).u8(0x02);
    chunk.place(index, { type: values[index]?.[0] ?? 0 }).u8(0x04);
  };
  templateEvent(chunk, values, () => {
    chunk.element(
      'EventData',
      () => {
        [...values.keys()].forEach(data);
      },
      true,
    );
  });
}

/** `<Event>` by a template with `content` behind its `<System>`; the definition's offset. */
export function templateEvent(
  chunk: ChunkWriter,
  values: readonly TestValue[],
  content: () => void,
): number {
  return chunk.instance(values, () => {
    chunk.element(
      'Event',
      () => {
        minimalSystem(chunk, '42', true);
        content();
      },
      true,
    );
  });
}
