// Windows events as XML, field for field as Windows and Sysmon write them. Every function returns one event; record
// numbers count up from where restartRecords() puts them. Deterministic: no clock, no chance.
import { createHash } from 'node:crypto';

const NAMESPACE = 'http://schemas.microsoft.com/win/2004/08/events/event';
const FIRST_RECORD = 48_210;
const OPERATIONAL = '0x8000000000000000';

/** Text inside an element. */
export const escape = (text) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Lower-case hexadecimal digest, for hashes and identifiers that have to stay the same. */
export const sha1 = (text) => createHash('sha1').update(text).digest('hex');

/** `text` is a UTC time to the second, `ticks` the seven digits after it. */
export const time = (text, ticks = 1234567) => `${text}.${String(ticks).padStart(7, '0')}Z`;

let record = FIRST_RECORD;

/** Each recording's numbers begin at the same place. */
export function restartRecords() {
  record = FIRST_RECORD;
}

const fullName = (host) => (host.includes('.') ? host : `${host}.corp.example`);

/** One event as the log's XML. `data` is a list of name and value; a null value is an empty element. */
function event(
  {
    provider,
    guid,
    id,
    version,
    level = 0,
    task,
    opcode = 0,
    keywords,
    at,
    channel,
    computer,
    pid,
    tid,
    user,
    dataName,
  },
  data,
) {
  record += 1;
  const system = [
    `<Provider Name='${provider}' Guid='${guid}'/>`,
    `<EventID>${id}</EventID><Version>${version}</Version><Level>${level}</Level><Task>${task}</Task><Opcode>${opcode}</Opcode>`,
    `<Keywords>${keywords}</Keywords><TimeCreated SystemTime='${at}'/><EventRecordID>${record}</EventRecordID><Correlation/>`,
    `<Execution ProcessID='${pid}' ThreadID='${tid}'/><Channel>${channel}</Channel><Computer>${computer}</Computer>`,
    user ? `<Security UserID='${user}'/>` : '<Security/>',
  ].join('');
  const values = data.map(([name, value]) =>
    value === null ? `<Data Name='${name}'/>` : `<Data Name='${name}'>${escape(value)}</Data>`,
  );
  const open = dataName ? `<EventData Name='${dataName}'>` : '<EventData>';
  return `<Event xmlns='${NAMESPACE}'><System>${system}</System>${open}${values.join('')}</EventData></Event>`;
}

const sysmonEvent = (id, version, host, at, data) =>
  event(
    {
      provider: 'Microsoft-Windows-Sysmon',
      guid: '{5770385f-c22a-43e0-bf4c-06f5698ffbd9}',
      id,
      version,
      level: 4,
      task: id,
      keywords: OPERATIONAL,
      at,
      channel: 'Microsoft-Windows-Sysmon/Operational',
      computer: fullName(host),
      pid: 3180,
      tid: 4072,
      user: 'S-1-5-18',
    },
    data,
  );

const sysmonTime = (at) => at.replace('T', ' ').slice(0, 23);
const processGuid = (at, image) =>
  `{b5f1a7c2-${sha1(at + image).slice(0, 4)}-6710-${sha1(image).slice(0, 4)}-000000003500}`;

/** Sysmon 1. */
export function processCreated({
  host,
  at,
  image,
  commandLine,
  parentImage,
  parentCommandLine,
  user = 'NT AUTHORITY\\SYSTEM',
  parentUser = 'NT AUTHORITY\\SYSTEM',
  logonId = '0x3e7',
  integrity = 'System',
  originalName = '-',
  binary = image,
  company = '-',
}) {
  const pid = 4000 + (record % 3000);
  const hash = sha1(binary.toLowerCase()).toUpperCase();
  return sysmonEvent(1, 5, host, at, [
    ['RuleName', '-'],
    ['UtcTime', sysmonTime(at)],
    ['ProcessGuid', processGuid(at, image)],
    ['ProcessId', String(pid)],
    ['Image', image],
    ['FileVersion', '-'],
    ['Description', '-'],
    ['Product', '-'],
    ['Company', company],
    ['OriginalFileName', originalName],
    ['CommandLine', commandLine],
    ['CurrentDirectory', 'C:\\Windows\\system32\\'],
    ['User', user],
    ['LogonGuid', '{b5f1a7c2-9a01-6710-e703-000000000000}'],
    ['LogonId', logonId],
    ['TerminalSessionId', '0'],
    ['IntegrityLevel', integrity],
    [
      'Hashes',
      `SHA1=${hash},MD5=${hash.slice(0, 32)},SHA256=${hash}${hash.slice(0, 24)},IMPHASH=${hash.slice(8)}`,
    ],
    ['ParentProcessGuid', '{b5f1a7c2-9a01-6710-2a00-000000003500}'],
    ['ParentProcessId', '1344'],
    ['ParentImage', parentImage],
    ['ParentCommandLine', parentCommandLine],
    ['ParentUser', parentUser],
  ]);
}

