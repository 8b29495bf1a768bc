// Small documents in the formats of others, each with one peculiarity.
import { describe, expect, test } from '@jest/globals';
import { readDocument } from '../../src/documents/index.ts';
import { documentSpan, type Strategy } from '../../src/strategy/index.ts';
import type { Diagnostic } from '../../src/text/index.ts';
import { shown } from './mark.ts';

function read(
  text: string,
  name = 'some-case.md',
): { strategy: Strategy; diagnostics: readonly Diagnostic[] } {
  const { value, diagnostics } = readDocument({ name, text });
  if (!value) throw new Error(`not read: ${shown(diagnostics).join(', ')}`);
  expect(value.sections.map((each) => text.slice(each.span.start, each.span.end)).join('')).toBe(
    text,
  );
  return { strategy: value, diagnostics };
}

/** Every offset of every search's text leads to the same character in the document. */
function expectPlaces({ searches, source }: Strategy): void {
  for (const search of searches) {
    for (let at = 0; at < search.text.length; at++) {
      const place = documentSpan(search, { start: at, end: at + 1 });
      expect(source.text.charAt(place.start)).toBe(search.text.charAt(at));
    }
    const whole = documentSpan(search, { start: 0, end: search.text.length });
    expect(whole).toEqual(search.span);
  }
}

const REST = `
# Technical Context
x
# Blind Spots and Assumptions
x
# False Positives
x
# Validation
x
# Priority
Low, or Medium on servers.
# Response
x
`;
const ads = (abstract: string): string =>
  `# Goal\nFind it.\n# Categorization\nx\n# Strategy Abstract\n${abstract}\n${REST}`;

/** Where a search hides in an ADS document: the abstract, and the searches expected of it. */
const HIDDEN: readonly (readonly [name: string, abstract: string, searches: readonly string[]])[] =
  [
    ['a fence that says spl', '```spl\nindex=a\n| head 1\n```', ['spl: index=a\n| head 1']],
    ['tildes, and splunk for a name', '~~~ splunk\nindex=a\n~~~', ['spl: index=a']],
    [
      'a fence that says nothing, after a sentence',
      'Sample Splunk Query:\n\n```\nfoo bar\n```',
      ['spl: foo bar'],
    ],
    [
      'a fence in a list',
      '* Sample Splunk Query:\n\n  ```\n  index=a\n    | head 1\n\n  | table b\n  ```',
      ['spl: index=a\n  | head 1\n\n| table b'],
    ],
    [
      'a fence in a fence of tabs',
      '\t* Sample Splunk Query:\n\n\t```\n\tindex=a\n\n\t| head 1\n\t```',
      ['spl: index=a\n\n| head 1'],
    ],
    [
      'an indented block',
      'Splunk search:\n\n    index=a\n    | head 1\n',
      ['spl: index=a\n| head 1'],
    ],
    [
      'an indented block of tabs, with a blank line',
      'Splunk search:\n\n\tindex=a\n\n\t| head 1\n',
      ['spl: index=a\n\n| head 1'],
    ],
    [
      'a quotation',
      'Splunk search:\n\n> ```\n> index=a\n> | head 1\n> ```',
      ['spl: index=a\n| head 1'],
    ],
    [
      'no word at all, but the form of a search',
      '```\nindex=a sourcetype=b | stats count\n```',
      ['spl: index=a sourcetype=b | stats count'],
    ],
    [
      'Kusto by its form',
      '```\nSecurityEvent\n| where EventID == 1\n```',
      ['kql: SecurityEvent\n| where EventID == 1'],
    ],
    [
      'both languages',
      'KQL query:\n```\nT | take 1\n```\nSPL query:\n```\nindex=a\n```',
      ['kql: T | take 1', 'spl: index=a'],
    ],
    ['a sample event is none', 'A sample event:\n\n```\naction: added\nname: x | y\n```', []],
    ['a script is none', '```powershell\nGet-Item | where Name -eq x\n```', []],
  ];

