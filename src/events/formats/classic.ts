// Classic WinEventLog blocks: a time line, `Key=value` lines, and the rendered message as the last key.
import type { NeutralRecord } from '../record.ts';
import { TICKS_PER_SECOND } from '../../plan/types.ts';
import { ticksOfCalendar } from '../ticks.ts';
import { channelName } from './channel.ts';
import type { Input } from './format.ts';

/** American, on a 12 hour clock; newer forwarders add milliseconds. Without AM or PM, day and month may be either. */
const header = /^(\d\d)\/(\d\d)\/(\d{4}) (\d\d):(\d\d):(\d\d)(?:\.(\d{1,7}))?(?: ([AP])M)?\r?$/;
/** As WMI prints it: the minutes behind the sign are the zone. */
const wmiHeader = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)\.(\d{6})([+-]\d{3})?\r?$/;
const LONGEST_HEADER = 40;

/** Whether a block begins with that line. */
export function isClassicHeader(line: string): boolean {
  return line.length <= LONGEST_HEADER && (header.test(line) || wmiHeader.test(line));
}

/** The same of a line in bytes; most lines are longer and need no text. */
export function isClassicHeaderAt(bytes: Buffer, from: number, to: number): boolean {
  return to - from <= LONGEST_HEADER && isClassicHeader(bytes.toString('latin1', from, to));
}

/** What Splunk's own extraction sees in a block. */
export interface ClassicFields {
  readonly fields: Readonly<Record<string, unknown>>;
  /** `WinEventLog:Security`; undefined when the block names no log or no event. */
  readonly kind: string | undefined;
  readonly time: ClassicTime | undefined;
}

/** `ambiguous`: day and month could be either. */
type ClassicTime = { readonly ticks: bigint; readonly hasZone: boolean } | 'ambiguous';

/**
 * A block (without its last line end) as Splunk's own extraction sees it: header keys, and every `Label: value` line of
 * the message with blanks as `_`, a label that occurs again giving a list. Rendered values (account names for SIDs,
 * hexadecimal in capitals) cannot be turned back into the event's data, so this makes no `EventRecord`.
 */
export function classicFields(block: string): ClassicFields {
  const fields = new Map<string, string[]>();
  const message: string[] = [];
  const [first = '', ...lines] = block.split('\n');
  for (const line of lines) {
    const text = line.endsWith('\r') ? line.slice(0, -1) : line;
    if (message.length > 0) message.push(text);
    else readHeaderLine(fields, message, text);
  }
  for (const line of message.slice(1)) readLabel(fields, line);
  // The add-on's field is all that follows, with its line ends.
  const start = block.search(/^Message=/m);
  if (start >= 0) fields.set('Message', [block.slice(start + 'Message='.length)]);
  const log = fields.get('LogName')?.[0];
  const kind =
    log === undefined || !fields.has('EventCode') ? undefined : `WinEventLog:${channelName(log)}`;
  return { fields: plain(fields), kind, time: timeOf(first) };
}

/** The record of a block of a file; `onLocalTime` is told of a time without a zone. */
export function classicRecord(
  input: Input,
  block: string,
  number: number,
  onLocalTime: () => void,
): NeutralRecord | undefined {
  const { fields, kind, time } = classicFields(block);
  if (time === 'ambiguous') {
    const message = `\`${block.slice(0, 19)}\` does not tell day from month; export with ISO 8601 times`;
    input.report({ code: 'EVT402', severity: 'error', number, message });
    return undefined;
  }
  if (kind === undefined || time === undefined) {
    const missing = 'a classic block needs a time, `LogName` and `EventCode`';
    input.report({ code: 'EVT304', severity: 'error', number, message: missing });
    return undefined;
  }
  if (!time.hasZone) onLocalTime();
  return { fields, time: time.ticks, kind, raw: block, origin: input.origin(number) };
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

function timeOf(line: string): ClassicTime | undefined {
  const wmi = wmiHeader.exec(line);
  if (wmi) return wmiTime(wmi);
  const found = header.exec(line);
  if (!found) return undefined;
  const [month = 0, day = 0, year = 0, hour = 0, minute = 0, second = 0] = found
    .slice(1, 7)
    .map(Number);
  const half = found[8];
  if (half === undefined) return 'ambiguous';
  if (hour < 1 || hour > 12) return undefined;
  const hours = (hour % 12) + (half === 'P' ? 12 : 0);
  const ticks = ticksOfCalendar([year, month, day, hours, minute, second]);
  return ticks === undefined
    ? undefined
    : { ticks: ticks + fractionTicks(found[7] ?? ''), hasZone: false };
}

function wmiTime(found: RegExpExecArray): ClassicTime | undefined {
  const ticks = ticksOfCalendar(found.slice(1, 7).map(Number));
  if (ticks === undefined) return undefined;
  const zone = found[8];
  const minutes = BigInt(zone ?? 0);
  const whole = ticks + fractionTicks(found[7] ?? '');
  return { ticks: whole - minutes * 60n * TICKS_PER_SECOND, hasZone: zone !== undefined };
}

function fractionTicks(digits: string): bigint {
  return BigInt(digits.padEnd(7, '0'));
}
