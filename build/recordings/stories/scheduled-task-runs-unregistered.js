// What the scheduler's log says of a fortnight: routine, registrations, and one task that comes out of nowhere.
import { ordinary, schedulerEvent, taskAudit, time } from '../events.js';
import { exec, keller, updater } from '../cast.js';

const SCAN = '\\Microsoft\\Windows\\UpdateOrchestrator\\Schedule Scan';
const NORTHWIND = '\\NorthwindUpdateTaskMachine';
const MAPS = '\\Microsoft\\Windows\\Maps\\MapsDownload';
const INSTANCE = '{3C0D0C11-7C58-4E2B-9C0F-1F4B6C1E7A20}';
const days = ['2026-02-22', '2026-02-24', '2026-02-26', '2026-02-28', '2026-03-01', '2026-03-02'];

const ran = (host, at, task, program) => [
  schedulerEvent(129, { host, at: time(at) }, task, program, '5120', '16384'),
  schedulerEvent(200, { host, at: time(at, 2_400_000) }, task, program, INSTANCE, '1344'),
];

const routine = (host) =>
  days.flatMap((day) => [
    ...ran(host, `${day}T07:10:00`, SCAN, 'C:\\Windows\\system32\\usoclient.exe'),
    ...ran(host, `${day}T07:15:00`, NORTHWIND, updater),
  ]);

export const recordings = {
  'unexplained-ghost.xml': () => [
    ...ordinary(...routine('ws-014'), ...routine('ws-015')),
    ...ran('WS-014', '2026-03-02T09:29:30', MAPS, 'C:\\Windows\\System32\\mapsupd.exe'),
  ],
  'unexplained-near-registered.xml': () => [
    ...routine('ws-014'),
    schedulerEvent(
      106,
      { host: 'ws-014', at: time('2026-03-01T12:00:00') },
      '\\NORTHWIND\\Report',
      'CORP\\m.keller',
    ),
    ...ran(
      'ws-014',
      '2026-03-02T09:00:00',
      '\\Northwind\\Report',
      'C:\\Program Files\\Northwind\\Report\\report.exe',
    ),
    taskAudit({
      ...keller,
      change: 'created',
      at: time('2026-03-02T09:05:00'),
      task: '\\Letters & more',
      actions: exec('C:\\Windows\\System32\\notepad.exe'),
    }),
    ...ran(
      'ws-014',
      '2026-03-02T09:06:00',
      '\\Letters & more',
      'C:\\Windows\\System32\\notepad.exe',
    ),
  ],
  'unexplained-near-routine.xml': () => [
    ...['ws-014', 'ws-015', 'ws-016'].flatMap(routine),
    ...['ws-014', 'ws-015', 'ws-016'].flatMap((host) =>
      ran(host, '2026-03-02T09:10:00', '\\Microsoft\\Windows\\Servicing\\Monthly', 'taskhostw.exe'),
    ),
  ],
  'unexplained-near-new-host.xml': () => [
    ...ran('ws-020', '2026-03-02T07:10:00', SCAN, 'C:\\Windows\\system32\\usoclient.exe'),
    ...ran('ws-020', '2026-03-02T09:29:30', MAPS, 'C:\\Windows\\System32\\mapsupd.exe'),
    ...ran(
      'ws-020',
      '2026-03-02T09:31:00',
      '\\Microsoft\\Windows\\DiskCleanup\\SilentCleanup',
      'cleanmgr.exe',
    ),
  ],
};

/** What the malicious events of a recording are: all that `ordinary` does not except. */
export const attacks = {
  'unexplained-ghost.xml':
    'a task out of the registry runs after a week in which the host was watched',
};
