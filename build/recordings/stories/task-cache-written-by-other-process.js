// Tasks that are written into the registry past the service, and writers that may.
import { ordinary, registryAudit, registryChanged, time } from '../events.js';
import { machine, SERVICE_HOST } from '../cast.js';

const SCHEDULE = 'HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Schedule';
const CACHE = `${SCHEDULE}\\TaskCache`;
const AUDITED =
  '\\REGISTRY\\MACHINE\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Schedule\\TaskCache';
const GHOST = 'C:\\Windows\\Temp\\ghost.exe';
const TASK = '{9E7A4C15-2B60-4F7D-8C2E-6A51D3B0F842}';

const by = (image, host, minute) => (target, value, change) =>
  registryChanged({
    host,
    at: time(`2026-03-02T${minute}:17`, 3300470),
    image,
    change: change ?? (value === undefined ? 'CreateKey' : 'SetValue'),
    target,
    value,
  });

export const recordings = {
  'cache-made-by-registry.xml': () => {
    const ghost = by(GHOST, 'ws-014', '11:02');
    return [
      ghost(`${CACHE}\\Tree\\GameBar`),
      ghost(`${CACHE}\\Tree\\GameBar\\SD`, 'Binary Data'),
      ghost(`${CACHE}\\Tree\\GameBar\\Id`, TASK),
      ghost(`${CACHE}\\Tree\\GameBar\\Index`, 'DWORD (0x00000003)'),
      ghost(`${CACHE}\\Tasks\\${TASK}`),
      ghost(`${CACHE}\\Tasks\\${TASK}\\Path`, '\\GameBar'),
      ghost(`${CACHE}\\Tasks\\${TASK}\\Triggers`, 'Binary Data'),
      ghost(`${CACHE}\\Tasks\\${TASK}\\Actions`, 'Binary Data'),
      ghost(`${CACHE}\\Plain\\${TASK}`),
    ];
  },
  'cache-look-alike-service.xml': () => [
    by(
      'C:\\ProgramData\\svchost.exe',
      'WS-015',
      '11:05',
    )(`${CACHE}\\Tasks\\${TASK}\\Actions`, 'Binary Data'),
    by('C:\\WINDOWS\\SYSTEM32\\WINDOWSPOWERSHELL\\V1.0\\POWERSHELL.EXE', 'WS-015', '11:55')(
      `${CACHE.toUpperCase()}\\TREE\\NORTHWIND\\SYNC`,
      undefined,
      'DeleteKey',
    ),
  ],
  'cache-audited.xml': () => [
    registryAudit({
      host: 'ws-014',
      at: time('2026-03-02T11:02:17', 3300470),
      who: machine('ws-014'),
      key: `${AUDITED}\\Tasks\\${TASK}`,
      value: 'Actions',
      operation: '%%1905',
      image: GHOST,
    }),
    ...ordinary(
      registryAudit({
        host: 'ws-014',
        at: time('2026-03-02T11:03:17'),
        who: machine('ws-014'),
        key: `${AUDITED}\\Tasks\\${TASK}`,
        value: 'DynamicInfo',
        operation: '%%1905',
        image: SERVICE_HOST,
      }),
    ),
  ],
  'cache-near-upgrade.xml': () => [
    by(
      'C:\\$WINDOWS.~BT\\Sources\\SetupHost.exe',
      'ws-014',
      '02:40',
    )(`${CACHE}\\Tree\\Northwind\\Sync\\SD`, 'Binary Data'),
    by('C:\\Windows\\regedit.exe', 'ws-014', '11:20')(`${CACHE}\\Tree\\Northwind`),
  ],
  'cache-near-service-settings.xml': () => [
    by(
      'C:\\Windows\\System32\\reg.exe',
      'ws-014',
      '11:30',
    )(`${SCHEDULE}\\Configuration\\EnableAt`, 'DWORD (0x00000000)'),
    by(
      'C:\\Program Files\\Northwind\\Report\\report.exe',
      'ws-014',
      '11:31',
    )('HKLM\\SOFTWARE\\Northwind\\TaskCache\\Tree\\Daily\\Index', 'DWORD (0x00000001)'),
  ],
};

/** What the malicious events of a recording are: all that `ordinary` does not except. */
export const attacks = {
  'cache-made-by-registry.xml':
    'a tool writes a whole task, name and definition, without the scheduler',
  'cache-look-alike-service.xml':
    'the writer is called svchost.exe but lies in another folder, and another is PowerShell in capitals',
  'cache-audited.xml': "a tool writes a task's actions, seen by object auditing alone",
};
