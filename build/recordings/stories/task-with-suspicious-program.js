// Tasks whose program lies where anybody can put one, and tasks that only mention such places.
import { taskAudit, time } from '../events.js';
import { asSystem, comHandler, exec, keller, machine } from '../cast.js';

/** Seven seconds between events; each recording begins anew. */
let second = 0;
const created = (task, actions, more) => {
  second = (second + 7) % 60;
  return taskAudit({
    ...keller,
    change: 'created',
    at: time(`2026-03-02T14:05:${String(second).padStart(2, '0')}`),
    task,
    actions,
    ...more,
  });
};

const encoded = Buffer.from("Write-Host 'stratagem'", 'utf16le').toString('base64');

const stories = {
  'program-in-user-folder.xml': () => [
    created('\\Adobe Sync', exec('C:\\Users\\m.keller\\AppData\\Roaming\\Adobe\\sync.exe')),
    created('\\b', exec('"%APPDATA%\\Micro^soft\\Teams\\upd.exe"', '--run')),
    created('\\c', exec('c:/programdata/oracle/JAVA.EXE')),
    created('\\d', exec('C:\\$Recycle.Bin\\S-1-5-21-1688412077-2871456391-938127544-1147\\r.exe')),
  ],
  'program-script-or-remote.xml': () => [
    created('\\Backup', exec('C:\\tools\\shell.CMD'), { principal: asSystem }),
    created('\\e', exec('\\\\10.20.0.9\\share\\a.exe')),
    created('\\f', exec('C:\\Windows\\System32\\drivers\\etc.txt:p.exe')),
  ],
  'program-com-class.xml': () => [
    created('\\Microsoft\\Windows\\Wininet\\CacheJob', [], {
      change: 'updated',
      principal: [
        '<LogonType>InteractiveToken</LogonType>',
        '<UserId>CORP\\m.keller</UserId>',
        '<RunLevel>LeastPrivilege</RunLevel>',
      ],
      actions: comHandler('{2C3F1D87-5A41-4F0B-9B1E-7C0D52E6A9F3}', 'x'),
    }),
  ],
  'program-renamed-shell.xml': () => [
    created(
      '\\g',
      exec('C:\\Windows\\System32\\spool\\wmiprv.exe', `-nop -EncodedCommand ${encoded}`),
    ),
    created('\\h', exec('C:\\Program Files\\Northwind\\Report\\report.exe'), { hidden: true }),
  ],
  'program-masquerade.xml': () => [
    created('\\Microsoft\\Windows\\Maps\\Update', exec('C:\\Program Files\\Northwind\\agent.exe')),
    created('\\At1', exec('C:\\Program Files\\Northwind\\agent.exe')),
    created(
      '\\m',
      exec('%SystemRoot%\\System32\\REG.exe', 'add HKLM\\SOFTWARE\\Northwind /v a /f'),
    ),
  ],
  'program-behind-proxy.xml': () => [
    created('\\n', exec('%windir%\\system32\\notepad.exe')),
    created('\\o', exec('pcalua.exe', '-a C:\\Users\\Public\\a.exe')),
    created('\\p', exec('conhost.exe', '--headless D:\\tools\\a.exe')),
    created('\\q', [
      '<Exec>',
      '  <Command ><![CDATA[C:\\Users\\Pub]]>lic\\a.exe</Command >',
      '</Exec>',
    ]),
  ],
  'program-near-miss.xml': () => [
    created(
      '\\Weekly letter',
      exec(
        'C:\\Program Files\\Northwind\\Report\\report.exe',
        'C:\\Users\\m.keller\\Documents\\letter.docx',
      ),
    ),
    created('\\Clean', exec('%windir%\\system32\\cleanmgr.exe', '/sagerun:1')),
    created('\\Northwind Agent', exec('"C:\\Program Files (x86)\\Northwind\\agent.exe"')),
    created(
      '\\Microsoft\\Windows\\Windows Defender\\Scan',
      exec(
        'C:\\ProgramData\\Microsoft\\Windows Defender\\Platform\\4.18.26010.5-0\\MpCmdRun.exe',
        'Scan -ScheduleJob',
      ),
      machine('ws-014'),
    ),
    created(
      '\\Microsoft\\Windows\\Shell\\Indexer',
      comHandler('{3FBA60A6-7BF5-4868-A2CA-6623B3DFF1A6}'),
      { ...machine('ws-014'), hidden: true },
    ),
    created('\\Contoso', exec('C:\\ProgramData\\Contoso\\agent.exe'), machine('ws-014')),
  ],
};

export const recordings = Object.fromEntries(
  Object.entries(stories).map(([name, events]) => [
    name,
    () => {
      second = 0;
      return events();
    },
  ]),
);

/** What the malicious events of a recording are: all that `ordinary` does not except. */
export const attacks = {
  'program-in-user-folder.xml':
    'programs in AppData, ProgramData and the recycle bin, in several spellings',
  'program-script-or-remote.xml':
    'a batch file on drive C, a program on a share and one in an alternate data stream',
  'program-com-class.xml':
    "a user's task asks a COM class, in a changed definition with the parts in another order",
  'program-renamed-shell.xml':
    'a renamed PowerShell with an encoded command, and a task marked as hidden',
  'program-masquerade.xml': "a user's task among Windows' own, one of at, and one that runs reg",
  'program-behind-proxy.xml':
    'a program of Windows, two behind proxies, and one in a CDATA section',
};
