// JSON files: one value per line, or values spread over lines (pretty-printed, one array around all).
import type { AnyRecord, Format, Input } from '../format.ts';
import { BEGINNING, firstLines, linesOf, toUtf8, utf8Of } from '../utf8.ts';
import { eventOfXml } from '../windows-text.ts';
import { unwrapped } from './envelopes.ts';
import { carriedText, eventsIn, objectOfText, withoutSyslogHead } from './event-envelopes.ts';
import { evtxDump } from './evtx-dump.ts';
import { evtxECmd } from './evtxecmd.ts';
import { flatEvent } from './flat-event.ts';
import { flattened } from './flattened.ts';
import { generic } from './generic.ts';
import { surveyOf, type LinesSurvey } from './json-lines.ts';
import { getWinEvent } from './get-win-event.ts';
import { HostClock } from './host-clock.ts';
import { defenderStream, kustoAnswer, kustoExport } from './kusto-export.ts';
import { noEvents } from './no-events.ts';
import { nxlog } from './nxlog.ts';
import { powershellExport } from './powershell-export.ts';
import { readJsonValue, repeatedText } from './read-json.ts';
import {
  isDeep,
  isObject,
  MOST_NESTED,
  type JsonContext,
  type JsonObject,
  type JsonShape,
} from './shape.ts';
import { splunkExport } from './splunk-export.ts';
import { valuesOf } from './values.ts';
import { velociraptor } from './velociraptor.ts';
import { wazuh } from './wazuh.ts';
import { winlogbeat } from './winlogbeat.ts';

/** Windows events whose parts or data stand apart, or that no row of a table looks like. */
const nestedEvents: readonly JsonShape[] = [
  evtxDump,
  winlogbeat,
  wazuh,
  velociraptor,
  evtxECmd,
  getWinEvent,
  flatEvent,
  nxlog,
];

/** Windows events with parts and data side by side, which rows of tables have too. */
const flattenedEvents: readonly JsonShape[] = [powershellExport, flattened];

/** In the order in which they are asked; the last one takes anything. */
export const jsonShapes: readonly JsonShape[] = [
  kustoAnswer,
  defenderStream,
  splunkExport,
  noEvents,
  ...nestedEvents,
  kustoExport,
  ...flattenedEvents,
  generic,
];

const eventShapes = [...nestedEvents, ...flattenedEvents];

function isEvent(value: JsonObject): boolean {
  return eventShapes.some((shape) => shape.matches(value));
}

export const json: Format = { name: 'json', recognise, read };

