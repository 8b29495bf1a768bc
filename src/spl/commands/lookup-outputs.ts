// What a lookup gives each row: the values of the matches, the default where there are too few.
import { call, column, long, text, when, type Expression } from '../../plan/index.ts';
import type { Lookup } from '../environment.ts';
import { internal, project, value, valueOf, type Flow, type NewField } from '../flow.ts';
import { several, type Typed } from '../shape.ts';
import { firstOf } from './join.ts';

export interface Output {
  readonly column: string;
  readonly field: string;
  readonly onlyNew: boolean;
}

/** The column with the values of an output. */
export const outSlot = (index: number): string => internal(`out${String(index)}`);
/** The column with the number of matches. */
export const FOUND = internal('found');

/** The outputs of rows whose matches stand in their slots. */
export function filled(flow: Flow, outputs: readonly Output[], table: Lookup): Flow {
  const made = new Map(
    outputs.map(
      (output, index) => [output.field, outputValue(output, index, flow, table)] as const,
    ),
  );
  return withFields(flow, made);
}

function outputValue(output: Output, index: number, flow: Flow, table: Lookup): Typed {
  const found = several(column(outSlot(index), 'strings'));
  const withDefault = defaulted(found, table);
  const existing = value(flow, output.field);
  return output.onlyNew && existing ? firstOf(existing, withDefault) : withDefault;
}

/** With fewer matches than `min_matches` the default stands in for each that is missing. */
function defaulted(found: Typed, table: Lookup): Typed {
  const fillers = fillersOf(table);
  if (!fillers) return found;
  const least = long(table.min_matches ?? 0);
  const matches = call('coalesce', 'long', column(FOUND, 'long'), long(0));
  const last = call('subtract', 'long', call('subtract', 'long', least, matches), long(1));
  const missing = call('mv.slice', 'strings', fillers, long(0), last);
  const padded = call('mv.append', 'strings', found.expression, missing);
  return several(when(call('lt', 'bool', matches, least), padded, found.expression));
}

/** transforms.conf bounds `min_matches` at 1,000. */
const MOST_FILLERS = 1000;

/** The default as often as it is needed at most; undefined when it never is. */
function fillersOf({
  min_matches: least = 0,
  default_match: filler,
}: Lookup): Expression | undefined {
  if (least < 1 || filler === undefined) return undefined;
  const all = Array.from({ length: Math.min(least, MOST_FILLERS) }, () => filler);
  return call('mv.split', 'strings', text(all.join('\uE002')), text('\uE002'));
}

/** No row has the key: what a lookup without a match gives. */
export function unmatched(flow: Flow, outputs: readonly Output[], table: Lookup): Flow {
  const fillers = fillersOf(table);
  const filler = fillers && several(fillers);
  const made = new Map(
    outputs.map((output) => {
      const existing = value(flow, output.field);
      return [
        output.field,
        output.onlyNew && existing ? (filler ? firstOf(existing, filler) : existing) : filler,
      ];
    }),
  );
  return withFields(flow, made);
}

/** The flow with these fields behind its own, in the place of those of the same name. */
function withFields(flow: Flow, made: ReadonlyMap<string, NewField['value']>): Flow {
  const kept = flow.fields
    .filter((field) => !made.has(field.name))
    .map((field): NewField => ({ name: field.name, value: valueOf(field) }));
  return project(flow, [
    ...kept,
    ...[...made].map(([name, typed]): NewField => ({ name, value: typed })),
  ]);
}
