// How plan types are stored. Why ticks and JSON text: a DuckDB timestamp counts microseconds, and a JSON column gains
// nothing over text while costing a check on every write.
import {
  BIGINT,
  BOOLEAN,
  DECIMAL,
  DOUBLE,
  INTEGER,
  LIST,
  VARCHAR,
  type DuckDBType,
} from '@duckdb/node-api';
import type { Type } from '../../plan/index.ts';

export const DECIMAL_DIGITS = 38;
export const DECIMAL_PLACES = 18;

const stored: Readonly<Record<Type, readonly [sql: string, api: DuckDBType]>> = {
  bool: ['BOOLEAN', BOOLEAN],
  int: ['INTEGER', INTEGER],
  long: ['BIGINT', BIGINT],
  real: ['DOUBLE', DOUBLE],
  decimal: [
    `DECIMAL(${DECIMAL_DIGITS},${DECIMAL_PLACES})`,
    DECIMAL(DECIMAL_DIGITS, DECIMAL_PLACES),
  ],
  string: ['VARCHAR', VARCHAR],
  guid: ['VARCHAR', VARCHAR],
  datetime: ['BIGINT', BIGINT],
  timespan: ['BIGINT', BIGINT],
  dynamic: ['VARCHAR', VARCHAR],
  strings: ['VARCHAR[]', LIST(VARCHAR)],
};

/** The SQL spelling of a plan type. */
export const sqlType = (type: Type): string => stored[type][0];

/** The same type for the native interface. */
export const apiType = (type: Type): DuckDBType => stored[type][1];
