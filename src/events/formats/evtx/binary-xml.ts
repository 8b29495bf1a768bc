// Binary XML of one 64 KiB chunk ([MS-EVEN6] 2.2.12): names and templates are shared within the chunk by offset.
// Every length in a file may lie: reads are checked against their container, and work per chunk is budgeted.
import { entity } from '../../xml-text.ts';
import type { Element, Leaf } from '../xml-tree.ts';
import { Damage } from './damage.ts';
import {
  attributesOf,
  elementItem,
  expand,
  type AttributeParts,
  type Attributes,
  type Budget,
  type Item,
  type Part,
  type TemplateValue,
} from './template.ts';
import { NESTED, readValue, withoutEnd } from './values.ts';

const HAS_MORE = 0x40;
const NO_DEPENDENCY = 0xffff;
const DEEPEST = 24;
/** Honest definitions do not overlap, so all of a chunk's together are smaller than the chunk. */
const MOST_DEFINITION_BYTES = 4 * 0x10000;
const NO_ATTRIBUTES = attributesOf([]);

interface Cursor {
  at: number;
  readonly end: number;
  /** Only elements inside a template definition carry a dependency id. */
  readonly inTemplate: boolean;
  depth: number;
}

export class ChunkXml {
  readonly #bytes: Buffer;
  readonly #names = new Map<number, { text: string; size: number }>();
  readonly #templates = new Map<number, readonly Item[] | 'open'>();
  readonly #budget: Budget = { nodes: 300_000, characters: 8_000_000 };
  #definitionBytes = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** The root element of the record content in `[start, end)`; throws `Damage`. */
  root(start: number, end: number): Element {
    const nodes = this.#nested({ at: start, end, inTemplate: false, depth: 0 });
    for (const node of nodes) if ('children' in node) return node;
    throw new Damage('no element');
  }

  #nested(cursor: Cursor): (Element | Leaf)[] {
    return expand(this.#content(cursor), [], this.#budget);
  }

