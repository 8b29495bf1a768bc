// strcat [allrequired=<bool>] <source> ... <destination>: texts and fields in one. Without `allrequired` a missing field
// counts as nothing. https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Strcat
import { and, call, isNull, not, text, when, type Expression } from '../../plan/index.ts';
import { extend, value, type Flow } from '../flow.ts';
import { withFields } from '../need.ts';
import { absent, any, asText } from '../shape.ts';
import type { Command } from './command.ts';
import { boolOption, fieldsOf } from './reading.ts';

export const strcat: Command = {
  name: 'strcat',
  summary: 'Joins texts and fields.',
  syntax: {
    options: { allrequired: 'bool' },
    slots: [{ role: 'fields', kind: 'fields', required: true }],
  },
  needs: (command, after) =>
    withFields(
      after,
      fieldsOf(command)
        .filter((each) => !each.quoted)
        .map((each) => each.text),
    ),
  lower: (command, input, context): Flow | undefined => {
    const words = fieldsOf(command);
    const target = words[words.length - 1];
    if (!target || words.length < 2) {
      context.report('SPL1004', '`strcat` needs a source and a destination', command.span);
      return undefined;
    }
    const parts = words.slice(0, -1).map((each) => ({
      quoted: each.quoted,
      expression: each.quoted ? text(each.text) : asText(value(input, each.text) ?? absent),
    }));
    const whole = (expression: Expression): Expression =>
      call('coalesce', 'string', expression, text(''));
    const joined = call('concat', 'string', ...parts.map((each) => whole(each.expression)));
    const complete = and(
      parts.filter((each) => !each.quoted).map((each) => not(isNull(each.expression))),
    );
    const kept = asText(value(input, target.text) ?? absent);
    const made = boolOption(command, 'allrequired', false) ? when(complete, joined, kept) : joined;
    return extend(input, [{ name: target.text, value: any(made) }]);
  },
};
