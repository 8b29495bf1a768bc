// Tasks that come over the network, and sessions that only look like it.
import { loggedOn, shareChecked, taskAudit, time } from '../events.js';
import { admin, exec, keller, machine } from '../cast.js';

const at = (text, ticks) => time(`2026-03-02T${text}`, ticks);
const session = (host, logonId) => ({ ...admin, host, logonId });
const report = exec('C:\\Program Files\\Northwind\\Report\\report.exe', '/daily');

const pipe = (host, when, who, address, target = 'atsvc', share = '\\\\*\\IPC$') =>
  shareChecked({
    host,
    at: when,
    who,
    address,
    share,
    target,
    mask: '0x12019f',
    access: '%%1538\r\n\t\t\t\t%%4416\r\n\t\t\t\t',
  });

/** The event as Windows before 10 1607 writes it. */
const older = (event) =>
  event
    .replace('<Version>1</Version>', '<Version>0</Version>')
    .replace(/<Data Name='ClientProcessStartKey'>.*<\/Data><\/EventData>/, '</EventData>');

export const recordings = {
  'remote-by-pipe.xml': () => {
    const who = session('srv-003', '0x17e2d2');
    return [
      loggedOn({ host: 'srv-003', at: at('17:00:00', 100), who, address: '10.20.0.17' }),
      pipe('srv-003', at('17:00:00', 200_000), who, '10.20.0.17'),
      taskAudit({
        ...who,
        change: 'created',
        at: at('17:00:00', 300_000),
        task: '\\WinSync',
        actions: report,
        clientProcessId: '0',
      }),
    ];
  },
  'remote-by-tcp.xml': () => {
    const old = session('SRV-004', '0x2A9F01');
    return [
      taskAudit({
        ...session('srv-003', '0x18aa10'),
        change: 'updated',
        at: at('17:10:00'),
        task: '\\Northwind\\Nightly',
        actions: report,
        clientProcessId: '0',
      }),
      loggedOn({ host: 'SRV-004', at: at('17:20:00'), who: old, address: '::ffff:10.20.0.18' }),
      older(
        taskAudit({
          ...old,
          logonId: '0x2a9f01',
          change: 'created',
          at: at('17:20:05'),
          task: '\\WinSync',
          actions: report,
        }),
      ),
    ];
  },
  'remote-pipe-only.xml': () => [
    pipe(
      'srv-003',
      at('17:34:30'),
      session('srv-003', '0x19bb20'),
      'fe80::1c4f:22a1:90b3:7d05',
      'ATSVC',
    ),
  ],
  'remote-file.xml': () => [
    shareChecked({
      host: 'srv-003',
      at: at('17:36:00'),
      who: session('srv-003', '0x19cc40'),
      address: '10.20.0.17',
      share: '\\\\*\\ADMIN$',
      localPath: '\\??\\C:\\Windows',
      target: 'SYSTEM32\\Tasks\\WinSync',
      mask: '0x120196',
      access: '%%1538 %%4417',
    }),
  ],
  'remote-near-local.xml': () => [
    shareChecked({
      host: 'ws-014',
      at: at('17:39:00'),
      who: session('ws-014', '0x1ac310'),
      address: '10.20.0.19',
      share: '\\\\*\\ADMIN$',
      localPath: '\\??\\C:\\Windows',
      target: 'System32\\Tasks\\Letter',
      mask: '0x120089',
      access: '%%1538 %%4416',
    }),
    loggedOn({
      host: 'ws-014',
      at: at('17:40:00'),
      who: session('ws-014', '0x1ac300'),
      address: '10.20.0.19',
    }),
    pipe('ws-014', at('17:40:01'), session('ws-014', '0x1ac300'), '10.20.0.19', 'srvsvc'),
    taskAudit({
      ...keller,
      change: 'created',
      at: at('17:40:02'),
      task: '\\Letter',
      actions: report,
    }),
    taskAudit({
      ...admin,
      logonId: '0x90b10',
      change: 'updated',
      at: at('17:40:03'),
      task: '\\Letter',
      actions: report,
    }),
  ],
  'remote-near-management.xml': () => {
    const own = session('srv-003', '0x1bd400');
    const managed = session('srv-003', '0x1be500');
    return [
      loggedOn({ host: 'srv-003', at: at('17:50:00'), who: own, address: '127.0.0.1' }),
      taskAudit({
        ...own,
        change: 'created',
        at: at('17:50:01'),
        task: '\\Import',
        actions: report,
      }),
      pipe('srv-003', at('17:50:02'), own, '::1'),
      loggedOn({ host: 'srv-003', at: at('17:51:00'), who: managed, address: '2001:db8:17::10' }),
      taskAudit({
        ...managed,
        change: 'created',
        at: at('17:51:01'),
        task: '\\Inventory',
        actions: report,
        clientProcessId: '0',
      }),
      pipe('srv-003', at('17:52:00'), session('srv-003', '0x1bf600'), '10.20.0.19', 'spoolss'),
      pipe(
        'srv-003',
        at('17:52:01'),
        session('srv-003', '0x1bf600'),
        '10.20.0.19',
        'docs\\atsvc',
        '\\\\*\\Files',
      ),
      taskAudit({
        ...machine('srv-003'),
        change: 'updated',
        at: at('17:53:00'),
        task: '\\Microsoft\\Windows\\Flighting\\Refresh',
        actions: report,
        clientProcessId: '0',
      }),
    ];
  },
};

/** What the malicious events of a recording are: all that `ordinary` does not except. */
export const attacks = {
  'remote-by-pipe.xml': "atexec's way, over the pipe atsvc",
  'remote-by-tcp.xml':
    "schtasks /s over TCP, seen by the client's process alone, and an older Windows without that field, seen by the logon",
  'remote-pipe-only.xml': 'the pipe is opened, task auditing is off',
  'remote-file.xml': "a task's file is written over the administrative share",
};
