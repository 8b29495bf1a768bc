// Durations as Microsoft's templates write them: ISO 8601 in days, hours, minutes and seconds.

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Whole seconds, each unit in its place: 5,400 is `PT1H30M`, 86,400 is `P1D`, 0 is `PT0S`. */
export function isoDuration(seconds: number): string {
  const days = Math.floor(seconds / DAY);
  const parts = [
    [Math.floor((seconds % DAY) / HOUR), 'H'],
    [Math.floor((seconds % HOUR) / MINUTE), 'M'],
    [seconds % MINUTE, 'S'],
  ] as const;
  const time = parts.map(([count, unit]) => (count > 0 ? `${String(count)}${unit}` : '')).join('');
  if (days === 0 && time === '') return 'PT0S';
  return `P${days > 0 ? `${String(days)}D` : ''}${time === '' ? '' : `T${time}`}`;
}
