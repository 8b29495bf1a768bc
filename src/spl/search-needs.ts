// The fields that a search expression looks at, those of its event types and tags included.
import type { Context } from './commands/command.ts';
import { everything, withFields, type Need } from './need.ts';
import { visitSearch } from './reads.ts';
import { definitionOf } from './search-lowering.ts';
import { isTimeModifier } from './time-modifier.ts';
import type { SearchNode } from './tree.ts';

export function searchNeeds(search: SearchNode, after: Need, context: Context): Need {
  const names = new Set<string>();
  let unknown = false;
  const collect = (node: SearchNode): void => {
    visitSearch(node, (each) => {
      if (each.kind === 'term') names.add('_raw');
      if (each.kind === 'in') names.add(each.field.text);
      if (each.kind === 'subsearch') unknown = true;
      if (each.kind !== 'compare') return;
      const { text } = each.field;
      names.add(isTimeModifier(text) ? '_time' : text);
      const definition =
        text === 'eventtype' || text.startsWith('tag')
          ? definitionOf(text, each.value.text, context)
          : undefined;
      const inner =
        definition === undefined ? undefined : context.parseSearch(definition, each.span);
      if (inner) collect(inner);
    });
  };
  collect(search);
  return unknown ? everything : withFields(after, names);
}
