// Every scalar function of the plan. A family file that is not listed here does not exist.
import { convert } from './convert.ts';
import type { ScalarFunction } from './function.ts';
import { list } from './list.ts';
import { logic } from './logic.ts';
import { number } from './number.ts';
import { regex } from './regex.ts';
import { text } from './text.ts';

export const families: Readonly<Record<string, readonly ScalarFunction[]>> = {
  logic,
  number,
  text,
  regex,
  convert,
  list,
};

const byName = new Map<string, ScalarFunction>();
for (const family of Object.values(families)) {
  for (const row of family) {
    if (byName.has(row.name)) throw new Error(`plan function ${row.name} is declared twice`);
    byName.set(row.name, row);
  }
}

/** The function of that name; a plan that names another is our own fault. */
export function scalarFunction(name: string): ScalarFunction {
  const found = byName.get(name);
  if (!found) throw new Error(`no plan function ${name}`);
  return found;
}

export function scalarFunctions(): readonly ScalarFunction[] {
  return [...byName.values()];
}
