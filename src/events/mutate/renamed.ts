// The attacker's tools under other names: copies keep what is written inside (OriginalFileName, hashes).
import type { EventRecord } from '../record.ts';
import type { Mutation } from './mutation.ts';
import { mapCommands, mapFields, programName } from './places.ts';
import type { Random } from './random.ts';

const family = 'renamed binaries';

const COPIED: ReadonlySet<string> = new Set([
  'cmd',
  'powershell',
  'pwsh',
  'wscript',
  'cscript',
  'mshta',
  'rundll32',
  'regsvr32',
  'regasm',
  'regsvcs',
  'installutil',
  'msbuild',
  'schtasks',
  'reg',
  'wmic',
  'certutil',
  'bitsadmin',
  'forfiles',
]);

const NAMES = [
  'svcupd.exe',
  'helper.exe',
  'OneDriveSync.exe',
  'a.exe',
  'GoogleUpdt.exe',
  'msteamsupd.exe',
] as const;
const PATHS_OF_IMAGES = new Set(['Image', 'NewProcessName', 'ProcessName']);

type Place = (program: string, name: string) => string;

const unquoted = (program: string): string => program.replaceAll('"', '').trim();

/** Kept where it lies; a bare name lies in the system folder. */
const inPlace: Place = (program, name) => {
  const plain = unquoted(program);
  const end = Math.max(plain.lastIndexOf('\\'), plain.lastIndexOf('/'));
  return end < 0 ? name : plain.slice(0, end + 1) + name;
};

const into =
  (folder: string): Place =>
  (_, name) =>
    `${folder}\\${name}`;

/** The system's tools that the commands start, and the processes that these became, under a new name. */
function copied(place: Place): Mutation['apply'] {
  return (record: EventRecord, random: Random) => {
    const rename = (program: string): string | undefined => {
      const own = programName(program);
      return COPIED.has(own) ? place(program, random.of(own).pick(NAMES)) : undefined;
    };
    const commands = mapCommands(record, random, (command) => {
      const path = rename(command.program);
      if (path === undefined) return undefined;
      return { ...command, program: path.includes(' ') ? `"${path}"` : path };
    });
    const images = mapFields(commands ?? record, (text, field) =>
      PATHS_OF_IMAGES.has(field) ? (rename(text) ?? text) : text,
    );
    return images ?? commands;
  };
}

export const renamed: readonly Mutation[] = [
  {
    name: 'renamed-in-place',
    family,
    describe: 'a copy of the tool under another name in the same folder',
    apply: copied(inPlace),
  },
  {
    name: 'copied-to-public',
    family,
    describe: 'a copy of the tool under another name in the folder of all users',
    apply: copied(into('C:\\Users\\Public')),
  },
  {
    name: 'copied-to-programdata',
    family,
    describe: 'a copy of the tool under another name below ProgramData',
    apply: copied(into('C:\\ProgramData\\Vendor')),
  },
  {
    name: 'copied-to-program-files',
    family,
    describe:
      'a copy of the tool under another name below Program Files, which takes an administrator',
    apply: copied(into('C:\\Program Files\\Vendor')),
  },
];
