/**
 * A parsed JSON value with its place in the text. Offsets are UTF-16 indexes into the file, end exclusive.
 * The accessors follow the PowerShell objects that arm-ttk's tests look at: names without regard to case,
 * a missing property is simply absent, and the notion of "blank" is PowerShell's.
 */
export type JsonNode = JsonObject | JsonArray | JsonString | JsonNumber | JsonBoolean | JsonNull;

export interface JsonObject extends Place {
  readonly kind: 'object';
  readonly members: readonly JsonMember[];
}
export interface JsonArray extends Place {
  readonly kind: 'array';
  readonly items: readonly JsonNode[];
}
export interface JsonString extends Place {
  readonly kind: 'string';
  readonly value: string;
}
export interface JsonNumber extends Place {
  readonly kind: 'number';
  readonly value: number;
  /** As it is written: `1.0` is not an integer although its value is one. */
  readonly text: string;
}
export interface JsonBoolean extends Place {
  readonly kind: 'boolean';
  readonly value: boolean;
}
export interface JsonNull extends Place {
  readonly kind: 'null';
}

/** A property of an object; `start` is where its name begins. */
export interface JsonMember {
  readonly name: string;
  readonly start: number;
  readonly value: JsonNode;
}

interface Place {
  readonly start: number;
  readonly end: number;
}

/** The property of that name, without regard to case. */
export function memberOf(node: JsonNode | undefined, name: string): JsonMember | undefined {
  if (node?.kind !== 'object') return undefined;
  const wanted = name.toLowerCase();
  return node.members.find((member) => member.name.toLowerCase() === wanted);
}

/** Follows property names from a node; undefined as soon as one is missing. */
export function get(node: JsonNode | undefined, ...path: readonly string[]): JsonNode | undefined {
  return path.reduce<JsonNode | undefined>((at, name) => memberOf(at, name)?.value, node);
}

/** The properties of an object; none for anything else. */
export function members(node: JsonNode | undefined): readonly JsonMember[] {
  return node?.kind === 'object' ? node.members : [];
}

/** A list's items, any other value as the only item, nothing for what is absent or null. */
export function each(node: JsonNode | undefined): readonly JsonNode[] {
  if (node === undefined || node.kind === 'null') return [];
  return node.kind === 'array' ? node.items : [node];
}

/** The text of a string value; undefined for every other kind. */
export function stringOf(node: JsonNode | undefined): string | undefined {
  return node?.kind === 'string' ? node.value : undefined;
}

/** Equal as PowerShell's `-eq` sees text: without regard to case. */
export function isText(node: JsonNode | undefined, text: string): boolean {
  return node !== undefined && shown(node).toLowerCase() === text.toLowerCase();
}

/** Absent and null are the same to a test that asks "is there a value". */
export function isPresent(node: JsonNode | undefined): node is JsonNode {
  return node !== undefined && node.kind !== 'null';
}

/** What PowerShell takes for true: objects always, lists by their length and only item, others if not empty or 0. */
export function isTruthy(node: JsonNode | undefined): boolean {
  if (node === undefined) return false;
  switch (node.kind) {
    case 'object':
      return true;
    case 'array':
      return node.items.length > 1 || isTruthy(node.items[0]);
    case 'string':
      return node.value !== '';
    case 'number':
      return node.value !== 0;
    case 'boolean':
      return node.value;
    case 'null':
      return false;
  }
}

/**
 * A value as PowerShell interpolates it into text. An object shows its direct properties, and of a nested object
 * only the braces, so a test that searches this text does not see deeper.
 */
export function shown(node: JsonNode | undefined): string {
  if (node === undefined) return '';
  switch (node.kind) {
    case 'object':
      return `@{${node.members.map((m) => `${m.name}=${inner(m.value)}`).join('; ')}}`;
    case 'array':
      return node.items.map(shown).join(' ');
    case 'string':
      return node.value;
    case 'number':
      return node.text;
    case 'boolean':
      return node.value ? 'True' : 'False';
    case 'null':
      return '';
  }
}

function inner(node: JsonNode): string {
  if (node.kind === 'object') return '';
  return node.kind === 'array' ? 'System.Object[]' : shown(node);
}

/** The value as compact JSON text, without comments; strings are escaped as PowerShell 7 does. */
export function written(node: JsonNode): string {
  switch (node.kind) {
    case 'object':
      return `{${node.members.map((m) => `${JSON.stringify(m.name)}:${written(m.value)}`).join(',')}}`;
    case 'array':
      return `[${node.items.map(written).join(',')}]`;
    case 'string':
      return JSON.stringify(node.value);
    case 'number':
      return node.text;
    case 'boolean':
      return String(node.value);
    case 'null':
      return 'null';
  }
}
