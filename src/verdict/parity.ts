// One recorded attack must give the same verdict and name the same entities on every platform that saw it.
import type { ParityException, Strategy } from '../strategy/index.ts';
import { entityText, missingAmong, type Entity } from './entities.ts';
import type { Verdict } from './verdict.ts';

/** A difference between platforms on one recording under the same conditions. */
export interface Disparity {
  /** `RPL1007`: one fires, another is silent. `RPL1008`: both fire and name other entities. */
  readonly code: 'RPL1007' | 'RPL1008';
  readonly strategy: string;
  readonly recording: string;
  /** What the document calls it; the first of several promises about the same replay. */
  readonly expectation: string;
  /** Platform to what was observed there, platforms in order of name. */
  readonly observed: Readonly<Record<string, Verdict['observed']>>;
  /** Type of the entities that differ, and the columns that name them. */
  readonly entity?: string;
  readonly columns?: readonly string[];
  /** Platform to those of its entities that some other platform does not have. */
  readonly alone?: Readonly<Record<string, readonly string[]>>;
  /** Why the document accepts it. */
  readonly reason?: string;
}

export interface Parity {
  /** What no document accepts. */
  readonly disparities: readonly Disparity[];
  /** What documents accept, with their reasons. */
  readonly accepted: readonly Disparity[];
  /** Exceptions in documents that nothing needs. */
  readonly stale: readonly StaleException[];
}

export interface StaleException {
  readonly strategy: Strategy;
  readonly exception: ParityException;
}

/** Every difference between platforms that received events and ran the search, held against the documents' exceptions. */
export function parityOf(verdicts: readonly Verdict[], strategies: readonly Strategy[]): Parity {
  const exceptions = new Map(strategies.map(({ id, parity = [] }) => [id, parity]));
  const [disparities, accepted]: [Disparity[], Disparity[]] = [[], []];
  const needed = new Set<ParityException>();
  for (const group of replays(verdicts)) {
    for (const difference of differences(group)) {
      const known = (exceptions.get(group.strategy) ?? []).filter((each) =>
        isAbout(each, difference),
      );
      const rest = remaining(group, difference, known);
      if (rest) disparities.push(rest);
      else accepted.push({ ...difference, reason: known.map(({ reason }) => reason).join('; ') });
      for (const each of known) {
        const others = known.filter((other) => other !== each);
        if (extent(remaining(group, difference, others)) !== extent(rest)) needed.add(each);
      }
    }
  }
  const stale = strategies.flatMap((strategy) =>
    (strategy.parity ?? [])
      .filter((exception) => !needed.has(exception))
      .map((exception) => ({ strategy, exception })),
  );
  return { disparities, accepted, stale };
}

/** One recording under one set of conditions, and what each platform that is certain found. */
interface Group {
  readonly strategy: string;
  readonly recording: string;
  readonly expectation: string;
  /** In order of name. */
  readonly platforms: ReadonlyMap<string, readonly Verdict[]>;
}

function replays(verdicts: readonly Verdict[]): Group[] {
  const groups = new Map<string, Verdict[]>();
  for (const each of verdicts) {
    if (each.observed !== 'fired' && each.observed !== 'silent') continue;
    const key = JSON.stringify([each.strategy, each.recording, each.conditions]);
    const group = groups.get(key);
    if (group) group.push(each);
    else groups.set(key, [each]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const { strategy, recording, expectation } = first;
    const names = [...new Set(group.map(({ platform }) => platform))].sort();
    const platforms = new Map(
      names.map((name) => [name, group.filter(({ platform }) => platform === name)]),
    );
    return [{ strategy, recording, expectation, platforms }];
  });
}

/** What is left of a difference when the platforms of these exceptions are not looked at. */
function remaining(
  group: Group,
  difference: Disparity,
  exceptions: readonly ParityException[],
): Disparity | undefined {
  const excused = new Set(exceptions.flatMap((each) => each.platforms));
  const platforms = new Map([...group.platforms].filter(([name]) => !excused.has(name)));
  return differences({ ...group, platforms }).find((each) => isSame(each, difference));
}

/** Equal for differences of equal extent. */
const extent = (difference: Disparity | undefined): string =>
  JSON.stringify([difference?.code, difference?.alone]);

/** A difference of verdicts, or of entities by each mapping between the platforms that fired. */
function differences(group: Group): Disparity[] {
  const { strategy, recording, expectation } = group;
  const observed = Object.fromEntries(
    [...group.platforms].map(([name, own]) => [name, observedBy(own)]),
  );
  const about = { strategy, recording, expectation, observed };
  const outcomes = new Set(Object.values(observed));
  const verdict: Disparity[] = outcomes.size > 1 ? [{ code: 'RPL1007', ...about }] : [];
  return [
    ...verdict,
    ...entityDifferences(group).map((each) => ({ code: 'RPL1008' as const, ...about, ...each })),
  ];
}

/** Several searches of one platform speak for it together. */
const observedBy = (verdicts: readonly Verdict[]): Verdict['observed'] =>
  verdicts.some(({ observed }) => observed === 'fired') ? 'fired' : 'silent';

type EntityDifference = Required<Pick<Disparity, 'entity' | 'columns' | 'alone'>>;

function entityDifferences({ platforms }: Group): EntityDifference[] {
  const fired = [...platforms].filter(([, own]) => observedBy(own) === 'fired');
  const [first] = fired.flatMap(([, own]) => own);
  return (first?.entities ?? []).flatMap(({ type, columns }, mapping) => {
    const sides = fired.map(([name, own]) => [name, entitiesBy(own, mapping)] as const);
    const alone = sides.flatMap(([name, own]) => {
      const missed = sides.flatMap(([other, theirs]) =>
        other === name ? [] : missingAmong(type, theirs, own),
      );
      const texts = [...new Set(missed.map((each) => entityText(type, each)))].sort();
      return texts.length === 0 ? [] : [[name, texts] as const];
    });
    return alone.length === 0 ? [] : [{ entity: type, columns, alone: Object.fromEntries(alone) }];
  });
}

const entitiesBy = (verdicts: readonly Verdict[], mapping: number): Entity[] =>
  verdicts.flatMap(({ entities = [] }) => entities[mapping]?.entities ?? []);

const isAbout = ({ recording, entity }: ParityException, disparity: Disparity): boolean =>
  entity === disparity.entity && (recording === undefined || recording === disparity.recording);

const isSame = (a: Disparity, b: Disparity): boolean =>
  a.code === b.code &&
  JSON.stringify([a.entity, a.columns]) === JSON.stringify([b.entity, b.columns]);
