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
