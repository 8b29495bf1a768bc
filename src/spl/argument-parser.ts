// The arguments of a command, read by its declared syntax: options anywhere, keywords open their slots, the other slots
// stand in order.
import { nearest, span } from '../text/index.ts';
import { readAggregates } from './aggregate-parser.ts';
import { readExpression, type ReadSubsearch } from './eval-parser.ts';
import {
  Abandon,
  atEnd,
  balancedEnd,
  fail,
  keywordHere,
  peek,
  quoteEnd,
  readBareWord,
  readName,
  readQuoted,
  skipBlanks,
  skipSeparators,
  takeKeyword,
  type Reader,
} from './reader.ts';
import { readSearch } from './search-parser.ts';
import {
  SPLIT_OPTIONS,
  truthOf,
  type CommandSyntax,
  type OptionKind,
  type Slot,
} from './syntax.ts';
import type {
  Argument,
  Assignment,
  Name,
  OptionNode,
  Pipeline,
  Rename,
  SortKeyNode,
  SplitField,
} from './tree.ts';

export interface Found {
  readonly options: readonly OptionNode[];
  readonly args: readonly Argument[];
}

interface State {
  readonly reader: Reader;
  readonly syntax: CommandSyntax;
  readonly command: string;
  readonly subsearch: ReadSubsearch;
  readonly keywords: readonly string[];
  readonly options: OptionNode[];
  readonly args: Argument[];
}

export function readArguments(
  reader: Reader,
  command: string,
  syntax: CommandSyntax,
  subsearch: ReadSubsearch,
): Found {
  const keywords = syntax.slots.flatMap((slot) => slot.lead ?? []);
  const state: State = { reader, syntax, command, subsearch, keywords, options: [], args: [] };
  const waiting = syntax.slots.filter((slot) => !slot.lead);
  for (;;) {
    skipSeparators(reader);
    if (atEnd(reader)) break;
    if (readOption(state)) continue;
    const led = syntax.slots.find((slot) => slot.lead && keywordHere(reader, slot.lead));
    if (led) {
      openLed(state, led);
      continue;
    }
    const slot = waiting.find((each) => fits(state, each));
    if (!slot) surplus(state);
    const passed = waiting.splice(0, waiting.indexOf(slot) + 1).slice(0, -1);
    missing(state, passed);
    readSlot(state, slot);
  }
  missing(state, [...waiting, ...unopened(state)]);
  return { options: state.options, args: state.args };
}

/** A keyword opens its slot once; `role` may be told apart by the keyword (`OUTPUT`, `OUTPUTNEW`). */
function openLed(state: State, slot: Slot): void {
  const word = takeKeyword(state.reader, slot.lead ?? []);
  if (state.args.some((each) => each.role === slot.role) && word) {
    state.reader.report('SPL1001', `\`${word.text}\` stands here a second time`, word.span);
    throw new Abandon();
  }
  readSlot(state, slot);
}

/** Slots whose keyword did not come. */
const unopened = (state: State): Slot[] =>
  state.syntax.slots.filter(
    (slot) => slot.lead && !state.args.some((each) => each.role === slot.role),
  );

function missing(state: State, slots: readonly Slot[]): void {
  for (const slot of slots.filter((each) => each.required)) {
    const what = slot.lead ? `${slot.lead[0] ?? ''} clause` : slot.role;
    const at = span(state.reader.at, state.reader.at);
    state.reader.report('SPL1004', `\`${state.command}\` needs ${article(what)}`, at);
    throw new Abandon();
  }
}

const article = (what: string): string => `${/^[aeiou]/i.test(what) ? 'an' : 'a'} ${what}`;

function surplus(state: State): never {
  const { reader } = state;
  const start = reader.at;
  const word = readBareWord(reader);
  if (word.text !== '' && equalsAhead(reader)) unknownOption(state, word);
  reader.at = start;
  fail(reader, `the end of \`${state.command}\``);
}

