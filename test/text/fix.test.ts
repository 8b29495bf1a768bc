// Fixes put into a text.
import { expect, test } from '@jest/globals';
import { applyFixes, type Fix } from '../../src/text/index.ts';

const fix = (...edits: readonly (readonly [number, number, string])[]): Fix => ({
  title: 'x',
  edits: edits.map(([start, end, text]) => ({ span: { start, end }, text })),
});

test.each<[string, Fix[], string, number]>([
  ['abcdef', [], 'abcdef', 0],
  ['abcdef', [fix([1, 2, 'XY'])], 'aXYcdef', 1],
  ['abcdef', [fix([4, 5, 'Y']), fix([1, 2, ''])], 'acdYf', 2],
  ['abcdef', [fix([1, 3, 'X']), fix([2, 4, 'Y'])], 'aXdef', 1],
  ['abcdef', [fix([1, 2, 'X']), fix([2, 3, 'Y'])], 'aXYdef', 2],
  ['abcdef', [fix([0, 0, 'X']), fix([0, 0, 'Y'])], 'Xabcdef', 1],
  ['abcdef', [fix([1, 2, 'X'], [4, 5, 'X']), fix([4, 5, 'Y'], [0, 1, 'Y'])], 'aXcdXf', 1],
])('%s', (text, fixes, made, applied) => {
  const outcome = applyFixes(text, fixes);
  expect([outcome.text, outcome.applied.length]).toEqual([made, applied]);
});
