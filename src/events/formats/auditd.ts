// The Linux audit log: `type=SYSCALL msg=audit(1772442901.234:77): key=value ...`, a line per record, also behind the head
// of a syslog line, and as `ausearch -i` interprets it: ids by name, values without quotes, local times. Records of one
// event share the number behind the colon; they stay apart, as the file and Splunk have them.
import { TICKS_PER_SECOND } from '../../plan/types.ts';
import type { NeutralRecord } from '../record.ts';
import { ticksOfCalendar, ticksOfEpoch } from '../ticks.ts';
import type { Format, Input } from './format.ts';
import { firstLines, linesOf, toUtf8, utf8Of, type Line } from './utf8.ts';

const head =
  /^(?:[^=]{0,300}[\s:])?(?:node=(\S{1,255}) )?type=([A-Z_0-9]{1,60}|UNKNOWN\[\d{1,5}\]) (?:msg=)?(audit\(([^()]{1,60}):\d{1,20}\)) ?:/;

export const auditd: Format = { name: 'auditd', recognise, read };

function recognise(bytes: Buffer): number {
  return firstLines(toUtf8(bytes), 5).some((line) => head.test(line)) ? 0.95 : 0;
}

function* read(input: Input): Generator<NeutralRecord> {
  const dates = new LocalDates(input);
  for (const line of linesOf(utf8Of(input))) {
    const { text, number } = line;
    // `ausearch` separates events by such lines.
    if (text.trim() === '' || text === '----' || text.startsWith('time->')) continue;
    const record = recordOfLine(input, dates, line);
    if (record) yield record;
    else {
      const message = 'no `type=... msg=audit(time:number):` at the beginning of the line';
      input.report({ code: 'EVT304', severity: 'error', number, message });
    }
  }
}

function recordOfLine(
  input: Input,
  dates: LocalDates,
  { text, number }: Line,
): NeutralRecord | undefined {
  const found = head.exec(text);
  if (!found) return undefined;
  const [start, node, type = '', msg = '', stamp = ''] = found;
  const epoch = /^\d{1,11}\.\d{3}$/.test(stamp) ? ticksOfEpoch(stamp) : undefined;
  const time = epoch ?? dates.ticksOf(stamp, number);
  if (time === undefined) return undefined;
  const fields = new Map<string, string>();
  if (node !== undefined) fields.set('node', node);
  fields.set('type', type);
  fields.set('msg', msg);
  const rest = decision(fields, text.slice(start.length));
  if (epoch === undefined) readInterpreted(fields, rest, type);
  else readPairs(fields, pairsOf(rest), type);
  const made = Object.create(null) as Record<string, unknown>;
  for (const [name, value] of fields) made[name] = value;
  return { fields: made, time, kind: 'auditd', raw: text, origin: input.origin(number) };
}

/**
 * The names of ids follow behind a group separator, an address among them in braces; old kernels put a blank where newer
 * ones have a hyphen.
 */
function pairsOf(text: string): string {
  return text
    .replaceAll('\u001d', ' ')
    .replace(/SADDR=\{([^{}]{0,500})\}/, '$1')
    .replaceAll(/(^|\s)(old|new) (auid|ses)=/g, '$1$2-$3=');
}

/** What SELinux decided stands before the pairs; its parts go by the names that `ausearch` has for them. */
function decision(fields: Map<string, string>, text: string): string {
  const found = /^\s{0,5}avc: {1,5}(denied|granted) {1,5}\{ ([^}]{1,500}) \} for /.exec(text);
  if (!found) return text;
  fields.set('seresult', found[1] ?? '');
  fields.set('seperms', found[2] ?? '');
  return text.slice(found[0].length);
}

const MOST_FIELDS = 1000;
const pair = /([A-Za-z_][\w-]{0,63})(?:\[\d{1,5}\])?=("[^"]*"|'[^']*'|[^\s'"]*)/g;

/**
 * `key=value` pairs; a user message nests its own in single quotes. A value without quotes that stands where the log
 * writes untrusted text is hexadecimal and is decoded. A long argument comes in pieces, `a1[0]=... a1[1]=...`.
 */
