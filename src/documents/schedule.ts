// A schedule for a document that gives none, from the time windows that its searches name.
import { parseDuration, type Schedule, type Search } from '../strategy/index.ts';

const HOUR = 3600;
const DAY = 86_400;
const UNIT = String.raw`(\d{1,6}(?:\.\d{1,3})?)\s?(d|day|days|h|hr|hrs|hour|hours|m|min|minute|minutes|s|sec|second|seconds)`;
const LET = /\blet\s+(\w{1,80})\s*=\s*(?:toscalar\()?([^;\n]{1,120})/g;
const AGO = /\bago\(([^()\n]{1,120})\)/g;
const TERM = new RegExp(String.raw`^(?:(\d{1,6})\s*\*\s*)?${UNIT}(?:\s*\*\s*(\d{1,6}))?$`, 'i');
const EARLIEST = /\bearliest\s*=\s*"?-(\d{1,6})([smhdw])/gi;

/**
 * - `lookback`: the longest window that a search names: `ago(7d)`, `ago(timeframe + lookback)` in KQL, with `let` names
 *   and sums of spans resolved, `earliest=-7d` in SPL. A platform that hands the search less would blind it.
 * - `every`: an hour, unless KQL says otherwise in FalconForce's way: in `let timeframe = 2*1d` the factor allows for
 *   late events and the span after it is the interval. A `timeframe` without a factor is the interval itself.
 * Names that cannot be resolved are left out. Without any window, an hour is looked back.
 */
export function scheduleFrom(searches: readonly Search[], delay: number): Schedule {
  const windows = searches.flatMap((each) =>
    each.language === 'kql' ? kqlWindows(each.text) : splWindows(each.text),
  );
  const intervals = searches.flatMap((each) =>
    each.language === 'kql' ? kqlInterval(each.text) : [],
  );
  const every = intervals.length > 0 ? Math.min(...intervals) : HOUR;
  return { every, lookback: Math.max(every, ...windows), delay, nearRealTime: false };
}

function splWindows(text: string): number[] {
  return [...text.matchAll(EARLIEST)].flatMap(([, count, unit]) => {
    const seconds = parseDuration(`${count ?? ''}${(unit ?? '').toLowerCase()}`);
    return seconds === undefined ? [] : [seconds];
  });
}

function kqlWindows(text: string): number[] {
  const names = letSpans(text);
  return [...text.matchAll(AGO)].flatMap(([, inside]) => {
    const terms = (inside ?? '').split('+').map((each) => spanOf(each, names));
    if (terms.some((each) => each === undefined)) return [];
    return [Math.round(terms.reduce<number>((sum, each) => sum + (each ?? 0), 0))];
  });
}

function kqlInterval(text: string): number[] {
  for (const [, name, value] of text.matchAll(LET)) {
    if (name?.toLowerCase() !== 'timeframe') continue;
    const factored = /^\s*\d{1,6}\s*\*\s*([^*]+)$/.exec(uncommented(value ?? ''))?.[1];
    const seconds = spanOf(factored ?? value ?? '', new Map());
    if (seconds !== undefined && seconds >= 60 && seconds <= 14 * DAY) return [Math.round(seconds)];
  }
  return [];
}

function letSpans(text: string): ReadonlyMap<string, number> {
  const names = new Map<string, number>();
  for (const [, name, value] of text.matchAll(LET)) {
    const seconds = spanOf(value ?? '', names);
    if (name !== undefined && seconds !== undefined) names.set(name, seconds);
  }
  return names;
}

function uncommented(text: string): string {
  return text.split('//', 1)[0]?.trim() ?? '';
}

/** Seconds of `1d`, `2*1h`, `14d * 2` or of a name; undefined for anything else. */
function spanOf(text: string, names: ReadonlyMap<string, number>): number | undefined {
  const plain = uncommented(text);
  const known = names.get(plain);
  if (known !== undefined) return known;
  const match = TERM.exec(plain);
  if (!match) return undefined;
  const [, before, count, unit, after] = match;
  const size = { d: DAY, h: HOUR, m: 60, s: 1 }[(unit ?? 's').charAt(0).toLowerCase()] ?? 1;
  return Number(before ?? 1) * Number(count) * size * Number(after ?? 1);
}
