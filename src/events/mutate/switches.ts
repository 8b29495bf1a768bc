// Other spellings of a switch that the program takes for the same.
import type { Mutation } from './mutation.ts';
import { mapCommands, programName, type Command } from './places.ts';

const family = 'switches';

const EITHER_SIGN = new Set(['schtasks', 'powershell', 'regsvr32', 'certutil', 'msbuild']);

/** Switches of PowerShell that may be cut short, with the shortest that is taken. */
const CUT_SHORT: readonly (readonly [whole: string, forms: readonly [string, ...string[]]])[] = [
  ['encodedcommand', ['e', 'ec', 'en', 'enc', 'enco', 'encodedc', 'EncodedCommand']],
  ['executionpolicy', ['ex', 'ep', 'exec', 'execution', 'ExecutionPolicy']],
  ['windowstyle', ['w', 'wi', 'win', 'window', 'WindowStyle']],
  ['noprofile', ['nop', 'nopr', 'NoProfile']],
  ['noninteractive', ['noni', 'nonin', 'NonInteractive']],
  ['command', ['c', 'co', 'comm', 'Command']],
  ['file', ['f', 'fi', 'File']],
];

const isPowerShell = ({ program }: Command): boolean =>
  ['powershell', 'pwsh'].includes(programName(program));

function wholeOf(given: string): readonly [string, ...string[]] | undefined {
  const name = given.toLowerCase();
  if (name === 'ec' || name === 'ep') return CUT_SHORT[name === 'ec' ? 0 : 1]?.[1];
  const least = new Map([
    ['e', 0],
    ['c', 5],
    ['f', 6],
    ['w', 2],
  ]).get(name);
  if (least !== undefined) return CUT_SHORT[least]?.[1];
  return CUT_SHORT.find(([whole]) => name.length >= 2 && whole.startsWith(name))?.[1];
}

export const switches: readonly Mutation[] = [
  {
    name: 'other-sign',
    family,
    describe: 'dashes for slashes and slashes for dashes in front of switches',
    apply: (record, random) =>
      mapCommands(record, random, (command) => {
        if (!EITHER_SIGN.has(programName(command.program))) return undefined;
        const rest = command.rest.replaceAll(/(?<=\s)([-/])(?=[A-Za-z]{1,30}(?:\s|$))/g, (sign) =>
          sign === '/' ? '-' : '/',
        );
        return { ...command, rest };
      }),
  },
  {
    name: 'cut-short',
    family,
    describe: 'switches of PowerShell shorter or longer, as far as they are unambiguous',
    apply: (record, random) =>
      mapCommands(record, random, (command, own) => {
        if (!isPowerShell(command)) return undefined;
        const rest = command.rest.replaceAll(/(?<=\s[-/])[A-Za-z]{1,20}(?=\s|$)/g, (name) => {
          const forms = wholeOf(name);
          return forms ? own.pick(forms) : name;
        });
        return { ...command, rest };
      }),
  },
  {
    name: 'colon-for-blank',
    family,
    describe: 'a colon between a switch of PowerShell and its value',
    apply: (record, random) =>
      mapCommands(record, random, (command) => {
        if (!isPowerShell(command)) return undefined;
        const rest = command.rest.replaceAll(
          /(?<=\s)([-/](?:ex|ep|w)[A-Za-z]{0,16})\s+(?=[A-Za-z0-9])/gi,
          '$1:',
        );
        return { ...command, rest };
      }),
  },
];
