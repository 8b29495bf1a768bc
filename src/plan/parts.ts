// What relations and expressions consist of, for whoever walks through them.
import type { ColumnRef, Expression } from './expression.ts';
import type { Relation } from './relation.ts';

/** The relations whose rows a relation takes. */
export function inputsOf(relation: Relation): readonly Relation[] {
  switch (relation.kind) {
    case 'scan':
    case 'values':
      return [];
    case 'join':
      return [relation.left, relation.right];
    case 'union':
      return relation.inputs;
    case 'filter':
    case 'project':
    case 'aggregate':
    case 'sort':
    case 'limit':
    case 'unnest':
    case 'window':
    case 'shared':
      return [relation.input];
  }
}

const ofCalls = (
  calls: readonly { args: readonly Expression[]; where?: Expression }[],
): Expression[] => calls.flatMap(({ args, where }) => (where ? [...args, where] : [...args]));

/** The expressions that stand in a relation itself. */
export function expressionsOf(relation: Relation): readonly Expression[] {
  switch (relation.kind) {
    case 'scan':
    case 'values':
    case 'union':
    case 'shared':
      return [];
    case 'filter':
      return [relation.where];
    case 'project':
      return relation.columns.map((each) => each.expression);
    case 'aggregate':
      return [...relation.by.map((each) => each.expression), ...ofCalls(relation.aggregates)];
    case 'sort':
      return relation.keys.map((each) => each.by);
    case 'limit':
      return relation.per ?? [];
    case 'join':
      return [
        ...relation.keys.flatMap(({ left, right }) => [left, right]),
        ...(relation.where ? [relation.where] : []),
      ];
    case 'unnest':
      return relation.lists.map((each) => each.expression);
    case 'window':
      return [...relation.partition, ...ofCalls(relation.columns)];
  }
}

/** The expressions that an expression is made of; what stands in a relation inside it is not among them. */
export function operandsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'column':
    case 'literal':
    case 'item':
    case 'scalar':
      return [];
    case 'call':
      return expression.args;
    case 'case':
      return [
        ...expression.branches.flatMap(({ when, then }) => [when, then]),
        expression.otherwise,
      ];
    case 'each':
      return [expression.list, expression.body];
    case 'member':
      return [expression.value];
  }
}

/** The columns that expressions read, each once; those of relations inside of them are not theirs. */
export function columnsIn(expressions: readonly Expression[]): readonly ColumnRef[] {
  const found = new Map<string, ColumnRef>();
  const visit = (each: Expression): void => {
    if (each.kind === 'column') found.set(each.name, each);
    operandsOf(each).forEach(visit);
  };
  expressions.forEach(visit);
  return [...found.values()];
}
