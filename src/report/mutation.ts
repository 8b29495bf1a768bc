// Which rewritings of the recorded attacks a pack's searches miss.
import pc from 'picocolors';
import { printable } from '../text/index.ts';
import type { TerminalOptions } from './terminal.ts';
import { aligned } from './aligned.ts';

/** One way of evading, of one strategy on one platform. */
export interface FamilyCount {
  readonly family: string;
  readonly mutants: number;
  readonly missed: number;
}

/** One strategy on one platform. `refused`: mutants on which the engine could not run the search. */
export interface MutationCount {
  readonly strategy: string;
  readonly platform: string;
  readonly mutants: number;
  readonly missed: number;
  readonly refused: number;
  /** Only families of which there was a mutant. */
  readonly families: readonly FamilyCount[];
}

/** A mutant that got past a search. */
export interface MissedMutant {
  readonly strategy: string;
  readonly platform: string;
  readonly family: string;
  readonly mutation: string;
  /** What the attacker does. */
  readonly describe: string;
  readonly recording: string;
  /** Which records of the recording were changed, from 1. */
  readonly records: readonly number[];
  /** Tells this mutant from others of the same mutation. */
  readonly variant: number;
  /** The first value that is different. */
  readonly field: string;
  readonly before: string;
  readonly after: string;
}

export interface MutationReport {
  readonly seed: string;
  readonly counts: readonly MutationCount[];
  readonly missed: readonly MissedMutant[];
}

const WIDEST_VALUE = 200;

/** A table of strategies and platforms, the families that get through, and one example of each mutation that does. */
export function mutationTable(report: MutationReport, options: TerminalOptions): string {
  const colours = pc.createColors(options.colour);
  const head = ['strategy', 'platform', 'mutants', 'missed', 'families with misses'];
  const body = report.counts.map((each) => [
    each.strategy,
    each.platform,
    String(each.mutants),
    String(each.missed),
    gaps(each),
  ]);
  const [title = '', ...counts] = aligned([head, ...body]);
  const lines = [colours.bold(title), ...counts];
  lines.push(...examples(report.missed).map(colours.yellow));
  const total = (of: 'mutants' | 'missed' | 'refused'): number =>
    report.counts.reduce((sum, each) => sum + each[of], 0);
  const refused = total('refused') > 0 ? `, ${total('refused')} not run` : '';
  lines.push(`${total('mutants')} mutants replayed, ${total('missed')} missed${refused}`);
  return `${lines.join('\n')}\n`;
}

/** `paths 3/20, quoting 1/8`. */
function gaps({ families, refused }: MutationCount): string {
  const missed = families
    .filter((each) => each.missed > 0)
    .map((each) => `${each.family} ${each.missed}/${each.mutants}`);
  return [...missed, ...(refused > 0 ? [`(${refused} not run)`] : [])].join(', ');
}

/** The first miss of each mutation by strategy, with the platforms that miss that mutation. */
function examples(missed: readonly MissedMutant[]): string[] {
  const groups = new Map<string, MissedMutant[]>();
  for (const each of missed) {
    const key = `${each.strategy} ${each.mutation}`;
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const platforms = [...new Set(group.map(({ platform }) => platform))].join(', ');
    const { strategy, mutation, describe, recording, field, after } = first;
    const shown = after.length > WIDEST_VALUE ? `${after.slice(0, WIDEST_VALUE)}...` : after;
    return [
      `${strategy} on ${platforms}: ${mutation} (${describe})`,
      printable(`  ${recording} record ${first.records.join(', ')}, ${field}: ${shown}`),
    ];
  });
}

/** `{"seed", "counts": [{strategy, platform, mutants, missed, refused, families}], "missed": [...]}`. */
export function mutationJson(report: MutationReport): string {
  return `${JSON.stringify(report, undefined, 2)}\n`;
}
