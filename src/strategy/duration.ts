// Spans of time as people write them: `5m`, `1h 30m`, `14d`, and ISO 8601 `PT1H`, `P1DT12H`, `P2W`.

const UNITS: ReadonlyMap<string, number> = new Map([
  ['s', 1],
  ['m', 60],
  ['h', 3600],
  ['d', 86_400],
  ['w', 604_800],
]);

const LONGEST_TEXT = 40;
const SHORT = /^(\d{1,9})\s?([smhdw])\s*/;
const ISO = /^P(?:(\d{1,9})W)?(?:(\d{1,9})D)?(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})S)?)?$/;

/** Seconds, or undefined where the text is no duration. `0m` is 0; months and years have no fixed length and are none. */
export function parseDuration(text: string): number | undefined {
  const trimmed = text.trim();
  if (trimmed.length === 0 || trimmed.length > LONGEST_TEXT) return undefined;
  return trimmed.startsWith('P') ? parseIso(trimmed) : parseShort(trimmed);
}

function parseIso(text: string): number | undefined {
  const match = ISO.exec(text);
  if (!match || !/\d[WDHMS]$/.test(text)) return undefined;
  const [, weeks, days, hours, minutes, seconds] = match.map((each) =>
    Number((each as string | undefined) ?? 0),
  );
  return (
    (weeks ?? 0) * 604_800 +
    (days ?? 0) * 86_400 +
    (hours ?? 0) * 3600 +
    (minutes ?? 0) * 60 +
    (seconds ?? 0)
  );
}

function parseShort(text: string): number | undefined {
  let rest = text.toLowerCase();
  let total = 0;
  while (rest.length > 0) {
    const match = SHORT.exec(rest);
    const unit = UNITS.get(match?.[2] ?? '');
    if (!match || unit === undefined) return undefined;
    total += Number(match[1]) * unit;
    rest = rest.slice(match[0].length);
  }
  return total;
}

/** The shortest way to write a number of seconds: `5m`, `1h`, `1h 30m`, `14d`. */
export function printDuration(seconds: number): string {
  const parts: string[] = [];
  let rest = seconds;
  for (const [unit, size] of [...UNITS].reverse().filter(([name]) => name !== 'w')) {
    const count = Math.floor(rest / size);
    if (count > 0) parts.push(`${String(count)}${unit}`);
    rest -= count * size;
  }
  return parts.length === 0 ? '0s' : parts.join(' ');
}
