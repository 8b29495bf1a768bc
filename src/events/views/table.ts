// Tables of fixed columns, made from mapping tables; and rows from and for them.
import { readFileSync } from 'node:fs';
import type { Type, Value } from '../../plan/types.ts';
import { TICKS_PER_SECOND } from '../../plan/types.ts';
import type { EventRecord, NeutralRecord } from '../record.ts';
import { fit } from './fit.ts';
import type { ColumnSources, OtherSources, RawValue } from './source.ts';
import { INGESTION_TIME } from './view.ts';
import type { Platform, TableView, ViewColumn, ViewContext } from './view.ts';

/** Which events a table holds and how; the first mapping whose `accepts` is true makes the row. */
interface EventMapping {
  readonly accepts: (record: EventRecord) => boolean;
  readonly columns: ColumnSources;
  /** More columns, by name, where they depend on the record: `SecurityEvent` takes every datum it has a column for. */
  readonly more?: (record: EventRecord, name: string) => RawValue;
}

/** The same for records that are no Windows events. */
interface OtherMapping {
  readonly accepts: (record: NeutralRecord) => boolean;
  readonly columns: OtherSources;
  /** More columns, by name, for logs whose fields go by the columns' names. */
  readonly more?: (record: NeutralRecord, name: string) => RawValue;
}

export interface TableMapping {
  readonly name: string;
  readonly analogue: boolean;
  readonly events: readonly EventMapping[];
  readonly others?: readonly OtherMapping[];
}

type Schema = Readonly<
  Record<string, Readonly<Partial<Record<Platform, Readonly<Record<string, Type>>>>>>
>;

let schema: Schema | undefined;

/** Columns of the tables that events are mapped to, by platform, as their reference documents list them. */
function tableColumns(
  table: string,
  platform: Platform,
): Readonly<Record<string, Type>> | undefined {
  schema ??= JSON.parse(
    readFileSync(new URL('./data/tables.json', import.meta.url), 'utf8'),
  ) as Schema;
  return schema[table]?.[platform];
}

/** The view of a mapped table on a platform; undefined when the platform does not have it. */
export function mappedView(mapping: TableMapping, platform: Platform): TableView | undefined {
  const types = tableColumns(mapping.name, platform);
  if (!types) return undefined;
  const columns = Object.entries(types).map(([name, type]): ViewColumn => {
    const source = [...mapping.events, ...(mapping.others ?? [])]
      .map((each) => each.columns[name])
      .find(Boolean);
    return source
      ? { name, type, source: source.source, confidence: source.confidence }
      : { name, type };
  });
  return view(mapping, platform, columns);
}

/**
 * A view for rows exported from a table that no event is mapped to (`SigninLogs`), with columns given by the one who
 * knows the schema.
 */
export function exportView(
  name: string,
  platform: Platform,
  columns: readonly ViewColumn[],
): TableView {
  return view({ name, analogue: false, events: [] }, platform, columns);
}

function view(
  mapping: TableMapping,
  platform: Platform,
  columns: readonly ViewColumn[],
): TableView {
  const all: readonly ViewColumn[] = [...columns, { name: INGESTION_TIME, type: 'datetime' }];
  const mappingOf = (record: EventRecord): EventMapping | undefined =>
    mapping.events.find((each) => each.accepts(record));
  const otherOf = (record: NeutralRecord): OtherMapping | undefined =>
    mapping.others?.find((each) => each.accepts(record));
  return {
    kind: 'table',
    name: mapping.name,
    platform,
    analogue: mapping.analogue,
    columns: all,
    accepts: (record) =>
      'fields' in record
        ? record.kind === mapping.name || otherOf(record) !== undefined
        : mappingOf(record) !== undefined,
    row: (record, context) => {
      if ('fields' in record) {
        if (record.kind === mapping.name) return exportedRow(record, columns, context);
        const other = otherOf(record);
        return other && otherRow(record, other, columns, context);
      }
      const found = mappingOf(record);
      return found && mappedRow(record, found, columns, context);
    },
  };
}

function mappedRow(
  record: EventRecord,
  mapping: EventMapping,
  columns: readonly ViewColumn[],
  context: ViewContext,
): Value[] {
  const row = columns.map(({ name, type }) => {
    const source = Object.hasOwn(mapping.columns, name) ? mapping.columns[name] : undefined;
    if (source) return fit(source.value(record), type);
    if (name === 'TenantId') return fit(context.tenantId, type);
    return fit(mapping.more?.(record, name), type);
  });
  return [...row, ingestionTime(record.system.timeCreated, context)];
}

function otherRow(
  record: NeutralRecord,
  mapping: OtherMapping,
  columns: readonly ViewColumn[],
  context: ViewContext,
): Value[] {
  const row = columns.map(({ name, type }) => {
    const source = Object.hasOwn(mapping.columns, name) ? mapping.columns[name] : undefined;
    if (source) return fit(source.value(record), type);
    if (name === 'TenantId') return fit(context.tenantId, type);
    return fit(mapping.more?.(record, name), type);
  });
  return [...row, record.time === undefined ? null : ingestionTime(record.time, context)];
}

function exportedRow(
  record: NeutralRecord,
  columns: readonly ViewColumn[],
  context: ViewContext,
): Value[] {
  const row = columns.map(({ name, type }) => fit(exportedValue(record, name), type));
  return [...row, record.time === undefined ? null : ingestionTime(record.time, context)];
}

/** Defender calls `Timestamp` what Sentinel calls `TimeGenerated`; an export has one of them. */
const twins: ReadonlyMap<string, string> = new Map([
  ['Timestamp', 'TimeGenerated'],
  ['TimeGenerated', 'Timestamp'],
]);

function exportedValue({ fields }: NeutralRecord, name: string): unknown {
  if (Object.hasOwn(fields, name)) return fields[name];
  const twin = twins.get(name);
  return twin !== undefined && Object.hasOwn(fields, twin) ? fields[twin] : undefined;
}

function ingestionTime(time: bigint, { ingestionDelay }: ViewContext): bigint {
  return time + BigInt(Math.round(ingestionDelay)) * TICKS_PER_SECOND;
}
