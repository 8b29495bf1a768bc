/** How an API version stands among the versions of its type; the rule shared by both tests on API versions. */

/** The oldest age, in days, that needs no reason. */
export const mostDays = 730;

/** Milliseconds since 1970 UTC of the date in a version, or why there is none. */
export function versionDate(version: string): number | 'no date' | 'not a day' {
  const match = /(\d{4})-(\d{2})-(\d{2})/.exec(version);
  if (match === null) return 'no date';
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const date = new Date(Date.UTC(year, month - 1, day));
  const same = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return same && year > 0 ? date.getTime() : 'not a day';
}

/** What is wrong with a version, `latest-stable` where an old one is still the newest that is not a preview. */
export type Standing = 'fine' | 'newer-stable' | 'same-stable' | 'old' | 'latest-stable';

/**
 * Judges a version against the versions of its type, newest first. A version that is not among them is never wrong:
 * the table may be older than the template.
 */
export function standings(
  version: string,
  known: readonly string[],
  ageInDays: number,
): Standing[] {
  const rank = known.findIndex((other) => other.toLowerCase() === version.toLowerCase());
  const found: Standing[] = [];
  if (isPreview(version)) {
    const newer = known.slice(0, rank + 1);
    if (rank > 0 && newer.some((other) => !isPreview(other))) found.push('newer-stable');
    if (rank === 0 && known[1] === withoutSuffix(version)) found.push('same-stable');
  }
  if (ageInDays > mostDays && rank > 0) {
    const stable = known.find((other) => !isPreview(other));
    found.push(stable === version ? 'latest-stable' : 'old');
  }
  return found;
}

/** The whole and broken days between a version's date and the day of the test. */
export function ageInDays(date: number, testDate: number): number {
  return (testDate - date) / 86_400_000;
}

function isPreview(version: string): boolean {
  return version.split('-').length > 3;
}

function withoutSuffix(version: string): string {
  return version.slice(0, version.lastIndexOf('-'));
}
