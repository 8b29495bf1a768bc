// A static check: what it looks for, and how it tells.
import type { SplEnvironment } from '../environment.ts';
import type { Code, Report } from '../messages.ts';
import type { Pipeline } from '../tree.ts';

export interface Subject {
  readonly tree: Pipeline;
  readonly environment: SplEnvironment;
  readonly report: Report;
}

/** `explanation`: why it matters, for the reference. `wrong` and `right`: searches that it tells of and that it lets pass. */
export interface Check {
  readonly codes: readonly Code[];
  readonly explanation: string;
  readonly wrong: readonly string[];
  readonly right: readonly string[];
  readonly run: (subject: Subject) => void;
}
