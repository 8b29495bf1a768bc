// Where a record holds what an attacker writes: command lines, the actions of a task, paths, scripts.
import type { EventRecord } from '../record.ts';
import { escapeText, unescapeXml } from '../xml-text.ts';
import type { Random } from './random.ts';
import { innerOf, mapInner, partsOf } from './task-definition.ts';

/** A program with what follows it; `rest` begins with the blank between them, or is empty. */
export interface Command {
  readonly program: string;
  readonly rest: string;
  /** `action`: of a task, where the scheduler expands variables; `line`: as a process was started. */
  readonly kind: 'action' | 'line';
}

const COMMAND_LINES = new Set(['CommandLine', 'ProcessCommandLine']);
const DEFINITIONS = new Set(['TaskContent', 'TaskContentNew']);

/** Every command of the record changed; undefined when none is different then. */
export function mapCommands(
  record: EventRecord,
  random: Random,
  change: (command: Command, random: Random) => Command | undefined,
): EventRecord | undefined {
  const changed = (command: Command): Command =>
    change(command, random.of(textOf(command).toLowerCase())) ?? command;
  return mapFields(record, (text, field) => {
    if (COMMAND_LINES.has(field)) return textOf(changed(commandOf(text)));
    if (DEFINITIONS.has(field)) {
      return mapInner(text, 'Exec', (inner) => mapAction(inner, changed));
    }
    return text;
  });
}

/** Task definitions changed; undefined when none is different then. */
export function mapDefinitions(
  record: EventRecord,
  change: (xml: string) => string,
): EventRecord | undefined {
  return mapFields(record, (text, field) => (DEFINITIONS.has(field) ? change(text) : text));
}

/** Named values changed, and with them the texts that the log made of them left out; undefined when none is different. */
export function mapFields(
  record: EventRecord,
  change: (text: string, field: string) => string,
): EventRecord | undefined {
  const { system, eventData: given, eventDataName, userData, origin } = record;
  const eventData = given?.map((value) => {
    if (value.text === null || value.name === null) return value;
    const text = change(value.text, value.name);
    return text === value.text ? value : { ...value, text };
  });
  if (!eventData || eventData.every((value, at) => value === given?.[at])) return undefined;
  return {
    system,
    eventData,
    ...(eventDataName !== undefined && { eventDataName }),
    ...(userData && { userData }),
    origin,
  };
}

export function textOf({ program, rest }: Command): string {
  return program + rest;
}

/** A command line cut behind its program, which may be quoted or hold blanks before its extension. */
export function commandOf(line: string): Command {
  const start = line.length - line.trimStart().length;
  let end = programEnd(line, start);
  if (end <= start) end = line.length;
  return { program: line.slice(0, end), rest: line.slice(end), kind: 'line' };
}

function programEnd(line: string, start: number): number {
  if (line[start] === '"') {
    const close = line.indexOf('"', start + 1);
    return close < 0 ? line.length : close + 1;
  }
  const path = /^[a-z]:\\[^"/<>|]{1,200}?\.(?:exe|com|bat|cmd)(?=\s|$)/i.exec(
    line.slice(start, start + 260),
  );
  if (path) return start + path[0].length;
  const blank = line.slice(start).search(/\s/);
  return blank < 0 ? line.length : start + blank;
}

function mapAction(inner: string, change: (command: Command) => Command): string {
  const program = innerOf(inner, 'Command');
  if (program === undefined) return inner;
  const given = innerOf(inner, 'Arguments');
  const before: Command = {
    program: unescapeXml(program),
    rest: given === undefined || given === '' ? '' : ` ${unescapeXml(given)}`,
    kind: 'action',
  };
  const after = change(before);
  if (after === before || textOf(after) === textOf(before)) return inner;
  const argument = after.rest.startsWith(' ') ? after.rest.slice(1) : after.rest;
  const named = mapInner(inner, 'Command', () => escapeText(after.program));
  if (given !== undefined) return mapInner(named, 'Arguments', () => escapeText(argument));
  return argument === '' ? named : withArguments(named, escapeText(argument));
}

/** The element behind `Command`, with the prefix of that. */
function withArguments(inner: string, text: string): string {
  const [part] = partsOf(inner, 'Command');
  if (!part) return inner;
  const name = /^<([\w.-]{1,40}:)?/.exec(inner.slice(part.start))?.[1] ?? '';
  const made = `<${name}Arguments>${text}</${name}Arguments>`;
  return inner.slice(0, part.end) + made + inner.slice(part.end);
}

/** File name of a program in lower case, without folder, quotes and extension: `"C:\X\Cmd.EXE"` is `cmd`. */
export function programName(program: string): string {
  const plain = program.replaceAll(/["'^]/g, '').trim().toLowerCase();
  if (plain === '%comspec%') return 'cmd';
  const name = plain.slice(Math.max(plain.lastIndexOf('\\'), plain.lastIndexOf('/')) + 1);
  return name.replace(/\.(?:exe|com)$/, '');
}

/** What cmd.exe reads as its own language, behind `/c`, `/k` or `/r`: offset in the rest; undefined for others. */
export function shellText({ program, rest }: Command): number | undefined {
  if (programName(program) !== 'cmd') return undefined;
  const found = /\/[ckr]/i.exec(rest);
  return found ? found.index + 2 : undefined;
}

/** Programs whose arguments are split by the C run time, so that quotes within them vanish. */
const SPLIT_ARGUMENTS: ReadonlySet<string> = new Set([
  'schtasks',
  'powershell',
  'pwsh',
  'reg',
  'at',
  'certutil',
  'net',
  'msbuild',
  'regasm',
  'regsvcs',
  'installutil',
]);

export const splitsArguments = ({ program }: Command): boolean =>
  SPLIT_ARGUMENTS.has(programName(program));

/** Texts of different kinds within a command: `change` sees what stands outside of double quotes. */
export function mapUnquoted(text: string, change: (piece: string) => string): string {
  return text
    .split('"')
    .map((piece, at) => (at % 2 === 0 ? change(piece) : piece))
    .join('"');
}
