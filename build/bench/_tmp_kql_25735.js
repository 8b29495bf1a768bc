// Six representative KQL queries against hand-written SQL.
import { readFileSync } from 'node:fs';
import { compile, loadKusto } from '../../dist/kql/index.js';
import { kustoColumns, NOW } from './process-events.js';
import { compareSearches, generated, openSession } from './searches.js';

const TABLE = '"DeviceProcessEvents"';
const DAY = 864_000_000_000n;
const held = new Set(kustoColumns.map(({ name }) => name));

/** A term with a boundary of its own on either side, tested only where the text contains it at all. */
const has = (column, term) =>
  `(contains(lower(${column}), '${term}') AND regexp_matches(lower(${column}), '(?:^|[^\\pL\\pN])${term}(?:[^\\pL\\pN]|$)'))`;

/** Every column of the result, by its own name where the table holds it. */
const allColumns = (columns, alias) =>
  columns
    .map(({ name, type }) => {
      if (held.has(name)) return `${alias}."${name}"`;
      return `${type === 'string' ? "''" : 'NULL'} AS "${name}"`;
    })
    .join(', ');

/** The search that the pack ships for Sentinel, out of its document. */
function rareBinary() {
  const url = new URL('../../strategies/rare-binary-run-as-scheduled-task.md', import.meta.url);
  const [, query] = /```kusto sentinel\n([\s\S]*?)```/.exec(readFileSync(url, 'utf8')) ?? [];
  if (query === undefined) throw new Error('the shipped rare-binary search is not in its document');
  return query;
}

