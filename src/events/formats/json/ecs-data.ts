// Elastic's pipelines move data of events to ECS fields and remove them where they stood; this puts them back. The pairs are
// those of the published pipelines for Sysmon and PowerShell. What a pipeline has only interpreted (answers of DNS as
// lists, port names merged into one) is not guessed.
import type { EventValue } from '../../record.ts';
import { isoOfTicks, ticksOfIso } from '../../ticks.ts';
import { datum, isObject, own, type JsonObject } from './shape.ts';

/** A datum and where the pipelines put it, or how it is made again. */
type Origin = string | ((document: JsonObject) => unknown);

type Origins = readonly (readonly [name: string, from: Origin])[];

const process: Origins = [
  ['UtcTime', utcTime],
  ['RuleName', 'rule.name'],
  ['ProcessGuid', 'process.entity_id'],
  ['ProcessId', 'process.pid'],
  ['Image', 'process.executable'],
  ['User', account],
];

const network: Origins = [
  ['Protocol', 'network.transport'],
  ['Initiated', initiated],
  ['SourceIp', 'source.ip'],
  ['SourceHostname', 'source.domain'],
  ['SourcePort', 'source.port'],
  ['DestinationIp', 'destination.ip'],
  ['DestinationHostname', 'destination.domain'],
  ['DestinationPort', 'destination.port'],
];

const file: Origins = [
  ['TargetFilename', 'file.path'],
  ['Hashes', hashes],
];

const other: Origins = [
  ['UtcTime', utcTime],
  ['RuleName', 'rule.name'],
  ['SourceProcessId', 'process.pid'],
  ['SourceThreadId', 'process.thread.id'],
  ['SourceImage', 'process.executable'],
];

const image: Origins = [
  ['ImageLoaded', 'file.path'],
  ['Hashes', hashes],
  ['OriginalFileName', 'file.pe.original_file_name'],
];

const registry: Origins = [
  ['TargetObject', 'registry.path'],
  ['Details', registryDetails],
];

const archive: Origins = [
  ...file,
  ['IsExecutable', 'sysmon.file.is_executable'],
  ['Archived', 'sysmon.file.archived'],
];

const sysmon: ReadonlyMap<number, Origins> = new Map([
  [
    1,
    [
      ...process,
      ['CommandLine', 'process.command_line'],
      ['CurrentDirectory', 'process.working_directory'],
      ['OriginalFileName', 'process.pe.original_file_name'],
      ['FileVersion', 'process.pe.file_version'],
      ['Description', 'process.pe.description'],
      ['Product', 'process.pe.product'],
      ['Company', 'process.pe.company'],
      ['Hashes', hashes],
      ['ParentProcessGuid', 'process.parent.entity_id'],
      ['ParentProcessId', 'process.parent.pid'],
      ['ParentImage', 'process.parent.executable'],
      ['ParentCommandLine', 'process.parent.command_line'],
    ],
  ],
  [2, [...process, ['TargetFilename', 'file.path']]],
  [3, [...process, ...network]],
  [5, process],
  [6, [['UtcTime', utcTime], ['RuleName', 'rule.name'], ...image]],
  [7, [...process, ...image]],
  [8, [...other, ['SourceProcessGuid', 'process.entity_id']]],
  [9, [...process, ['Device', 'file.path']]],
  [10, [...other, ['SourceProcessGUID', 'process.entity_id']]],
  [11, [...process, ['TargetFilename', 'file.path']]],
  [12, [...process, ...registry.slice(0, 1)]],
  [13, [...process, ...registry]],
  [14, [...process, ...registry.slice(0, 1)]],
  [15, [...process, ['TargetFilename', 'file.path'], ['Hash', hashes]]],
  [17, [...process, ['PipeName', 'file.name']]],
  [18, [...process, ['PipeName', 'file.name']]],
  [
    19,
    [
      ['UtcTime', utcTime],
      ['User', account],
    ],
  ],
  [
    20,
    [
      ['UtcTime', utcTime],
      ['User', account],
      ['Destination', 'process.executable'],
    ],
  ],
  [
    21,
    [
      ['UtcTime', utcTime],
      ['User', account],
    ],
  ],
  [22, [...process, ['QueryName', 'dns.question.name']]],
  [23, [...process, ...archive]],
  [24, [...process, ['Hashes', hashes], ['Archived', 'sysmon.file.archived']]],
  [25, process],
  [26, [...process, ...file, ['IsExecutable', 'sysmon.file.is_executable']]],
  [27, [...process, ...file]],
  [28, [...process, ...file, ['IsExecutable', 'sysmon.file.is_executable']]],
  [29, [...process, ...file]],
]);

