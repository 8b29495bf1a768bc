// Reading a time by a format. A text may go on after the format ends; blanks in the format stand for any blanks.
import { civilOf, DAYS, epochOf, MONTHS, utcSeconds } from './zone.ts';

interface Found {
  year?: number;
  month?: number;
  day?: number;
  hour?: number;
  hour12?: number;
  afternoon?: boolean;
  minute?: number;
  second?: number;
  fraction?: number;
  epoch?: number;
  yearDay?: number;
  /** Seconds ahead of UTC, or a zone's name. */
  offset?: number;
}

/** Reads one variable at a place; gives the place behind it, or -1. */
type Read = (text: string, at: number, found: Found) => number;

const digits =
  (
    most: number,
    least: number,
    low: number,
    high: number,
    put: (found: Found, value: number) => void,
  ): Read =>
  (text, at, found) => {
    let end = at;
    while (end < at + most && isDigit(text, end)) end++;
    if (end - at < least) return -1;
    const value = Number(text.slice(at, end));
    if (value < low || value > high) return -1;
    put(found, value);
    return end;
  };

const isDigit = (text: string, at: number): boolean => {
  const code = text.charCodeAt(at);
  return code >= 48 && code <= 57;
};

const padded =
  (read: Read): Read =>
  (text, at, found) =>
    read(text, text[at] === ' ' ? at + 1 : at, found);

const name =
  (names: readonly string[], put: (found: Found, index: number) => void): Read =>
  (text, at, found) => {
    const rest = text.slice(at, at + 12).toLowerCase();
    const index = names.findIndex((each) => rest.startsWith(each.slice(0, 3).toLowerCase()));
    const whole = names[index];
    if (whole === undefined) return -1;
    put(found, index);
    return at + (rest.startsWith(whole.toLowerCase()) ? whole.length : 3);
  };

const fraction: Read = (text, at, found) => {
  let end = at;
  while (end < at + 9 && isDigit(text, end)) end++;
  if (end === at) return -1;
  found.fraction = Number(`0.${text.slice(at, end)}`);
  return end;
};

const offset: Read = (text, at, found) => {
  if (/^[zZ]/.test(text.slice(at, at + 1))) {
    found.offset = 0;
    return at + 1;
  }
  const match = /^([+-])(\d{2}):?(\d{2})?(?::?(\d{2}))?/.exec(text.slice(at, at + 10));
  if (!match) return zoneWord(text, at, found);
  const [, sign, hours, minutes = '0', seconds = '0'] = match;
  const size = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  found.offset = sign === '-' ? -size : size;
  return at + match[0].length;
};

/** Hours ahead of UTC of the abbreviations that logs use without doubt. */
const abbreviations: ReadonlyMap<string, number> = new Map([
  ['UTC', 0],
  ['GMT', 0],
  ['EST', -5],
  ['EDT', -4],
  ['CST', -6],
  ['CDT', -5],
  ['MST', -7],
  ['MDT', -6],
  ['PST', -8],
  ['PDT', -7],
  ['CET', 1],
  ['CEST', 2],
  ['BST', 1],
  ['EET', 2],
  ['EEST', 3],
]);

function zoneWord(text: string, at: number, found: Found): number {
  const word = /^[A-Za-z]{3,5}/.exec(text.slice(at, at + 5))?.[0] ?? '';
  const hours = abbreviations.get(word.toUpperCase());
  if (hours === undefined) return -1;
  found.offset = hours * 3600;
  return at + word.length;
}

const half: Read = (text, at, found) => {
  const word = text.slice(at, at + 2).toLowerCase();
  if (word !== 'am' && word !== 'pm') return -1;
  found.afternoon = word === 'pm';
  return at + 2;
};

const epoch: Read = (text, at, found) => {
  const match = /^-?\d{1,12}/.exec(text.slice(at, at + 13));
  if (!match) return -1;
  found.epoch = Number(match[0]);
  return at + match[0].length;
};

