// Detection quality and coverage as tables, for a terminal and for pages, and as JSON.
import { totals, type Coverage, type Quality } from '../verdict/index.ts';
import { aligned } from './aligned.ts';

export const QUALITY_HEAD = [
  'strategy',
  'platform',
  'caught',
  'missed',
  'quiet',
  'false alarms',
  'unproven',
  'false rows',
  'background events',
  'per 1000',
] as const;

export const COVERAGE_HINT =
  'Replays that fired / stayed silent / could not be run (unsupported) / held nothing that the platform receives (unseen).';

/** A row for each strategy and platform, then one for each platform in all. */
export function qualityCells(all: readonly Quality[]): string[][] {
  const sums = totals(all).map((each) => ({ strategy: 'all', ...each }));
  return [...all, ...sums].map((each) => [
    each.strategy,
    each.platform,
    String(each.caught),
    String(each.missed),
    String(each.quiet),
    String(each.alarmed),
    String(each.unproven),
    String(each.falseRows),
    String(each.backgroundEvents),
    each.perThousand === undefined ? '-' : each.perThousand.toFixed(3),
  ]);
}

/** Strategy by platform; `2/3/0/1` in the order of the hint, `-` where the strategy was not tried on a platform. */
export function coverageCells(all: readonly Quality[]): { head: string[]; rows: string[][] } {
  const platforms = [...new Set(all.map(({ platform }) => platform))].sort();
  const strategies = [...new Set(all.map(({ strategy }) => strategy))];
  const cell = (strategy: string, platform: string): string => {
    const found = all.find((each) => each.strategy === strategy && each.platform === platform);
    if (!found) return '-';
    const { fired, silent, unsupported, unseen } = found.observed;
    return [fired, silent, unsupported, unseen].join('/');
  };
  return {
    head: ['strategy', ...platforms],
    rows: strategies.map((id) => [id, ...platforms.map((each) => cell(id, each))]),
  };
}

/** A row for each attack and strategy: what happens, where it is logged, what each platform made of it. */
export function tradecraftCells(all: readonly Coverage[]): { head: string[]; rows: string[][] } {
  const platforms = [...new Set(all.flatMap(({ observed }) => Object.keys(observed)))].sort();
  return {
    head: ['tradecraft', 'strategy', 'telemetry', ...platforms],
    rows: all.map(({ tradecraft, strategy, telemetry, observed }) => [
      tradecraft,
      strategy,
      shortened(telemetry),
      ...platforms.map((each) => observed[each] ?? '-'),
    ]),
  };
}

const MOST_KINDS = 6;

/** A long recording of many logs is not listed whole. */
function shortened(telemetry: readonly string[]): string {
  const more = telemetry.length - MOST_KINDS;
  const shown = telemetry.slice(0, MOST_KINDS).join(', ');
  return more > 0 ? `${shown} and ${more} more` : shown;
}

/** The tables for a terminal. */
export function qualityText(all: readonly Quality[], attacks: readonly Coverage[]): string {
  const coverage = coverageCells(all);
  const tradecraft = tradecraftCells(attacks);
  const tables = [
    'Detection quality',
    ...aligned([QUALITY_HEAD, ...qualityCells(all)]),
    '',
    `Coverage. ${COVERAGE_HINT}`,
    ...aligned([coverage.head, ...coverage.rows]),
    '',
    'Attacks and what finds them',
    ...aligned([tradecraft.head, ...tradecraft.rows]),
  ];
  return `${tables.join('\n')}\n`;
}
