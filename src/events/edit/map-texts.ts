// One change applied to every text of a record, in its parsed parts and in its raw form alike, so that both keep telling
// the same.
import type { AnyRecord } from '../formats/format.ts';
import { toXml } from '../formats/to-xml.ts';
import type { EventRecord, EventValue, NeutralRecord, XmlElement } from '../record.ts';
import { escapeText, unescapeXml } from '../xml-text.ts';

/**
 * What to make of a text. `field` is the name under which it stands: the datum's, the attribute's, the JSON member's, the
 * label's of a rendered message; undefined where there is none.
 */
export type TextChange = (text: string, field: string | undefined) => string;

/** The record with its texts changed. Provider, channel, kind and the names of fields stay as they are. */
export function mapTexts<T extends AnyRecord>(record: T, change: TextChange): T;
export function mapTexts(record: AnyRecord, change: TextChange): AnyRecord {
  return 'system' in record ? mapEvent(record, change) : mapNeutral(record, change);
}

function mapEvent(record: EventRecord, change: TextChange): EventRecord {
  const { system, eventData, userData, message, raw, origin } = record;
  const { userId } = system;
  const changed: EventRecord = {
    ...record,
    system: {
      ...system,
      computer: change(system.computer, 'Computer'),
      ...(userId !== undefined && { userId: change(userId, 'UserID') }),
    },
    ...(eventData && { eventData: eventData.map((each) => mapValue(each, change)) }),
    ...(userData && { userData: mapElement(userData, change) }),
    ...(message !== undefined && { message: mapRendered(message, change) }),
    origin: mapOrigin(origin, change),
  };
  if (raw === undefined) return changed;
  return { ...changed, raw: raw === toXml(record) ? toXml(changed) : mapEventXml(raw, change) };
}

function mapOrigin(origin: EventRecord['origin'], change: TextChange): EventRecord['origin'] {
  const { file, member, number } = origin;
  if (member === undefined) return { file: change(file, undefined), number };
  return { file: change(file, undefined), member: change(member, undefined), number };
}

function mapValue(value: EventValue, change: TextChange): EventValue {
  if (value.text === null) return value;
  const field = value.name ?? undefined;
  const text = value.type === 'xml' ? mapMarkup(value.text, change) : change(value.text, field);
  return { ...value, text };
}

function mapElement(element: XmlElement, change: TextChange): XmlElement {
  return {
    name: element.name,
    attributes: element.attributes.map(([name, text]) => [name, change(text, name)] as const),
    children: element.children.map((each) =>
      typeof each === 'string' ? change(each, element.name) : mapElement(each, change),
    ),
  };
}

/** Parts of `System` that name software, not people or machines. */
const keptTags = new Set(['Provider', 'Channel', 'Keywords', 'Event']);

/** Text and attribute values of one event's XML, unescaped for the change and escaped again where it changed them. */
function mapEventXml(xml: string, change: TextChange): string {
  return mapMarkup(xml, change, keptTags);
}

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
      made += keeps ? raw : changedIfSo(raw, (text) => change(text, field));
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
      const value = changedIfSo(quoted.slice(1, -1), (text) => change(text, name));
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
  if (typeof value === 'string') return mapRendered(value, change, field);
  if (Array.isArray(value)) return value.map((each: unknown) => mapJson(each, field, change));
  if (typeof value !== 'object' || value === null) return value;
  const made = Object.create(null) as Record<string, unknown>;
  for (const [name, inner] of Object.entries(value)) made[name] = mapJson(inner, name, change);
  return made;
}

function mapRaw(raw: string, change: TextChange): string {
  const start = raw.trimStart().charAt(0);
  if (start === '{' || start === '[') return mapJsonText(raw, change);
  if (start === '<') return mapMarkup(raw, change, keptTags);
  return mapRendered(raw, change);
}

/** The strings of a JSON text; numbers, blanks and strings that do not change keep their spelling. */
function mapJsonText(json: string, change: TextChange): string {
  const made: string[] = [];
  let field: string | undefined;
  let at = 0;
  while (at < json.length) {
    const start = json.indexOf('"', at);
    if (start < 0) break;
    const end = stringEnd(json, start);
    made.push(json.slice(at, start));
    const literal = json.slice(start, end);
    const text = textOfLiteral(literal);
    if (text === undefined) made.push(literal);
    else if (isMemberName(json, end)) {
      field = text;
      made.push(literal);
    } else {
      const changed = mapRendered(text, change, field);
      made.push(changed === text ? literal : JSON.stringify(changed));
    }
    at = end;
  }
  made.push(json.slice(at));
  return made.join('');
}

function stringEnd(json: string, start: number): number {
  for (let at = start + 1; at < json.length; at++) {
    if (json[at] === '\\') at += 1;
    else if (json[at] === '"') return at + 1;
  }
  return json.length;
}

function textOfLiteral(literal: string): string | undefined {
  try {
    return JSON.parse(literal) as string;
  } catch {
    return undefined;
  }
}

function isMemberName(json: string, end: number): boolean {
  let at = end;
  while (json[at] === ' ' || json[at] === '\t' || json[at] === '\n' || json[at] === '\r') at += 1;
  return json[at] === ':';
}

const label = /^([ \t]{0,20})([A-Za-z][A-Za-z ]{0,60})([:=][ \t]{0,20})(.*)$/s;

/**
 * A text, or a rendered message: a line such as `Account Name:<tab>alice` stands under its label, `AccountName`, and goes
 * through the change by itself. A text of one line goes through it whole.
 */
function mapRendered(text: string, change: TextChange, field?: string): string {
  if (!text.includes('\n')) return change(text, field);
  if (text.trimStart().startsWith('<')) return change(text, field);
  return text
    .split('\n')
    .map((line) => {
      const end = line.endsWith('\r') ? '\r' : '';
      const found = label.exec(end === '' ? line : line.slice(0, -1));
      if (!found) return change(line, field);
      const [, indent = '', name = '', mark = '', value = ''] = found;
      return `${indent}${name}${mark}${change(value, name.replaceAll(' ', ''))}${end}`;
    })
    .join('\n');
}
