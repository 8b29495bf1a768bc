// Tasks that live for moments, and tasks that come and go as Windows plans them.
import { loggedOn, schedulerEvent, shareChecked, taskAudit, time } from '../events.js';
import { admin, asSystem, exec, machine, scheduled, typed } from '../cast.js';

const remote = { ...admin, host: 'srv-003', logonId: '0x17e2d2' };
const ADDRESS = '10.20.0.17';
const output = exec('cmd.exe', '/C tasklist > %windir%\\Temp\\kXwRpQlm.tmp 2>&1');
const second = (at, ticks) => time(`2026-03-02T${at}`, ticks);

const change = (kind, at, task, more) =>
  taskAudit({
    ...remote,
    change: kind,
    at,
    task,
    actions: output,
    principal: asSystem,
    hidden: true,
    clientProcessId: '0',
    ...more,
  });

const schtasks = (at, commandLine, image = 'C:\\Windows\\System32\\schtasks.exe') =>
  typed({ host: 'ws-014', at: second(at), image, commandLine, originalName: 'schtasks.exe' });

export const recordings = {
  'short-lived-remote-command.xml': () => [
    loggedOn({ host: 'srv-003', at: second('16:20:00', 100), who: remote, address: ADDRESS }),
    shareChecked({
      host: 'srv-003',
      at: second('16:20:00', 200_000),
      who: remote,
      address: ADDRESS,
      share: '\\\\*\\IPC$',
      target: 'atsvc',
      mask: '0x3',
      access: '%%4416\r\n\t\t\t\t%%4417\r\n\t\t\t\t',
    }),
    change('created', second('16:20:00', 400_000), '\\kXwRpQlm'),
    scheduled({
      host: 'srv-003',
      at: second('16:20:00', 500_000),
      image: 'C:\\Windows\\System32\\cmd.exe',
      commandLine: 'cmd.exe /C tasklist > C:\\Windows\\Temp\\kXwRpQlm.tmp 2>&1',
    }),
    change('deleted', second('16:20:00', 800_000), '\\kXwRpQlm', { content: false }),
  ],
  'short-lived-scheduler-log.xml': () => [
    schedulerEvent(
      106,
      { host: 'SRV-003', at: second('16:20:00', 400_000) },
      '\\kXwRpQlm',
      'S-1-5-18',
    ),
    schedulerEvent(
      141,
      { host: 'srv-003', at: second('16:20:00', 800_000) },
      '\\kXwRpQlm',
      'NT AUTHORITY\\SYSTEM',
    ),
  ],
  'short-lived-by-command-line.xml': () => [
    schtasks(
      '16:05:10',
      'schtasks /create /tn "Northwind Helper" /tr "cmd /c whoami" /sc once /st 23:59',
    ),
    schtasks('16:05:12', 'schtasks /run /tn "Northwind Helper"'),
    schtasks(
      '16:09:59',
      '"C:\\ProgramData\\st.exe" -DELETE /F /TN "\\NORTHWIND HELPER"',
      'C:\\ProgramData\\st.exe',
    ),
  ],
  'short-lived-near-windows.xml': () => {
    const task = '\\Microsoft\\Windows\\UpdateOrchestrator\\AC Power Download';
    return [
      change('created', second('03:00:00'), task, machine('srv-003')),
      change('deleted', second('03:00:02'), task, machine('srv-003')),
      schedulerEvent(106, { host: 'srv-003', at: second('03:00:00') }, task, 'CORP\\SRV-003$'),
      schedulerEvent(
        141,
        { host: 'srv-003', at: second('03:00:02') },
        task,
        'NT AUTHORITY\\SYSTEM',
      ),
    ];
  },
  'short-lived-near-day.xml': () => [
    change('created', second('08:00:00'), '\\Northwind\\Import'),
    change('deleted', second('08:40:00'), '\\Northwind\\Import'),
    change('deleted', second('08:50:00'), '\\Northwind\\Nightly'),
    change('created', second('08:50:01'), '\\Northwind\\Nightly'),
    change('created', second('08:55:00'), '\\Northwind\\Sync'),
    change('deleted', second('08:55:30'), '\\Northwind\\Sync', { host: 'srv-004' }),
  ],
};

/** What the malicious events of a recording are: all that `ordinary` does not except. */
export const attacks = {
  'short-lived-remote-command.xml':
    'a task runs one command as SYSTEM for another host and is deleted within a second',
  'short-lived-scheduler-log.xml':
    "a task that SYSTEM registers outside Windows' folder and deletes within a second, in the scheduler's own log",
  'short-lived-by-command-line.xml':
    'schtasks creates, runs and deletes a task, in another spelling each time',
};