/** Which positional slot can begin with what stands here. */
function fits(state: State, slot: Slot): boolean {
  const next = peek(state.reader);
  switch (slot.kind) {
    case 'pipeline':
    case 'pipelines':
    case 'template':
      return next === '[';
    case 'number':
      return NUMBER.test(state.reader.text.slice(state.reader.at, state.reader.at + 24));
    case 'sign':
      return (next === '+' || next === '-') && /^$|[\s\w"'_*|\]]/.test(charAfter(state.reader));
    case 'match':
    case 'expression':
    case 'search':
    case 'words':
    case 'condition':
    case 'rest':
      return true;
    case 'flag':
      return false;
    case 'aggregates':
    case 'assignments':
    case 'converts':
    case 'field':
    case 'fields':
    case 'rename':
    case 'renames':
    case 'sort-keys':
    case 'split':
      return next !== '[' && next !== '(';
    case 'word':
      return next !== '[' && (next !== '(' || slot.role === 'regex');
  }
}

/** A count below 0 is taken as well, to be refused as one. */
const NUMBER = /^-?\d+(?=[\s|\],]|$)/;

const charAfter = (reader: Reader): string => reader.text[reader.at + 1] ?? '';

function equalsAhead(reader: Reader): boolean {
  let at = reader.at;
  while (/\s/.test(reader.text[at] ?? '')) at++;
  return reader.text[at] === '=' && reader.text[at + 1] !== '=';
}

/** `name=value`, when the name is one of the command's options. */
function readOption(state: State): boolean {
  const { reader, syntax } = state;
  const start = reader.at;
  if (!/[a-zA-Z_]/.test(peek(reader))) return false;
  const word = readBareWord(reader);
  const name = word.text.toLowerCase();
  const kind =
    syntax.options && Object.hasOwn(syntax.options, name) ? syntax.options[name] : undefined;
  if (kind === undefined || !equalsAhead(reader)) {
    reader.at = start;
    return false;
  }
  skipBlanks(reader);
  reader.at++;
  skipBlanks(reader);
  const value = readOptionValue(reader, kind);
  const node: OptionNode = {
    name,
    nameSpan: word.span,
    value: value.text,
    quoted: value.quoted,
    span: span(start, reader.at),
  };
  check(reader, node, value, kind);
  state.options.push(node);
  return true;
}

function readOptionValue(reader: Reader, kind: OptionKind): Name {
  const next = peek(reader);
  const start = reader.at;
  if (
    kind === 'search' &&
    (next === '(' || /^eval\s*\(/i.test(reader.text.slice(start, start + 12)))
  ) {
    reader.at = balancedEnd(reader.text, reader.text.indexOf('(', start));
    return {
      text: reader.text.slice(start, reader.at),
      quoted: false,
      span: span(start, reader.at),
    };
  }
  if (next === '"' || next === "'") return readQuoted(reader, true);
  const word = readBareWord(reader, OPTION_STOP);
  if (word.text === '') fail(reader, 'a value');
  return word;
}

const OPTION_STOP: ReadonlySet<string> = new Set([',', '"', '[', ']', '|']);

function check(reader: Reader, node: OptionNode, value: Name, kind: OptionKind): void {
  const wanted = complaint(kind, node.value);
  if (wanted === undefined) return;
  reader.report('SPL1003', `\`${node.name}\` takes ${wanted}, not \`${node.value}\``, value.span);
}

function complaint(kind: OptionKind, value: string): string | undefined {
  switch (kind) {
    case 'bool':
      return truthOf(value) === undefined ? '`true` or `false`' : undefined;
    case 'count':
      return /^\d{1,15}$/.test(value) ? undefined : 'a whole number';
    case 'number':
      return Number.isNaN(Number(value)) || value === '' ? 'a number' : undefined;
    case 'text':
    case 'field':
    case 'span':
    case 'search':
      return undefined;
    default: {
      const known = kind.includes(value.toLowerCase());
      return known ? undefined : `one of ${kind.map((each) => `\`${each}\``).join(', ')}`;
    }
  }
}

function unknownOption(state: State, word: Name): never {
  const known = Object.keys(state.syntax.options ?? {});
  const [near] = nearest(word.text, known);
  state.reader.report(
    'SPL1202',
    `unsupported option \`${word.text}\` of \`${state.command}\``,
    word.span,
    near === undefined ? {} : { remedy: `write \`${near}\`, if that is what was meant` },
  );
  throw new Abandon();
}

