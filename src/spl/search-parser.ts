// Search expressions: what events to keep. NOT binds tightest, then OR, then AND, written or implied. Operators are upper
// case: `or` is a word like any other. (https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Search)
import { span, type Span } from '../text/index.ts';
import type { ReadSubsearch } from './eval-parser.ts';
import {
  atEnd,
  descend,
  fail,
  isBlank,
  keywordHere,
  peek,
  readQuoted,
  skipBlanks,
  skipSeparators,
  type Reader,
} from './reader.ts';
import type { Name, Pattern, SearchNode, SearchOperator } from './tree.ts';

/** `stop`: upper-case words that end the expression (`BY` in tstats); `span=` ends it too where a keyword opened it. */
export interface SearchContext {
  readonly subsearch: ReadSubsearch;
  readonly stop: readonly string[];
}

export function readSearch(reader: Reader, context: SearchContext): SearchNode {
  skipSeparators(reader);
  if (finished(reader, context)) return { kind: 'all', span: span(reader.at, reader.at) };
  return descend(reader, () => conjunction(reader, context));
}

function finished(reader: Reader, context: SearchContext): boolean {
  if (atEnd(reader) || peek(reader) === ')') return true;
  if (context.stop.length === 0) return false;
  return (
    keywordHere(reader, context.stop) !== undefined ||
    /^span\s*=/.test(reader.text.slice(reader.at, reader.at + 12))
  );
}

function operatorHere(reader: Reader, word: 'AND' | 'OR' | 'NOT'): boolean {
  const end = reader.at + word.length;
  return (
    reader.text.startsWith(word, reader.at) && (end >= reader.text.length || breaks(reader, end))
  );
}

function breaks(reader: Reader, at: number): boolean {
  const next = reader.text[at] ?? '';
  return (
    isBlank(next.charCodeAt(0)) || next === '(' || next === '[' || next === '"' || next === ')'
  );
}

function conjunction(reader: Reader, context: SearchContext): SearchNode {
  const terms: SearchNode[] = [];
  for (;;) {
    terms.push(disjunction(reader, context));
    skipSeparators(reader);
    if (operatorHere(reader, 'AND')) {
      reader.at += 3;
      skipSeparators(reader);
      if (finished(reader, context)) fail(reader, 'a condition after AND');
    } else if (finished(reader, context)) break;
  }
  return joined('and', terms);
}

function disjunction(reader: Reader, context: SearchContext): SearchNode {
  const terms: SearchNode[] = [];
  for (;;) {
    terms.push(negation(reader, context));
    skipSeparators(reader);
    if (!operatorHere(reader, 'OR')) break;
    reader.at += 2;
    skipSeparators(reader);
    if (finished(reader, context)) fail(reader, 'a condition after OR');
  }
  return joined('or', terms);
}

/** One term stands for itself; nested sets of the same kind are one. */
function joined(kind: 'and' | 'or', terms: readonly SearchNode[]): SearchNode {
  const [first] = terms;
  if (terms.length === 1 && first) return first;
  const flat = terms.flatMap((term) => (term.kind === kind ? term.terms : [term]));
  const last = terms[terms.length - 1];
  return { kind, terms: flat, span: span(first?.span.start ?? 0, last?.span.end ?? 0) };
}

function negation(reader: Reader, context: SearchContext): SearchNode {
  skipSeparators(reader);
  if (!operatorHere(reader, 'NOT')) return primary(reader, context);
  const start = reader.at;
  reader.at += 3;
  skipSeparators(reader);
  if (finished(reader, context)) fail(reader, 'a condition after NOT');
  const operand = descend(reader, () => negation(reader, context));
  return { kind: 'not', operand, span: span(start, operand.span.end) };
}

function primary(reader: Reader, context: SearchContext): SearchNode {
  const start = reader.at;
  const next = peek(reader);
  if (next === '(') return parenthesis(reader, context);
  if (next === '[') {
    const pipeline = context.subsearch(reader);
    return { kind: 'subsearch', pipeline, span: pipeline.span };
  }
  if (operatorHere(reader, 'OR') || operatorHere(reader, 'AND')) fail(reader, 'a condition');
  const name = nameOrTerm(reader);
  const compared = comparison(reader, name, start);
  return compared ?? term(reader, name, start);
}

function parenthesis(reader: Reader, context: SearchContext): SearchNode {
  const open = reader.at++;
  const inner = { ...context, stop: [] };
  skipSeparators(reader);
  const empty = peek(reader) === ')';
  const node = readSearch(reader, inner);
  skipSeparators(reader);
  if (peek(reader) !== ')') {
    reader.report('SPL1002', 'the parenthesis is not closed', span(open, open + 1));
    fail(reader, '`)`');
  }
  reader.at++;
  return empty ? { kind: 'none', span: span(open, reader.at) } : node;
}