const acting = (at, image) => [
  ['UtcTime', sysmonTime(at)],
  ['ProcessGuid', processGuid(at, image)],
  ['ProcessId', String(4000 + (record % 3000))],
  ['Image', image],
];

/** Sysmon 7. `signature` null is a file without one. */
export function imageLoaded({
  host,
  at,
  image,
  loaded,
  user = 'NT AUTHORITY\\SYSTEM',
  signature = 'Microsoft Windows',
}) {
  const hash = sha1(loaded.toLowerCase()).toUpperCase();
  return sysmonEvent(7, 3, host, at, [
    ['RuleName', '-'],
    ...acting(at, image),
    ['ImageLoaded', loaded],
    ['FileVersion', '-'],
    ['Description', '-'],
    ['Product', '-'],
    ['Company', signature ? 'Microsoft Corporation' : '-'],
    ['OriginalFileName', '-'],
    ['Hashes', `SHA1=${hash},MD5=${hash.slice(0, 32)}`],
    ['Signed', signature ? 'true' : 'false'],
    ['Signature', signature ?? '-'],
    ['SignatureStatus', signature ? 'Valid' : 'Unavailable'],
    ['User', user],
  ]);
}

/** Sysmon 11. */
export function fileCreated({ host, at, image, file, user = 'NT AUTHORITY\\SYSTEM' }) {
  return sysmonEvent(11, 2, host, at, [
    ['RuleName', '-'],
    ...acting(at, image),
    ['TargetFilename', file],
    ['CreationUtcTime', sysmonTime(at)],
    ['User', user],
  ]);
}

/** Sysmon 12: `change` is CreateKey, DeleteKey or DeleteValue. Sysmon 13: `value` as Sysmon prints it. */
export function registryChanged({
  host,
  at,
  image,
  target,
  change = 'SetValue',
  value,
  user = 'NT AUTHORITY\\SYSTEM',
}) {
  const set = change === 'SetValue';
  return sysmonEvent(set ? 13 : 12, 2, host, at, [
    ['RuleName', '-'],
    ['EventType', change],
    ...acting(at, image),
    ['TargetObject', target],
    ...(set ? [['Details', value]] : []),
    ['User', user],
  ]);
}

const securityEvent = (id, version, task, host, at, data) =>
  event(
    {
      provider: 'Microsoft-Windows-Security-Auditing',
      guid: '{54849625-5478-4994-a5ba-3e3b0328c30d}',
      id,
      version,
      task,
      keywords: '0x8020000000000000',
      at,
      channel: 'Security',
      computer: fullName(host),
      pid: 820,
      tid: 5016,
    },
    data,
  );

const subject = ({ sid, account, domain = 'CORP', logonId = '0x8f31c' }) => [
  ['SubjectUserSid', sid],
  ['SubjectUserName', account],
  ['SubjectDomainName', domain],
  ['SubjectLogonId', logonId],
];