  #content(cursor: Cursor): Item[] {
    if (cursor.depth > DEEPEST) throw new Damage('nested too deep');
    const items: Item[] = [];
    while (cursor.at < cursor.end) {
      const token = this.#bytes.readUInt8(cursor.at);
      if (token === 0x00 || token === 0x04) {
        cursor.at += 1;
        return items;
      }
      this.#item(cursor, token, items);
    }
    return items;
  }

  #item(cursor: Cursor, token: number, items: Item[]): void {
    switch (token & ~HAS_MORE) {
      case 0x01:
        items.push(this.#element(cursor, (token & HAS_MORE) !== 0));
        return;
      case 0x0c:
        items.push(...this.#instance(cursor));
        return;
      case 0x0f:
        this.#skip(cursor, 4);
        return;
      case 0x0a:
        this.#skip(cursor, 1);
        this.#name(cursor);
        return;
      case 0x0b:
        this.#skip(cursor, 1);
        this.#counted(cursor);
        return;
      case 0x07:
        this.#skip(cursor, 1);
        items.push(this.#counted(cursor));
        return;
      default: {
        const part = this.#part(cursor, token);
        if (part === undefined) throw new Damage(`token 0x${token.toString(16)} in content`);
        items.push(part);
      }
    }
  }

  /** Text, reference or substitution: what may stand in an attribute as well as in content. */
  #part(cursor: Cursor, token: number): Part | undefined {
    switch (token & ~HAS_MORE) {
      case 0x05: {
        this.#need(cursor, 2);
        const type = this.#bytes.readUInt8(cursor.at + 1);
        if (type !== 0x01) throw new Damage(`inline value of type 0x${type.toString(16)}`);
        cursor.at += 2;
        return this.#counted(cursor);
      }
      case 0x08:
        this.#need(cursor, 3);
        cursor.at += 3;
        return String.fromCharCode(this.#bytes.readUInt16LE(cursor.at - 2));
      case 0x09: {
        this.#skip(cursor, 1);
        const name = this.#name(cursor);
        return entity(name) ?? `&${name};`;
      }
      case 0x0d:
      case 0x0e:
        this.#need(cursor, 4);
        cursor.at += 4;
        return { slot: this.#bytes.readUInt16LE(cursor.at - 3), optional: token === 0x0e };
      default:
        return undefined;
    }
  }

  #element(cursor: Cursor, hasAttributes: boolean): Item {
    const dependency = this.#dependency(cursor);
    this.#skip(cursor, 4);
    const name = this.#name(cursor);
    const attributes = hasAttributes ? this.#attributes(cursor) : NO_ATTRIBUTES;
    this.#need(cursor, 1);
    const token = this.#bytes.readUInt8(cursor.at);
    cursor.at += 1;
    if (token === 0x03) return elementItem(name, attributes, [], dependency);
    if (token !== 0x02) throw new Damage(`token 0x${token.toString(16)} where a start tag ends`);
    cursor.depth += 1;
    const items = this.#content(cursor);
    cursor.depth -= 1;
    return elementItem(name, attributes, items, dependency);
  }

  /** Steps behind an element's token and behind the value that it depends on, which only definitions name. */
  #dependency(cursor: Cursor): number | undefined {
    this.#skip(cursor, cursor.inTemplate ? 3 : 1);
    if (!cursor.inTemplate) return undefined;
    const slot = this.#bytes.readUInt16LE(cursor.at - 2);
    return slot === NO_DEPENDENCY ? undefined : slot;
  }

  #attributes(cursor: Cursor): Attributes {
    this.#skip(cursor, 4);
    const attributes: AttributeParts[] = [];
    while (cursor.at < cursor.end && (this.#bytes.readUInt8(cursor.at) & ~HAS_MORE) === 0x06) {
      cursor.at += 1;
      const name = this.#name(cursor);
      const parts: Part[] = [];
      while (cursor.at < cursor.end) {
        const part = this.#part(cursor, this.#bytes.readUInt8(cursor.at));
        if (part === undefined) break;
        parts.push(part);
      }
      attributes.push([name, parts]);
    }
    return attributesOf(attributes);
  }

  /** A template instance: the definition (here or elsewhere in the chunk), then its values. */
  #instance(cursor: Cursor): (Element | Leaf)[] {
    this.#need(cursor, 10);
    const definition = this.#bytes.readUInt32LE(cursor.at + 6);
    cursor.at += 10;
    const size = this.#definitionSize(definition);
    const items = this.#definition(definition, size, cursor.depth);
    if (definition === cursor.at) this.#skip(cursor, 24 + size);
    return expand(items, this.#values(cursor), this.#budget);
  }

  #definitionSize(at: number): number {
    if (at < 512 || at + 24 > this.#bytes.length) throw new Damage('template outside of the chunk');
    const size = this.#bytes.readUInt32LE(at + 20);
    if (at + 24 + size > this.#bytes.length) throw new Damage('template longer than the chunk');
    return size;
  }

  #definition(at: number, size: number, depth: number): readonly Item[] {
    const known = this.#templates.get(at);
    if (known === 'open') throw new Damage('template that contains itself');
    if (known) return known;
    this.#definitionBytes += size;
    if (this.#definitionBytes > MOST_DEFINITION_BYTES) throw new Damage('overlapping templates');
    this.#templates.set(at, 'open');
    try {
      const cursor = { at: at + 24, end: at + 24 + size, inTemplate: true, depth: depth + 1 };
      const items = this.#content(cursor);
      this.#templates.set(at, items);
      return items;
    } finally {
      if (this.#templates.get(at) === 'open') this.#templates.delete(at);
    }
  }

  #values(cursor: Cursor): TemplateValue[] {
    this.#need(cursor, 4);
    const count = this.#bytes.readUInt32LE(cursor.at);
    cursor.at += 4;
    this.#need(cursor, count * 4);
    const descriptors = cursor.at;
    cursor.at += count * 4;
    const values: TemplateValue[] = [];
    for (let index = 0; index < count; index++) {
      const size = this.#bytes.readUInt16LE(descriptors + index * 4);
      const type = this.#bytes.readUInt8(descriptors + index * 4 + 2);
      this.#need(cursor, size);
      values.push(this.#value(type, size, cursor));
      cursor.at += size;
    }
    return values;
  }

  #value(type: number, size: number, cursor: Cursor): TemplateValue {
    if (type !== NESTED) return readValue(this.#bytes, type, cursor.at, size);
    const { at, depth } = cursor;
    if (size === 0) return { nodes: [] };
    return { nodes: this.#nested({ at, end: at + size, inTemplate: false, depth: depth + 1 }) };
  }

  /** A name by chunk offset; its structure stands inline only where the offset is the current place. */
  #name(cursor: Cursor): string {
    this.#need(cursor, 4);
    const at = this.#bytes.readUInt32LE(cursor.at);
    cursor.at += 4;
    let name = this.#names.get(at);
    if (!name) {
      if (at < 128 || at + 8 > this.#bytes.length) throw new Damage('name outside of the chunk');
      const size = 2 * this.#bytes.readUInt16LE(at + 6);
      if (at + 10 + size > this.#bytes.length) throw new Damage('name longer than the chunk');
      name = { text: this.#bytes.toString('utf16le', at + 8, at + 8 + size), size: size + 10 };
      this.#names.set(at, name);
    }
    if (at === cursor.at) this.#skip(cursor, name.size);
    return name.text;
  }

  /** Text after the count of its characters, which may count an end of text. */
  #counted(cursor: Cursor): string {
    this.#need(cursor, 2);
    const size = 2 * this.#bytes.readUInt16LE(cursor.at);
    cursor.at += 2;
    this.#need(cursor, size);
    cursor.at += size;
    return withoutEnd(this.#bytes.toString('utf16le', cursor.at - size, cursor.at));
  }

  #skip(cursor: Cursor, count: number): void {
    this.#need(cursor, count);
    cursor.at += count;
  }

  #need(cursor: Cursor, count: number): void {
    if (cursor.at + count > cursor.end) throw new Damage('content beyond its end');
  }
}
