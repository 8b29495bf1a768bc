// A pack: a folder of documents and its configuration (`pack.yaml`, all of it optional).

export interface Pack {
  /** Splunk app id and Sentinel resource prefix: lower-case letters, digits, `_`; starts with a letter. */
  readonly id: string;
  readonly title: string;
  readonly version: string;
  readonly author: string;
  readonly description: string;
  /** Names of macros and their definitions that stand for a site's data: `windows_security` -> `index=* source=...`. */
  readonly sources: Readonly<Record<string, string>>;
  /** Further Kusto tables: table -> column -> type. */
  readonly tables: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** What Microsoft's Content Hub asks of whoever publishes there. */
  readonly solution?: SolutionFacts;
}

/** Who publishes a solution, as Partner Center knows it. */
export interface SolutionFacts {
  readonly publisher: string;
  /** Without it, made from the pack's id. */
  readonly offer?: string;
  /** The day of the first publication, `2026-01-31`: given, as a build knows no clock. */
  readonly published: string;
  readonly email: string;
  readonly link: string;
  readonly tier: 'Microsoft' | 'Partner' | 'Community';
  readonly domains: readonly string[];
  readonly verticals?: readonly string[];
}