/** 4624 in its version 2, of type 3 unless said otherwise. `who` is the account that logs on. */
export function loggedOn({ host, at, who, address, workstation = null, type = 3 }) {
  const { sid, account, domain = 'CORP', logonId = '0x8f31c' } = who;
  return securityEvent(4624, 2, 12544, host, at, [
    ...subject({ sid: 'S-1-0-0', account: '-', domain: '-', logonId: '0x0' }),
    ['TargetUserSid', sid],
    ['TargetUserName', account],
    ['TargetDomainName', domain],
    ['TargetLogonId', logonId],
    ['LogonType', String(type)],
    ['LogonProcessName', 'NtLmSsp '],
    ['AuthenticationPackageName', 'NTLM'],
    ['WorkstationName', workstation],
    ['LogonGuid', '{00000000-0000-0000-0000-000000000000}'],
    ['TransmittedServices', '-'],
    ['LmPackageName', 'NTLM V2'],
    ['KeyLength', '128'],
    ['ProcessId', '0x0'],
    ['ProcessName', '-'],
    ['IpAddress', address],
    ['IpPort', '49731'],
    ['ImpersonationLevel', '%%1833'],
    ['RestrictedAdminMode', '-'],
    ['TargetOutboundUserName', '-'],
    ['TargetOutboundDomainName', '-'],
    ['VirtualAccount', '%%1843'],
    ['TargetLinkedLogonId', '0x0'],
    ['ElevatedToken', '%%1842'],
  ]);
}

/** 4688 in its version 2. */
export function processAudit({ host, at, who, image, commandLine, parentImage }) {
  return securityEvent(4688, 2, 13312, host, at, [
    ...subject(who),
    ['NewProcessId', `0x${(4000 + (record % 3000)).toString(16)}`],
    ['NewProcessName', image],
    ['TokenElevationType', '%%1938'],
    ['ProcessId', '0x540'],
    ['CommandLine', commandLine],
    ['TargetUserSid', 'S-1-0-0'],
    ['TargetUserName', '-'],
    ['TargetDomainName', '-'],
    ['TargetLogonId', '0x0'],
    ['ParentProcessName', parentImage],
    ['MandatoryLabel', 'S-1-16-8192'],
  ]);
}

/** 5145. */
export function shareChecked({
  host,
  at,
  who,
  address,
  share,
  localPath = null,
  target,
  mask,
  access,
}) {
  return securityEvent(5145, 0, 12811, host, at, [
    ...subject(who),
    ['ObjectType', 'File'],
    ['IpAddress', address],
    ['IpPort', '49731'],
    ['ShareName', share],
    ['ShareLocalPath', localPath],
    ['RelativeTargetName', target],
    ['AccessMask', mask],
    ['AccessList', access],
    ['AccessReason', '-'],
  ]);
}

/** 4657: `operation` is %%1904 (created), %%1905 (changed) or %%1906 (deleted). */
export function registryAudit({ host, at, who, key, value, operation, newType, newValue, image }) {
  return securityEvent(4657, 0, 12801, host, at, [
    ...subject(who),
    ['ObjectName', key],
    ['ObjectValueName', value],
    ['HandleId', '0x1b4'],
    ['OperationType', operation],
    ['OldValueType', '%%1873'],
    ['OldValue', '1'],
    ['NewValueType', newType ?? '-'],
    ['NewValue', newValue ?? '-'],
    ['ProcessId', '0x1c20'],
    ['ProcessName', image],
  ]);
}

/** 5136: a value was added to an attribute. */
export function directoryChanged({ host, at, who, object, attribute, value }) {
  return securityEvent(5136, 0, 14081, host, at, [
    ['OpCorrelationID', '{6f0f1c5e-2d34-4d2a-9a0b-51e7b1c0d9a4}'],
    ['AppCorrelationID', '-'],
    ...subject(who),
    ['DSName', 'corp.example'],
    ['DSType', '%%14676'],
    ['ObjectDN', object],
    ['ObjectGUID', '{2b7de3a0-83f1-4b0b-8f0e-6a1b0a5f7c11}'],
    ['ObjectClass', 'groupPolicyContainer'],
    ['AttributeLDAPDisplayName', attribute],
    ['AttributeSyntaxOID', '2.5.5.12'],
    ['AttributeValue', value],
    ['OperationType', '%%14674'],
  ]);
}

const CHANGES = { created: 4698, deleted: 4699, enabled: 4700, disabled: 4701, updated: 4702 };

const plainPrincipal = (author) => [
  '<RunLevel>LeastPrivilege</RunLevel>',
  `<UserId>${escape(author)}</UserId>`,
  '<LogonType>InteractiveToken</LogonType>',
];

const DAILY = [
  '<CalendarTrigger>',
  '  <StartBoundary>2026-03-02T08:30:00</StartBoundary>',
  '  <Enabled>true</Enabled>',
  '  <ScheduleByDay>',
  '    <DaysInterval>1</DaysInterval>',
  '  </ScheduleByDay>',
  '</CalendarTrigger>',
];

