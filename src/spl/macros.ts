// Macros and comments are text: they are replaced before anything is parsed, and the map of what came from where is kept.
// (https://docs.splunk.com/Documentation/Splunk/latest/Knowledge/Definesearchmacros)
import { movedFix, nearest, span, type Diagnostic, type Source, type Span } from '../text/index.ts';
import {
  calledAt,
  join,
  originOf,
  slice,
  whole,
  writtenAt,
  type MappedText,
} from './mapped-text.ts';
import type { Code, More, Report } from './messages.ts';
import { quoteEnd } from './reader.ts';

/** A stanza of macros.conf. The key it is found under is its name, with arguments `name(2)`. */
export interface Macro {
  readonly definition: string;
  readonly args?: readonly string[];
  /** The definition is an eval expression whose text result is the expansion. */
  readonly iseval?: boolean;
  /** An eval expression over the arguments that must be true (or null). */
  readonly validation?: string;
  readonly errormsg?: string;
}

/** Evaluates an eval expression without fields: its text, or undefined when it has none or cannot be evaluated. */
export type EvaluateText = (expression: string) => string | boolean | null | undefined;

export interface MacroSettings {
  readonly macros: (key: string) => Macro | undefined;
  readonly known: () => Iterable<string>;
  readonly evaluate: EvaluateText;
}

export interface Expansion {
  readonly root: Source;
  readonly mapped: MappedText;
  /** Keys of all macros that were called, in order of first call. */
  readonly used: readonly string[];
}

const DEEPEST = 40;
const LONGEST = 2_000_000;

interface State {
  readonly root: Source;
  readonly settings: MacroSettings;
  readonly diagnostics: Diagnostic[];
  readonly used: Set<string>;
  length: number;
}

/** The search with comments and macros replaced; findings point into `root` and, where it helps, into the definition. */
export function expand(
  root: Source,
  settings: MacroSettings,
): { readonly expansion: Expansion; readonly diagnostics: readonly Diagnostic[] } {
  const state: State = { root, settings, diagnostics: [], used: new Set(), length: 0 };
  // The parser refuses a text of this length; there is no point in expanding it.
  const mapped = root.text.length > LONGEST ? whole(root) : expandText(state, whole(root), []);
  return { expansion: { root, mapped, used: [...state.used] }, diagnostics: state.diagnostics };
}

/** A report that takes places in the expanded text and files them where the words were written. */
export function reporter(expansion: Expansion, into: (diagnostic: Diagnostic) => void): Report {
  return (code, message, at, more = {}) => {
    into(diagnose(expansion.root, expansion.mapped, code, message, at, more));
  };
}

function diagnose(
  root: Source,
  mapped: MappedText,
  code: Code,
  message: string,
  at: Span,
  more: More,
): Diagnostic {
  const origin = originOf(mapped, root, at);
  const related = origin.inside && [
    { message: 'the words stand here, in the macro', ...origin.inside },
  ];
  const fix = movedFix(more.fix, (span) => writtenAt(mapped, root, span));
  return {
    code,
    severity: more.severity ?? 'error',
    message,
    source: root,
    span: origin.span,
    ...(more.remedy !== undefined && { remedy: more.remedy }),
    ...(related && { related }),
    ...(fix && { fix }),
  };
}

function complain(
  state: State,
  mapped: MappedText,
  code: Code,
  message: string,
  at: Span,
  remedy?: string,
): void {
  const more = remedy === undefined ? {} : { remedy };
  state.diagnostics.push(diagnose(state.root, mapped, code, message, at, more));
}

/** Comments and calls replaced; strings are passed over. */
function expandText(state: State, mapped: MappedText, stack: readonly string[]): MappedText {
  const { text } = mapped;
  if (!text.includes('`')) return mapped;
  const parts: MappedText[] = [];
  let kept = 0;
  for (let at = 0; at < text.length; at++) {
    const next = text[at];
    if (next === '\\') at++;
    else if (next === '"') at = quoteEnd(text, at) - 1;
    else if (next === '`') {
      parts.push(slice(mapped, kept, at));
      const end = text.startsWith('```', at) ? comment(state, mapped, at) : callEnd(text, at);
      if (!text.startsWith('```', at)) parts.push(expandCall(state, mapped, span(at, end), stack));
      kept = end;
      at = end - 1;
    }
  }
  parts.push(slice(mapped, kept, text.length));
  return join(parts);
}

/** A comment is a blank, nothing else. */
function comment(state: State, mapped: MappedText, at: number): number {
  const end = mapped.text.indexOf('```', at + 3);
  if (end >= 0) return end + 3;
  complain(state, mapped, 'SPL1002', 'the comment is not closed', span(at, at + 3));
  return mapped.text.length;
}

/** Just past the closing backtick, which may not stand in quotes. */
function callEnd(text: string, at: number): number {
  for (let i = at + 1; i < text.length; i++) {
    if (text[i] === '"') {
      const end = quoteEnd(text, i);
      // A quote that is closed only beyond the backtick belongs to another string.
      if (end <= text.length && text[end - 1] === '"') i = end - 1;
    } else if (text[i] === '`') return i + 1;
  }
  return text.length;
}

