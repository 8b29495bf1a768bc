// makeresults [count=<n>] [annotate=<bool>] [format=csv|json data=<text>]: rows out of nothing.
// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Makeresults
import type { Column, Value } from '../../plan/index.ts';
import type { Field, Flow } from '../flow.ts';
import { nothingNeeded } from '../need.ts';
import { shapeOf } from '../shape.ts';
import type { CommandNode } from '../tree.ts';
import type { Command, Context } from './command.ts';
import { readCsv } from './csv.ts';
import { boolOption, countOption, option, textOption } from './reading.ts';

const MOST_ROWS = 50_000;

export const makeresults: Command = {
  name: 'makeresults',
  summary: 'Makes rows with nothing but the time, or of data written out.',
  generates: true,
  syntax: {
    options: {
      count: 'count',
      annotate: 'bool',
      splunk_server: 'text',
      splunk_server_group: 'text',
      format: ['csv', 'json'],
      data: 'text',
    },
    slots: [],
  },
  needs: () => nothingNeeded,
  lower: (command, _, context) => {
    if (option(command, 'data')) return written(command, context);
    const form = option(command, 'format');
    if (form) {
      context.report('SPL1004', '`makeresults` with `format` needs `data`', form.span);
      return undefined;
    }
    const count = countOption(command, 'count') ?? 1;
    if (count > MOST_ROWS) {
      context.report(
        'SPL1201',
        '`makeresults` of more than 50,000 rows is not supported',
        command.span,
      );
      return undefined;
    }
    const annotations = boolOption(command, 'annotate', false)
      ? ['_raw', 'host', 'source', 'sourcetype', 'splunk_server', 'splunk_server_group']
      : [];
    const columns: Column[] = [
      { name: '_time', type: 'real' },
      ...annotations.map((name): Column => ({ name, type: 'string' })),
    ];
    const row: Value[] = [Math.floor(context.environment.now), ...annotations.map(() => null)];
    return rowsOf(
      columns,
      Array.from({ length: count }, () => row),
    );
  },
};

export function rowsOf(columns: readonly Column[], rows: readonly (readonly Value[])[]): Flow {
  const fields = columns.map(({ name, type }): Field => ({ name, type, shape: shapeOf(type) }));
  return { relation: { kind: 'values', columns, rows }, fields };
}

function written(command: CommandNode, context: Context): Flow | undefined {
  const data = textOption(command, 'data') ?? '';
  const at = option(command, 'data')?.span ?? command.span;
  if ((textOption(command, 'format') ?? 'csv') === 'csv') {
    const [header, ...rows] = readCsv(data);
    const columns = (header ?? []).map((name): Column => ({ name: name.trim(), type: 'string' }));
    const distinct = new Set(columns.map((each) => each.name)).size === columns.length;
    if (distinct) {
      return rowsOf(
        columns,
        rows.map((row) => columns.map((_, index) => row[index] ?? null)),
      );
    }
  } else {
    const flow = jsonRows(data);
    if (flow) return flow;
  }
  context.report('SPL1003', 'the data cannot be read', at);
  return undefined;
}

/** An array of objects; values that are no text are written as JSON. */
function jsonRows(data: string): Flow | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(data);
  } catch {
    return undefined;
  }
  const list: readonly unknown[] = Array.isArray(parsed) ? parsed : [parsed];
  const records = list.map((each) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? new Map<string, unknown>(Object.entries(each))
      : undefined,
  );
  const good = records.filter((each) => each !== undefined);
  if (good.length < records.length) return undefined;
  const names = [...new Set(good.flatMap((each) => [...each.keys()]))];
  const columns = names.map((name): Column => ({ name, type: 'string' }));
  return rowsOf(
    columns,
    good.map((each) => names.map((name) => textOf(each.get(name)))),
  );
}

function textOf(found: unknown): string | null {
  if (found === undefined || found === null) return null;
  return typeof found === 'string' ? found : JSON.stringify(found);
}
