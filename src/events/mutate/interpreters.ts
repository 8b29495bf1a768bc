// Another program that does the same, or that starts the same.
import type { EventRecord } from '../record.ts';
import type { Mutation } from './mutation.ts';
import { mapCommands, mapFields, programName, textOf, type Command } from './places.ts';
import type { Random } from './random.ts';

const family = 'other interpreters';
const SYSTEM = 'C:\\Windows\\System32\\';

interface Swap {
  readonly from: string;
  readonly path: string;
  /** As the file itself says, in Sysmon's process events. */
  readonly original: string;
}

/** One program for another, in the command and in what the log says of the process. */
function swapped({ from, path, original }: Swap): Mutation['apply'] {
  return (record: EventRecord, random: Random) => {
    const isIt = (program: string): boolean => programName(program) === from;
    const commands = mapCommands(record, random, (command) =>
      isIt(command.program)
        ? { ...command, program: path.includes(' ') ? `"${path}"` : path }
        : undefined,
    );
    const image = (record.eventData ?? []).some(
      ({ name, text }) => (name === 'Image' || name === 'NewProcessName') && isIt(text ?? ''),
    );
    if (!image) return commands;
    return mapFields(commands ?? record, (text, field) => {
      if (field === 'Image' || field === 'NewProcessName') return path;
      return field === 'OriginalFileName' ? original : text;
    });
  };
}

/** The action is started by another program of Windows. */
function behind(
  program: string,
  rest: (command: Command, random: Random) => string,
): Mutation['apply'] {
  return (record, random) =>
    mapCommands(record, random, (command, own) =>
      command.kind === 'action' ? { kind: 'action', program, rest: rest(command, own) } : undefined,
    );
}

/** The 32-bit copy of a program of the system folder. */
const narrower = (text: string): string =>
  text.replaceAll(/(?<=[a-z]:\\windows\\)system32(?=\\)/gi, 'SysWOW64');

export const interpreters: readonly Mutation[] = [
  {
    name: 'powershell-seven',
    family,
    describe: 'PowerShell 7 for Windows PowerShell',
    apply: swapped({
      from: 'powershell',
      path: 'C:\\Program Files\\PowerShell\\7\\pwsh.exe',
      original: 'pwsh.dll',
    }),
  },
  {
    name: 'cscript-for-wscript',
    family,
    describe: 'the script host of the console for that of windows',
    apply: swapped({ from: 'wscript', path: `${SYSTEM}cscript.exe`, original: 'cscript.exe' }),
  },
  {
    name: 'wscript-for-cscript',
    family,
    describe: 'the script host of windows for that of the console',
    apply: swapped({ from: 'cscript', path: `${SYSTEM}wscript.exe`, original: 'wscript.exe' }),
  },
  {
    name: 'narrower-system-folder',
    family,
    describe: 'the 32-bit copy of a program, in SysWOW64',
    apply: (record: EventRecord, random: Random): EventRecord | undefined => {
      const commands = mapCommands(record, random, (command) => ({
        ...command,
        program: narrower(command.program),
      }));
      if (!commands) return undefined;
      const fields = mapFields(commands, (text, field) =>
        field === 'Image' || field === 'NewProcessName' ? narrower(text) : text,
      );
      return fields ?? commands;
    },
  },
  {
    name: 'behind-cmd',
    family,
    describe: 'the action by cmd.exe',
    apply: behind(
      'cmd.exe',
      (command, random) => ` ${random.pick(['/c', '/C', '/q /c', '/d /s /c'])} ${textOf(command)}`,
    ),
  },
  {
    name: 'behind-conhost',
    family,
    describe: 'the action by conhost.exe, without a window',
    apply: behind('conhost.exe', (command) => ` --headless ${textOf(command)}`),
  },
  {
    name: 'behind-forfiles',
    family,
    describe: 'the action by forfiles.exe, once for a file that is always there',
    apply: behind(
      `${SYSTEM}forfiles.exe`,
      (command) =>
        ` /p C:\\Windows\\System32 /m notepad.exe /c "${textOf(command).replaceAll('"', '0x22')}"`,
    ),
  },
  {
    name: 'behind-pcalua',
    family,
    describe: 'the action by the program compatibility assistant',
    apply: behind(`${SYSTEM}pcalua.exe`, ({ program, rest }) =>
      rest.trim() === '' ? ` -a ${program}` : ` -a ${program} -c${rest}`,
    ),
  },
];
