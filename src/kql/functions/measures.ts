// Units of measure and sizes of data.
import { call, isUnit, literal, text } from '../../plan/index.ts';
import { constantOf } from '../lower/constant.ts';
import { refuse } from '../lower/context.ts';
import { absent, coerce, present, toText } from '../lower/types.ts';
import { page, type FunctionRow } from './row.ts';

/** `convert_x(value, from, to)`: the units are constants, and known ones. */
const convert = (quantity: string, examples: FunctionRow['examples']): FunctionRow => ({
  name: `convert_${quantity}`,
  takes: ['real', 'string', 'string'],
  lower: ([value = literal(0, 'real'), ...units], { context, node, nodes }) => {
    const names = units.map((each) => constantOf(each)?.value);
    names.forEach((name, at) => {
      if (typeof name === 'string' && isUnit(quantity, name)) return;
      const shown = typeof name === 'string' ? `\`${name}\`` : 'that is not constant';
      refuse(context, nodes[at + 1] ?? node, `unit of ${quantity} ${shown}`);
    });
    return call('convert_unit', 'real', text(quantity), value, ...units);
  },
  source: page(`convert-${quantity}-function`),
  examples,
});

export const measures: readonly FunctionRow[] = [
  convert('angle', [['round(convert_angle(1.2, "Degree", "Arcminute"), 9)', 72]]),
  convert('energy', [
    ['convert_energy(1.2, "Joule", "Kilojoule")', 0.0012],
    ['round(convert_energy(1.2, "Joule", "BritishThermalUnit"), 15)', 0.001137380544376],
  ]),
  convert('force', [['convert_force(1.2, "Newton", "Decanewton")', 0.12]]),
  convert('length', [
    ['round(convert_length(1.2, "Foot", "Meter"), 9)', 0.36576],
    ['round(convert_length(1.0, "Chain", "Yard"), 9)', 22],
  ]),
  convert('mass', [['round(convert_mass(1.2, "Kilogram", "Pound"), 12)', 2.645547146219]]),
  convert('speed', [['round(convert_speed(36.0, "KilometerPerHour", "MeterPerSecond"), 9)', 10]]),
  convert('temperature', [
    ['round(convert_temperature(1.2, "Kelvin", "DegreeCelsius"), 9)', -271.95],
    ['round(convert_temperature(60.0, "DegreeRoemer", "DegreeCelsius"), 9)', 100],
    ['round(convert_temperature(212.0, "DegreeFahrenheit", "DegreeCelsius"), 9)', 100],
  ]),
  convert('volume', [['round(convert_volume(1.2, "CubicMeter", "AcreFoot"), 12)', 0.0009728568]]),
  {
    name: 'format_bytes',
    lower: ([size = literal(0, 'real'), digits = literal(0n, 'long'), unit = absent('string')]) =>
      present(
        call('text_of_bytes', 'string', coerce(size, 'real'), coerce(digits, 'long'), toText(unit)),
      ),
    source: page('format-bytes-function'),
    examples: [
      ['format_bytes(564)', '564 Bytes'],
      ['format_bytes(10332, 1)', '10.1 KB'],
      ['format_bytes(20010332)', '19 MB'],
      ['format_bytes(20010332, 2)', '19.08 MB'],
      ['format_bytes(20010332, 0, "KB")', '19541 KB'],
    ],
  },
];
