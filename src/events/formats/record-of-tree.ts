// From an `<Event>` tree to the canonical record.
import type { EventRecord, EventSystem, EventValue, Origin, XmlElement } from '../record.ts';
import { ticksOfIso } from '../ticks.ts';
import { channelName } from './channel.ts';
import {
  attribute,
  isElement,
  markup,
  plain,
  textOf,
  type Element,
  type Leaf,
} from './xml-tree.ts';

/** A record, or why the tree is none; `dropped` names parts that a record has no place for. */
export type TreeOutcome =
  | { readonly record: EventRecord; readonly dropped: readonly string[] }
  | { readonly missing: string };

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** `raw` is the event's text, for trees that come from text in Splunk's form. */
export function recordOfTree(event: Element, origin: Origin, raw?: string): TreeOutcome {
  if (event.name !== 'Event')
    return { missing: `root element is \`${event.name}\`, not \`Event\`` };
  const part = (name: string): Element | undefined => childNamed(event, name);
  const systemPart = part('System');
  if (!systemPart) return { missing: 'no `System` part' };
  const system = systemOf(systemPart);
  if (typeof system === 'string') return { missing: system };
  const record: Writable<EventRecord> = { system, origin };
  const dropped = addData(record, part('EventData'), part('UserData'));
  const message = messageOf(part('RenderingInfo'));
  if (message !== undefined) record.message = message;
  const extra: XmlElement[] = [];
  for (const each of event.children) if (isElement(each)) addExtra(extra, each, record);
  if (extra.length > 0) record.extra = extra;
  if (raw !== undefined) record.raw = raw;
  return { record, dropped };
}

/** Adds a part of the event that the record has no other place for. */
function addExtra(extra: XmlElement[], part: Element, { eventData }: EventRecord): void {
  switch (part.name) {
    case 'System':
    case 'EventData':
      return;
    case 'UserData':
      if (eventData) extra.push(plain(part));
      return;
    case 'RenderingInfo': {
      const { name, attributes, children } = plain(part);
      const rest = children.filter((each) => typeof each === 'string' || each.name !== 'Message');
      if (attributes.length + rest.length > 0) extra.push({ name, attributes, children: rest });
      return;
    }
    default:
      extra.push(plain(part));
  }
}

/** Takes the data in; answers what of it has no place. */
function addData(
  record: Writable<EventRecord>,
  eventData: Element | undefined,
  userData: Element | undefined,
): string[] {
  if (eventData) {
    record.eventData = eventData.children.filter(isElement).map(valueOf);
    const name = attribute(eventData, 'Name');
    if (name !== undefined) record.eventDataName = name;
    return [
      ...looseText(eventData),
      ...otherAttributes(eventData, ['Name']).map(([at]) => `EventData/@${at}`),
    ];
  }
  if (!userData) return [];
  const [first, ...others] = userData.children.filter(isElement);
  if (first) record.userData = plain(first);
  return [...looseText(userData), ...others.map((each) => `UserData/${each.name}`)];
}

function looseText({ name, children }: Element): string[] {
  const isLoose = children.some((each) => !isElement(each) && each.text.trim() !== '');
  return isLoose ? [`text in ${name}`] : [];
}

const NO_ATTRIBUTES: Element['attributes'] = [];

/** Namespaces are of the markup, not of the event. */
function otherAttributes({ attributes }: Element, known: readonly string[]): Element['attributes'] {
  let others: (readonly [string, string])[] | undefined;
  for (const pair of attributes) {
    const [name] = pair;
    if (known.includes(name) || /^xmlns(?::|$)/.test(name)) continue;
    others ??= [];
    others.push(pair);
  }
  return others ?? NO_ATTRIBUTES;
}

const NAME = ['Name'];

function valueOf(element: Element): EventValue {
  const value = plainValueOf(element);
  const attributes = otherAttributes(element, NAME);
  if (element.name === 'Data' && attributes.length === 0) return value;
  return {
    ...value,
    ...(element.name !== 'Data' && { element: element.name }),
    ...(attributes.length > 0 && { attributes }),
  };
}

