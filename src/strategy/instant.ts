// Instants as documents write them.

const form =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d):(\d\d)(?:\.\d{1,9})?(?:Z|[+-]\d\d(?::?\d\d)?)?)?$/;

/** Whether a text is a date, or a date and time to the second, of ISO 8601 that exists; without a zone it is UTC. */
export function isInstant(text: string): boolean {
  const found = form.exec(text);
  if (!found) return false;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found
    .slice(1)
    .map((part) => Number((part as string | undefined) ?? 0));
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && hour < 24 && minute < 60 && second < 60;
}
