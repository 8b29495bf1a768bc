// Events of the Security log, field for field.
import { escape, event, fullName, processId } from './log-event.js';

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
    ['NewProcessId', `0x${processId().toString(16)}`],
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
