// Folders by the variables that Windows sets for everybody. The scheduler expands them in actions, cmd behind `/c`.
import type { Mutation } from './mutation.ts';
import { mapCommands, shellText, type Command } from './places.ts';
import type { Random } from './random.ts';

const family = 'variables';

const drive = '[a-z]:';
const folders: readonly (readonly [folder: RegExp, variables: readonly [string, ...string[]]])[] = [
  [new RegExp(`${drive}\\\\windows(?=\\\\)`, 'gi'), ['%SystemRoot%', '%windir%', '%SYSTEMROOT%']],
  [new RegExp(`${drive}\\\\programdata(?=\\\\)`, 'gi'), ['%ProgramData%', '%ALLUSERSPROFILE%']],
  [new RegExp(`${drive}\\\\users\\\\public(?=\\\\)`, 'gi'), ['%PUBLIC%', '%Public%']],
  [
    new RegExp(`${drive}\\\\users\\\\[^\\\\"]{1,64}\\\\appdata\\\\local\\\\temp(?=\\\\)`, 'gi'),
    ['%TEMP%', '%TMP%', '%LOCALAPPDATA%\\Temp'],
  ],
  [
    new RegExp(`${drive}\\\\users\\\\[^\\\\"]{1,64}\\\\appdata\\\\local(?=\\\\)`, 'gi'),
    ['%LOCALAPPDATA%', '%USERPROFILE%\\AppData\\Local'],
  ],
  [
    new RegExp(`${drive}\\\\users\\\\[^\\\\"]{1,64}\\\\appdata\\\\roaming(?=\\\\)`, 'gi'),
    ['%APPDATA%', '%USERPROFILE%\\AppData\\Roaming'],
  ],
  [new RegExp(`${drive}\\\\users\\\\[^\\\\"]{1,64}(?=\\\\)`, 'gi'), ['%USERPROFILE%']],
];

/** The part that is expanded changed, the rest kept. */
function expanded(command: Command, change: (text: string) => string): Command | undefined {
  if (command.kind === 'action') {
    return { ...command, program: change(command.program), rest: change(command.rest) };
  }
  const from = shellText(command);
  if (from === undefined) return undefined;
  return { ...command, rest: command.rest.slice(0, from) + change(command.rest.slice(from)) };
}

function byVariable(text: string, random: Random): string {
  let made = text;
  for (const [folder, variables] of folders) {
    made = made.replace(folder, () => random.pick(variables));
  }
  return made;
}

/** `%ComSpec%` is the full path of cmd.exe. */
const byComSpec = (text: string): string =>
  text.replaceAll(
    /(?:(?<!\w)[a-z]:\\windows\\system32\\|(?<![\w\\.]))cmd(?:\.exe)?(?![\w.\\])/gi,
    '%ComSpec%',
  );

export const variables: readonly Mutation[] = [
  {
    name: 'folders-by-variable',
    family,
    describe: 'folders of Windows and of users by their variables',
    apply: (record, random) =>
      mapCommands(record, random, (command, own) =>
        expanded(command, (text) => byVariable(text, own)),
      ),
  },
  {
    name: 'comspec',
    family,
    describe: 'cmd.exe by the variable ComSpec',
    apply: (record, random) =>
      mapCommands(record, random, (command) => expanded(command, byComSpec)),
  },
  {
    name: 'drive-by-variable',
    family,
    describe: 'the drive of Windows by the variable SystemDrive',
    apply: (record, random) =>
      mapCommands(record, random, (command) =>
        expanded(command, (text) => text.replaceAll(/(?<![\w\\])c:(?=\\)/gi, '%SystemDrive%')),
      ),
  },
  {
    name: 'part-of-variable',
    family,
    describe: 'letters cut out of a variable, which cmd does behind `/c`: `%ComSpec:~0,1%` is C',
    apply: (record, random) =>
      mapCommands(record, random, (command, own) => {
        const from = shellText(command);
        if (from === undefined) return undefined;
        const tail = command.rest.slice(from);
        const cut = own.pick(['%PUBLIC:~0,1%', '%SystemDrive:~0,1%', '%ComSpec:~0,1%']);
        const changed = tail.replaceAll(/(?<![\w\\])c(?=:\\)/gi, cut);
        return { ...command, rest: command.rest.slice(0, from) + changed };
      }),
  },
];
