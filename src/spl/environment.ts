// What a search finds around it: the clock, the event store, knowledge objects, macros and lookups.
import type { Column } from '../plan/index.ts';
import type { Macro } from './macros.ts';
import type { Scope, Typed } from './shape.ts';

/** A table of the engine. Column types: `string`, `strings` (several values in one field), `real`, `long`. */
export interface StoredTable {
  readonly name: string;
  readonly columns: readonly Column[];
}

/** A lookup definition (transforms.conf) and the table that holds its rows. */
export interface Lookup extends LookupSettings {
  /** Undefined for one without rows. */
  readonly table: string | undefined;
  readonly columns: readonly Column[];
}

/** A lookup that an app brings without rows. */
export interface KnownLookup extends LookupSettings {
  readonly columns: readonly string[];
}

interface LookupSettings {
  /** `WILDCARD(domain), CIDR(ip)`: how the table's own values are read. */
  readonly match_type?: string;
  /** Default true. */
  readonly case_sensitive_match?: boolean;
  /** Default 100. */
  readonly max_matches?: number;
  /** Default 0. */
  readonly min_matches?: number;
  readonly default_match?: string;
}

export interface SplEnvironment {
  /** Epoch seconds. */
  readonly now: number;
  /** IANA name. */
  readonly timezone: string;
  readonly events: StoredTable;
  readonly knowledge?: Knowledge;
  /** Rows of a data model that are stored as they are, by `Model.Dataset` or `Model`; columns with or without prefix. */
  readonly datamodels?: ReadonlyMap<string, StoredTable>;
  /** By key as in macros.conf: `name`, with arguments `name(2)`. */
  readonly macros: ReadonlyMap<string, Macro>;
  readonly lookups: ReadonlyMap<string, Lookup>;
  /** A query may begin with a command without its pipe, and then runs on the rows as they are given. */
  readonly commandFirst?: boolean;
}

/** Knowledge objects of the apps around a search. Searches and expressions in it are SPL text. */
export interface Knowledge {
  /** A search-time field (extraction, alias, calculation) over the stored columns; undefined when there is none. */
  readonly field: (name: string, stored: Scope) => Typed | undefined;
  /** Names of the search-time fields that are worth showing when all fields are asked for. */
  readonly fieldNames: (stored: Scope) => readonly string[];
  /** The search expression of an event type, or of what carries a tag. */
  readonly eventtype: (name: string) => string | undefined;
  readonly tag: (name: string) => string | undefined;
  /** Names of the event types and tags there are. */
  readonly eventtypeNames?: () => readonly string[];
  readonly tagNames?: () => readonly string[];
  readonly datamodel: (name: string) => DataModel | undefined;
  readonly datamodelNames: () => readonly string[];
  readonly macro: (key: string) => Macro | undefined;
  readonly macroNames: () => readonly string[];
  readonly lookup?: (name: string) => KnownLookup | undefined;
}

export interface DataModel {
  readonly name: string;
  readonly datasets: readonly Dataset[];
}

/** A dataset: events that meet its own and its ancestors' constraints, with their fields. */
export interface Dataset {
  readonly name: string;
  readonly parent?: string;
  /** A search expression; empty for every event. */
  readonly constraint: string;
  readonly fields: readonly DatasetField[];
}

export interface DatasetField {
  readonly name: string;
  /** An eval expression over the event's fields; absent for the event's field of the same name. */
  readonly expression?: string;
}
