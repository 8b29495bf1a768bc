/**
 * A lenient JSON reader with positions. It takes what the .NET reader behind arm-ttk takes: comments, trailing
 * commas, unquoted names, single quotes, line breaks inside strings. It stops at the first fault, because what
 * follows one could only be guessed. Depth is bounded, so hostile nesting cannot exhaust the stack.
 */
import type { JsonMember, JsonNode } from './node.ts';

/** Why a text is not JSON: what was found, and where. */
export interface JsonFault {
  readonly message: string;
  readonly at: number;
}

/** The value, or the fault; neither for a text of white space and comments only. */
export interface JsonReading {
  readonly root?: JsonNode;
  readonly fault?: JsonFault;
}

/** Deeper nesting is refused; real templates stay below forty. */
const deepest = 256;

/** Reads a whole text as one JSON value. */
export function readJson(text: string): JsonReading {
  const reader = { text, at: 0 };
  try {
    skipBlank(reader);
    if (reader.at >= text.length) return {};
    const root = readValue(reader, 0);
    skipBlank(reader);
    if (reader.at < text.length) fail(reader, 'text after the end of the JSON value');
    return { root };
  } catch (fault) {
    if (fault instanceof Stop) return { fault: { message: fault.message, at: fault.at } };
    throw fault;
  }
}

interface Reader {
  readonly text: string;
  at: number;
}

/** Leaves the descent at the first fault; never gets out of this file. */
class Stop extends Error {
  readonly at: number;
  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

function fail(reader: Reader, message: string, at = reader.at): never {
  throw new Stop(message, at);
}

function readValue(reader: Reader, depth: number): JsonNode {
  if (depth > deepest) fail(reader, `nested more than ${String(deepest)} deep`);
  switch (reader.text[reader.at]) {
    case '{':
      return readObject(reader, depth);
    case '[':
      return readArray(reader, depth);
    case '"':
    case "'": {
      const start = reader.at;
      const value = readString(reader);
      return { kind: 'string', value, start, end: reader.at };
    }
    default:
      return readWord(reader);
  }
}

// object = "{" [ name ":" value { "," name ":" value } [ "," ] ] "}"
function readObject(reader: Reader, depth: number): JsonNode {
  const start = reader.at++;
  const members = new Map<string, JsonMember>();
  const cased = new Map<string, string>();
  for (;;) {
    skipBlank(reader);
    if (take(reader, '}')) break;
    const nameStart = reader.at;
    const name = readName(reader);
    const twin = cased.get(name.toLowerCase());
    if (twin !== undefined && twin !== name) {
      fail(reader, `the names "${twin}" and "${name}" differ only in case`, nameStart);
    }
    cased.set(name.toLowerCase(), name);
    skipBlank(reader);
    if (!take(reader, ':')) fail(reader, `no ":" after the name "${name}"`);
    skipBlank(reader);
    members.set(name, { name, start: nameStart, value: readValue(reader, depth + 1) });
    skipBlank(reader);
    if (take(reader, ',')) continue;
    if (!take(reader, '}')) fail(reader, 'neither "," nor "}" after a property');
    break;
  }
  return { kind: 'object', members: [...members.values()], start, end: reader.at };
}

// array = "[" [ value { "," value } [ "," ] ] "]"
function readArray(reader: Reader, depth: number): JsonNode {
  const start = reader.at++;
  const items: JsonNode[] = [];
  for (;;) {
    skipBlank(reader);
    if (take(reader, ']')) break;
    items.push(readValue(reader, depth + 1));
    skipBlank(reader);
    if (take(reader, ',')) continue;
    if (!take(reader, ']')) fail(reader, 'neither "," nor "]" after a list item');
    break;
  }
  return { kind: 'array', items, start, end: reader.at };
}

function readName(reader: Reader): string {
  const first = reader.text[reader.at];
  if (first === '"' || first === "'") return readString(reader);
  const bare = /[A-Za-z0-9_$]+/y;
  bare.lastIndex = reader.at;
  const found = bare.exec(reader.text)?.[0];
  if (found === undefined) fail(reader, 'no property name');
  reader.at += found.length;
  return found;
}

const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

function readString(reader: Reader): string {
  const { text } = reader;
  const start = reader.at;
  const quote = text[reader.at++];
  let value = '';
  let from = reader.at;
  for (; reader.at < text.length; reader.at++) {
    const char = text[reader.at];
    if (char === quote) {
      value += text.slice(from, reader.at++);
      return value;
    }
    if (char === '\\') {
      value += text.slice(from, reader.at) + readEscape(reader);
      from = reader.at + 1;
    }
  }
  return fail(reader, 'a string is not closed', start);
}

/** Reads from the backslash; afterwards the reader stands on the last character of the escape. */
function readEscape(reader: Reader): string {
  const start = reader.at++;
  const char = reader.text[reader.at] ?? '';
  if (char === 'u') {
    const digits = reader.text.slice(reader.at + 1, reader.at + 5);
    if (!/^[0-9a-fA-F]{4}$/.test(digits)) fail(reader, 'a \\u without four digits', start);
    reader.at += 4;
    return String.fromCharCode(parseInt(digits, 16));
  }
  const plain = Object.hasOwn(escapes, char) ? escapes[char] : undefined;
  return plain ?? fail(reader, `an unknown escape "\\${char}"`, start);
}

const words = /[^\s,:[\]{}"'/]+/y;
const number = /^[-+]?(?:0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|Infinity)$|^NaN$/;

function readWord(reader: Reader): JsonNode {
  const start = reader.at;
  words.lastIndex = start;
  const text = words.exec(reader.text)?.[0] ?? '';
  const end = start + text.length;
  reader.at = end;
  if (text === 'null' || text === 'undefined') return { kind: 'null', start, end };
  if (text === 'true' || text === 'false') {
    return { kind: 'boolean', value: text === 'true', start, end };
  }
  if (number.test(text)) return { kind: 'number', value: Number(text), text, start, end };
  return fail(reader, text === '' ? 'no value' : `"${text.slice(0, 40)}" is not a value`, start);
}

function skipBlank(reader: Reader): void {
  const { text } = reader;
  for (;;) {
    const char = text.charCodeAt(reader.at);
    if (char === 0x2f) skipComment(reader);
    else if (char === 0x20 || (char >= 9 && char <= 13) || char === 0xa0 || char === 0xfeff)
      reader.at++;
    else return;
  }
}

function skipComment(reader: Reader): void {
  const { text, at } = reader;
  if (text[at + 1] === '/') {
    const end = text.indexOf('\n', at);
    reader.at = end < 0 ? text.length : end + 1;
  } else if (text[at + 1] === '*') {
    const end = text.indexOf('*/', at + 2);
    if (end < 0) fail(reader, 'a comment is not closed');
    reader.at = end + 2;
  } else fail(reader, '"/" does not begin a comment');
}

function take(reader: Reader, char: string): boolean {
  if (reader.text[reader.at] !== char) return false;
  reader.at++;
  return true;
}
