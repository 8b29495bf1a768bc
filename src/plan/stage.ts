// Where output columns depend on data, lowering stops at a relation whose rows it needs, and goes on once it has them.
import type { Diagnostic, Outcome } from '../text/index.ts';
import type { Relation } from './relation.ts';
import type { Column, Value } from './types.ts';

/** A limit of the language that cuts the result without a word: it did when `probe` has a row. */
export interface Bound {
  readonly probe: Relation;
  readonly notice: Diagnostic;
}

/**
 * A search lowered as far as its text tells. `plan`: all of it, with the columns to show. `stage`: run `probe`, whose rows
 * are few, and hand them to `resume`, which may come to another stage.
 */
export type Lowering =
  | {
      readonly kind: 'plan';
      readonly plan: Relation;
      readonly columns: readonly Column[];
      readonly bounds?: readonly Bound[];
    }
  | {
      readonly kind: 'stage';
      readonly probe: Relation;
      readonly resume: (rows: readonly (readonly Value[])[]) => Outcome<Lowering | undefined>;
    };
