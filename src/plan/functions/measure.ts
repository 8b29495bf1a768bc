// Units of measure. Factors are those of the units' definitions, to the base unit of each quantity.
import { define, type ScalarFunction } from './function.ts';

type Units = Readonly<Record<string, number>>;

const POUND = 0.45359237;
const FOOT = 0.3048;
const GRAVITY = 9.80665;
const GALLON = 0.003785411784;
const IMPERIAL_GALLON = 0.00454609;

const angle: Units = {
  Arcminute: Math.PI / 10_800,
  Arcsecond: Math.PI / 648_000,
  Centiradian: 1e-2,
  Deciradian: 0.1,
  Degree: Math.PI / 180,
  Gradian: Math.PI / 200,
  Microdegree: Math.PI / 180e6,
  Microradian: 1e-6,
  Millidegree: Math.PI / 180e3,
  Milliradian: 1e-3,
  Nanodegree: Math.PI / 180e9,
  Nanoradian: 1e-9,
  NatoMil: Math.PI / 3200,
  Radian: 1,
  Revolution: 2 * Math.PI,
};

const energy: Units = {
  Calorie: 4.184,
  ElectronVolt: 1.602176634e-19,
  Erg: 1e-7,
  FootPound: FOOT * POUND * GRAVITY,
  GigawattHour: 3.6e12,
  HorsepowerHour: 745.6998715822702 * 3600,
  Joule: 1,
  Kilocalorie: 4184,
  Kilojoule: 1e3,
  KilowattHour: 3.6e6,
  Megajoule: 1e6,
  MegawattHour: 3.6e9,
  Millijoule: 1e-3,
  TerawattHour: 3.6e15,
  WattHour: 3600,
};

const force: Units = {
  Decanewton: 10,
  Dyn: 1e-5,
  KilogramForce: GRAVITY,
  Kilonewton: 1e3,
  KiloPond: GRAVITY,
  Meganewton: 1e6,
  Micronewton: 1e-6,
  Millinewton: 1e-3,
  Newton: 1,
  OunceForce: (POUND * GRAVITY) / 16,
  Poundal: POUND * FOOT,
  PoundForce: POUND * GRAVITY,
  TonneForce: 1e3 * GRAVITY,
};

const length: Units = {
  Angstrom: 1e-10,
  AstronomicalUnit: 149_597_870_700,
  Centimeter: 1e-2,
  Decimeter: 0.1,
  Fathom: 6 * FOOT,
  Foot: FOOT,
  Hectometer: 100,
  Inch: 0.0254,
  Kilometer: 1e3,
  Meter: 1,
  Micrometer: 1e-6,
  Mile: 1609.344,
  Millimeter: 1e-3,
  Nanometer: 1e-9,
  NauticalMile: 1852,
  Yard: 0.9144,
};

const mass: Units = {
  Centigram: 1e-5,
  Decagram: 1e-2,
  Decigram: 1e-4,
  Grain: POUND / 7000,
  Gram: 1e-3,
  Hectogram: 0.1,
  Kilogram: 1,
  Kilopound: 1e3 * POUND,
  Kilotonne: 1e6,
  LongTon: 2240 * POUND,
  Megatonne: 1e9,
  Microgram: 1e-9,
  Milligram: 1e-6,
  Nanogram: 1e-12,
  Ounce: POUND / 16,
  Pound: POUND,
  ShortTon: 2000 * POUND,
  Stone: 14 * POUND,
  Tonne: 1e3,
};

const speed: Units = {
  CentimeterPerSecond: 1e-2,
  FootPerHour: FOOT / 3600,
  FootPerMinute: FOOT / 60,
  FootPerSecond: FOOT,
  InchPerSecond: 0.0254,
  KilometerPerHour: 1 / 3.6,
  KilometerPerMinute: 1000 / 60,
  KilometerPerSecond: 1e3,
  Knot: 1852 / 3600,
  MeterPerHour: 1 / 3600,
  MeterPerMinute: 1 / 60,
  MeterPerSecond: 1,
  MilePerHour: 0.44704,
  MillimeterPerSecond: 1e-3,
  YardPerSecond: 0.9144,
};

const volume: Units = {
  // The service's own factor, seen in its documentation; 43560 cubic feet would be a millionth more.
  AcreFoot: 1 / 0.000810714,
  Centiliter: 1e-5,
  CubicCentimeter: 1e-6,
  CubicDecimeter: 1e-3,
  CubicFoot: FOOT ** 3,
  CubicInch: 0.0254 ** 3,
  CubicKilometer: 1e9,
  CubicMeter: 1,
  CubicMile: 1609.344 ** 3,
  CubicMillimeter: 1e-9,
  CubicYard: 0.9144 ** 3,
  Deciliter: 1e-4,
  Hectoliter: 0.1,
  ImperialGallon: IMPERIAL_GALLON,
  ImperialOunce: IMPERIAL_GALLON / 160,
  ImperialPint: IMPERIAL_GALLON / 8,
  Liter: 1e-3,
  Microliter: 1e-9,
  Milliliter: 1e-6,
  UsGallon: GALLON,
  UsOunce: GALLON / 128,
  UsPint: GALLON / 8,
  UsQuart: GALLON / 4,
};

/** How a temperature is told in kelvin: `scale * (value + offset)`. */
const temperature: Readonly<Record<string, readonly [scale: number, offset: number]>> = {
  DegreeCelsius: [1, 273.15],
  DegreeDelisle: [-2 / 3, -559.725],
  DegreeFahrenheit: [5 / 9, 459.67],
  DegreeNewton: [100 / 33, 90.1395],
  DegreeRankine: [5 / 9, 0],
  DegreeReaumur: [1.25, 218.52],
  Kelvin: [1, 0],
};

const quantities: Readonly<Record<string, Units>> = {
  angle,
  energy,
  force,
  length,
  mass,
  speed,
  volume,
};

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
