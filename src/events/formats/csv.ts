// CSV exports: Splunk searches (`_raw`, `_time`), Log Analytics and advanced hunting tables, any other. Fields are
// separated by commas, or by semicolons or tabs where the header is.
import { MOST_COLUMNS, rowsOf, type Row } from './csv-rows.ts';
import type { AnyRecord, Format, Input } from './format.ts';
import { Forward } from './forward.ts';
import { unwrapped } from './json/envelopes.ts';
import { carriedXml } from './json/event-envelopes.ts';
import { evtxECmd, evtxECmdRecord } from './json/evtxecmd.ts';
import { neutralRecord } from './json/generic.ts';
import { isKibanaRow, kibanaRecord } from './json/kibana-row.ts';
import { kustoRecord } from './json/kusto-export.ts';
import { tableOf } from './json/kusto-tables.ts';
import { isObject, type JsonObject } from './json/shape.ts';
import { splunkRecord } from './json/splunk-export.ts';
import { dateOrderOf, isoOfPortal, portalColumn, type DateOrder } from './portal-time.ts';
import { BEGINNING, firstLines, utf8Of } from './utf8.ts';
import { eventOfXml } from './windows-text.ts';
import { Window } from './window.ts';

const LONGEST_FIELD = 16 * 1024 * 1024;

export const csv: Format = { name: 'csv', recognise, read };

