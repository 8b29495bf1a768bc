// Events as a Splunk search head sees them. Three ways in: XML from a forwarder with `renderXml`, classic WinEventLog
// text, and whatever was exported from Splunk or is other JSON.
//
// Values of fields from `XmlWinEventLog` keep the XML's escaping: the Windows and Sysmon add-ons extract them from `_raw`
// by regular expression, which undoes no entity. Published searches confirm it: they look for
// `TaskContent="*&lt;Command&gt;..."`, and for paths, which escaping leaves alone. Nothing else in the tool unescapes.
import { scalarText } from '../scalar-text.ts';
import { toXml } from '../formats/to-xml.ts';
import type { AnyRecord } from '../formats/format.ts';
import type { EventRecord, NeutralRecord } from '../record.ts';
import { escapeText } from '../xml-text.ts';
import { isoOfTicks, millisecondsOfTicks } from '../ticks.ts';
import { flatten } from './flatten.ts';
import type { FieldValue, FieldView, ViewContext } from './view.ts';

type Fields = Map<string, FieldValue>;

/** System parts under the names that the add-on's extraction gives them: element names, attribute names. */
const systemFields: readonly (readonly [field: string, value: (record: EventRecord) => unknown])[] =
  [
    ['Name', ({ system }) => system.provider],
    ['Guid', ({ system }) => system.providerGuid],
    ['EventSourceName', ({ system }) => system.eventSourceName],
    ['EventID', ({ system }) => system.eventId],
    ['EventCode', ({ system }) => system.eventId],
    ['Qualifiers', ({ system }) => system.qualifiers],
    ['Version', ({ system }) => system.version],
    ['Level', ({ system }) => system.level],
    ['Task', ({ system }) => system.task],
    ['Opcode', ({ system }) => system.opcode],
    ['Keywords', ({ system }) => system.keywords],
    ['SystemTime', systemTime],
    ['EventRecordID', ({ system }) => system.recordId],
    ['RecordNumber', ({ system }) => system.recordId],
    ['ActivityID', ({ system }) => system.activityId],
    ['RelatedActivityID', ({ system }) => system.relatedActivityId],
    ['ProcessID', ({ system }) => system.processId],
    ['ThreadID', ({ system }) => system.threadId],
    ['Channel', ({ system }) => system.channel],
    ['Computer', ({ system }) => system.computer],
    ['UserID', ({ system }) => system.userId],
    // Aliases and calculations of the add-on that are the same for every channel.
    ['dest', ({ system }) => system.computer],
    ['dvc', ({ system }) => system.computer],
    ['signature_id', ({ system }) => system.eventId],
    ['user_id', ({ system }) => system.userId],
    ['vendor_product', () => 'Microsoft Windows'],
  ];

/** As the event prints it: older Windows writes nine digits. */
function systemTime({ raw, system }: EventRecord): string | undefined {
  return /SystemTime='([^']{1,40})'/.exec(raw ?? '')?.[1] ?? isoOfTicks(system.timeCreated);
}

const xmlWinEventLog: FieldView = {
  kind: 'fields',
  name: 'XmlWinEventLog',
  platform: 'splunk',
  analogue: false,
  accepts: (record) => 'system' in record,
  fields: (record, context) => {
    const fields: Fields = new Map();
    if (!('system' in record)) return fields;
    const raw = record.raw ?? toXml(record);
    addStorage(fields, context, {
      raw,
      time: record.system.timeCreated,
      host: record.system.computer,
      source: `XmlWinEventLog:${record.system.channel}`,
      sourcetype: 'XmlWinEventLog',
    });
    addBlocks(fields, raw);
    for (const [field, value] of systemFields) setText(fields, field, value(record));
    addData(fields, record);
    return fields;
  },
};

/** The blocks that the add-on carves out of `_raw` before it looks inside. */
function addBlocks(fields: Fields, raw: string): void {
  for (const [tag, field] of blocks) {
    const open = raw.indexOf(`<${tag}`);
    const start = open < 0 ? -1 : raw.indexOf('>', open) + 1;
    const end = raw.lastIndexOf(`</${tag}>`);
    if (start > 0 && end > start) fields.set(field, raw.slice(start, end));
  }
}

