// What an event must bring along to pass a search's first condition: the sources it may come from, and for each the
// fields that are compared. Read from the text alone, for those who must say whether data fits before anything runs.
import type { Source } from '../text/index.ts';
import { read } from './compile.ts';
import type { Macro } from './macros.ts';
import type { CommandNode, SearchNode } from './tree.ts';

/** One way to pass: an event of `source` that has all of `fields`. */
export interface EventNeed {
  readonly source: string;
  /** Sorted; without index, source, sourcetype and host, which every event has. */
  readonly fields: readonly string[];
}

/** Stands for the event's source while the condition is taken apart; no event has a field of this name. */
const MARK = '__source_macro';
const EVERY_EVENT_HAS = new Set([
  MARK,
  'index',
  'source',
  'sourcetype',
  'host',
  'eventtype',
  'tag',
]);
/** A condition with more ways than this to be met is not taken apart. */
const MOST_WAYS = 256;

type Way = ReadonlyMap<'source' | 'field', ReadonlySet<string>>;

/**
 * Every way to pass the first condition of a search, by the macros of `sources` in it. Empty where the search does not
 * begin with a condition, names none of them, or has too many ways to tell.
 */
export function eventNeeds(search: Source, sources: readonly string[]): readonly EventNeed[] {
  const macros = new Map(
    sources.map((name): [string, Macro] => [name, { definition: `${MARK}="${name}"` }]),
  );
  const { value } = read(search, {
    now: 0,
    timezone: 'UTC',
    events: { name: 'events', columns: [] },
    macros,
    lookups: new Map(),
  });
  const condition = conditionOf(value.tree.commands[0]);
  const ways = (condition && waysOf(condition)) ?? [];
  const needs = ways.flatMap((way) =>
    [...(way.get('source') ?? [])].map((source) => ({
      source,
      fields: [...(way.get('field') ?? [])].sort(),
    })),
  );
  return [...new Map(needs.map((need) => [JSON.stringify(need), need])).values()];
}

function conditionOf(command: CommandNode | undefined): SearchNode | undefined {
  if (command?.name !== 'search') return undefined;
  const argument = command.args.find((each) => each.kind === 'search');
  return argument?.kind === 'search' ? argument.search : undefined;
}

const ANY: Way = new Map();

/**
 * The condition as alternatives; undefined when there are too many. What is excluded needs nothing: an event without
 * the field passes.
 */
function waysOf(node: SearchNode): readonly Way[] | undefined {
  switch (node.kind) {
    case 'and':
      return node.terms.reduce<readonly Way[] | undefined>(
        (ways, term) => crossed(ways, waysOf(term)),
        [ANY],
      );
    case 'or': {
      const ways = node.terms.map(waysOf);
      const all = ways.flatMap((each) => each ?? []);
      return ways.includes(undefined) || all.length > MOST_WAYS ? undefined : all;
    }
    case 'in':
      return [needing(node.field.text, node.values[0]?.text)];
    case 'compare':
      return [needing(node.field.text, node.value.text)];
    case 'none':
      return [];
    case 'all':
    case 'not':
    case 'term':
    case 'subsearch':
      return [ANY];
  }
}

function needing(field: string, value = ''): Way {
  if (field === MARK) return new Map([['source', new Set([value])]]);
  return EVERY_EVENT_HAS.has(field) || field.includes('*')
    ? ANY
    : new Map([['field', new Set([field])]]);
}

function crossed(
  left: readonly Way[] | undefined,
  right: readonly Way[] | undefined,
): readonly Way[] | undefined {
  if (!left || !right || left.length * right.length > MOST_WAYS) return undefined;
  return left.flatMap((one) => right.map((other) => merged(one, other)));
}

function merged(one: Way, other: Way): Way {
  const kinds = ['source', 'field'] as const;
  return new Map(
    kinds.map((kind) => [kind, new Set([...(one.get(kind) ?? []), ...(other.get(kind) ?? [])])]),
  );
}
