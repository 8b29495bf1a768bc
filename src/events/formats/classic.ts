// Classic WinEventLog blocks: a time line, `Key=value` lines, and the rendered message as the last key.
import type { NeutralRecord } from '../record.ts';
import { ticksOfCalendar } from '../ticks.ts';
import { channelName } from './channel.ts';
import type { Input } from './format.ts';

const header = /^(\d\d)\/(\d\d)\/(\d{4}) (\d\d):(\d\d):(\d\d) ([AP])M\r?$/;
const LONGEST_HEADER = '03/25/2022 05:46:37 PM\r'.length;

/** Whether a block begins with that line. */
export function isClassicHeader(line: string): boolean {
  return header.test(line);
}

/** The same of a line in bytes; most lines are longer and need no text. */
export function isClassicHeaderAt(bytes: Buffer, from: number, to: number): boolean {
  return to - from <= LONGEST_HEADER && isClassicHeader(bytes.toString('latin1', from, to));
}

/**
 * A block (without its last line end) as Splunk's own extraction sees it: header keys, and every `Label: value` line of
 * the message with blanks as `_`, a label that occurs again giving a list. Rendered values (account names for SIDs,
 * hexadecimal in capitals) cannot be turned back into the event's data, so this is no `EventRecord`.
 */
export function classicRecord(
  input: Input,
  text: string,
  number: number,
): NeutralRecord | undefined {
  const fields = new Map<string, string[]>();
  const message: string[] = [];
  const [first = '', ...lines] = text.split('\n');
  for (const each of lines) {
    const line = each.endsWith('\r') ? each.slice(0, -1) : each;
    if (message.length > 0) message.push(line);
    else readHeaderLine(fields, message, line);
  }
  for (const line of message.slice(1)) readLabel(fields, line);
  // The add-on's field is all that follows, with its line ends.
  const start = text.search(/^Message=/m);
  if (start >= 0) fields.set('Message', [text.slice(start + 'Message='.length)]);
  const time = timeOf(first);
  const log = fields.get('LogName')?.[0];
  if (log === undefined || time === undefined || !fields.has('EventCode')) {
    const missing = 'a classic block needs a time, `LogName` and `EventCode`';
    input.report({ code: 'EVT304', severity: 'error', number, message: missing });
    return undefined;
  }
  const kind = `WinEventLog:${channelName(log)}`;
  return { fields: plain(fields), time, kind, raw: text, origin: input.origin(number) };
}

function readHeaderLine(fields: Map<string, string[]>, message: string[], line: string): void {
  const equals = line.indexOf('=');
  if (equals <= 0) return;
  const key = line.slice(0, equals);
  const value = line.slice(equals + 1);
  add(fields, key, value);
  if (key === 'Message') message.push(value);
}

function readLabel(fields: Map<string, string[]>, line: string): void {
  const colon = line.indexOf(':');
  if (colon <= 0) return;
  const after = line[colon + 1];
  if (after !== ' ' && after !== '\t') return;
  const name = line
    .slice(0, colon)
    .trim()
    .replace(/[^A-Za-z0-9]/g, '_');
  const value = line.slice(colon + 1).trim();
  if (name !== '' && value !== '') add(fields, name, value);
}

function add(fields: Map<string, string[]>, name: string, value: string): void {
  const known = fields.get(name);
  if (known) known.push(value);
  else fields.set(name, [value]);
}

function plain(fields: ReadonlyMap<string, readonly string[]>): Record<string, unknown> {
  const made = Object.create(null) as Record<string, unknown>;
  for (const [name, values] of fields) made[name] = values.length === 1 ? values[0] : values;
  return made;
}

function timeOf(line: string): bigint | undefined {
  const found = header.exec(line);
  if (!found) return undefined;
  const [month, day, year, hour = 0, minute, second] = found.slice(1, 7).map(Number);
  const hours = (hour % 12) + (found[7] === 'P' ? 12 : 0);
  if (hour < 1 || hour > 12) return undefined;
  return ticksOfCalendar([year ?? 0, month ?? 0, day ?? 0, hours, minute ?? 0, second ?? 0]);
}
