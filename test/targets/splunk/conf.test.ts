import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readConf, writeConf, type Conf } from '../../../src/targets/splunk/index.ts';

const read = (text: string): ReturnType<typeof readConf> => readConf({ name: 'x.conf', text });

/** Stanzas without places, as they were given to the writer. */
const plain = (conf: Conf): unknown =>
  conf.map(({ name, comments, settings }) => ({
    name,
    comments: comments ?? [],
    settings: settings.map(({ key, value }) => ({ key, value })),
  }));

const one = (value: string): Conf => [
  {
    name: 's',
    settings: [
      { key: 'k', value },
      { key: 'z', value: '1' },
    ],
  },
];

describe('what a value becomes and comes back as', () => {
  test.each([
    ['plain', 'index=main', 'k = index=main\n'],
    ['empty', '', 'k =\n'],
    ['a hash after the start is text', 'a # b ; c', 'k = a # b ; c\n'],
    ['quotes and backslashes inside a line', 'path="C:\\x\\"', 'k = path="C:\\x\\"\n'],
    ['several lines', 'a\n  | b\n\n| c', 'k = a\\\n  | b\\\n\\\n| c\n'],
    ['a line that begins with a bracket', 'a\n[ search b\n| c ]', 'k = a\\\n[ search b\\\n| c ]\n'],
    ['letters beyond ASCII', 'größer 🙂', 'k = größer 🙂\n'],
  ])('%s', (_, value, line) => {
    const written = writeConf(one(value));
    expect(written).toEqual({ ok: true, text: `[s]\n${line}z = 1\n` });
    const { value: back, diagnostics } = read(`[s]\n${line}z = 1\n`);
    expect(diagnostics).toEqual([]);
    expect(plain(back)).toEqual(plain(one(value)));
  });
});

describe('what is refused', () => {
  test.each([
    [' a', 'the value begins or ends in white space, which readers drop'],
    ['a\n', 'the value begins or ends in white space, which readers drop'],
    ['C:\\x\\', 'the value ends in a backslash, which would swallow the next setting'],
    [
      'a\\\nb',
      'the value has a line that ends in a backslash, which readers take in different ways',
    ],
    ['a\n  # b', 'the value has a line that begins with `#`, a comment to some readers'],
    ['a\n;b', 'the value has a line that begins with `;`, a comment to some readers'],
    ['a\n[ search b ]', 'the value has a line that looks like a stanza header'],
    ['a\r\nb', 'the value holds a carriage return'],
    ['a\0b', 'the value holds a NUL character'],
    ['a\uD800b', 'the value holds half of a surrogate pair'],
  ])('the value %j', (value, reason) => {
    const written = writeConf(one(value));
    expect(written.ok ? undefined : written.refusals.map((each) => each.reason)).toEqual([reason]);
  });

  test('keys, names, comments and doubles, all in one go', () => {
    const written = writeConf([
      {
        name: 'a]b',
        settings: [
          { key: 'k=x', value: '1' },
          { key: '#k', value: '1' },
        ],
      },
      {
        name: 'c',
        comments: ['ends in \\'],
        settings: [
          { key: 'k', value: '1' },
          { key: 'k', value: '2' },
        ],
      },
      { name: 'c', settings: [] },
      { name: '', settings: [{ key: 'k', value: '1' }] },
    ]);
    expect(
      written.ok ? [] : written.refusals.map(({ stanza, key, reason }) => [stanza, key, reason]),
    ).toEqual([
      ['a]b', undefined, 'holds a square bracket'],
      ['a]b', 'k=x', 'the key holds `=`, a backslash or a line end'],
      ['a]b', '#k', 'the key begins like a comment or a header'],
      ['c', undefined, 'its comment ends in a backslash, which would swallow the next line'],
      ['c', 'k', 'the key stands there twice'],
      ['', undefined, 'settings without a header stand only first'],
      ['c', undefined, 'the stanza stands there twice'],
    ]);
  });
});

