// The report page: verdicts, what they rest on, and the findings. One file, no script, nothing fetched.
import type { Strategy } from '../strategy/index.ts';
import { excerpt, inReadingOrder, type Diagnostic } from '../text/index.ts';
import type { Coverage, Disparity, Quality, Verdict } from '../verdict/index.ts';
import { QUALITY_HEAD, qualityCells, tradecraftCells } from './quality.ts';
import { disparityText } from './terminal.ts';
import { escapeXml } from './xml.ts';

export interface ReportInput {
  readonly title: string;
  readonly strategies: readonly Strategy[];
  readonly verdicts: readonly Verdict[];
  readonly disparities: readonly Disparity[];
  /** Differences between platforms that documents accept. */
  readonly accepted: readonly Disparity[];
  readonly quality: readonly Quality[];
  readonly coverage: readonly Coverage[];
  readonly diagnostics: readonly Diagnostic[];
  /** Artifact to SHA-256, as written. */
  readonly artifacts: readonly { readonly path: string; readonly sha256: string }[];
}

const STYLE = `
:root { color-scheme: light dark; --line: #8884; --good: #1a7f37; --bad: #cf222e; --soft: #8881; }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0; }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem; border-bottom: 1px solid var(--line); }
th { font-weight: 600; background: var(--soft); }
.pass { color: var(--good); font-weight: 600; } .fail { color: var(--bad); font-weight: 600; }
code, pre { font: 13px/1.45 ui-monospace, monospace; } pre { background: var(--soft); padding: .7rem; overflow-x: auto; }
.number { text-align: right; } td:nth-child(-n+2) { white-space: nowrap; }
`;

export function html(input: ReportInput): string {
  const passed = input.verdicts.filter((each) => each.passed).length;
  const failed = input.verdicts.length - passed;
  const outcome = failed + input.disparities.length === 0 ? 'pass' : 'fail';
  const parts = [
    `<h1>${escapeXml(input.title)}</h1>`,
    `<p><span class="${outcome}">${passed} passed, ${failed} failed</span>, ${input.disparities.length} disagreement(s) between platforms</p>`,
    verdictRows(input.verdicts),
    input.verdicts.some(({ analogue }) => analogue)
      ? '<p>* on tables made from event logs: an analogue of what the product itself records.</p>'
      : '',
    ...input.disparities.map((each) => `<p class="fail">${escapeXml(disparityText(each))}</p>`),
    ...input.accepted.map((each) => `<p>${escapeXml(disparityText(each))}</p>`),
    figures(input),
    '<h2>Strategies</h2>',
    ...input.strategies.map(strategySection),
    artifactRows(input.artifacts),
    input.diagnostics.length === 0 ? '' : findings(input.diagnostics),
  ];
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeXml(input.title)}</title><style>${STYLE}</style>`;
  return `<!doctype html>\n<html lang="en"><head>${head}</head>\n<body>\n${parts.filter((each) => each !== '').join('\n')}\n</body></html>\n`;
}

function verdictRows(verdicts: readonly Verdict[]): string {
  const rows = verdicts.map((each) => {
    const cells = [
      each.strategy,
      each.platform + (each.analogue ? ' *' : ''),
      each.expectation + (each.conditions === undefined ? '' : ` (${each.conditions})`),
      each.expected,
      each.observed,
    ]
      .map((cell) => `<td>${escapeXml(cell)}</td>`)
      .join('');
    const result = each.passed ? 'pass' : 'fail';
    const reason = each.reason === undefined ? '' : `<br>${escapeXml(each.reason)}`;
    return `<tr>${cells}<td class="number">${each.rows}</td><td><span class="${result}">${result}</span>${reason}</td></tr>`;
  });
  return `<table><thead><tr><th>Strategy</th><th>Platform</th><th>Recording</th><th>Expected</th><th>Observed</th><th>Rows</th><th>Verdict</th></tr></thead><tbody>${rows.join('\n')}</tbody></table>`;
}

/** Detection quality, and the attacks by what finds them. */
function figures({ quality, coverage }: ReportInput): string {
  if (quality.length === 0) return '';
  const attacks = tradecraftCells(coverage);
  return [
    '<h2>Detection quality</h2>',
    plainTable(QUALITY_HEAD, qualityCells(quality)),
    attacks.rows.length === 0 ? '' : '<h2>Attacks and what finds them</h2>',
    attacks.rows.length === 0 ? '' : plainTable(attacks.head, attacks.rows),
  ].join('\n');
}

function plainTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = (row: readonly string[], tag: string): string =>
    `<tr>${row.map((cell) => `<${tag}>${escapeXml(cell)}</${tag}>`).join('')}</tr>`;
  const body = rows.map((row) => cells(row, 'td')).join('\n');
  return `<table><thead>${cells(head, 'th')}</thead><tbody>${body}</tbody></table>`;
}

function strategySection(strategy: Strategy): string {
  const blind = strategy.blindSpots.map((each) => `<li>${escapeXml(each)}</li>`).join('');
  const searches = strategy.searches.map(
    (each) =>
      `<details><summary>${escapeXml([each.language.toUpperCase(), each.platform ?? ''].join(' '))}</summary><pre>${escapeXml(each.text)}</pre></details>`,
  );
  const techniques = [...new Set(strategy.attack.flatMap(({ technique }) => technique ?? []))].join(
    ', ',
  );
  return [
    `<h3>${escapeXml(strategy.title)} <code>${escapeXml(strategy.id)}</code></h3>`,
    `<p>${escapeXml(strategy.description)}</p><p>${escapeXml(techniques)} · severity ${strategy.severity} · version ${escapeXml(strategy.version)}</p>`,
    blind === '' ? '' : `<p>What it does not see:</p><ul>${blind}</ul>`,
    ...searches,
  ].join('\n');
}

function artifactRows(artifacts: ReportInput['artifacts']): string {
  if (artifacts.length === 0) return '';
  const rows = artifacts.map(
    ({ path, sha256 }) => `<tr><td>${escapeXml(path)}</td><td><code>${sha256}</code></td></tr>`,
  );
  return `<h2>Artifacts</h2><table><thead><tr><th>File</th><th>SHA-256</th></tr></thead><tbody>${rows.join('\n')}</tbody></table>`;
}

function findings(diagnostics: readonly Diagnostic[]): string {
  const blocks = inReadingOrder(diagnostics).map(
    (each) => `<pre>${escapeXml(excerpt(each))}</pre>`,
  );
  return `<h2>Findings</h2>\n${blocks.join('\n')}`;
}
