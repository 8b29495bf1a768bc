// Intervals that the data decide on: a length that fits the range of the values, and the starts of all intervals in it.
// (https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Timechart, "Default time spans")
import { call, column, moveTime, type Value } from '../plan/index.ts';
import type { Span } from '../text/index.ts';
import type { Context } from './commands/command.ts';
import { fieldNamed, project, type Flow } from './flow.ts';
import { number, type Typed } from './shape.ts';
import { secondsIn, snapOf, spanOf, type Length } from './span.ts';

/** Intervals beyond this many are refused. */
const MOST_INTERVALS = 50_000;
/** limits.conf [discretize] default bins. */
export const DEFAULT_BINS = 100;
/** The lengths of time that are tried, shortest first. */
const SPANS = ['1s', '5s', '10s', '30s', '1m', '5m', '10m', '30m', '1h', '1d', '1mon'];

/** Smallest and largest value; `empty` when no row has a number. */
export type Range = readonly [first: number, last: number] | 'empty';

/** Undefined while it is not known. */
export function rangeOf(input: Flow, values: Typed, context: Context): Range | undefined {
  const sized = project(input, [{ name: 'value', value: values }]);
  const field = fieldNamed(sized, 'value');
  if (!field) return 'empty';
  const at = number(column('value', field.type)).expression;
  const size = field.type === 'string' ? call('real_of_text', 'real', at) : at;
  const rows = context.ask({
    kind: 'aggregate',
    input: sized.relation,
    by: [],
    aggregates: [
      { name: 'first', function: 'min', args: [size], type: size.type },
      { name: 'last', function: 'max', args: [size], type: size.type },
    ],
  });
  if (!rows) return undefined;
  const [first, last]: readonly (Value | undefined)[] = rows[0] ?? [];
  return first === null || first === undefined ? 'empty' : [Number(first), Number(last)];
}

/** The shortest length of time that makes at most so many intervals, none shorter than `least` seconds. */
export function fittingTime(range: Range, most: number, least = 0): Length {
  const [first, last] = range === 'empty' ? [0, 0] : range;
  const fits = SPANS.map(spanOf).find(
    (each) => approximateSeconds(each) >= least && (last - first) / approximateSeconds(each) < most,
  );
  return fits ?? { kind: 'calendar', count: 1, unit: 'mon' };
}

const approximateSeconds = (length: Length | undefined): number =>
  (length && secondsIn(length)) ?? 30 * 86_400;

/** The smallest power of ten that makes at most so many intervals. */
export function fittingNumber(range: Range, most: number): Length {
  const [first, last] = range === 'empty' ? [0, 0] : range;
  const wanted = (last - first) / Math.max(1, most);
  if (!(wanted > 0)) return { kind: 'number', size: 1 };
  const power = Math.ceil(Math.log10(wanted) - 1e-9);
  return { kind: 'number', size: power < 0 ? Number(`1e${String(power)}`) : 10 ** power };
}

/** The start of each interval from the first value's to the last one's; undefined when there are too many. */
export function startsOf(
  range: readonly [number, number],
  length: Length,
  zone: string,
): number[] | undefined {
  const [first, last] = range;
  const step = (at: number): number => {
    if (length.kind === 'calendar') {
      const move = `+${String(length.count)}${length.unit}@${snapOf(length)}`;
      return moveTime(at, move, zone) ?? Infinity;
    }
    return at + (length.kind === 'seconds' ? length.seconds : length.size);
  };
  const starts: number[] = [];
  for (let at = firstStart(first, length, zone); at <= last; at = step(at)) {
    starts.push(at);
    if (starts.length > MOST_INTERVALS) return undefined;
  }
  return starts;
}

function firstStart(first: number, length: Length, zone: string): number {
  switch (length.kind) {
    case 'calendar':
      return moveTime(first, `@${snapOf(length)}`, zone) ?? first;
    case 'number':
      return Math.floor(first / length.size) * length.size;
    case 'seconds': {
      const { seconds, align = 0 } = length;
      return Math.floor((first - align) / seconds) * seconds + align;
    }
  }
}

/** `aligntime`: a time or a modifier. The beginning and end of the search's time range are not known to a replay. */
export function aligned(
  length: Length,
  given: { readonly value: string; readonly span: Span } | undefined,
  context: Context,
): Length | undefined {
  if (!given || length.kind !== 'seconds') return length;
  const { now, timezone } = context.environment;
  const align = /^\d{1,12}(?:\.\d{1,6})?$/.test(given.value)
    ? Number(given.value)
    : moveTime(now, given.value, timezone);
  if (align !== null && !/^(?:earliest|latest)$/i.test(given.value)) return { ...length, align };
  const message = `\`aligntime=${given.value}\` is not supported: a time or a modifier such as \`@d+3h\` is`;
  context.report('SPL1201', message, given.span);
  return undefined;
}
