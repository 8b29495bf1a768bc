// Two mutations one after the other, as attackers combine them.
import type { Mutation } from './mutation.ts';

/** The second on what the first made; only where both change something, and each in a way of its own. */
export function combined(first: Mutation, second: Mutation): Mutation {
  return {
    name: `${first.name}+${second.name}`,
    family: 'combined',
    describe: `${first.describe}; ${second.describe}`,
    apply: (record, random) => {
      const once = first.apply(record, random);
      return once && second.apply(once, random);
    },
  };
}
