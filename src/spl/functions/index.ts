// Every eval function, family by family. A family that is not listed here does not exist.
import { bitwise } from './bitwise.ts';
import { comparison } from './comparison.ts';
import { conversion } from './conversion.ts';
import { date } from './date.ts';
import { digest } from './digest.ts';
import type { EvalFunction } from './function.ts';
import { information } from './information.ts';
import { json } from './json.ts';
import { mathematics } from './mathematics.ts';
import { multivalue } from './multivalue.ts';
import { statisticalEval } from './statistical-eval.ts';
import { text } from './text.ts';

export type { CallSite, EvalFunction, Example, Sample } from './function.ts';

export const evalFamilies: Readonly<Record<string, readonly EvalFunction[]>> = {
  bitwise,
  comparison,
  conversion,
  date,
  digest,
  information,
  json,
  mathematics,
  multivalue,
  'statistical-eval': statisticalEval,
  text,
};

const byName = new Map<string, EvalFunction>();
for (const each of Object.values(evalFamilies).flat()) {
  if (byName.has(each.name)) throw new Error(`eval function ${each.name} is declared twice`);
  byName.set(each.name, each);
}

/** The function of that name in any case; undefined when there is none. */
export function evalFunction(name: string): EvalFunction | undefined {
  return byName.get(name.toLowerCase());
}

/** Functions that Splunk has and this has not, with the reason. */
export const refusedFunctions: ReadonlyMap<string, string> = new Map([
  ['commands', 'it reads the text of a search'],
  ['lookup', 'write the command `lookup` instead'],
  ['random', 'two runs must give the same result'],
  ['sigfig', 'it depends on how the digits of its operands were written'],
  ['toarray', 'what it makes of other values is not documented'],
  ['toobject', 'what it makes of other values is not documented'],
]);

export function evalFunctionNames(): readonly string[] {
  return [...byName.keys()];
}

export {
  lowerAggregate,
  statisticalFunctions,
  type AggregateSite,
  type Aggregation,
  type StatisticalFunction,
} from './aggregates.ts';