function readPairs(fields: Map<string, string>, text: string, type: string): void {
  const pieces = new Map<string, string>();
  for (const [whole, name = '', value = ''] of text.matchAll(pair)) {
    if (fields.size >= MOST_FIELDS) return;
    if (whole.startsWith(`${name}[`)) {
      const known = pieces.get(name) ?? '';
      const isQuoted = known.startsWith('"') && value.startsWith('"');
      pieces.set(name, isQuoted ? known.slice(0, -1) + value.slice(1) : known + value);
    } else if (value.startsWith("'")) readPairs(fields, value.slice(1, -1), type);
    else setOnce(fields, name, plain(name, value, type));
  }
  for (const [name, value] of pieces) setOnce(fields, name, plain(name, value, type));
}

function setOnce(fields: Map<string, string>, name: string, value: string): void {
  if (!fields.has(name)) fields.set(name, value);
}

const untrusted =
  /^(?:acct|cmd|comm|cwd|data|device|dir|exe|file|grp|key|name|(?:new|old)-(?:chardev|disk|fs|rng)|ocomm|path|proctitle|vm|watch)$/;

/** The arguments of a started program; those of a system call under the same names are numbers. */
const argument = /^a\d{1,4}$/;

function plain(name: string, value: string, type: string): string {
  if (value.startsWith('"')) return value.slice(1, -1);
  const isText = untrusted.test(name) || (type === 'EXECVE' && argument.test(name));
  if (!isText || value.length % 2 !== 0 || !/^[0-9A-F]{4,}$/.test(value)) return value;
  const text = Buffer.from(value, 'hex').toString('utf8').replaceAll('\0', ' ');
  return text.includes('\ufffd') ? value : text;
}

const interpretedName = /(?:^|\s)([A-Za-z_][\w-]{0,63})=/g;
const interpretedArgument = /(?:^|\s)(argc|a\d{1,4})=/g;

/** Interpreted values have blanks and no quotes: they end where the next name begins, a title with the line. */
function readInterpreted(fields: Map<string, string>, text: string, type: string): void {
  const rest = text.trim();
  if (type === 'PROCTITLE' && rest.startsWith('proctitle=')) {
    fields.set('proctitle', rest.slice('proctitle='.length));
    return;
  }
  const nested = /(?:^|\s)msg='([^']*)'$/.exec(rest);
  const own = (nested ? rest.slice(0, nested.index) : rest).replace(/\bsaddr=\{ ?|\s\}$/g, '');
  const names = type === 'EXECVE' ? interpretedArgument : interpretedName;
  for (const part of [own, nested?.[1] ?? '']) {
    const found = [...part.matchAll(names)].slice(0, MOST_FIELDS);
    found.forEach(({ 0: whole, 1: name = '', index }, at) => {
      const value = part.slice(index + whole.length, found[at + 1]?.index ?? part.length);
      setOnce(fields, name, value.trim());
    });
  }
}

const localDate = /^(\d\d)[/.](\d\d)[/.](\d\d|\d{4}) (\d\d):(\d\d):(\d\d)\.(\d{3})$/;

/**
 * Dates as `ausearch -i` prints them, in the local time and the form of who ran it. Months first is the form of most
 * machines; a number above twelve tells otherwise, for the lines behind it too.
 */
class LocalDates {
  readonly #input: Input;
  #daysFirst = false;
  #told = false;

  constructor(input: Input) {
    this.#input = input;
  }

  ticksOf(text: string, number: number): bigint | undefined {
    const found = localDate.exec(text)?.slice(1).map(Number);
    if (!found) return undefined;
    const [first = 0, second = 0, year = 0, hour, minute, seconds, milliseconds = 0] = found;
    if (first > 12 || text[2] === '.') this.#daysFirst = true;
    const date = this.#daysFirst && second <= 12 ? [second, first] : [first, second];
    const clock = [hour ?? 0, minute ?? 0, seconds ?? 0];
    const ticks = ticksOfCalendar([year < 100 ? year + 2000 : year, ...date, ...clock]);
    if (ticks === undefined) return undefined;
    this.#tell(number);
    return ticks + (BigInt(milliseconds) * TICKS_PER_SECOND) / 1000n;
  }

  #tell(number: number): void {
    if (this.#told) return;
    this.#told = true;
    const order = this.#daysFirst ? 'days' : 'months';
    const message = `times of \`ausearch -i\` are local and are read as UTC, ${order} first; \`ausearch --raw\` has them exact`;
    this.#input.report({ code: 'EVT303', severity: 'warning', number, message });
  }
}
