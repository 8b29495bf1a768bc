// Tasks that are imported from a file, by droppers and by setups.
import { processAudit, time } from '../events.js';
import { keller, typed } from '../cast.js';

const at = (second) => time(`2026-03-02T22:00:${String(second).padStart(2, '0')}`);
const SCHTASKS = 'C:\\Windows\\System32\\schtasks.exe';

const run = (second, commandLine, more) =>
  typed({
    host: 'ws-014',
    at: at(second),
    image: SCHTASKS,
    originalName: 'schtasks.exe',
    commandLine,
    ...more,
  });

export const recordings = {
  'import-temporary-file.xml': () => [
    run(
      1,
      'schtasks  /Create /f /XML C:\\Users\\m.keller\\AppData\\Local\\Temp\\sdu.tmp /TN DataUsage',
    ),
    run(2, 'schtasks -create -tn Sync -xml "C:/Users/Public/my task.xml"'),
    run(3, 'schtasks /create /xml \\\\10.20.0.9\\share\\t.xml /tn Sync2'),
  ],
  'import-evasive.xml': () => [
    run(11, 'cmd /c "sch^tasks /cre^ate /tn a /x^ml D:\\Northwind\\REPORT.DAT"', {
      image: 'C:\\Windows\\System32\\cmd.exe',
      originalName: 'Cmd.Exe',
    }),
    run(12, 's.exe /create /xml %PUBLIC%\\t.xml /tn b', { image: 'C:\\Windows\\Temp\\s.exe' }),
    run(13, 'schtasks /create /tn c /xml t.xml', {
      parentImage: 'C:\\Windows\\System32\\WScript.exe',
      parentCommandLine: 'wscript.exe D:\\n.vbs',
    }),
  ],
  'import-audited.xml': () => [
    processAudit({
      host: 'ws-014',
      at: at(21),
      who: keller,
      image: SCHTASKS,
      parentImage: 'C:\\Windows\\System32\\cmd.exe',
      commandLine: 'schtasks /create /xml %TEMP%\\t.xml /tn d',
    }),
  ],
  'import-by-hand.xml': () => [
    run(21, 'schtasks /create /tn e /xml task.xml'),
    run(22, 'schtasks "/create" /tn f "/x""ml" D:\\jobs\\task.xml'),
  ],
  'import-near-setup.xml': () => [
    run(
      31,
      'schtasks.exe /Create /XML "C:\\Program Files\\Northwind\\Setup\\task.xml" /TN Northwind',
      {
        parentImage: 'C:\\Windows\\System32\\msiexec.exe',
        parentCommandLine: 'C:\\Windows\\system32\\msiexec.exe /V',
      },
    ),
    run(32, 'schtasks /create /xml C:\\ProgramData\\Northwind\\Setup\\task.xml /tn Northwind'),
    run(33, 'schtasks /create /tn Nightly /xml nightly.xml', {
      user: 'NT AUTHORITY\\SYSTEM',
      integrity: 'System',
    }),
  ],
  'import-near-export.xml': () => [
    run(41, 'schtasks /query /tn Nightly /xml'),
    run(42, 'schtasks /query /xml ONE'),
    run(43, 'notepad.exe C:\\Users\\m.keller\\Documents\\schtasks.xml', {
      image: 'C:\\Windows\\System32\\notepad.exe',
      originalName: 'NOTEPAD.EXE',
    }),
    run(44, 'dism /create /xml C:\\Users\\Public\\a.tmp', {
      image: 'C:\\Windows\\System32\\Dism.exe',
      originalName: 'DISM.EXE',
    }),
  ],
};

/** What the malicious events of a recording are: all that `ordinary` does not except. */
export const attacks = {
  'import-temporary-file.xml':
    'files in Temp with another extension, in Public, and on a share, with quotes and dashes',
  'import-evasive.xml':
    'behind a shell with carets, a renamed copy, and a script host as the parent',
  'import-audited.xml': 'a file in Temp is imported, seen by process auditing alone',
  'import-by-hand.xml':
    'a user imports a file of the current folder, and one of a folder of its own with the switches in quotes',
};
