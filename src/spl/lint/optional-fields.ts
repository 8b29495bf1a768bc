// `field!=value` where only some of the events that are asked for have the field: the others are dropped without a word.
import { fieldsOfEvent } from '../knowledge/index.ts';
import { visitSearch } from '../reads.ts';
import type { SearchCompare, SearchNode } from '../tree.ts';
import type { Check, Subject } from './check.ts';
import { definitionReader } from './definitions.ts';
import { eventKindOf, type EventKind } from './event-kind.ts';
import { pipelinesIn, searchesOf } from './walk.ts';

export const optionalFields: Check = {
  codes: ['SPL2014'],
  explanation:
    '`field!=value` holds only for events that have the field; `NOT field=value` holds for those without it too. Where only some of the events asked for have it, the difference is whole kinds of events.',
  wrong: ['source="XmlWinEventLog:Security" EventCode IN (4698, 4702) TaskContentNew!="*a*"'],
  right: [
    'source="XmlWinEventLog:Security" EventCode IN (4698, 4702) NOT TaskContentNew="*a*"',
    'source="XmlWinEventLog:Security" EventCode IN (4698, 4702) TaskName!="a"',
    'source="XmlWinEventLog:Security" EventCode IN (4698, 4702) TaskContentNew=* TaskContentNew!="a"',
    'source="XmlWinEventLog:Security" ((EventCode=4698 TaskContent!="a") OR EventCode=4702)',
  ],
  run: (subject) => {
    for (const pipeline of pipelinesIn(subject.tree)) {
      const [first] = pipeline.commands;
      const search = first?.name === 'search' ? searchesOf(first)[0] : undefined;
      const kind = search && eventKindOf(search, definitionReader(subject));
      if (search && kind) checkSearch(search, kind, subject);
    }
  },
};

/** Terms that hold for every event found; inside OR and NOT other conditions may go with them. */
function checkSearch(search: SearchNode, kind: EventKind, subject: Subject): void {
  const terms = search.kind === 'and' ? search.terms : [search];
  const required = new Set(terms.flatMap(positive));
  for (const term of terms) {
    if (term.kind === 'compare' && term.operator === '!=' && !required.has(term.field.text)) {
      judge(term, kind, subject);
    }
  }
}

/** Fields that the term needs to be there for its own sake. */
function positive(term: SearchNode): string[] {
  const found: string[] = [];
  visitSearch(term, (node) => {
    if (node.kind === 'in' || (node.kind === 'compare' && node.operator !== '!=')) {
      found.push(node.field.text);
    }
  });
  return found;
}

function judge(term: SearchCompare, kind: EventKind, { report }: Subject): void {
  const name = term.field.text;
  const having = kind.codes.filter((code) => has(kind, code, name) === true);
  const lacking = kind.codes.filter((code) => has(kind, code, name) === false);
  if (having.length === 0 || lacking.length === 0 || kind.classic) return;
  const message = `events ${lacking.join(', ')} have no \`${name}\`, so that \`!=\` drops them all`;
  report('SPL2014', message, term.span, {
    severity: 'warning',
    remedy: `write \`NOT ${name}=...\` to keep them`,
  });
}

/** Undefined where the fields of the event are not known. */
function has(kind: EventKind, code: number, name: string): boolean | undefined {
  const known = kind.channels.map((channel) => fieldsOfEvent(channel, code));
  if (known.includes(undefined)) return undefined;
  return known.some((each) => each?.includes(name) === true);
}
