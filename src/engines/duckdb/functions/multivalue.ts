// Lists of text. A list of the plan is never empty, so an empty outcome is null.
import { brief, literalText, type Template, type Templates } from './template.ts';

/** A place from 0, or from the end when negative, as DuckDB counts: from 1, or from the end. */
const place = (sql: string): string => `CASE WHEN ${sql} >= 0 THEN ${sql} + 1 ELSE ${sql} END`;

const literalPlace: Template = ([list = '', at = ''], call) => {
  const argument = call.args[1];
  const known = argument?.kind === 'literal' ? argument.value : undefined;
  if (typeof known === 'bigint' && Math.abs(Number(known)) < 2 ** 40) {
    return `list_extract(${list}, ${String(known >= 0n ? known + 1n : known)})`;
  }
  return at.length > 400 ? undefined : `list_extract(${list}, ${place(at)})`;
};

export const multivalue: Templates = {
  'mv.of': brief(([a = '']) => `CASE WHEN ${a} IS NOT NULL THEN [${a}] END`),
  'mv.single': brief(([list = '']) => `CASE WHEN len(${list}) = 1 THEN ${list}[1] END`),
  'mv.count': ([list = '']) => `len(${list})`,
  'mv.at': literalPlace,
  // DuckDB takes a constant here only.
  'mv.join': ([list = '', delimiter = ''], call) =>
    literalText(call, 1) === undefined ? undefined : `array_to_string(${list}, ${delimiter})`,
  'mv.split': ([text = '', delimiter = ''], call) => {
    const known = call.args[1];
    const literal = known?.kind === 'literal' && known.value !== '' && known.value !== null;
    return literal ? `string_split(${text}, ${delimiter})` : undefined;
  },
  'mv.sorted': ([list = '']) => `list_sort(${list})`,
  'mv.append': (lists) =>
    `nullif(list_concat(${lists.map((each) => `coalesce(${each}, CAST([] AS VARCHAR[]))`).join(', ')}), [])`,
  'mv.distinct': brief(([list = '']) => `"#distinct"(${list})`),
};