describe('an ADS document', () => {
  test.each(HIDDEN)('has its search in %s', (_, abstract, searches) => {
    const { strategy } = read(ads(abstract));
    expect(strategy.format).toBe('ads');
    expect(strategy.searches.map((each) => `${each.language}: ${each.text}`)).toEqual(searches);
    expectPlaces(strategy);
  });

  test('keeps line endings in its search', () => {
    const { strategy } = read(
      ads('\t* Splunk query:\n\n\t```\n\tindex=a\n\n\t| head 1\n\t```').replaceAll('\n', '\r\n'),
    );
    expect(strategy.searches.map((each) => each.text)).toEqual(['index=a\r\n\r\n| head 1']);
    expectPlaces(strategy);
  });

  test('has the highest priority that is named, and its title from the file', () => {
    const { strategy, diagnostics } = read(ads('x'), 'docs/012-Odd_Logons.md');
    expect(strategy).toMatchObject({
      id: '012-Odd_Logons',
      title: 'Odd Logons',
      severity: 'medium',
    });
    expect(diagnostics.map((each) => each.code)).toEqual(['DOC1031']);
  });

  test('has its title from a first heading that is no section', () => {
    const { strategy } = read(`# Odd *logons*\n\n${ads('x').replaceAll(/^# /gm, '## ')}`);
    expect(strategy.title).toBe('Odd *logons*'.replaceAll('*', ''));
    expect(strategy.sections.map((each) => each.kind).slice(0, 3)).toEqual([
      'other',
      'goal',
      'categorization',
    ]);
  });

  test('is recognised without spaces after the marks, and with lines under headings', () => {
    const squeezed = read(ads('x').replaceAll(/^# /gm, '#'));
    expect(squeezed.strategy.sections.map((each) => each.kind)).toEqual(
      read(ads('x')).strategy.sections.map((each) => each.kind),
    );
    const underlined = read(
      'Goal\n====\nFind it.\n\nStrategy Abstract\n---\nx\n\nResponse\n---\nx\n',
    );
    expect(underlined.strategy.sections.map((each) => each.kind)).toEqual([
      'goal',
      'abstract',
      'response',
    ]);
  });

  test('may have front matter of some other tool', () => {
    const { strategy } = read(`---\ntitle: x\ntags: [a]\n---\n${ads('x')}`);
    expect(strategy.format).toBe('ads');
  });

  test('keeps the structure below a section in it', () => {
    const { strategy } = read(
      ads('a\n## Details\nb\n## Query\n```spl\nindex=a\n```\n### More queries\nc'),
    );
    expect(strategy.sections.map((each) => each.title).slice(2, 6)).toEqual([
      'Strategy Abstract',
      'Query',
      'Technical Context',
      'Blind Spots and Assumptions',
    ]);
    expect(strategy.searches.map((each) => each.text)).toEqual(['index=a']);
  });

  test('without some sections says which', () => {
    const { diagnostics } = read('# Goal\na\n# Strategy Abstract\nb\n# Response\nc\n');
    expect(shown(diagnostics)).toEqual(['DOC1031', ...Array<string>(6).fill('DOC1011 «c»')]);
    expect(diagnostics[1]?.message).toBe('the section `Categorization` is missing');
  });

  const CATEGORIES: readonly (readonly [text: string, attack: readonly string[]])[] = [
    [
      '[Persistence / Launch Agent](https://attack.mitre.org/techniques/T1543/001)',
      ['TA0003/T1543.001'],
    ],
    ['T1053 (Scheduled Task) for Execution and Persistence', ['TA0002/T1053', 'TA0003/T1053']],
    ['T1059.001, T1027', ['/T1059.001', '/T1027']],
    ['* Discovery\n* Impact', ['TA0007/', 'TA0040/']],
    ['It has an impacted host, and XT1059 is no technique.', []],
  ];
  test.each(CATEGORIES)('names in its categorization: %s', (text, attack) => {
    const { strategy } = read(ads('y').replace('# Categorization\nx', `# Categorization\n${text}`));
    expect(strategy.attack.map((each) => `${each.tactic ?? ''}/${each.technique ?? ''}`)).toEqual(
      attack,
    );
  });
});

const FALCON = `# Odd logons

## Metadata
**ID:** 0xFF-1 Odd

**OS:** WindowsServer

**FP Rate:** Low

## ATT&CK Tags

| Technique | Sub-technique | Tactic |
|---|---|---|
| T1078 | 2 | TA0004 - Privilege Escalation |
| T1078.003 | | Persistence |

## Utilized Data Sources
| Event ID | Log Provider |
|---|---|
| - | Windows |

## Detection

**Language:** Kusto

**Platform:** Sentinel

**Query:**
\`\`\`C#
let timeframe = 2*1h;
let back = 14d;
SigninLogs | where TimeGenerated > ago(timeframe + back) // \`\`
\`\`\`

**Platform:** M365 Security

\`\`\`C#
IdentityLogonEvents
\`\`\`

**Language:** Splunk

\`\`\`
index=a earliest=-30d
\`\`\`

**Language:** Sigma

\`\`\`yaml
title: x
\`\`\`

## Notes
\`\`\`json
{}
\`\`\`

## Version History
| Version | Date | Impact | Notes |
|---|---|---|---|
| 1.9 | 2024-01-01 | minor | a |
| 1.10 | 2024-02-01 | minor | b \\| c |
`;

describe('a FalconForce document', () => {
  test('with several languages and platforms', () => {
    const { strategy, diagnostics } = read(FALCON);
    expect(strategy).toMatchObject({
      format: 'falconforce',
      id: '0xFF-1-Odd',
      version: '1.10',
      severity: 'high',
      schedule: { every: 3600, lookback: 30 * 86_400, delay: 0 },
      dataSources: [{ provider: 'Windows' }],
    });
    expect(strategy.history[1]?.notes).toBe('b | c');
    expect(
      strategy.searches.map(({ language, platform, text }) => [
        language,
        platform,
        text.slice(0, 12),
      ]),
    ).toEqual([
      ['kql', 'Sentinel', 'let timefram'],
      ['kql', 'M365 Security', 'IdentityLogo'],
      ['spl', undefined, 'index=a earl'],
    ]);
    expect(strategy.attack.map((each) => `${each.tactic ?? ''}/${each.technique ?? ''}`)).toEqual([
      'TA0004/T1078.002',
      'Persistence/T1078.003',
    ]);
    expect(shown(diagnostics)).toEqual(['DOC1030 «0xFF-1 Odd»', 'DOC1020 «title: x»']);
    expectPlaces(strategy);
  });

  const WINDOWS: readonly (readonly [query: string, every: number, lookback: number])[] = [
    ['T | take 1', 3600, 3600],
    ['let timeframe = 2*1d;\nT | where ingestion_time() >= ago(timeframe)', 86_400, 172_800],
    ['let timeframe = 30m; // often\nT | where Timestamp > ago(timeframe)', 1800, 1800],
    ['T | where Timestamp > ago(7d) and x < ago(1h)', 3600, 604_800],
    ['let a = 1d;\nlet b = a;\nT | where t > ago(b + 12h)', 3600, 129_600],
    ['let a = toint(5);\nT | where t > ago(a * 1d)', 3600, 3600],
  ];
  test.each(WINDOWS)(
    'has its schedule from the windows of its query: %s',
    (query, every, lookback) => {
      const { strategy } = read(
        `## Metadata\n## ATT&CK Tags\n## Detection\n**Language:** Kusto\n\`\`\`C#\n${query}\n\`\`\`\n`,
      );
      expect(strategy.schedule).toEqual({ every, lookback, delay: 0, nearRealTime: false });
    },
  );
});

/** What is no document of ours, and what is said about it. */
const STRANGERS: readonly (readonly [name: string, text: string, expected: readonly string[]])[] = [
  ['a README', '# Strategies\n\nThey are in this folder.\n\n```sh\nmake\n```\n', ['DOC1002']],
  ['an empty file', '', ['DOC1002']],
  ['a page of a site', '---\nlayout: page\n---\n# Welcome\n', ['DOC1002']],
  ['a search without any heading', 'Look:\n```spl\nindex=a\n```\n', ['DOC1001 «Look:»']],
  ['one heading of a strategy', '# Response\nCall.\n', ['DOC1001 «# Response»']],
  ['a text beyond all measure', 'x'.repeat(1_000_001), ['DOC1003']],
];

describe('a text that is no strategy', () => {
  test.each(STRANGERS)('%s', (_, text, expected) => {
    const { value, diagnostics } = readDocument({ name: 'README.md', text });
    expect(value).toBeUndefined();
    expect(shown(diagnostics)).toEqual(expected);
  });
});
