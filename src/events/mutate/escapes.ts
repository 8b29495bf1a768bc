// Escape signs of the two shells in front of letters that need none: they vanish when the text is read.
import type { EventRecord } from '../record.ts';
import type { Mutation } from './mutation.ts';
import { mapCommands, mapFields, mapUnquoted, shellText, type Command } from './places.ts';
import type { Random } from './random.ts';

const family = 'escapes';

/** What cmd.exe reads, changed; a pair of quotes around all of it is taken away by cmd and so is none. */
function inShell(command: Command, change: (text: string) => string): Command | undefined {
  const from = shellText(command);
  if (from === undefined) return undefined;
  const [, lead = '', body = '', end = ''] =
    /^(\s*"?)(.*?)("?\s*)$/s.exec(command.rest.slice(from)) ?? [];
  const wrapped = lead.endsWith('"') && end.startsWith('"');
  const changed = wrapped
    ? lead + mapUnquoted(body, change) + end
    : mapUnquoted(command.rest.slice(from), change);
  return { ...command, rest: command.rest.slice(0, from) + changed };
}

const carets = (text: string, random: Random, share: number): string =>
  text.replaceAll(/(?<=[A-Za-z0-9])[A-Za-z]/g, (letter) =>
    random.oneIn(share) ? `^${letter}` : letter,
  );

/** Not before letters that mean something behind a backtick, and not within strings or variables. */
function backticks(text: string, random: Random): string {
  return text.replaceAll(/(?<![$\w"'-])[A-Za-z]{3,20}-[A-Za-z]{4,40}/g, (cmdlet) =>
    cmdlet.replaceAll(/(?<=[A-Za-z])[cdg-mo-qswxyzA-Z]/g, (letter) =>
      random.oneIn(3) ? `\`${letter}` : letter,
    ),
  );
}

function inScripts(record: EventRecord, random: Random): EventRecord | undefined {
  return mapFields(record, (text, field) =>
    field === 'ScriptBlockText' ? backticks(text, random.of(text)) : text,
  );
}

export const escapes: readonly Mutation[] = [
  {
    name: 'carets',
    family,
    describe: 'carets in words behind `cmd /c`, which cmd takes away',
    apply: (record, random) =>
      mapCommands(record, random, (command, own) =>
        inShell(command, (text) => carets(text, own, 2)),
      ),
  },
  {
    name: 'a-few-carets',
    family,
    describe: 'a caret here and there behind `cmd /c`',
    apply: (record, random) =>
      mapCommands(record, random, (command, own) =>
        inShell(command, (text) => carets(text, own, 6)),
      ),
  },
  {
    name: 'shell-delimiters',
    family,
    describe:
      'commas, semicolons and brackets in front of the command behind `cmd /c`, which cmd skips',
    apply: (record, random) =>
      mapCommands(record, random, (command, own) => {
        const from = shellText(command);
        if (from === undefined) return undefined;
        const skipped = own.pick([' ,;', ' ;;', ' ,', '  ,  ; ', ' @']);
        const quoted = /^\s*"/.exec(command.rest.slice(from))?.[0] ?? '';
        const tail = command.rest.slice(from + quoted.length).trimStart();
        return { ...command, rest: `${command.rest.slice(0, from)}${quoted}${skipped}${tail}` };
      }),
  },
  {
    name: 'backticks',
    family,
    describe: 'backticks in the names of cmdlets in a script, which PowerShell takes away',
    apply: inScripts,
  },
];