const readers: Readonly<Record<string, Read>> = {
  Y: digits(4, 4, 0, 9999, (found, value) => (found.year = value)),
  y: digits(2, 2, 0, 99, (found, value) => (found.year = value < 69 ? 2000 + value : 1900 + value)),
  m: digits(2, 1, 1, 12, (found, value) => (found.month = value)),
  d: padded(digits(2, 1, 1, 31, (found, value) => (found.day = value))),
  e: padded(digits(2, 1, 1, 31, (found, value) => (found.day = value))),
  j: digits(3, 1, 1, 366, (found, value) => (found.yearDay = value)),
  H: padded(digits(2, 1, 0, 23, (found, value) => (found.hour = value))),
  k: padded(digits(2, 1, 0, 23, (found, value) => (found.hour = value))),
  I: padded(digits(2, 1, 1, 12, (found, value) => (found.hour12 = value))),
  l: padded(digits(2, 1, 1, 12, (found, value) => (found.hour12 = value))),
  M: digits(2, 1, 0, 59, (found, value) => (found.minute = value)),
  S: digits(2, 1, 0, 60, (found, value) => (found.second = value)),
  b: name(MONTHS, (found, index) => (found.month = index + 1)),
  B: name(MONTHS, (found, index) => (found.month = index + 1)),
  h: name(MONTHS, (found, index) => (found.month = index + 1)),
  a: name(DAYS, () => undefined),
  A: name(DAYS, () => undefined),
  w: digits(1, 1, 0, 7, () => undefined),
  p: half,
  N: fraction,
  Q: fraction,
  f: fraction,
  s: epoch,
  z: offset,
  Z: offset,
};

const composed: Readonly<Record<string, string>> = {
  F: '%Y-%m-%d',
  T: '%H:%M:%S',
  X: '%H:%M:%S',
  R: '%H:%M',
  D: '%m/%d/%y',
  x: '%m/%d/%Y',
  c: '%a %b %e %H:%M:%S %Y',
  '+': '%a %b %e %H:%M:%S %Z %Y',
  r: '%I:%M:%S %p',
};

/** Epoch seconds of a text by a format. `zone` is for texts that name none, `now` gives what of the date is missing. */
export function readTime(text: string, format: string, zone: string, now: number): number | null {
  const found: Found = {};
  const whole = format.replace(/%([FTXRDxc+r])/g, (all, each: string) => composed[each] ?? all);
  return readAll(text, whole, found) ? instant(found, zone, now) : null;
}

function readAll(text: string, format: string, found: Found): boolean {
  let at = 0;
  for (let place = 0; place < format.length; place++) {
    const char = format[place] ?? '';
    if (/\s/.test(char)) {
      while (/\s/.test(text[at] ?? '')) at++;
      continue;
    }
    const variable =
      char === '%' ? /^%(?:::?|E|\d)?([A-Za-z%])/.exec(format.slice(place, place + 4)) : null;
    if (!variable || variable[1] === '%') {
      if (text[at] !== char) return false;
      at++;
      if (variable) place++;
      continue;
    }
    const read = Object.hasOwn(readers, variable[1] ?? '') ? readers[variable[1] ?? ''] : undefined;
    at = read ? read(text, at, found) : -1;
    if (at < 0) return false;
    place += variable[0].length - 1;
  }
  return true;
}

function instant(found: Found, zone: string, now: number): number | null {
  const fractional = found.fraction ?? 0;
  if (found.epoch !== undefined) return found.epoch + fractional;
  const date = dateOf(found, zone, now);
  if (!date) return null;
  const civil = {
    ...date,
    hour: hourOf(found),
    minute: found.minute ?? 0,
    second: found.second ?? 0,
  };
  const whole =
    found.offset === undefined ? epochOf(zone, civil) : utcSeconds(civil) - found.offset;
  return whole + fractional;
}

function hourOf(found: Found): number {
  if (found.hour12 === undefined) return found.hour ?? 0;
  return (found.hour12 % 12) + (found.afternoon === true ? 12 : 0);
}

interface DateParts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** No date at all is today; a year or month without a day is no date. */
function dateOf(found: Found, zone: string, now: number): DateParts | null {
  const today = civilOf(zone, Math.floor(now));
  const year = found.year ?? today.year;
  if (found.yearDay !== undefined) return { year, month: 1, day: found.yearDay };
  if (found.day !== undefined) {
    const month = found.month ?? today.month;
    const last = new Date(Date.UTC(2000, 0, 1));
    last.setUTCFullYear(year, month, 0);
    return found.day > last.getUTCDate() ? null : { year, month, day: found.day };
  }
  if (found.month !== undefined || found.year !== undefined) return null;
  return { year, month: today.month, day: today.day };
}
