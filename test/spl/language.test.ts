// The grammar as a whole: printing and reading back, findings inside macros, and searches that were damaged.
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { commands, compile, knowledge, print, read, grammar } from '../../src/spl/index.ts';
import type { Macro, SplEnvironment } from '../../src/spl/index.ts';
import { excerpt } from '../../src/text/index.ts';

const shared =
  process.env['STRATAGEM_SHARED'] ?? new URL('../../../shared', import.meta.url).pathname;
const corpusFile = `${shared}/spl/escu.jsonl`;
const there = existsSync(corpusFile);

function environment(macros: ReadonlyMap<string, Macro> = new Map()): SplEnvironment {
  const events = { name: 'events', columns: [{ name: '_raw', type: 'string' as const }] };
  return {
    now: 0,
    timezone: 'UTC',
    events,
    macros,
    lookups: new Map(),
    knowledge,
    commandFirst: true,
  };
}

/** A tree without its places. */
function bare(node: unknown): unknown {
  return JSON.parse(
    JSON.stringify(node, (key, value: unknown) =>
      key === 'span' || key === 'nameSpan' || key === 'operatorSpan' ? undefined : value,
    ),
  );
}

/** `written` names an unnamed statistic; it changes when its eval is printed in one style. */
const normal = (tree: unknown): string =>
  JSON.stringify(tree, (key, value: unknown) =>
    key === 'written' || key === 'quoted' ? undefined : value,
  );

function roundTrip(search: string): void {
  const first = read({ name: 'first', text: search }, environment());
  expect(first.diagnostics.map(excerpt)).toEqual([]);
  const printed = print(first.value.tree, grammar);
  const second = read({ name: 'second', text: printed }, environment());
  expect(second.diagnostics.map(excerpt)).toEqual([]);
  expect(normal(bare(second.value.tree))).toEqual(normal(bare(first.value.tree)));
}

describe('printing and reading give the same tree', () => {
  test.each([
    'a=1 b!="x y" NOT (c=* OR d IN (1, "2*")) TERM(1.2.3.4) CASE(Ok) "a phrase" word',
    '* | where NOT (a=1 AND b=2) OR c+1*2 >= -3 - (4 - 5) . "x\\"y\\\\"',
    "* | eval 'a b'=if(x IN (1,2), 'c.d', null()), y=\"q|r\"",
    '* | stats count, sum(x) AS "a b", dc(eval(if(a=1, b, null()))) AS n by c, d',
    '* | rex field=a "(?<b>[^\\|]+)\\\\\\\\(c)" max_match=2 | regex a!="x|y"',
    '* | join type=left a, b [ search c=1 | fields a, b ] | append [ | makeresults ]',
    '| tstats count from datamodel=Web where Web.url="*a|b*" by Web.src, _time span=1h',
    '* | sort 5 -a, +num(b) | dedup 2 a sortby -c | foreach a* [eval <<FIELD>>=1]',
    '* | rename a.* AS *, "b c" AS d | convert ctime(a) AS b | lookup t k AS l OUTPUT v AS w',
  ])('%s', roundTrip);

  const corpus = there
    ? readFileSync(corpusFile, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { name: string; search: string })
    : [];
  const macros = there ? sharedMacros() : new Map<string, Macro>();
  (there ? test : test.skip)('over the shared corpus (skipped where it is absent)', () => {
    const failed: string[] = [];
    for (const { name, search } of corpus) {
      const known = withFilters(macros, search);
      const first = read({ name, text: search }, environment(known));
      if (first.diagnostics.length > 0)
        failed.push(`${name}: ${first.diagnostics[0]?.message ?? ''}`);
      const printed = print(first.value.tree, grammar);
      const second = read({ name, text: printed }, environment(known));
      if (normal(bare(second.value.tree)) !== normal(bare(first.value.tree)))
        failed.push(`${name}: ${printed}`);
    }
    expect(failed).toEqual([]);
  });
});

function sharedMacros(): Map<string, Macro> {
  const written = JSON.parse(readFileSync(`${shared}/spl/macros.json`, 'utf8')) as Record<
    string,
    { definition: string; arguments?: string[] }
  >;
  return new Map(
    Object.entries(written).map(([name, { definition, arguments: args = [] }]) => [
      args.length > 0 ? `${name}(${String(args.length)})` : name,
      { definition, args },
    ]),
  );
}

