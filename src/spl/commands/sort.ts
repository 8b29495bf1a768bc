// sort [<count>] (+|-)<field> ... [d]: by number when both values are numbers, else as text; rows without the field last.
// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Sort
import { call, type Expression, type Relation, type SortKey } from '../../plan/index.ts';
import { value, type Flow } from '../flow.ts';
import { inOrder, withFields } from '../need.ts';
import { asList, asNumber, asText, type Typed } from '../shape.ts';
import type { CommandNode, SortKeyNode } from '../tree.ts';
import type { Command, Context } from './command.ts';
import { argument, countOption, numberArgument } from './reading.ts';

/** limits.conf [sort] maxout as the command's own default. */
const DEFAULT_ROWS = 10_000;

export const sort: Command = {
  name: 'sort',
  summary: 'Orders the rows, and keeps the first 10,000 unless told otherwise.',
  syntax: {
    options: { limit: 'count' },
    slots: [
      { role: 'count', kind: 'number' },
      { role: 'keys', kind: 'sort-keys', required: true },
      { role: 'reversed', kind: 'flag', lead: ['D', 'DESC'] },
    ],
  },
  needs: (command, after) =>
    inOrder(
      withFields(
        after,
        keysOf(command).map((key) => key.field.text),
      ),
    ),
  lower: (command, input, context) => {
    const sorted = sortedBy(input, keysOf(command));
    const count = numberArgument(command, 'count') ?? countOption(command, 'limit');
    if (count === undefined) noteLimit(command, input, context);
    const limit = count ?? DEFAULT_ROWS;
    return limit === 0 ? sorted : limited(sorted, limit);
  },
};

function keysOf(command: CommandNode): SortKeyNode[] {
  const keys = argument(command, 'keys', 'sort-keys')?.keys ?? [];
  const reversed = argument(command, 'reversed', 'flag') !== undefined;
  return keys.map((key) => (reversed ? { ...key, descending: !key.descending } : key));
}

/** Tells when rows are cut off that nobody asked to cut off. */
function noteLimit(command: CommandNode, input: Flow, context: Context): void {
  const message = '`sort` keeps only the first 10,000 rows, and there are more';
  const remedy = 'write `sort 0` to keep all rows';
  context.bounded(beyond(input, DEFAULT_ROWS), message, command.nameSpan, remedy);
}

/** A row, when there are more than so many. */
export const beyond = (flow: Flow, count: number): Relation => ({
  kind: 'limit',
  input: flow.relation,
  count: 1,
  skip: count,
});

export const limited = (flow: Flow, count: number): Flow => ({
  ...flow,
  relation: { kind: 'limit', input: flow.relation, count },
});

export function sortedBy(flow: Flow, keys: readonly SortKeyNode[]): Flow {
  const made = keys.flatMap((key) => {
    const typed = value(flow, key.field.text);
    return typed ? sortKeys(typed, key.descending, key.convert) : [];
  });
  if (made.length === 0) return flow;
  const relation: Relation = { kind: 'sort', input: flow.relation, keys: made };
  return { ...flow, relation };
}

/** Numbers by size and before text; addresses in their order (not with `plain`); text by code point; nothing comes last. */
export function sortKeys(typed: Typed, descending: boolean, convert = 'auto'): SortKey[] {
  const single = typed.shape === 'multivalue' ? joined(typed) : typed;
  const key = (by: Expression): SortKey => ({ by, descending, nulls: 'last' });
  if (single.shape === 'number' && convert !== 'str') return [key(single.expression)];
  switch (convert) {
    case 'num':
      return [key(asNumber(single))];
    case 'str':
      return [key(asText(single))];
    case 'plain':
      return plainKeys(single, descending);
    case 'ip':
      return [...addressKeys(asText(single)).map(key), key(asText(single))];
    default: {
      const [kind, numbers, texts] = plainKeys(single, descending);
      const blocks = addressKeys(asText(single)).map((by): SortKey => ({
        by,
        descending,
        nulls: descending ? 'first' : 'last',
      }));
      return [kind, numbers, ...blocks, texts];
    }
  }
}

/** Rows with a value before those without, numbers by size and before text, text by code point. */
function plainKeys(single: Typed, descending: boolean): [SortKey, SortKey, SortKey] {
  const words = asText(single);
  return [
    { by: call('is_null', 'bool', words), descending: false, nulls: 'last' },
    { by: asNumber(single), descending, nulls: descending ? 'first' : 'last' },
    { by: words, descending, nulls: 'last' },
  ];
}

const joined = (typed: Typed): Typed => ({
  expression: call('mv.join', 'string', asList(typed), {
    kind: 'literal',
    value: ' ',
    type: 'string',
  }),
  shape: 'any',
});

/** The address as one number, null for any other text. */
const addressKeys = (subject: Expression): Expression[] => [call('address.order', 'real', subject)];
