// Conversion between units of measure, and sizes of data.
import { define, type ScalarFunction } from './function.ts';
import { quantities, temperature } from './units.ts';

/** Whether the quantity (`angle`, `temperature`, ...) has a unit of that name. */
export function isUnit(quantity: string, unit: string): boolean {
  if (quantity === 'temperature') return Object.hasOwn(temperature, unit);
  const units = Object.hasOwn(quantities, quantity) ? quantities[quantity] : undefined;
  return units !== undefined && Object.hasOwn(units, unit);
}

function converted(quantity: string, value: number, from: string, to: string): number | null {
  if (!isUnit(quantity, from) || !isUnit(quantity, to)) return null;
  if (quantity === 'temperature') {
    const [scale = 1, offset = 0] = temperature[from] ?? [];
    const [back = 1, shift = 0] = temperature[to] ?? [];
    return (scale * (value + offset)) / back - shift;
  }
  const units = quantities[quantity];
  return (value * (units?.[from] ?? 1)) / (units?.[to] ?? 1);
}

const BYTE_UNITS = ['Bytes', 'KB', 'MB', 'GB', 'TB', 'PB', 'EB'];

/** In the largest unit of which there is at least one, unless a unit is named; without zeros at the end. */
function bytes(size: number, digits: bigint, unit: string): string | null {
  const named = BYTE_UNITS.indexOf(unit);
  if (!Number.isFinite(size) || (unit !== '' && named < 0)) return null;
  let at = named;
  if (at < 0) for (at = 0; at < 6 && Math.abs(size) >= 1024 ** (at + 1);) at++;
  const places = Number(digits < 0n ? 0n : digits > 15n ? 15n : digits);
  return `${String(Number((size / 1024 ** at).toFixed(places)))} ${BYTE_UNITS[at] ?? ''}`;
}

export const measure: readonly ScalarFunction[] = [
  define({
    name: 'convert_unit',
    takes: ['string', 'real', 'string', 'string'],
    returns: 'real',
    nulls: 'propagate',
    meaning: 'args [quantity, value, from, to]: the value in another unit; null for an unknown one',
    evaluate: converted,
  }),
  define({
    name: 'text_of_bytes',
    takes: ['real', 'long', 'string'],
    returns: 'string',
    nulls: 'propagate',
    meaning: 'args [size, digits, unit or empty]: a size of data as people read it',
    evaluate: bytes,
  }),
];
