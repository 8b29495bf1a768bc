// The catalogue: each kind of problem by its code, with those that all targets share.
import type { Problem } from '../../strategy/index.ts';
import * as shared from '../messages.ts';
import * as own from './messages.ts';

export const sentinelProblems: ReadonlyMap<string, Problem<never>> = new Map(
  [...Object.values(own), ...Object.values(shared)].map((each) => [each.code, each]),
);
