// rangemap field=<field> (<name>=<low>-<high>) ... [default=<name>]: sets `range` to the names of the ranges that hold the
// value. https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Rangemap
import { and, call, isNull, nothing, real, text, when } from '../../plan/index.ts';
import { extend, value, type Flow } from '../flow.ts';
import { withFields } from '../need.ts';
import { asNumber, several } from '../shape.ts';
import type { CommandNode } from '../tree.ts';
import type { Command } from './command.ts';
import { fieldsOf } from './reading.ts';

interface Range {
  readonly name: string;
  readonly low: number;
  readonly high: number;
}

interface Settings {
  readonly field: string;
  readonly fallback: string;
  readonly ranges: readonly Range[];
}

export const rangemap: Command = {
  name: 'rangemap',
  summary: 'Names the ranges that hold a number.',
  syntax: { slots: [{ role: 'fields', kind: 'words', required: true }] },
  needs: (command, after) => withFields(after, [settingsOf(command)?.field ?? '_raw']),
  lower: (command, input, context): Flow | undefined => {
    const settings = settingsOf(command);
    if (!settings) {
      context.report(
        'SPL1001',
        'expected `field=<field>` and ranges such as `low=0-9`',
        command.span,
      );
      return undefined;
    }
    const typed = value(input, settings.field);
    const size = typed ? asNumber(typed) : nothing('real');
    const names = settings.ranges.map(({ name, low, high }) => {
      const inside = and([
        call('ge', 'bool', size, real(low)),
        call('le', 'bool', size, real(high)),
      ]);
      return when(inside, call('mv.of', 'strings', text(name)), nothing('strings'));
    });
    const found = names.length === 0 ? nothing('strings') : call('mv.append', 'strings', ...names);
    const none = call('mv.of', 'strings', text(settings.fallback));
    return extend(input, [{ name: 'range', value: several(when(isNull(found), none, found)) }]);
  },
};

function settingsOf(command: CommandNode): Settings | undefined {
  let field: string | undefined;
  let fallback = 'None';
  const ranges: Range[] = [];
  for (const { text: word } of fieldsOf(command)) {
    const [, name = '', rest = ''] = /^([^=]+)=(.*)$/.exec(word) ?? [];
    const range = /^(-?\d+(?:\.\d+)?)-(-?\d+(?:\.\d+)?)$/.exec(rest);
    if (name === 'field') field = rest;
    else if (name === 'default') fallback = rest;
    else if (range) ranges.push({ name, low: Number(range[1]), high: Number(range[2]) });
    else return undefined;
  }
  return field === undefined || ranges.length === 0 ? undefined : { field, fallback, ranges };
}
