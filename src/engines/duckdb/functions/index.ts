// Native spellings, family by family, as in the plan's own list.
import { address } from './address.ts';
import { bits } from './bits.ts';
import { calendar } from './calendar.ts';
import { convert } from './convert.ts';
import { decimal } from './decimal.ts';
import { digest } from './digest.ts';
import { dynamic } from './dynamic.ts';
export { jsonPlace } from './dynamic.ts';
import { eventText } from './event-text.ts';
import { logic } from './logic.ts';
import { loose } from './loose.ts';
import { multivalue } from './multivalue.ts';
import { number } from './number.ts';
import { regex } from './regex.ts';
import { regexGroups } from './regex-groups.ts';
import type { Template, Templates } from './template.ts';
import { terms } from './terms.ts';
import { text } from './text.ts';

const families: readonly Templates[] = [
  logic,
  number,
  text,
  regex,
  convert,
  address,
  digest,
  eventText,
  loose,
  multivalue,
  bits,
  calendar,
  decimal,
  dynamic,
  regexGroups,
  terms,
];

const byName = new Map<string, Template>(families.flatMap((family) => Object.entries(family)));

export function template(name: string): Template | undefined {
  return byName.get(name);
}

/** Names with a native spelling, for the test that each belongs to a plan function. */
export function templateNames(): readonly string[] {
  return [...byName.keys()];
}
