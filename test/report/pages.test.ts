// Pages of strategies: what a hostile document comes to, what is told apart in a search, what a picture shows.
import { describe, expect, test } from '@jest/globals';
import { highlighted } from '../../src/report/highlight.ts';
import {
  indexPage,
  navigatorLayer,
  pageHtml,
  pageMarkdown,
  qualityText,
  strategyPage,
  timelineFile,
  type StrategyFacts,
} from '../../src/report/index.ts';
import type { Page } from '../../src/report/page.ts';
import { proseHtml, proseMarkdown } from '../../src/report/prose.ts';
import type { Strategy } from '../../src/strategy/index.ts';
import { span } from '../../src/text/index.ts';
import { coverage, quality, type Verdict } from '../../src/verdict/index.ts';

const HOSTILE = '<script>alert(1)</script>';
const place = span(0, 1);
const source = { name: 'a.md', text: 'x' };
const strategy: Strategy = {
  format: 'native',
  source,
  id: 'a-1',
  title: `Task ${HOSTILE}`,
  description: `Found. ${HOSTILE}`,
  version: '1.0',
  status: 'production',
  severity: 'high',
  attack: [{ tactic: 'persistence', technique: 'T1053.005', span: place }],
  dataSources: [],
  parity: [{ platforms: ['splunk'], entity: 'Host', reason: HOSTILE, span: place }],
  sections: [
    {
      kind: 'goal',
      title: `Goal ${HOSTILE}`,
      level: 1,
      body: `${HOSTILE} [x](javascript:alert(1)) ![p](https://evil.example/p.png)`,
      span: place,
    },
  ],
  searches: [],
  schedule: { every: 3600, lookback: 4200, delay: 300, nearRealTime: false },
  entities: [],
  details: {},
  falsePositives: [`Updaters | ${HOSTILE}`],
  blindSpots: [],
  references: [],
  history: [],
  expectations: [],
  tunables: [{ name: 'limit', description: HOSTILE, value: 5 }],
  platforms: {},
  places: new Map(),
};
const verdict = (more: Partial<Verdict>): Verdict => ({
  strategy: 'a-1',
  title: 'A',
  platform: 'splunk',
  recording: 'r.xml',
  expectation: `day | ${HOSTILE}`,
  expected: 'fired',
  observed: 'fired',
  passed: true,
  rows: 1,
  analogue: false,
  milliseconds: 1,
  source,
  span: place,
  ...more,
});
const facts: StrategyFacts = {
  strategy,
  searches: [
    {
      search: { language: 'spl', text: `x | eval a="${HOSTILE}"`, span: place, indent: 0 },
      platforms: ['splunk'],
      reads: ['source=Security'],
    },
  ],
  requirements: [{ platform: 'splunk', event: 'Security 4698', needs: [HOSTILE] }],
  verdicts: [verdict({})],
  recordings: [
    {
      name: HOSTILE,
      file: 'timelines/r.svg',
      timeline: { events: [{ at: 0, kind: HOSTILE, malicious: true }], undated: 1 },
    },
  ],
};

