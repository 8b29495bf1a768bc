// replace <pattern> WITH <text> [, ...] [IN <fields>]: whole values that fit a pattern; a `*` in the text stands for what
// the `*` of the pattern was. https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Replace
import { call, text, when, type Expression } from '../../plan/index.ts';
import { extend, named, value, type Flow, type NewField } from '../flow.ts';
import { onText } from '../functions/pattern.ts';
import { everything, withFields } from '../need.ts';
import type { Rename } from '../tree.ts';
import type { Command } from './command.ts';
import { argument, namesOf } from './reading.ts';

export const replace: Command = {
  name: 'replace',
  summary: 'Replaces whole values of fields.',
  syntax: {
    slots: [
      { role: 'replacements', kind: 'renames', connective: 'WITH', required: true },
      { role: 'in', kind: 'fields', lead: ['IN'] },
    ],
  },
  needs: (command, after) =>
    namesOf(command, 'in').length === 0 ? everything : withFields(after, namesOf(command, 'in')),
  lower: (command, input, context): Flow | undefined => {
    const pairs = argument(command, 'replacements', 'renames')?.renames ?? [];
    const listed = namesOf(command, 'in');
    const names =
      listed.length > 0
        ? named(input, listed)
        : input.fields.map((each) => each.name).filter((name) => !name.startsWith('_'));
    const bad = pairs.find((each) => !each.to || stars(each.to.text) > stars(each.from.text));
    if (bad) {
      context.report('SPL1201', 'expected `WITH` and a text with no more wildcards', bad.from.span);
      return undefined;
    }
    return extend(
      input,
      names.flatMap((name): NewField[] => {
        const typed = value(input, name);
        return typed
          ? [{ name, value: onText(typed, (each) => pairs.reduceRight(step(each), each)) }]
          : [];
      }),
    );
  },
};

const stars = (pattern: string): number => pattern.split('*').length - 1;

/** The first pair whose pattern fits decides. */
const step =
  (subject: Expression) =>
  (otherwise: Expression, { from, to }: Rename): Expression => {
    const escaped = from.text
      .split('*')
      .map((part) => part.replaceAll(/[\\^$.+?()[\]{}|/-]/g, '\\$&'));
    const pattern = text(`(?is)^${escaped.join('(.*)')}$`);
    let group = 0;
    const by = (to?.text ?? '')
      .replaceAll('\\', '\\\\')
      .replaceAll('*', () => `\\${String(++group)}`);
    const replaced = call('regex_replace', 'string', subject, pattern, text(by));
    return when(call('regex_matches', 'bool', subject, pattern), replaced, otherwise);
  };
