// Blanks and words that mean nothing, to push what matters out of sight.
import type { Mutation } from './mutation.ts';
import {
  mapCommands,
  mapDefinitions,
  mapUnquoted,
  programName,
  shellText,
  splitsArguments,
} from './places.ts';
import type { Random } from './random.ts';
import { mapInner } from './task-definition.ts';

const family = 'padding';

/** Windows cuts a definition in an event off not far above this. */
const LONGEST_DEFINITION = 3_500;

function blanks(text: string, random: Random, most: number): string {
  return mapUnquoted(text, (piece) =>
    piece.replaceAll(/ +/g, () => ' '.repeat(2 + random.below(most))),
  );
}

function filler(random: Random, length: number): string {
  const words = [
    'Keeps',
    'the',
    'software',
    'of',
    'this',
    'computer',
    'up',
    'to',
    'date',
    'and',
    'in',
    'order',
  ] as const;
  let made = '';
  while (made.length < length) made += `${random.pick(words)} `;
  return made.slice(0, length).trimEnd();
}

function described(xml: string, random: Random): string {
  const room = LONGEST_DEFINITION - xml.length;
  if (room < 200) return xml;
  const text = filler(random, 150 + random.below(room - 150));
  const without = xml.replace(/\s{0,20}<Description>[^<]{0,4000}<\/Description>/, '');
  return mapInner(
    without,
    'RegistrationInfo',
    (inner) => `${inner}<Description>${text}</Description>`,
  );
}

export const padding: readonly Mutation[] = [
  {
    name: 'more-blanks',
    family,
    describe: 'several blanks for one between arguments',
    apply: (record, random) =>
      mapCommands(record, random, (command, own) => ({
        ...command,
        rest: blanks(command.rest, own, 6),
      })),
  },
  {
    name: 'very-many-blanks',
    family,
    describe: 'hundreds of blanks in front of the arguments',
    apply: (record, random) =>
      mapCommands(record, random, (command, own) =>
        command.rest === ''
          ? undefined
          : { ...command, rest: ' '.repeat(100 + own.below(400)) + command.rest },
      ),
  },
  {
    name: 'tabs',
    family,
    describe: 'tabs for blanks between arguments',
    apply: (record, random) =>
      mapCommands(record, random, (command) =>
        splitsArguments(command) || shellText(command) !== undefined
          ? { ...command, rest: mapUnquoted(command.rest, (piece) => piece.replaceAll(' ', '\t')) }
          : undefined,
      ),
  },
  {
    name: 'blank-in-front',
    family,
    describe: 'blanks in front of the program of an action',
    apply: (record, random) =>
      mapCommands(record, random, (command, own) =>
        command.kind === 'action'
          ? { ...command, program: ' '.repeat(1 + own.below(4)) + command.program }
          : undefined,
      ),
  },
  {
    name: 'remark-first',
    family,
    describe: 'a command without effect, and a long one, before the attack behind `cmd /c`',
    apply: (record, random) =>
      mapCommands(record, random, (command, own) => {
        const from = shellText(command);
        if (from === undefined) return undefined;
        const quoted = /^\s*"/.exec(command.rest.slice(from))?.[0] ?? ' ';
        const tail = command.rest.slice(from + quoted.length).trimStart();
        const first = `set NOTE=${filler(own, 40 + own.below(300))}&&`;
        return { ...command, rest: `${command.rest.slice(0, from)}${quoted}${first}${tail}` };
      }),
  },
  {
    name: 'long-profile-argument',
    family,
    describe: 'switches of PowerShell without effect in front of those that matter',
    apply: (record, random) =>
      mapCommands(record, random, (command) =>
        ['powershell', 'pwsh'].includes(programName(command.program))
          ? {
              ...command,
              rest: ' -NoLogo -MTA -InputFormat None' + command.rest,
            }
          : undefined,
      ),
  },
  {
    name: 'long-description',
    family,
    describe: 'a long description in the task, which pushes the actions behind it',
    apply: (record, random) => mapDefinitions(record, (xml) => described(xml, random)),
  },
];
