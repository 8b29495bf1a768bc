// Rows exported from Log Analytics, Azure Data Explorer or Defender's advanced hunting: JSON lines, CSV, and what the
// APIs answer. They go straight into the table they came from, so a record's kind is the table's name.
import type { NeutralRecord } from '../../record.ts';
import { isoOfTicks, ticksOfIso } from '../../ticks.ts';
import type { AnyRecord, Input } from '../format.ts';
import { isoOfPortal, portalColumn } from '../portal-time.ts';
import { neutralRecord } from './generic.ts';
import { tableOf } from './kusto-tables.ts';
import { isObject, objectAt, own, textAt } from './shape.ts';
import type { JsonContext, JsonObject, JsonShape } from './shape.ts';

/** A row by itself. */
export const kustoExport: JsonShape = {
  name: 'kusto-export',
  matches: (value) => tableOf(value) !== undefined || hasPortalColumn(value),
  read: readRow,
};

/** A row's record, where it is one that a table is known of, else the row as any other object. */
function readRow(row: JsonObject, context: JsonContext): readonly AnyRecord[] {
  const fields = hasPortalColumn(row) ? withPortalTimes(row) : row;
  const table = tableOf(fields);
  if (table === undefined) return [neutralRecord(context.input, fields, context, 'json')];
  return listed(kustoRecord(context.input, fields, context, table));
}

function hasPortalColumn(row: JsonObject): boolean {
  for (const name in row) if (portalColumn(name).isTime) return true;
  return false;
}

function withPortalTimes(row: JsonObject): JsonObject {
  const fields = Object.create(null) as Record<string, unknown>;
  for (const [header, value] of Object.entries(row)) {
    const { name, isTime } = portalColumn(header);
    fields[name] = isTime && typeof value === 'string' ? isoOfPortal(value, undefined) : value;
  }
  return fields;
}

interface Place {
  readonly number: number;
  readonly raw: string;
}

/** Where a row's time stands when the export left out what every table has. */
const timeColumns = [
  'TimeGenerated',
  'Timestamp',
  'CreatedDateTime',
  'ActivityDateTime',
  'Start_Time',
  'EventTime',
  'TimeCollected',
];

/** The row as a record of its table; reports a row whose time cannot be read. */
export function kustoRecord(
  input: Input,
  row: JsonObject,
  { number, raw }: Place,
  kind: string,
): NeutralRecord | undefined {
  const fields = withoutUnionSuffixes(row);
  const column = timeColumns.find((name) => isFilled(fields[name]));
  const told = column === undefined ? undefined : textAt(fields, column);
  const exact = ticksOfIso(told ?? '');
  const time = exact ?? ticksOfIso(isoOfPortal(told ?? '', undefined) ?? '');
  if (time === undefined) {
    const message = `a row of \`${kind}\` needs \`TimeGenerated\` or \`Timestamp\` as ISO 8601`;
    input.report({ code: 'EVT402', severity: 'error', number, message });
    return undefined;
  }
  if (exact === undefined && column !== undefined) {
    fields[column] = isoOfTicks(time);
    tellOfZone(input, number, column);
  }
  return { fields, time, kind, raw, origin: input.origin(number) };
}

const toldOf = new WeakSet<Input>();

/** Once for each file: who saved the table took the mark off that tells the zone. */
function tellOfZone(input: Input, number: number, column: string): void {
  if (toldOf.has(input)) return;
  toldOf.add(input);
  const message = `times in \`${column}\` have no zone and are read as UTC`;
  input.report({ code: 'EVT303', severity: 'warning', number, message });
}

const unionSuffix = /^(.+)_(?:string|long|int|dynamic|datetime|real|bool|guid)$/;

