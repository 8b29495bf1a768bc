// Tasks with more rights than the session that registers them, and tasks that only name SYSTEM.
import { taskAudit, time } from '../events.js';
import { admin, asSystem, exec, keller, machine, updater } from '../cast.js';

const report = exec('C:\\Program Files\\Northwind\\Report\\report.exe', '/daily');

export const recordings = {
  'system-task-by-user.xml': () => [
    taskAudit({
      ...keller,
      change: 'created',
      at: time('2026-03-02T15:00:01'),
      task: '\\Printer fix',
      actions: report,
      principal: asSystem,
    }),
    taskAudit({
      ...keller,
      change: 'created',
      at: time('2026-03-02T15:00:11'),
      task: '\\p2',
      actions: report,
      principal: ['<RunLevel>LeastPrivilege</RunLevel>', '<UserId>NT AUTHORITY\\System</UserId>'],
    }),
    taskAudit({
      ...keller,
      change: 'created',
      at: time('2026-03-02T15:00:21'),
      task: '\\p3',
      actions: report,
      principal: [
        '<LogonType>InteractiveToken</LogonType>',
        '<RunLevel>HighestAvailable</RunLevel>',
        '<UserId>CORP\\m.keller</UserId>',
      ],
    }),
  ],
  'system-task-changed.xml': () => [
    taskAudit({
      ...admin,
      change: 'updated',
      at: time('2026-03-02T15:10:01'),
      task: '\\Northwind\\Nightly',
      actions: report,
      principal: ['<RunLevel>LeastPrivilege</RunLevel>', '<GroupId>S-1-5-32-544</GroupId>'],
    }),
  ],
  // The same definition as an XML document with a prefix on every element.
  'system-task-prefix.xml': () => [
    taskAudit({
      ...keller,
      change: 'created',
      at: time('2026-03-02T15:15:01'),
      task: '\\p5',
      actions: report,
      principal: asSystem,
    }).replace(/&lt;(\/?)(?=[A-Z])/g, '&lt;$1t:'),
  ],
  'system-task-near-miss.xml': () => [
    taskAudit({
      ...keller,
      change: 'created',
      at: time('2026-03-02T15:20:01'),
      task: '\\Notes on SYSTEM',
      description: '<UserId>S-1-5-18</UserId> is how a task runs as SYSTEM',
      actions: report,
      triggers: [
        '<LogonTrigger>',
        '  <Enabled>true</Enabled>',
        '  <UserId>NT AUTHORITY\\SYSTEM</UserId>',
        '</LogonTrigger>',
      ],
    }),
    taskAudit({
      ...admin,
      change: 'created',
      at: time('2026-03-02T15:20:11'),
      task: '\\NpcapWatchdog',
      actions: exec('"C:\\Program Files\\Npcap\\CheckStatus.bat"'),
      principal: asSystem,
    }),
    taskAudit({
      ...machine('ws-014'),
      change: 'created',
      at: time('2026-03-02T15:20:21'),
      task: '\\NorthwindUpdateTaskMachine',
      actions: exec(updater, '/silent'),
      principal: asSystem,
    }),
  ],
};

/** What the malicious events of a recording are: all that `ordinary` does not except. */
export const attacks = {
  'system-task-by-user.xml':
    "a user's session registers tasks as SYSTEM, by identifier and by name, and one with the highest rights",
  'system-task-changed.xml':
    'an existing task is changed to run for all administrators, the parts in another order',
  'system-task-prefix.xml': 'a definition whose elements carry a namespace prefix',
};
