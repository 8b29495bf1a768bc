// The canonical record as Windows event XML in the exact style of Splunk's XmlWinEventLog: one piece, single quotes,
// nothing between elements, `& < >` escaped in text, line ends inside values as they are.
import type { EventRecord, EventSystem, EventValue, XmlElement } from '../record.ts';
import { isoOfTicks } from '../ticks.ts';
import { escapeText } from '../xml-text.ts';
import { systemAttributes } from './record-of-tree.ts';
import { attributeText, attributesText, markup } from './xml-tree.ts';

const NAMESPACE = 'http://schemas.microsoft.com/win/2004/08/events/event';

/**
 * Reading the result gives the record again, but for value types (text has none but text) and, unless `message` is
 * asked for, the rendered message, which forwarders do not send in XML.
 */
export function toXml(record: EventRecord, options: { readonly message?: boolean } = {}): string {
  const rendering = options.message === true ? renderingXml(record) : '';
  return `<Event xmlns='${NAMESPACE}'><System>${systemXml(record.system)}</System>${dataXml(record)}${othersXml(record)}${rendering}</Event>`;
}

const RENDERING = 'RenderingInfo';

function othersXml({ extra }: EventRecord): string {
  return extra === undefined
    ? ''
    : extra
        .filter(({ name }) => name !== RENDERING)
        .map(markup)
        .join('');
}

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
  const extra = system.extra ?? [];
  const more = (name: string): XmlElement | undefined =>
    extra.length === 0 ? undefined : extra.findLast((each) => each.name === name);
  const part = (name: string, own: string, content = ''): string => {
    const open = `<${name}${own}${attributesText(more(name)?.attributes)}`;
    return content === '' ? `${open}/>` : `${open}>${content}</${name}>`;
  };
  const optional = (name: string, content: number | bigint | string | undefined): string =>
    content === undefined && !more(name) ? '' : part(name, '', String(content ?? ''));
  // Windows of before version 10 writes neither of the two for classic events, later ones both.
  const optionalPart = (name: string, own: string): string =>
    own === '' && !isExecuted(system) && !more(name) ? '' : part(name, own);
  const text = (name: string, content: string): string =>
    `<${name}${attributesText(more(name)?.attributes)}>${escapeText(content)}</${name}>`;
  const { keywords } = system;
  return (
    part('Provider', providerAttributes(system)) +
    part('EventID', attributeText('Qualifiers', system.qualifiers), String(system.eventId)) +
    optional('Version', system.version) +
    optional('Level', system.level) +
    optional('Task', system.task) +
    optional('Opcode', system.opcode) +
    optional('Keywords', keywords === undefined ? undefined : escapeText(keywords)) +
    part('TimeCreated', attributeText('SystemTime', isoOfTicks(system.timeCreated) ?? '')) +
    optional('EventRecordID', system.recordId) +
    optionalPart('Correlation', correlationAttributes(system)) +
    optionalPart('Execution', executionAttributes(system)) +
    text('Channel', system.channel) +
    text('Computer', system.computer) +
    part('Security', attributeText('UserID', system.userId)) +
    otherParts(extra)
  );
}

function providerAttributes({ provider, providerGuid, eventSourceName }: EventSystem): string {
  return (
    attributeText('Name', provider) +
    attributeText('Guid', providerGuid) +
    attributeText('EventSourceName', eventSourceName)
  );
}

function correlationAttributes({ activityId, relatedActivityId }: EventSystem): string {
  return (
    attributeText('ActivityID', activityId) + attributeText('RelatedActivityID', relatedActivityId)
  );
}

function executionAttributes({ processId, threadId }: EventSystem): string {
  return attributeText('ProcessID', processId) + attributeText('ThreadID', threadId);
}

function isExecuted({ processId, threadId }: EventSystem): boolean {
  return processId !== undefined || threadId !== undefined;
}

/** Elements that `System` has no part for; the others' attributes stand with their parts. */
function otherParts(extra: readonly XmlElement[]): string {
  return extra.length === 0
    ? ''
    : extra
        .filter(({ name }) => !systemAttributes.has(name))
        .map(markup)
        .join('');
}

function dataXml({ eventData, eventDataName, userData }: EventRecord): string {
  if (eventData) {
    let data = '';
    for (const value of eventData) data += valueXml(value);
    return `<EventData${attributeText('Name', eventDataName)}>${data}</EventData>`;
  }
  return userData ? `<UserData>${markup(userData)}</UserData>` : '';
}

function valueXml({ name, text, type, element = 'Data', attributes: more }: EventValue): string {
  const open = `<${element}${attributeText('Name', name ?? undefined)}${attributesText(more)}`;
  if (text === null) return `${open}/>`;
  return `${open}>${type === 'xml' ? text : escapeText(text)}</${element}>`;
}
