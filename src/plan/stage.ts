// Where output columns depend on data, lowering stops at a relation whose rows it needs, and goes on once it has them.
import type { Outcome } from '../text/index.ts';
import type { Relation } from './relation.ts';
import type { Column, Value } from './types.ts';

/**
 * A search lowered as far as its text tells. `plan`: all of it, with the columns to show. `stage`: run `probe`, whose rows
 * are few, and hand them to `resume`, which may come to another stage.
 */
export type Lowering =
  | { readonly kind: 'plan'; readonly plan: Relation; readonly columns: readonly Column[] }
  | {
      readonly kind: 'stage';
      readonly probe: Relation;
      readonly resume: (rows: readonly (readonly Value[])[]) => Outcome<Lowering | undefined>;
    };
