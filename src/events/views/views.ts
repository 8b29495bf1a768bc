// All views, and tables made with them.
import type { Column, Value } from '../../plan/types.ts';
import type { AnyRecord } from '../formats/format.ts';
import {
  deviceEvents,
  deviceFileEvents,
  deviceImageLoadEvents,
  deviceProcessEvents,
  deviceRegistryEvents,
} from './device-events.ts';
import { deviceLogonEvents, deviceNetworkEvents } from './device-sessions.ts';
import { awsCloudTrail } from './cloud/cloud-trail.ts';
import { auditLogs, otherSigninLogs, signinLogs } from './cloud/entra.ts';
import { officeActivity } from './cloud/office-activity.ts';
import { syslog } from './cloud/syslog.ts';
import { securityEvent } from './security-event.ts';
import { splunkViewOf, splunkViews } from './splunk.ts';
import { mappedView, type TableMapping } from './table.ts';
import { usualContext } from './view.ts';
import type { FieldValue, Platform, TableView, View, ViewContext } from './view.ts';
import { event, windowsEvent } from './windows-event.ts';

/** Every table that events are mapped to. */
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
  signinLogs,
  ...otherSigninLogs,
  auditLogs,
  officeActivity,
  awsCloudTrail,
  syslog,
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

/** Rows ready to be loaded: cells in the order of `columns`. */
export interface ViewTable {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Value[])[];
}

const once: readonly ViewContext[] = [usualContext];

/**
 * The rows of one Kusto table, one by one; records that it does not accept are left out. Every record comes in once for
 * each of the contexts, in their order.
 */
export function* rowsOf(
  view: TableView,
  records: Iterable<AnyRecord>,
  arrivals: readonly ViewContext[] = once,
): Generator<readonly Value[]> {
  for (const context of arrivals) {
    for (const record of records) {
      const row = view.row(record, context);
      if (row) yield row;
    }
  }
}

/** All rows of one Kusto table. */
export function tableOf(view: TableView, records: Iterable<AnyRecord>): ViewTable {
  return { columns: view.columns, rows: [...rowsOf(view, records)] };
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

/** As many events are kept between finding out their columns and making their rows; of more, fields are found twice. */
const MOST_KEPT = 20_000;

/**
 * All records as one table of Splunk events. Further columns are the fields found, by name; a field with several
 * values in any event is of type `strings` throughout. A field that an event does not have is null. Records are walked
 * through more than once; rows are made one by one, and can be walked through once.
 */
export function splunkEvents(
  records: Iterable<AnyRecord>,
  arrivals: readonly ViewContext[] = once,
): { readonly columns: readonly Column[]; readonly rows: Iterable<readonly Value[]> } {
  const kept: SplunkFields[] = [];
  const looked = function* (): Generator<SplunkFields> {
    for (const fields of splunkFields(records, arrivals)) {
      if (kept.length <= MOST_KEPT) kept.push(fields);
      yield fields;
    }
  };
  const columns = splunkColumnsOf(looked());
  const events = kept.length > MOST_KEPT ? splunkFields(records, arrivals) : kept;
  return { columns, rows: splunkRows(events, columns) };
}

type SplunkFields = ReadonlyMap<string, FieldValue>;

function* splunkFields(
  records: Iterable<AnyRecord>,
  arrivals: readonly ViewContext[],
): Generator<SplunkFields> {
  for (const context of arrivals)
    for (const record of records) yield splunkViewOf(record).fields(record, context);
}

function* splunkRows(
  events: Iterable<SplunkFields>,
  columns: readonly Column[],
): Generator<readonly Value[]> {
  for (const fields of events) yield columns.map(({ name, type }) => cell(fields.get(name), type));
}

function splunkColumnsOf(events: Iterable<SplunkFields>): Column[] {
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
