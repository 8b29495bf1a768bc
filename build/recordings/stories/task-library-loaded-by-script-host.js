// Who loads the scheduler's library: scripts and macros, and the programs whose work it is.
import { imageLoaded, time } from '../events.js';

const at = (second) => time(`2026-03-02T13:00:${String(second).padStart(2, '0')}`);
const LIBRARY = 'C:\\Windows\\System32\\taskschd.dll';
const LOCAL = 'C:\\Users\\m.keller\\AppData\\Local';

const load = (second, image, loaded = LIBRARY, user = 'CORP\\m.keller') =>
  imageLoaded({ host: 'ws-014', at: at(second), image, loaded, user });
const byService = (second, image) => load(second, image, LIBRARY, 'NT AUTHORITY\\SYSTEM');

export const recordings = {
  'library-script-host.xml': () => [
    load(1, 'C:\\Windows\\System32\\wscript.exe'),
    load(2, 'C:\\Program Files\\Microsoft Office\\root\\Office16\\WINWORD.EXE'),
    load(
      3,
      'C:\\WINDOWS\\SYSWOW64\\WINDOWSPOWERSHELL\\V1.0\\POWERSHELL.EXE',
      'C:\\WINDOWS\\SYSWOW64\\TASKSCHD.DLL',
    ),
    load(4, `${LOCAL}\\Temp\\n.exe`),
    load(5, 'D:\\tools\\n.exe'),
  ],
  'library-near-windows.xml': () => [
    byService(11, 'C:\\Windows\\System32\\svchost.exe'),
    load(12, 'C:\\Windows\\System32\\schtasks.exe'),
    byService(13, 'C:\\Windows\\System32\\wbem\\WmiPrvSE.exe'),
    byService(14, 'C:\\Program Files\\Northwind\\Updater\\nwupdate.exe'),
    byService(
      15,
      'C:\\ProgramData\\Microsoft\\Windows Defender\\Platform\\4.18.26010.5-0\\MsMpEng.exe',
    ),
  ],
  'library-near-other.xml': () => [
    load(21, 'C:\\Windows\\System32\\wscript.exe', 'C:\\Windows\\System32\\scrrun.dll'),
    load(22, 'C:\\Windows\\System32\\wscript.exe', 'C:\\Northwind\\mytaskschd.dll'),
    load(23, `${LOCAL}\\Microsoft\\OneDrive\\OneDrive.exe`),
  ],
};

/** What the malicious events of a recording are: all that `ordinary` does not except. */
export const attacks = {
  'library-script-host.xml':
    'wscript, Word, PowerShell in capitals, a program in AppData and one on another drive',
};
