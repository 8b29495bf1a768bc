// Intermediate results of percentiles and of distinct counts, in the shapes that Kusto gives them: `[[7],[values],[counts]]`
// and `[[1024,bits],[hashes],[]]`. They are exact here: every value and every hash is kept.
import { compareJson } from './array-order.ts';
import { compact } from './dynamic.ts';
import { row, type ScalarFunction } from './function.ts';
import { readJson, type Json } from './json-text.ts';

interface Weighted {
  readonly value: Json;
  readonly weight: number;
}

const itemsOf = (value: Json | undefined): readonly Json[] | undefined =>
  value?.kind === 'array' ? value.items : undefined;

const numberOf = (value: Json | undefined): number =>
  value?.kind === 'number' ? Number(value.raw) : NaN;

/** Sorted, equal values together. */
function digestOf(pairs: readonly Weighted[]): string {
  const known = pairs.filter(({ value, weight }) => value.raw !== 'null' && weight > 0);
  const sorted = [...known].sort((a, b) => compareJson(a.value, b.value));
  const values: string[] = [];
  const weights: number[] = [];
  let before: Json | undefined;
  for (const { value, weight } of sorted) {
    const last = weights.length - 1;
    if (before && compareJson(before, value) === 0) weights[last] = (weights[last] ?? 0) + weight;
    else {
      values.push(compact(value));
      weights.push(weight);
    }
    before = value;
  }
  return `[[7],[${values.join(',')}],[${weights.join(',')}]]`;
}

function readDigest(digest: Json | undefined): readonly Weighted[] | undefined {
  const [head, values, weights] = (itemsOf(digest) ?? []).map(itemsOf);
  if (!head || !values || values.length !== weights?.length) return undefined;
  return values.map((value, at) => ({ value, weight: numberOf(weights[at]) }));
}

function mergedDigests(list: string): string {
  const digests = itemsOf(readJson(list)) ?? [];
  return digestOf(digests.flatMap((each) => readDigest(each) ?? []));
}

/** The nearest rank, as `percentile` has it. */
function digestPercentile(json: string, percent: number): string | null {
  const pairs = readDigest(readJson(json));
  if (!pairs || Number.isNaN(percent)) return null;
  const total = pairs.reduce((sum, { weight }) => sum + weight, 0);
  let passed = 0;
  for (const { value, weight } of pairs) {
    passed += weight;
    if (passed >= (percent / 100) * total) return compact(value);
  }
  const last = pairs[pairs.length - 1];
  return last ? compact(last.value) : null;
}

/** How many are at most the value, and how many there are. */
function rank(json: string, value: string): { below: number; total: number } | undefined {
  const pairs = readDigest(readJson(json));
  const wanted = readJson(value);
  if (!pairs || !wanted) return undefined;
  const sum = (some: readonly Weighted[]): number => some.reduce((n, { weight }) => n + weight, 0);
  return {
    below: sum(pairs.filter((each) => compareJson(each.value, wanted) <= 0)),
    total: sum(pairs),
  };
}

/** Sorted, so that equal sets have equal text. Hashes are texts, as JSON numbers would lose digits. */
function sketchOf(hashes: ReadonlySet<string>, bits: bigint): string {
  const sorted = [...hashes].sort();
  return `[[1024,${String(bits)}],[${sorted.map((each) => `"${each}"`).join(',')}],[]]`;
}

interface Sketch {
  readonly bits: bigint;
  readonly hashes: readonly string[];
}

function readSketch(sketch: Json | undefined): Sketch | undefined {
  const [head, hashes] = (itemsOf(sketch) ?? []).map(itemsOf);
  const bits = numberOf(head?.[1]);
  if (!hashes || !Number.isInteger(bits)) return undefined;
  const texts = hashes.flatMap((each) =>
    /^"?-?\d{1,20}"?$/.test(each.raw) ? [each.raw.replaceAll('"', '')] : [],
  );
  return { bits: BigInt(bits), hashes: texts };
}

/** Of different accuracies the lowest is kept, as the union can be no better. */
function mergedSketches(list: string): string | null {
  const sketches = (itemsOf(readJson(list)) ?? []).flatMap((each) => readSketch(each) ?? []);
  if (sketches.length === 0) return null;
  const bits = sketches.map((each) => each.bits).reduce((a, b) => (a < b ? a : b));
  return sketchOf(new Set(sketches.flatMap((each) => each.hashes)), bits);
}

export const sketch: readonly ScalarFunction[] = [
  row('digest_of', ['dynamic'], 'dynamic', 'of pairs [value, weight] a digest', (json: string) =>
    digestOf(
      (itemsOf(readJson(json)) ?? []).flatMap((pair) => {
        const [value, weight] = itemsOf(pair) ?? [];
        return value ? [{ value, weight: numberOf(weight) }] : [];
      }),
    ),
  ),
  row('digest_merged', ['dynamic'], 'dynamic', 'one digest of an array of them', mergedDigests),
  row(
    'digest_percentile',
    ['dynamic', 'real'],
    'dynamic',
    'args [digest, percent]: the nearest rank',
    digestPercentile,
  ),
  row(
    'digest_rank',
    ['dynamic', 'dynamic'],
    'real',
    'args [digest, value]: how many are at most the value',
    (json: string, value: string) => rank(json, value)?.below ?? null,
  ),
  row(
    'digest_percent_rank',
    ['dynamic', 'dynamic'],
    'real',
    'args [digest, value]: which share is at most the value, in percent',
    (json: string, value: string) => {
      const found = rank(json, value);
      return found && found.total > 0 ? (found.below * 100) / found.total : null;
    },
  ),
  row(
    'sketch_of',
    ['dynamic', 'long'],
    'dynamic',
    'args [array of hashes as texts, bits]: a sketch of what was hashed',
    (json: string, bits: bigint) =>
      sketchOf(
        new Set((itemsOf(readJson(json)) ?? []).map((each) => each.raw.replaceAll('"', ''))),
        bits,
      ),
  ),
  row('sketch_merged', ['dynamic'], 'dynamic', 'one sketch of an array of them', mergedSketches),
  row('sketch_count', ['dynamic'], 'long', 'how many were hashed', (json: string) => {
    const found = readSketch(readJson(json));
    return found ? BigInt(new Set(found.hashes).size) : null;
  }),
];
