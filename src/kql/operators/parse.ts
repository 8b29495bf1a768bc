import {
  and,
  call,
  isNull,
  literal,
  not,
  nothing,
  text,
  when,
  type Expression,
} from '../../plan/index.ts';
import {
  items,
  type ExpressionNode,
  type NameAndTypeNode,
  type NameNode,
  type Node,
  type ParseNode,
} from '../bridge/nodes.ts';
import type { KqlColumn, KustoType } from '../environment.ts';
import { capturingGroups } from '../lower/pattern.ts';
import { refuse, type Context, type Rows } from '../lower/context.ts';
import { extend, project, unchanged } from '../lower/rows.ts';
import { absent, coerce, toText, typeOf } from '../lower/types.ts';
import { operator, parameter, type Operator } from './operator.ts';

const SOURCE = 'https://learn.microsoft.com/kusto/query/parse-operator';

/**
 * `parse [kind=simple|regex|relaxed] text with pattern`: texts in order with columns between them, `*` skips. Simple: all
 * or nothing, also when a column's text is not of its type. Relaxed: such a column alone is null.
 */
export const parse: Operator = operator<ParseNode>({
  kind: 'ParseOperator',
  name: 'parse',
  source: SOURCE,
  lower: (input, node, context) => parsed(input, node, context).rows,
});

/** The same, without the rows that do not match. */
export const parseWhere: Operator = operator<ParseNode>({
  kind: 'ParseWhereOperator',
  name: 'parse-where',
  source: 'https://learn.microsoft.com/kusto/query/parse-where-operator',
  lower: (input, node, context) => {
    const matched = context.fresh('matched');
    const { rows, fits } = parsed(input, node, context, matched);
    const relation = { kind: 'filter', input: rows.relation, where: fits } as const;
    return project(
      { ...rows, relation },
      rows.columns.filter((each) => each.name !== matched).map(unchanged),
    );
  },
});

interface Parsed {
  readonly rows: Rows;
  readonly fits: Expression;
}

interface Capture {
  readonly column: KqlColumn;
  readonly group: number;
}

function parsed(input: Rows, node: ParseNode, context: Context, matched?: string): Parsed {
  const kind = parameter(node, 'kind') ?? 'simple';
  if (kind !== 'simple' && kind !== 'regex' && kind !== 'relaxed') {
    refuse(context, node, `parse kind \`${kind}\``);
  }
  const flags = parameter(node, 'flags') ?? '';
  const { pattern, captures } = patternOf(items(node.Patterns), context, kind === 'regex');
  const regex = text(`(?s${caseFlags(flags)})${pattern}`);
  const subject = toText(context.language.scalar(node.Expression, context));
  const whole = call('regex_matches', 'bool', subject, regex);
  const raw = captures.map(({ group }): Expression =>
    call('regex_extract', 'string', subject, regex, literal(BigInt(group), 'long')),
  );
  const values = captures.map(({ column }, at) =>
    converted(raw[at] ?? nothing('string'), column.type),
  );
  // A typed column whose text is no such value spoils the whole match, unless relaxed.
  const strict = captures.flatMap(({ column }, at): Expression[] => {
    const value = values[at];
    return kind === 'relaxed' || column.type === 'string' || !value ? [] : [not(isNull(value))];
  });
  const fits = and([whole, ...strict]);
  const columns = captures.map(({ column }, at) => ({
    name: column.name,
    expression: when(fits, values[at] ?? absent(column.type), absent(column.type)),
  }));
  if (matched === undefined) return { rows: extend(input, columns), fits };
  const test = { name: matched, expression: fits };
  return {
    rows: extend(input, [...columns, test]),
    fits: { kind: 'column', name: matched, type: 'bool' },
  };
}

const caseFlags = (flags: string): string =>
  (flags.includes('i') ? 'i' : '') +
  (flags.includes('U') ? 'U' : '') +
  (flags.includes('m') ? 'm' : '');

function converted(value: Expression, type: KustoType): Expression {
  return type === 'string' ? call('coalesce', 'string', value, text('')) : coerce(value, type);
}

/** What a column of a type can match, when something follows it other than text. */
const SHAPES: Readonly<Partial<Record<KustoType, string>>> = {
  long: '\\s*[+-]?\\d+',
  int: '\\s*[+-]?\\d+',
  real: '\\s*[+-]?[0-9.]+(?:[eE][+-]?\\d+)?',
  decimal: '\\s*[+-]?[0-9.]+',
  bool: '\\s*(?i:true|false)|[01]',
};

function patternOf(
  parts: readonly Node[],
  context: Context,
  regex: boolean,
): { pattern: string; captures: Capture[] } {
  const captures: Capture[] = [];
  let groups = 0;
  let pattern = '^';
  parts.forEach((part, at) => {
    const kind = context.kusto.kindOf(part);
    const last = at === parts.length - 1;
    if (kind === 'StarExpression') pattern += last ? '.*' : '.*?';
    else if (kind === 'NameDeclaration' || kind === 'NameAndTypeDeclaration') {
      const column = columnOf(part, kind);
      const next = parts[at + 1];
      const beforeText =
        next !== undefined && context.kusto.kindOf(next).endsWith('LiteralExpression');
      captures.push({ column, group: ++groups });
      pattern += regex
        ? `(${SHAPES[column.type] ?? '.*'})`
        : `(${shape(column.type, last, beforeText)})`;
    } else {
      const value = context.language.scalar(part as ExpressionNode, context);
      const written = value.kind === 'literal' ? String(value.value) : '';
      if (value.kind !== 'literal')
        refuse(context, part, 'pattern of `parse` that is not constant');
      if (regex) groups += capturingGroups(written);
      pattern += regex ? `(?:${written})` : escaped(written);
    }
  });
  return { pattern: `${pattern}$`, captures };
}

function shape(type: KustoType, last: boolean, beforeText: boolean): string {
  if (beforeText) return '.*?';
  const own = SHAPES[type];
  if (own !== undefined && !last) return own;
  return last ? '.*' : '.*?';
}

function columnOf(part: Node, kind: string): KqlColumn {
  const name = kind === 'NameDeclaration' ? (part as NameNode) : (part as NameAndTypeNode).Name;
  return { name: name.SimpleName, type: typeOf(name) ?? 'string' };
}

export const escaped = (value: string): string => value.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&');