const cases = () => [
  {
    name: 'KQL filter with has',
    query: `DeviceProcessEvents
| where TimeGenerated > ago(7d)
| where FileName =~ "powershell.exe" and ProcessCommandLine has "DownloadString"
| project TimeGenerated, DeviceName, AccountName, ProcessCommandLine`,
    sql: `SELECT TimeGenerated, DeviceName, AccountName, ProcessCommandLine FROM ${TABLE}
WHERE TimeGenerated > ${NOW - 7n * DAY} AND lower(FileName) = 'powershell.exe'
  AND ${has('ProcessCommandLine', 'downloadstring')}`,
  },
  {
    name: 'KQL summarize arg_max(*) by',
    query: `DeviceProcessEvents
| where ProcessIntegrityLevel == "High"
| summarize arg_max(TimeGenerated, *) by DeviceId`,
    sql: (columns) => `SELECT ${allColumns(columns, 't')} FROM ${TABLE} AS t
JOIN (SELECT arg_max(rowid, TimeGenerated) AS latest FROM ${TABLE} WHERE ProcessIntegrityLevel = 'High' GROUP BY DeviceId) AS last
ON t.rowid = last.latest`,
  },
  {
    name: 'KQL join innerunique',
    query: `DeviceProcessEvents
| where FileName =~ "cmd.exe"
| project DeviceId, ProcessId, Started = TimeGenerated
| join (DeviceProcessEvents
    | where InitiatingProcessFileName =~ "cmd.exe"
    | project DeviceId, ProcessId = InitiatingProcessId, Child = FileName, ChildCommand = ProcessCommandLine) on DeviceId, ProcessId
| project DeviceId, ProcessId, Started, Child, ChildCommand`,
    sql: `WITH parents AS (
  SELECT DeviceId, ProcessId, arg_min(TimeGenerated, rowid) AS Started FROM ${TABLE} WHERE lower(FileName) = 'cmd.exe' GROUP BY ALL)
SELECT p.DeviceId, p.ProcessId, Started, c.FileName, c.ProcessCommandLine
FROM parents AS p JOIN ${TABLE} AS c ON c.DeviceId = p.DeviceId AND c.InitiatingProcessId = p.ProcessId
WHERE lower(c.InitiatingProcessFileName) = 'cmd.exe'`,
  },
  {
    name: 'KQL mv-expand of JSON',
    query: `DeviceProcessEvents
| where FileName =~ "svchost.exe"
| mv-expand Module = AdditionalFields.Modules
| summarize Loads = count(), Size = max(tolong(Module.Size)) by Name = tostring(Module.Name)`,
    sql: `SELECT module->>'$.Name' AS Name, count(*) AS Loads, max(CAST(module->>'$.Size' AS BIGINT)) AS Size
FROM (SELECT unnest(json_extract(AdditionalFields, '$.Modules[*]')) AS module FROM ${TABLE} WHERE lower(FileName) = 'svchost.exe')
GROUP BY 1`,
  },
  {
    name: 'KQL parse',
    query: `DeviceProcessEvents
| where FileName =~ "schtasks.exe"
| parse ProcessCommandLine with * "/TN \\"" TaskName "\\" /TR \\"" Action "\\"" *
| summarize Tasks = count(), Hosts = dcount(DeviceId) by Folder = tostring(split(TaskName, " ")[1])`,
    sql: `SELECT string_split(regexp_extract(ProcessCommandLine, '(?s)^.*?/TN "(.*?)" /TR "(.*?)"', 1), ' ')[2] AS Folder,
  count(*) AS Tasks, count(DISTINCT DeviceId) AS Hosts
FROM ${TABLE} WHERE lower(FileName) = 'schtasks.exe' GROUP BY 1`,
  },
  {
    name: 'KQL shipped rare-binary search',
    query: rareBinary(),
    sql: `WITH scheduled AS MATERIALIZED (
  SELECT TimeGenerated, DeviceName, AccountName, FolderPath, ProcessCommandLine, lower(SHA1) AS sha1, rowid AS at FROM ${TABLE}
  WHERE TimeGenerated >= ${NOW - 8n * DAY} AND lower(ActionType) = 'processcreated'
    AND lower(InitiatingProcessFileName) = 'svchost.exe'
    AND ${has('InitiatingProcessCommandLine', 'netsvcs')} AND ${has('InitiatingProcessCommandLine', 'schedule')}
    AND SHA1 <> '' AND NOT regexp_matches(FolderPath, '(?i)^[a-z]:\\\\windows\\\\(system32|syswow64|winsxs|servicing|uus)\\\\')),
prevalence AS (SELECT sha1, count(DISTINCT DeviceName) AS host_count FROM scheduled GROUP BY sha1 HAVING host_count <= 5),
firsts AS (SELECT DeviceName, sha1, min(TimeGenerated) AS first_seen, max(TimeGenerated) AS last_seen, count(*) AS runs,
    arg_max({path: FolderPath, command: ProcessCommandLine, account: AccountName}, TimeGenerated) AS latest
  FROM scheduled GROUP BY ALL HAVING first_seen >= ${NOW - DAY})
SELECT last_seen, first_seen, last_seen, DeviceName, latest.account, latest.path, latest.command, sha1, 'SHA1', runs, host_count
FROM firsts JOIN prevalence USING (sha1)`,
  },
];

export async function benchKql({ rows, seed, show }) {
  await loadKusto();
  const bench = await openSession();
  try {
    const columns = kustoColumns;
    await bench.table('DeviceProcessEvents', columns, generated(columns, { rows, seed }));
    const environment = {
      now: NOW,
      environment: 'sentinel',
      tables: new Map([['DeviceProcessEvents', columns.map(({ name, type }) => ({ name, type }))]]),
      functions: [{ name: 'rare_binary_host_limit', parameters: '', body: '5' }],
    };
    const compiled = (text) => {
      const { value, diagnostics } = compile({ name: 'bench', text }, environment);
      const lowering = value && { kind: 'plan', plan: value.plan, columns: value.columns };
      return { value: lowering, diagnostics };
    };
    return await compareSearches(cases(), {
      session: bench.session,
      compile: compiled,
      each: 2,
      median: 1.3,
      show,
    });
  } finally {
    bench.close();
  }
}
