export { judge, type Replayed } from './judge.ts';
export { coverage, type Coverage } from './coverage.ts';
export type { Entity, FoundEntities } from './entities.ts';
export { parityOf, type Disparity, type Parity, type StaleException } from './parity.ts';
export type { Observation, Verdict } from './verdict.ts';
export { isProven, quality, totals, type Quality, type RecordingSize } from './quality.ts';
