// Times as the Azure portal prints them in columns marked `[UTC]`: in the form of the reader's language.
import { ticksOfCalendar, ticksOfIso } from '../ticks.ts';

/** Which of day and month comes first in `3/4/2026`. */
export type DateOrder = 'month' | 'day';

interface Parts {
  /** Of the date, as they stand. */
  readonly date: readonly [number, number, number];
  readonly order: DateOrder | 'year' | 'unknown';
  readonly clock: readonly [number, number, number];
  readonly fraction: string;
}

const form =
  /^(\d{1,4})([./-])(\d{1,2})\2(\d{1,4}),? (\d{1,2}):(\d\d):(\d\d)(?:\.(\d{1,7}))?(?: ([AaPp])\.?([Mm])\.?)?$/;

function partsOf(text: string): Parts | undefined {
  // Browsers put a narrow blank before AM and PM.
  const found = form.exec(text.replaceAll(/[\u202f\u00a0]/g, ' '));
  if (!found) return undefined;
  const [, first = '', separator = '', second = '', third = '', , , , fraction = '', half] = found;
  const hour = Number(found[5]);
  if (half !== undefined && (hour < 1 || hour > 12)) return undefined;
  const hours = half === undefined ? hour : (hour % 12) + (half.toUpperCase() === 'P' ? 12 : 0);
  const order = first.length === 4 ? 'year' : separator === '/' ? orderBySign(found) : 'day';
  if ((order === 'year' ? third.length > 2 : third.length !== 4) || first.length === 3)
    return undefined;
  return {
    date: [Number(first), Number(second), Number(third)],
    order,
    clock: [hours, Number(found[6]), Number(found[7])],
    fraction,
  };
}

/** Among languages with slashes only American English has `AM` and `PM` in capitals; the others' English has small ones. */
function orderBySign([text, , , , , , , , , half]: RegExpExecArray): DateOrder | 'unknown' {
  if (half === undefined || text.includes(`${half}.`)) return 'unknown';
  return half === half.toUpperCase() ? 'month' : 'day';
}

/**
 * The order that the texts of one file prove, by a number above twelve; undefined where they prove none, or both.
 */
export function dateOrderOf(texts: Iterable<string>): DateOrder | undefined {
  const proven = new Set<DateOrder>();
  for (const text of texts) {
    const parts = partsOf(text);
    if (!parts || parts.order === 'year') continue;
    if (parts.date[0] > 12) proven.add('day');
    else if (parts.date[1] > 12) proven.add('month');
  }
  const [only] = proven;
  return proven.size === 1 ? only : undefined;
}

/** As ISO 8601; undefined for what is no time, or does not tell day from month. */
export function isoOfPortal(text: string, proven: DateOrder | undefined): string | undefined {
  if (ticksOfIso(text) !== undefined) return text;
  const parts = partsOf(text);
  if (!parts) return undefined;
  const order = parts.order === 'year' ? 'year' : (proven ?? parts.order);
  const [first, second, third] = parts.date;
  const dates = {
    year: [first, second, third],
    month: [third, first, second],
    day: [third, second, first],
    unknown: undefined,
  } as const;
  const date = dates[order];
  if (!date || ticksOfCalendar([...date, ...parts.clock]) === undefined) return undefined;
  const [year, month, day, hour, minute, second_] = [...date, ...parts.clock].map(twoDigits);
  const fraction = parts.fraction === '' ? '' : `.${parts.fraction}`;
  return `${year ?? ''}-${month ?? ''}-${day ?? ''}T${hour ?? ''}:${minute ?? ''}:${second_ ?? ''}${fraction}Z`;
}

const twoDigits = (value: number): string => String(value).padStart(2, '0');

const MARK = ' [UTC]';

/** A column's name without the portal's mark; `isTime` where it had one. */
export function portalColumn(header: string): { readonly name: string; readonly isTime: boolean } {
  const isTime = header.endsWith(MARK);
  return { name: isTime ? header.slice(0, -MARK.length) : header, isTime };
}