function plainValueOf(element: Element): EventValue {
  const name = attribute(element, 'Name') ?? null;
  const { children } = element;
  const [first] = children;
  if (first === undefined) {
    const isNull = element.selfClosed;
    return { name, text: isNull ? null : '', type: isNull ? 'null' : 'text' };
  }
  if (children.length === 1 && !isElement(first)) {
    return { name, text: first.text, type: first.type };
  }
  if (children.some(isElement)) {
    const text = children.map((each: Element | Leaf) =>
      markup(isElement(each) ? plain(each) : each.text),
    );
    return { name, text: text.join(''), type: 'xml' };
  }
  return { name, text: textOf(element), type: 'text' };
}

function messageOf(rendering: Element | undefined): string | undefined {
  const message = rendering && childNamed(rendering, 'Message');
  return message && textOf(message);
}

function childNamed(element: Element, name: string): Element | undefined {
  for (const each of element.children) if (isElement(each) && each.name === name) return each;
  return undefined;
}

type Draft = Partial<Writable<EventSystem>>;

function isWhole(draft: Draft): draft is EventSystem {
  return draft.eventId !== undefined && draft.timeCreated !== undefined;
}

function systemOf(element: Element): EventSystem | string {
  const draft: Draft = { provider: '', channel: '', computer: '' };
  const extra: XmlElement[] = [];
  for (const each of element.children) {
    if (!isElement(each)) continue;
    readPart(draft, each);
    const known = systemAttributes.get(each.name);
    const attributes = known && otherAttributes(each, known);
    if (!known) extra.push(plain(each));
    else if (attributes && attributes.length > 0)
      extra.push({ name: each.name, attributes, children: [] });
  }
  if (extra.length > 0) draft.extra = extra;
  if (isWhole(draft)) return draft;
  return draft.eventId === undefined ? 'no `EventID`' : 'no `TimeCreated` that is a time';
}

/** The elements of `System`, with those of their attributes that are parts of a record. */
export const systemAttributes: ReadonlyMap<string, readonly string[]> = new Map([
  ['Provider', ['Name', 'Guid', 'EventSourceName']],
  ['EventID', ['Qualifiers']],
  ['TimeCreated', ['SystemTime']],
  ['Correlation', ['ActivityID', 'RelatedActivityID']],
  ['Execution', ['ProcessID', 'ThreadID']],
  ['Security', ['UserID']],
  ...['Version', 'Level', 'Task', 'Opcode', 'Keywords', 'EventRecordID', 'Channel', 'Computer'].map(
    (name): [string, readonly string[]] => [name, []],
  ),
]);

function readPart(draft: Draft, part: Element): void {
  switch (part.name) {
    case 'Provider':
      set(draft, 'provider', attribute(part, 'Name'));
      set(draft, 'providerGuid', attribute(part, 'Guid'));
      set(draft, 'eventSourceName', attribute(part, 'EventSourceName'));
      break;
    case 'EventID':
      set(draft, 'eventId', whole(textOf(part)));
      set(draft, 'qualifiers', whole(attribute(part, 'Qualifiers')));
      break;
    case 'TimeCreated':
      set(draft, 'timeCreated', ticksOfIso(attribute(part, 'SystemTime') ?? ''));
      break;
    case 'EventRecordID':
      if (/^\d{1,20}$/.test(textOf(part))) draft.recordId = BigInt(textOf(part));
      break;
    case 'Correlation':
      set(draft, 'activityId', attribute(part, 'ActivityID'));
      set(draft, 'relatedActivityId', attribute(part, 'RelatedActivityID'));
      break;
    case 'Execution':
      set(draft, 'processId', whole(attribute(part, 'ProcessID')));
      set(draft, 'threadId', whole(attribute(part, 'ThreadID')));
      break;
    case 'Security':
      set(draft, 'userId', attribute(part, 'UserID'));
      break;
    default:
      readText(draft, part.name, textOf(part));
  }
}

function readText(draft: Draft, name: string, text: string): void {
  switch (name) {
    case 'Version':
      set(draft, 'version', whole(text));
      break;
    case 'Level':
      set(draft, 'level', whole(text));
      break;
    case 'Task':
      set(draft, 'task', whole(text));
      break;
    case 'Opcode':
      set(draft, 'opcode', whole(text));
      break;
    case 'Keywords':
      if (text !== '') draft.keywords = text;
      break;
    case 'Channel':
      draft.channel = channelName(text);
      break;
    case 'Computer':
      draft.computer = text;
      break;
  }
}

function set<K extends keyof Draft>(draft: Draft, key: K, value: Draft[K] | undefined): void {
  if (value !== undefined && value !== '') draft[key] = value;
}

function whole(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,10}$/.test(text) ? Number(text) : undefined;
}
