// Text that is no UTF-8 is read, and told; where it is told does not depend on how the bytes come in.
import { describe, expect, test } from '@jest/globals';
import { readEvents, type Problem } from '../../src/events/index.ts';
import { checkedUtf8 } from '../../src/events/formats/utf8-check.ts';

const bytes = (...parts: readonly (string | number)[]): Buffer =>
  Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.of(part))),
  );

/** Bytes, and where the first is that belongs to no character. */
const cases: readonly (readonly [string, Buffer, number | undefined])[] = [
  ['nothing', bytes(''), undefined],
  ['ASCII', bytes('abc'), undefined],
  ['two, three and four bytes', bytes('é€😀'), undefined],
  ['the replacement itself', bytes('a\ufffdb'), undefined],
  ['a letter of Windows-1252', bytes('caf', 0xe9, ' x'), 3],
  ['a second byte alone', bytes('é', 0x80, 'é'), 2],
  ['too long a form', bytes('a', 0xc0, 0x80), 1],
  ['a surrogate', bytes('ab', 0xed, 0xa0, 0x80, 'c'), 2],
  ['a character cut at the end', bytes('€', 0xe2, 0x82), 3],
  ['only the first is told', bytes('a', 0xff, 'é', 0xff), 1],
];

describe('what is no UTF-8', () => {
  test.each(cases)('%s', (_, whole, place) => {
    for (const size of [1, 2, 3, 5, 64]) {
      const pieces = Array.from({ length: Math.ceil(whole.length / size) }, (_each, at) =>
        whole.subarray(at * size, (at + 1) * size),
      );
      const told: (number | undefined)[] = [];
      const out = [...checkedUtf8(pieces, 10, ({ offset }) => told.push(offset))];
      expect(Buffer.concat(out)).toEqual(whole);
      expect(told).toEqual(place === undefined ? [] : [place + 10]);
    }
  });

  const told = (content: Buffer): readonly Problem[] => {
    const { records, problems } = readEvents('x', content);
    expect([...records].length).toBeGreaterThan(0);
    return problems.map(({ code, offset }) => [code, offset] as unknown as Problem);
  };
  test.each([
    ['JSON', bytes('{"a":"', 0xe9, '"}\n'), 6],
    ['JSON behind a mark', bytes('\ufeff{"a":"', 0xe9, '"}\n'), 9],
    ['CSV', bytes('a,b\n1,', 0xe9, '\n'), 6],
  ])('in %s', (_, content, offset) => {
    expect(told(content)).toEqual([['EVT206', offset]]);
  });

  test('UTF-16 is not meant', () => {
    expect(told(Buffer.from('\ufeff{"a":"é"}\n', 'utf16le'))).toEqual([]);
  });
});

test('an object with a hundred thousand members is an event, one with more is refused', () => {
  const object = (count: number): Buffer =>
    bytes(
      `{"in":{${Array.from({ length: count - 1 }, (_, at) => `"${String(at)}":0`).join(',')}}}`,
    );
  const read = (count: number): unknown => {
    const { records, problems } = readEvents('x', object(count));
    return [[...records].length, problems.map(({ message }) => message)];
  };
  expect(read(100_000)).toEqual([1, []]);
  expect(read(100_001)).toEqual([0, ['more than 100000 members']]);
});
