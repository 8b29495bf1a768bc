// Fields that a search reads although the events do not have them, or although a command before took them away.
import { nearest, type Fix, type Span } from '../../text/index.ts';
import { fieldsOfEvent, knownFields } from '../knowledge/index.ts';
import { visitEval, visitSearch } from '../reads.ts';
import { isTimeModifier } from '../time-modifier.ts';
import type { CommandNode, EvalNode, Pipeline, SearchNode } from '../tree.ts';
import type { Check, Subject } from './check.ts';
import { eventKindOf, type EventKind } from './event-kind.ts';
import { instead } from './fix.ts';
import { after, atStart, type FieldState } from './field-state.ts';
import { definitionReader } from './definitions.ts';
import { earnestFields, expressionsOf, pipelinesIn, searchesOf } from './walk.ts';

export const fields: Check = {
  codes: ['SPL2001', 'SPL2002', 'SPL2016'],
  explanation:
    'A condition on a field that is not there is never true, and a BY field that is not there leaves no row: the detection stays silent.',
  wrong: [
    'source="XmlWinEventLog:Security" EventCode=4698 | where like(JobContent, "%a%")',
    'source="XmlWinEventLog:Security" EventCode=4698 | stats count by TaskName | where Computer="x"',
    'index=a | stats count by user | where user=admin',
  ],
  right: [
    'source="XmlWinEventLog:Security" EventCode=4698 | where like(TaskContent, "%a%")',
    'source="XmlWinEventLog:Security" EventCode=4698 | stats count by TaskName Computer | where Computer="x"',
  ],
  fixed: [
    [
      'index=a | stats count by user | where user=admin',
      'index=a | stats count by user | where user="admin"',
    ],
    [
      'source="XmlWinEventLog:Security" EventCode=4698 | where like(taskContent, "%a%")',
      'source="XmlWinEventLog:Security" EventCode=4698 | where like(TaskContent, "%a%")',
    ],
    [
      'index=a | stats count by User | where user="x"',
      'index=a | stats count by User | where User="x"',
    ],
  ],
  run: (subject) => {
    for (const pipeline of pipelinesIn(subject.tree)) checkPipeline(pipeline, subject);
  },
};

interface Reading {
  /** Stands bare on the right of `=` or `!=`. */
  readonly bare?: boolean;
  readonly name: string;
  readonly span: Span;
}

function checkPipeline(pipeline: Pipeline, subject: Subject): void {
  const [first] = pipeline.commands;
  const search = first?.name === 'search' ? searchesOf(first)[0] : undefined;
  const kind = search && eventKindOf(search, definitionReader(subject));
  const events = kind && eventFields(kind);
  let state: FieldState = startOf(first, pipeline, subject);
  for (const command of pipeline.commands) {
    if (state.open) return;
    for (const reading of readingsOf(command)) judge(reading, state, kind, events, subject);
    state = after(command, state);
  }
}

/** A pipeline in brackets that does not retrieve by itself works on rows that are not known here. */
function startOf(first: CommandNode | undefined, pipeline: Pipeline, subject: Subject): FieldState {
  const retrieves = first?.name === 'search' || first?.name === 'tstats';
  return retrieves || pipeline === subject.tree ? atStart : { ...atStart, open: true };
}

function judge(
  reading: Reading,
  state: FieldState,
  kind: EventKind | undefined,
  events: ReadonlySet<string> | undefined,
  subject: Subject,
): void {
  const { name } = reading;
  if (state.made.has(name) || name.includes('*') || isTimeModifier(name)) return;
  if (state.base) {
    if (kind && events && !events.has(name)) tellUnknown(reading, kind, events, subject);
  } else if (state.closedBy && state.closedBy.name !== 'tstats') tellGone(reading, state, subject);
}

/** Fields of every code that is asked for; undefined when one of the events is not known. */
function eventFields(kind: EventKind): ReadonlySet<string> | undefined {
  const all = kind.channels.flatMap((channel) =>
    kind.codes.map((code) => fieldsOfEvent(channel, code)),
  );
  const good = all.filter((each) => each !== undefined);
  return good.length === all.length ? new Set(good.flat()) : undefined;
}

/** The rendered form names its fields after the message's labels: those have underscores or are in this list. */
const CLASSIC: ReadonlySet<string> = new Set([
  'Message',
  'ComputerName',
  'EventType',
  'Type',
  'SourceName',
  'LogName',
  'OpCode',
  'TaskCategory',
  'Sid',
  'SidType',
  'User',
]);

function tellUnknown(
  { name, span }: Reading,
  kind: EventKind,
  events: ReadonlySet<string>,
  { report, text }: Subject,
): void {
  if (!judgeable(name, kind, events)) return;
  const similar = plainFirst(similarFields(name, events));
  const what = `${kind.channels.join(', ')} ${kind.codes.length === 1 ? 'event' : 'events'} ${kind.codes.join(', ')}`;
  report('SPL2001', `\`${name}\` is no field of ${what}`, span, {
    severity: 'warning',
    ...(similar.length > 0 && { remedy: remedyOf(similar, kind) }),
    ...inItsCase(name, span, events, text),
  });
}

/**
 * Add-ons of an installation make fields of their own, mostly in lower case or of one word; a name is judged when it is
 * built like the log's own (`JobContent`), or differs from a real one in case alone.
 */
