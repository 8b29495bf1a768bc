// Pipelines: commands between pipes, subsearches in brackets. A syntax error ends its command, not the reading.
import { nearest, span } from '../text/index.ts';
import { readArguments, skipCommand } from './argument-parser.ts';
import type { Report } from './messages.ts';
import { Abandon, descend, here, peek, skipBlanks, type Reader } from './reader.ts';
import { readSearch } from './search-parser.ts';
import type { Grammar } from './syntax.ts';
import type { CommandNode, Pipeline } from './tree.ts';

export interface ParseSettings {
  readonly grammar: Grammar;
  /** Splunk reads a first word without a pipe as a search term; with this, as a command if it is one. */
  readonly commandFirst?: boolean;
}

/** Longest expanded search that is read, in code units. */
const LONGEST = 2_000_000;
/** Brackets that close nothing are told of so many times. */
const MOST_SURPLUS = 20;
/** Commands in one pipeline: a plan is as deep as its pipeline is long. */
const MOST_COMMANDS = 300;

/** The tree of an expanded search. Commands that could not be read are left out; each was reported. */
export function parse(text: string, settings: ParseSettings, report: Report): Pipeline {
  const reader: Reader = { text, at: 0, report, depth: 0 };
  if (text.length > LONGEST) {
    report('SPL1005', `the search is longer than ${String(LONGEST)} characters`, span(0, 1));
    return { kind: 'pipeline', commands: [], span: span(0, 0) };
  }
  const commands: CommandNode[] = [];
  skipBlanks(reader);
  const first = firstCommand(reader, settings);
  if (first) commands.push(first);
  commands.push(...readCommands(reader, settings));
  for (let surplus = 0; reader.at < text.length && surplus < MOST_SURPLUS; surplus++) {
    report('SPL1001', 'this bracket closes nothing', span(reader.at, reader.at + 1));
    reader.at++;
    commands.push(...readCommands(reader, settings));
  }
  return { kind: 'pipeline', commands, span: span(0, text.length) };
}

/** What stands before the first pipe: a search expression, unless there is a pipe at once. */
function firstCommand(reader: Reader, settings: ParseSettings): CommandNode | undefined {
  if (peek(reader) === '|') return undefined;
  if (/^search(?=[\s(["]|$)/i.test(reader.text.slice(reader.at, reader.at + 8))) {
    return readCommand(reader, settings);
  }
  if (settings.commandFirst && startsWithCommand(reader, settings.grammar)) {
    return readCommand(reader, settings);
  }
  return recovering(reader, () => {
    const start = reader.at;
    const search = readSearch(reader, {
      subsearch: (inner) => readSubsearch(inner, settings),
      stop: [],
    });
    skipBlanks(reader);
    if (peek(reader) === ')') {
      reader.report('SPL1001', 'this parenthesis closes nothing', span(reader.at, reader.at + 1));
      throw new Abandon();
    }
    const place = span(start, reader.at);
    return {
      kind: 'command',
      name: 'search',
      nameSpan: span(start, start),
      implicit: true,
      options: [],
      args: [{ role: 'search', kind: 'search', search, span: place }],
      span: place,
    };
  });
}

function startsWithCommand(reader: Reader, grammar: Grammar): boolean {
  const found = /^([a-z]+)(\s+|$|[[(|"])(=?)/.exec(reader.text.slice(reader.at, reader.at + 60));
  return found !== null && found[3] === '' && grammar.has(found[1] ?? '');
}

/** Commands, each after a pipe, up to the end or the closing bracket. */
function readCommands(reader: Reader, settings: ParseSettings): CommandNode[] {
  const commands: CommandNode[] = [];
  for (;;) {
    skipBlanks(reader);
    if (peek(reader) !== '|') return commands;
    reader.at++;
    skipBlanks(reader);
    if (peek(reader) === ']' || peek(reader) === '') continue;
    if (peek(reader) === '|') {
      reader.report('SPL1001', 'expected a command before this pipe', here(reader));
      continue;
    }
    const command = readCommand(reader, settings);
    if (command) commands.push(command);
    if (commands.length > MOST_COMMANDS) {
      const message = `more than ${String(MOST_COMMANDS)} commands`;
      reader.report('SPL1005', message, span(reader.at, reader.at));
      reader.at = reader.text.length;
    }
  }
}

function recovering<T>(reader: Reader, read: () => T): T | undefined {
  try {
    return read();
  } catch (thrown) {
    if (!(thrown instanceof Abandon)) throw thrown;
    skipCommand(reader);
    return undefined;
  }
}

const COMMAND_NAME = /[\w-]+/y;

function readCommand(reader: Reader, settings: ParseSettings): CommandNode | undefined {
  return recovering(reader, () => {
    const start = reader.at;
    COMMAND_NAME.lastIndex = start;
    const word = COMMAND_NAME.exec(reader.text)?.[0] ?? '';
    const nameSpan = span(start, Math.max(start + 1, start + word.length));
    const known = settings.grammar.get(word.toLowerCase());
    if (!known) unknownCommand(reader, word, nameSpan, settings);
    reader.at = nameSpan.end;
    const { options, args } = readArguments(reader, known.name, known.syntax, (inner) =>
      readSubsearch(inner, settings),
    );
    const end = trimmedEnd(reader.text, reader.at);
    return { kind: 'command', name: known.name, nameSpan, options, args, span: span(start, end) };
  });
}

function trimmedEnd(text: string, at: number): number {
  let end = at;
  while (end > 0 && /\s/.test(text[end - 1] ?? '')) end--;
  return end;
}

function unknownCommand(
  reader: Reader,
  word: string,
  at: { start: number; end: number },
  settings: ParseSettings,
): never {
  const [near] = nearest(word, settings.grammar.keys());
  const message =
    word === '' ? 'expected a command after the pipe' : `unsupported command \`${word}\``;
  reader.report(
    word === '' ? 'SPL1001' : 'SPL1203',
    message,
    at,
    near === undefined ? {} : { remedy: `write \`${near}\`, if that is what was meant` },
  );
  throw new Abandon();
}

/** `[command ... | command ...]`; the leading pipe may be left out, the command may not. */
export function readSubsearch(reader: Reader, settings: ParseSettings): Pipeline {
  const open = reader.at++;
  return descend(reader, () => {
    skipBlanks(reader);
    const commands: CommandNode[] = [];
    if (peek(reader) !== '|' && peek(reader) !== ']') {
      const first = readCommand(reader, settings);
      if (first) commands.push(first);
    }
    commands.push(...readCommands(reader, settings));
    if (peek(reader) !== ']') {
      reader.report('SPL1002', 'the bracket is not closed', span(open, open + 1));
      throw new Abandon();
    }
    reader.at++;
    if (commands.length === 0 && /^\[[\s|]*\]$/.test(reader.text.slice(open, reader.at))) {
      reader.report('SPL1004', 'a subsearch needs a command', span(open, reader.at));
    }
    return { kind: 'pipeline', commands, span: span(open, reader.at) };
  });
}
