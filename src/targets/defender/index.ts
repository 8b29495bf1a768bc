export type { Detection } from './detection.ts';
export { emit, type DefenderInput } from './emit.ts';
export { defenderProblems } from './problems.ts';
export { readDetections, type ReadDetection } from './read.ts';
