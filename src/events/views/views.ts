// All views, and tables made with them.
import type { Column, Value } from '../../plan/types.ts';
import type { AnyRecord } from '../formats/format.ts';
import {
  deviceEvents,
  deviceFileEvents,
  deviceImageLoadEvents,
  deviceLogonEvents,
  deviceNetworkEvents,
  deviceProcessEvents,
  deviceRegistryEvents,
} from './device-events.ts';
import { securityEvent } from './security-event.ts';
import { splunkViewOf, splunkViews } from './splunk.ts';
import { mappedView, type TableMapping } from './table.ts';
import { usualContext } from './view.ts';
import type { FieldValue, Platform, TableView, View, ViewContext } from './view.ts';
import { event, windowsEvent } from './windows-event.ts';

/** Every table that Windows events are mapped to. */
export const tableMappings: readonly TableMapping[] = [
  securityEvent,
  windowsEvent,
  event,
  deviceProcessEvents,
  deviceRegistryEvents,
  deviceFileEvents,
  deviceEvents,
  deviceImageLoadEvents,
  deviceNetworkEvents,
  deviceLogonEvents,
];

const made = new Map<Platform, readonly TableView[]>();

/** The Kusto tables of a platform. Sentinel has the Defender tables too, with a few columns more. */
export function tableViews(platform: 'sentinel' | 'defender'): readonly TableView[] {
  let views = made.get(platform);
  if (!views) {
    views = tableMappings.flatMap((mapping) => mappedView(mapping, platform) ?? []);
    made.set(platform, views);
  }
  return views;
}

/** Every view there is. */
export function allViews(): readonly View[] {
  return [...splunkViews, ...tableViews('sentinel'), ...tableViews('defender')];
}

/** Rows ready to be loaded: cells in the order of `columns`; `records[i]` is what `rows[i]` was made from. */
export interface ViewTable {
  readonly name: string;
  readonly platform: Platform;
  readonly analogue: boolean;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Value[])[];
  readonly records: readonly AnyRecord[];
}

/** The rows of one Kusto table; records that it does not accept are left out. */
export function tableOf(
  view: TableView,
  records: Iterable<AnyRecord>,
  context: ViewContext = usualContext,
): ViewTable {
  const rows: (readonly Value[])[] = [];
  const kept: AnyRecord[] = [];
  for (const record of records) {
    const row = view.row(record, context);
    if (!row) continue;
    rows.push(row);
    kept.push(record);
  }
  const { name, platform, analogue, columns } = view;
  return { name, platform, analogue, columns, rows, records: kept };
}

/** Columns that every Splunk event table has, whatever was recorded. */
const splunkColumns: readonly Column[] = [
  { name: '_time', type: 'real' },
  { name: '_raw', type: 'string' },
  { name: '_indextime', type: 'real' },
  { name: 'index', type: 'string' },
  { name: 'source', type: 'string' },
  { name: 'sourcetype', type: 'string' },
  { name: 'host', type: 'string' },
  { name: 'linecount', type: 'string' },
];

/**
 * All records as one table of Splunk events. Further columns are the fields found, by name; a field with several
 * values in any event is of type `strings` throughout. A field that an event does not have is null.
 */
export function splunkEvents(
  records: Iterable<AnyRecord>,
  context: ViewContext = usualContext,
): ViewTable {
  const kept = [...records];
  const events = kept.map((record) => splunkViewOf(record).fields(record, context));
  const columns = splunkColumnsOf(events);
  const rows = events.map((fields) =>
    columns.map(({ name, type }) => cell(fields.get(name), type)),
  );
  return { name: 'events', platform: 'splunk', analogue: false, columns, rows, records: kept };
}

function splunkColumnsOf(events: readonly ReadonlyMap<string, FieldValue>[]): Column[] {
  const names = new Set<string>();
  const multivalued = new Set<string>();
  for (const fields of events) {
    for (const [name, value] of fields) {
      names.add(name);
      if (typeof value === 'object') multivalued.add(name);
    }
  }
  for (const { name } of splunkColumns) names.delete(name);
  const found = [...names].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return [
    ...splunkColumns,
    ...found.map((name): Column => ({ name, type: multivalued.has(name) ? 'strings' : 'string' })),
  ];
}

function cell(value: FieldValue | undefined, type: Column['type']): Value {
  if (value === undefined) return null;
  if (type === 'real') return typeof value === 'number' ? value : null;
  if (type === 'strings') return typeof value === 'object' ? value : [String(value)];
  return typeof value === 'object' ? value.join('\n') : String(value);
}
