// A strategy written as a native document and read again is the same strategy.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { readDocument, writeDocument } from '../../src/documents/index.ts';
import type { Strategy } from '../../src/strategy/index.ts';

/** What a document keeps: everything but places in it. */
function kept(strategy: Strategy): unknown {
  return JSON.parse(
    JSON.stringify({
      ...strategy,
      source: '',
      places: '',
      format: '',
      sections: strategy.sections.map(({ kind, title, level, body }) => [kind, title, level, body]),
      searches: strategy.searches.map(({ language, platform, text }) => [language, platform, text]),
      attack: strategy.attack.map(({ tactic, technique }) => [tactic, technique]),
      expectations: strategy.expectations.map((each) => ({ ...each, span: '' })),
      parity: strategy.parity?.map((each) => ({ ...each, span: '' })),
    }),
  );
}

const SECTIONS = [
  ['goal', 'Goal'],
  ['categorization', 'Categorization'],
  ['technical-context', 'Technical Context'],
  ['blind-spots', 'Blind Spots and Assumptions'],
  ['validation', 'Validation'],
  ['priority', 'Priority'],
  ['response', 'Response'],
  ['other', 'Import Notes'],
] as const;

const nothing = { start: 0, end: 0 };
/** Texts with what YAML and Markdown take for their own. */
const text = fc.oneof(
  fc.string({ minLength: 1, unit: 'grapheme-ascii', maxLength: 40 }),
  fc.constantFrom(
    '1.10',
    'yes',
    'null',
    '~',
    '2024-05-01',
    '- a',
    '# b',
    '---',
    'a: b',
    '"q" \'s\' `t`',
    'two\nlines',
    ' led by a space',
    'tab\there',
    '{{Column}}',
    '[x]',
    '*y*',
    '&z',
    '!w',
    '%v',
    '@u',
    'é ü 漢字 😀',
    '\\',
    '0x1F',
    '1e3',
  ),
);
const word = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_]{0,15}$/);
const columns = fc.dictionary(word, text, { minKeys: 1, maxKeys: 3, noNullPrototype: true });
const seconds = fc.integer({ min: 1, max: 2_000_000 });
const query = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'grapheme-ascii', maxLength: 30 }),
      fc.constantFrom(
        '```',
        '````kusto',
        '~~~',
        '# Goal',
        '---',
        '| where a == "b"',
        '    four',
        '',
      ),
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((lines) => lines.join('\n'));

const optional = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined });
type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };
const defined = <T extends object>(value: T): Defined<T> =>
  Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as Defined<T>;

const search = fc
  .record({
    language: fc.constantFrom('kql' as const, 'spl' as const),
    named: fc.boolean(),
    second: fc.boolean(),
    text: query,
  })
  .map(({ language, named, second, text }) =>
    defined({
      language,
      platform: named
        ? language === 'spl'
          ? 'splunk'
          : second
            ? 'defender'
            : 'sentinel'
        : undefined,
      text,
      span: nothing,
      indent: 0,
    }),
  );

