import type { KustoType } from '../environment.ts';
import { columnsOfType } from '../lower/rows.ts';
import { operator } from './operator.ts';

/** The .NET type that holds each type's values, as `getschema` names it. */
const HELD: Readonly<Record<KustoType, string>> = {
  bool: 'System.SByte',
  int: 'System.Int32',
  long: 'System.Int64',
  real: 'System.Double',
  decimal: 'System.Data.SqlTypes.SqlDecimal',
  string: 'System.String',
  guid: 'System.Guid',
  datetime: 'System.DateTime',
  timespan: 'System.TimeSpan',
  dynamic: 'System.Object',
};

/** `getschema`: a row per column, in order. */
export const getschema = operator({
  kind: 'GetSchemaOperator',
  name: 'getschema',
  source: 'https://learn.microsoft.com/kusto/query/getschema-operator',
  lower: (input, node) => {
    const columns = columnsOfType(node.ResultType);
    const rows = input.columns.map(({ name, type }, at) => [name, BigInt(at), HELD[type], type]);
    return { relation: { kind: 'values', columns, rows }, columns, hidden: [], serialized: true };
  },
});