function recognise(head: Buffer): number {
  const [first = ''] = firstLines(
    textOf({ bytes: new Forward([head]), report: () => undefined }).peek(head.length),
    1,
  );
  if (/^\s*[<{[]/.test(first) || first.length > 100_000) return 0;
  const names = splitHeader(first, separatorOf(first));
  if (names.length < 2 || names.some((name) => name.length > 200)) return 0;
  if (names.filter((name) => name === '').length * 2 >= names.length) return 0;
  const telling = names.some((name) =>
    /^(?:_raw|_time|Type|AuditData|Timestamp|TimeGenerated(?: \[.{1,20}\])?)$/.test(name),
  );
  return telling ? 0.9 : 0.3;
}

/** Separators in the order in which a header with as many of two is read. */
const separators = [',', ';', '\t'] as const;

/** The separator that gives the header most names. */
function separatorOf(header: string): number {
  let best = ',';
  let most = 1;
  for (const separator of separators) {
    const names = splitHeader(header, separator.charCodeAt(0)).length;
    if (names > most) [best, most] = [separator, names];
  }
  return best.charCodeAt(0);
}

const LINE_BEFORE = /^(?:#TYPE [^\n]*|sep=[^\n]\r?)\n/i;
const LONGEST_LINE_BEFORE = 1000;

/** The text behind the line in which PowerShell names the type of what it exports, or Excel's separator is named. */
function textOf(input: Pick<Input, 'bytes' | 'report'>): Forward {
  const text = utf8Of(input);
  const [line = ''] = LINE_BEFORE.exec(text.peek(LONGEST_LINE_BEFORE).toString('latin1')) ?? [];
  text.skip(line.length);
  return text;
}

function splitHeader(line: string, separator: number): readonly string[] {
  const [row] = rowsIn(Buffer.from(line, 'utf8'), separator);
  return row?.fields ?? [];
}

function rowsIn(bytes: Buffer, separator: number): Generator<Row> {
  return rowsOf(new Window(new Forward([bytes])), separator);
}

function* read(input: Input): Generator<AnyRecord> {
  const table = textOf(input);
  const beginning = table.peek(BEGINNING);
  const separator = separatorOf(firstLines(beginning, 1)[0] ?? '');
  const rows = rowsOf(new Window(table), separator);
  const head = rows.next();
  if (head.done === true) return;
  const header = readHeader(input, head.value);
  if (!header) return;
  const order = dateOrderOf(portalTexts(header, rowsIn(wholeLines(beginning), separator)));
  const whole: Header = { columns: header, order, told: new Set() };
  for (const row of rows) {
    const fault = faultOf(row, header);
    if (fault === undefined) yield* recordsOfRow(input, whole, row);
    else input.report({ code: 'EVT401', severity: 'error', number: row.line, message: fault });
  }
}

/** Without the line in which it was cut, if it was. */
function wholeLines(beginning: Buffer): Buffer {
  const isWhole = beginning.length < BEGINNING;
  return isWhole ? beginning : beginning.subarray(0, beginning.lastIndexOf(0x0a) + 1);
}

function faultOf(row: Row, header: readonly HeaderColumn[]): string | undefined {
  const { fields, count, fault } = row;
  if (fault !== undefined) return fault;
  if (count !== header.length)
    return `${String(count)} fields where the header has ${String(header.length)}`;
  const long = header.find((_, at) => (fields[at] ?? '').length > LONGEST_FIELD);
  return long && `field \`${long.name}\` is longer than 16 MiB`;
}

interface HeaderColumn {
  readonly name: string;
  /** The portal marks every datetime column with its zone. */
  readonly isTime: boolean;
  /** Without a name, or with the name of a column before it. */
  readonly isDropped: boolean;
}

interface Header {
  readonly columns: readonly HeaderColumn[];
  /** Of days and months in marked columns. */
  readonly order: DateOrder | undefined;
  /** What has been said of the file. */
  readonly told: Set<string>;
}

/** How many rows are looked at for the order of days and months. */
const MOST_LOOKED_AT = 100_000;

/** The texts of marked columns; the header's own row has none that is a time. */
function* portalTexts(header: readonly HeaderColumn[], rows: Iterable<Row>): Generator<string> {
  const marked = header.flatMap(({ isTime }, at) => (isTime ? [at] : []));
  if (marked.length === 0) return;
  let looked = 0;
  for (const { fields, fault } of rows) {
    if (fault !== undefined) return;
    for (const at of marked) yield fields[at] ?? '';
    looked += 1;
    if (looked === MOST_LOOKED_AT) return;
  }
}

/** Exports that leave out what makes an event. */
const foreignExports: readonly { readonly columns: readonly string[]; readonly message: string }[] =
  [
    {
      columns: ['Date and Time', 'Source', 'Event ID', 'Task Category'],
      message:
        "the event viewer's CSV has local times and no event data; save the events as .evtx or XML",
    },
    {
      columns: ['Id', 'ProviderName', 'LogName', 'MachineName', 'TimeCreated'],
      message:
        'Export-Csv wrote no event data; copy the log with `wevtutil epl`, or use ConvertTo-Json -Depth 4',
    },
    {
      columns: ['Timestamp', 'RuleTitle', 'Computer', 'EventID', 'RecordID'],
      message:
        "a timeline of Hayabusa's rules, which has not the events' own fields; record the EVTX files",
    },
  ];

function readHeader(
  input: Input,
  { fields: names, count, fault }: Row,
): HeaderColumn[] | undefined {
  if (fault !== undefined || count > MOST_COLUMNS) {
    const message = fault ?? `${String(count)} columns, more than ${String(MOST_COLUMNS)}`;
    input.report({ code: 'EVT401', severity: 'error', number: 1, message });
    return undefined;
  }
  const tool = foreignExports.find(({ columns }) => columns.every((each) => names.includes(each)));
  if (tool) {
    input.report({ code: 'EVT305', severity: 'error', number: 1, message: tool.message });
    return undefined;
  }
  const local = names.find((name) => name.endsWith(' [Local Time]'));
  if (local !== undefined) {
    const message = `\`${local}\` is local time of an unknown zone; export the table with UTC times`;
    input.report({ code: 'EVT402', severity: 'error', number: 1, message });
    return undefined;
  }
  if (names.some((name) => valueNotName.test(name))) {
    const message = 'the first row has values where names of columns should be; add a header';
    input.report({ code: 'EVT401', severity: 'error', number: 1, message });
    return undefined;
  }
  return columnsOf(input, names);
}

/** A date, a GUID or a JSON object: a table without a header. */
const valueNotName = /^(?:\d{4}-\d\d-\d\d[T ]|\{"|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-)/i;

function columnsOf(input: Input, names: readonly string[]): HeaderColumn[] {
  const seen = new Set<string>();
  const columns = names.map((header) => {
    const column = portalColumn(header);
    const isDropped = column.name === '' || seen.has(column.name);
    seen.add(column.name);
    return { ...column, isDropped };
  });
  const dropped = columns.flatMap(({ name, isDropped }, at) =>
    isDropped ? [`${String(at + 1)}${name === '' ? '' : ` (\`${name}\` again)`}`] : [],
  );
  if (dropped.length > 0) {
    const message = `columns without a name of their own are left out: ${dropped.slice(0, 20).join(', ')}`;
    input.report({ code: 'EVT205', severity: 'warning', number: 1, message });
  }
  return columns;
}

/** The records of a row: one, unless a column holds a list of them. */
function* recordsOfRow(input: Input, header: Header, row: Row): Generator<AnyRecord> {
  const fields = fieldsOfRow(input, header, row);
  if (!fields) return;
  const isSplunk = '_raw' in fields || '_time' in fields;
  for (const inner of isSplunk ? [fields] : unwrapped(fields)) {
    const record = isObject(inner) ? recordOf(input, inner, row.line, header.told) : undefined;
    if (record) yield record;
  }
}

function fieldsOfRow(
  input: Input,
  { columns, order }: Header,
  row: Row,
): Record<string, unknown> | undefined {
  const fields = Object.create(null) as Record<string, unknown>;
  for (const [index, column] of columns.entries()) {
    if (column.isDropped) continue;
    const text = row.fields[index] ?? '';
    const value = column.isTime && text !== '' ? isoOfPortal(text, order) : text;
    if (value === undefined) {
      const message = `\`${text}\` in \`${column.name}\` does not tell day from month; export with ISO 8601 times`;
      input.report({ code: 'EVT402', severity: 'error', number: row.line, message });
      return undefined;
    }
    fields[column.name] = value;
  }
  return fields;
}

function recordOf(
  input: Input,
  fields: JsonObject,
  number: number,
  told: Set<string>,
): AnyRecord | undefined {
  if (evtxECmd.matches(fields)) return evtxECmdRecord(fields, { input, number });
  if ('_raw' in fields || '_time' in fields) return splunkRecord(input, fields, number);
  if (isKibanaRow(fields)) return kibanaRecord(fields, { input, number, told });
  const place = { number, raw: JSON.stringify(fields) };
  const table = tableOf(fields);
  const xml = table === undefined ? carriedXml(fields) : undefined;
  if (xml !== undefined) return eventOfXml(input, xml, number);
  return table === undefined
    ? neutralRecord(input, fields, place, 'csv')
    : kustoRecord(input, fields, place, table);
}