/**
 * 4698 to 4702 in their version 1. `actions`, `principal` and `triggers` are the lines inside `<Actions>`,
 * `<Principal>` and `<Triggers>`; `content` false leaves the definition away, as 4699 often does. A task registered
 * from another host has a `clientProcessId` of 0.
 */
export function taskAudit({
  change,
  host,
  at,
  account,
  sid,
  domain = 'CORP',
  logonId = '0x8f31c',
  task,
  actions = [],
  author = `${domain}\\${account}`,
  description,
  principal = plainPrincipal(author),
  triggers = DAILY,
  hidden = false,
  content = true,
  clientProcessId = '7208',
  cutAt = Infinity,
}) {
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
    ...triggers.map((line) => `    ${line}`),
    '  </Triggers>',
    '  <Principals>',
    '    <Principal id="Author">',
    ...principal.map((line) => `      ${line}`),
    '    </Principal>',
    '  </Principals>',
    '  <Settings>',
    '    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>',
    '    <Enabled>true</Enabled>',
    `    <Hidden>${String(hidden)}</Hidden>`,
    '  </Settings>',
    '  <Actions Context="Author">',
    ...actions.map((line) => `    ${line}`),
    '  </Actions>',
    '</Task>',
  ].join('\r\n');
  const remote = clientProcessId === '0';
  return securityEvent(CHANGES[change], 1, 12804, host, at, [
    ...subject({ sid, account, domain, logonId }),
    ['TaskName', task],
    [
      change === 'updated' ? 'TaskContentNew' : 'TaskContent',
      content ? definition.slice(0, cutAt) : null,
    ],
    ['ClientProcessStartKey', remote ? '0' : '4222124650660162'],
    ['ClientProcessId', clientProcessId],
    ['ParentProcessId', remote ? '0' : '5120'],
    ['RpcCallClientLocality', '0'],
    ['FQDN', fullName(host)],
  ]);
}

const SCHEDULER_EVENTS = {
  106: ['TaskRegisteredEvent', 'TaskName', 'UserContext'],
  129: ['CreatedTaskProcess', 'TaskName', 'Path', 'ProcessID', 'Priority'],
  140: ['TaskUpdated', 'TaskName', 'UserName'],
  141: ['TaskDeleted', 'TaskName', 'UserName'],
  142: ['TaskDisabled', 'TaskName', 'UserName'],
  200: ['ActionStart', 'TaskName', 'ActionName', 'TaskInstanceId', 'EnginePID'],
};

/** An event of TaskScheduler/Operational; `values` in the order of its data. */
export function schedulerEvent(id, { host, at, user = 'S-1-5-18' }, ...values) {
  const [dataName, ...names] = SCHEDULER_EVENTS[id];
  return event(
    {
      provider: 'Microsoft-Windows-TaskScheduler',
      guid: '{de7b24ea-73c8-4a09-985d-5bdadcfa9017}',
      id,
      version: id === 200 ? 1 : 0,
      level: 4,
      task: id,
      opcode: id === 200 ? 1 : 0,
      keywords: OPERATIONAL,
      at,
      channel: 'Microsoft-Windows-TaskScheduler/Operational',
      computer: fullName(host),
      pid: 1344,
      tid: 2260,
      user,
      dataName,
    },
    names.map((name, index) => [name, values[index] ?? '']),
  );
}

/** PowerShell 4104, in one part. */
export function scriptBlock({ host, at, user, script, path = null }) {
  return event(
    {
      provider: 'Microsoft-Windows-PowerShell',
      guid: '{a0c1853b-5c40-4b15-8766-3cf1c58f985a}',
      id: 4104,
      version: 1,
      level: 3,
      task: 2,
      opcode: 15,
      keywords: '0x0',
      at,
      channel: 'Microsoft-Windows-PowerShell/Operational',
      computer: fullName(host),
      pid: 6312,
      tid: 5508,
      user,
    },
    [
      ['MessageNumber', '1'],
      ['MessageTotal', '1'],
      ['ScriptBlockText', script],
      ['ScriptBlockId', `${sha1(script).slice(0, 8)}-9a01-4710-8e03-${sha1(at).slice(0, 12)}`],
      ['Path', path],
    ],
  );
}
