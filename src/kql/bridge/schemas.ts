// The tables of the products, from the compact data files; `build/kusto-schemas.js` refreshes them.
import { readFileSync } from 'node:fs';
import type { KqlColumn, KustoType, Product } from '../environment.ts';

const LETTERS: Readonly<Record<string, KustoType>> = {
  s: 'string',
  t: 'datetime',
  j: 'dynamic',
  i: 'int',
  l: 'long',
  r: 'real',
  b: 'bool',
  g: 'guid',
  p: 'timespan',
  d: 'decimal',
};

const read = new Map<Product, ReadonlyMap<string, string>>();
const parsed = new Map<string, readonly KqlColumn[]>();

function tables(product: Product): ReadonlyMap<string, string> {
  const known = read.get(product);
  if (known) return known;
  const text = readFileSync(new URL(`../data/${product}.json`, import.meta.url), 'utf8');
  const made = new Map(Object.entries(JSON.parse(text) as Record<string, string>));
  read.set(product, made);
  return made;
}

/** The columns of a product's table, undefined when it has none of that name (names are case-sensitive). */
export function productTable(product: Product, name: string): readonly KqlColumn[] | undefined {
  const key = `${product}/${name}`;
  const known = parsed.get(key);
  if (known) return known;
  const packed = tables(product).get(name);
  if (packed === undefined) return undefined;
  const columns = packed.split(' ').map((each): KqlColumn => {
    const at = each.lastIndexOf(':');
    return { name: each.slice(0, at), type: LETTERS[each.slice(at + 1)] ?? 'string' };
  });
  parsed.set(key, columns);
  return columns;
}

/** The names of a product's tables, in order. */
export function productTables(product: Product): readonly string[] {
  return [...tables(product).keys()];
}