function recognise(head: Buffer): number {
  const lines = firstLines(toUtf8(head), 20);
  if (lines.some(isWholeValue)) return 0.9;
  const first = lines[0]?.trimStart() ?? '';
  return /^[[{]\s*(?:$|["{[\]}])/.test(first) ? 0.6 : 0;
}

function isWholeValue(line: string): boolean {
  const text = withoutSyslogHead(line.trim());
  if (!text.startsWith('{')) return false;
  const found = readJsonValue(text);
  return 'value' in found && isObject(found.value);
}

/** Of an array with an item on each line, only the last item is a whole line. */
function isPerLine(lines: readonly string[]): boolean {
  const first = lines[0] ?? '';
  const goesOn =
    /^\s*[[{]/.test(first) && /[[{,]\s*$/.test(first) && 'fault' in readJsonValue(first);
  return !goesOn && lines.some(isWholeValue);
}

function* read(input: Input): Generator<AnyRecord> {
  const bytes = utf8Of(input);
  const beginning = bytes.peek(BEGINNING);
  const clock = new HostClock(input);
  clock.lookAhead(beginning);
  const told = new Set<string>();
  const values = isPerLine(firstLines(beginning, 20)) ? linesOf(bytes) : valuesOf(bytes);
  for (const { text, number } of values) {
    if (text.trim() === '') continue;
    yield* readValue({ input, number, raw: text, exact: true, clock, told });
  }
}

/** For a file of one object per line, from its beginning: how an engine can read it. */
export function surveyOfLines(head: Buffer): LinesSurvey | undefined {
  const lines = firstLines(toUtf8(head), 20);
  const found = readJsonValue(lines[0] ?? '');
  if (!isPerLine(lines) || !('value' in found)) return undefined;
  const { value } = found;
  const shape = isObject(value) && jsonShapes.find((each) => each.matches(value));
  return shape ? surveyOf(shape, (line) => readsAs(line, shape)) : undefined;
}

/** Whether an object is no envelope, and no shape that is asked before this one takes it. */
function readsAs(value: JsonObject, shape: JsonShape): boolean {
  const [item, another] = itemsOf(value);
  const before = jsonShapes.slice(0, jsonShapes.indexOf(shape));
  return item === value && another === undefined && !before.some((each) => each.matches(value));
}

/** What is inside of a value, through envelopes. */
function itemsOf(value: unknown): readonly unknown[] {
  return unwrapped(value).flatMap((each) => eventsIn(each, isEvent));
}

function readValue(context: JsonContext): readonly AnyRecord[] {
  const { input, number, raw } = context;
  const found = readJsonValue(withoutSyslogHead(raw));
  if ('fault' in found) {
    const message = `not JSON: ${found.fault}`;
    input.report({ code: 'EVT301', severity: 'error', number, message });
    return [];
  }
  const { value, repeated } = found;
  if (repeated) {
    const message = `of names given again the first value counts; dropped: ${repeatedText(repeated)}`;
    input.report({ code: 'EVT205', severity: 'warning', number, message });
  }
  const items = Array.isArray(value) ? (value as unknown[]).flatMap(itemsOf) : itemsOf(value);
  const [only] = items;
  if (items.length === 1) return readEvent(only, context, value);
  return items.flatMap((each) => readEvent(each, context, value));
}

/** An object of more members than this, inner ones counted, is no event; shorter texts have fewer. */
const MOST_MEMBERS = 100_000;
const LONG = 5 * MOST_MEMBERS;

/** How many members an object has, inner ones counted; not counted on beyond `most`. */
function membersOf(value: unknown, most: number): number {
  if (typeof value !== 'object' || value === null) return 0;
  const inner: readonly unknown[] = Object.values(value);
  let count = inner.length;
  for (const each of inner) {
    if (count > most) break;
    count += membersOf(each, most - count);
  }
  return count;
}

/** One of the events in a line's value, or that value itself. */
function readEvent(event: unknown, context: JsonContext, whole: unknown): readonly AnyRecord[] {
  const refuse = (message: string): readonly AnyRecord[] => {
    context.input.report({ code: 'EVT302', severity: 'error', number: context.number, message });
    return [];
  };
  if (isDeep(event)) return refuse(`nested more than ${String(MOST_NESTED)} deep`);
  if (!isObject(event)) return refuse('an object was expected');
  const shape = jsonShapes.find((known) => known.matches(event));
  if (!shape) return refuse('an object was expected');
  if (context.raw.length > LONG && membersOf(event, MOST_MEMBERS) > MOST_MEMBERS)
    return refuse(`more than ${String(MOST_MEMBERS)} members`);
  const own = event === whole ? context : { ...context, raw: JSON.stringify(event), exact: false };
  const carried = shape === generic ? readCarried(event, own) : undefined;
  return carried ?? shape.read(event, own);
}

/** The Windows event that a collector's object carries as text. */
function readCarried(value: JsonObject, context: JsonContext): readonly AnyRecord[] | undefined {
  const text = carriedText(value);
  if (text === undefined) return undefined;
  if (text.startsWith('<')) {
    const record = eventOfXml(context.input, text, context.number);
    return record ? [record] : [];
  }
  const event = objectOfText(text);
  const shape =
    event && !isDeep(event) ? eventShapes.find((each) => each.matches(event)) : undefined;
  return event && shape?.read(event, { ...context, raw: text, exact: true });
}
