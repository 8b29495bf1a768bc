// Going through expressions and searches: what they look at, and parts of them replaced.
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

/** The expression with what `change` gives in the place of a part; parts for which it gives nothing stay. */
export function rewriteEval(
  node: EvalNode,
  change: (node: EvalNode) => EvalNode | undefined,
): EvalNode {
  const inner = (each: EvalNode): EvalNode => rewriteEval(each, change);
  const changed = change(node);
  if (changed) return changed;
  switch (node.kind) {
    case 'unary':
      return { ...node, operand: inner(node.operand) };
    case 'binary':
      return { ...node, left: inner(node.left), right: inner(node.right) };
    case 'in':
      return { ...node, value: inner(node.value), list: node.list.map(inner) };
    case 'call':
      return { ...node, args: node.args.map(inner) };
    case 'text':
    case 'number':
    case 'field':
    case 'subsearch':
      return node;
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
