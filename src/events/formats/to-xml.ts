// The canonical record as Windows event XML in the exact style of Splunk's XmlWinEventLog: one piece, single quotes,
// nothing between elements, `& < >` escaped in text, line ends inside values as they are.
import type { EventRecord, EventSystem, EventValue } from '../record.ts';
import { isoOfTicks } from '../ticks.ts';
import { escapeAttribute, escapeText } from '../xml-text.ts';
import { markup } from './xml-tree.ts';

const NAMESPACE = 'http://schemas.microsoft.com/win/2004/08/events/event';

/**
 * Reading the result gives the record again, but for value types (text has none but text) and, unless `message` is
 * asked for, the rendered message, which forwarders do not send in XML.
 */
export function toXml(record: EventRecord, options: { readonly message?: boolean } = {}): string {
  const message =
    options.message === true && record.message !== undefined
      ? `<RenderingInfo><Message>${escapeText(record.message)}</Message></RenderingInfo>`
      : '';
  return `<Event xmlns='${NAMESPACE}'><System>${systemXml(record.system)}</System>${dataXml(record)}${message}</Event>`;
}

/** What stands between `<System>` and its end. */
function systemXml(system: EventSystem): string {
  return [
    `<Provider${attributes([
      ['Name', system.provider],
      ['Guid', system.providerGuid],
      ['EventSourceName', system.eventSourceName],
    ])}/>`,
    `<EventID${attributes([['Qualifiers', system.qualifiers]])}>${String(system.eventId)}</EventID>`,
    element('Version', system.version),
    element('Level', system.level),
    element('Task', system.task),
    element('Opcode', system.opcode),
    element('Keywords', system.keywords),
    `<TimeCreated SystemTime='${isoOfTicks(system.timeCreated) ?? ''}'/>`,
    element('EventRecordID', system.recordId),
    `<Correlation${attributes([
      ['ActivityID', system.activityId],
      ['RelatedActivityID', system.relatedActivityId],
    ])}/>`,
    executionXml(system),
    `<Channel>${escapeText(system.channel)}</Channel>`,
    `<Computer>${escapeText(system.computer)}</Computer>`,
    `<Security${attributes([['UserID', system.userId]])}/>`,
  ].join('');
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

function valueXml({ name, text, type, element: tag = 'Data' }: EventValue): string {
  const open = `<${tag}${attributes([['Name', name ?? undefined]])}`;
  if (text === null) return `${open}/>`;
  return `${open}>${type === 'xml' ? text : escapeText(text)}</${tag}>`;
}

function executionXml({ processId, threadId }: EventSystem): string {
  if (processId === undefined && threadId === undefined) return '';
  return `<Execution${attributes([
    ['ProcessID', processId],
    ['ThreadID', threadId],
  ])}/>`;
}

type Scalar = string | number | bigint | undefined;

function attributes(pairs: readonly (readonly [string, Scalar])[]): string {
  return pairs
    .map(([name, value]) =>
      value === undefined ? '' : ` ${name}='${escapeAttribute(String(value))}'`,
    )
    .join('');
}

function element(name: string, value: Scalar): string {
  return value === undefined ? '' : `<${name}>${escapeText(String(value))}</${name}>`;
}
