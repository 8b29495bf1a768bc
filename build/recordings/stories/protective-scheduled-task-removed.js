// Protection that is taken away by its tasks, and tasks that go for other reasons.
import { ordinary, schedulerEvent, scriptBlock, taskAudit, time } from '../events.js';
import { admin, exec, machine, typed, DOMAIN_SID } from '../cast.js';

const at = (second) => time(`2026-03-02T21:00:${String(second).padStart(2, '0')}`);
const on = { ...admin, host: 'srv-003' };
const report = exec('C:\\Program Files\\Northwind\\Report\\report.exe', '/daily');

const line = (
  second,
  commandLine,
  image = 'C:\\Windows\\System32\\schtasks.exe',
  originalName = 'schtasks.exe',
) =>
  typed({
    host: 'srv-003',
    at: at(second),
    image,
    originalName,
    commandLine,
    user: 'CORP\\adm-brandt',
  });
const POWERSHELL = 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe';
const audit = (second, change, task, more) =>
  taskAudit({ ...on, change, at: at(second), task, actions: report, ...more });

export const recordings = {
  'protection-by-command.xml': () => [
    line(1, 'schtasks  /Delete /F /TN "\\Microsoft\\Windows\\SystemRestore\\SR"'),
    line(
      2,
      'C:\\Users\\Public\\s.exe -change -TN "Northwind BackUp" -disable',
      'C:\\Users\\Public\\s.exe',
    ),
    line(
      3,
      "powershell -c Disable-ScheduledTask -TaskPath '\\Microsoft\\Windows\\Windows Defender\\' -TaskName 'Windows Defender Scheduled Scan'",
      POWERSHELL,
      'PowerShell.EXE',
    ),
  ],
  'protection-audited.xml': () => [
    audit(11, 'disabled', '\\Contoso Endpoint Protection\\Health'),
    audit(12, 'deleted', '\\VEEAM Agent', { content: false }),
  ],
  'protection-by-script.xml': () => [
    scriptBlock({
      host: 'srv-003',
      at: at(14),
      user: `${DOMAIN_SID}-1206`,
      script:
        "Get-ScheduledTask -TaskPath '\\Microsoft\\Windows\\Windows Defender\\' | Disable-ScheduledTask",
    }),
    ...ordinary(
      scriptBlock({
        host: 'srv-003',
        at: at(15),
        user: `${DOMAIN_SID}-1206`,
        script: "Disable-ScheduledTask -TaskName 'Northwind Report'",
      }),
    ),
  ],
  'protection-in-log.xml': () => [
    schedulerEvent(
      142,
      { host: 'SRV-003', at: at(21) },
      '\\Microsoft\\Windows\\SystemRestore\\SR',
      'System',
    ),
  ],
  'protection-all-tasks.xml': () => [line(31, 'schtasks /delete /tn * /f')],
  'protection-near-other-tasks.xml': () => [
    line(41, 'schtasks /delete /tn "Northwind Updater" /f'),
    line(42, 'schtasks /query /tn "Northwind Backup"'),
    line(43, 'schtasks /run /tn "Northwind Backup"'),
    line(44, 'schtasks /create /tn "Northwind Backup" /tr "D:\\Northwind\\backup.exe" /sc daily'),
    audit(45, 'disabled', '\\Northwind\\Report'),
    audit(46, 'updated', '\\Northwind Backup'),
  ],
  'protection-near-windows.xml': () => [
    audit(
      51,
      'deleted',
      '\\Microsoft\\Windows\\Windows Defender\\Windows Defender Cleanup',
      machine('srv-003'),
    ),
    audit(
      52,
      'created',
      '\\Microsoft\\Windows\\Windows Defender\\Windows Defender Cleanup',
      machine('srv-003'),
    ),
    audit(
      53,
      'disabled',
      '\\Microsoft\\Windows\\UpdateOrchestrator\\Schedule Wake To Work',
      machine('srv-003'),
    ),
    schedulerEvent(
      141,
      { host: 'srv-003', at: at(54) },
      '\\Microsoft\\Windows\\Windows Defender\\Windows Defender Cleanup',
      'NT AUTHORITY\\SYSTEM',
    ),
  ],
};

/** What the malicious events of a recording are: all that `ordinary` does not except. */
export const attacks = {
  'protection-by-command.xml':
    "System Restore, a backup and Defender's scan are switched off with schtasks and PowerShell",
  'protection-audited.xml':
    "the audit events of an agent's task that a user disables and one that is deleted",
  'protection-by-script.xml': 'a script disables all tasks of Defender by a pipeline',
  'protection-in-log.xml': "the scheduler's log says that SYSTEM disabled System Restore",
  'protection-all-tasks.xml': 'all tasks at once',
};
