// One XML element from text. Own parser because events need what a conforming one may not do: CR LF inside values is
// kept, and control characters that Windows writes raw are accepted. No entities but the five and numeric ones.
import { entity } from '../xml-text.ts';
import type { Element, Leaf } from './xml-tree.ts';

const DEEPEST = 64;
const MOST_NODES = 200_000;

const SLASH = 0x2f;
const EQUALS = 0x3d;
const CLOSE = 0x3e;

/** Why a text is no element: `doctype` is refused on principle, `malformed` says what was found where. */
export interface XmlFault {
  readonly fault: 'doctype' | 'malformed';
  readonly message: string;
}

class Malformed extends Error {
  readonly fault: XmlFault;
  constructor(message: string, fault: XmlFault['fault'] = 'malformed') {
    super(message);
    this.fault = { fault, message };
  }
}

/** The element that the text holds, with nothing but comments, declarations and blanks around it. */
export function parseXml(text: string): Element | XmlFault {
  try {
    return new Parser(text).document();
  } catch (thrown) {
    if (thrown instanceof Malformed) return thrown.fault;
    throw thrown;
  }
}

type Attribute = Element['attributes'][number];

/** An element that is being read. */
interface Open extends Element {
  readonly attributes: Attribute[];
  readonly children: (Element | Leaf)[];
}

const NO_ATTRIBUTES: Attribute[] = [];
const NO_CHILDREN: (Element | Leaf)[] = [];