function readSlot(state: State, slot: Slot): void {
  const start = state.reader.at;
  const found = contentOf(state, slot);
  state.args.push({ role: slot.role, ...found, span: span(start, state.reader.at) });
}

type Unplaced<A> = A extends Argument ? Omit<A, 'role' | 'span'> : never;

function contentOf(state: State, slot: Slot): Unplaced<Argument> {
  const { reader, subsearch } = state;
  switch (slot.kind) {
    case 'flag':
      return { kind: 'flag' };
    case 'word':
      skipBlanks(reader);
      return {
        kind: 'word',
        word: slot.role === 'regex' ? regexText(reader) : readName(reader, slot.role),
      };
    case 'number':
      return { kind: 'word', word: readCount(state) };
    case 'sign':
      reader.at++;
      return { kind: 'word', word: wordAt(reader, reader.at - 1) };
    case 'rest':
      return { kind: 'word', word: rest(reader) };
    case 'condition':
      return { kind: 'word', word: readCondition(reader) };
    case 'words':
      return { kind: 'fields', fields: plainWords(reader) };
    case 'field':
      return { kind: 'fields', fields: [readName(reader, 'a field')] };
    case 'fields':
      return { kind: 'fields', fields: list(state, () => readName(reader, 'a field')) };
    case 'rename':
      return { kind: 'renames', renames: [readRename(state, slot)] };
    case 'renames':
      return { kind: 'renames', renames: list(state, () => readRename(state, slot)) };
    case 'converts':
      return { kind: 'renames', renames: list(state, () => readConvert(state, slot)) };
    case 'assignments':
      return { kind: 'assignments', assignments: readAssignments(state) };
    case 'expression':
      return { kind: 'expression', expression: readExpression(reader, subsearch) };
    case 'search':
      return { kind: 'search', search: readWholeSearch(state, slot) };
    case 'aggregates':
      return {
        kind: 'aggregates',
        aggregates: readAggregates(
          reader,
          subsearch,
          endsList(state),
          state.command === 'chart' || state.command === 'timechart',
        ),
      };
    case 'split':
      return { kind: 'split', fields: list(state, () => readSplit(state)) };
    case 'sort-keys':
      return { kind: 'sort-keys', keys: list(state, () => readSortKey(reader)) };
    case 'pipeline':
      return { kind: 'pipelines', pipelines: [subsearch(reader)] };
    case 'pipelines':
      return { kind: 'pipelines', pipelines: readPipelines(state) };
    case 'match':
      return readMatch(reader);
    case 'template':
      return { kind: 'template', text: readTemplate(reader) };
  }
}

function readCount({ reader, command }: State): Name {
  const word = readBareWord(reader);
  if (word.text.startsWith('-')) {
    const message = `\`${command}\` takes a whole number from 0, not \`${word.text}\``;
    reader.report('SPL1003', message, word.span);
  }
  return word;
}

function wordAt(reader: Reader, start: number): Name {
  return { text: reader.text.slice(start, reader.at), quoted: false, span: span(start, reader.at) };
}

/** A search goes on to the end of the command, or to one of its keywords. */
function readWholeSearch(state: State, slot: Slot): ReturnType<typeof readSearch> {
  const { reader, subsearch } = state;
  skipBlanks(reader);
  if (slot.lead && atEnd(reader)) fail(reader, `a condition after ${slot.lead[0] ?? ''}`);
  const node = readSearch(reader, { subsearch, stop: state.keywords });
  skipBlanks(reader);
  if (peek(reader) === ')') {
    reader.report('SPL1001', 'this parenthesis closes nothing', span(reader.at, reader.at + 1));
    throw new Abandon();
  }
  return node;
}

/** Whether a list stops here: at the end, a keyword, an option of the command, or a bracket. */
function endsList(state: State): () => boolean {
  return () => {
    const { reader } = state;
    if (atEnd(reader) || peek(reader) === '[') return true;
    if (keywordHere(reader, state.keywords)) return true;
    const start = reader.at;
    if (!/[a-zA-Z_]/.test(peek(reader))) return false;
    const word = readBareWord(reader);
    const option =
      equalsAhead(reader) && Object.hasOwn(state.syntax.options ?? {}, word.text.toLowerCase());
    reader.at = start;
    return option;
  };
}

