// Tasks whose action is an interpreter or a binary that runs other people's code.
import { taskAudit, time } from '../events.js';
import { exec, keller, machine, updater } from '../cast.js';

// An encoded command that prints one word.
const encoded = Buffer.from("Write-Host 'stratagem'", 'utf16le').toString('base64');

export const recordings = {
  'task-encoded-powershell.xml': () => [
    taskAudit({
      ...keller,
      change: 'created',
      at: time('2026-03-02T10:14:52'),
      task: '\\OneDriveSync',
      actions: exec('powershell.exe', `-NoP -W Hidden -enc ${encoded}`),
    }),
  ],
  'task-powershdll.xml': () => [
    taskAudit({
      ...keller,
      change: 'created',
      at: time('2026-03-02T10:20:01'),
      task: '\\a',
      actions: exec('"C:\\Windows\\System32\\RUNDLL32.EXE"', 'PowerShdll.dll,main -w'),
    }),
    taskAudit({
      ...keller,
      change: 'created',
      at: time('2026-03-02T10:20:11'),
      task: '\\b',
      actions: exec(
        'C:\\Windows\\Microsoft.NET\\Framework64\\v4.0.30319\\RegSvcs.exe',
        'POWERSHDLL.DLL',
      ),
    }),
    taskAudit({
      ...keller,
      change: 'created',
      at: time('2026-03-02T10:20:21'),
      task: '\\c',
      actions: exec('regasm', '/U powershdll.dll'),
    }),
    taskAudit({
      ...keller,
      change: 'created',
      at: time('2026-03-02T10:20:31'),
      task: '\\d',
      actions: exec('REGSVR32', '/s "PowerShdll.dll"'),
    }),
  ],
  'task-several-actions.xml': () => [
    taskAudit({
      ...keller,
      change: 'created',
      at: time('2026-03-02T11:00:00'),
      task: '\\Northwind report',
      actions: [
        ...exec('C:\\Program Files\\Northwind\\Report\\report.exe', '/daily'),
        ...exec('C:\\Program Files\\Northwind\\Report\\mail.exe'),
        ...exec('wscript.exe', '//B "C:\\Users\\m.keller\\AppData\\Local\\Temp\\r.vbs"'),
      ],
    }),
  ],
  'task-changed.xml': () => [
    taskAudit({
      ...keller,
      change: 'updated',
      at: time('2026-03-02T11:30:00'),
      task: '\\Northwind\\Nightly',
      actions: exec('mshta.exe', 'https://cdn.northwind-update.example/n.hta'),
    }),
  ],
  'task-evasive-spelling.xml': () => [
    taskAudit({
      ...keller,
      change: 'created',
      at: time('2026-03-02T12:00:00'),
      task: '\\e1',
      actions: exec('%ComSpec%', '/c p^ow^ers^hell -e^n^c ' + encoded),
    }),
    taskAudit({
      ...keller,
      change: 'created',
      at: time('2026-03-02T12:00:10'),
      task: '\\e2',
      actions: exec(
        '%SystemRoot%\\System32\\WindowsPowerShell\\v1.0\\"PowerShell"',
        '-c "& { Invoke-Expression $env:PAYLOAD }"',
      ),
    }),
    taskAudit({
      ...keller,
      change: 'created',
      at: time('2026-03-02T12:00:20'),
      task: '\\e3',
      actions: exec('c:/windows/system32/CSCRIPT.exe', '/e:jscript c:\\perflogs\\a.txt'),
    }),
  ],
  'task-script-file.xml': () => [
    taskAudit({
      ...keller,
      change: 'created',
      at: time('2026-03-02T12:30:00'),
      task: '\\maintenance',
      actions: exec('C:\\tools\\shell.cmd'),
    }),
  ],
  // Windows keeps some 3,800 characters of a definition.
  'task-cut-off.xml': () => [
    taskAudit({
      ...keller,
      change: 'updated',
      at: time('2026-03-02T13:00:00'),
      task: '\\Microsoft\\Windows\\SoftwareProtectionPlatform\\EventCacheManager',
      actions: exec('powershell', `-noP -sta -w 1 -enc  ${encoded.repeat(120)}`),
      cutAt: 3800,
    }),
  ],
  'task-benign-maintenance.xml': () => [
    taskAudit({
      ...machine('ws-014'),
      change: 'updated',
      at: time('2026-03-02T03:11:08'),
      task: '\\Microsoft\\Windows\\UpdateOrchestrator\\Schedule Scan',
      actions: exec('%systemroot%\\system32\\usoclient.exe', 'StartScan'),
    }),
    taskAudit({
      ...machine('ws-014'),
      change: 'updated',
      at: time('2026-03-02T03:14:40'),
      task: '\\Microsoft\\Windows\\SoftwareProtectionPlatform\\SvcRestartTask',
      actions: [
        '<ComHandler>',
        '  <ClassId>{B1AEBB5D-EAD9-4476-B375-9C3ED9F32AFC}</ClassId>',
        '  <Data>timer</Data>',
        '</ComHandler>',
      ],
    }),
    taskAudit({
      ...machine('ws-014'),
      change: 'enabled',
      at: time('2026-03-02T03:15:00'),
      task: '\\Microsoft\\Windows\\Application Experience\\StartupAppTask',
      actions: exec('%windir%\\system32\\rundll32.exe', 'Startupscan.dll,SusRunTask'),
    }),
    taskAudit({
      ...keller,
      change: 'created',
      at: time('2026-03-02T08:31:22'),
      task: '\\OneDrive Standalone Update Task',
      actions: exec('%localappdata%\\Microsoft\\OneDrive\\OneDriveStandaloneUpdater.exe'),
    }),
    taskAudit({
      ...machine('ws-014'),
      change: 'created',
      at: time('2026-03-02T08:40:00'),
      task: '\\NorthwindUpdateTaskMachine',
      author: 'Northwind Traders',
      actions: exec(updater, '/silent'),
    }),
  ],
  'task-other-interpreters.xml': () => [
    taskAudit({
      ...machine('ws-014'),
      change: 'created',
      at: time('2026-03-02T09:40:01'),
      task: '\\Inventory',
      actions: exec('cmd.exe', '/c D:\\jobs\\a.bat'),
    }),
    taskAudit({
      ...keller,
      change: 'created',
      at: time('2026-03-02T09:40:02'),
      task: '\\Reader',
      actions: exec('D:\\node\\node.exe', '"C:\\Users\\m.keller\\AppData\\Roaming\\r.js"'),
    }),
    taskAudit({
      ...keller,
      change: 'created',
      at: time('2026-03-02T09:40:03'),
      task: '\\Sync',
      actions: exec('D:\\upd.exe', `-nop -EncodedC ${encoded}`),
    }),
  ],
  'task-benign-words.xml': () => [
    taskAudit({
      ...keller,
      change: 'created',
      at: time('2026-03-02T09:00:00'),
      task: '\\PowerShell course reminder',
      description:
        'Opens the notes of the powershell.exe -enc lesson; see mshta.exe and rundll32 too',
      actions: exec('C:\\Windows\\System32\\notepad.exe', '"D:\\courses\\powershell notes.txt"'),
    }),
  ],
};

/** What the malicious events of a recording are: all that `ordinary` does not except. */
export const attacks = {
  'task-encoded-powershell.xml': 'task with an encoded PowerShell command',
  'task-powershdll.xml':
    'PowerShdll by rundll32, regsvcs, regasm and regsvr32, quoted and in mixed case',
  'task-several-actions.xml': "the third of three actions is a script host in a user's folder",
  'task-changed.xml': 'an existing maintenance task is changed to run mshta',
  'task-evasive-spelling.xml':
    'interpreters behind environment variables, carets, quotes and short paths',
  'task-script-file.xml': 'a batch file as the program of a task',
  'task-cut-off.xml': 'an encoded command so long that Windows cuts the definition off',
  'task-other-interpreters.xml':
    "a shell by the machine's account, a user's script for node, and a renamed PowerShell",
};
