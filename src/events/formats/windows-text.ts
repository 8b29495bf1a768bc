// Windows events as text: event XML with or without a wrapper (Splunk XmlWinEventLog, wevtutil, the event viewer),
// classic WinEventLog blocks, and files that mix both. Events are found by their tags, never by line.
import type { Format, Input, AnyRecord } from './format.ts';
import { reportDropped } from './evtx/evtx.ts';
import { textsUntil, type Gap } from './between-events.ts';
import { classicRecord, isClassicHeader } from './classic.ts';
import { parseXml } from './parse-xml.ts';
import { recordOfTree } from './record-of-tree.ts';
import { firstLines, LONGEST_TEXT, toUtf8, utf8Of } from './utf8.ts';
import { Finder, Window } from './window.ts';

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
  readonly bytes: Window;
  readonly starts: Finder;
  readonly ends: Finder;
  number: number;
  toldOfZone: boolean;
}

function* read(input: Input): Generator<AnyRecord> {
  const bytes = new Window(utf8Of(input));
  const starts = new Finder(bytes, nextStart, START.length + 1);
  const ends = new Finder(bytes, (text, from) => text.indexOf(END, from), END.length);
  const reading: Reading = { input, bytes, starts, ends, number: 0, toldOfZone: false };
  for (let start = yield* between(reading, { from: 0 }); start >= 0;) {
    reading.number += 1;
    const end = eventEnd(reading, start);
    if (end < 0) {
      reportTruncated(reading, start);
      start = yield* between(reading, { from: start, cut: START.length });
    } else {
      const record = eventOfXml(input, bytes.text(start, end), reading.number);
      if (record) yield record;
      const next = starts.next(end);
      start = isBlank(bytes, end, next) ? next : yield* between(reading, { from: end });
    }
  }
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

/** Behind the event that begins at a place; -1 where another begins before it ends, or where it is no event's length. */
function eventEnd({ bytes, starts, ends }: Reading, start: number): number {
  for (;;) {
    const end = ends.next(start);
    const next = starts.next(start + START.length);
    if (next >= 0 && (end < 0 || next < end)) return -1;
    if (end >= 0) return end + END.length - start <= LONGEST_TEXT ? end + END.length : -1;
    if (bytes.ended || bytes.end - start > LONGEST_TEXT) return -1;
    bytes.move(start);
  }
}

function reportTruncated({ input, number }: Reading, offset: number): void {
  const message = 'the event has no end; an indexer or an export cut it';
  input.report({ code: 'EVT201', severity: 'error', number, offset, message });
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

/** What stands before an event where `evtx_dump` numbers them, or syslog carried them. */
const betweenByTools =
  /^(?:Record \d{1,20}|(?:<\d{1,3}>|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d |\d{4}-\d\d-\d\dT[\d:.,+-]{8,30}Z? )[^\n<>]{1,300})\r?$/gm;

/** Up to the next event: blanks, a wrapper's tags, classic blocks, or what nobody expected. Answers where that begins. */
function* between(reading: Reading, gap: Gap): Generator<AnyRecord, number> {
  const { input, bytes, starts } = reading;
  const texts = textsUntil(starts, bytes, gap);
  let foreign = '';
  for (;;) {
    const { done, value } = texts.next();
    if (done === true) {
      reportForeign(input, foreign, gap.from);
      return value;
    }
    if (value.kind === 'block') yield* blockRecord(reading, value.text);
    else {
      foreign = value.text;
      reportDoctype(input, foreign, gap.from);
    }
  }
}

function* blockRecord(reading: Reading, text: string): Generator<AnyRecord> {
  reading.number += 1;
  const block = text.replace(/\r?\n$/, '');
  const record = classicRecord(reading.input, block, reading.number, () => {
    reportZone(reading);
  });
  if (record) yield record;
}

function reportDoctype(input: Input, text: string, offset: number): void {
  if (!text.includes('<!DOCTYPE')) return;
  const message = 'a document type declaration is not accepted; nothing of it is used';
  input.report({ code: 'EVT203', severity: 'warning', offset, message });
}

function reportForeign(input: Input, text: string, offset: number): void {
  const foreign = text
    .replace(/<\/?Events\b[^<>]{0,1000}>|<\?[^<>]{0,1000}\?>|<![^<>]{0,10000}>/g, '')
    .replace(betweenByTools, '')
    .trim();
  if (foreign === '') return;
  const message = `${String(foreign.length)} characters between events are no event: \`${foreign.slice(0, 60)}\``;
  input.report({ code: 'EVT204', severity: 'warning', offset, message });
}

function reportZone(reading: Reading): void {
  if (reading.toldOfZone) return;
  reading.toldOfZone = true;
  const message = 'classic blocks give local time without a zone; it is read as UTC';
  reading.input.report({ code: 'EVT303', severity: 'warning', number: reading.number, message });
}

/** Whether nothing that counts stands in a range; it does where the range has no end yet. */
function isBlank({ bytes, base }: Window, from: number, to: number): boolean {
  if (to < 0) return false;
  for (let at = from - base; at < to - base; at++) if ((bytes[at] ?? 0) > 0x20) return false;
  return true;
}
