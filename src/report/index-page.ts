// The page that leads to all others: the strategies, what they are worth, where they were tried.
import type { Strategy } from '../strategy/index.ts';
import { techniqueOf } from '../strategy/index.ts';
import { isProven, type Coverage, type Quality, type Verdict } from '../verdict/index.ts';
import type { Block, Content, Page } from './page.ts';
import { pageName } from './strategy-page.ts';
import {
  coverageCells,
  COVERAGE_HINT,
  QUALITY_HEAD,
  qualityCells,
  tradecraftCells,
} from './quality.ts';

export interface IndexFacts {
  readonly title: string;
  readonly description: string;
  readonly strategies: readonly Strategy[];
  readonly verdicts: readonly Verdict[];
  readonly quality: readonly Quality[];
  readonly coverage: readonly Coverage[];
  /** Name of the Navigator layer beside the page. */
  readonly layer: string;
}

export function indexPage(facts: IndexFacts): Page {
  const { title, description, strategies, verdicts, quality, layer } = facts;
  const proven = strategies.filter(({ id }) => isProven(of(verdicts, id))).length;
  const blocks: Block[] = [
    { kind: 'line', content: [description] },
    {
      kind: 'line',
      content: [
        `${strategies.length} strategies, ${proven} of them proven. ATT&CK Navigator layer: `,
        { text: layer, href: layer },
        '.',
      ],
    },
    {
      kind: 'table',
      head: ['Strategy', 'Severity', 'Techniques', 'Proof'],
      rows: strategies.map((each) => strategyRow(each, of(verdicts, each.id))),
    },
  ];
  if (quality.length > 0) blocks.push(...figures(quality, facts.coverage));
  return { file: 'index', title, blocks };
}

const of = (verdicts: readonly Verdict[], id: string): Verdict[] =>
  verdicts.filter(({ strategy }) => strategy === id);

function strategyRow(strategy: Strategy, own: readonly Verdict[]): Content[] {
  const techniques = strategy.attack.flatMap(({ technique }) =>
    technique === undefined ? [] : (techniqueOf(technique)?.id ?? technique),
  );
  const kept = own.filter(({ passed }) => passed).length;
  return [
    [{ text: strategy.title, page: pageName(strategy) }],
    [strategy.severity],
    [[...new Set(techniques)].join(', ')],
    own.length === 0
      ? ['none']
      : [{ verdict: isProven(own) ? 'pass' : 'fail' }, ` ${kept} of ${own.length}`],
  ];
}

function figures(quality: readonly Quality[], attacks: readonly Coverage[]): Block[] {
  const tradecraft = tradecraftCells(attacks);
  const coverage = coverageCells(quality);
  const plain = (rows: readonly (readonly string[])[]): Content[][] =>
    rows.map((row) => row.map((cell): Content => [cell]));
  return [
    { kind: 'heading', level: 2, text: 'Detection quality' },
    { kind: 'table', head: QUALITY_HEAD, rows: plain(qualityCells(quality)) },
    { kind: 'heading', level: 2, text: 'Coverage' },
    { kind: 'line', content: [COVERAGE_HINT] },
    { kind: 'table', head: coverage.head, rows: plain(coverage.rows) },
    { kind: 'heading', level: 2, text: 'Attacks and what finds them' },
    { kind: 'table', head: tradecraft.head, rows: plain(tradecraft.rows) },
  ];
}
