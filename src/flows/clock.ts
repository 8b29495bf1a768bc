// The replay's clock: one instant per search, in each language's own unit.
import { ticksOfIso } from '../events/index.ts';
import { TICKS_PER_SECOND, UNIX_EPOCH_TICKS } from '../plan/index.ts';

/** Ticks of a text (ISO 8601, a date alone, or epoch seconds) or of epoch seconds; undefined for anything else. */
export function instant(value: string | number): bigint | undefined {
  const text = String(value).trim();
  if (/^-?\d+(?:\.\d+)?$/.test(text)) {
    const [whole = '0', fraction = ''] = text.replace('-', '').split('.');
    const ticks = BigInt(whole) * TICKS_PER_SECOND + BigInt(fraction.slice(0, 7).padEnd(7, '0'));
    return UNIX_EPOCH_TICKS + (text.startsWith('-') ? -ticks : ticks);
  }
  return ticksOfIso(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : text);
}

/** Epoch seconds of ticks. */
export function epochSeconds(ticks: bigint): number {
  return Number(ticks - UNIX_EPOCH_TICKS) / Number(TICKS_PER_SECOND);
}
