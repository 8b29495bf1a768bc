// Files of one JSON object per line as a relation: a scan of `LINES` has members of the lines as columns, as text (null where
// a line has none or null), and what is asked of a line beyond them.

export const LINES = '$Lines';

/** Columns for a look at all lines (`surveyLines` of an engine). */
export const LINE = {
  /** The names of all members, in order, each ended by U+001F; null for a line that is no object. */
  names: '$Names',
  /** How many there are: names may hold U+001F. */
  count: '$Count',
  /** Whether a member holds an object, or a list of lists or objects. */
  nested: '$Nested',
} as const;
