// The canonical record as Windows event XML in the exact style of Splunk's XmlWinEventLog: one piece, single quotes,
// nothing between elements, `& < >` escaped in text, line ends inside values as they are.
import type { EventRecord, EventSystem, EventValue, XmlElement } from '../record.ts';
import { isoOfTicks } from '../ticks.ts';
import { escapeAttribute, escapeText } from '../xml-text.ts';
import { markup } from './xml-tree.ts';

const NAMESPACE = 'http://schemas.microsoft.com/win/2004/08/events/event';

/**
 * Reading the result gives the record again, but for value types (text has none but text) and, unless `message` is
 * asked for, the rendered message, which forwarders do not send in XML.
 */
export function toXml(record: EventRecord, options: { readonly message?: boolean } = {}): string {
  const others = (record.extra ?? []).filter(({ name }) => name !== RENDERING).map(markup);
  const rendering = options.message === true ? renderingXml(record) : '';
  return `<Event xmlns='${NAMESPACE}'><System>${systemXml(record.system)}</System>${dataXml(record)}${others.join('')}${rendering}</Event>`;
}

const RENDERING = 'RenderingInfo';

function renderingXml({ message, extra }: EventRecord): string {
  const rest = extra?.find(({ name }) => name === RENDERING);
  if (message === undefined && !rest) return '';
  const text: XmlElement[] =
    message === undefined ? [] : [{ name: 'Message', attributes: [], children: [message] }];
  const { attributes = [], children = [] } = rest ?? {};
  return markup({ name: RENDERING, attributes, children: [...text, ...children] });
}

/** What stands between `<System>` and its end. */
function systemXml(system: EventSystem): string {
  const more = new Map(system.extra?.map((each) => [each.name, each]));
  const part = (name: string, pairs: readonly Attribute[], text: Scalar = ''): string => {
    const all = [...pairs, ...(more.get(name)?.attributes ?? [])];
    more.delete(name);
    const content = escapeText(String(text));
    return content === ''
      ? `<${name}${attributes(all)}/>`
      : `<${name}${attributes(all)}>${content}</${name}>`;
  };
  const optional = (name: string, text: Scalar): string =>
    text === undefined && !more.has(name) ? '' : part(name, [], text);
  const parts = [
    part('Provider', [
      ['Name', system.provider],
      ['Guid', system.providerGuid],
      ['EventSourceName', system.eventSourceName],
    ]),
    part('EventID', [['Qualifiers', system.qualifiers]], system.eventId),
    optional('Version', system.version),
    optional('Level', system.level),
    optional('Task', system.task),
    optional('Opcode', system.opcode),
    optional('Keywords', system.keywords),
    part('TimeCreated', [['SystemTime', isoOfTicks(system.timeCreated) ?? '']]),
    optional('EventRecordID', system.recordId),
    part('Correlation', [
      ['ActivityID', system.activityId],
      ['RelatedActivityID', system.relatedActivityId],
    ]),
    isExecuted(system) || more.has('Execution')
      ? part('Execution', [
          ['ProcessID', system.processId],
          ['ThreadID', system.threadId],
        ])
      : '',
    `<Channel>${escapeText(system.channel)}</Channel>`,
    `<Computer>${escapeText(system.computer)}</Computer>`,
    part('Security', [['UserID', system.userId]]),
  ];
  return [...parts, ...[...more.values()].map(markup)].join('');
}

function isExecuted({ processId, threadId }: EventSystem): boolean {
  return processId !== undefined || threadId !== undefined;
}

/** What stands between `<EventData>` and its end. */
function eventDataXml(values: readonly EventValue[]): string {
  return values.map(valueXml).join('');
}

function dataXml(record: EventRecord): string {
  if (record.eventData) {
    const name = attributes([['Name', record.eventDataName]]);
    return `<EventData${name}>${eventDataXml(record.eventData)}</EventData>`;
  }
  return record.userData ? `<UserData>${markup(record.userData)}</UserData>` : '';
}

function valueXml({
  name,
  text,
  type,
  element: tag = 'Data',
  attributes: more = [],
}: EventValue): string {
  const open = `<${tag}${attributes([['Name', name ?? undefined], ...more])}`;
  if (text === null) return `${open}/>`;
  return `${open}>${type === 'xml' ? text : escapeText(text)}</${tag}>`;
}

type Scalar = string | number | bigint | undefined;
type Attribute = readonly [name: string, value: Scalar];

function attributes(pairs: readonly Attribute[]): string {
  return pairs
    .map(([name, value]) =>
      value === undefined ? '' : ` ${name}='${escapeAttribute(String(value))}'`,
    )
    .join('');
}