describe('a hostile document', () => {
  const page = strategyPage(facts);
  test('HTML has no script, no address to run, nothing to fetch', () => {
    const made = pageHtml(page);
    expect(made).not.toMatch(/<script|<img|<link|href="javascript|src=/i);
    expect(made).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(made).toContain("default-src 'none'");
    expect(made).toContain(
      '<a href="https://attack.mitre.org/techniques/T1053/005/" rel="noopener noreferrer nofollow">T1053.005 Scheduled Task</a>',
    );
  });
  test('Markdown has tags in code alone, and pictures of our own alone', () => {
    const outside = pageMarkdown(page)
      .replace(/^```[^]*?^```$/gm, '')
      .replace(/`[^`\n]*`/g, '');
    expect(outside).not.toContain('<');
    expect(outside.match(/(?<!\\)!\[[^\n]*/g)).toEqual([
      '![&lt;script&gt;alert(1)&lt;/script&gt;](timelines/r.svg)'.replaceAll('&gt;', '\\>'),
    ]);
    expect(outside).not.toMatch(/(?<!\\)\]\(javascript/);
    expect(outside).toContain(
      '| day \\| &lt;script\\>alert(1)&lt;/script\\> | splunk | fired | fired | 1 | pass |',
    );
    expect(outside).toContain('| all | Host entities | splunk | ');
  });
  test('a picture', () => {
    const made = timelineFile('x', facts.recordings[0]?.timeline ?? { events: [], undated: 0 });
    expect(made).not.toContain('<script');
    expect(made).toContain(
      '<circle class="bad" cx="260" cy="25" r="3"><title>1 event, 1 malicious</title></circle>',
    );
    expect(made).toContain('1 event without a time');
  });
  test('equal input gives equal bytes', () => {
    expect(pageHtml(strategyPage(facts))).toBe(pageHtml(page));
  });
});

describe('prose', () => {
  const rows: readonly (readonly [string, string, string])[] = [
    ['*a* and `b|<c>`', '*a* and `b|<c>`', '<p><em>a</em> and <code>b|&lt;c&gt;</code></p>'],
    [
      '- one\n  - two\n- three',
      '- one\n  - two\n- three',
      '<ul>\n<li>one\n<ul>\n<li>two</li>\n</ul>\n</li>\n<li>three</li>\n</ul>',
    ],
    ['3. x\n4. y', '3. x\n4. y', '<ol start="3">\n<li>x</li>\n<li>y</li>\n</ol>'],
    [
      '[x](https://a.example/b_(c))',
      '[x](https://a.example/b_%28c%29)',
      '<p><a href="https://a.example/b_(c)" rel="noopener noreferrer nofollow">x</a></p>',
    ],
    ['[x](javascript:alert(1))', '\\[x\\](javascript:alert(1))', '<p>[x](javascript:alert(1))</p>'],
    [
      '[x](javascript&#58;alert(1))',
      '\\[x\\](javascript:alert(1))',
      '<p>[x](javascript:alert(1))</p>',
    ],
    ['# Big', '### Big', '<h3>Big</h3>'],
    ['    code `', '```\ncode `\n```', '<pre><code>code `\n</code></pre>'],
    ['~~~\n```\n~~~', '````\n```\n````', '<pre><code>```\n</code></pre>'],
    ['1986\\. A year', '1986\\. A year', '<p>1986. A year</p>'],
    ['> quoted\n> twice', '> quoted\n> twice', '<blockquote>\n<p>quoted\ntwice</p>\n</blockquote>'],
    [
      '| a | b |\n|---|---|\n| `x` | y \\| z |',
      '| a | b |\n| --- | --- |\n| `x` | y \\| z |',
      '<table>\n<thead>\n<tr>\n<th>a</th>\n<th>b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td><code>x</code></td>\n<td>y | z</td>\n</tr>\n</tbody>\n</table>',
    ],
  ];
  test.each(rows)('%j', (given, markdown, html) => {
    expect([proseMarkdown(given), proseHtml(given)]).toEqual([markdown, html]);
    // What was written anew means the same when it is read again.
    const again = proseHtml(proseMarkdown(given)).replace('%28c%29', '(c)');
    expect(again).toBe(html);
  });
});

describe('searches told apart', () => {
  const marked = (text: string, language: 'spl' | 'kql'): string =>
    highlighted(text, language).replace(/<span class="(.)">([^]*?)<\/span>/g, '{$1 $2}');
  const rows: readonly (readonly ['spl' | 'kql', string, string])[] = [
    [
      'spl',
      'index=a "b\\"c" | stats count BY x',
      'index=a {s &quot;b\\&quot;c&quot;} | {k stats} count {k BY} x',
    ],
    [
      'spl',
      '`mac(1)` ```note | x``` | eval a=lower(b)',
      '{m `mac(1)`} {c ```note | x```} | {k eval} a={f lower}(b)',
    ],
    ['spl', '"never closed | where', '{s &quot;never closed | where}'],
    ['kql', 'T // x "y"\n| where a == 4698', 'T {c // x &quot;y&quot;}\n| {k where} a == {n 4698}'],
    [
      'kql',
      'print @"a\\" , \'b\\\'c\', @"x""y"',
      'print {s @&quot;a\\&quot;} , {s &#39;b\\&#39;c&#39;}, {s @&quot;x&quot;&quot;y&quot;}',
    ],
    [
      'kql',
      '```a\n"b``` | project strcat(a, <b>)',
      '{s ```a\n&quot;b```} | {k project} {f strcat}(a, &lt;b&gt;)',
    ],
  ];
  test.each(rows)('%s %j', (language, text, expected) => {
    expect(marked(text, language)).toBe(expected);
  });
  test('a long search takes time in proportion', () => {
    expect(highlighted('"'.repeat(1_000_001), 'kql').length).toBeGreaterThan(1_000_000);
  });
});

describe('index, layer, figures', () => {
  const verdicts = [
    verdict({}),
    verdict({ recording: 'b.xml', expected: 'silent', observed: 'silent', rows: 0 }),
  ];
  const sizes = [
    { strategy: 'a-1', recording: 'r.xml', events: 2, telemetry: ['Security 4698', 'Sysmon 1'] },
    { strategy: 'a-1', recording: 'b.xml', events: 40 },
  ];
  const figures = quality(verdicts, sizes);
  const attacks = coverage(verdicts, sizes);
  test('index', () => {
    const page: Page = indexPage({
      title: 'Pack',
      description: 'All.',
      strategies: [strategy],
      verdicts,
      quality: figures,
      coverage: attacks,
      layer: 'layer.json',
    });
    expect(pageMarkdown(page).split('\n').slice(0, 9)).toEqual([
      '# Pack',
      '',
      'All.',
      '',
      '1 strategies, 1 of them proven. ATT&amp;CK Navigator layer: [layer.json](layer.json).',
      '',
      '| Strategy | Severity | Techniques | Proof |',
      '| --- | --- | --- | --- |',
      '| [Task &lt;script\\>alert(1)&lt;/script\\>](a-1.md) | high | T1053.005 | pass 2 of 2 |',
    ]);
  });
  test('layer', () => {
    const layer = JSON.parse(
      navigatorLayer({
        title: 'Pack',
        description: 'All.',
        strategies: [
          strategy,
          { ...strategy, id: 'a-2' },
          { ...strategy, id: 'old', status: 'deprecated' },
        ],
        proven: new Set(['a-1']),
      }),
    ) as { versions: { layer: string }; domain: string; techniques: object[] };
    expect([layer.versions.layer, layer.domain]).toEqual(['4.5', 'enterprise-attack']);
    expect(layer.techniques).toEqual([
      { techniqueID: 'T1053', enabled: true, showSubtechniques: true },
      {
        techniqueID: 'T1053.005',
        score: 1,
        comment: 'proven: a-1; not proven: a-2',
        enabled: true,
        showSubtechniques: false,
      },
    ]);
  });
  test('for a terminal', () => {
    expect(qualityText(figures, attacks).split('\n')).toEqual([
      'Detection quality',
      'strategy  platform  caught  missed  quiet  false alarms  unproven  false rows  background events  per 1000',
      'a-1       splunk    1       0       1      0             0         0           40                 0.000',
      'all       splunk    1       0       1      0             0         0           40                 0.000',
      '',
      'Coverage. Replays that fired / stayed silent / could not be run (unsupported) / held nothing that the platform receives (unseen).',
      'strategy  splunk',
      'a-1       1/1/0/0',
      '',
      'Attacks and what finds them',
      'tradecraft                       strategy  telemetry                splunk',
      `day | ${HOSTILE}  a-1       Security 4698, Sysmon 1  fired`,
      '',
    ]);
  });
});
