// Eval expressions. From loose to tight: XOR, OR, AND, NOT, comparison (`= != < <= > >= LIKE IN`), `.`, `+ -`, `* / %`,
// unary `- +`. (https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/CommonEvalFunctions)
import { cover, span } from '../text/index.ts';
import {
  Abandon,
  descend,
  fail,
  keywordHere,
  peek,
  readQuoted,
  skipBlanks,
  takeKeyword,
  type Reader,
} from './reader.ts';
import type { EvalNode, EvalOperator, Pipeline } from './tree.ts';

/** Reads a subsearch that stands on its `[`. */
export type ReadSubsearch = (reader: Reader) => Pipeline;

const LEVELS: readonly (readonly EvalOperator[])[] = [['XOR'], ['OR'], ['AND']];
const COMPARISONS = ['==', '!=', '<=', '>=', '=', '<', '>'] as const;
const WORDS = ['XOR', 'OR', 'AND', 'NOT', 'LIKE', 'IN', 'AS', 'BY'];

export function readExpression(reader: Reader, subsearch: ReadSubsearch): EvalNode {
  return descend(reader, () => logical(reader, subsearch, 0));
}

function logical(reader: Reader, subsearch: ReadSubsearch, level: number): EvalNode {
  const words = LEVELS[level];
  if (!words) return negation(reader, subsearch);
  let left = logical(reader, subsearch, level + 1);
  for (;;) {
    skipBlanks(reader);
    const word = takeKeyword(reader, words);
    if (!word) return left;
    const right = logical(reader, subsearch, level + 1);
    left = binary(reader, word.text.toUpperCase() as EvalOperator, word.span, left, right);
  }
}

/** Operators in one chain beyond this are refused: what walks the tree is recursive, and so is the engine. */
const longestChain = (operator: EvalOperator): number =>
  operator === 'AND' || operator === 'OR' ? 1000 : 200;
const chainLengths = new WeakMap<EvalNode, number>();

function binary(
  reader: Reader,
  operator: EvalOperator,
  operatorSpan: { start: number; end: number },
  left: EvalNode,
  right: EvalNode,
): EvalNode {
  const length = (chainLengths.get(left) ?? 0) + 1;
  if (length > longestChain(operator)) {
    const message = `more than ${String(longestChain(operator))} operators in a row`;
    reader.report('SPL1005', message, operatorSpan);
    throw new Abandon();
  }
  const made = joinedBy(operator, operatorSpan, left, right);
  chainLengths.set(made, length);
  return made;
}

function joinedBy(
  operator: EvalOperator,
  operatorSpan: { start: number; end: number },
  left: EvalNode,
  right: EvalNode,
): EvalNode {
  return {
    kind: 'binary',
    operator,
    operatorSpan,
    left,
    right,
    span: cover(left.span, right.span),
  };
}

function negation(reader: Reader, subsearch: ReadSubsearch): EvalNode {
  skipBlanks(reader);
  const word = takeKeyword(reader, ['NOT']);
  if (!word) return comparison(reader, subsearch);
  const operand = descend(reader, () => negation(reader, subsearch));
  return { kind: 'unary', operator: 'NOT', operand, span: cover(word.span, operand.span) };
}

function comparison(reader: Reader, subsearch: ReadSubsearch): EvalNode {
  let left = concatenation(reader, subsearch);
  for (;;) {
    skipBlanks(reader);
    const start = reader.at;
    const symbol = COMPARISONS.find((each) => reader.text.startsWith(each, start));
    if (symbol) {
      reader.at += symbol.length;
      const right = concatenation(reader, subsearch);
      left = binary(
        reader,
        symbol === '==' ? '=' : symbol,
        span(start, start + symbol.length),
        left,
        right,
      );
      continue;
    }
    const word = takeKeyword(reader, ['LIKE', 'IN']);
    if (!word) return left;
    if (word.text.toUpperCase() === 'LIKE') {
      left = binary(reader, 'LIKE', word.span, left, concatenation(reader, subsearch));
    } else {
      const list = argumentList(reader, subsearch);
      if (list.length === 0) {
        reader.report('SPL1004', '`IN` needs a list of values', word.span);
        throw new Abandon();
      }
      left = { kind: 'in', value: left, list, span: span(left.span.start, reader.at) };
    }
  }
}

function concatenation(reader: Reader, subsearch: ReadSubsearch): EvalNode {
  let left = arithmetic(reader, subsearch, 0);
  for (;;) {
    skipBlanks(reader);
    if (peek(reader) !== '.') return left;
    const operatorSpan = span(reader.at, ++reader.at);
    left = binary(reader, '.', operatorSpan, left, arithmetic(reader, subsearch, 0));
  }
}

