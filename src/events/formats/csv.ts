// CSV exports: Splunk searches (`_raw`, `_time`), Log Analytics and advanced hunting tables, any other.
import { ticksOfCalendar, ticksOfIso } from '../ticks.ts';
import type { AnyRecord, Format, Input } from './format.ts';
import { evtxECmd, evtxECmdRecord } from './json/evtxecmd.ts';
import { kustoRecord, looksLikeKusto } from './json/kusto-export.ts';
import { splunkRecord } from './json/splunk-export.ts';
import { firstLines, lineEnds, textBetween, toUtf8 } from './utf8.ts';

const MOST_COLUMNS = 2000;
const LONGEST_FIELD = 16 * 1024 * 1024;

export const csv: Format = { name: 'csv', recognise, read };

function recognise(head: Buffer): number {
  const [first = ''] = firstLines(tableOf(head), 1);
  if (/^\s*[<{[]/.test(first) || first.length > 100_000) return 0;
  const names = splitHeader(first);
  if (names.length < 2 || names.some((name) => name === '' || name.length > 200)) return 0;
  const telling = names.some((name) =>
    /^(?:_raw|_time|Type|Timestamp|TimeGenerated(?: \[.{1,20}\])?)$/.test(name),
  );
  return telling ? 0.9 : 0.3;
}

/** The text behind the line in which PowerShell names the type of what it exports. */
function tableOf(bytes: Buffer): Buffer {
  const text = toUtf8(bytes);
  const end = text.toString('latin1', 0, 6) === '#TYPE ' ? text.indexOf(0x0a) : -1;
  return text.subarray(end + 1);
}

function splitHeader(line: string): string[] {
  return [...rowsOf(Buffer.from(line, 'utf8'))][0]?.fields ?? [];
}

interface Row {
  readonly fields: string[];
  /** The line on which the row begins. */
  readonly line: number;
}

/** Rows by RFC 4180: quoted fields hold commas, line ends and doubled quotes. */
function* rowsOf(bytes: Buffer): Generator<Row> {
  let fields: string[] = [];
  let line = 1;
  let startLine = 1;
  let at = 0;
  while (at < bytes.length) {
    const quoted = bytes[at] === 0x22;
    const end = quoted ? quotedEnd(bytes, at) : plainEnd(bytes, at);
    const text = textBetween(bytes, quoted ? at + 1 : at, quoted ? end - 1 : end);
    fields.push(quoted ? text.replaceAll('""', '"') : text);
    if (quoted) line += lineEnds(bytes, at, end);
    at = end;
    const stop = bytes[at];
    if (stop === 0x2c) {
      at += 1;
      if (at < bytes.length) continue;
      fields.push('');
    }
    if (stop === 0x0d && bytes[at + 1] === 0x0a) at += 1;
    at += 1;
    line += 1;
    if (fields.length > 1 || fields[0] !== '') yield { fields, line: startLine };
    fields = [];
    startLine = line;
  }
}

/** Behind the closing quote; what stands between it and the next comma or line end is dropped with it. */
function quotedEnd(bytes: Buffer, start: number): number {
  for (let at = bytes.indexOf(0x22, start + 1); at >= 0; at = bytes.indexOf(0x22, at + 2)) {
    if (bytes[at + 1] !== 0x22) return at + 1;
  }
  return bytes.length;
}

function plainEnd(bytes: Buffer, start: number): number {
  let at = start;
  while (at < bytes.length) {
    const byte = bytes[at];
    if (byte === 0x2c || byte === 0x0a || (byte === 0x0d && bytes[at + 1] === 0x0a)) break;
    at += 1;
  }
  return at;
}

function* read(input: Input): Generator<AnyRecord> {
  const rows = rowsOf(tableOf(input.bytes));
  const head = rows.next();
  if (head.done === true) return;
  const header = readHeader(input, head.value.fields);
  if (!header) return;
  for (const row of rows) {
    if (row.fields.length !== header.length) {
      const message = `${String(row.fields.length)} fields where the header has ${String(header.length)}`;
      input.report({ code: 'EVT401', severity: 'error', number: row.line, message });
      continue;
    }
    const record = recordOfRow(input, header, row);
    if (record) yield record;
  }
}

interface HeaderColumn {
  readonly name: string;
  /** The portal marks every datetime column with its zone. */
  readonly time: boolean;
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

function readHeader(input: Input, names: readonly string[]): HeaderColumn[] | undefined {
  if (names.length > MOST_COLUMNS) {
    const message = `${String(names.length)} columns, more than ${String(MOST_COLUMNS)}`;
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
  return names.map((name) =>
    name.endsWith(' [UTC]') ? { name: name.slice(0, -6), time: true } : { name, time: false },
  );
}

function recordOfRow(
  input: Input,
  header: readonly HeaderColumn[],
  row: Row,
): AnyRecord | undefined {
  const fields = Object.create(null) as Record<string, unknown>;
  for (const [index, column] of header.entries()) {
    const text = row.fields[index] ?? '';
    if (text.length > LONGEST_FIELD) {
      const message = `field \`${column.name}\` is longer than 16 MiB`;
      input.report({ code: 'EVT401', severity: 'error', number: row.line, message });
      return undefined;
    }
    const value = column.time && text !== '' ? portalTime(text) : text;
    if (value === undefined) {
      const message = `\`${text}\` in \`${column.name}\` does not tell day from month; export with ISO 8601 times`;
      input.report({ code: 'EVT402', severity: 'error', number: row.line, message });
      return undefined;
    }
    fields[column.name] = value;
  }
  if (evtxECmd.matches(fields)) return evtxECmdRecord(fields, { input, number: row.line });
  if ('_raw' in fields || '_time' in fields) return splunkRecord(input, fields, row.line);
  const raw = JSON.stringify(fields);
  if (looksLikeKusto(fields)) return kustoRecord(input, fields, { number: row.line, raw });
  return { fields, kind: 'csv', raw, origin: input.origin(row.line) };
}

/** ISO 8601, or the portal's American form `10/25/2023, 9:43:21.994 AM`; `16/07/2026 20:26` could be either order. */
function portalTime(text: string): string | undefined {
  if (ticksOfIso(text) !== undefined) return text;
  const found =
    /^(\d{1,2})\/(\d{1,2})\/(\d{4}), (\d{1,2}):(\d\d):(\d\d)(?:\.(\d{1,7}))? ([AP])M$/.exec(text);
  if (!found) return undefined;
  const [month = 0, day = 0, year = 0, hour = 0, minute = 0, second = 0] = found
    .slice(1, 7)
    .map(Number);
  const hours = (hour % 12) + (found[8] === 'P' ? 12 : 0);
  if (ticksOfCalendar([year, month, day, hours, minute, second]) === undefined) return undefined;
  const pad = (value: number): string => String(value).padStart(2, '0');
  const fraction = found[7] === undefined ? '' : `.${found[7]}`;
  return `${String(year)}-${pad(month)}-${pad(day)}T${pad(hours)}:${pad(minute)}:${pad(second)}${fraction}Z`;
}
