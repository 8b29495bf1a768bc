// The ranks that percentiles are asked for.
import { literal, type Expression } from '../../plan/index.ts';
import { constantOf } from '../lower/constant.ts';
import { refuse } from '../lower/context.ts';
import { coerce } from '../lower/types.ts';
import type { Site } from './row.ts';

/** Ranks as reals: each argument one, or a constant array of them. Any other array is refused. */
export function percentRanks(ranks: readonly Expression[], site: Site): Expression[] {
  return ranks.flatMap((rank) => {
    if (rank.type !== 'dynamic') return [coerce(rank, 'real')];
    const numbers = arrayOf(constantOf(rank)?.value);
    if (!numbers) refuse(site.context, site.node, 'array of percentiles that is not constant');
    return (numbers ?? []).map((each) => literal(each, 'real'));
  });
}

function arrayOf(json: unknown): number[] | undefined {
  const value: unknown = typeof json === 'string' ? JSON.parse(json) : undefined;
  if (!Array.isArray(value)) return undefined;
  return value.every((each) => typeof each === 'number') ? value : undefined;
}
