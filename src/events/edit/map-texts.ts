// One change applied to every text of a record, in its parsed parts and in its raw form alike, so that both keep telling
// the same.
import type { AnyRecord } from '../formats/format.ts';
import { readJsonValue } from '../formats/json/read-json.ts';
import type { EventRecord, EventValue, NeutralRecord, XmlElement } from '../record.ts';
import { escapeText, unescapeXml } from '../xml-text.ts';

/**
 * What to make of a text. `field` is the name under which it stands: the datum's, the attribute's, the JSON member's, the
 * label's of a rendered message; undefined where there is none.
 */
export interface TextChange {
  text(text: string, field: string | undefined): string;
  /** What to make of a number of a JSON record, as it is spelled; without it numbers stay. */
  number?(spelled: string, field: string | undefined): string;
}

/** The record with its texts changed. Provider, channel, kind and the names of fields stay as they are. */
export function mapTexts(record: AnyRecord, change: TextChange): AnyRecord {
  return 'system' in record ? mapEvent(record, change) : mapNeutral(record, change);
}

function mapEvent(record: EventRecord, change: TextChange): EventRecord {
  const { system, eventData, userData, extra, message, raw, origin } = record;
  const { userId } = system;
  const mapAll = (elements: readonly XmlElement[]): XmlElement[] =>
    elements.map((each) => mapElement(each, change));
  const changed: EventRecord = {
    ...record,
    system: {
      ...system,
      computer: change.text(system.computer, 'Computer'),
      ...(userId !== undefined && { userId: change.text(userId, 'UserID') }),
      ...(system.extra && { extra: mapAll(system.extra) }),
    },
    ...(eventData && { eventData: eventData.map((each) => mapValue(each, change)) }),
    ...(userData && { userData: mapElement(userData, change) }),
    ...(extra && { extra: mapAll(extra) }),
    ...(message !== undefined && { message: mapText(message, undefined, change) }),
    origin: mapOrigin(origin, change),
  };
  if (raw === undefined) return changed;
  return { ...changed, raw: mapMarkup(raw, change, keptTags) };
}

function mapOrigin(origin: EventRecord['origin'], change: TextChange): EventRecord['origin'] {
  const { file, member, number } = origin;
  if (member === undefined) return { file: change.text(file, undefined), number };
  return { file: change.text(file, undefined), member: change.text(member, undefined), number };
}

function mapValue(given: EventValue, change: TextChange): EventValue {
  const value = given.attributes
    ? { ...given, attributes: mapPairs(given.attributes, change) }
    : given;
  if (value.text === null) return value;
  const field = value.name ?? undefined;
  const text =
    value.type === 'xml' ? mapMarkup(value.text, change) : mapText(value.text, field, change);
  return { ...value, text };
}

function mapElement(element: XmlElement, change: TextChange): XmlElement {
  return {
    name: element.name,
    attributes: mapPairs(element.attributes, change),
    children: element.children.map((each) =>
      typeof each === 'string' ? mapText(each, element.name, change) : mapElement(each, change),
    ),
  };
}

function mapPairs(
  attributes: XmlElement['attributes'],
  change: TextChange,
): XmlElement['attributes'] {
  return attributes.map(([name, text]) => [name, change.text(text, name)] as const);
}

/** Parts of `System` that name software, not people or machines. */
const keptTags = new Set(['Provider', 'Channel', 'Keywords', 'Event']);

/** Text and attribute values of markup, unescaped for the change and escaped again where it changed them. */
function mapMarkup(xml: string, change: TextChange, kept?: ReadonlySet<string>): string {
  let made = '';
  let field: string | undefined;
  let keeps = false;
  for (let at = 0; at < xml.length;) {
    if (xml[at] === '<') {
      const found = xml.indexOf('>', at);
      const end = found < 0 ? xml.length : found + 1;
      const tag = xml.slice(at, end);
      const name = /^<\/?([^\s/>]{1,200})/.exec(tag)?.[1];
      keeps = kept?.has(name ?? '') === true && !tag.startsWith('</');
      field = / Name=['"]([^'"]{1,200})['"]/.exec(tag)?.[1] ?? name;
      made += keeps ? tag : mapAttributes(tag, change);
      at = end;
    } else {
      const found = xml.indexOf('<', at);
      const end = found < 0 ? xml.length : found;
      const raw = xml.slice(at, end);
      made += keeps ? raw : changedIfSo(raw, (text) => mapText(text, field, change));
      at = end;
    }
  }
  return made;
}

function mapAttributes(tag: string, change: TextChange): string {
  if (!tag.includes('=')) return tag;
  return tag.replace(
    /([^\s=<]{1,200})=('[^']*'|"[^"]*")/g,
    (whole, name: string, quoted: string) => {
      if (name === 'Name' || name.startsWith('xmlns')) return whole;
      const quote = quoted.charAt(0);
      const value = changedIfSo(quoted.slice(1, -1), (text) => change.text(text, name));
      const other = quote === "'" ? '&apos;' : '&quot;';
      return `${name}=${quote}${value.replaceAll(quote, other)}${quote}`;
    },
  );
}

