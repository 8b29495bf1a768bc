// A search that does not say which events to read.
import { nodesOf } from '../reads.ts';
import type { SearchNode } from '../tree.ts';
import type { Check } from './check.ts';
import { searchesOf } from './walk.ts';

const SOURCES = /^(?:index|sourcetype|source|host|eventtype|tag|tag::.*|savedsearch)$/;

export const sources: Check = {
  codes: ['SPL2010'],
  explanation:
    'Without index, sourcetype or source every event of the default indexes is read, and events of unrelated sources may meet the conditions.',
  wrong: ['EventCode=4698 | stats count'],
  right: ['index=win EventCode=4698 | stats count', 'sourcetype=a | head 1', '| makeresults'],
  run: ({ tree, report }) => {
    const [first] = tree.commands;
    if (first?.name !== 'search') return;
    const [search] = searchesOf(first);
    if (!search || search.kind === 'all') return;
    if (nodesOf(search).some(saysWhere)) return;
    report('SPL2010', 'nothing says which events to read', search.span, {
      severity: 'note',
      remedy: 'name the index or the sourcetype',
    });
  },
};

/** A subsearch may say it too. */
function saysWhere(node: SearchNode): boolean {
  if (node.kind === 'subsearch') return true;
  return (node.kind === 'compare' || node.kind === 'in') && SOURCES.test(node.field.text);
}
