// Refreshes src/kql/data/{sentinel,defender}.json: the tables of Microsoft Sentinel and of Defender XDR's advanced
// hunting, with their columns and Kusto types. Facts, from Microsoft's published table reference
// (learn.microsoft.com/azure/azure-monitor/reference/tables and .../defender-xdr/advanced-hunting-schema-tables).
//
//   node build/kusto-schemas.js FOLDER
//
// FOLDER holds sentinel.json and defender.json in the form {"Table": {"Column": "type"}}, column order as documented.
// The files written are compact: one line per table, columns of one type after another are not regrouped, because
// their order is the order of a result's columns.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const aliases = {
  boolean: 'bool',
  double: 'real',
  date: 'datetime',
  time: 'timespan',
  uuid: 'guid',
};
const letters = {
  string: 's',
  datetime: 't',
  dynamic: 'j',
  int: 'i',
  long: 'l',
  real: 'r',
  bool: 'b',
  guid: 'g',
  timespan: 'p',
  decimal: 'd',
};

const folder = process.argv[2];
if (folder === undefined) throw new Error('usage: node build/kusto-schemas.js FOLDER');
for (const environment of ['sentinel', 'defender']) {
  const tables = JSON.parse(readFileSync(join(folder, `${environment}.json`), 'utf8'));
  const lines = Object.keys(tables)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${JSON.stringify(columns(tables[name]))}`);
  const target = new URL(`../src/kql/data/${environment}.json`, import.meta.url);
  writeFileSync(target, `{\n${lines.join(',\n')}\n}\n`);
}

/** `name:t name:s`: a letter per type, in the table's order. */
function columns(table) {
  return Object.entries(table)
    .map(([name, type]) => `${name}:${letters[aliases[type] ?? type]}`)
    .join(' ');
}
