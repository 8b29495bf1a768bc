// The fields that an expression looks at.
import type { AggregateNode, EvalNode, SearchNode } from './tree.ts';

/** Field names in an eval expression, in order of appearance, each once. */
export function fieldsOfEval(node: EvalNode): string[] {
  const found = new Set<string>();
  visitEval(node, (each) => {
    if (each.kind === 'field') found.add(each.name);
  });
  return [...found];
}

export function visitEval(node: EvalNode, visit: (node: EvalNode) => void): void {
  visit(node);
  switch (node.kind) {
    case 'unary':
      visitEval(node.operand, visit);
      return;
    case 'binary':
      visitEval(node.left, visit);
      visitEval(node.right, visit);
      return;
    case 'in':
      for (const each of [node.value, ...node.list]) visitEval(each, visit);
      return;
    case 'call':
      for (const each of node.args) visitEval(each, visit);
      return;
    case 'text':
    case 'number':
    case 'field':
    case 'subsearch':
  }
}

export function visitSearch(node: SearchNode, visit: (node: SearchNode) => void): void {
  visit(node);
  if (node.kind === 'and' || node.kind === 'or') {
    for (const each of node.terms) visitSearch(each, visit);
  } else if (node.kind === 'not') visitSearch(node.operand, visit);
}

/** A search expression and all that is in it, subsearches as one node. */
export function nodesOf(search: SearchNode): SearchNode[] {
  const found: SearchNode[] = [];
  visitSearch(search, (node) => {
    found.push(node);
  });
  return found;
}

export function fieldsOfAggregates(aggregates: readonly AggregateNode[]): string[] {
  return aggregates.flatMap(({ argument }) => {
    if (!argument) return [];
    return argument.kind === 'field' ? [argument.field.text] : fieldsOfEval(argument.expression);
  });
}