/** Escaping that the change does not touch stays as it was written. */
function changedIfSo(raw: string, change: (text: string) => string): string {
  const text = unescapeXml(raw);
  const changed = change(text);
  return changed === text ? raw : escapeText(changed);
}

function mapNeutral(record: NeutralRecord, change: TextChange): NeutralRecord {
  const fields = mapJson(record.fields, undefined, change) as Record<string, unknown>;
  const origin = mapOrigin(record.origin, change);
  return { ...record, fields, raw: mapRaw(record.raw, change), origin };
}

function mapJson(value: unknown, field: string | undefined, change: TextChange): unknown {
  if (typeof value === 'string') return mapText(value, field, change);
  if (typeof value === 'number')
    return change.number ? Number(change.number(String(value), field)) : value;
  if (Array.isArray(value)) return value.map((each: unknown) => mapJson(each, field, change));
  if (typeof value !== 'object' || value === null) return value;
  const made = Object.create(null) as Record<string, unknown>;
  for (const [name, inner] of Object.entries(value)) made[name] = mapJson(inner, name, change);
  return made;
}

function mapRaw(raw: string, change: TextChange): string {
  return raw.trimStart().startsWith('<')
    ? mapMarkup(raw, change, keptTags)
    : mapText(raw, undefined, change);
}

/** A text as what it is: JSON string by string, a rendered message line by line, anything else whole. */
function mapText(text: string, field: string | undefined, change: TextChange): string {
  if (isJson(text)) return mapJsonText(text, field, change);
  return isRendered(text) ? mapLines(text, field, change) : change.text(text, field);
}

function isJson(text: string): boolean {
  return /^\s{0,100}[[{]/.test(text) && 'value' in readJsonValue(text);
}

/** The strings and numbers of a JSON text; blanks, and what does not change, keep their spelling. */
function mapJsonText(json: string, outer: string | undefined, change: TextChange): string {
  const made: string[] = [];
  const names = new MemberNames(outer);
  let at = 0;
  for (let start = json.indexOf('"'); start >= 0; start = json.indexOf('"', at)) {
    const end = stringEnd(json, start);
    made.push(mapBetween(json.slice(at, start), names, change));
    const literal = json.slice(start, end);
    const text = JSON.parse(literal) as string;
    if (isMemberName(json, end)) {
      names.last = text;
      made.push(literal);
    } else {
      const changed = mapText(text, names.last, change);
      made.push(changed === text ? literal : JSON.stringify(changed));
    }
    at = end;
  }
  made.push(mapBetween(json.slice(at), names, change));
  return made.join('');
}

/** The member that a value stands under: behind an inner object it is the outer one again. */
class MemberNames {
  last: string | undefined;
  readonly #outer: (string | undefined)[] = [];

  constructor(last: string | undefined) {
    this.last = last;
  }

  open(): void {
    this.#outer.push(this.last);
  }

  close(): void {
    this.last = this.#outer.pop();
  }
}

/** What stands between strings: brackets and numbers. */
function mapBetween(between: string, names: MemberNames, change: TextChange): string {
  return between.replace(/[{}[\]]|-?\d[\d.eE+-]{0,400}/g, (part) => {
    if (part === '{' || part === '[') names.open();
    else if (part === '}' || part === ']') names.close();
    else return change.number?.(part, names.last) ?? part;
    return part;
  });
}

function stringEnd(json: string, start: number): number {
  for (let at = start + 1; at < json.length; at++) {
    if (json[at] === '\\') at += 1;
    else if (json[at] === '"') return at + 1;
  }
  return json.length;
}

function isMemberName(json: string, end: number): boolean {
  let at = end;
  while (json[at] === ' ' || json[at] === '\t' || json[at] === '\n' || json[at] === '\r') at += 1;
  return json[at] === ':';
}

const label = /^([ \t]{0,20})([A-Za-z][A-Za-z ]{0,60})([:=][ \t]{0,20})(.*)$/s;

function isRendered(text: string): boolean {
  return text.includes('\n') && !text.trimStart().startsWith('<');
}

/** A line such as `Account Name:<tab>alice` stands under its label, `AccountName`. */
function mapLines(text: string, field: string | undefined, change: TextChange): string {
  return text
    .split('\n')
    .map((line) => {
      const end = line.endsWith('\r') ? '\r' : '';
      const whole = end === '' ? line : line.slice(0, -1);
      const found = label.exec(whole);
      if (!found) return change.text(whole, field) + end;
      const [, indent = '', name = '', mark = '', value = ''] = found;
      return `${indent}${name}${mark}${change.text(value, name.replaceAll(' ', ''))}${end}`;
    })
    .join('\n');
}
