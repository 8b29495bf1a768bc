// Sorting arrays of JSON, one by itself or several by the first.
import { compact, plainText } from './dynamic.ts';
import { define, type ScalarFunction } from './function.ts';
import { parseInstant } from './instant.ts';
import { readJson, type Json } from './json-text.ts';
import { compareText } from './order.ts';

const RANKS: Readonly<Record<Json['kind'], number>> = {
  number: 0,
  text: 1,
  word: 2,
  array: 3,
  object: 4,
};

/** Numbers before texts before all others. */
export function compareJson(a: Json, b: Json): number {
  if (a.kind !== b.kind) return RANKS[a.kind] - RANKS[b.kind];
  if (a.kind === 'number') return Number(a.raw) - Number(b.raw);
  const [x, y] = [plainText(a), plainText(b)];
  const [s, t] = [parseInstantText(x), parseInstantText(y)];
  if (s !== undefined && t !== undefined) return s < t ? -1 : s > t ? 1 : 0;
  return compareText(x, y);
}

/** Only what is spelled as Kusto spells instants: any other text is ordered as text. */
const parseInstantText = (text: string): bigint | undefined =>
  /^\d{4}-\d\d-\d\dT/.test(text) ? parseInstant(text) : undefined;

const listOf = (json: string | null): readonly Json[] | undefined => {
  const value = json === null ? undefined : readJson(json);
  return value?.kind === 'array' ? value.items : undefined;
};

const printed = (list: readonly Json[]): string => `[${list.map(compact).join(',')}]`;

/** The places of the elements in order, those of nulls at the wanted end. */
function order(list: readonly Json[], descending: boolean, nullsLast: boolean): number[] {
  const places = list.map((_, at) => at);
  const isNull = (at: number): boolean => list[at]?.raw === 'null';
  const filled = places.filter((at) => !isNull(at));
  filled.sort((a, b) => {
    const [x, y] = [list[a], list[b]];
    const sign = x && y ? compareJson(x, y) : 0;
    return descending ? -sign : sign;
  });
  const nulls = places.filter(isNull);
  return nullsLast ? [...filled, ...nulls] : [...nulls, ...filled];
}

function sorted(
  descending: boolean | null,
  nullsLast: boolean | null,
  ...arrays: (string | null)[]
): string | null {
  const lists = arrays.map(listOf);
  const [first] = lists;
  if (!first) return arrays.length > 1 ? `[${arrays.map(() => 'null').join(',')}]` : null;
  const places = order(first, descending === true, nullsLast !== false);
  const all = lists.map((list) =>
    list?.length === first.length
      ? printed(places.flatMap((at) => (list[at] ? [list[at]] : [])))
      : 'null',
  );
  return arrays.length > 1 ? `[${all.join(',')}]` : (all[0] ?? null);
}

export const arrayOrder: readonly ScalarFunction[] = [
  define({
    name: 'array_sorted',
    takes: ['bool', 'bool', 'dynamic'],
    repeats: true,
    returns: 'dynamic',
    nulls: 'sees',
    meaning:
      'args [falling, nulls last, array, ...]: the array in order; with several an array of all, each in the order of the first, null for one of another length',
    evaluate: sorted,
  }),
];
