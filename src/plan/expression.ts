// Scalar expressions: typed, JSON-able, no spans. SQL's three-valued logic holds throughout: a comparison with null is
// null, `and`/`or`/`not` are Kleene's. A front end whose language differs writes the difference out.
import type { Relation } from './relation.ts';
import type { Type, Value } from './types.ts';

export type Expression =
  ColumnRef | Literal | Call | Case | ListOperation | ItemRef | ScalarSubquery | Membership;

/** A column of the input relation. Names are case-sensitive. */
export interface ColumnRef {
  readonly kind: 'column';
  readonly name: string;
  readonly type: Type;
}

export interface Literal {
  readonly kind: 'literal';
  readonly value: Value;
  readonly type: Type;
}

/** A function of the registry (`functions/`) on arguments. */
export interface Call {
  readonly kind: 'call';
  readonly function: string;
  readonly args: readonly Expression[];
  readonly type: Type;
}

/** The first branch whose condition is true (null counts as not true). */
export interface Case {
  readonly kind: 'case';
  readonly branches: readonly { readonly when: Expression; readonly then: Expression }[];
  readonly otherwise: Expression;
  readonly type: Type;
}

/**
 * `map`, `filter`, `any` or `all` over the values of a `strings` list; `body` sees the current one as `ItemRef`.
 * An empty outcome of `map` (nulls are left out) or `filter` is null. `any`/`all` of a null list is null.
 */
export interface ListOperation {
  readonly kind: 'each';
  readonly operation: 'map' | 'filter' | 'any' | 'all';
  readonly list: Expression;
  readonly item: string;
  readonly body: Expression;
  readonly type: Type;
}

export interface ItemRef {
  readonly kind: 'item';
  readonly name: string;
  readonly type: Type;
}

/** The first column of the first row of a relation, null when it has none. */
export interface ScalarSubquery {
  readonly kind: 'scalar';
  readonly input: Relation;
  readonly type: Type;
}

/** Whether a value equals one in the first column of a relation. Null when the value is null. */
export interface Membership {
  readonly kind: 'member';
  readonly value: Expression;
  readonly input: Relation;
  readonly type: 'bool';
}

export const column = (name: string, type: Type): ColumnRef => ({ kind: 'column', name, type });
export const literal = (value: Value, type: Type): Literal => ({ kind: 'literal', value, type });
export const text = (value: string): Literal => literal(value, 'string');
export const real = (value: number): Literal => literal(value, 'real');
export const long = (value: bigint | number): Literal => literal(BigInt(value), 'long');
export const bool = (value: boolean): Literal => literal(value, 'bool');
export const nothing = (type: Type): Literal => literal(null, type);
export const call = (name: string, type: Type, ...args: readonly Expression[]): Call => ({
  kind: 'call',
  function: name,
  args,
  type,
});

export const not = (operand: Expression): Expression => call('not', 'bool', operand);
export const isNull = (operand: Expression): Expression => call('is_null', 'bool', operand);
/** Whether a condition is true, and not false or null. */
export const isTrue = (operand: Expression): Expression => call('is_true', 'bool', operand);

/** Conjunction of any number of conditions; of none, true. */
export function and(conditions: readonly Expression[]): Expression {
  const rest = conditions.filter((each) => !(each.kind === 'literal' && each.value === true));
  if (rest.length === 0) return bool(true);
  return rest.length === 1 && rest[0] ? rest[0] : call('and', 'bool', ...rest);
}

/** Disjunction of any number of conditions; of none, false. */
export function or(conditions: readonly Expression[]): Expression {
  const rest = conditions.filter((each) => !(each.kind === 'literal' && each.value === false));
  if (rest.length === 0) return bool(false);
  return rest.length === 1 && rest[0] ? rest[0] : call('or', 'bool', ...rest);
}

export function when(condition: Expression, then: Expression, otherwise: Expression): Case {
  return { kind: 'case', branches: [{ when: condition, then }], otherwise, type: then.type };
}
