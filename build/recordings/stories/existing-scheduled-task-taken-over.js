// Tasks of others put to one's own use, and changes that belong to everyday life.
import { fileCreated, registryChanged, schedulerEvent, taskAudit, time } from '../events.js';
import { admin, DOMAIN_SID, exec, keller, SERVICE_HOST } from '../cast.js';

const at = (second) => time(`2026-03-02T23:30:${String(second).padStart(2, '0')}`);
const HIVE = `HKU\\${DOMAIN_SID}-1147`;
const REG = 'C:\\Windows\\System32\\reg.exe';
const MINE = 'CORP\\m.keller';

const set = (second, target, value, image = REG, user = MINE) =>
  registryChanged({ host: 'ws-014', at: at(second), image, target, value, user });

const oneDrive = `\\OneDrive Standalone Update Task-${DOMAIN_SID}-1147`;

export const recordings = {
  'takeover-definition.xml': () => [
    taskAudit({
      ...admin,
      change: 'updated',
      at: at(1),
      task: '\\Northwind\\Nightly',
      author: 'Northwind Traders',
      actions: exec('C:\\Program Files\\Northwind\\Report\\report.exe', '/all'),
    }),
  ],
  'takeover-file.xml': () => [
    fileCreated({
      host: 'ws-014',
      at: at(11),
      image: 'C:\\Windows\\Temp\\t.exe',
      file: 'C:\\WINDOWS\\System32\\TASKS\\Northwind\\Nightly',
    }),
    fileCreated({
      host: 'ws-014',
      at: at(12),
      image: 'C:\\Windows\\Temp\\svchost.exe',
      file: 'C:\\Windows\\SysWOW64\\Tasks\\Sync',
    }),
  ],
  'takeover-environment.xml': () => [
    set(21, `${HIVE}\\Environment\\windir`, 'cmd /c start n.exe & rem '),
    set(22, `${HIVE.toUpperCase()}\\ENVIRONMENT\\SYSTEMROOT`, 'C:\\Users\\Public\\x'),
    set(
      23,
      `${HIVE}_Classes\\CLSID\\{0358B920-0AC7-461F-98F4-58E32CD89148}\\InprocServer32\\(Default)`,
      'C:\\Users\\m.keller\\AppData\\Local\\w.dll',
    ),
  ],
  'takeover-in-log.xml': () => [
    schedulerEvent(
      140,
      { host: 'ws-014', at: at(14) },
      '\\Microsoft\\Windows\\Maps\\MapsToastTask',
      'CORP\\adm-brandt',
    ),
    fileCreated({
      host: 'ws-014',
      at: at(15),
      image: 'C:\\Windows\\System32\\cmd.exe',
      file: 'C:\\Windows\\Tasks\\At1.job',
      user: 'CORP\\adm-brandt',
    }),
  ],
  'takeover-near-updates.xml': () => [
    schedulerEvent(140, { host: 'ws-014', at: at(30) }, oneDrive, 'CORP\\m.keller'),
    schedulerEvent(
      140,
      { host: 'ws-014', at: at(30) },
      '\\Microsoft\\Windows\\Maps\\MapsToastTask',
      'S-1-5-18',
    ),
    taskAudit({
      ...keller,
      change: 'updated',
      at: at(31),
      task: oneDrive,
      author: 'Microsoft Corporation',
      actions: exec('%localappdata%\\Microsoft\\OneDrive\\OneDriveStandaloneUpdater.exe'),
    }),
    fileCreated({
      host: 'ws-014',
      at: at(32),
      image: SERVICE_HOST,
      file: 'C:\\Windows\\System32\\Tasks\\Northwind\\Nightly',
    }),
    fileCreated({
      host: 'ws-014',
      at: at(33),
      image: 'C:\\Windows\\System32\\notepad.exe',
      file: 'C:\\Users\\m.keller\\Tasks\\list.txt',
      user: MINE,
    }),
  ],
  'takeover-near-registry.xml': () => [
    set(41, `${HIVE}\\Environment\\OneDrive`, 'C:\\Users\\m.keller\\OneDrive'),
    set(
      42,
      'HKLM\\System\\CurrentControlSet\\Control\\Session Manager\\Environment\\windir',
      '%SystemRoot%',
    ),
    set(
      43,
      `${HIVE}_Classes\\CLSID\\{A3CA1CF4-5F3E-4AC0-91B9-0D3716E1EAC3}\\InprocServer32\\(Default)`,
      'C:\\Users\\m.keller\\AppData\\Local\\Microsoft\\OneDrive\\FileSyncShell64.dll',
    ),
    set(
      44,
      'HKLM\\SOFTWARE\\Classes\\CLSID\\{0358B920-0AC7-461F-98F4-58E32CD89148}\\InprocServer32\\(Default)',
      'C:\\Windows\\System32\\wininet.dll',
    ),
  ],
};

/** What the malicious events of a recording are: all that `ordinary` does not except. */
export const attacks = {
  'takeover-definition.xml': "an administrator's session gives a maintenance task another program",
  'takeover-file.xml':
    'the file of a task is written by another process, in capitals and by a false service host',
  'takeover-environment.xml':
    "the system folder in a user's environment and the class of a built-in task are redirected",
  'takeover-in-log.xml':
    "the scheduler's log says that a user updated a task of Windows; a task file of the old kind",
};
