// Characters beyond ASCII where the reader takes them for ASCII ones.
import type { EventRecord } from '../record.ts';
import type { Mutation } from './mutation.ts';
import { mapCommands, mapFields, programName } from './places.ts';
import type { Random } from './random.ts';

const family = 'characters';

/** PowerShell takes these for a dash. */
const DASHES = ['\u2013', '\u2014', '\u2015'] as const;
/** And these for double quotes. */
const QUOTES = ['\u201c', '\u201d', '\u201e'] as const;

const isPowerShell = (program: string): boolean =>
  ['powershell', 'pwsh'].includes(programName(program));

const dashes = (text: string, random: Random): string =>
  text.replaceAll(/(?<=\s)-(?=[A-Za-z])/g, () => random.pick(DASHES));

function inScript(
  record: EventRecord,
  random: Random,
  change: (text: string, random: Random) => string,
): EventRecord | undefined {
  return mapFields(record, (text, field) =>
    field === 'ScriptBlockText' ? change(text, random.of(text)) : text,
  );
}

export const characters: readonly Mutation[] = [
  {
    name: 'long-dashes',
    family,
    describe: 'long dashes in front of the parameters of PowerShell',
    apply: (record: EventRecord, random: Random): EventRecord | undefined => {
      const commands = mapCommands(record, random, (command, own) =>
        isPowerShell(command.program) ? { ...command, rest: dashes(command.rest, own) } : undefined,
      );
      return inScript(commands ?? record, random, dashes) ?? commands;
    },
  },
  {
    name: 'curly-quotes',
    family,
    describe: 'curly quotes for straight ones in a script',
    apply: (record, random) =>
      inScript(record, random, (text, own) => text.replaceAll('"', () => own.pick(QUOTES))),
  },
  {
    name: 'other-blanks',
    family,
    describe: 'no-break spaces for blanks in a script, which PowerShell takes for blanks',
    apply: (record, random) =>
      inScript(record, random, (text, own) =>
        text.replaceAll(/ (?=-)/g, () => own.pick([' ', '\u00a0', '\u2003'])),
      ),
  },
];