const strategies: fc.Arbitrary<Strategy> = fc
  .record({
    id: word,
    title: text,
    description: text,
    version: fc.constantFrom('1.0', '1.10', '2.0.3'),
    status: fc.constantFrom('production' as const, 'experimental' as const, 'deprecated' as const),
    severity: fc.constantFrom('low' as const, 'high' as const),
    attack: fc.array(
      fc
        .record({ tactic: text, technique: optional(text) })
        .map((each) => defined({ ...each, span: nothing })),
      { maxLength: 3 },
    ),
    dataSources: fc.array(
      fc.record({ provider: text, table: optional(text), eventId: optional(text) }).map(defined),
      { maxLength: 3 },
    ),
    searches: fc.array(search, { maxLength: 3 }),
    schedule: fc.record({
      every: seconds,
      lookback: seconds,
      delay: fc.nat(5000),
      nearRealTime: fc.boolean(),
    }),
    entities: fc.array(fc.record({ type: word, columns }), { maxLength: 2 }),
    details: fc.dictionary(word, text, { maxKeys: 2, noNullPrototype: true }),
    risk: optional(fc.record({ score: fc.integer({ min: 0, max: 100 }), message: text })),
    throttle: optional(
      fc.record({ fields: fc.array(text, { minLength: 1, maxLength: 2 }), period: seconds }),
    ),
    falsePositives: fc.array(text, { maxLength: 2 }),
    references: fc.uniqueArray(text, { maxLength: 2 }),
    history: fc.array(
      fc
        .record({
          version: text,
          date: text,
          impact: fc.constantFrom('major', undefined),
          notes: text,
        })
        .map(defined),
      { maxLength: 2 },
    ),
    expectations: fc.array(
      fc
        .record({
          recording: text,
          name: text,
          fires: fc.boolean(),
          rows: optional(fc.nat(9)),
          fields: optional(columns),
          edge: fc.constantFrom('middle', '2026-03-01T12:00:00Z', undefined),
          delay: optional(seconds),
          repeat: optional(fc.integer({ min: 2, max: 10 })),
          repeatAfter: optional(seconds),
        })
        .map((each) => defined({ ...each, span: nothing })),
      { maxLength: 2 },
    ),
    parity: optional(
      fc.array(
        fc
          .record({
            recording: optional(text),
            entity: optional(word),
            platforms: fc.subarray(['splunk', 'sentinel', 'defender'], { minLength: 1 }),
            reason: text,
          })
          .map((each) => defined({ ...each, span: nothing })),
        { minLength: 1, maxLength: 2 },
      ),
    ),
    tunables: fc.array(
      fc.oneof(
        fc.record({ name: word, description: text, value: fc.oneof(text, fc.integer()) }),
        fc.record({
          name: word,
          description: text,
          columns: fc.array(word, { minLength: 1, maxLength: 2 }),
          rows: fc.array(columns, { maxLength: 2 }),
        }),
      ),
      { maxLength: 2 },
    ),
    facts: optional(columns),
    settings: fc.dictionary(word, fc.oneof(text, fc.integer(), fc.boolean(), fc.array(text)), {
      minKeys: 1,
      maxKeys: 3,
      noNullPrototype: true,
    }),
    bodies: fc.array(fc.lorem({ maxCount: 8 }), { minLength: 8, maxLength: 8 }),
  })
  .map(({ settings, bodies, risk, throttle, facts, parity, ...rest }) => ({
    ...rest,
    ...(risk ? { risk } : {}),
    ...(throttle ? { throttle } : {}),
    ...(facts ? { facts } : {}),
    ...(parity ? { parity } : {}),
    format: 'native',
    source: { name: 'made.md', text: '' },
    platforms: { sentinel: settings },
    blindSpots: [bodies[3] ?? ''],
    sections: SECTIONS.map(([kind, title], index) => ({
      kind,
      title,
      level: 1,
      body: `\n${bodies[index] ?? ''}\n\n`,
      span: nothing,
    })),
    places: new Map(),
  }));

describe('a strategy written', () => {
  test('is read back as it was, but for the sections that had to be added', () => {
    fc.assert(
      fc.property(strategies, (strategy) => {
        const written = writeDocument(strategy);
        const { value } = readDocument({ name: 'made.md', text: written });
        if (!value) throw new Error('not read');
        const has = new Set(strategy.sections.map(({ kind }) => kind));
        const sections = value.sections.filter(({ kind }) => has.has(kind));
        const last = value.sections.length - 1;
        // The last section ends where the file does.
        const trimmed = sections.map((each) =>
          each === value.sections[last] ? { ...each, body: `${each.body}\n` } : each,
        );
        expect(kept({ ...value, sections: trimmed })).toEqual(kept(strategy));
        expect(writeDocument(value)).toBe(written);
      }),
      { numRuns: 100, seed: 7 },
    );
  });
});

const folder = join(import.meta.dirname, '../../strategies');
const documents = readdirSync(folder)
  .filter((name) => name.endsWith('.md'))
  .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));

test.each(documents)('the pack document $name is written as itself', ({ name, text }) => {
  const { value } = readDocument({ name, text });
  if (!value) throw new Error('not read');
  const again = readDocument({ name, text: writeDocument(value) });
  expect(kept(again.value ?? value)).toEqual(kept(value));
  expect(again.diagnostics).toEqual([]);
});
