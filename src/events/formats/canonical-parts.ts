// What the two shapes of the canonical form share: the line and the row.
import type { EventRecord, ValueType, XmlElement } from '../record.ts';
import type { JsonObject } from './json/shape.ts';
import { toXml } from './to-xml.ts';

/** The form's number. */
export const VERSION = 1;

/** The parts of `system` that are text. */
export const textParts = [
  'provider',
  'providerGuid',
  'eventSourceName',
  'keywords',
  'activityId',
  'relatedActivityId',
  'channel',
  'computer',
  'userId',
] as const;

/** Those that are numbers, but for the time and the record's id. */
export const numberParts = [
  'eventId',
  'qualifiers',
  'version',
  'level',
  'task',
  'opcode',
  'processId',
  'threadId',
] as const;

/** The type of a value of which nothing else is said. */
export function usualType(text: string | null): ValueType {
  return text === null ? 'null' : 'text';
}

/** `[name, attributes, children]`, all the way down. */
export function elementPart({ name, attributes, children }: XmlElement): readonly unknown[] {
  return [
    name,
    attributes,
    children.map((each) => (typeof each === 'string' ? each : elementPart(each))),
  ];
}

/** An event's text, or `true` where it is what `toXml` makes of the event. */
export function rawPart(record: EventRecord): string | true | undefined {
  const { raw } = record;
  return raw !== undefined && raw === toXml(record) ? true : raw;
}

/** Compact JSON that, unlike `JSON.stringify`, keeps what `JSON.parse` made of `1e400` and `-0`. */
export function jsonText(value: unknown): string {
  if (!hasOddNumber(value)) return JSON.stringify(value);
  if (typeof value === 'number') return oddNumber(value);
  if (Array.isArray(value)) return `[${value.map(jsonText).join(',')}]`;
  const members = Object.entries(value as JsonObject)
    .filter(([, member]) => member !== undefined)
    .map(([name, member]) => `${JSON.stringify(name)}:${jsonText(member)}`);
  return `{${members.join(',')}}`;
}

function hasOddNumber(value: unknown): boolean {
  if (typeof value === 'number') return !Number.isFinite(value) || Object.is(value, -0);
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some(hasOddNumber);
}

function oddNumber(value: number): string {
  if (Object.is(value, -0)) return '-0';
  return value > 0 ? '1e400' : '-1e400';
}
