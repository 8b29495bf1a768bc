// A layer for MITRE's ATT&CK Navigator (layer format 4.5): which techniques the pack covers, and how well proven.
import { attackRelease, isSubTechnique, parentOf, techniqueOf } from '../strategy/index.ts';
import type { Strategy } from '../strategy/index.ts';

export interface NavigatorInput {
  readonly title: string;
  readonly description: string;
  readonly strategies: readonly Strategy[];
  /** Ids of the strategies that kept every promise. */
  readonly proven: ReadonlySet<string>;
}

interface Covered {
  readonly proven: string[];
  readonly unproven: string[];
}

/** JSON of the layer: the score of a technique is the number of proven strategies, its comment names them all. */
export function navigatorLayer({ title, description, strategies, proven }: NavigatorInput): string {
  const covered = coverage(strategies, proven);
  const most = Math.max(1, ...[...covered.values()].map((each) => each.proven.length));
  const layer = {
    name: title,
    versions: { attack: attackRelease().split('.')[0], navigator: '5.1.0', layer: '4.5' },
    domain: 'enterprise-attack',
    description,
    techniques: [...entries(covered)],
    gradient: { colors: ['#ffffff', '#66b1ff'], minValue: 0, maxValue: most },
    showTacticRowBackground: false,
    selectSubtechniquesWithParent: false,
  };
  return `${JSON.stringify(layer, undefined, 2)}\n`;
}

function coverage(
  strategies: readonly Strategy[],
  proven: ReadonlySet<string>,
): Map<string, Covered> {
  const covered = new Map<string, Covered>();
  for (const { id, attack, status } of strategies) {
    if (status === 'deprecated') continue;
    const named = attack.flatMap(({ technique }) =>
      technique === undefined ? [] : (techniqueOf(technique)?.id ?? []),
    );
    for (const technique of new Set(named)) {
      const own = covered.get(technique) ?? { proven: [], unproven: [] };
      covered.set(technique, own);
      (proven.has(id) ? own.proven : own.unproven).push(id);
    }
  }
  return new Map([...covered].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Covered techniques, and the parents of sub-techniques, so that the matrix opens on them. */
function* entries(covered: ReadonlyMap<string, Covered>): Generator<object> {
  const ids = new Set<string>();
  for (const id of covered.keys()) ids.add(parentOf(id)).add(id);
  for (const techniqueID of ids) {
    const own = covered.get(techniqueID);
    const opens = [...ids].some((id) => isSubTechnique(id) && parentOf(id) === techniqueID);
    const showSubtechniques = !isSubTechnique(techniqueID) && opens;
    if (!own) {
      yield { techniqueID, enabled: true, showSubtechniques };
      continue;
    }
    const comment = [
      own.proven.length > 0 ? `proven: ${own.proven.join(', ')}` : '',
      own.unproven.length > 0 ? `not proven: ${own.unproven.join(', ')}` : '',
    ];
    yield {
      techniqueID,
      score: own.proven.length,
      comment: comment.filter((each) => each !== '').join('; '),
      enabled: true,
      showSubtechniques,
    };
  }
}
