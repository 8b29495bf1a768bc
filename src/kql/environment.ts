// What a query may refer to: the clock, the tables that an engine holds, the product's own tables and functions.
import type { Type } from '../plan/index.ts';

/** Kusto's scalar types; each is a type of the plan under the same name. */
export type KustoType = Exclude<Type, 'strings'>;

export interface KqlColumn {
  readonly name: string;
  readonly type: KustoType;
}

/** A table that the engine holds, under the engine's name for it. */
export interface Held {
  readonly table: string;
  readonly columns: readonly KqlColumn[];
}

/** The products whose tables and functions are known: Microsoft Sentinel, and Defender XDR's advanced hunting. */
export type Product = 'sentinel' | 'defender';

/** A function of the workspace. `parameters` without parentheses, `body` without braces, both KQL. */
export interface WorkspaceFunction {
  readonly name: string;
  readonly parameters: string;
  readonly body: string;
}

export interface KqlEnvironment {
  /** Ticks (100 ns since 0001-01-01Z): what `now()` is for the whole query. */
  readonly now: bigint;
  readonly environment?: Product | undefined;
  /**
   * What the engine holds, by table name. A column `$IngestionTime` (datetime) is the hidden ingestion time. Other tables
   * of the product exist too, empty.
   */
  readonly tables: ReadonlyMap<string, readonly KqlColumn[]>;
  /** Tables of which nothing is known but that they are meant to be there: the binder takes any column of them. */
  readonly open?: readonly string[] | undefined;
  readonly functions?: readonly WorkspaceFunction[] | undefined;
  /** Declared watchlists by alias. */
  readonly watchlists?: ReadonlyMap<string, Held> | undefined;
  /** Rows of Defender's file profiles; a column `Hash` or `SHA1`, `SHA256`, `MD5` tells the file. */
  readonly fileProfiles?: Held | undefined;
  /** What stands for `externaldata`, by the exact URL. */
  readonly external?: ReadonlyMap<string, Held> | undefined;
  /** What stands for the geographic data base: `network` (CIDR), `country`, `state`, `city`, `latitude`, `longitude`. */
  readonly geography?: Held | undefined;
}

/** The hidden column that `ingestion_time()` reads. It is in no result. */
export const INGESTION_TIME = '$IngestionTime';

const TYPES: Readonly<Record<string, KustoType>> = {
  bool: 'bool',
  boolean: 'bool',
  int: 'int',
  int32: 'int',
  long: 'long',
  int64: 'long',
  real: 'real',
  double: 'real',
  decimal: 'decimal',
  string: 'string',
  guid: 'guid',
  uuid: 'guid',
  uniqueid: 'guid',
  datetime: 'datetime',
  date: 'datetime',
  timespan: 'timespan',
  time: 'timespan',
  dynamic: 'dynamic',
};

/** The type of that Kusto name or alias (`double`, `boolean`, `System.Int64` are not needed), if there is one. */
export function kustoType(name: string): KustoType | undefined {
  return Object.hasOwn(TYPES, name.toLowerCase()) ? TYPES[name.toLowerCase()] : undefined;
}
