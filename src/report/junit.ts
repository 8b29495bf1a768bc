// Verdicts as JUnit XML: a suite per strategy, a case per platform and expectation.
import { place } from '../text/index.ts';
import type { Disparity, Verdict } from '../verdict/index.ts';
import { disparityText } from './terminal.ts';
import { escapeXml } from './xml.ts';

export function junit(verdicts: readonly Verdict[], parity: readonly Disparity[]): string {
  const suites = new Map<string, Verdict[]>();
  for (const each of verdicts)
    suites.set(each.strategy, [...(suites.get(each.strategy) ?? []), each]);
  const body = [...suites].map(([name, cases]) => suite(name, cases)).join('');
  const disagreements = parity.length === 0 ? '' : paritySuite(parity);
  const tests = verdicts.length + parity.length;
  const failures = verdicts.filter((each) => !each.passed).length + parity.length;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="stratagem" tests="${tests}" failures="${failures}">\n${body}${disagreements}</testsuites>\n`;
}

function suite(name: string, cases: readonly Verdict[]): string {
  const failures = cases.filter((each) => !each.passed).length;
  const lines = cases.map((each) => {
    const title = escapeXml(`${each.platform}: ${each.expectation}`);
    const open = `    <testcase classname="${escapeXml(name)}" name="${title}" time="${(each.milliseconds / 1000).toFixed(3)}"`;
    if (each.passed) return `${open}/>\n`;
    const where = escapeXml(place(each.source, each.span));
    const reason = escapeXml(each.reason ?? '');
    return `${open}>\n      <failure message="${reason}">${where}</failure>\n    </testcase>\n`;
  });
  return `  <testsuite name="${escapeXml(name)}" tests="${cases.length}" failures="${failures}">\n${lines.join('')}  </testsuite>\n`;
}

function paritySuite(parity: readonly Disparity[]): string {
  const lines = parity.map((each) => {
    const title = escapeXml(`${each.strategy}: ${each.expectation}`);
    return `    <testcase classname="parity" name="${title}">\n      <failure message="${escapeXml(disparityText(each))}"/>\n    </testcase>\n`;
  });
  return `  <testsuite name="parity" tests="${parity.length}" failures="${parity.length}">\n${lines.join('')}  </testsuite>\n`;
}
