// metasearch <search>: events as their index knows them. metadata type=(hosts|sources|sourcetypes): first and last times.
// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Metasearch
// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Metadata
import { column, text, type NamedAggregate, type Relation } from '../../plan/index.ts';
import { newestFirst } from '../events.ts';
import { filter, keep, project, value, type Flow, type NewField } from '../flow.ts';
import { nothingNeeded, withFields } from '../need.ts';
import { nodesOf } from '../reads.ts';
import { fits, lowerSearch } from '../search-lowering.ts';
import { isTimeModifier } from '../time-modifier.ts';
import { any, asNumber, asText, number, type Typed } from '../shape.ts';
import type { CommandNode } from '../tree.ts';
import type { Command, Context } from './command.ts';
import { argument, option, textOption } from './reading.ts';

/** What an index knows of an event without looking into it. */
const INDEXED: readonly string[] = [
  '_time',
  'host',
  'source',
  'sourcetype',
  'index',
  'splunk_server',
  'linecount',
  'punct',
];

export const metasearch: Command = {
  name: 'metasearch',
  summary: 'Searches events by their text and their indexed fields, and gives those fields.',
  generates: true,
  syntax: { slots: [{ role: 'search', kind: 'search' }] },
  needs: () => nothingNeeded,
  lower: (command, _, context): Flow | undefined => {
    const node = argument(command, 'search', 'search')?.search;
    const other = node && nodesOf(node).find((each) => readsEvent(each));
    if (other) {
      const message = '`metasearch` knows indexed fields only';
      context.report('SPL1201', message, other.span, { remedy: 'write `search` instead' });
      return undefined;
    }
    const rows = context.events(withFields(nothingNeeded, [...INDEXED, '_raw']));
    const where = node && lowerSearch(node, { flow: rows, context, retrieval: true });
    if (node && !where) return undefined;
    const found = newestFirst(where ? filter(rows, where) : rows);
    return keep(found, (name) => INDEXED.includes(name));
  },
};

function readsEvent(node: ReturnType<typeof nodesOf>[number]): boolean {
  if (node.kind === 'subsearch') return true;
  if (node.kind !== 'compare' && node.kind !== 'in') return false;
  return !INDEXED.includes(node.field.text) && !isTimeModifier(node.field.text);
}

const FIELDS: ReadonlyMap<string, string> = new Map([
  ['hosts', 'host'],
  ['sources', 'source'],
  ['sourcetypes', 'sourcetype'],
]);

export const metadata: Command = {
  name: 'metadata',
  summary: 'Gives hosts, sources or source types with the times of their first and last events.',
  generates: true,
  syntax: {
    options: {
      type: ['hosts', 'sources', 'sourcetypes'],
      index: 'text',
      splunk_server: 'text',
      splunk_server_group: 'text',
      datatype: 'text',
    },
    slots: [],
  },
  needs: () => nothingNeeded,
  lower: (command, _, context): Flow | undefined => {
    const type = textOption(command, 'type')?.toLowerCase() ?? '';
    const field = FIELDS.get(type);
    const unsupported = command.options.find(
      (each) => each.name !== 'type' && each.name !== 'index',
    );
    if (field === undefined || unsupported) {
      const message = unsupported
        ? `unsupported option \`${unsupported.name}\` of \`metadata\``
        : '`metadata` needs `type=hosts`, `type=sources` or `type=sourcetypes`';
      context.report(
        unsupported ? 'SPL1202' : 'SPL1004',
        message,
        unsupported?.nameSpan ?? command.span,
      );
      return undefined;
    }
    return summary(field, type, inIndex(command, context));
  },
};

function inIndex(command: CommandNode, context: Context): Flow {
  const rows = context.events(
    withFields(nothingNeeded, ['_time', '_indextime', 'host', 'source', 'sourcetype', 'index']),
  );
  const given = option(command, 'index');
  const index = value(rows, 'index');
  if (!given || !index) return rows;
  const pattern = { text: given.value, quoted: given.quoted, span: given.span };
  return filter(rows, fits(index, [pattern]));
}

function summary(field: string, type: string, rows: Flow): Flow {
  const [time, indexed] = [value(rows, '_time'), value(rows, '_indextime')];
  const times = (name: string, which: 'min' | 'max', from: Typed | undefined): NamedAggregate[] =>
    from ? [{ name, function: which, args: [asNumber(from)], type: 'real' }] : [];
  const typed = value(rows, field);
  const named = project(rows, [
    ...rows.fields.map((each): NewField => ({ name: each.name, value: value(rows, each.name) })),
    { name: field, value: typed ? any(asText(typed)) : any(text('')) },
  ]);
  const aggregates: NamedAggregate[] = [
    ...times('firstTime', 'min', time),
    ...times('lastTime', 'max', time),
    ...times('recentTime', 'max', indexed),
    { name: 'totalCount', function: 'count', args: [], type: 'long' },
  ];
  const relation: Relation = {
    kind: 'aggregate',
    input: named.relation,
    by: [{ name: field, expression: column(field, 'string') }],
    aggregates,
  };
  return project({ relation, fields: [] }, [
    ...aggregates.map(({ name, type: kind }): NewField => ({
      name,
      value: number(column(name, kind)),
    })),
    { name: field, value: any(column(field, 'string')) },
    { name: 'type', value: any(text(type)) },
  ]);
}
