// Windows events as text: event XML with or without a wrapper (Splunk XmlWinEventLog, wevtutil, the event viewer),
// classic WinEventLog blocks, and files that mix both. Events are found by their tags, never by line.
import type { Format, Input, AnyRecord } from './format.ts';
import { reportDropped } from './evtx/evtx.ts';
import { classicBlocks, classicRecord, isClassicHeader } from './classic.ts';
import { parseXml } from './parse-xml.ts';
import { recordOfTree } from './record-of-tree.ts';
import { firstLines, textBetween, toUtf8 } from './utf8.ts';

const START = '<Event';
const END = '</Event>';
/** How Splunk stores events; only such text is kept beside the record. */
const splunkForm = /^<Event xmlns='[^']{0,200}'><System>/;

export const windowsText: Format = { name: 'windows-text', recognise, read };

function recognise(head: Buffer): number {
  const text = toUtf8(head);
  const [first = ''] = firstLines(text, 1);
  const hasEvent = nextStart(text, 0) >= 0;
  if (hasEvent && first.trimStart().startsWith('<')) return 0.95;
  if (firstLines(text, 200).some(isClassicHeader)) return 0.9;
  // An excerpt may begin in the middle of an event; JSON that carries events inside begins with a bracket.
  return hasEvent && !/^\s*[[{]/.test(first) ? 0.4 : 0;
}

interface Reading {
  readonly input: Input;
  readonly bytes: Buffer;
  number: number;
  toldOfZone: boolean;
}

function* read(input: Input): Generator<AnyRecord> {
  const bytes = toUtf8(input.bytes);
  const reading: Reading = { input, bytes, number: 0, toldOfZone: false };
  let at = 0;
  let end = -2;
  for (let start = nextStart(bytes, 0); start >= 0;) {
    yield* between(reading, at, start);
    if (end !== -1 && end < start) end = bytes.indexOf(END, start);
    const next = nextStart(bytes, start + START.length);
    reading.number += 1;
    if (end < 0 || (next >= 0 && next < end)) {
      reportTruncated(reading, start);
      at = truncatedEnd(bytes, start, next);
    } else {
      at = end + END.length;
      const record = eventOfXml(input, textBetween(bytes, start, at), reading.number);
      if (record) yield record;
    }
    start = next;
  }
  yield* between(reading, at, bytes.length);
}

/** Where the next `<Event>` or `<Event ...>` begins, not `<EventData>` or `<Events>`; -1 when there is none. */
function nextStart(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(START, from); at >= 0; at = bytes.indexOf(START, at + 1)) {
    const after = bytes[at + START.length];
    if (after === 0x20 || after === 0x3e || after === 0x09 || after === 0x0a || after === 0x0d)
      return at;
  }
  return -1;
}

function reportTruncated({ input, number }: Reading, offset: number): void {
  const message = 'the event has no end; an indexer or an export cut it';
  input.report({ code: 'EVT201', severity: 'error', number, offset, message });
}

/** A cut event ends where the next begins or, in a mixed file, before the next classic block. */
function truncatedEnd(bytes: Buffer, start: number, next: number): number {
  const cut = bytes.subarray(start, next < 0 ? bytes.length : next);
  for (let at = cut.indexOf(0x0a); at >= 0; at = cut.indexOf(0x0a, at + 1)) {
    const [line = ''] = cut.toString('utf8', at + 1, at + 40).split('\n', 1);
    if (isClassicHeader(line)) return start + at + 1;
  }
  return start + cut.length;
}

/** The record of one event's text; problems are reported under `number`. */
export function eventOfXml(input: Input, text: string, number: number): AnyRecord | undefined {
  const tree = parseXml(text);
  if ('fault' in tree) {
    const code = tree.fault === 'doctype' ? 'EVT203' : 'EVT202';
    input.report({ code, severity: 'error', number, message: tree.message });
    return undefined;
  }
  const raw = splunkForm.test(text) ? text : undefined;
  const outcome = recordOfTree(tree, input.origin(number), raw);
  if ('missing' in outcome) {
    input.report({ code: 'EVT304', severity: 'error', number, message: outcome.missing });
    return undefined;
  }
  reportDropped(input, outcome.dropped, number);
  return outcome.record;
}

/** Between two events: blanks, a wrapper's tags, classic blocks, or what nobody expected. */
function* between(reading: Reading, from: number, to: number): Generator<AnyRecord> {
  const { input, bytes } = reading;
  if (to <= from || isBlank(bytes, from, to)) return;
  const piece = bytes.subarray(from, to);
  if (isDoctype(piece)) {
    const message = 'a document type declaration is not accepted; nothing of it is used';
    input.report({ code: 'EVT203', severity: 'warning', offset: from, message });
  }
  let rest = '';
  for (const block of classicBlocks(piece)) {
    if (typeof block === 'string') {
      rest += block;
      continue;
    }
    reading.number += 1;
    const record = classicRecord(input, block, reading.number);
    if (!record) continue;
    reportZone(reading);
    yield record;
  }
  const foreign = rest
    .replace(/<\/?Events\b[^<>]{0,1000}>|<\?[^<>]{0,1000}\?>|<![^<>]{0,10000}>/g, '')
    .trim();
  if (foreign === '') return;
  const message = `${String(foreign.length)} characters between events are no event: \`${foreign.slice(0, 60)}\``;
  input.report({ code: 'EVT204', severity: 'warning', offset: from, message });
}

function reportZone(reading: Reading): void {
  if (reading.toldOfZone) return;
  reading.toldOfZone = true;
  const message = 'classic blocks give local time without a zone; it is read as UTC';
  reading.input.report({ code: 'EVT303', severity: 'warning', number: reading.number, message });
}

function isBlank(bytes: Buffer, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if ((bytes[at] ?? 0) > 0x20) return false;
  return true;
}

function isDoctype(piece: Buffer): boolean {
  return piece.includes('<!DOCTYPE');
}
