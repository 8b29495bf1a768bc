// Units of measure: factors are those of the units' definitions, to the base unit of each quantity.

export type Units = Readonly<Record<string, number>>;

const PREFIXES = {
  Nano: 1e-9,
  Micro: 1e-6,
  Milli: 1e-3,
  Centi: 1e-2,
  Deci: 0.1,
  Deca: 10,
  Hecto: 100,
  Kilo: 1e3,
  Mega: 1e6,
  Giga: 1e9,
  Tera: 1e12,
} as const;

/** `prefixed(1, 'meter', ['Kilo'])` has `Kilometer`. */
const prefixed = (factor: number, unit: string, names: readonly (keyof typeof PREFIXES)[]): Units =>
  Object.fromEntries(names.map((name) => [name + unit, PREFIXES[name] * factor]));

const TIMES = { Hour: 3600, Minute: 60, Second: 1 } as const;

/** `perTime(1, 'Meter', ['Hour'])` has `MeterPerHour`. */
const perTime = (factor: number, unit: string, times: readonly (keyof typeof TIMES)[]): Units =>
  Object.fromEntries(times.map((time) => [`${unit}Per${time}`, factor / TIMES[time]]));

const POUND = 0.45359237;
const FOOT = 0.3048;
const INCH = 0.0254;
const MILE = 1609.344;
const YARD = 0.9144;
const SURVEY_FOOT = 1200 / 3937;
const GRAVITY = 9.80665;
const GALLON = 0.003785411784;
const IMPERIAL_GALLON = 0.00454609;
const LIGHT_YEAR = 9.46073047258e15;
const PARSEC = 3.08567758128e16;
const CALORIE = 4.184;
const ELECTRON_VOLT = 1.602176634e-19;
const BRITISH_THERMAL_UNIT = 1055.05585262;
const DAY = 86_400;
const HOUR = 3600;

const angle: Units = {
  Arcminute: Math.PI / 10_800,
  Arcsecond: Math.PI / 648_000,
  Degree: Math.PI / 180,
  Gradian: Math.PI / 200,
  NatoMil: Math.PI / 3200,
  Radian: 1,
  Revolution: 2 * Math.PI,
  ...prefixed(Math.PI / 180, 'degree', ['Nano', 'Micro', 'Milli']),
  ...prefixed(1, 'radian', ['Nano', 'Micro', 'Milli', 'Centi', 'Deci']),
};

const energy: Units = {
  BritishThermalUnit: BRITISH_THERMAL_UNIT,
  Calorie: CALORIE,
  ElectronVolt: ELECTRON_VOLT,
  Erg: 1e-7,
  FootPound: FOOT * POUND * GRAVITY,
  HorsepowerHour: 745.6998715822702 * HOUR,
  Joule: 1,
  WattDay: DAY,
  WattHour: HOUR,
  ...prefixed(BRITISH_THERMAL_UNIT, 'britishThermalUnit', ['Kilo', 'Mega', 'Giga']),
  ...prefixed(CALORIE, 'calorie', ['Kilo', 'Mega']),
  ...prefixed(ELECTRON_VOLT, 'electronVolt', ['Kilo', 'Mega', 'Giga', 'Tera']),
  ...prefixed(1, 'joule', ['Milli', 'Kilo', 'Mega', 'Giga']),
  ...prefixed(DAY, 'wattDay', ['Kilo', 'Mega', 'Giga', 'Tera']),
  ...prefixed(HOUR, 'wattHour', ['Kilo', 'Mega', 'Giga', 'Tera']),
  ThermEc: 1.05505585262e8,
  ThermImperial: 1.05505585257348e8,
  ThermUs: 1.054804e8,
  DecathermEc: 1.05505585262e9,
  DecathermImperial: 1.05505585257348e9,
  DecathermUs: 1.054804e9,
};

const force: Units = {
  Dyn: 1e-5,
  KilogramForce: GRAVITY,
  KiloPond: GRAVITY,
  Newton: 1,
  OunceForce: (POUND * GRAVITY) / 16,
  Poundal: POUND * FOOT,
  PoundForce: POUND * GRAVITY,
  KilopoundForce: 1e3 * POUND * GRAVITY,
  ShortTonForce: 2e3 * POUND * GRAVITY,
  TonneForce: 1e3 * GRAVITY,
  ...prefixed(1, 'newton', ['Micro', 'Milli', 'Deca', 'Kilo', 'Mega']),
};

const length: Units = {
  Angstrom: 1e-10,
  AstronomicalUnit: 149_597_870_700,
  Chain: 66 * FOOT,
  DataMile: 6000 * FOOT,
  DtpPica: INCH / 6,
  DtpPoint: INCH / 72,
  Fathom: 6 * FOOT,
  Foot: FOOT,
  Hand: 4 * INCH,
  Inch: INCH,
  LightYear: LIGHT_YEAR,
  Meter: 1,
  Mil: INCH / 1000,
  Mile: MILE,
  NauticalMile: 1852,
  Parsec: PARSEC,
  PrinterPica: 1 / 237.106301584,
  PrinterPoint: INCH / 72.27,
  Shackle: 90 * FOOT,
  SolarRadius: 6.9551e8,
  Twip: INCH / 1440,
  UsSurveyFoot: SURVEY_FOOT,
  Yard: YARD,
  ...prefixed(INCH, 'inch', ['Micro']),
  ...prefixed(LIGHT_YEAR, 'lightYear', ['Kilo', 'Mega']),
  ...prefixed(PARSEC, 'parsec', ['Kilo', 'Mega']),
  ...prefixed(1, 'meter', ['Nano', 'Micro', 'Milli', 'Centi', 'Deci', 'Deca', 'Hecto', 'Kilo']),
};

