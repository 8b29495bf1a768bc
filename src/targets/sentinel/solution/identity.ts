// Who publishes a solution, in the words that its files use.
import type { Pack, SolutionFacts } from '../../../strategy/index.ts';
import type { JsonObject } from '../../json.ts';

/** A pack that can be published. */
export interface Publication {
  readonly pack: Pack;
  readonly facts: SolutionFacts;
  /** Three numbers: Content Hub compares versions. */
  readonly version: string;
  readonly offer: string;
  /** `publisher.offer`: the package's identity in every workspace. */
  readonly id: string;
}

/** Undefined for a pack that does not say who publishes it. */
export function publicationOf(pack: Pack): Publication | undefined {
  const facts = pack.solution;
  if (!facts) return undefined;
  const offer =
    facts.offer ?? `azure-sentinel-solution-${pack.id.replaceAll('_', '')}`.slice(0, 50);
  return {
    pack,
    facts,
    version: threeNumbers(pack.version),
    offer,
    id: `${facts.publisher}.${offer}`,
  };
}

/** `1.2` as `1.2.0`; of `1.2.3.4` the first three. */
export function threeNumbers(version: string): string {
  const [major = '1', minor = '0', patch = '0'] = version.split('.');
  return `${major}.${minor}.${patch}`;
}

/** `support`, as packages and their contents repeat it. */
export function supportOf({ pack, facts }: Publication): JsonObject {
  return { name: authorOf(pack), email: facts.email, tier: facts.tier, link: facts.link };
}

export function authorOf(pack: Pack): string {
  return pack.author === '' ? pack.title : pack.author;
}
