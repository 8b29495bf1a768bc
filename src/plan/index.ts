export { aggregateMeaning } from './aggregates.ts';
export {
  and,
  bool,
  call,
  column,
  isNull,
  isTrue,
  literal,
  long,
  not,
  nothing,
  or,
  real,
  text,
  when,
  type Call,
  type Case,
  type ColumnRef,
  type Expression,
  type ItemRef,
  type ListOperation,
  type Literal,
  type Membership,
  type ScalarSubquery,
} from './expression.ts';
export { compiled, type OfRow } from './compiled.ts';
export { canEvaluate } from './evaluate.ts';
export { classOperation, patternOfRust } from './functions/rust-regex.ts';
export { define, type ScalarFunction } from './functions/function.ts';
export { families, scalarFunction, scalarFunctions } from './functions/index.ts';
export {
  civilOf,
  daysOf,
  parseInstant,
  parseSpan,
  printInstant,
  printSpan,
  TICKS,
} from './functions/instant.ts';
export { programText, stateColumn, type ScanProgram } from './functions/scan-steps.ts';
export { isUnit } from './functions/measure.ts';
export { compareText, compareValues } from './functions/order.ts';
export { LINE, LINES } from './lines.ts';
export { moveTime, readModifier } from './functions/time-move.ts';
export { readTime } from './functions/time-parse.ts';
export { columnsIn } from './parts.ts';
export { parseRegex, toRe2, type Pattern, type Regex, type RegexProblem } from './pcre/index.ts';
export { withoutNeedlessTests } from './present.ts';
export { prune } from './prune.ts';
export { readXPath } from './functions/xml-path.ts';
export { TRANSACTION_SEPARATOR } from './functions/transactions.ts';
export { columnsRead } from './scans.ts';
export { columnsOf } from './schema.ts';
export type {
  Aggregate,
  AggregateCall,
  AggregateFunction,
  Filter,
  Frame,
  Join,
  Limit,
  Named,
  NamedAggregate,
  NamedWindow,
  Project,
  Relation,
  Scan,
  Shared,
  Sort,
  SortKey,
  Union,
  Unnest,
  Values,
  Window,
} from './relation.ts';
export type { Bound, Lowering } from './stage.ts';
export { TICKS_PER_SECOND, UNIX_EPOCH_TICKS, type Column, type Type, type Value } from './types.ts';
export { unshare } from './unshare.ts';