const mass: Units = {
  EarthMass: 5.9722e24,
  Grain: POUND / 7000,
  Gram: 1e-3,
  LongHundredweight: 112 * POUND,
  LongTon: 2240 * POUND,
  Ounce: POUND / 16,
  Pound: POUND,
  ShortHundredweight: 100 * POUND,
  ShortTon: 2000 * POUND,
  Slug: (POUND * GRAVITY) / FOOT,
  SolarMass: 1.98947e30,
  Stone: 14 * POUND,
  Tonne: 1e3,
  ...prefixed(1e-3, 'gram', ['Nano', 'Micro', 'Milli', 'Centi', 'Deci', 'Deca', 'Hecto', 'Kilo']),
  ...prefixed(POUND, 'pound', ['Kilo', 'Mega']),
  ...prefixed(1e3, 'tonne', ['Kilo', 'Mega']),
};

const speed: Units = {
  Knot: 1852 / HOUR,
  MilePerHour: MILE / HOUR,
  ...perTime(1e-9, 'Nanometer', ['Minute', 'Second']),
  ...perTime(1e-6, 'Micrometer', ['Minute', 'Second']),
  ...perTime(1e-3, 'Millimeter', ['Hour', 'Minute', 'Second']),
  ...perTime(1e-2, 'Centimeter', ['Hour', 'Minute', 'Second']),
  ...perTime(0.1, 'Decimeter', ['Minute', 'Second']),
  ...perTime(1, 'Meter', ['Hour', 'Minute', 'Second']),
  ...perTime(1e3, 'Kilometer', ['Hour', 'Minute', 'Second']),
  ...perTime(INCH, 'Inch', ['Hour', 'Minute', 'Second']),
  ...perTime(FOOT, 'Foot', ['Hour', 'Minute', 'Second']),
  ...perTime(SURVEY_FOOT, 'UsSurveyFoot', ['Hour', 'Minute', 'Second']),
  ...perTime(YARD, 'Yard', ['Hour', 'Minute', 'Second']),
};

const volume: Units = {
  // The service's own factor, seen in its documentation; 43560 cubic feet would be a millionth more.
  AcreFoot: 1 / 0.000810714,
  AuTablespoon: 20e-6,
  BoardFoot: FOOT ** 2 * INCH,
  CubicCentimeter: 1e-6,
  CubicDecimeter: 1e-3,
  CubicFoot: FOOT ** 3,
  CubicHectometer: 1e6,
  CubicInch: INCH ** 3,
  CubicKilometer: 1e9,
  CubicMeter: 1,
  CubicMicrometer: 1e-18,
  CubicMile: MILE ** 3,
  CubicMillimeter: 1e-9,
  CubicYard: YARD ** 3,
  ImperialBeerBarrel: 36 * IMPERIAL_GALLON,
  ImperialGallon: IMPERIAL_GALLON,
  ImperialOunce: IMPERIAL_GALLON / 160,
  ImperialPint: IMPERIAL_GALLON / 8,
  Liter: 1e-3,
  MetricCup: 250e-6,
  MetricTeaspoon: 5e-6,
  OilBarrel: 42 * GALLON,
  UkTablespoon: 15e-6,
  UsBeerBarrel: 31 * GALLON,
  UsCustomaryCup: GALLON / 16,
  UsGallon: GALLON,
  UsLegalCup: 240e-6,
  UsOunce: GALLON / 128,
  UsPint: GALLON / 8,
  UsQuart: GALLON / 4,
  UsTablespoon: GALLON / 256,
  UsTeaspoon: GALLON / 768,
  ...prefixed(1e-3, 'liter', ['Micro', 'Milli', 'Centi', 'Deci', 'Deca', 'Hecto', 'Kilo', 'Mega']),
  ...prefixed(GALLON, 'usGallon', ['Deci', 'Deca', 'Hecto', 'Kilo', 'Mega']),
  ...prefixed(IMPERIAL_GALLON, 'imperialGallon', ['Kilo', 'Mega']),
  ...prefixed(FOOT ** 3, 'cubicFoot', ['Hecto', 'Kilo', 'Mega']),
  ...prefixed(1, 'cubicMeter', ['Hecto', 'Kilo']),
};

/** Factors to radian, joule, newton, meter, kilogram, meter per second, cubic meter. */
export const quantities: Readonly<Record<string, Units>> = {
  angle,
  energy,
  force,
  length,
  mass,
  speed,
  volume,
};

/** How a temperature is told in kelvin: `scale * (value + offset)`. */
export const temperature: Readonly<Record<string, readonly [scale: number, offset: number]>> = {
  DegreeCelsius: [1, 273.15],
  DegreeDelisle: [-2 / 3, -559.725],
  DegreeFahrenheit: [5 / 9, 459.67],
  DegreeNewton: [100 / 33, 90.1395],
  DegreeRankine: [5 / 9, 0],
  DegreeReaumur: [1.25, 218.52],
  DegreeRoemer: [40 / 21, 135.90375],
  Kelvin: [1, 0],
  MillidegreeCelsius: [1e-3, 273_150],
  SolarTemperature: [5778, 0],
};