describe('what is tolerated when reading, with a warning', () => {
  test.each([
    ['byte order mark, CRLF, odd spacing', '\uFEFF [s] \r\n k=v \r\n', [['k', 'v']], []],
    ['`;` comments and an indented header', '; c\n  [s]\nk = v\n', [['k', 'v']], []],
    ['the last of two keys counts', '[s]\nk = 1\nk = 2\n', [['k', '2']], ['TSP1104']],
    [
      'stanzas merge',
      '[s]\nk = 1\n[s]\nl = 2\n',
      [
        ['k', '1'],
        ['l', '2'],
      ],
      ['TSP1103'],
    ],
    [
      'white space after a backslash',
      '[s]\nk = a\\ \nl = b\n',
      [
        ['k', 'a\\'],
        ['l', 'b'],
      ],
      ['TSP1102'],
    ],
    ['no equals sign', '[s]\nk\nl = b\n', [['l', 'b']], ['TSP1101']],
    ['the file ends after a backslash', '[s]\nk = a\\\n', [['k', 'a']], ['TSP1105']],
    [
      'a continued line is no header and no comment',
      '[s]\nk = a\\\n[b]\\\n# c\n',
      [['k', 'a\n[b]\n# c']],
      [],
    ],
    ['a continued comment swallows the next line', '[s]\n# c\\\nk = 1\nl = 2\n', [['l', '2']], []],
  ])('%s', (_, text, settings, codes) => {
    const { value, diagnostics } = read(text);
    expect(value.map(({ name }) => name)).toEqual(['s']);
    expect(value[0]?.settings.map((each) => [each.key, each.value])).toEqual(settings);
    expect(diagnostics.map(({ code }) => code)).toEqual(codes);
  });

  test('places point at the setting in the file', () => {
    const text = '[s]\nk = a\\\nb\nl = c\n';
    const settings = read(text).value[0]?.settings ?? [];
    expect(settings.map((each) => text.slice(each.span?.start, each.span?.end))).toEqual([
      'k = a\\\nb',
      'l = c',
    ]);
  });
});

// Made of what is known to trip readers: every value is either refused or comes back the same.
const fragment = fc.constantFrom(
  'a',
  ' ',
  '\t',
  '\n',
  '\\',
  '"',
  '#',
  ';',
  '*',
  '[',
  ']',
  '=',
  '|',
  '`',
  '$x$',
  '\r',
  '\u2028',
  'é',
  '[ s ]',
  '# c',
  '\0',
);
const value = fc.array(fragment, { maxLength: 12 }).map((parts) => parts.join(''));
const name = fc.array(fc.constantFrom('a', 'b', ' ', '-', ']', '\\', '='), {
  minLength: 1,
  maxLength: 5,
});

test('whatever is written reads back equal, without a warning, and is written the same again', () => {
  const setting = fc.record({
    key: fc.oneof(fc.constantFrom('search', 'a.b-c', 'x y'), value),
    value,
  });
  const stanza = fc.record({
    name: name.map((parts) => parts.join('')),
    comments: fc.array(value, { maxLength: 2 }),
    settings: fc.uniqueArray(setting, { selector: ({ key }) => key, maxLength: 4 }),
  });
  let held = 0;
  fc.assert(
    fc.property(fc.uniqueArray(stanza, { selector: (each) => each.name, maxLength: 3 }), (conf) => {
      const written = writeConf(conf);
      if (!written.ok) return;
      held += 1;
      const back = read(written.text);
      expect(back.diagnostics).toEqual([]);
      expect(plain(back.value)).toEqual(plain(conf));
      expect(writeConf(back.value)).toEqual(written);
    }),
    { numRuns: 4000, seed: 11 },
  );
  expect(held).toBeGreaterThan(500);
});

test('any text is read without an exception', () => {
  fc.assert(
    fc.property(fc.array(fragment, { maxLength: 60 }), (parts) => {
      for (const stanza of read(parts.join('')).value) {
        expect(new Set(stanza.settings.map(({ key }) => key)).size).toBe(stanza.settings.length);
      }
    }),
    { numRuns: 2000, seed: 12 },
  );
});

const shared = process.env['STRATAGEM_SHARED'] ?? join(import.meta.dirname, '../../../../shared');
const corpus = join(shared, 'spl/escu.jsonl');
const withCorpus = existsSync(corpus) ? test : test.skip;

withCorpus('published searches pass unchanged (needs the shared corpus)', () => {
  const lines = readFileSync(corpus, 'utf8').split('\n').filter(Boolean);
  const conf = lines.map((line, index) => {
    const { search } = JSON.parse(line) as { search: string };
    return {
      name: String(index),
      comments: [],
      settings: [{ key: 'search', value: search.trim() }],
    };
  });
  const written = writeConf(conf);
  expect(written.ok).toBe(true);
  const back = read(written.ok ? written.text : '');
  expect(back.diagnostics).toEqual([]);
  expect(plain(back.value)).toEqual(conf);
  expect(writeConf(back.value)).toEqual(written);
  expect(conf.length).toBeGreaterThan(500);
});
