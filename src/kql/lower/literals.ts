// Literals. The binder's own values are not used but for strings: it misreads `time(1.02:03:04)`, `0x1F`, `real(nan)`.
import {
  bool,
  literal,
  nothing,
  parseInstant,
  parseSpan,
  printInstant,
  printSpan,
  text,
  type Expression,
  type Literal,
} from '../../plan/index.ts';
import {
  children,
  elements,
  type ExpressionNode,
  type Node,
  type Separated,
  type TokenNode,
} from '../bridge/nodes.ts';
import { refuse, type Context } from './context.ts';

const WRAPPED = /^[a-z]\w*\s*\(\s*([\s\S]*?)\s*\)$/i;

/** The text within `datetime(...)`, without quotes, or the whole of a bare literal. */
function inner(node: Node): string {
  const whole = node.ToString(0).trim();
  const content = WRAPPED.exec(whole)?.[1] ?? whole;
  return content.replace(/^(["'])(.*)\1$/, '$2');
}

const bad = (node: Node, context: Context, what: string): void => {
  context.report(
    { code: 'KQL1010', message: `\`${node.ToString(0).trim()}\` is no ${what}` },
    context.place(node),
  );
};

type Reader = (node: ExpressionNode, context: Context) => Literal;

function reader(
  type: Literal['type'],
  read: (content: string) => Literal['value'] | undefined,
): Reader {
  return (node, context) => {
    const content = inner(node);
    if (content === 'null' || content === '') return nothing(type);
    const value = read(content);
    if (value === undefined) bad(node, context, type);
    return value === undefined ? nothing(type) : literal(value, type);
  };
}

function readLong(content: string): bigint | undefined {
  const match = /^(-?)(0x[0-9a-f]{1,16}|\d{1,19})$/i.exec(content);
  if (!match) return undefined;
  const value = BigInt.asIntN(64, BigInt(match[2] ?? '0'));
  return match[1] ? -value : value;
}

function readReal(content: string): number | undefined {
  const special = { nan: NaN, '+inf': Infinity, inf: Infinity, '-inf': -Infinity };
  const key = content.toLowerCase();
  if (Object.hasOwn(special, key)) return special[key as keyof typeof special];
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(content) ? Number(content) : undefined;
}

/** Beside ISO 8601, `datetime(2025, 6, 14)`, and a time of day alone, which is today's. */
function readInstant(content: string, now: bigint): bigint | undefined {
  const listed = /^(\d{4}), *(\d{1,2}), *(\d{1,2})$/.exec(content);
  if (listed) return parseInstant(listed.slice(1).join('-'));
  if (!/^\d{1,2}:\d{2}/.test(content)) return parseInstant(content);
  const today = printInstant(now).slice(0, 10);
  return parseInstant(`${today} ${content}`);
}

const readers: Readonly<Record<string, Reader>> = {
  LongLiteralExpression: reader('long', readLong),
  IntLiteralExpression: reader('int', (content) => {
    const value = readLong(content);
    return value === undefined ? undefined : Number(value);
  }),
  RealLiteralExpression: reader('real', readReal),
  DecimalLiteralExpression: reader('decimal', (content) =>
    /^[+-]?\d+(\.\d*)?(e[+-]?\d+)?$/i.test(content) ? content : undefined,
  ),
  BooleanLiteralExpression: (node) => {
    const content = inner(node).toLowerCase();
    return content === 'null' ? nothing('bool') : bool(content === 'true' || content === '1');
  },
  DateTimeLiteralExpression: (node, context) => {
    const now = ['now', ''].includes(inner(node).toLowerCase());
    return now
      ? literal(context.environment.now, 'datetime')
      : reader('datetime', (content) => readInstant(content, context.environment.now))(
          node,
          context,
        );
  },
  TimespanLiteralExpression: reader('timespan', parseSpan),
  GuidLiteralExpression: reader('guid', (content) =>
    /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(content)
      ? content.toLowerCase()
      : undefined,
  ),
  StringLiteralExpression: stringLiteral,
  CompoundStringLiteralExpression: stringLiteral,
  NullLiteralExpression: () => nothing('dynamic'),
};

function stringLiteral(node: ExpressionNode): Literal {
  return text(typeof node.LiteralValue === 'string' ? node.LiteralValue : '');
}

/** The literal that the node is, if it is one. */
export function lowerLiteral(
  kind: string,
  node: ExpressionNode,
  context: Context,
): Expression | undefined {
  if (kind === 'DynamicExpression') return dynamicLiteral(node, context);
  return Object.hasOwn(readers, kind) ? readers[kind]?.(node, context) : undefined;
}

interface JsonNode extends ExpressionNode {
  readonly Values?: Separated<ExpressionNode>;
  readonly Pairs?: Separated<
    Node & { readonly Name: TokenNode & ExpressionNode; readonly Value: ExpressionNode }
  >;
  readonly Expression?: ExpressionNode;
}

function dynamicLiteral(node: ExpressionNode, context: Context): Expression {
  const content = (node as JsonNode).Expression;
  if (!content) return nothing('dynamic');
  const json = jsonText(content, context);
  return json === 'null' ? nothing('dynamic') : literal(json, 'dynamic');
}

/** Compact JSON of a dynamic literal's content. Literals of other types become what `todynamic` makes of them. */
function jsonText(node: ExpressionNode, context: Context): string {
  const kind = context.kusto.kindOf(node);
  const json = node as JsonNode;
  if (kind === 'JsonArrayExpression') {
    return `[${elements(json.Values)
      .map((each) => jsonText(each, context))
      .join(',')}]`;
  }
  if (kind === 'JsonObjectExpression') {
    const pairs = elements(json.Pairs).map(
      (each) => `${JSON.stringify(pairName(each, context))}:${jsonText(each.Value, context)}`,
    );
    return `{${pairs.join(',')}}`;
  }
  if (kind === 'DynamicExpression') {
    const nested = dynamicLiteral(node, context);
    return nested.kind === 'literal' && nested.value !== null ? String(nested.value) : 'null';
  }
  if (kind === 'UnaryMinusExpression' && json.Expression) {
    return `-${jsonText(json.Expression, context)}`;
  }
  const found = lowerLiteral(kind, node, context);
  if (found?.kind !== 'literal') {
    refuse(context, node, 'value in a dynamic literal');
    return 'null';
  }
  return jsonOfLiteral(found, node);
}

function jsonOfLiteral({ value, type }: Literal, node: Node): string {
  if (value === null) return 'null';
  if (type === 'string' || type === 'guid') return JSON.stringify(value);
  if (type === 'real') {
    if (!Number.isFinite(value)) return JSON.stringify(String(value));
    // A real stays one, also when it is whole: `1.0` is not `1`.
    const written = inner(node);
    return /^-?\d+\.\d+$/.test(written) ? written : String(value);
  }
  if (typeof value === 'bigint' && type === 'datetime') return JSON.stringify(printInstant(value));
  if (typeof value === 'bigint' && type === 'timespan') return JSON.stringify(printSpan(value));
  return typeof value === 'string' ? value : String(value);
}

/** The name token of a pair is a string literal in the text, with its escapes. */
function pairName(
  pair: Node & { readonly Name: TokenNode & ExpressionNode },
  context: Context,
): string {
  const { Name: name } = pair;
  if (typeof name.LiteralValue === 'string') return name.LiteralValue;
  const token = children(pair).find((each) => each.IsToken) as
    (TokenNode & { ValueText?: string }) | undefined;
  const written = token?.ValueText ?? token?.Text ?? '';
  if (typeof written !== 'string') refuse(context, pair, 'name in a dynamic literal');
  return written.replace(/^(["'])([\s\S]*)\1$/, '$2');
}
