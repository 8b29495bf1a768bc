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
}
