/** What a run gives back, whichever engine ran: plain values with a place for each finding. */

/** The results of one run, and remarks on the run itself. */
export interface Run {
  readonly engine: 'native' | 'powershell';
  readonly results: readonly TestResult[];
  readonly remarks: readonly string[];
}

/** One test on one file. It passed if it has no errors. */
export interface TestResult {
  readonly test: string;
  /** The kind of file the test is for: `AllFiles`, `CreateUIDefinition`, `deploymentParameters`, `deploymentTemplate`. */
  readonly group: string;
  /** The file's path as the caller gave it. */
  readonly file: string;
  readonly passed: boolean;
  readonly errors: readonly PlacedFinding[];
  readonly warnings: readonly PlacedFinding[];
}

/** A finding with its place in the file; both count from 1. */
export interface PlacedFinding {
  readonly id: string;
  readonly message: string;
  readonly line: number;
  readonly column: number;
  /** The nested deployment whose template has the problem. */
  readonly innerTemplate?: string;
}

/** Whether every test passed. */
export function allPassed({ results }: Run): boolean {
  return results.every(({ passed }) => passed);
}
