// Every scalar function and aggregate of the language that is supported. A family that is not listed does not exist.
import { address } from './address.ts';
import { aggregates } from './aggregates.ts';
import { bags } from './bags.ts';
import { columns } from './columns.ts';
import { conversion } from './conversion.ts';
import { encoding } from './encoding.ts';
import { geography } from './geography.ts';
import { hashing } from './hashing.ts';
import { logic } from './logic.ts';
import { measures } from './measures.ts';
import { numbers } from './numbers.ts';
import { patterns } from './patterns.ts';
import type { FunctionRow } from './row.ts';
import { series } from './series.ts';
import { seriesFilters } from './series-filters.ts';
import { sketches } from './sketches.ts';
import { statistics } from './statistics.ts';
import { strings } from './strings.ts';
import { structured } from './structured.ts';
import { time } from './time.ts';
import { windows } from './windows.ts';

export const functionFamilies: Readonly<Record<string, readonly FunctionRow[]>> = {
  address,
  aggregates,
  bags,
  columns,
  conversion,
  encoding,
  geography,
  hashing,
  logic,
  measures,
  numbers,
  patterns,
  series,
  'series-filters': seriesFilters,
  sketches,
  statistics,
  strings,
  structured,
  time,
  windows,
};

const byName = new Map<string, FunctionRow>();
for (const row of Object.values(functionFamilies).flat()) {
  for (const name of [row.name, ...(row.aliases ?? [])]) {
    if (byName.has(name)) throw new Error(`KQL function ${name} is declared twice`);
    byName.set(name, row);
  }
}

/** The row of a function by its name or an alias, undefined when it is not supported. */
export function scalarFunctionRow(name: string): FunctionRow | undefined {
  return byName.get(name);
}