function expandCall(
  state: State,
  mapped: MappedText,
  at: Span,
  stack: readonly string[],
): MappedText {
  const nothing = slice(mapped, at.start, at.start);
  if (mapped.text[at.end - 1] !== '`' || at.end - at.start < 2) {
    complain(
      state,
      mapped,
      'SPL1102',
      'the macro call is not closed',
      span(at.start, at.start + 1),
    );
    return nothing;
  }
  const call = readCall(mapped, at);
  if (!call) {
    complain(state, mapped, 'SPL1102', 'this is not a macro call', at);
    return nothing;
  }
  const macro = state.settings.macros(call.key);
  if (!macro) return unknown(state, mapped, at, call);
  if (stack.includes(call.key) || stack.length >= DEEPEST) {
    const chain = [...stack, call.key].map((key) => `\`${key}\``).join(' calls ');
    complain(state, mapped, 'SPL1103', `the macro never ends: ${chain}`, at);
    return nothing;
  }
  state.used.add(call.key);
  const place = originOf(mapped, state.root, at).span;
  const body = substituted(state, macro, call, mapped, at);
  if (!body) return nothing;
  state.length += body.text.length;
  if (state.length > LONGEST) {
    complain(state, mapped, 'SPL1103', 'the macros expand to too much text', at);
    return nothing;
  }
  return expandText(state, calledAt(body, place), [...stack, call.key]);
}

interface Call {
  readonly key: string;
  readonly name: string;
  readonly args: readonly MappedText[];
}

function readCall(mapped: MappedText, at: Span): Call | undefined {
  const inner = mapped.text.slice(at.start + 1, at.end - 1);
  const open = inner.indexOf('(');
  const name = (open < 0 ? inner : inner.slice(0, open)).trim();
  if (!/^[^\s"'()`]+$/.test(name)) return undefined;
  if (open < 0) return { key: name, name, args: [] };
  const close = inner.trimEnd().length - 1;
  if (inner[close] !== ')') return undefined;
  const from = at.start + 2 + open;
  const args = splitArguments(mapped, from, at.start + 1 + close);
  return { key: args.length === 0 ? name : `${name}(${String(args.length)})`, name, args };
}

/** Commas outside quotes and parentheses part the arguments; blanks and one pair of outer quotes go. */
function splitArguments(mapped: MappedText, from: number, to: number): MappedText[] {
  const { text } = mapped;
  if (text.slice(from, to).trim() === '') return [];
  const args: MappedText[] = [];
  let start = from;
  let depth = 0;
  for (let i = from; i <= to; i++) {
    const next = text[i];
    if (i === to || (next === ',' && depth === 0)) {
      args.push(bare(mapped, start, i));
      start = i + 1;
    } else if (next === '\\') i++;
    else if (next === '"') i = Math.min(quoteEnd(text, i), to) - 1;
    else if (next === '(' || next === '[') depth++;
    else if (next === ')' || next === ']') depth--;
  }
  return args;
}

function bare(mapped: MappedText, start: number, end: number): MappedText {
  let [from, to] = [start, end];
  const { text } = mapped;
  while (from < to && /\s/.test(text[from] ?? '')) from++;
  while (to > from && /\s/.test(text[to - 1] ?? '')) to--;
  if (to - from >= 2 && text[from] === '"' && text[to - 1] === '"')
    return slice(mapped, from + 1, to - 1);
  return slice(mapped, from, to);
}

function unknown(state: State, mapped: MappedText, at: Span, call: Call): MappedText {
  const known = [...state.settings.known()];
  const sameName = known.filter((key) => key.split('(')[0] === call.name);
  const near = sameName.length > 0 ? sameName : nearest(call.key, known, 1);
  const remedy = near[0] === undefined ? undefined : `there is \`${near[0]}\``;
  complain(state, mapped, 'SPL1101', `undefined macro \`${call.key}\``, at, remedy);
  return slice(mapped, at.start, at.start);
}

/** The definition with `$argument$` replaced, or the text that it evaluates to. */
function substituted(
  state: State,
  macro: Macro,
  call: Call,
  mapped: MappedText,
  at: Span,
): MappedText | undefined {
  const names = macro.args ?? [];
  if (!valid(state, macro, call, mapped, at)) return undefined;
  const source: Source = { name: `macro ${call.key}`, text: macro.definition.trim() };
  const body = fill(whole(source), names, call.args);
  if (!macro.iseval) return body;
  const result = state.settings.evaluate(body.text);
  if (typeof result === 'string') return whole({ name: source.name, text: result });
  const message = `the macro \`${call.key}\` is an expression that gives no text here`;
  complain(state, mapped, 'SPL1104', message, at);
  return undefined;
}

/** The validation holds when it is true or null; a text it gives is the complaint. */
function valid(state: State, macro: Macro, call: Call, mapped: MappedText, at: Span): boolean {
  if (macro.validation === undefined || macro.validation.trim() === '') return true;
  const filled = fill(whole({ name: '', text: macro.validation }), macro.args ?? [], call.args);
  const result = state.settings.evaluate(filled.text);
  if (result === true || result === null) return true;
  if (result === undefined) {
    const why = `the validation of the macro \`${call.key}\` cannot be evaluated`;
    complain(state, mapped, 'SPL1104', why, at);
    return false;
  }
  const said = typeof result === 'string' ? result : macro.errormsg;
  const message = said ?? `the arguments of the macro \`${call.key}\` fail its validation`;
  complain(state, mapped, 'SPL1104', message, at);
  return false;
}

function fill(body: MappedText, names: readonly string[], args: readonly MappedText[]): MappedText {
  if (names.length === 0) return body;
  const parts: MappedText[] = [];
  let kept = 0;
  for (let at = body.text.indexOf('$'); at >= 0; at = body.text.indexOf('$', at + 1)) {
    const end = body.text.indexOf('$', at + 1);
    if (end < 0) break;
    const index = names.indexOf(body.text.slice(at + 1, end));
    const argument = index < 0 ? undefined : args[index];
    if (!argument) continue;
    parts.push(slice(body, kept, at), argument);
    kept = end + 1;
    at = end;
  }
  parts.push(slice(body, kept, body.text.length));
  return join(parts);
}
