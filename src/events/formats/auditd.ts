// The Linux audit log: `type=SYSCALL msg=audit(1772442901.234:77): key=value ...`, a line per record. Records of one event
// share the number behind the colon; they stay apart, as the file and Splunk have them.
import { TICKS_PER_SECOND, UNIX_EPOCH_TICKS } from '../../plan/types.ts';
import type { NeutralRecord } from '../record.ts';
import type { Format, Input } from './format.ts';
import { firstLines, linesOfInput, toUtf8 } from './utf8.ts';

const head =
  /^(?:node=(\S{1,255}) )?type=([A-Z_0-9]{1,60}|UNKNOWN\[\d{1,5}\]) msg=audit\((\d{1,11})\.(\d{3}):(\d{1,20})\):/;

export const auditd: Format = { name: 'auditd', streams: true, recognise, read };

function recognise(bytes: Buffer): number {
  return firstLines(toUtf8(bytes), 5).some((line) => head.test(line)) ? 0.95 : 0;
}

function* read(input: Input): Generator<NeutralRecord> {
  for (const { text, number } of linesOfInput(input)) {
    // `ausearch` separates events by such lines.
    if (text.trim() === '' || text === '----' || text.startsWith('time->')) continue;
    const found = head.exec(text);
    if (found) yield recordOfLine(input, { text, number }, found);
    else {
      const message = 'no `type=... msg=audit(time:number):` at the beginning of the line';
      input.report({ code: 'EVT304', severity: 'error', number, message });
    }
  }
}

function recordOfLine(
  input: Input,
  { text, number }: { readonly text: string; readonly number: number },
  found: RegExpExecArray,
): NeutralRecord {
  const [start, node, type = '', seconds = '', milliseconds = '', serial = ''] = found;
  const fields = new Map<string, string>();
  if (node !== undefined) fields.set('node', node);
  fields.set('type', type);
  fields.set('msg', `audit(${seconds}.${milliseconds}:${serial})`);
  // The names of ids follow behind a group separator.
  readPairs(fields, text.slice(start.length).replaceAll('\u001d', ' '), type);
  const made = Object.create(null) as Record<string, unknown>;
  for (const [name, value] of fields) made[name] = value;
  const time = BigInt(seconds) * TICKS_PER_SECOND + BigInt(milliseconds) * 10_000n;
  return {
    fields: made,
    time: UNIX_EPOCH_TICKS + time,
    kind: 'auditd',
    raw: text,
    origin: input.origin(number),
  };
}

const MOST_FIELDS = 1000;
const pair = /([A-Za-z_][\w-]{0,63})=("[^"]*"|'[^']*'|[^\s'"]*)/g;

/**
 * `key=value` pairs; a user message nests its own in single quotes. A value without quotes that stands where the log
 * writes untrusted text is hexadecimal and is decoded.
 */
function readPairs(fields: Map<string, string>, text: string, type: string): void {
  for (const [, name = '', value = ''] of text.matchAll(pair)) {
    if (fields.size >= MOST_FIELDS) return;
    if (value.startsWith("'")) readPairs(fields, value.slice(1, -1), type);
    else if (!fields.has(name)) fields.set(name, plain(name, value, type));
  }
}

const untrusted = /^(?:cmd|comm|exe|name|cwd|data|proctitle|key|path|acct|dir)$/;

/** The arguments of a started program; those of a system call under the same names are numbers. */
const argument = /^a\d{1,4}$/;

function plain(name: string, value: string, type: string): string {
  if (value.startsWith('"')) return value.slice(1, -1);
  const isText = untrusted.test(name) || (type === 'EXECVE' && argument.test(name));
  if (!isText || value.length % 2 !== 0 || !/^[0-9A-F]{4,}$/.test(value)) return value;
  const text = Buffer.from(value, 'hex').toString('utf8').replaceAll('\0', ' ');
  return text.includes('\ufffd') ? value : text;
}
