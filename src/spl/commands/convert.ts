// convert [timeformat=<format>] <function>(<field>) [AS <name>] ...: a value that cannot be converted stays as it is,
// except with `num`, which takes it away.
// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Convert
import { call, real, text, type Expression } from '../../plan/index.ts';
import { extend, matching, value, type Flow, type NewField } from '../flow.ts';
import { withFields, without, type Need } from '../need.ts';
import { any, asNumber, asText, number, overEach, type Typed } from '../shape.ts';
import type { CommandNode, Rename } from '../tree.ts';
import type { Command, Context } from './command.ts';
import { argument, textOption } from './reading.ts';

const DEFAULT_FORMAT = '%m/%d/%Y %H:%M:%S';

interface Settings {
  readonly format: Expression;
  readonly zone: Expression;
  readonly now: Expression;
}

type Conversion = (value: Typed, settings: Settings) => Typed;

const conversions: ReadonlyMap<string, Conversion> = new Map<string, Conversion>([
  ['ctime', (value, settings) => orUnchanged(ctime(value, settings), value)],
  ['mktime', (value, settings) => orUnchanged(mktime(value, settings), value)],
  ['num', (value) => number(asNumber(withoutCommas(value)))],
  ['auto', (value) => value],
  ['none', (value) => value],
  ['dur2sec', (value) => orUnchanged(secondsOf(value, DURATION, [86400, 3600, 60, 1]), value)],
  ['mstime', (value) => orUnchanged(secondsOf(value, MINUTES, [60, 1]), value)],
  ['rmcomma', (value) => any(call('replace', 'string', asText(value), text(','), text('')))],
  [
    'rmunit',
    (value) =>
      orUnchanged(any(call('regex_extract', 'string', asText(value), text(LEADING), one())), value),
  ],
  ['memk', (value) => orUnchanged(kilobytes(value), value)],
]);

const DURATION = '^(?:(\\d+)\\+)?(\\d+):(\\d+):(\\d+(?:\\.\\d+)?)$';
const MINUTES = '^(?:(\\d+):)?(\\d+(?:\\.\\d+)?)$';
const LEADING = '^\\s*([+-]?\\d+(?:\\.\\d+)?)';
const MEMORY = '^\\s*(\\d+(?:\\.\\d+)?)\\s*([kKmMgG]?)$';

const one = (): Expression => group(1);
const group = (index: number): Expression => ({
  kind: 'literal',
  value: BigInt(index),
  type: 'long',
});

export const convert: Command = {
  name: 'convert',
  summary: 'Converts values: times, durations, numbers with units.',
  syntax: {
    options: { timeformat: 'text' },
    slots: [{ role: 'conversions', kind: 'converts', required: true }],
  },
  needs: (command, after) => conversionsOf(command).reduceRight(before, after),
  lower: (command, input, context) => {
    let flow: Flow | undefined = input;
    for (const each of conversionsOf(command)) {
      const next: Flow | undefined = converted(each, flow, command, context);
      if (!next) return undefined;
      flow = next;
    }
    return flow;
  },
};

const conversionsOf = (command: CommandNode): readonly Rename[] =>
  argument(command, 'conversions', 'renames')?.renames ?? [];

function before(after: Need, { from, to }: Rename): Need {
  return withFields(to && !from.text.includes('*') ? without(after, [to.text]) : after, [
    from.text,
  ]);
}

function converted(
  { function: callee, from, to }: Rename,
  flow: Flow,
  command: CommandNode,
  context: Context,
): Flow | undefined {
  const conversion = callee && conversions.get(callee.text.toLowerCase());
  if (!conversion) {
    const message = `unsupported conversion \`${callee?.text ?? ''}\``;
    context.report('SPL1204', message, callee?.span ?? from.span);
    return undefined;
  }
  if (from.text === '') {
    context.report('SPL1004', `\`${callee.text}\` needs a field`, callee.span);
    return undefined;
  }
  const { now, timezone } = context.environment;
  const settings: Settings = {
    format: text(textOption(command, 'timeformat') ?? DEFAULT_FORMAT),
    zone: text(timezone),
    now: real(now),
  };
  const names = from.text.includes('*') ? matching(flow, from.text) : [from.text];
  const changes = names.flatMap((name): NewField[] => {
    const typed = value(flow, name);
    return typed ? [{ name: to?.text ?? name, value: onEach(typed, conversion, settings) }] : [];
  });
  return extend(flow, changes);
}

function onEach(value: Typed, conversion: Conversion, settings: Settings): Typed {
  return value.shape === 'multivalue'
    ? overEach('map', value.expression, (item) => conversion(item, settings))
    : conversion(value, settings);
}

function orUnchanged(made: Typed, value: Typed): Typed {
  if (value.shape === 'number' && made.shape === 'number') return made;
  return any(call('coalesce', 'string', asText(made), asText(value)));
}

function ctime(value: Typed, { format, zone }: Settings): Typed {
  return any(call('time.format', 'string', asNumber(value), format, zone));
}

function mktime(value: Typed, { format, zone, now }: Settings): Typed {
  return number(call('time.parse', 'real', asText(value), format, zone, now));
}

const withoutCommas = (value: Typed): Typed =>
  value.shape === 'number'
    ? value
    : any(call('replace', 'string', asText(value), text(','), text('')));

/** The sum of a pattern's groups, each times its weight; a group that is not there counts as nothing. */
function secondsOf(value: Typed, pattern: string, weights: readonly number[]): Typed {
  const subject = asText(value);
  const parts = weights.map((weight, index) => {
    const part = call('regex_extract', 'string', subject, text(pattern), group(index + 1));
    const known = call('coalesce', 'real', call('real_of_text', 'real', part), real(0));
    return call('multiply', 'real', known, real(weight));
  });
  const sum = parts.reduce((total, part) => call('add', 'real', total, part));
  const fits = call('regex_matches', 'bool', subject, text(pattern));
  return number({
    kind: 'case',
    branches: [{ when: fits, then: sum }],
    otherwise: { kind: 'literal', value: null, type: 'real' },
    type: 'real',
  });
}

function kilobytes(value: Typed): Typed {
  const subject = asText(value);
  const size = call(
    'real_of_text',
    'real',
    call('regex_extract', 'string', subject, text(MEMORY), group(1)),
  );
  const unit = call(
    'lower',
    'string',
    call('regex_extract', 'string', subject, text(MEMORY), group(2)),
  );
  const times = (factor: number): Expression => call('multiply', 'real', size, real(factor));
  return number({
    kind: 'case',
    branches: [
      { when: call('eq', 'bool', unit, text('m')), then: times(1024) },
      { when: call('eq', 'bool', unit, text('g')), then: times(1024 * 1024) },
    ],
    otherwise: size,
    type: 'real',
  });
}
