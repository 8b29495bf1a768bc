// A policy that is given a task, and the many who only read policies.
import { directoryChanged, fileCreated, shareChecked, time } from '../events.js';
import { admin, machine } from '../cast.js';

const at = (second) => time(`2026-03-02T14:00:${String(second).padStart(2, '0')}`);
const POLICY = '{6D8A2C41-9F35-4E0B-B7C1-20D4E6F8A913}';
const TASKS = `corp.example\\Policies\\${POLICY}\\Machine\\Preferences\\ScheduledTasks\\ScheduledTasks.xml`;
const OBJECT = `CN=${POLICY},CN=Policies,CN=System,DC=corp,DC=example`;
const READ = '%%1538\r\n\t\t\t\t%%4416\r\n\t\t\t\t';
const WRITE = `${READ}%%4417\r\n\t\t\t\t`;

const share = (second, who, target, mask, access) =>
  shareChecked({
    host: 'dc-001',
    at: at(second),
    who,
    address: '10.20.0.21',
    share: '\\\\*\\SYSVOL',
    localPath: '\\??\\C:\\Windows\\SYSVOL\\sysvol',
    target,
    mask,
    access,
  });
const directory = (second, attribute, value) =>
  directoryChanged({
    host: 'dc-001',
    at: at(second),
    who: admin,
    object: OBJECT,
    attribute,
    value,
  });
const written = (second, file) =>
  fileCreated({
    host: 'dc-001',
    at: at(second),
    image: 'C:\\Windows\\System32\\mmc.exe',
    file,
    user: 'CORP\\adm-brandt',
  });

export const recordings = {
  'policy-share.xml': () => [
    share(1, admin, TASKS.toUpperCase(), '0x12019F', WRITE),
    directory(
      2,
      'gPCMachineExtensionNames',
      '[{00000000-0000-0000-0000-000000000000}{CAB54552-DEEA-4691-817E-ED4A4D1AFC72}][{AADCED64-746C-4633-A97C-D61349046527}{CAB54552-DEEA-4691-817E-ED4A4D1AFC72}]',
    ),
  ],
  'policy-file.xml': () => [
    written(
      11,
      `C:\\Windows\\SYSVOL\\domain\\Policies\\${POLICY}\\USER\\Preferences\\ScheduledTasks\\ScheduledTasks.xml`,
    ),
  ],
  'policy-near-readers.xml': () => [
    share(21, machine('ws-014'), TASKS, '0x120089', READ),
    share(22, admin, TASKS, '0x1', READ),
    share(23, admin, TASKS.replaceAll('ScheduledTasks', 'Drives'), '0x12019f', WRITE),
    written(24, `C:\\Windows\\SYSVOL\\domain\\Policies\\${POLICY}\\Machine\\Registry.pol`),
  ],
  'policy-near-other.xml': () => [
    directory(31, 'versionNumber', '14'),
    directory(
      32,
      'gPCMachineExtensionNames',
      '[{35378EAC-683F-11D2-A89A-00C04FBBCFA2}{D02B1F72-3407-48AE-BA88-E8213C6761F1}]',
    ),
    written(33, 'D:\\Backup\\ScheduledTasks.xml'),
  ],
};

/** What the malicious events of a recording are: all that `ordinary` does not except. */
export const attacks = {
  'policy-share.xml':
    'the file is written over the network, in another spelling, and the directory object follows',
  'policy-file.xml': 'the file is written on the domain controller itself',
};
