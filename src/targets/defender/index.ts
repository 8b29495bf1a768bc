export {
  detectionItems,
  detectionRollback,
  holdsDetections,
  readDetectionState,
} from './deployment.ts';
export { refusedConstructs } from './contract.ts';
export type { Detection } from './detection.ts';
export { emit, type DefenderInput } from './emit.ts';
export { defenderProblems } from './problems.ts';
export { readDetections, type ReadDetection } from './read.ts';
