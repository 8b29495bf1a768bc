// Rows exported from Log Analytics or Defender advanced hunting: JSON lines, the API's `{"tables":[..]}`, or CSV.
// They go straight into the table they came from, so a record's kind is the table's name.
import type { NeutralRecord } from '../../record.ts';
import { ticksOfIso } from '../../ticks.ts';
import type { AnyRecord, Input } from '../format.ts';
import { isObject, own, textAt } from './shape.ts';
import type { JsonContext, JsonObject, JsonShape } from './shape.ts';

export const kustoExport: JsonShape = {
  name: 'kusto-export',
  matches: (value) => Array.isArray(own(value, 'tables')) || looksLikeKusto(value),
  read: (value, context) => {
    const tables = own(value, 'tables');
    if (Array.isArray(tables)) return tables.flatMap((table: unknown) => tableRows(table, context));
    const record = kustoRecord(context.input, value, context);
    return record ? [record] : [];
  },
};

/** A row that names its table, or an advanced hunting row, which does not. */
export function looksLikeKusto(row: JsonObject): boolean {
  if (
    typeof own(row, 'Type') === 'string' &&
    own(row, 'Type') !== '' &&
    Object.hasOwn(row, 'TimeGenerated')
  ) {
    return true;
  }
  return (
    ['Timestamp', 'DeviceId', 'ActionType'].every((key) => Object.hasOwn(row, key)) ||
    isCertificate(row)
  );
}

/** Advanced hunting's table of signatures has no actions. */
function isCertificate(row: JsonObject): boolean {
  return ['Timestamp', 'DeviceId', 'SHA1', 'IsSigned'].every((key) => Object.hasOwn(row, key));
}

/** Which hunting table reports an action, by the beginning of its name; all others are in `DeviceEvents`. */
const tableOfAction: readonly (readonly [start: string, table: string])[] = [
  ['ProcessCreated', 'DeviceProcessEvents'],
  ['Registry', 'DeviceRegistryEvents'],
  ['FileCreated', 'DeviceFileEvents'],
  ['FileDeleted', 'DeviceFileEvents'],
  ['FileModified', 'DeviceFileEvents'],
  ['FileRenamed', 'DeviceFileEvents'],
  ['ImageLoaded', 'DeviceImageLoadEvents'],
  ['Connection', 'DeviceNetworkEvents'],
  ['InboundConnectionAccepted', 'DeviceNetworkEvents'],
  ['ListeningConnectionCreated', 'DeviceNetworkEvents'],
  ['Logon', 'DeviceLogonEvents'],
];

interface Place {
  readonly number: number;
  readonly raw: string;
}

/** The row as a record of its table; reports a row whose time cannot be read. */
export function kustoRecord(
  input: Input,
  row: JsonObject,
  place: Place,
): NeutralRecord | undefined {
  const fields = withoutUnionSuffixes(row);
  const action = textAt(fields, 'ActionType') ?? '';
  const kind =
    textAt(fields, 'Type') ??
    (isCertificate(fields) ? 'DeviceFileCertificateInfo' : undefined) ??
    tableOfAction.find(([start]) => action.startsWith(start))?.[1] ??
    'DeviceEvents';
  const time = ticksOfIso(textAt(fields, 'TimeGenerated') ?? textAt(fields, 'Timestamp') ?? '');
  const { number, raw } = place;
  if (time === undefined) {
    const message = `a row of \`${kind}\` needs \`TimeGenerated\` or \`Timestamp\` as ISO 8601`;
    input.report({ code: 'EVT402', severity: 'error', number, message });
    return undefined;
  }
  return { fields, time, kind, raw, origin: input.origin(number) };
}

const unionSuffix = /^(.+)_(?:string|long|int|dynamic|datetime|real|bool|guid)$/;

/** `union` of tables that disagree on a column's type renames it to `X_string`, `X_long`; the filled one is `X`. */
function withoutUnionSuffixes(row: JsonObject): JsonObject {
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

function tableRows(table: unknown, context: JsonContext): AnyRecord[] {
  if (!isObject(table)) return [];
  const columns = own(table, 'columns');
  const rows = own(table, 'rows');
  if (!Array.isArray(columns) || !Array.isArray(rows)) return [];
  const names = columns.map((column: unknown) =>
    isObject(column) ? (textAt(column, 'name') ?? '') : '',
  );
  return rows.flatMap((row: unknown) => {
    if (!Array.isArray(row)) return [];
    const fields = Object.create(null) as Record<string, unknown>;
    names.forEach((name, index) => (fields[name] = (row as unknown[])[index]));
    const raw = JSON.stringify(fields);
    return kustoRecord(context.input, fields, { number: context.number, raw }) ?? [];
  });
}
