// A static check: what it looks for, and how it tells.
import type { SplEnvironment } from '../environment.ts';
import type { Code, Report } from '../messages.ts';
import type { Pipeline } from '../tree.ts';

/** How a search is run. Times are modifiers as in savedsearches.conf; `everySeconds` is the longest pause between runs. */
export interface Schedule {
  readonly earliest?: string;
  readonly latest?: string;
  readonly everySeconds?: number;
}

export interface Subject {
  readonly tree: Pipeline;
  readonly environment: SplEnvironment;
  readonly report: Report;
  /** Keys of the macros that the search calls. */
  readonly used: readonly string[];
  readonly schedule?: Schedule;
  /** The search with its macros expanded, which the places in the tree belong to. */
  readonly text: string;
}

/** `explanation`: why it matters, for the reference. `wrong` and `right`: searches that it tells of and that it lets pass. */
export interface Check {
  readonly codes: readonly Code[];
  readonly explanation: string;
  readonly wrong: readonly string[];
  readonly right: readonly string[];
  /** Searches before and after their fixes. */
  readonly fixed?: readonly (readonly [before: string, after: string])[];
  readonly run: (subject: Subject) => void;
}
