// Tables that are stored: those of the environment, with the rows that the engine holds.
import { column, type Expression } from '../../plan/index.ts';
import { tableColumns } from '../bridge/globals.ts';
import { INGESTION_TIME, type Held, type KqlColumn } from '../environment.ts';
import type { Context, Rows } from './context.ts';
import { nowhere, reference } from './rows.ts';
import { absent } from './types.ts';

/** A table of the environment: what is held of it, absent values for the rest, no rows when nothing is held. */
export function storedTable(name: string, context: Context): Rows | undefined {
  const columns = tableColumns(name, context.environment);
  if (!columns) return undefined;
  context.used.tables.add(name);
  const held = context.environment.tables.get(name);
  if (!held) return { ...nowhere([...columns, ...HIDDEN]), columns, hidden: HIDDEN };
  return heldRows({ table: name, columns: held }, columns);
}

const HIDDEN: readonly KqlColumn[] = [{ name: INGESTION_TIME, type: 'datetime' }];
const EVENT_TIMES = ['TimeGenerated', 'Timestamp'];

/** All of `columns` from a held table, absent values for what it lacks, and its ingestion time. */
export function heldRows({ table, columns: held }: Held, columns: readonly KqlColumn[]): Rows {
  const has = new Set(held.map((each) => each.name));
  const shown = columns.map((each) => ({
    name: each.name,
    expression: has.has(each.name) ? reference(each) : absent(each.type),
  }));
  // A recording that knows no ingestion time of its own was taken in when it happened.
  const time = [INGESTION_TIME, ...EVENT_TIMES].find((each) =>
    held.some(({ name, type }) => name === each && type === 'datetime'),
  );
  const ingestion: Expression = time === undefined ? absent('datetime') : column(time, 'datetime');
  return {
    relation: {
      kind: 'project',
      input: { kind: 'scan', table, columns: held },
      columns: [...shown, { name: INGESTION_TIME, expression: ingestion }],
    },
    columns,
    hidden: HIDDEN,
  };
}
