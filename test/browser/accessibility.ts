// axe-core, run inside the page. https://github.com/dequelabs/axe-core
import axe from 'axe-core';
import type { Tab } from './chromium.ts';

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

/** Colours on their way from one state to the next are none that a person has to read. */
const STILL = `Promise.allSettled(
  document
    .getAnimations()
    .filter((each) => each.effect.getComputedTiming().endTime !== Infinity)
    .map((each) => each.finished),
).then(() => true)`;

/** Violations of WCAG 2.2 A and AA with a serious or critical impact, each with its first element. */
export async function seriousViolations(tab: Tab): Promise<string[]> {
  await tab.settled<boolean>(STILL);
  await tab.value(`void (() => { ${axe.source} })()`);
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const options = { runOnly: tags, resultTypes: ['violations'] };
  const found = await tab.settled<readonly Violation[]>(
    `axe.run(document, ${JSON.stringify(options)}).then(({ violations }) => violations)`,
  );
  return found
    .filter(({ impact }) => ['serious', 'critical'].includes(impact))
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''} ${nodes[0]?.failureSummary ?? ''}`);
}
