// What a pipeline may rely on.

/** Everything was fine. */
export const FINE = 0;
/** The tool worked and found errors, or a promise that was not kept. */
export const FINDINGS = 1;
/** The command line was wrong: unknown option, no such file, an output folder that is not ours. */
export const WRONG_USE = 2;
/** The tool itself failed. */
export const INTERNAL_FAULT = 3;
