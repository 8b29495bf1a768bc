// Groups and statistics: what stats, eventstats, chart and tstats have in common.
import {
  and,
  call,
  column,
  isNull,
  long,
  not,
  when,
  type Expression,
  type Frame,
  type Named,
  type NamedAggregate,
  type Relation,
} from '../plan/index.ts';
import type { Context } from './commands/command.ts';
import { sortKeys } from './commands/sort.ts';
import { filter, internal, matching, project, value, type Flow, type NewField } from './flow.ts';
import { computed } from './computed-statistic.ts';
import { lowerAggregate, type Aggregation } from './functions/aggregates.ts';
import { fieldMatcher } from './need.ts';
import { absent, any, type Typed } from './shape.ts';
import type { AggregateNode } from './tree.ts';
import { withWindows, type WindowCall } from './windows.ts';

/** A statistic ready for use: its name in the result and what it asks of the plan. */
export interface Statistic {
  readonly name: string;
  readonly node: AggregateNode;
  readonly lowered: Aggregation;
}

/** Wildcards in an argument stand for every field that fits (`max(b_*) AS *`), those of the BY clause apart. */
export function statisticsOf(
  nodes: readonly AggregateNode[],
  input: Flow,
  context: Context,
  by: readonly string[] = [],
): Statistic[] | undefined {
  const lowered = nodes
    .flatMap((node) => expandWildcards(node, input, by))
    .map((each) => statistic(each, input, context));
  const good = lowered.filter((each) => each !== undefined);
  const clash = nodes.find((each) => by.includes(nameOf(each)));
  if (clash) {
    const message = `the result \`${nameOf(clash)}\` has the name of a BY field`;
    context.report('SPL1201', message, clash.span, { remedy: 'give it another name with AS' });
    return undefined;
  }
  return good.length === lowered.length ? good : undefined;
}

function expandWildcards(node: AggregateNode, input: Flow, by: readonly string[]): AggregateNode[] {
  const { argument, as } = node;
  if (argument?.kind !== 'field' || !argument.field.text.includes('*')) return [node];
  const pattern = argument.field.text;
  const fits = fieldMatcher(pattern);
  const names = matching(input, pattern).filter((name) => !by.includes(name));
  return names.map((name): AggregateNode => {
    const parts = fits(name) ?? [];
    const text = as?.text
      .split('*')
      .map((piece, index) => piece + (parts[index] ?? ''))
      .join('');
    return {
      ...node,
      argument: { kind: 'field', field: { ...argument.field, text: name } },
      ...(as && text !== undefined && { as: { ...as, text } }),
      written: node.written.replace(pattern, name),
    };
  });
}

function statistic(node: AggregateNode, input: Flow, context: Context): Statistic | undefined {
  if (/^eval$/i.test(node.name) && node.argument?.kind === 'eval') {
    const lowered = computed(node, node.argument.expression, context, (each) =>
      statistic(each, input, context),
    );
    return lowered && { name: nameOf(node), node, lowered };
  }
  const argument = argumentValue(node, input, context);
  if (argument === 'failed') return undefined;
  const time = value(input, '_time');
  const lowered = lowerAggregate({
    name: node.name,
    span: node.nameSpan,
    ...(argument && { argument }),
    ...(time && { time }),
    report: context.report,
  });
  return lowered && { name: nameOf(node), node, lowered };
}

/** A field that is not there has no values; its statistics are those of nothing. */
function argumentValue(
  { argument }: AggregateNode,
  input: Flow,
  context: Context,
): Typed | undefined | 'failed' {
  if (!argument) return undefined;
  if (argument.kind === 'field') return value(input, argument.field.text) ?? absent;
  return context.evaluate(argument.expression, input) ?? 'failed';
}

const UNORDERED =
  /^(?:c|count|dc|distinct_count|estdc|estdc_error|sum|avg|mean|min|max|range|values|stdevp?|varp?|sumsq|median|(?:p|perc|exactperc|upperperc)\d.*)$/i;
const BY_TIME = /^(?:earliest|latest|earliest_time|latest_time|rate|eval)$/i;

/** Whether the order of the rows makes a difference to any of the statistics. */
export const orderMatters = (nodes: readonly AggregateNode[]): boolean =>
  nodes.some((each) => !UNORDERED.test(each.name));

/** Whether any goes by the time of the rows. */
export const needsTime = (nodes: readonly AggregateNode[]): boolean =>
  nodes.some((each) => BY_TIME.test(each.name));

/** Without AS a statistic is called as it is written. */
export function nameOf({ as, written }: AggregateNode): string {
  return as?.text ?? written.replace(/\s+$/, '');
}

/** A column to group by: a field, or a value computed for it. */
export interface Group {
  readonly name: string;
  readonly value: Typed;
}

/**
 * One row per combination of group values, in their order; rows without any of them do not count. A field with several
 * values puts its row into the group of each.
 */
