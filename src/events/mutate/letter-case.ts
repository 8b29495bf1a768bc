// Windows compares names of programs, files, keys, switches and cmdlets without regard to case.
import type { EventRecord } from '../record.ts';
import type { Mutation } from './mutation.ts';
import { mapCommands, mapFields, programName, textOf, type Command } from './places.ts';
import type { Random } from './random.ts';

/** Values that are written as the attacker spelled them. */
const SPELLED = new Set([
  'Image',
  'NewProcessName',
  'ProcessName',
  'TargetObject',
  'TargetFilename',
  'ObjectName',
  'RelativeTargetName',
  'ImageLoaded',
  'ScriptBlockText',
  'Path',
  'ActionName',
]);

type Recase = (text: string, random: Random) => string;

const upper: Recase = (text) => text.toUpperCase();
const lower: Recase = (text) => text.toLowerCase();
const mixed: Recase = (text, random) =>
  text.replaceAll(/[a-z]/gi, (letter) =>
    random.oneIn(2) ? letter.toUpperCase() : letter.toLowerCase(),
  );

/** Base64, whose case is its content, and what scripts of another language hold. */
const KEPT = /[A-Za-z0-9+/]{16,}={0,2}|(?:javascript|vbscript):.*$/gs;

function recased(text: string, random: Random, recase: Recase): string {
  let made = '';
  let at = 0;
  for (const { 0: kept, index } of text.matchAll(KEPT)) {
    made += recase(text.slice(at, index), random) + kept;
    at = index + kept.length;
  }
  return made + recase(text.slice(at), random);
}

/** The name of an exported function, behind the comma, is compared exactly. */
function recasedCommand(command: Command, random: Random, recase: Recase): Command {
  const program = recased(command.program, random, recase);
  const comma = programName(command.program) === 'rundll32' ? command.rest.indexOf(',') : -1;
  const end = comma < 0 ? command.rest.length : comma;
  const rest = recased(command.rest.slice(0, end), random, recase) + command.rest.slice(end);
  return { ...command, program, rest };
}

function everywhere(recase: Recase): Mutation['apply'] {
  return (record: EventRecord, random: Random) => {
    const commands = mapCommands(record, random, (command, own) =>
      recasedCommand(command, own, recase),
    );
    const fields = mapFields(commands ?? record, (text, field) =>
      SPELLED.has(field) ? recased(text, random.of(text.toLowerCase()), recase) : text,
    );
    return fields ?? commands;
  };
}

const family = 'letter case';

export const letterCase: readonly Mutation[] = [
  {
    name: 'upper-case',
    family,
    describe: 'everything in capitals; Windows does not tell cases apart',
    apply: everywhere(upper),
  },
  {
    name: 'lower-case',
    family,
    describe: 'everything in small letters; Windows does not tell cases apart',
    apply: everywhere(lower),
  },
  {
    name: 'mixed-case',
    family,
    describe: 'capitals and small letters by chance; Windows does not tell cases apart',
    apply: everywhere(mixed),
  },
  {
    name: 'mixed-case-of-the-program',
    family,
    describe: 'only the name of the program in mixed case',
    apply: (record, random) =>
      mapCommands(record, random, (command, own) => {
        const program = mixed(command.program, own);
        return textOf(command) === program + command.rest ? undefined : { ...command, program };
      }),
  },
];
