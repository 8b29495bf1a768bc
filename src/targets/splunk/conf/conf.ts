// Splunk's .conf files as plain values. The grammar is that of splunkd: whole-line comments, `[stanza]` headers,
// `key = value`, and a backslash as the last byte of a line that carries the value over to the next one.
import type { Span } from '../../../text/index.ts';

/** One `key = value`. `value` holds a line feed for every continuation; white space around it is gone. */
export interface ConfSetting {
  readonly key: string;
  readonly value: string;
  /** From the key to the end of the value, in the file read. */
  readonly span?: Span | undefined;
}

/** A header and what follows it. The name is empty for settings that stand before any header. */
export interface ConfStanza {
  readonly name: string;
  /** Comment lines above the header (above the settings, for the nameless stanza), without `#` and the space after it. */
  readonly comments?: readonly string[] | undefined;
  readonly settings: readonly ConfSetting[];
  readonly span?: Span | undefined;
}

/** A file's stanzas in file order, each name once. */
export type Conf = readonly ConfStanza[];

/** The value of a key, or undefined; an empty value is a value. */
export function settingOf(stanza: ConfStanza | undefined, key: string): string | undefined {
  return stanza?.settings.find((each) => each.key === key)?.value;
}
