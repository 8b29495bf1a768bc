// Lists of statistical functions, as stats and its relatives take them: `count, sum(x) AS total, dc(eval(lower(u))) AS n`.
import { span } from '../text/index.ts';
import { readExpression, type ReadSubsearch } from './eval-parser.ts';
import {
  fail,
  keywordHere,
  peek,
  readName,
  skipBlanks,
  skipSeparators,
  takeKeyword,
  type Reader,
} from './reader.ts';
import type { AggregateNode, Name } from './tree.ts';

export function readAggregates(
  reader: Reader,
  subsearch: ReadSubsearch,
  ends: () => boolean,
  labelled = false,
): AggregateNode[] {
  const found: AggregateNode[] = [];
  for (;;) {
    skipSeparators(reader);
    if (ends()) break;
    // `chart agg=count` is `chart count`.
    const label = labelled && /^agg\s*=\s*/i.exec(reader.text.slice(reader.at, reader.at + 40));
    if (label) reader.at += label[0].length;
    found.push(readAggregate(reader, subsearch, labelled));
  }
  if (found.length === 0) fail(reader, 'a statistical function');
  return found;
}

const NAME = /[a-zA-Z_][a-zA-Z0-9_.]*/y;

/** With `computed`, `eval(<expression of statistics>)` is one as well. */
function readAggregate(reader: Reader, subsearch: ReadSubsearch, computed: boolean): AggregateNode {
  const start = reader.at;
  NAME.lastIndex = start;
  const name = NAME.exec(reader.text)?.[0];
  if (name === undefined) fail(reader, 'a statistical function');
  const whole = computed && /^eval$/i.test(name) ? readEval(reader, subsearch) : undefined;
  const nameSpan = span(start, start + name.length);
  if (!whole) reader.at = nameSpan.end;
  const argument = whole ?? readArgument(reader, subsearch);
  const end = reader.at;
  const written = reader.text.slice(start, end);
  const as = readAlias(reader);
  return {
    name,
    nameSpan,
    ...(argument && { argument }),
    ...(as && { as }),
    written,
    span: span(start, reader.at),
  };
}

function readAlias(reader: Reader): Name | undefined {
  const back = reader.at;
  skipBlanks(reader);
  if (!takeKeyword(reader, ['AS'])) {
    reader.at = back;
    return undefined;
  }
  skipBlanks(reader);
  return readName(reader, 'a name');
}

function readArgument(reader: Reader, subsearch: ReadSubsearch): AggregateNode['argument'] {
  const back = reader.at;
  skipBlanks(reader);
  if (peek(reader) !== '(') {
    reader.at = back;
    return undefined;
  }
  reader.at++;
  skipBlanks(reader);
  if (peek(reader) === ')') {
    reader.at++;
    return undefined;
  }
  const found = keywordHere(reader, ['EVAL']) ? readEval(reader, subsearch) : undefined;
  const argument = found ?? { kind: 'field' as const, field: readName(reader, 'a field') };
  skipBlanks(reader);
  if (peek(reader) !== ')') fail(reader, '`)`');
  reader.at++;
  return argument;
}

function readEval(reader: Reader, subsearch: ReadSubsearch): AggregateNode['argument'] {
  const back = reader.at;
  reader.at += 4;
  skipBlanks(reader);
  if (peek(reader) !== '(') {
    reader.at = back;
    return undefined;
  }
  reader.at++;
  const expression = readExpression(reader, subsearch);
  skipBlanks(reader);
  if (peek(reader) !== ')') fail(reader, '`)` or an operator');
  reader.at++;
  return { kind: 'eval', expression };
}