export function aggregate(
  input: Flow,
  groups: readonly Group[],
  statistics: readonly Statistic[],
  ordered: boolean,
): Flow {
  const { relation, by } = grouped(input, groups);
  const calls = statistics.flatMap((each, at) =>
    each.lowered.calls.map((one, index): NamedAggregate => ({ name: slot(at, index), ...one })),
  );
  const flow: Flow = {
    relation: {
      kind: 'aggregate',
      input: relation,
      by: by.map(({ name, value: { expression } }): Named => ({ name, expression })),
      aggregates: calls,
    },
    fields: [],
  };
  const results = statistics.map((each, at): NewField => ({
    name: each.name,
    value: finishStatistic(each, at),
  }));
  const keys = by.map((each): Group => ({
    name: each.name,
    value: { expression: column(each.name, each.value.expression.type), shape: each.value.shape },
  }));
  const made = project(flow, [...keys, ...results]);
  return ordered && keys.length > 0 ? orderedBy(made, keys) : made;
}

/** Tells when `list` leaves values out. */
export function noteLists(
  input: Flow,
  groups: readonly Group[],
  statistics: readonly Statistic[],
  context: Context,
): void {
  for (const { node, lowered } of statistics) {
    for (const { function: name, limit, args } of lowered.calls) {
      const [values] = args;
      if (name !== 'list' || limit === undefined || !values) continue;
      const { relation, by } = grouped(input, groups);
      const all = internal('all');
      const size =
        values.type === 'strings'
          ? call('coalesce', 'long', call('mv.count', 'long', values), long(0))
          : when(isNull(values), long(0), long(1));
      const counted: Relation = {
        kind: 'aggregate',
        input: relation,
        by: by.map(({ name: key, value: { expression } }) => ({ name: key, expression })),
        aggregates: [{ name: all, function: 'sum', args: [size], type: 'long' }],
      };
      const where = call('gt', 'bool', column(all, 'long'), long(limit));
      const probe: Relation = {
        kind: 'limit',
        input: { kind: 'filter', input: counted, where },
        count: 1,
      };
      const message = `\`${node.written.trim()}\` keeps only the first ${String(limit)} values, and there are more`;
      context.bounded(probe, message, node.span, 'write `values` if each value is wanted once');
    }
  }
}

const slot = (at: number, index: number): string => internal(`s${String(at)}_${String(index)}`);

/** The value of a statistic from the columns of `statisticCalls`. */
export function finishStatistic({ lowered }: Statistic, at: number): Typed {
  return lowered.finish(lowered.calls.map((each, index) => column(slot(at, index), each.type)));
}

/** Rows that have all group values, with lists taken apart. */
function grouped(
  input: Flow,
  groups: readonly Group[],
): { readonly relation: Relation; readonly by: readonly Group[] } {
  // A row without a list has none to take apart.
  const single = groups.filter(({ value: each }) => each.shape !== 'multivalue');
  const present = and(single.map(({ value: each }) => not(isNull(each.expression))));
  let { relation } = filter(input, present);
  const by = groups.map((group, index): Group => {
    if (group.value.shape !== 'multivalue') return group;
    const name = internal(`each${String(index)}`);
    relation = {
      kind: 'unnest',
      input: relation,
      lists: [{ name, expression: call('mv.distinct', 'strings', group.value.expression) }],
      keepEmpty: false,
    };
    return { name: group.name, value: any(column(name, 'string')) };
  });
  return { relation, by };
}

function orderedBy(flow: Flow, keys: readonly Group[]): Flow {
  return {
    ...flow,
    relation: {
      kind: 'sort',
      input: flow.relation,
      keys: keys.flatMap(({ value: each }) => sortKeys(each, false, 'plain')),
    },
  };
}

/** What the statistics ask of the plan, each under a column of its own. */
export function statisticCalls(statistics: readonly Statistic[]): WindowCall[] {
  return statistics.flatMap((each, at) =>
    each.lowered.calls.map((call, index) => ({ name: slot(at, index), call })),
  );
}

/** The statistics of each row's group, added to the row; rows without a group value get none. */
export function annotate(
  input: Flow,
  groups: readonly Group[],
  statistics: readonly Statistic[],
  frame: Frame = { from: null, to: null },
  runs: readonly Expression[] = [],
): Flow {
  const inGroup = and(groups.map(({ value: each }) => not(isNull(each.expression))));
  const calls = statisticCalls(statistics);
  const partition = [...groups.map(({ value: each }) => each.expression), ...runs];
  const relation = withWindows(input.relation, partition, calls, frame);
  const kept = input.fields.map((field): NewField => ({
    name: field.name,
    value: { expression: column(field.name, field.type), shape: field.shape },
  }));
  const made = statistics.map((each, at): NewField => {
    const found = finishStatistic(each, at);
    const { expression } = found;
    if (groups.length === 0) return { name: each.name, value: found };
    const only = {
      kind: 'case' as const,
      branches: [{ when: inGroup, then: expression }],
      otherwise: { kind: 'literal' as const, value: null, type: expression.type },
      type: expression.type,
    };
    return { name: each.name, value: { ...found, expression: only } };
  });
  return project({ relation, fields: input.fields }, [...kept, ...made]);
}
