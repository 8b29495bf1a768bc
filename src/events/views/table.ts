// Tables of fixed columns, made from mapping tables; and rows from and for them.
import { readFileSync } from 'node:fs';
import { call, literal, type Expression } from '../../plan/index.ts';
import type { Type, Value } from '../../plan/types.ts';
import { TICKS_PER_SECOND } from '../../plan/types.ts';
import type { AnyRecord } from '../formats/format.ts';
import { timeOf } from '../record-facts.ts';
import type { EventRecord, NeutralRecord } from '../record.ts';
import { selects, systemField, type Selection } from './fields.ts';
import { fit, fitted } from './fit.ts';
import type { ColumnSource, ColumnSources, OtherSources, RawValue } from './source.ts';
import { INGESTION_TIME } from './view.ts';
import type { OverFields, Platform, TableView, ViewColumn, ViewContext } from './view.ts';

/** Which events a table holds and how; the first mapping whose `accepts` is true makes the row. */
interface EventMapping {
  readonly selection?: Selection;
  /** Which of these, or of all events. */
  readonly accepts?: (record: EventRecord) => boolean;
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
  return ofColumns(mapping, platform, [...columns, { name: INGESTION_TIME, type: 'datetime' }]);
}

function ofColumns(
  mapping: TableMapping,
  platform: Platform,
  columns: readonly ViewColumn[],
): TableView {
  const { name, analogue, others = [] } = mapping;
  const events = mapping.events.map((each) => ({ ...each, accepts: acceptedBy(each) }));
  const made = new Map<object, Cells<never>>();
  const cellsFor = <R extends AnyRecord>(of: Fields<R>): Cells<R> => {
    const known = made.get(of) as Cells<R> | undefined;
    if (known) return known;
    const cells = columns.map((column) => cellOf(of, column));
    made.set(of, cells);
    return cells;
  };
  return {
    kind: 'table',
    name,
    platform,
    analogue,
    columns,
    accepts: (record) =>
      'fields' in record
        ? record.kind === name || others.some((each) => each.accepts(record))
        : events.some((each) => each.accepts(record)),
    row: (record, context) => {
      if (!('fields' in record)) {
        const found = events.find((each) => each.accepts(record));
        return found && rowOf(cellsFor(found), record, context);
      }
      const found = record.kind === name ? exported : others.find((each) => each.accepts(record));
      return found && rowOf(cellsFor(found), record, context);
    },
    overFields: (context) => mapping.events.map((each) => overFields(each, columns, context)),
    only: (wanted) =>
      ofColumns(
        mapping,
        platform,
        columns.filter((column) => wanted.has(column.name)),
      ),
  };
}

function acceptedBy({ selection, accepts }: EventMapping): (record: EventRecord) => boolean {
  if (!selection) return accepts ?? (() => true);
  const inSelection = selects(selection);
  return accepts ? (record) => inSelection(record) && accepts(record) : inSelection;
}

function overFields(
  { selection, accepts, columns: sources, more }: EventMapping,
  columns: readonly ViewColumn[],
  context: ViewContext,
): OverFields {
  const made = columns.map(({ name, type }) => {
    const expression = overField(name, type, sources, context);
    return expression && { name, expression };
  });
  const isWhole = selection && !accepts && !more;
  return {
    ...(selection && { selection }),
    ...(isWhole && made.every((each) => each !== undefined) && { columns: made }),
  };
}

/** What `cellOf` gives, as an expression over the event's fields, where there is one. */
function overField(
  name: string,
  type: Type,
  sources: ColumnSources,
  context: ViewContext,
): Expression | undefined {
  if (name === INGESTION_TIME) {
    const delay = literal(ingestionTime(0n, context), 'timespan');
    return call('add', 'datetime', systemField('timeCreated'), delay);
  }
  const source = Object.hasOwn(sources, name) ? sources[name] : undefined;
  if (source) return source.expression && fitted(source.expression, type);
  return literal(fit(name === 'TenantId' ? context.tenantId : undefined, type), type);
}

/** Where the columns' values are found in records of one kind. */
interface Fields<R> {
  readonly columns: Readonly<Record<string, ColumnSource<R>>>;
  readonly more?: (record: R, name: string) => unknown;
  /** Rows of the table itself, which tell their own tenant. */
  readonly isExport?: boolean;
}

/** A row's cell of a record. */
type Cell<R> = (record: R, context: ViewContext) => Value;
type Cells<R> = readonly Cell<R>[];

function cellOf<R extends AnyRecord>(
  { columns, more, isExport = false }: Fields<R>,
  { name, type }: ViewColumn,
): Cell<R> {
  if (name === INGESTION_TIME) {
    return (record, context) => {
      const time = timeOf(record);
      return time === undefined ? null : ingestionTime(time, context);
    };
  }
  const source = Object.hasOwn(columns, name) ? columns[name] : undefined;
  if (source) return (record) => fit(source.value(record), type);
  if (name === 'TenantId' && !isExport) return (_, context) => fit(context.tenantId, type);
  if (more) return (record) => fit(more(record, name), type);
  const nothing = fit(undefined, type);
  return () => nothing;
}

function rowOf<R>(cells: Cells<R>, record: R, context: ViewContext): Value[] {
  return cells.map((cell) => cell(record, context));
}

/** Defender calls `Timestamp` what Sentinel calls `TimeGenerated`; an export has one of them, or neither. */
const timeColumns: ReadonlySet<string> = new Set(['Timestamp', 'TimeGenerated']);

const exported: Fields<NeutralRecord> = { columns: {}, more: exportedValue, isExport: true };

function exportedValue({ fields, time }: NeutralRecord, name: string): unknown {
  if (Object.hasOwn(fields, name)) return fields[name];
  return timeColumns.has(name) ? time : undefined;
}

function ingestionTime(time: bigint, { ingestionDelay }: ViewContext): bigint {
  return time + BigInt(Math.round(ingestionDelay)) * TICKS_PER_SECOND;
}