/** Each detection's own filter macro. */
function withFilters(macros: ReadonlyMap<string, Macro>, search: string): Map<string, Macro> {
  const known = new Map(macros);
  for (const [, name = ''] of search.matchAll(/`(\w+_filter)`/g)) {
    if (!known.has(name)) known.set(name, { definition: 'search *' });
  }
  return known;
}

describe('findings', () => {
  test('inside a macro point at the call and into the definition', () => {
    const macros = new Map<string, Macro>([['bad', { definition: 'where nosuch(a)' }]]);
    const { diagnostics } = compile({ name: 'q', text: 'index=a | `bad`' }, environment(macros));
    expect(diagnostics.map(excerpt)).toEqual([
      [
        'q:1:11: error SPL1204: unsupported function `nosuch`',
        '   1 | index=a | `bad`',
        '     |           ^^^^^',
        '  macro bad:1:7: the words stand here, in the macro',
        '   1 | where nosuch(a)',
        '     |       ^^^^^^',
      ].join('\n'),
    ]);
  });

  test('are all told in one run', () => {
    const text = 'index=a | evall b=1 | where c=f(1) | head x=';
    const { diagnostics } = compile({ name: 'q', text }, environment());
    expect(diagnostics.map((each) => text.slice(each.span?.start, each.span?.end))).toEqual(
      expect.arrayContaining(['evall', 'f']),
    );
  });
});

describe('damaged searches never throw', () => {
  const seeds = [
    '`sysmon` EventCode=8 (a=1 OR b IN ("x*", y)) | stats count min(_time) as f by dest, Image | convert ctime(f) | where f>"2" | rex field=Image "(?<n>\\w+)$"',
    '| tstats count from datamodel=Endpoint.Processes where Processes.process="*a*" by Processes.dest _time span=1h | rename Processes.* as * | eval x=if(match(dest,"^a"),1,0)',
    'a=1 [ search b=2 | fields c ] | foreach a* [eval <<FIELD>>=1] | chart limit=5 count over a by b | transaction a startswith=eval(x=1)',
    ...commands.map((each) => `a=1 | ${each.name} count b by c d=e "f" [ | makeresults ]`),
  ];
  test('whatever is cut out of them or put in', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...seeds),
        fc.nat(),
        fc.nat(40),
        fc.constantFrom(
          '',
          '|',
          '[',
          ']',
          '(',
          ')',
          '"',
          '`',
          '\\',
          ' by ',
          '=',
          '*',
          '```',
          '$',
          "'",
          ',',
        ),
        (seed, at, count, put) => {
          const from = at % (seed.length + 1);
          const text = seed.slice(0, from) + put + seed.slice(from + count);
          compile({ name: 'q', text }, environment());
        },
      ),
      { numRuns: 1500, seed: 42 },
    );
  });

  test('and deep nesting is refused', () => {
    const deep = `${'('.repeat(5000)}a=1${')'.repeat(5000)}`;
    const codes = (text: string): string[] =>
      compile({ name: 'q', text }, environment()).diagnostics.map((each) => each.code);
    expect(codes(deep)).toContain('SPL1005');
    expect(codes(`* | where ${deep}`)).toContain('SPL1005');
    expect(codes(`* ${'| append [ | makeresults '.repeat(300)}${']'.repeat(300)}`)).toContain(
      'SPL1005',
    );
    expect(codes(`* | eval a=${'-'.repeat(5000)}1`)).toContain('SPL1005');
  });
});

test('a search without end is refused', () => {
  const codes = (text: string): string[] =>
    compile({ name: 'q', text }, environment()).diagnostics.map((each) => each.code);
  expect(codes(`* ${'| reverse '.repeat(2000)}`)).toContain('SPL1005');
  expect(codes(`* | where ${'a+'.repeat(20000)}1`)).toContain('SPL1005');
  expect(codes(`* | where ${'a=1 OR '.repeat(20000)}b=2`)).toContain('SPL1005');
  expect(codes(`* ${']'.repeat(20000)}`).length).toBeLessThan(50);
  expect(codes(`* | eval a=1 ${'| eval a=a+1 '.repeat(200)}`)).toEqual([]);
});
