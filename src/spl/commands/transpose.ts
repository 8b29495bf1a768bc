// transpose [<count>] [column_name=<text>] [header_field=<field>] [include_empty=<bool>]: rows become columns.
// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Transpose
import type { Column, Value } from '../../plan/index.ts';
import type { Flow } from '../flow.ts';
import { everything } from '../need.ts';
import { textsOf } from '../subsearch.ts';
import type { Command } from './command.ts';
import { rowsOf } from './makeresults.ts';
import { boolOption, numberArgument, textOption } from './reading.ts';

const DEFAULT_ROWS = 5;
const MOST_ROWS = 1000;

export const transpose: Command = {
  name: 'transpose',
  summary: 'Turns rows into columns.',
  syntax: {
    options: { column_name: 'text', header_field: 'field', include_empty: 'bool' },
    slots: [{ role: 'count', kind: 'number' }],
  },
  needs: () => everything,
  lower: (command, input, context): Flow | undefined => {
    const count = numberArgument(command, 'count') ?? DEFAULT_ROWS;
    const most = count === 0 ? MOST_ROWS : Math.min(count, MOST_ROWS);
    const rows = context.ask({ kind: 'limit', input: input.relation, count: most }, 'columns');
    if (!rows) return undefined;
    const header = textOption(command, 'header_field');
    const at = input.fields.findIndex((each) => each.name === header);
    const first = textOption(command, 'column_name') ?? 'column';
    const names = rows.map((row, index) => headerOf(row, at) ?? `row ${String(index + 1)}`);
    const columns = [first, ...names].map((name, index): Column => ({
      name: names.indexOf(name) < index - 1 ? `${name} ${String(index)}` : name,
      type: 'strings',
    }));
    const all = input.fields
      .map((field, index) => ({ field, index }))
      .filter(({ field, index }) => index !== at && !field.name.startsWith('_'))
      .map(({ field, index }): Value[] => [
        [field.name],
        ...rows.map((row) => listOf(row[index] ?? null)),
      ]);
    const shown = boolOption(command, 'include_empty', true)
      ? all
      : all.filter((row) => row.slice(1).some((cell) => cell !== null));
    return rowsOf(columns, shown);
  },
};

function headerOf(row: readonly Value[], at: number): string | undefined {
  return at < 0 ? undefined : textsOf(row[at] ?? null).join(' ');
}

function listOf(cell: Value): Value {
  const texts = textsOf(cell);
  return texts.length > 0 ? texts : null;
}