function list<T>(state: State, one: () => T): T[] {
  const { reader } = state;
  const ends = endsList(state);
  const found: T[] = [];
  for (;;) {
    skipSeparators(reader);
    if (ends()) break;
    const before = reader.at;
    found.push(one());
    if (reader.at === before) fail(reader, 'a field');
    skipBlanks(reader);
    if (peek(reader) === '=') optionInList(state, before);
  }
  if (found.length === 0) fail(reader, 'a field');
  return found;
}

function optionInList(state: State, start: number): never {
  state.reader.at = start;
  const word = readBareWord(state.reader);
  if (word.text === '') fail(state.reader, 'a field');
  unknownOption(state, word);
}

function readRename(state: State, slot: Slot): Rename {
  const { reader } = state;
  const from = readName(reader, 'a field');
  skipBlanks(reader);
  if (!takeKeyword(reader, [slot.connective ?? 'AS'])) return { from };
  skipBlanks(reader);
  return { from, to: readName(reader, 'a name') };
}

/** `ctime(field) AS name`. */
function readConvert(state: State, slot: Slot): Rename {
  const { reader } = state;
  const start = reader.at;
  const name = /[a-zA-Z0-9_]*/y;
  name.lastIndex = start;
  const found = name.exec(reader.text)?.[0] ?? '';
  reader.at = start + found.length;
  const callee: Name = wordAt(reader, start);
  skipBlanks(reader);
  if (found === '' || peek(reader) !== '(') fail(reader, 'a conversion such as `ctime(field)`');
  reader.at++;
  skipBlanks(reader);
  const from = peek(reader) === ')' ? wordAt(reader, reader.at) : readName(reader, 'a field');
  skipBlanks(reader);
  if (peek(reader) !== ')') fail(reader, '`)`');
  reader.at++;
  skipBlanks(reader);
  if (!takeKeyword(reader, [slot.connective ?? 'AS'])) return { function: callee, from };
  skipBlanks(reader);
  return { function: callee, from, to: readName(reader, 'a name') };
}

function readAssignments(state: State): Assignment[] {
  const { reader, subsearch } = state;
  const found: Assignment[] = [];
  do {
    if (found.length > 0) reader.at++;
    skipBlanks(reader);
    const field = readTarget(reader);
    skipBlanks(reader);
    if (peek(reader) !== '=') fail(reader, '`=`');
    reader.at++;
    found.push({ field, expression: readExpression(reader, subsearch) });
    skipBlanks(reader);
  } while (peek(reader) === ',');
  if (!atEnd(reader)) fail(reader, 'an operator, `,` or the end of the command');
  return found;
}

/** The name on the left of `=`; without quotes it may hold what an expression could not (`a.b`, `x{}`). */
function readTarget(reader: Reader): Name {
  const next = peek(reader);
  if (next === '"' || next === "'") return readQuoted(reader);
  const word = readBareWord(reader);
  if (word.text === '') fail(reader, 'a field');
  if (/[+*/%^&~!?;]/.test(word.text)) {
    reader.report('SPL1001', `\`${word.text}\` has to stand in quotes to be a field`, word.span);
  }
  return word;
}

function readSplit(state: State): SplitField {
  const { reader } = state;
  const field = readName(reader, 'a field');
  const options: OptionNode[] = [];
  for (;;) {
    const back = reader.at;
    skipSeparators(reader);
    const word = readBareWord(reader);
    if (!SPLIT_OPTIONS.has(word.text.toLowerCase()) || !equalsAhead(reader)) {
      reader.at = back;
      return { field, options };
    }
    skipBlanks(reader);
    reader.at++;
    skipBlanks(reader);
    const value = readOptionValue(reader, 'span');
    options.push({
      name: word.text.toLowerCase(),
      nameSpan: word.span,
      value: value.text,
      quoted: value.quoted,
      span: span(word.span.start, reader.at),
    });
  }
}

