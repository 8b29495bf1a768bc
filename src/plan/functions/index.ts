// Every scalar function of the plan. A family file that is not listed here does not exist.
import { arrayOrder } from './array-order.ts';
import { addressSearch } from './address-search.ts';
import { areas } from './areas.ts';
import { cells } from './cells.ts';
import { compressed } from './compressed.ts';
import { dynamicShape } from './dynamic-shape.ts';
import { geography } from './geography.ts';
import { measure } from './measure.ts';
import { punycode } from './punycode.ts';
import { scanSteps } from './scan-steps.ts';
import { seriesElements } from './series-elements.ts';
import { sessions } from './sessions.ts';
import { special } from './special.ts';
import { transforms } from './transforms.ts';
import { bits } from './bits.ts';
import { calendar } from './calendar.ts';
import { convert } from './convert.ts';
import { decimal } from './decimal.ts';
import { dynamic } from './dynamic.ts';
import { dynamicArray } from './dynamic-array.ts';
import { dynamicBag } from './dynamic-bag.ts';
import { encoding } from './encoding.ts';
import { network } from './network.ts';
import { series } from './series.ts';
import { structuredText } from './structured-text.ts';
import { terms } from './terms.ts';
import { textSearch } from './text-search.ts';
import type { ScalarFunction } from './function.ts';
import { list } from './list.ts';
import { keyValues } from './key-values.ts';
import { logic } from './logic.ts';
import { number } from './number.ts';
import { regex } from './regex.ts';
import { regexGroups } from './regex-groups.ts';
import { rustRegex } from './rust-regex.ts';
import { text } from './text.ts';
import { address } from './address.ts';
import { digest } from './digest.ts';
import { distributions } from './distributions.ts';
import { filters } from './filters.ts';
import { sketch } from './sketch.ts';
import { entropy } from './entropy.ts';
import { eventText } from './event-text.ts';
import { extract } from './extract.ts';
import { hyperbolic } from './hyperbolic.ts';
import { jsonPath } from './json-path.ts';
import { loose } from './loose.ts';
import { multivalue } from './multivalue.ts';
import { pcre } from './pcre.ts';
import { textFormat } from './text-format.ts';
import { tableText } from './table-text.ts';
import { timeFormat } from './time-format.ts';
import { transactions } from './transactions.ts';
import { xmlPath } from './xml-path.ts';

export const families: Readonly<Record<string, readonly ScalarFunction[]>> = {
  logic,
  number,
  text,
  regex,
  'regex-groups': regexGroups,
  'rust-regex': rustRegex,
  convert,
  list,
  bits,
  calendar,
  decimal,
  dynamic,
  'array-order': arrayOrder,
  'dynamic-array': dynamicArray,
  'dynamic-bag': dynamicBag,
  encoding,
  network,
  'key-values': keyValues,
  series,
  'structured-text': structuredText,
  terms,
  'text-search': textSearch,
  address,
  digest,
  distributions,
  filters,
  sketch,
  entropy,
  'event-text': eventText,
  extract,
  hyperbolic,
  'json-path': jsonPath,
  loose,
  multivalue,
  pcre,
  'text-format': textFormat,
  'time-format': timeFormat,
  transactions,
  'table-text': tableText,
  'xml-path': xmlPath,
  'address-search': addressSearch,
  compressed,
  'dynamic-shape': dynamicShape,
  geography,
  cells,
  areas,
  transforms,
  measure,
  punycode,
  'series-elements': seriesElements,
  'scan-steps': scanSteps((name) => scalarFunction(name)),
  sessions,
  special,
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
