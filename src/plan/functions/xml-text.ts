// XML read leniently, as search-time extraction does: elements, attributes and text; what is not well-formed is passed
// over. Linear in the text; nesting is bounded.

export interface XmlNode {
  readonly name: string;
  readonly attributes: readonly (readonly [name: string, value: string])[];
  readonly children: readonly XmlNode[];
  /** The character data directly inside, entities resolved. */
  readonly text: string;
  /** The element as written. */
  readonly raw?: string;
}

interface Open {
  readonly name: string;
  readonly attributes: (readonly [string, string])[];
  readonly children: XmlNode[];
  readonly start: number;
  text: string;
}

const DEEPEST = 200;
/** Characters of a tag that are searched for attributes. */
const MOST_ATTRIBUTES = 8000;

/** The elements at the top. */
export function readXml(text: string): readonly XmlNode[] {
  const root: Open = { name: '', attributes: [], children: [], start: 0, text: '' };
  const stack: Open[] = [root];
  let at = 0;
  while (at < text.length) {
    const next = text.indexOf('<', at);
    const current = stack[stack.length - 1] ?? root;
    if (next < 0) break;
    current.text += resolved(text.slice(at, next));
    at = readMarkup(text, next, stack);
  }
  while (stack.length > 1) close(stack, text, text.length);
  return root.children;
}

/** Takes one tag, comment or section; gives where it ends. */
function readMarkup(text: string, start: number, stack: Open[]): number {
  for (const [open, shut] of SKIPPED) {
    if (!text.startsWith(open, start)) continue;
    const end = text.indexOf(shut, start + open.length);
    const inner = text.slice(start + open.length, end < 0 ? text.length : end);
    const current = stack[stack.length - 1];
    if (open === '<![CDATA[' && current) current.text += inner;
    return end < 0 ? text.length : end + shut.length;
  }
  const end = tagEnd(text, start);
  const body = text.slice(start + 1, end);
  if (body.startsWith('/')) closeNamed(stack, body.slice(1).trim(), text, end + 1);
  else openTag(stack, body, text, start, end + 1);
  return end + 1;
}

const SKIPPED: readonly (readonly [string, string])[] = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
  ['<!', '>'],
];

/** The closing `>` of a tag, not one in an attribute's quotes. */
function tagEnd(text: string, start: number): number {
  let quote = '';
  for (let at = start + 1; at < text.length; at++) {
    const next = text[at] ?? '';
    if (quote !== '') {
      if (next === quote) quote = '';
    } else if (next === '"' || next === "'") quote = next;
    else if (next === '>') return at;
  }
  return text.length;
}

function openTag(stack: Open[], body: string, text: string, start: number, end: number): void {
  const empty = body.endsWith('/');
  const name = /^[^\s/]+/.exec(body)?.[0];
  if (name === undefined || stack.length > DEEPEST) return;
  const attributes = [
    ...body.slice(0, MOST_ATTRIBUTES).matchAll(/([^\s=/'"]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g),
  ].map(([, key = '', double, single]) => [key, resolved(double ?? single ?? '')] as const);
  stack.push({ name, attributes, children: [], start, text: '' });
  if (empty) close(stack, text, end);
}

function close(stack: Open[], text: string, end: number): void {
  const done = stack.pop();
  const parent = stack[stack.length - 1];
  if (!done || !parent) return;
  const { name, attributes, children } = done;
  parent.children.push({
    name,
    attributes,
    children,
    text: done.text,
    raw: text.slice(done.start, end),
  });
}

/** A closing tag ends what was left open inside; one that closes nothing is passed over. */
function closeNamed(stack: Open[], name: string, text: string, end: number): void {
  const from = stack.findLastIndex((each) => each.name === name);
  if (from < 1) return;
  while (stack.length > from) close(stack, text, end);
}

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
]);

function resolved(text: string): string {
  if (!text.includes('&')) return text;
  return text.replaceAll(/&(#x[0-9a-fA-F]{1,6}|#\d{1,7}|[a-z]{1,5});/g, (whole, name: string) => {
    if (!name.startsWith('#')) return ENTITIES.get(name) ?? whole;
    const code = name[1] === 'x' ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
