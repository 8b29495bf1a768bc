// Sysmon's events, field for field.
import { event, fullName, OPERATIONAL, processId, sha1 } from './log-event.js';

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
  const pid = processId();
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
  ['ProcessId', String(processId())],
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
