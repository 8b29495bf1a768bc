// A Splunk app as the replay needs it: what its searches are and what they call, out of the app's own files.
import type { Source, Span } from '../../../text/index.ts';

export interface SplunkApp {
  readonly id: string;
  readonly version?: string;
  /** In file order. */
  readonly savedSearches: readonly SavedSearch[];
  /** By stanza name: `name`, or `name(2)` for a macro of two arguments. */
  readonly macros: ReadonlyMap<string, AppMacro>;
  /** By the name that a search uses: a stanza of transforms.conf, or a file name (`x.csv`) under lookups/. */
  readonly lookups: ReadonlyMap<string, AppLookup>;
  /** props.conf and transforms.conf as they stand: stanza, key, value. */
  readonly props: ReadonlyMap<string, Settings>;
  readonly transforms: ReadonlyMap<string, Settings>;
  /** Event type to its search. */
  readonly eventtypes: ReadonlyMap<string, string>;
  /** Views and navigation as shipped, by path under data/ui: `views/overview.xml`. */
  readonly interface: ReadonlyMap<string, string>;
}

export type Settings = ReadonlyMap<string, string>;

/** One stanza of savedsearches.conf. Times are Splunk's relative times, as written. */
export interface SavedSearch {
  readonly name: string;
  /** From the app's catalogue lookup; absent for searches that Stratagem did not make. */
  readonly strategyId?: string;
  readonly search: string;
  readonly earliest?: string;
  readonly latest?: string;
  readonly cron?: string;
  readonly scheduled: boolean;
  readonly disabled: boolean;
  /** Every setting of the stanza, those of `[default]` included. */
  readonly settings: Settings;
  readonly source: Source;
  /** The stanza's place in `source`. */
  readonly span: Span;
}

export interface AppMacro {
  readonly definition: string;
  readonly args: readonly string[];
  /** The definition is an eval expression whose result is the text. */
  readonly iseval: boolean;
}

/** Rows of a CSV file; `columns` and `rows` are empty for a lookup without one (KV store, external). */
export interface AppLookup {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly file?: string;
  /** `match_type`, `case_sensitive_match`, `max_matches`, `min_matches`, `default_match`, ... as written. */
  readonly settings: Settings;
}

/** Splunk's reading of a boolean setting. */
export function isTrue(value: string | undefined): boolean {
  return value !== undefined && /^(1|t|true|y|yes|enabled?)$/iu.test(value.trim());
}
