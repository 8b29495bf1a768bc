// Tasks that are taken out of sight by a change in the registry, and registry changes that only look alike.
import { registryAudit, registryChanged, time } from '../events.js';
import { machine, SERVICE_HOST } from '../cast.js';

const CACHE = 'HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Schedule\\TaskCache';
const AUDITED =
  '\\REGISTRY\\MACHINE\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Schedule\\TaskCache';
const REG = 'C:\\Windows\\system32\\reg.exe';
const TASK = '{5D1E2C7A-83B4-4C0F-9E55-0B1D6F2A9C31}';

const service = (second, change, target, value) =>
  registryChanged({
    host: 'ws-014',
    at: time(`2026-03-02T10:30:${second}`),
    image: SERVICE_HOST,
    change,
    target: `${CACHE}\\${target}`,
    value,
  });

const registered = (task, second) => [
  service(second, 'CreateKey', `Tree\\${task}`),
  service(second, 'SetValue', `Tree\\${task}\\SD`, 'Binary Data'),
  service(second, 'SetValue', `Tree\\${task}\\Id`, TASK),
  service(second, 'SetValue', `Tree\\${task}\\Index`, 'DWORD (0x00000003)'),
  service(second, 'CreateKey', `Tasks\\${TASK}`),
  service(second, 'SetValue', `Tasks\\${TASK}\\Path`, `\\${task}`),
  service(second, 'SetValue', `Tasks\\${TASK}\\Actions`, 'Binary Data'),
];

export const recordings = {
  'hidden-descriptor-removed.xml': () => [
    ...registered('WinUpdate', '01'),
    registryChanged({
      host: 'ws-014',
      at: time('2026-03-02T10:31:44', 8812009),
      image: REG,
      change: 'DeleteValue',
      target: `${CACHE}\\Tree\\WinUpdate\\SD`,
    }),
  ],
  'hidden-index-zero.xml': () => [
    registryChanged({
      host: 'ws-014',
      at: time('2026-03-02T10:40:03'),
      image: 'C:\\Windows\\Temp\\t.exe',
      target: `${CACHE}\\Tree\\Northwind\\Sync\\Index`,
      value: 'DWORD (0x00000000)',
    }),
    registryChanged({
      host: 'WS-015',
      at: time('2026-03-02T10:58:59', 9_990_000),
      image: 'C:\\WINDOWS\\System32\\WindowsPowerShell\\v1.0\\POWERSHELL.EXE',
      change: 'DeleteValue',
      target: `${CACHE.toUpperCase()}\\TREE\\NORTHWIND\\SYNC\\INDEX`,
    }),
  ],
  'hidden-audited.xml': () => [
    registryAudit({
      host: 'ws-014',
      at: time('2026-03-02T10:31:44', 8812009),
      who: machine('ws-014'),
      key: `${AUDITED}\\Tree\\WinUpdate`,
      value: 'SD',
      operation: '%%1906',
      image: 'C:\\Windows\\System32\\reg.exe',
    }),
  ],
  'hidden-near-registration.xml': () => [
    ...registered('Northwind\\Nightly', '01'),
    ...registered('SD', '02'),
    service('03', 'DeleteKey', 'Tree\\SD'),
    service('04', 'DeleteValue', `Tasks\\${TASK}\\Triggers`),
    service('05', 'DeleteKey', 'Tree\\Northwind\\Nightly'),
  ],
  'hidden-near-other-keys.xml': () => [
    registryChanged({
      host: 'ws-014',
      at: time('2026-03-02T10:41:00'),
      image: REG,
      change: 'DeleteValue',
      target: 'HKLM\\SOFTWARE\\Northwind\\Tree\\Sync\\SD',
    }),
    registryChanged({
      host: 'ws-014',
      at: time('2026-03-02T10:41:10'),
      image: SERVICE_HOST,
      target: `${CACHE}\\Tasks\\${TASK}\\Index`,
      value: 'DWORD (0x00000000)',
    }),
    registryChanged({
      host: 'ws-014',
      at: time('2026-03-02T10:41:20'),
      image: SERVICE_HOST,
      target: `${CACHE}\\Tree\\Northwind\\Sync\\Index`,
      value: 'DWORD (0x00000003)',
    }),
  ],
};

/** What the malicious events of a recording are: all that `ordinary` does not except. */
export const attacks = {
  'hidden-descriptor-removed.xml': "a task's security descriptor is deleted with reg.exe as SYSTEM",
  'hidden-index-zero.xml':
    'Index is set to 0 by a tool of the intruder, and removed on another host in another spelling',
  'hidden-audited.xml': "a task's security descriptor is deleted, seen by object auditing alone",
};
