// The forms of a report, each on the same two verdicts and two findings.
import { describe, expect, test } from '@jest/globals';
import {
  diagnosticsJson,
  diagnosticsText,
  html,
  junit,
  sarif,
  verdictsJson,
  verdictTable,
} from '../../src/report/index.ts';
import { span, type Diagnostic, type Source } from '../../src/text/index.ts';
import { parityOf, type Verdict } from '../../src/verdict/index.ts';

const source: Source = { name: 'pack/a.md', text: 'one\ntwo <three>\nfour\n' };
const verdict = (more: Partial<Verdict>): Verdict => ({
  strategy: 'a-1',
  title: 'A & B',
  platform: 'splunk',
  recording: 'r.xml',
  expectation: 'atexec',
  expected: 'fired',
  observed: 'fired',
  passed: true,
  rows: 2,
  analogue: false,
  milliseconds: 12.4,
  source,
  span: span(4, 7),
  ...more,
});
const verdicts = [
  verdict({}),
  verdict({
    platform: 'sentinel',
    observed: 'silent',
    passed: false,
    rows: 0,
    reason: 'expected to fire, found no row',
    analogue: true,
  }),
];
const findings: Diagnostic[] = [
  {
    code: 'SPL2001',
    severity: 'warning',
    message: 'unknown field `two`',
    source,
    span: span(4, 7),
    remedy: 'write `three`',
  },
  { code: 'DOC1001', severity: 'error', message: 'no goal', source },
];
const { disparities } = parityOf(verdicts, []);
const accepted = [
  {
    code: 'RPL1008',
    strategy: 'a-1',
    recording: 'r.xml',
    expectation: 'atexec',
    observed: { sentinel: 'fired', splunk: 'fired' },
    entity: 'Account',
    columns: ['user', 'user_domain'],
    alone: { splunk: ['a', 'b', 'c', 'd', 'e', 'f', 'g'] },
    reason: 'Sentinel <drops> the user',
  },
] as const;

describe('verdicts', () => {
  test('platforms that disagree are found', () => {
    expect(disparities).toEqual([
      {
        code: 'RPL1007',
        strategy: 'a-1',
        recording: 'r.xml',
        expectation: 'atexec',
        observed: { sentinel: 'silent', splunk: 'fired' },
      },
    ]);
  });

  test('terminal', () => {
    expect(verdictTable(verdicts, disparities, { colour: false, accepted }).split('\n')).toEqual([
      'strategy  platform    recording  expected  observed  rows',
      'a-1       splunk      atexec     fired     fired     2     pass',
      'a-1       sentinel *  atexec     fired     silent    0     FAIL',
      'a-1 on sentinel, atexec: expected to fire, found no row',
      'RPL1007 a-1, atexec: platforms disagree (sentinel silent, splunk fired)',
      'RPL1008 a-1, atexec: platforms name other entities, Account (user, user_domain): sentinel has none of these; splunk has a, b, c, d, e and 2 more; accepted: Sentinel <drops> the user',
      '* on tables made from event logs: an analogue of what the product itself records',
      '1 passed, 1 failed',
      '',
    ]);
  });

  test('terminal, in short: what was kept of what was promised', () => {
    const lines = verdictTable(verdicts, [], { colour: false, summary: true }).split('\n');
    expect(lines.slice(0, 3)).toEqual([
      'strategy  platform    fired  silent',
      'a-1       splunk      1/1            pass',
      'a-1       sentinel *  0/1            FAIL',
    ]);
  });

  test('JSON', () => {
    const read = JSON.parse(verdictsJson(verdicts, { disparities, accepted })) as {
      disparities: { code: string }[];
      accepted: { reason: string }[];
      passed: number;
      failed: number;
      verdicts: { file: string; line: number }[];
    };
    expect([read.passed, read.failed, read.verdicts[1]?.file, read.verdicts[1]?.line]).toEqual([
      1,
      1,
      'pack/a.md',
      2,
    ]);
    expect(read.disparities.map(({ code }) => code)).toEqual(['RPL1007']);
    expect(read.accepted.map(({ reason }) => reason)).toEqual(['Sentinel <drops> the user']);
  });

  test('JUnit', () => {
    expect(junit(verdicts, disparities).split('\n').slice(1, 7)).toEqual([
      '<testsuites name="stratagem" tests="3" failures="2">',
      '  <testsuite name="a-1" tests="2" failures="1">',
      '    <testcase classname="a-1" name="splunk: atexec" time="0.012"/>',
      '    <testcase classname="a-1" name="sentinel: atexec" time="0.012">',
      '      <failure message="expected to fire, found no row">pack/a.md:2:1</failure>',
      '    </testcase>',
    ]);
  });

  test('HTML escapes what documents say', () => {
    const page = html({
      title: '<script>',
      strategies: [],
      verdicts,
      disparities,
      accepted,
      diagnostics: findings,
      quality: [],
      coverage: [],
      artifacts: [{ path: 'a.spl', sha256: 'ab' }],
    });
    expect(page).toContain('<title>&lt;script&gt;</title>');
    expect(page).not.toContain('<script');
    expect(page).toContain('two &lt;three&gt;');
    expect(page).toContain('<p class="fail">RPL1007 a-1, atexec');
    expect(page).toContain('accepted: Sentinel &lt;drops&gt; the user</p>');
  });
});

describe('findings', () => {
  test('terminal: place, line, carets, remedy, count', () => {
    expect(diagnosticsText(findings, { colour: false }).split('\n')).toEqual([
      'pack/a.md: error DOC1001: no goal',
      'pack/a.md:2:1: warning SPL2001: unknown field `two`',
      '   2 | two <three>',
      '     | ^^^',
      '    help: write `three`',
      '1 error, 1 warning, 0 notes',
      '',
    ]);
  });

  test('JSON places count from 1', () => {
    const read = JSON.parse(diagnosticsJson(findings)) as { diagnostics: object[] };
    expect(read.diagnostics[1]).toEqual({
      code: 'SPL2001',
      severity: 'warning',
      message: 'unknown field `two`',
      file: 'pack/a.md',
      line: 2,
      column: 1,
      endLine: 2,
      endColumn: 4,
      remedy: 'write `three`',
    });
  });

  test('SARIF', () => {
    const read = JSON.parse(sarif(findings, '1.2.3')) as {
      version: string;
      runs: { results: { ruleId: string; locations: { physicalLocation: object }[] }[] }[];
    };
    const result = read.runs[0]?.results[1];
    expect([read.version, result?.ruleId, result?.locations[0]?.physicalLocation]).toEqual([
      '2.1.0',
      'SPL2001',
      {
        artifactLocation: { uri: 'pack/a.md' },
        region: { startLine: 2, startColumn: 1, endLine: 2, endColumn: 4 },
      },
    ]);
  });
});
