// Times moved by one distance, in the record and in its texts: Sysmon's UtcTime, the dates of a task's definition, what
// a message prints, numbers that count from an epoch. What is no full date and time (a date alone, `/sd 01/02/2026`, an
// encoded time) is left.
import type { AnyRecord } from '../formats/format.ts';
import { TICKS_PER_SECOND, UNIX_EPOCH_TICKS } from '../../plan/types.ts';
import { FILETIME_EPOCH_TICKS } from '../ticks.ts';
import { timeOf } from '../record-facts.ts';
import { mapTexts } from './map-texts.ts';
import { moveSpelledTimes } from './spelled-times.ts';

/** The record `seconds` later (earlier when negative). Whole seconds, so that fractions stay as they are printed. */
export function shiftTimes(record: AnyRecord, seconds: bigint): AnyRecord {
  if (seconds === 0n) return record;
  const time = timeOf(record);
  const moved = mapTexts(record, {
    text: (text, field) => moveTexts(moveEpoch(text, field, time, seconds), seconds),
    number: (spelled, field) => moveEpoch(spelled, field, time, seconds),
  });
  const ticks = seconds * TICKS_PER_SECOND;
  if ('system' in moved && 'system' in record) {
    const timeCreated = record.system.timeCreated + ticks;
    return { ...moved, system: { ...moved.system, timeCreated } };
  }
  return 'fields' in moved && time !== undefined ? { ...moved, time: time + ticks } : moved;
}

const audit = /audit\((\d{9,11})(?=[.:])/g;

function moveTexts(text: string, seconds: bigint): string {
  return moveSpelledTimes(text, seconds).replace(
    audit,
    (_, epoch: string) => `audit(${String(BigInt(epoch) + seconds)}`,
  );
}

interface Epoch {
  readonly start: bigint;
  /** Of its unit to a second. */
  readonly perSecond: bigint;
}

/** Unix time in seconds, milli-, micro- and nanoseconds, and FILETIME. */
const epochs: readonly Epoch[] = [
  ...[1n, 1_000n, 1_000_000n, 1_000_000_000n].map((perSecond) => ({
    start: UNIX_EPOCH_TICKS / TICKS_PER_SECOND,
    perSecond,
  })),
  { start: FILETIME_EPOCH_TICKS / TICKS_PER_SECOND, perSecond: TICKS_PER_SECOND },
];

const timeField =
  /(?:time|date|stamp|created|modified|seen|expires|expiry|expiration|_at|^iat|^exp|^nbf)$/i;
const YEAR = 366n * 86_400n;

/**
 * A number that is the record's own time, counted from an epoch, moves with it; under a name that promises a time so does
 * one within a year of it.
 */
function moveEpoch(
  spelled: string,
  field: string | undefined,
  time: bigint | undefined,
  seconds: bigint,
): string {
  const found = time === undefined ? null : /^(\d{9,20})(\.\d{1,9})?$/.exec(spelled);
  if (!found || time === undefined) return spelled;
  const whole = BigInt(found[1] ?? '');
  const own = time / TICKS_PER_SECOND;
  const most = field !== undefined && field.length <= 100 && isTimeField(field) ? YEAR : 1n;
  const epoch = epochs.find(({ start, perSecond }) => {
    const difference = whole / perSecond + start - own;
    return difference >= -most && difference <= most;
  });
  return epoch === undefined
    ? spelled
    : `${String(whole + seconds * epoch.perSecond)}${found[2] ?? ''}`;
}

const isTimeField = (field: string): boolean => timeField.test(field) || /[a-z]At$/.test(field);
