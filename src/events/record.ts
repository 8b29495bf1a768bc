// The canonical record: one Windows event as the log holds it, whatever file it came from.

/** The types of values in the log's binary XML, those with a code of their own in its order. */
export const valueTypes = [
  'null',
  'text',
  'ansi',
  'int8',
  'uint8',
  'int16',
  'uint16',
  'int32',
  'uint32',
  'int64',
  'uint64',
  'real32',
  'real64',
  'bool',
  'binary',
  'guid',
  'pointer',
  'filetime',
  'systemtime',
  'sid',
  'hex32',
  'hex64',
  'xml',
] as const;

/**
 * A value's type, kept because views print the same bits differently (`0x3e7` against 999). Text formats do not tell: they
 * give `text`.
 */
export type ValueType = (typeof valueTypes)[number];

/** One `<Data>`: `name` is null for unnamed data. `text` is the value as Windows prints it; null for `<Data/>` of a null. */
export interface EventValue {
  readonly name: string | null;
  readonly text: string | null;
  readonly type: ValueType;
  /** The element's name where it is not `Data`: `Binary`, `ComplexData`. */
  readonly element?: string;
  /** Its attributes other than `Name`. */
  readonly attributes?: readonly (readonly [name: string, value: string])[];
}

/** An element of `UserData`, of an unusual `EventData` or of anything below it. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: readonly (readonly [name: string, value: string])[];
  readonly children: readonly (XmlElement | string)[];
}

/** The `System` part. Numbers as in the log; absent parts are absent. */
export interface EventSystem {
  readonly provider: string;
  readonly providerGuid?: string;
  readonly eventSourceName?: string;
  readonly eventId: number;
  readonly qualifiers?: number;
  readonly version?: number;
  readonly level?: number;
  readonly task?: number;
  readonly opcode?: number;
  /** `0x8020000000000000`. */
  readonly keywords?: string;
  /** 100 ns ticks since 0001-01-01T00:00Z. */
  readonly timeCreated: bigint;
  readonly recordId?: bigint;
  readonly activityId?: string;
  readonly relatedActivityId?: string;
  readonly processId?: number;
  readonly threadId?: number;
  readonly channel: string;
  readonly computer: string;
  readonly userId?: string;
  /** What has no part of its own: elements as they stand and, of the elements above, their other attributes. */
  readonly extra?: readonly XmlElement[];
}

/** Exactly one of `eventData` (ordered; duplicates and unnamed values kept) and `userData` is there, or neither. */
export interface EventRecord {
  readonly system: EventSystem;
  readonly eventData?: readonly EventValue[];
  /** `<EventData Name="...">`, as the task scheduler writes it. */
  readonly eventDataName?: string;
  readonly userData?: XmlElement;
  /** Other elements of the event, `ProcessingErrorData` for one; `RenderingInfo` without the message. */
  readonly extra?: readonly XmlElement[];
  /** The rendered message, where the file has one. */
  readonly message?: string;
  /** The event's text as the file holds it, where that is the form in which Splunk stores it; else absent. */
  readonly raw?: string;
  readonly origin: Origin;
}

/**
 * Where a record was read: file as given, and its number in the file, from 1: the physical line in formats of one
 * record per line (blank lines count), else the ordinal of the record, damaged ones counted.
 */
export interface Origin {
  readonly file: string;
  /** The member's name when the file is an archive; a label only. */
  readonly member?: string;
  readonly number: number;
}

/** A record of no Windows log (cloud audit, generic JSON): its fields, nested as in the file. */
export interface NeutralRecord {
  readonly fields: Readonly<Record<string, unknown>>;
  /** Ticks, when a time was recognised. */
  readonly time?: bigint;
  /** What kind it is: `aws:cloudtrail`, `json`, or the Kusto table it was exported from. */
  readonly kind: string;
  readonly raw: string;
  readonly origin: Origin;
}
