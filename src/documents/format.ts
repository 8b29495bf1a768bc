// What a document format is: a folder that recognises its documents and reads them.
import type { Strategy } from '../strategy/index.ts';
import type { Outcome, Source } from '../text/index.ts';

export interface DocumentFormat {
  readonly name: string;
  /** How sure the format is that the text is one of its own: 0 (not at all) to 1. A glance, not a parse. */
  readonly recognise: (text: string) => number;
  /** The strategy, or undefined where the document is too broken for one; every problem found. Never throws. */
  readonly read: (source: Source) => Outcome<Strategy | undefined>;
}

/** A format of rules that other products export: a file may hold many. What it says beyond the model is reported. */
export interface RuleImporter {
  readonly name: string;
  /** How sure the importer is that the text is one of its own: 0 to 1. A glance, not a parse. */
  readonly recognise: (text: string) => number;
  readonly read: (source: Source) => Outcome<readonly Strategy[]>;
}