const SORT_CONVERSIONS = /(auto|str|ip|num)\s*\(\s*/iy;

function readSortKey(reader: Reader): SortKeyNode {
  const sign = peek(reader);
  if (sign === '-' || sign === '+') {
    reader.at++;
    skipBlanks(reader);
  }
  const descending = sign === '-';
  SORT_CONVERSIONS.lastIndex = reader.at;
  const convert = SORT_CONVERSIONS.exec(reader.text);
  if (!convert) return { field: readName(reader, 'a field'), descending };
  reader.at += convert[0].length;
  const field = readName(reader, 'a field');
  skipBlanks(reader);
  if (peek(reader) !== ')') fail(reader, '`)`');
  reader.at++;
  return { field, descending, convert: (convert[1] ?? '').toLowerCase() };
}

function readPipelines(state: State): Pipeline[] {
  const found: Pipeline[] = [];
  while (peek(state.reader) === '[') {
    found.push(state.subsearch(state.reader));
    skipSeparators(state.reader);
  }
  return found;
}

function readMatch(reader: Reader): Unplaced<Argument> {
  const start = reader.at;
  if (peek(reader) !== '"') {
    const field = readBareWord(reader);
    skipBlanks(reader);
    const operator = reader.text.startsWith('!=', reader.at)
      ? '!='
      : peek(reader) === '='
        ? '='
        : '';
    if (field.text !== '' && operator !== '') {
      reader.at += operator.length;
      skipBlanks(reader);
      return { kind: 'match', field, negated: operator === '!=', pattern: regexText(reader) };
    }
    reader.at = start;
  }
  return { kind: 'match', negated: false, pattern: regexText(reader) };
}

/** A regular expression: quoted, or bare up to a blank. `\|` keeps its backslash: it means the character. */
function regexText(reader: Reader): Name {
  if (peek(reader) === '"') return readQuoted(reader, true);
  const start = reader.at;
  while (reader.at < reader.text.length && !/[\s|]/.test(peek(reader))) reader.at++;
  if (reader.at === start) fail(reader, 'a regular expression');
  return wordAt(reader, start);
}

function readTemplate(reader: Reader): string {
  const open = reader.at;
  const end = balancedEnd(reader.text, open);
  if (reader.text[end - 1] !== ']') {
    reader.report('SPL1002', 'the bracket is not closed', span(open, open + 1));
    throw new Abandon();
  }
  reader.at = end;
  return reader.text.slice(open + 1, end - 1);
}

/** Words between blanks and commas, whatever is in them. */
function plainWords(reader: Reader): Name[] {
  const found: Name[] = [];
  for (;;) {
    skipSeparators(reader);
    if (atEnd(reader)) return found;
    const start = reader.at;
    found.push(peek(reader) === '"' ? readQuoted(reader) : readBareWord(reader, WORD_STOP));
    if (reader.at === start) fail(reader, 'a field');
  }
}

const WORD_STOP: ReadonlySet<string> = new Set([',', '"', '[', ']', '|']);

const CONDITION =
  /[a-z]+(?:\([^()|]*\))?\s*(?:(?:not)?in\s+(?:top|bottom)\s*\d{1,6}|[<>]=?\s*-?\d+(?:\.\d+)?)/iy;

/** A condition on columns; what is none is given whole, to be refused. */
function readCondition(reader: Reader): Name {
  skipBlanks(reader);
  CONDITION.lastIndex = reader.at;
  const found = CONDITION.exec(reader.text)?.[0];
  if (found === undefined) return rest(reader);
  const start = reader.at;
  reader.at += found.length;
  return wordAt(reader, start);
}

/** Everything up to the command's end, quotes and brackets respected. */
function rest(reader: Reader): Name {
  const start = reader.at;
  skipCommand(reader);
  const text = reader.text.slice(start, reader.at).trimEnd();
  return { text, quoted: false, span: span(start, start + text.length) };
}

/** Moves to the end of the command, over quotes and brackets. */
export function skipCommand(reader: Reader): void {
  while (!atEnd(reader)) {
    const next = peek(reader);
    if (next === '\\') reader.at = Math.min(reader.at + 2, reader.text.length);
    else if (next === '"' || next === '[') reader.at = balancedOrQuoted(reader.text, reader.at);
    else reader.at++;
  }
}

function balancedOrQuoted(text: string, at: number): number {
  return text[at] === '"' ? quoteEnd(text, at) : balancedEnd(text, at);
}