class Parser {
  readonly #text: string;
  #at = 0;
  #nodes = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): Element {
    let root: Element | undefined;
    const open: Open[] = [];
    while (this.#at < this.#text.length) {
      const element = this.#next(open);
      if (element) {
        if (root) this.#fail('a second element after the first');
        root = element;
      }
    }
    const unclosed = open.at(-1);
    if (unclosed) this.#fail(`\`<${unclosed.name}>\` is never closed`);
    return root ?? this.#fail('no element');
  }

  /** Reads one piece of markup or text; answers an element that was completed on the outermost level. */
  #next(open: Open[]): Element | undefined {
    const text = this.#text;
    const parent = open.at(-1);
    if (text.charCodeAt(this.#at) !== 0x3c) {
      this.#characters(parent);
      return undefined;
    }
    switch (text.charCodeAt(this.#at + 1)) {
      case 0x2f:
        return this.#close(open);
      case 0x3f:
        this.#at = this.#after('?>');
        return undefined;
      case 0x21:
        this.#declaration(parent);
        return undefined;
      default:
        return this.#element(open);
    }
  }

  #characters(parent: Open | undefined): void {
    const next = this.#text.indexOf('<', this.#at);
    const end = next < 0 ? this.#text.length : next;
    const raw = this.#text.slice(this.#at, end);
    if (parent) {
      this.#count();
      parent.children.push({ text: this.#unescape(raw), type: 'text' });
    } else if (raw.trim() !== '') this.#fail('text outside of the element');
    this.#at = end;
  }

  #declaration(parent: Open | undefined): void {
    if (this.#text.startsWith('<!--', this.#at)) {
      this.#at = this.#after('-->');
    } else if (parent && this.#text.startsWith('<![CDATA[', this.#at)) {
      const start = this.#at + 9;
      this.#at = this.#after(']]>');
      this.#count();
      parent.children.push({ text: this.#text.slice(start, this.#at - 3), type: 'text' });
    } else if (this.#text.startsWith('<!DOCTYPE', this.#at)) {
      throw new Malformed('a document type declaration is not accepted', 'doctype');
    } else this.#fail('unknown declaration');
  }

  #element(open: Open[]): Element | undefined {
    this.#at += 1;
    const name = this.#name();
    this.#count();
    const attributes = this.#attributes();
    if (this.#text.charCodeAt(this.#at) === SLASH) {
      this.#at += 2;
      const empty = { name, attributes, children: NO_CHILDREN, selfClosed: true };
      return this.#complete(open, empty);
    }
    this.#at += 1;
    if (open.length >= DEEPEST) this.#fail(`elements nested more than ${String(DEEPEST)} deep`);
    open.push({ name, attributes, children: [], selfClosed: false });
    return undefined;
  }

  /** Up to what ends the tag. */
  #attributes(): Attribute[] {
    let attributes = NO_ATTRIBUTES;
    for (;;) {
      this.#blanks();
      const code = this.#text.charCodeAt(this.#at);
      if (code === CLOSE) return attributes;
      if (code === SLASH && this.#text.charCodeAt(this.#at + 1) === CLOSE) return attributes;
      const attribute = this.#attribute();
      if (attributes === NO_ATTRIBUTES) attributes = [attribute];
      else attributes.push(attribute);
    }
  }

  #attribute(): Attribute {
    const text = this.#text;
    const name = this.#name();
    this.#blanks();
    if (text.charCodeAt(this.#at) !== EQUALS) this.#fail(`\`=\` expected after \`${name}\``);
    this.#at += 1;
    this.#blanks();
    const quote = text[this.#at];
    if (quote !== "'" && quote !== '"') this.#fail(`value of \`${name}\` is not quoted`);
    const start = this.#at + 1;
    const end = text.indexOf(quote, start);
    if (end < 0) this.#fail(`value of \`${name}\` has no end`);
    this.#at = end + 1;
    const raw = text.slice(start, end);
    if (raw.includes('<')) this.#fail(`\`<\` in the value of \`${name}\``);
    this.#count();
    return [name, this.#unescape(raw)];
  }

  #close(open: Open[]): Element | undefined {
    const element = open.pop();
    this.#at += 2;
    if (element && this.#text.startsWith(element.name, this.#at)) {
      const end = this.#at + element.name.length;
      if (this.#text.charCodeAt(end) === CLOSE) {
        this.#at = end + 1;
        return this.#complete(open, element);
      }
    }
    const name = this.#name();
    this.#blanks();
    if (this.#text.charCodeAt(this.#at) !== CLOSE) this.#fail(`\`</${name}\` without \`>\``);
    this.#at += 1;
    if (element?.name !== name) {
      this.#fail(`\`</${name}>\` where ${element ? `\`</${element.name}>\`` : 'nothing'} was open`);
    }
    return this.#complete(open, element);
  }

  #complete(open: Open[], element: Element): Element | undefined {
    const parent = open.at(-1);
    if (!parent) return element;
    parent.children.push(element);
    return undefined;
  }

  #name(): string {
    const text = this.#text;
    const start = this.#at;
    let at = start;
    while (at < text.length && isNamePart(text.charCodeAt(at))) at += 1;
    if (at === start) this.#fail('a name was expected');
    this.#at = at;
    return text.slice(start, at);
  }

  #blanks(): void {
    while (isBlank(this.#text.charCodeAt(this.#at))) this.#at += 1;
  }

  #after(end: string): number {
    const found = this.#text.indexOf(end, this.#at);
    if (found < 0) this.#fail(`\`${end}\` is missing`);
    return found + end.length;
  }

  #unescape(raw: string): string {
    if (!raw.includes('&')) return raw;
    return raw.replace(/&([^;&<\s]{0,12})(;?)/g, (_, name: string, end: string) => {
      const value = end === ';' ? (entity(name) ?? numeric(name)) : undefined;
      return value ?? this.#fail(`\`&${name}${end}\` is no reference known in event XML`);
    });
  }

  #count(): void {
    this.#nodes += 1;
    if (this.#nodes > MOST_NODES) this.#fail(`more than ${String(MOST_NODES)} nodes`);
  }

  #fail(message: string): never {
    throw new Malformed(`${message}, at character ${String(this.#at + 1)} of the event`);
  }
}

function numeric(reference: string): string | undefined {
  const found = /^#(?:(\d{1,7})|[xX]([0-9a-fA-F]{1,6}))$/.exec(reference);
  if (!found) return undefined;
  const code =
    found[1] === undefined ? Number.parseInt(found[2] ?? '', 16) : Number.parseInt(found[1], 10);
  return code > 0x10ffff ? undefined : String.fromCodePoint(code);
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

const nameParts = Uint8Array.from({ length: 0x80 }, (_, code) =>
  /[A-Za-z0-9:_.-]/.test(String.fromCharCode(code)) ? 1 : 0,
);

function isNamePart(code: number): boolean {
  return code > 0x7f || nameParts[code] === 1;
}
