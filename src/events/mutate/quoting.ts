// Double quotes that the reader of a command line takes away again.
import type { Mutation } from './mutation.ts';
import { mapCommands, mapUnquoted, shellText, splitsArguments, type Command } from './places.ts';
import type { Random } from './random.ts';

const family = 'quoting';

/** The part of the rest from which on quotes within words vanish; undefined where they would stay. */
function openFrom(command: Command): number | undefined {
  return shellText(command) ?? (splitsArguments(command) ? 0 : undefined);
}

function inside(command: Command, change: (text: string) => string): Command | undefined {
  const from = openFrom(command);
  if (from === undefined || command.rest.trim() === '') return undefined;
  const changed = mapUnquoted(command.rest.slice(from), change);
  return { ...command, rest: command.rest.slice(0, from) + changed };
}

/** One word of several letters is split by an empty pair of quotes. */
function emptyPairs(text: string, random: Random, share: number): string {
  return text.replaceAll(/[A-Za-z]{3,30}/g, (word) => {
    if (!random.oneIn(share)) return word;
    const at = 1 + random.below(word.length - 1);
    return `${word.slice(0, at)}""${word.slice(at)}`;
  });
}

export const quoting: readonly Mutation[] = [
  {
    name: 'quoted-program',
    family,
    describe: 'the program in double quotes, as every path with blanks is',
    apply: (record, random) =>
      mapCommands(record, random, (command) =>
        command.program.includes('"') ? undefined : { ...command, program: `"${command.program}"` },
      ),
  },
  {
    name: 'quoted-switches',
    family,
    describe: 'each switch in double quotes, which the program never sees',
    apply: (record, random) =>
      mapCommands(record, random, (command) =>
        inside(command, (text) => text.replaceAll(/(?<=\s)[-/][A-Za-z]{1,30}(?=\s|$)/g, '"$&"')),
      ),
  },
  {
    name: 'empty-quotes-in-words',
    family,
    describe: 'pairs of quotes within words, which the reader of the command line takes away',
    apply: (record, random) =>
      mapCommands(record, random, (command, own) =>
        inside(command, (text) => emptyPairs(text, own, 2)),
      ),
  },
  {
    name: 'empty-quotes-in-one-word-of-four',
    family,
    describe: 'a few words with a pair of quotes inside',
    apply: (record, random) =>
      mapCommands(record, random, (command, own) =>
        inside(command, (text) => emptyPairs(text, own, 4)),
      ),
  },
];