function judgeable(name: string, kind: EventKind, events: ReadonlySet<string>): boolean {
  if (CORRELATION.has(name) || knownFields().has(name)) return false;
  if (kind.classic && CLASSIC.has(name)) return false;
  const lower = name.toLowerCase();
  if ([...events].some((each) => /[a-z][A-Z]/.test(each) && each.toLowerCase() === lower))
    return true;
  return /^(?:[A-Z][a-z]+){2,}$/.test(name);
}

/** Attributes of the event's system part that are there only now and then. */
const CORRELATION: ReadonlySet<string> = new Set([
  'ActivityID',
  'RelatedActivityID',
  'EventSourceName',
  'Qualifiers',
]);

/** The log's own names, unless there are only those that an add-on makes of them. */
function plainFirst(names: readonly string[]): readonly string[] {
  const own = names.filter((each) => !each.includes('_'));
  return own.length > 0 ? own : names;
}

/** Each name with the codes that have it, unless all do. */
function remedyOf(similar: readonly string[], kind: EventKind): string {
  const parts = similar.map((name) => {
    const having = kind.codes.filter((code) =>
      kind.channels.some((channel) => fieldsOfEvent(channel, code)?.includes(name)),
    );
    return having.length === kind.codes.length
      ? `\`${name}\``
      : `\`${name}\` (${having.join(', ')})`;
  });
  return `there is ${parts.join(' and ')}`;
}

/** Names close in spelling, else those that end in the same word or begin with it. */
export function similarFields(name: string, known: Iterable<string>): string[] {
  const all = [...known];
  const close = nearest(name, all);
  if (close.length > 0) return close;
  const words = wordsOf(name);
  const [last] = words.slice(-1);
  if (last === undefined || last.length < 4) return [];
  return all.filter((each) => wordsOf(each).includes(last)).slice(0, 3);
}

const wordsOf = (name: string): string[] =>
  (name.match(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+/g) ?? []).map((each) => each.toLowerCase());

/** The one name that differs in case alone, where the word stands as it is. */
function inItsCase(
  name: string,
  span: Span,
  known: Iterable<string>,
  search: string,
): { readonly fix?: Fix } {
  const meant = [...known].filter((each) => each.toLowerCase() === name.toLowerCase());
  const [only] = meant;
  const plain = search.slice(span.start, span.end) === name;
  return only !== undefined && meant.length === 1 && plain ? { fix: instead(span, only) } : {};
}

function tellGone(
  { name, span, bare }: Reading,
  state: FieldState,
  { report, text }: Subject,
): void {
  if (bare) {
    report('SPL2016', `\`${name}\` is compared as a field, and there is none of that name`, span, {
      severity: 'warning',
      remedy: `write \`"${name}"\`, if the text is meant`,
      fix: instead(span, `"${name}"`),
    });
    return;
  }
  const by = state.closedBy?.name ?? '';
  const similar = similarFields(name, state.made);
  report('SPL2002', `\`${name}\` is not among the fields that \`${by}\` leaves`, span, {
    severity: 'warning',
    ...(similar.length > 0 && {
      remedy: `there is ${similar.map((each) => `\`${each}\``).join(' and ')}`,
    }),
    ...inItsCase(name, span, state.made, text),
  });
}

/** Where a missing field changes the outcome: conditions, computations and BY clauses, not what is only shown. */
function readingsOf(command: CommandNode): Reading[] {
  if (command.name === 'tstats' || command.name === 'mstats' || command.name === 'inputlookup')
    return [];
  const found: Reading[] = [];
  for (const search of searchesOf(command)) found.push(...searchReadings(search));
  if (command.name === 'eval') found.push(...evalReadings(command));
  else {
    for (const expression of expressionsOf(command)) {
      for (const each of earnestFields(expression)) {
        found.push({ name: each.name, span: each.span, bare: bareOnes(expression).has(each) });
      }
    }
  }
  for (const argument of command.args) {
    if (argument.kind === 'split') {
      found.push(...argument.fields.map(({ field }) => ({ name: field.text, span: field.span })));
    }
  }
  return found;
}

/** Fields without quotes on the right of `=` and `!=`, with a field on the left. */
function bareOnes(expression: EvalNode): ReadonlySet<EvalNode> {
  const found = new Set<EvalNode>();
  visitEval(expression, (node) => {
    if (node.kind !== 'binary' || (node.operator !== '=' && node.operator !== '!=')) return;
    const { left, right } = node;
    if (left.kind === 'field' && right.kind === 'field' && !right.quoted) found.add(right);
  });
  return found;
}

/** Of several assignments a later one may read what an earlier one made. */
function evalReadings(command: CommandNode): Reading[] {
  const made = new Set<string>();
  const found: Reading[] = [];
  for (const argument of command.args) {
    if (argument.kind !== 'assignments') continue;
    for (const { field, expression } of argument.assignments) {
      for (const each of earnestFields(expression)) {
        if (!made.has(each.name)) found.push({ name: each.name, span: each.span });
      }
      made.add(field.text);
    }
  }
  return found;
}

/** Fields that must be there; under NOT a missing one is what may be meant. */
function searchReadings(search: SearchNode): Reading[] {
  if (search.kind === 'not') return [];
  if (search.kind === 'and' || search.kind === 'or') return search.terms.flatMap(searchReadings);
  const found: Reading[] = [];
  visitSearch(search, (node) => {
    if (node.kind !== 'compare' && node.kind !== 'in') return;
    const { text, span } = node.field;
    if (text !== 'eventtype' && !text.startsWith('tag')) found.push({ name: text, span });
  });
  return found;
}
