// A shared relation that turns out to be used once is put in its place: what is computed apart cannot be narrowed by what
// uses it.
import type { Expression } from './expression.ts';
import { expressionsOf, inputsOf, operandsOf } from './parts.ts';
import { changeRelations } from './within.ts';
import type { AggregateCall, Named, Relation } from './relation.ts';

/** The same relation, in which what is `shared` is used more than once. */
export function unshare(relation: Relation): Relation {
  const uses = new Map<string, number>();
  count(relation, uses);
  return new Inliner(uses).relation(relation);
}

function count(relation: Relation, uses: Map<string, number>): void {
  if (relation.kind === 'shared') {
    const known = uses.get(relation.id) ?? 0;
    uses.set(relation.id, known + 1);
    if (known > 0) return;
  }
  for (const each of inputsOf(relation)) count(each, uses);
  for (const each of expressionsOf(relation)) countIn(each, uses);
}

function countIn(expression: Expression, uses: Map<string, number>): void {
  if (expression.kind === 'scalar' || expression.kind === 'member') count(expression.input, uses);
  for (const each of operandsOf(expression)) countIn(each, uses);
}

class Inliner {
  readonly #uses: ReadonlyMap<string, number>;
  readonly #made = new Map<string, Relation>();

  constructor(uses: ReadonlyMap<string, number>) {
    this.#uses = uses;
  }

  relation(relation: Relation): Relation {
    switch (relation.kind) {
      case 'scan':
      case 'values':
        return relation;
      case 'shared':
        return this.#shared(relation);
      case 'union':
        return { ...relation, inputs: relation.inputs.map((each) => this.relation(each)) };
      case 'join':
        return {
          ...relation,
          left: this.relation(relation.left),
          right: this.relation(relation.right),
          keys: relation.keys.map(({ left, right }) => ({
            left: this.#expression(left),
            right: this.#expression(right),
          })),
          ...(relation.where && { where: this.#expression(relation.where) }),
        };
      case 'filter':
        return {
          ...relation,
          input: this.relation(relation.input),
          where: this.#expression(relation.where),
        };
      case 'project':
        return {
          ...relation,
          input: this.relation(relation.input),
          columns: relation.columns.map(this.#named),
        };
      case 'aggregate':
        return {
          ...relation,
          input: this.relation(relation.input),
          by: relation.by.map(this.#named),
          aggregates: relation.aggregates.map(this.#call),
        };
      case 'sort':
        return {
          ...relation,
          input: this.relation(relation.input),
          keys: relation.keys.map((each) => ({ ...each, by: this.#expression(each.by) })),
        };
      case 'limit':
        return { ...relation, input: this.relation(relation.input) };
      case 'unnest':
        return {
          ...relation,
          input: this.relation(relation.input),
          lists: relation.lists.map(this.#named),
        };
      case 'window':
        return {
          ...relation,
          input: this.relation(relation.input),
          columns: relation.columns.map(this.#call),
        };
    }
  }

  #shared(relation: Relation & { readonly kind: 'shared' }): Relation {
    const known = this.#made.get(relation.id);
    if (known) return known;
    const input = this.relation(relation.input);
    const made = (this.#uses.get(relation.id) ?? 0) > 1 ? { ...relation, input } : input;
    this.#made.set(relation.id, made);
    return made;
  }

  readonly #named = (each: Named): Named => ({
    ...each,
    expression: this.#expression(each.expression),
  });

  readonly #call = <C extends Pick<AggregateCall, 'args' | 'where'>>(each: C): C => ({
    ...each,
    args: each.args.map((arg) => this.#expression(arg)),
    ...(each.where && { where: this.#expression(each.where) }),
  });

  #expression(expression: Expression): Expression {
    return changeRelations(expression, (each) => this.relation(each));
  }
}
