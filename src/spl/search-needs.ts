// The fields that a search expression looks at, those of its event types and tags included.
import type { Context } from './commands/command.ts';
import { everything, withFields, type Need } from './need.ts';
import { nodesOf } from './reads.ts';
import { definitionOf } from './search-lowering.ts';
import { isTimeModifier } from './time-modifier.ts';
import type { SearchNode } from './tree.ts';

export function searchNeeds(search: SearchNode, after: Need, context: Context): Need {
  const all = withDefinitions(search, context);
  if (all.some((node) => node.kind === 'subsearch')) return everything;
  return withFields(after, all.flatMap(fieldsOfNode));
}

function fieldsOfNode(node: SearchNode): string[] {
  if (node.kind === 'term') return ['_raw'];
  if (node.kind === 'in') return [node.field.text];
  if (node.kind !== 'compare') return [];
  return [isTimeModifier(node.field.text) ? '_time' : node.field.text];
}

/** The nodes of an expression and of the searches behind its event types and tags. */
function withDefinitions(
  search: SearchNode,
  context: Context,
  within: readonly string[] = [],
): SearchNode[] {
  return nodesOf(search).flatMap((node) => {
    if (node.kind !== 'compare') return [node];
    const { text } = node.field;
    const key = `${text}=${node.value.text}`;
    const definition =
      (text === 'eventtype' || text.startsWith('tag')) && !within.includes(key)
        ? definitionOf(text, node.value.text, context)
        : undefined;
    const inner = definition === undefined ? undefined : context.parseSearch(definition, node.span);
    return inner ? [node, ...withDefinitions(inner, context, [...within, key])] : [node];
  });
}
