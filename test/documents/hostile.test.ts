// Documents come from strangers: whatever the text, reading neither throws nor takes long, and loses nothing.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formats, readDocument, skeleton } from '../../src/documents/index.ts';
import { documentSpan, validate } from '../../src/strategy/index.ts';
import { sharedDocuments } from './shared.ts';

const SMALL = [
  skeleton({ id: 'a', title: 'A' }),
  '# Goal\na\n# Strategy Abstract\n\t* Splunk query:\n\n\t```\n\tindex=a\n\n\t| head 1\n\t```\n# Response\n> ```kql\n> T\n> ```\n',
  '# X\n## Metadata\n**ID:** a\n## ATT&CK Tags\n| Tactic | Technique |\n|---|---|\n| TA0001 | T1078 |\n## Detection\n**Language:** Kusto\n```C#\nT | where t > ago(1d)\n```\n## Version History\n| Version |\n|---|\n| 1.0 |\n',
];
const documents = [...SMALL, ...sharedDocuments('seeds', 'ads').map((each) => each.text)];

const PIECES = [
  '\n',
  '\r',
  '\r\n',
  '\t',
  '    ',
  '```',
  '~~~',
  '---\n',
  '# Goal\n',
  '#',
  '| a | b |\n|---|---|\n',
  '> ',
  '* ',
  '1. ',
  '**Language:** Kusto\n',
  '**',
  '`',
  '[',
  '](',
  '{',
  ': ',
  '- ',
  '&a ',
  '*a',
  '!!map ',
  '\u0000',
  '\uFEFF',
  '\u2028',
  '\uD800',
  '\u200b',
  '__proto__: 1\n',
  'schedule: [',
  '"',
  "'",
  '%YAML 1.1\n',
  '<<: ',
  '? ',
  '===\n',
  '\\|',
] as const;

/** A document with a few pieces cut out, doubled or put in. */
const mutated = fc
  .tuple(
    fc.constantFrom(...documents),
    fc.array(
      fc.record({
        at: fc.double({ min: 0, max: 1, noNaN: true }),
        length: fc.integer({ min: 0, max: 400 }),
        piece: fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 20 })),
        times: fc.integer({ min: 1, max: 12 }),
      }),
      { minLength: 1, maxLength: 6 },
    ),
  )
  .map(([text, edits]) =>
    edits.reduce((now, { at, length, piece, times }) => {
      const from = Math.floor(at * now.length);
      return now.slice(0, from) + piece.repeat(times) + now.slice(from + length);
    }, text),
  );

/** Reads and validates; everything that must hold of any outcome holds. */
function readAll(text: string): void {
  const source = { name: 'fuzz.md', text };
  const outcomes = [readDocument(source), ...formats.map((each) => each.read(source))];
  for (const { value, diagnostics } of outcomes) {
    const said = [...diagnostics, ...(value ? validate([value]) : [])];
    const astray = said.find(
      ({ span }) => span && !(span.start >= 0 && span.start <= span.end && span.end <= text.length),
    );
    expect(astray).toBeUndefined();
    if (!value) continue;
    let at = value.sections[0]?.span.start ?? text.length;
    if (value.format !== 'native') expect(text.slice(0, at).trim()).toBe('');
    const gap = value.sections.find(({ span }) => {
      const follows = span.start === at;
      at = span.end;
      return !follows;
    });
    expect(gap).toBeUndefined();
    if (value.sections.length > 0) expect(at).toBe(text.length);
    for (const search of value.searches) {
      const step = Math.max(1, Math.floor(search.text.length / 50));
      for (let offset = 0; offset < search.text.length; offset += step) {
        const place = documentSpan(search, { start: offset, end: offset });
        expect(text.charAt(place.start)).toBe(search.text.charAt(offset));
      }
    }
  }
}

describe('hostile documents', () => {
  test('mutations of documents', () => {
    fc.assert(fc.property(mutated, readAll), { numRuns: 400, seed: 7 });
  });

  test('any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 500 }), readAll), {
      numRuns: 200,
      seed: 7,
    });
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...PIECES), { maxLength: 60 }).map((all) => all.join('')),
        readAll,
      ),
      { numRuns: 400, seed: 7 },
    );
  });

  const many = 200_000;
  const LARGE: readonly (readonly [name: string, text: string])[] = [
    ['headings', '# Goal\n'.repeat(many / 7)],
    ['headings that are none', '#Goal\n'.repeat(many / 6)],
    ['quotations', '> '.repeat(many / 2)],
    ['lists', '- '.repeat(many / 2)],
    [
      'nested lists',
      Array.from({ length: 400 }, (_, depth) => `${' '.repeat(2 * depth)}- a`).join('\n'),
    ],
    ['fences', '```\n'.repeat(many / 4)],
    ['fences in indented blocks', '    ```\n    a\n'.repeat(many / 14)],
    ['backticks', '`'.repeat(many)],
    ['stars', `# Goal\n# Response\n**${'*'.repeat(many)}`],
    ['brackets', `# Goal\n${'['.repeat(many)}\n# Response\n`],
    ['half links', `# Goal\n${'[a]('.repeat(many / 4)}\n# Strategy Abstract\n`],
    ['dots', `# Goal\n# Response\n# Additional Resources\nhttp://${'.'.repeat(many)}x`],
    ['dashes in an id', `## Metadata\n## ATT&CK Tags\n**ID:** ${'-'.repeat(many)}x`],
    [
      'a wide table',
      `# Goal\n# Response\n|${'a|'.repeat(5000)}\n|${'-|'.repeat(5000)}\n${'|\n'.repeat(2000)}`,
    ],
    ['spaces', `# Goal\n# Response\n${' '.repeat(many)}x`],
    ['line separators', '\r'.repeat(many)],
    ['open flow lists', `---\nid: ${'['.repeat(many)}\n---\n# Goal\n`],
    ['nested block lists', `---\nid: ${'- '.repeat(many / 2)}\n---\n# Goal\n`],
    [
      'nested keys',
      `---\nattack:\n${Array.from({ length: 600 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')}\n---\n`,
    ],
    [
      'many keys',
      `---\nattack: []\n${Array.from({ length: 10_000 }, (_, key) => `k${String(key)}: 1`).join('\n')}\n---\n`,
    ],
    ['quotes', `---\nid: "${'\\"'.repeat(many / 2)}\n---\n# Goal\n`],
    [
      'comments of a query',
      `# Goal\n# Strategy Abstract\n\`\`\`\n${'//\n'.repeat(many / 3)}x\n\`\`\`\n`,
    ],
    [
      'sums of spans',
      `## Metadata\n## ATT&CK Tags\n## Detection\n**Language:** KQL\n\`\`\`C#\n${'let a = 1d;ago(a+'.repeat(many / 17)}\n\`\`\`\n`,
    ],
    ['FalconForce marks without queries', '```c#\n'.repeat(many / 6)],
  ];
  test.each(LARGE)('much of the same: %s', (_, text) => {
    const started = process.cpuUsage();
    readAll(text);
    const { user, system } = process.cpuUsage(started);
    // Of the processor's time, so that a busy machine says nothing. Four readings of 200,000 characters: a thousand times what a document of a person's takes, were it quadratic.
    expect((user + system) / 1000).toBeLessThan(5000);
  });
});
