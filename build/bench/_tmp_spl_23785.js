// Eight representative Splunk searches against hand-written SQL.
import { compile, knowledge } from '../../dist/spl/index.js';
import { NOW_SECONDS, ownersOf, splunkColumns } from './process-events.js';
import { compareSearches, generated, openSession } from './searches.js';

const TABLE = '"events"';
const OWNERS = 100_000;
const SYSMON = `EventCode = '1' AND lower(source) = 'xmlwineventlog:microsoft-windows-sysmon/operational'`;
const lastPart = (path) => `regexp_extract(${path}, '[^\\\\]+$')`;

const cases = [
  {
    name: 'SPL filter with wildcards',
    query: String.raw`index=win Image="*\\powershell.exe" CommandLine IN ("*-enc*", "*-w hidden*", "*downloadstring*")
| table _time Computer User CommandLine`,
    sql: `SELECT _time, Computer, "User", CommandLine FROM ${TABLE} WHERE lower("index") = 'win'
AND ends_with(lower(Image), '\\powershell.exe') AND regexp_matches(lower(CommandLine), '-enc|-w hidden|downloadstring')
ORDER BY _time DESC`,
  },
  {
    name: 'SPL stats by',
    query: `index=win EventCode=1
| stats count min(_time) as first max(_time) as last dc(User) as users by Computer Image`,
    sql: `SELECT Computer, Image, count(*), min(_time), max(_time), count(DISTINCT "User") FROM ${TABLE}
WHERE lower("index") = 'win' AND EventCode = '1' AND Computer IS NOT NULL AND Image IS NOT NULL GROUP BY ALL ORDER BY ALL`,
  },
  {
    name: 'SPL tstats over Endpoint.Processes',
    query: `| tstats count min(_time) as first max(_time) as last from datamodel=Endpoint.Processes
where Processes.process_name IN (powershell.exe, rundll32.exe, schtasks.exe)
by Processes.dest Processes.user Processes.parent_process_name Processes.process_name`,
    sql: `SELECT Computer, regexp_replace("User", '^.*\\\\', '') AS account, ${lastPart('ParentImage')} AS parent, ${lastPart('Image')} AS process,
  count(*), min(_time), max(_time)
FROM ${TABLE} WHERE ${SYSMON} AND lower(${lastPart('Image')}) IN ('powershell.exe', 'rundll32.exe', 'schtasks.exe')
GROUP BY ALL ORDER BY ALL`,
  },
  {
    name: 'SPL rex',
    query: String.raw`index=win Image="*\\chrome.exe"
| rex field=CommandLine "renderer-client-id=(?<client>\d+)"
| stats count dc(client) as clients by Computer`,
    sql: `SELECT Computer, count(*), count(DISTINCT nullif(regexp_extract(CommandLine, 'renderer-client-id=(\\d+)', 1), ''))
FROM ${TABLE} WHERE lower("index") = 'win' AND ends_with(lower(Image), '\\chrome.exe') GROUP BY Computer ORDER BY Computer`,
  },
  {
    name: 'SPL streamstats',
    query: String.raw`index=win Image="*\\cmd.exe"
| sort 0 Computer _time
| streamstats current=f last(_time) as previous by Computer
| eval gap=_time-previous
| stats count min(gap) as shortest by Computer`,
    sql: `SELECT Computer, count(*), min(gap) FROM (
  SELECT Computer, _time - lag(_time) OVER (PARTITION BY Computer ORDER BY _time) AS gap
  FROM ${TABLE} WHERE lower("index") = 'win' AND ends_with(lower(Image), '\\cmd.exe'))
GROUP BY Computer ORDER BY Computer`,
  },
  {
    name: 'SPL transaction',
    query: String.raw`index=win Image="*\\cmd.exe"
| transaction Computer LogonId maxpause=10m
| stats count sum(eventcount) as events max(duration) as longest by Computer`,
    sql: `WITH picked AS (SELECT Computer, LogonId, _time FROM ${TABLE} WHERE lower("index") = 'win' AND ends_with(lower(Image), '\\cmd.exe')),
marked AS (SELECT *, CASE WHEN _time - lag(_time) OVER w <= 600 THEN 0 ELSE 1 END AS opens FROM picked WINDOW w AS (PARTITION BY Computer, LogonId ORDER BY _time)),
numbered AS (SELECT *, sum(opens) OVER (PARTITION BY Computer, LogonId ORDER BY _time) AS number FROM marked),
sessions AS (SELECT Computer, count(*) AS events, max(_time) - min(_time) AS duration FROM numbered GROUP BY Computer, LogonId, number)
SELECT Computer, count(*), sum(events), max(duration) FROM sessions GROUP BY Computer ORDER BY Computer`,
  },
  {
    name: 'SPL lookup of 100,000 rows',
    query: `index=win EventCode=1
| eval sha1=substr(Hashes, 6, 40)
| lookup owners sha1 OUTPUT owner release
| stats count dc(Computer) as hosts by owner release`,
    sql: `SELECT owner, release, count(*), count(DISTINCT Computer)
FROM ${TABLE} JOIN "owners" ON owners.sha1 = substring(Hashes, 6, 40)
WHERE lower("index") = 'win' AND EventCode = '1' GROUP BY ALL ORDER BY ALL`,
  },
  {
    name: 'SPL spath',
    query: String.raw`index=win Image="*\\svchost.exe"
| spath input=details path=Logon.Type output=logon_type
| spath input=details path=Modules{}.Name output=module
| stats count by logon_type module`,
    sql: `SELECT logon_type, module, count(*) FROM (
  SELECT details->>'$.Logon.Type' AS logon_type, unnest(details->>'$.Modules[*].Name') AS module
  FROM ${TABLE} WHERE lower("index") = 'win' AND ends_with(lower(Image), '\\svchost.exe'))
GROUP BY ALL ORDER BY ALL`,
  },
];

export async function benchSpl({ rows, seed, show }) {
  const bench = await openSession();
  try {
    const events = await bench.table(
      'events',
      splunkColumns,
      generated(splunkColumns, { rows, seed }),
    );
    const text = (name) => ({ name, type: 'string' });
    const owners = await bench.table(
      'owners',
      ['sha1', 'owner', 'release'].map(text),
      ownersOf(OWNERS),
    );
    const environment = {
      now: NOW_SECONDS,
      timezone: 'UTC',
      events,
      knowledge,
      macros: new Map(),
      lookups: new Map([['owners', { table: 'owners', columns: owners.columns }]]),
    };
    const compiled = (query) => {
      const { value, diagnostics } = compile({ name: 'bench', text: query }, environment);
      return { value: value?.lowering, diagnostics };
    };
    return await compareSearches(globalThis.pick(cases), {
      session: bench.session,
      compile: compiled,
      each: 3,
      median: 1.5,
      show,
    });
  } finally {
    bench.close();
  }
}
