// The reference pages say what the registries hold.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { functionFamilies } from '../../src/kql/functions/index.ts';
import { operators } from '../../src/kql/operators/index.ts';
import { commands } from '../../src/spl/commands/index.ts';
import { statisticalFunctions } from '../../src/spl/functions/aggregates.ts';
import { evalFamilies } from '../../src/spl/functions/index.ts';
import { documentReference, kqlReference, splReference } from '../../build/reference-text.js';

const page = (name: string): string =>
  readFileSync(join(import.meta.dirname, '../../docs', name), 'utf8');

test('docs/spl.md is up to date (node build/reference.js)', () => {
  expect(page('spl.md')).toBe(splReference({ commands, evalFamilies, statisticalFunctions }));
});

test('docs/kql.md is up to date (node build/reference.js)', () => {
  expect(page('kql.md')).toBe(kqlReference({ operators, functionFamilies }));
});

const schema = (path: string): object =>
  JSON.parse(readFileSync(join(import.meta.dirname, '../../src', path), 'utf8')) as object;

test('docs/keys.md is up to date (node build/reference.js)', () => {
  const frontMatter = schema('documents/native/data/front-matter.schema.json');
  const pack = schema('strategy/data/pack.schema.json');
  expect(page('keys.md')).toBe(documentReference({ frontMatter, pack }));
});
