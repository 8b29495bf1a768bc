// Scalar expressions to SQL.
import { scalarFunction, type Expression, type Relation } from '../../plan/index.ts';
import { template } from './functions/index.ts';
import { EngineError } from './engine-error.ts';
import { identifier, valueLiteral } from './quote.ts';
import type { Context } from './scope.ts';
import { sqlType } from './types.ts';

/** What an expression may refer to: columns as SQL, and how to render a relation inside it. */
export interface Scope {
  readonly context: Context;
  readonly columns: ReadonlyMap<string, string>;
  /** A subquery of one column, in order when `first` asks for its first row only. */
  readonly subquery: (relation: Relation, first: boolean) => string;
}

export function renderExpression(expression: Expression, scope: Scope): string {
  const inner = (each: Expression): string => renderExpression(each, scope);
  switch (expression.kind) {
    case 'column': {
      const sql = scope.columns.get(expression.name);
      if (sql === undefined) throw new Error(`no column ${expression.name} in this relation`);
      return sql;
    }
    case 'literal':
      return valueLiteral(expression.value, expression.type);
    case 'call':
      return renderCall(expression, inner, scope.context);
    case 'case': {
      const branches = expression.branches.map(
        (each) => `WHEN ${inner(each.when)} THEN ${inner(each.then)}`,
      );
      return `CASE ${branches.join(' ')} ELSE ${inner(expression.otherwise)} END`;
    }
    case 'each':
      return renderEach(expression, scope);
    case 'item':
      return lambdaName(expression.name);
    case 'scalar':
      return scope.subquery(expression.input, true);
    case 'member':
      return `(${inner(expression.value)} IN ${scope.subquery(expression.input, false)})`;
  }
}

const LONGEST_EXPRESSION = 4_000_000;

function renderCall(
  call: Extract<Expression, { kind: 'call' }>,
  inner: (argument: Expression) => string,
  context: Context,
): string {
  const args = call.args.map(inner);
  const evaluated = (): string => renderEvaluated(call, args, context);
  const native = template(call.function)?.(args, call, evaluated, inner);
  // Some spellings name an operand twice; nested, that would grow without bound.
  if ((native?.length ?? 0) > LONGEST_EXPRESSION) {
    throw new EngineError('an expression of the search is too large to be run', '');
  }
  // A CASE is the one form of native SQL that does not bind tightly.
  if (native !== undefined) return /^CASE\b/.test(native) ? `(${native})` : native;
  return evaluated();
}

function renderEvaluated(
  call: Extract<Expression, { kind: 'call' }>,
  args: readonly string[],
  context: Context,
): string {
  const meaning = scalarFunction(call.function);
  if (!meaning.takes) throw new Error(`${call.function} has neither a native spelling nor types`);
  context.evaluators.add(call.function);
  return `${identifier(evaluatorName(call.function))}(${args.join(', ')})`;
}

/** The SQL name of a plan function that is called through its evaluator. */
export const evaluatorName = (name: string): string => `plan_${name}`;

const lambdaName = (name: string): string => identifier(`@${name}`);

function renderEach(each: Extract<Expression, { kind: 'each' }>, scope: Scope): string {
  const list = renderExpression(each.list, scope);
  const item = lambdaName(each.item);
  const body = renderExpression(each.body, scope);
  switch (each.operation) {
    case 'map': {
      const mapped = `list_transform(${list}, lambda ${item}: ${body})`;
      const kept = `list_filter(${mapped}, lambda "@kept": "@kept" IS NOT NULL)`;
      return `nullif(CAST(${kept} AS ${sqlType(each.type)}), [])`;
    }
    case 'filter':
      return `nullif(list_filter(${list}, lambda ${item}: coalesce(${body}, false)), [])`;
    case 'any':
      return `list_bool_or(list_transform(${list}, lambda ${item}: coalesce(${body}, false)))`;
    case 'all':
      return `list_bool_and(list_transform(${list}, lambda ${item}: coalesce(${body}, false)))`;
  }
}