/** `union` of tables that disagree on a column's type renames it to `X_string`, `X_long`; the filled one is `X`. */
function withoutUnionSuffixes(row: JsonObject): Record<string, unknown> {
  const fields = Object.create(null) as Record<string, unknown>;
  for (const [name, value] of Object.entries(row)) {
    const base = name.length < 200 ? unionSuffix.exec(name)?.[1] : undefined;
    if (base === undefined) fields[name] = value;
    else if (!isFilled(fields[base]) && !isFilled(own(row, base))) fields[base] = value;
  }
  return fields;
}

function isFilled(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}

/**
 * What the APIs answer: Log Analytics and Azure Data Explorer a table or several, or the second version's frames;
 * advanced hunting a schema and its rows as objects.
 */
export const kustoAnswer: JsonShape = {
  name: 'kusto-answer',
  matches: (value) =>
    Array.isArray(tablesOf(value)) || isFrame(value) || Array.isArray(huntingResults(value)),
  read: (value, context) => {
    const results = huntingResults(value);
    const rows = results ?? (tablesOf(value) ?? framed(value)).flatMap(tableRows);
    return rows.flatMap((row) =>
      isObject(row) ? readRow(row, { ...context, raw: JSON.stringify(row), exact: false }) : [],
    );
  },
};

function tablesOf(value: JsonObject): readonly unknown[] | undefined {
  const tables = own(value, 'tables') ?? own(value, 'Tables');
  return Array.isArray(tables) ? resultsAmong(tables as unknown[]) : undefined;
}

/** Azure Data Explorer's first version adds tables about the query, and a last one that says which is which. */
function resultsAmong(tables: readonly unknown[]): readonly unknown[] {
  const contents = tables.length > 1 ? tableRows(tables.at(-1)) : [];
  const kinds = contents.map((row) => own(row, 'Kind'));
  return kinds.includes('QueryResult')
    ? tables.filter((_, at) => kinds[at] === 'QueryResult')
    : tables;
}

function isFrame(value: JsonObject): boolean {
  return typeof own(value, 'FrameType') === 'string';
}

/** A frame that holds the query's result; others are about the query. */
function framed(value: JsonObject): readonly unknown[] {
  return own(value, 'TableKind') === 'PrimaryResult' ? [value] : [];
}

function huntingResults(value: JsonObject): readonly unknown[] | undefined {
  const schema = own(value, 'Schema') ?? own(value, 'schema');
  const results = own(value, 'Results') ?? own(value, 'results');
  return Array.isArray(schema) && Array.isArray(results) ? (results as unknown[]) : undefined;
}

function tableRows(table: unknown): JsonObject[] {
  if (!isObject(table)) return [];
  const columns = own(table, 'columns') ?? own(table, 'Columns');
  const rows = own(table, 'rows') ?? own(table, 'Rows');
  if (!Array.isArray(columns) || !Array.isArray(rows)) return [];
  const names = columns.map((column: unknown) => columnName(column));
  return rows.flatMap((row: unknown) => {
    if (!Array.isArray(row)) return [];
    const fields = Object.create(null) as Record<string, unknown>;
    names.forEach((name, index) => (fields[name] = (row as unknown[])[index]));
    return [fields];
  });
}

function columnName(column: unknown): string {
  if (!isObject(column)) return '';
  return textAt(column, 'name') ?? textAt(column, 'ColumnName') ?? '';
}

/** Defender's stream to storage and queues: a row in `properties`, its table in `category`. */
export const defenderStream: JsonShape = {
  name: 'defender-stream',
  matches: (value) =>
    /^AdvancedHunting-\w{1,100}$/.test(textAt(value, 'category') ?? '') &&
    objectAt(value, 'properties') !== undefined,
  read: (value, context) => {
    const table = (textAt(value, 'category') ?? '').slice('AdvancedHunting-'.length);
    const row = objectAt(value, 'properties') ?? {};
    return listed(kustoRecord(context.input, row, context, table));
  },
};

function listed(record: NeutralRecord | undefined): readonly NeutralRecord[] {
  return record ? [record] : [];
}
