// Times moved by one distance, in the record and in its texts: Sysmon's UtcTime, the dates of a task's definition, what
// a message prints. What is no full date and time (a date alone, `/sd 01/02/2026`, an encoded time) is left.
import type { AnyRecord } from '../formats/format.ts';
import { TICKS_PER_SECOND, UNIX_EPOCH_TICKS } from '../../plan/types.ts';
import { isoOfTicks, ticksOfCalendar } from '../ticks.ts';
import { timeOf } from '../record-facts.ts';
import { mapTexts } from './map-texts.ts';

/** The record `seconds` later (earlier when negative). Whole seconds, so that fractions stay as they are printed. */
export function shiftTimes(record: AnyRecord, seconds: bigint): AnyRecord {
  if (seconds === 0n) return record;
  const time = timeOf(record);
  const moved = mapTexts(record, {
    text: (text) => moveTexts(ownTime(text, time, seconds), seconds),
    number: (spelled) => ownTime(spelled, time, seconds),
  });
  const ticks = seconds * TICKS_PER_SECOND;
  if ('system' in moved && 'system' in record) {
    const timeCreated = record.system.timeCreated + ticks;
    return { ...moved, system: { ...moved.system, timeCreated } };
  }
  return 'fields' in moved && time !== undefined ? { ...moved, time: time + ticks } : moved;
}

const iso = /(?<!\d)(\d{4})-(\d\d)-(\d\d)([T ])(\d\d):(\d\d):(\d\d)(?!\d)/g;
const american =
  /(?<!\d)(\d{1,2})\/(\d{1,2})\/(\d{4})(,? )(\d{1,2}):(\d\d):(\d\d)(?:(\.\d{1,7}))? ([AP])M(?!\w)/g;
const audit = /audit\((\d{9,11})(?=[.:])/g;

/** Fractions and zones follow what is replaced and stay. */
function moveTexts(text: string, seconds: bigint): string {
  if (!/\d:\d\d:\d\d|audit\(/.test(text)) return text;
  return text
    .replace(iso, (whole, ...found) => {
      const [year, month, day, mark = '', hour, minute, second] = found as string[];
      const moved = later([year, month, day, hour, minute, second].map(Number), seconds);
      return moved === undefined ? whole : `${moved.slice(0, 10)}${mark}${moved.slice(11, 19)}`;
    })
    .replace(american, (whole, ...found) => {
      const parts = found as (string | undefined)[];
      const [month, day, year, mark = '', hour, minute, second, fraction = '', half] = parts;
      const hours = (Number(hour) % 12) + (half === 'P' ? 12 : 0);
      const moved = later(
        [Number(year), Number(month), Number(day), hours, Number(minute), Number(second)],
        seconds,
      );
      if (moved === undefined) return whole;
      const padded = month?.length === 2 && day?.length === 2;
      return americanText(moved, { mark, fraction, padded, hourPadded: hour?.length === 2 });
    })
    .replace(audit, (_, epoch: string) => `audit(${String(BigInt(epoch) + seconds)}`);
}

/** ISO text of the moved instant; undefined for times that mean "never", which do not move. */
function later(parts: readonly number[], seconds: bigint): string | undefined {
  const [year = 0] = parts;
  const ticks = year < 1700 || year > 2200 ? undefined : ticksOfCalendar(parts);
  return ticks === undefined ? undefined : isoOfTicks(ticks + seconds * TICKS_PER_SECOND);
}

interface AmericanStyle {
  readonly mark: string;
  readonly fraction: string;
  readonly padded: boolean;
  readonly hourPadded: boolean;
}

function americanText(isoText: string, style: AmericanStyle): string {
  const [year = '', month = '', day = '', hour = '', minute = '', second = ''] = isoText
    .slice(0, 19)
    .split(/[-T:]/);
  const number = (text: string, padded: boolean): string => (padded ? text : String(Number(text)));
  const twelve = String(Number(hour) % 12 || 12).padStart(2, '0');
  const date = `${number(month, style.padded)}/${number(day, style.padded)}/${year}`;
  const time = `${number(twelve, style.hourPadded)}:${minute}:${second}${style.fraction}`;
  return `${date}${style.mark}${time} ${Number(hour) < 12 ? 'AM' : 'PM'}`;
}

const units = [1n, 1_000n, 1_000_000n, 1_000_000_000n];

/** A number that is the record's own time as Unix time (seconds, milli-, micro- or nanoseconds) moves with it. */
function ownTime(spelled: string, time: bigint | undefined, seconds: bigint): string {
  const found = time === undefined ? null : /^(\d{9,20})(\.\d{1,9})?$/.exec(spelled);
  if (!found || time === undefined) return spelled;
  const whole = BigInt(found[1] ?? '');
  const own = (time - UNIX_EPOCH_TICKS) / TICKS_PER_SECOND;
  const unit = units.find((each) => {
    const difference = whole / each - own;
    return difference >= -1n && difference <= 1n;
  });
  return unit === undefined ? spelled : `${String(whole + seconds * unit)}${found[2] ?? ''}`;
}
