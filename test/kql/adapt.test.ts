// A query for one product in the other's columns: `from`, as written, as adapted (or the obstacle).
import { beforeAll, describe, expect, test } from '@jest/globals';
import { adapt, loadKusto, schemaOf, type Product } from '../../src/kql/index.ts';

beforeAll(async () => {
  await loadKusto();
}, 60_000);

const environment = <P extends Product>(product: P) => ({
  now: 0n,
  environment: product,
  tables: new Map(),
});
const source = (text: string) => ({ name: '<query>', text });
const other = (product: Product): Product => (product === 'sentinel' ? 'defender' : 'sentinel');

describe('adapted, and compiles there', () => {
  test.each<[string, Product, string, string]>([
    [
      'the time of an event, in a condition and a projection',
      'defender',
      'DeviceEvents | where Timestamp > ago(1d) | project Timestamp, DeviceId, ReportId',
      'DeviceEvents | where TimeGenerated > ago(1d) | project TimeGenerated, DeviceId, ReportId',
    ],
    [
      'a text of that name, and a column that the query made, stay',
      'sentinel',
      'DeviceEvents | extend Timestamp1 = "TimeGenerated!" | where TimeGenerated > ago(1d) | project Timestamp1',
      'DeviceEvents | extend Timestamp1 = "TimeGenerated!" | where Timestamp > ago(1d) | project Timestamp1',
    ],
    [
      'members of what is dynamic there and text here; the column keeps the name that it had',
      'sentinel',
      'DeviceEvents | where AdditionalFields["a"] == 1 | project AdditionalFields.TaskName',
      'DeviceEvents | where parse_json(AdditionalFields)["a"] == 1 | project AdditionalFields_TaskName = parse_json(AdditionalFields).TaskName',
    ],
    [
      'a text that is dynamic there; what takes both is left',
      'defender',
      'DeviceEvents | where AdditionalFields has "x" | extend a = parse_json(AdditionalFields).a | project-away AdditionalFields',
      'DeviceEvents | where tostring(AdditionalFields) has "x" | extend a = parse_json(AdditionalFields).a | project-away AdditionalFields',
    ],
    [
      'a key that is dynamic there',
      'defender',
      'DeviceInfo | summarize count() by LoggedOnUsers',
      'DeviceInfo | summarize count() by LoggedOnUsers = tostring(LoggedOnUsers)',
    ],
    [
      'elements of a list',
      'sentinel',
      'DeviceInfo | mv-expand LoggedOnUsers | extend u = tostring(LoggedOnUsers.UserName)',
      'DeviceInfo | mv-expand LoggedOnUsers = parse_json(LoggedOnUsers) | extend u = tostring(parse_json(LoggedOnUsers).UserName)',
    ],
    [
      'columns that Kusto named after the time, and the second one of a join',
      'sentinel',
      'DeviceEvents | join (DeviceInfo | project DeviceId, TimeGenerated) on DeviceId | where TimeGenerated1 > TimeGenerated | summarize max(TimeGenerated) by bin(TimeGenerated, 1h) | where max_TimeGenerated > ago(1h)',
      'DeviceEvents | join (DeviceInfo | project DeviceId, Timestamp) on DeviceId | where Timestamp1 > Timestamp | summarize max_TimeGenerated = max(Timestamp) by TimeGenerated = bin(Timestamp, 1h) | where max_TimeGenerated > ago(1h)',
    ],
    [
      'behind union, rename and a function of the query',
      'defender',
      'let f = (d: timespan) { union DeviceEvents, DeviceFileEvents | where Timestamp > ago(d) | project-rename T = Timestamp }; f(1h) | where T > ago(1m)',
      'let f = (d: timespan) { union DeviceEvents, DeviceFileEvents | where TimeGenerated > ago(d) | project-rename T = TimeGenerated }; f(1h) | where T > ago(1m)',
    ],
    [
      'a name in other letter case',
      'sentinel',
      'CloudAppEvents | where ISP == "a" | project ISP',
      'CloudAppEvents | where Isp == "a" | project Isp',
    ],
    [
      'nothing to do',
      'defender',
      'DeviceEvents | where FileName == "a"',
      'DeviceEvents | where FileName == "a"',
    ],
  ])('%s', (_name, from, written, expected) => {
    const { value, diagnostics } = adapt(source(written), environment(from), other(from));
    expect(diagnostics).toEqual([]);
    expect(value?.text).toBe(expected);
    const there = schemaOf(source(value?.text ?? ''), environment(other(from)));
    expect(there.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  });
});

describe('not adapted, and why', () => {
  test.each<[string, Product, string, string[]]>([
    [
      'a table that the other product lacks',
      'sentinel',
      'SecurityEvent | where TimeGenerated > ago(1d) | project Computer',
      ['SecurityEvent: table `SecurityEvent` does not exist in Defender XDR advanced hunting'],
    ],
    [
      'a column that the other product lacks',
      'sentinel',
      'DeviceEvents | where MachineGroup == "a"',
      [
        'MachineGroup: `MachineGroup` of `DeviceEvents` has no counterpart in Defender XDR advanced hunting',
      ],
    ],
    [
      'rows packed by the names of their columns',
      'defender',
      'DeviceEvents | where Timestamp > ago(1h) | extend all = pack_all()',
      ['pack_all: `pack_all()` packs columns under names that differ'],
    ],
    [
      'a column named by a text',
      'defender',
      'DeviceEvents | where Timestamp > ago(1h) | extend t = column_ifexists("Timestamp", now())',
      ['"Timestamp": the text "Timestamp" may name the column, which is called otherwise'],
    ],
    [
      'a name that is taken',
      'defender',
      'DeviceEvents | extend TimeGenerated = now() | where Timestamp > TimeGenerated',
      ['Timestamp: the query has a `TimeGenerated` of its own beside `Timestamp`'],
    ],
    [
      'a place where only a column can stand',
      'defender',
      'DeviceInfo | distinct LoggedOnUsers',
      [
        'LoggedOnUsers: `LoggedOnUsers` has another type in Sentinel analytics rules and cannot be converted here',
      ],
    ],
  ])('%s', (_name, from, written, expected) => {
    const { value, diagnostics } = adapt(source(written), environment(from), other(from));
    expect(value).toBeUndefined();
    const told = diagnostics.map(
      ({ message, span }) => `${written.slice(span?.start, span?.end)}: ${message}`,
    );
    expect(told).toEqual(expected);
  });
});

test('places of the adapted text lead back to the text as written', () => {
  const written = 'DeviceEvents | where TimeGenerated > ago(1d) | where AdditionalFields.a == x';
  const { value } = adapt(
    source(written.replace('== x', '== 1')),
    environment('sentinel'),
    'defender',
  );
  const at = value?.text.indexOf('== 1') ?? 0;
  expect(value?.origin({ start: at, end: at + 2 })).toEqual({
    start: written.indexOf('== x'),
    end: written.indexOf('== x') + 2,
  });
  const inside = value?.text.indexOf('parse_json') ?? 0;
  expect(value?.origin({ start: inside + 3, end: inside + 3 }).start).toBe(
    written.indexOf('AdditionalFields'),
  );
});