const blocks = [
  ['System', 'System_Props_Xml'],
  ['EventData', 'EventData_Xml'],
  ['UserData', 'UserData_Xml'],
] as const;

/** Named data, escaped; a name that occurs again, also as a system field, gives a multivalue field. Empty gives none. */
function addData(fields: Fields, record: EventRecord): void {
  for (const { name, text, type } of record.eventData ?? []) {
    if (name === null || text === null || text === '') continue;
    const value = type === 'xml' ? text : escapeText(text);
    const known = fields.get(name);
    if (known === undefined) fields.set(name, value);
    else fields.set(name, typeof known === 'object' ? [...known, value] : [String(known), value]);
  }
}

const winEventLog: FieldView = {
  kind: 'fields',
  name: 'WinEventLog',
  platform: 'splunk',
  analogue: false,
  accepts: (record) => 'fields' in record && record.kind.startsWith('WinEventLog:'),
  fields: (record, context) => {
    if (!('fields' in record)) return new Map();
    const fields: Fields = flatten(record.fields);
    const host = fields.get('ComputerName');
    addStorage(fields, context, {
      raw: record.raw,
      time: record.time,
      host: typeof host === 'string' ? host : '',
      source: record.kind,
      sourcetype: 'WinEventLog',
    });
    return fields;
  },
};

/** Rows exported from Splunk keep their own storage fields; other JSON is stored like a file that was uploaded. */
const otherEvents: FieldView = {
  kind: 'fields',
  name: 'export',
  platform: 'splunk',
  analogue: false,
  accepts: (record) => 'fields' in record && !record.kind.startsWith('WinEventLog:'),
  fields: (record, context) => {
    if (!('fields' in record)) return new Map();
    const fields: Fields = flatten(record.fields);
    const own = (name: string): string | undefined => {
      const found = fields.get(name);
      return typeof found === 'string' && found !== '' ? found : undefined;
    };
    const index = own('index') ?? context.index;
    addStorage(
      fields,
      { ...context, index },
      {
        raw: record.raw,
        time: record.time,
        host: own('host') ?? '',
        source: own('source') ?? record.origin.file,
        sourcetype: own('sourcetype') ?? sourcetypeOf(record),
      },
    );
    return fields;
  },
};

function sourcetypeOf({ kind }: NeutralRecord): string {
  return kind === 'json' ? '_json' : kind;
}

interface Storage {
  readonly raw: string;
  readonly time: bigint | undefined;
  readonly host: string;
  readonly source: string;
  readonly sourcetype: string;
}

/** What every stored event has. Times are seconds; Splunk keeps milliseconds of the event's time. */
function addStorage(fields: Fields, context: ViewContext, storage: Storage): void {
  fields.set('_raw', storage.raw);
  fields.delete('_time');
  if (storage.time !== undefined) {
    const milliseconds = millisecondsOfTicks(storage.time);
    fields.set('_time', milliseconds / 1000);
    fields.set('_indextime', Math.floor(milliseconds / 1000) + Math.round(context.ingestionDelay));
  }
  fields.set('index', context.index);
  fields.set('source', storage.source);
  fields.set('sourcetype', storage.sourcetype);
  if (storage.host !== '') fields.set('host', storage.host);
  fields.set('linecount', String(countLines(storage.raw)));
}

function countLines(text: string): number {
  let count = 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

function setText(fields: Fields, name: string, value: unknown): void {
  if (value === undefined || value === null || value === '') return;
  fields.set(name, escapeText(scalarText(value)));
}

/** In the order in which they are asked; together they take every record. */
export const splunkViews: readonly FieldView[] = [xmlWinEventLog, winEventLog, otherEvents];

/** The view that takes the record. */
export function splunkViewOf(record: AnyRecord): FieldView {
  return splunkViews.find((view) => view.accepts(record)) ?? otherEvents;
}