const powershell: ReadonlyMap<number, Origins> = new Map([
  [
    4103,
    [
      ['ContextInfo', renderedPart(2)],
      ['UserData', renderedPart(3)],
      ['Payload', renderedPart(1)],
    ],
  ],
  [
    4104,
    [
      ['MessageNumber', 'powershell.sequence'],
      ['MessageTotal', 'powershell.total'],
      ['ScriptBlockText', 'powershell.file.script_block_text'],
      ['ScriptBlockId', 'powershell.file.script_block_id'],
      ['Path', 'file.path'],
    ],
  ],
]);

const origins: ReadonlyMap<string, ReadonlyMap<number, Origins>> = new Map([
  ['Microsoft-Windows-Sysmon', sysmon],
  ['Microsoft-Windows-PowerShell', powershell],
]);

/**
 * The data of an event that a pipeline has moved, as far as it can be told for sure; what stands in `present` is left as it
 * is. Numbers and names come back as the event has them.
 */
export function movedData(
  document: JsonObject,
  provider: string,
  eventId: number,
  present: JsonObject | undefined,
): EventValue[] {
  const pairs = origins.get(provider)?.get(eventId) ?? [];
  return pairs.flatMap(([name, from]) => {
    if (present && Object.hasOwn(present, name)) return [];
    const value = typeof from === 'string' ? memberAt(document, from) : from(document);
    if (value === undefined || value === null) return [];
    return [datum(name, Array.isArray(value) && value.length === 1 ? value[0] : value)];
  });
}

/** Of a pipeline's message: the payload, the context or the user data, with the log's line ends made one character. */
function renderedPart(part: 1 | 2 | 3): (document: JsonObject) => string | undefined {
  return (document) => {
    const message = memberAt(document, 'message');
    const found = typeof message === 'string' ? partsOf(message) : undefined;
    return found?.[part - 1];
  };
}

const CONTEXT = '\n\nContext:\n';
const USER = '\n\nUser Data:';

function partsOf(message: string): readonly string[] | undefined {
  const context = message.indexOf(CONTEXT);
  const user = message.indexOf(USER, context);
  if (context < 0 || user < 0) return undefined;
  return [
    message.slice(0, context),
    message.slice(context + CONTEXT.length, user),
    message.slice(user + USER.length).trimStart(),
  ];
}

function memberAt(document: JsonObject, path: string): unknown {
  let value: unknown = document;
  for (const name of path.split('.')) value = isObject(value) ? own(value, name) : undefined;
  return value;
}

/** The pipeline makes the event's own time the document's. */
function utcTime(document: JsonObject): string | undefined {
  const ticks = ticksOfIso(String(own(document, '@timestamp')));
  const text = ticks === undefined ? undefined : isoOfTicks(ticks);
  return text?.slice(0, 23).replace('T', ' ');
}

function account(document: JsonObject): string | undefined {
  const [domain, name] = [memberAt(document, 'user.domain'), memberAt(document, 'user.name')];
  return typeof domain === 'string' && typeof name === 'string' ? `${domain}\\${name}` : undefined;
}

function initiated(document: JsonObject): string | undefined {
  switch (memberAt(document, 'network.direction')) {
    case 'egress':
    case 'outbound':
      return 'true';
    case 'ingress':
    case 'inbound':
      return 'false';
    default:
      return undefined;
  }
}

/** In Sysmon's order and spelling: `SHA1=..,MD5=..,SHA256=..,IMPHASH=..`. */
function hashes(document: JsonObject): string | undefined {
  const found = ['process', 'file'].flatMap((where) =>
    ['sha1', 'md5', 'sha256', 'imphash'].flatMap((kind) => {
      const value =
        memberAt(document, `${where}.hash.${kind}`) ??
        (kind === 'imphash' ? memberAt(document, `${where}.pe.imphash`) : undefined);
      return typeof value === 'string' ? [`${kind.toUpperCase()}=${value.toUpperCase()}`] : [];
    }),
  );
  return found.length === 0 ? undefined : found.join(',');
}

/** A number is printed as Sysmon does; the pipeline joins the halves of a QWORD wrongly, so that these stay out. */
function registryDetails(document: JsonObject): string | undefined {
  const strings = memberAt(document, 'registry.data.strings');
  const text: unknown = Array.isArray(strings) ? strings[0] : strings;
  if (typeof text !== 'string') return undefined;
  switch (memberAt(document, 'registry.data.type')) {
    case 'SZ_QWORD':
    case 'REG_QWORD':
      return undefined;
    case 'SZ_DWORD':
    case 'REG_DWORD':
      return /^\d{1,10}$/.test(text)
        ? `DWORD (0x${Number(text).toString(16).padStart(8, '0')})`
        : undefined;
    default:
      return text;
  }
}
