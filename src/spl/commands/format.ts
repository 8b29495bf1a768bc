// format and return: the rows of a subsearch as the text of a condition, in a field `search`.
// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Format
// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Return
import type { Value } from '../../plan/index.ts';
import { isInternal, value, type Flow, type NewField, project } from '../flow.ts';
import { everything, withFields } from '../need.ts';
import { quote } from '../printer.ts';
import { any } from '../shape.ts';
import { SUBSEARCH_ROWS, textsOf } from '../subsearch.ts';
import { text } from '../../plan/index.ts';
import type { CommandNode } from '../tree.ts';
import type { Command, Context } from './command.ts';
import { rowsOf } from './makeresults.ts';
import { countOption, fieldsOf, numberArgument, textOption } from './reading.ts';

export const format: Command = {
  name: 'format',
  summary: 'Writes the rows as one condition.',
  syntax: {
    options: { mvsep: 'text', maxresults: 'count', emptystr: 'text' },
    slots: [{ role: 'marks', kind: 'fields' }],
  },
  needs: () => everything,
  lower: (command, input, context) => {
    const marks = fieldsOf(command, 'marks').map((each) => each.text);
    if (marks.length !== 0 && marks.length !== 6) {
      context.report('SPL1201', '`format` takes six marks or none', command.span);
      return undefined;
    }
    const most = countOption(command, 'maxresults') ?? SUBSEARCH_ROWS;
    const rows = context.ask({
      kind: 'limit',
      input: input.relation,
      count: most === 0 ? SUBSEARCH_ROWS : most,
    });
    if (!rows) return undefined;
    const condition = conditionText(rows, input, command, marks);
    return rowsOf([{ name: 'search', type: 'string' }], [[condition]]);
  },
};

const STANDARD = ['(', '(', 'AND', ')', 'OR', ')'];

function conditionText(
  rows: readonly (readonly Value[])[],
  input: Flow,
  command: CommandNode,
  given: readonly string[],
): string {
  const [open, rowOpen, between, rowClose, or, close] = given.length === 6 ? given : STANDARD;
  const separator = textOption(command, 'mvsep') ?? 'OR';
  const parts = rows.map((row) => {
    const terms = input.fields.flatMap((field, index) => {
      const texts = textsOf(row[index] ?? null);
      if (texts.length === 0 || field.name.startsWith('_') || isInternal(field.name)) return [];
      const raw = field.name === 'search' || field.name === 'query';
      const each = texts.map((one) => (raw ? one : `${field.name}=${quote(one)}`));
      return each.length > 1 ? [`( ${each.join(` ${separator} `)} )`] : each;
    });
    return `${rowOpen ?? ''} ${terms.join(` ${between ?? ''} `)} ${rowClose ?? ''}`;
  });
  if (parts.length === 0) return textOption(command, 'emptystr') ?? 'NOT ()';
  return `${open ?? ''} ${parts.join(` ${or ?? ''} `)} ${close ?? ''}`;
}

export const returnRows: Command = {
  name: 'return',
  summary: 'Gives the values of fields to the search outside.',
  syntax: {
    slots: [
      { role: 'count', kind: 'number' },
      { role: 'fields', kind: 'words', required: true },
    ],
  },
  needs: (command, after) =>
    withFields(
      after,
      returned(command).map((each) => each.source),
    ),
  lower: (command, input, context) => givenBack(command, input, context),
};

interface Returned {
  /** What the outer search calls it; undefined for the value alone (`$field`). */
  readonly name: string | undefined;
  readonly source: string;
}

function returned(command: CommandNode): Returned[] {
  return fieldsOf(command).map(({ text: written }) => {
    if (written.startsWith('$')) return { name: undefined, source: written.slice(1) };
    const [name = written, source = name] = written.split('=');
    return { name, source };
  });
}

function givenBack(command: CommandNode, input: Flow, context: Context): Flow | undefined {
  const count = numberArgument(command, 'count') ?? 1;
  const wanted = returned(command);
  const source: Flow = project(
    { ...input, relation: { kind: 'limit', input: input.relation, count } },
    wanted.map((each, index): NewField => ({
      name: `r${String(index)}`,
      value: value(input, each.source) ?? any(text('')),
    })),
  );
  const rows = context.ask(source.relation);
  if (!rows) return undefined;
  const parts = rows.map((row) => {
    const terms = wanted.flatMap((each, index) => {
      const found = textsOf(row[index] ?? null)[0];
      if (found === undefined) return [];
      return [each.name === undefined ? found : `${each.name}=${quote(found)}`];
    });
    return `(${terms.join(' ')})`;
  });
  return rowsOf(
    [{ name: 'search', type: 'string' }],
    [[parts.length === 0 ? 'NOT ()' : parts.join(' OR ')]],
  );
}
