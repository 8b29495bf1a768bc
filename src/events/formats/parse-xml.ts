// One XML element from text. Own parser because events need what a conforming one may not do: CR LF inside values is
// kept, and control characters that Windows writes raw are accepted. No entities but the five and numeric ones.
import { entity } from '../xml-text.ts';
import type { Element, Leaf } from './xml-tree.ts';

const DEEPEST = 64;
const MOST_NODES = 200_000;

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

interface Open {
  readonly name: string;
  readonly attributes: (readonly [string, string])[];
  readonly children: (Element | Leaf)[];
}

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
    const element: Open = { name: this.#name(), attributes: [], children: [] };
    this.#count();
    for (;;) {
      this.#blanks();
      if (this.#text.startsWith('/>', this.#at)) {
        this.#at += 2;
        return this.#complete(open, element, true);
      }
      if (this.#text[this.#at] === '>') break;
      element.attributes.push(this.#attribute());
    }
    this.#at += 1;
    if (open.length >= DEEPEST) this.#fail(`elements nested more than ${String(DEEPEST)} deep`);
    open.push(element);
    return undefined;
  }

  #attribute(): readonly [string, string] {
    const name = this.#name();
    this.#blanks();
    if (this.#text[this.#at] !== '=') this.#fail(`\`=\` expected after \`${name}\``);
    this.#at += 1;
    this.#blanks();
    const quote = this.#text[this.#at];
    if (quote !== "'" && quote !== '"') this.#fail(`value of \`${name}\` is not quoted`);
    const start = this.#at + 1;
    const end = this.#text.indexOf(quote, start);
    if (end < 0) this.#fail(`value of \`${name}\` has no end`);
    this.#at = end + 1;
    const raw = this.#text.slice(start, end);
    if (raw.includes('<')) this.#fail(`\`<\` in the value of \`${name}\``);
    this.#count();
    return [name, this.#unescape(raw)];
  }

  #close(open: Open[]): Element | undefined {
    this.#at += 2;
    const name = this.#name();
    this.#blanks();
    if (this.#text[this.#at] !== '>') this.#fail(`\`</${name}\` without \`>\``);
    this.#at += 1;
    const element = open.pop();
    if (element?.name !== name) {
      this.#fail(`\`</${name}>\` where ${element ? `\`</${element.name}>\`` : 'nothing'} was open`);
    }
    return this.#complete(open, element, false);
  }

  #complete(open: Open[], element: Open, selfClosed: boolean): Element | undefined {
    const done = { ...element, selfClosed };
    const parent = open.at(-1);
    if (!parent) return done;
    parent.children.push(done);
    return undefined;
  }

  #name(): string {
    const start = this.#at;
    while (this.#at < this.#text.length && isNamePart(this.#text.charCodeAt(this.#at)))
      this.#at += 1;
    if (this.#at === start) this.#fail('a name was expected');
    return this.#text.slice(start, this.#at);
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

function isNamePart(code: number): boolean {
  return (
    (code >= 0x61 && code <= 0x7a) ||
    (code >= 0x41 && code <= 0x5a) ||
    (code >= 0x30 && code <= 0x3a) ||
    code === 0x5f ||
    code === 0x2d ||
    code === 0x2e ||
    code > 0x7f
  );
}