const ARITHMETIC = ['+-', '*/%'] as const;

function arithmetic(reader: Reader, subsearch: ReadSubsearch, level: 0 | 1): EvalNode {
  const operand = (): EvalNode =>
    level === 0 ? arithmetic(reader, subsearch, 1) : unary(reader, subsearch);
  let left = operand();
  for (;;) {
    skipBlanks(reader);
    const next = peek(reader);
    if (next === '' || !ARITHMETIC[level].includes(next)) return left;
    const operatorSpan = span(reader.at, ++reader.at);
    left = binary(reader, next as EvalOperator, operatorSpan, left, operand());
  }
}

function unary(reader: Reader, subsearch: ReadSubsearch): EvalNode {
  skipBlanks(reader);
  const next = peek(reader);
  if (next !== '-' && next !== '+') return primary(reader, subsearch);
  const start = reader.at++;
  const operand = descend(reader, () => unary(reader, subsearch));
  return { kind: 'unary', operator: next, operand, span: span(start, operand.span.end) };
}

const NUMBER = /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
const FIELD = /[\p{L}\p{N}_$@#][\p{L}\p{N}\p{M}_:{}$@#]*/uy;

function primary(reader: Reader, subsearch: ReadSubsearch): EvalNode {
  skipBlanks(reader);
  const next = peek(reader);
  if (next === '(') return parenthesis(reader, subsearch);
  if (next === '"') {
    const { text, span: place } = readQuoted(reader);
    return { kind: 'text', value: text, span: place };
  }
  if (next === "'") {
    const { text, span: place } = readQuoted(reader, true);
    return { kind: 'field', name: text, quoted: true, span: place };
  }
  if (next === '[') {
    const pipeline = subsearch(reader);
    return { kind: 'subsearch', pipeline, span: pipeline.span };
  }
  return number(reader) ?? fieldOrCall(reader, subsearch);
}

function parenthesis(reader: Reader, subsearch: ReadSubsearch): EvalNode {
  const open = reader.at++;
  const inner = readExpression(reader, subsearch);
  close(reader, open);
  return inner;
}

function close(reader: Reader, open: number): void {
  skipBlanks(reader);
  if (peek(reader) === ')') {
    reader.at++;
    return;
  }
  if (reader.at >= reader.text.length || peek(reader) === '|') {
    reader.report('SPL1002', 'the parenthesis is not closed', span(open, open + 1));
  }
  fail(reader, '`)` or an operator');
}

function number(reader: Reader): EvalNode | undefined {
  NUMBER.lastIndex = reader.at;
  const found = NUMBER.exec(reader.text)?.[0];
  if (found === undefined) return undefined;
  // `3com_name` is a field that begins with a digit.
  if (/[\p{L}_]/u.test(reader.text[reader.at + found.length] ?? '')) return undefined;
  const start = reader.at;
  reader.at += found.length;
  return { kind: 'number', value: Number(found), written: found, span: span(start, reader.at) };
}

function fieldOrCall(reader: Reader, subsearch: ReadSubsearch): EvalNode {
  FIELD.lastIndex = reader.at;
  const name = FIELD.exec(reader.text)?.[0];
  if (name === undefined || keywordHere(reader, WORDS.slice(0, 4))) fail(reader, 'an expression');
  const nameSpan = span(reader.at, reader.at + name.length);
  reader.at = nameSpan.end;
  skipBlanks(reader);
  if (peek(reader) !== '(') {
    reader.at = nameSpan.end;
    return { kind: 'field', name, quoted: false, span: nameSpan };
  }
  const args = argumentList(reader, subsearch);
  return { kind: 'call', name, nameSpan, args, span: span(nameSpan.start, reader.at) };
}

/** `(a, b, ...)`, possibly empty. */
function argumentList(reader: Reader, subsearch: ReadSubsearch): EvalNode[] {
  skipBlanks(reader);
  const open = reader.at;
  if (peek(reader) !== '(') fail(reader, '`(`');
  reader.at++;
  skipBlanks(reader);
  const args: EvalNode[] = [];
  if (peek(reader) === ')') {
    reader.at++;
    return args;
  }
  for (;;) {
    args.push(readExpression(reader, subsearch));
    skipBlanks(reader);
    if (peek(reader) !== ',') break;
    reader.at++;
  }
  close(reader, open);
  return args;
}