/** What stands before an operator, or a term by itself. Quotes of both kinds may hold a field name. */
function nameOrTerm(reader: Reader): Name {
  const next = peek(reader);
  if (next === '"') return readQuoted(reader);
  if (next === "'") {
    const start = reader.at;
    const end = reader.text.indexOf("'", start + 1);
    const after = end < 0 ? '' : reader.text.slice(end + 1, end + 4).trimStart();
    // An apostrophe in a word is only a character; around a field name it is a quote.
    if (/^(?:[=<>]|!=)/.test(after)) {
      reader.at = end + 1;
      return { text: reader.text.slice(start + 1, end), quoted: true, span: span(start, end + 1) };
    }
  }
  const word = readWord(reader, true);
  if (word.text === '') fail(reader, 'a search term');
  return word;
}

/**
 * A bare word. `\"`, `\\`, `\|` and escaped brackets lose their backslash. As a name it ends at an operator; as a value
 * it goes on to the next blank.
 */
function readWord(reader: Reader, asName: boolean): Name {
  const start = reader.at;
  let value = '';
  while (reader.at < reader.text.length) {
    const next = reader.text[reader.at] ?? '';
    if (next === '\\' && reader.at + 1 < reader.text.length) {
      const escaped = reader.text[reader.at + 1] ?? '';
      if (isBlank(escaped.charCodeAt(0))) {
        value += next;
        reader.at++;
        break;
      }
      value += '"\\|()[],='.includes(escaped) ? escaped : next + escaped;
      reader.at += 2;
      continue;
    }
    if (endsWord(reader, next, asName)) break;
    value += next;
    reader.at++;
  }
  return { text: value, quoted: false, span: span(start, reader.at) };
}

function endsWord(reader: Reader, next: string, asName: boolean): boolean {
  if (isBlank(next.charCodeAt(0)) || '()[]|",'.includes(next)) return true;
  if (!asName) return false;
  if ('=<>'.includes(next)) return true;
  const after = reader.text[reader.at + 1];
  return (next === '!' && after === '=') || (next === ':' && after === ':');
}

const OPERATORS: readonly (SearchOperator | '==' | '::')[] = [
  '::',
  '==',
  '!=',
  '<=',
  '>=',
  '=',
  '<',
  '>',
];

function comparison(reader: Reader, field: Name, start: number): SearchNode | undefined {
  const back = reader.at;
  skipBlanks(reader);
  const operator = keywordHere(reader, ['IN']);
  const rest = reader.text.slice(reader.at + 2).trimStart();
  if (operator && rest.startsWith('(')) return membership(reader, field, start);
  if (operator?.text === 'IN' && /^$|^[|\])]/.test(rest)) {
    reader.at = operator.span.end;
    fail(reader, 'a list in parentheses');
  }
  const symbol = OPERATORS.find((each) => reader.text.startsWith(each, reader.at));
  if (symbol === undefined) {
    reader.at = back;
    return undefined;
  }
  reader.at += symbol.length;
  skipBlanks(reader);
  const value = readValue(reader);
  const meant = symbol === '::' || symbol === '==' ? '=' : symbol;
  return { kind: 'compare', field, operator: meant, value, span: span(start, reader.at) };
}

function membership(reader: Reader, field: Name, start: number): SearchNode {
  reader.at += 2;
  skipBlanks(reader);
  const open = reader.at++;
  const values: Pattern[] = [];
  for (;;) {
    skipSeparators(reader);
    if (peek(reader) === ')') break;
    if (atEnd(reader)) {
      reader.report('SPL1002', 'the list is not closed', span(open, open + 1));
      fail(reader, '`)`');
    }
    values.push(readValue(reader));
  }
  reader.at++;
  if (values.length === 0) fail(reader, 'a value', span(open, reader.at));
  return { kind: 'in', field, values, span: span(start, reader.at) };
}

function readValue(reader: Reader): Pattern {
  const start = reader.at;
  if (peek(reader) === '"') return readQuoted(reader);
  const word = readWord(reader, false);
  if (word.text === '' && atEnd(reader)) fail(reader, 'a value');
  if (word.text === '') fail(reader, 'a value', span(start, start + 1));
  if (peek(reader) === '(' && (word.text === 'CASE' || word.text === 'TERM')) {
    return { ...directive(reader), directive: word.text };
  }
  return word;
}

/** The text between the parentheses of `TERM(...)` or `CASE(...)`. */
function directive(reader: Reader): Pattern {
  const open = reader.at;
  const end = reader.text.indexOf(')', open);
  if (end < 0) {
    reader.report('SPL1002', 'the parenthesis is not closed', span(open, open + 1));
    reader.at = reader.text.length;
    fail(reader, '`)`');
  }
  reader.at = end + 1;
  const inner = reader.text.slice(open + 1, end).trim();
  const quoted = inner.length >= 2 && inner.startsWith('"') && inner.endsWith('"');
  const place: Span = span(open + 1, end);
  return { text: quoted ? inner.slice(1, -1) : inner, quoted, span: place };
}

function term(reader: Reader, word: Name, start: number): SearchNode {
  if (!word.quoted && word.text === '*') return { kind: 'all', span: word.span };
  if (!word.quoted && peek(reader) === '(' && (word.text === 'TERM' || word.text === 'CASE')) {
    const value = directive(reader);
    return { kind: 'term', form: word.text, value, span: span(start, reader.at) };
  }
  return { kind: 'term', form: word.quoted ? 'phrase' : 'word', value: word, span: word.span };
}
