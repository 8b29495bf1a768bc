// What a shape says of lines whose members are columns of text, so that an engine can read them without a record being made.
import { column, type ColumnRef, type Expression } from '../../../plan/index.ts';

/** A member as a column: text as it is, numbers and other values as they print, null where there is none or null. */
export const member = (name: string): ColumnRef => column(name, 'string');

/** A field of the event, and for which lines its value may be another than `read` gives. */
export interface FieldColumn {
  readonly value: Expression;
  readonly doubt?: Expression;
}

/**
 * All of this holds for lines that have a `time`, that `sure` is true for, and whose names no other shape can take: such a line is one event, read
 * without a finding, with these fields. What is not sure is left to `read`; nothing here guesses.
 */
export interface LineColumns {
  /** Names that a line must have. */
  readonly names: readonly string[];
  /** The members that hold the channel, as `channelName` takes it, and the event id. */
  readonly channel: string;
  readonly eventId: string;
  readonly time: Expression;
  readonly sure: Expression;
  /** Other parts of `System`, and where in the file the event is, by the name of the field. */
  readonly fields: ReadonlyMap<string, FieldColumn>;
  /** A datum; undefined for one that is not simply the member of that name. */
  readonly datum: (name: string) => FieldColumn | undefined;
}
