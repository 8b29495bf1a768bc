// The types of the plan. A front end maps its language's types onto these; an engine maps these onto its storage.

/**
 * - `int`, `long`: 32 and 64 bit integers; `real`: IEEE double; `decimal`: exact, 28 digits and more.
 * - `string`: Unicode text. `guid`: text in lower case with dashes.
 * - `datetime`: 100 ns ticks since 0001-01-01T00:00Z; `timespan`: 100 ns ticks.
 * - `dynamic`: a JSON value, held as its compact text; JSON `null` and SQL null are one.
 * - `strings`: an ordered list of text (a Splunk multivalue field); never empty, never holding null: no value is null.
 */
export type Type =
  | 'bool'
  | 'int'
  | 'long'
  | 'real'
  | 'decimal'
  | 'string'
  | 'guid'
  | 'datetime'
  | 'timespan'
  | 'dynamic'
  | 'strings';

export interface Column {
  readonly name: string;
  readonly type: Type;
}

/**
 * A value at the rim, as evaluators take and results give it. `long`, `datetime` and `timespan` are bigint, `int` and
 * `real` number, `decimal`, `guid` and `dynamic` (JSON text) string, `strings` a list of string.
 */
export type Value = null | boolean | number | bigint | string | readonly string[];

/** Ticks (100 ns) in a second, and the tick count of 1970-01-01T00:00Z. */
export const TICKS_PER_SECOND = 10_000_000n;
export const UNIX_EPOCH_TICKS = 621_355_968_000_000_000n;
