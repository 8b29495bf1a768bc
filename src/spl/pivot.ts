// A column for each value of a field: which values there are is read from the data first.
import {
  and,
  call,
  column,
  isNull,
  literal,
  not,
  text,
  type AggregateCall,
  type Expression,
  type NamedAggregate,
  type Relation,
} from '../plan/index.ts';
import type { Span } from '../text/index.ts';
import { aggregate, type Group, type Statistic } from './aggregation.ts';
import type { Context } from './commands/command.ts';
import { extend, filter, internal, type Flow } from './flow.ts';
import { any, asNumber, asText, type Typed } from './shape.ts';
import { textsOf } from './subsearch.ts';
import type { CommandNode } from './tree.ts';

/** How a field makes columns. `other` and `none` are column names; undefined leaves those rows out. */
export interface Split {
  readonly value: Typed | undefined;
  readonly place: Span;
  readonly limit: number;
  readonly other: string | undefined;
  readonly none: string | undefined;
}

/** Columns beyond this many are refused. */
const MOST_COLUMNS = 1000;

const SERIES = internal('series');

/** Rows by the group's value; undefined while the columns are not known or when there are too many. */
export function pivot(
  input: Flow,
  row: Group,
  statistics: readonly Statistic[],
  split: Split | undefined,
  context: Context,
  command: CommandNode,
): Flow | undefined {
  if (!split) return aggregate(input, [row], statistics, true);
  const present = filter(input, not(isNull(row.value.expression)));
  const series = seriesText(split);
  const ranked = context.ask(rankOf(present, row, series, statistics));
  if (!ranked) return undefined;
  const names = ranked.flatMap((each) => (each[0] === null ? [] : textsOf(each[0] ?? null)));
  const kept = split.limit === 0 ? names : names.slice(0, split.limit);
  if (kept.length > MOST_COLUMNS) {
    context.report(
      'SPL1201',
      `\`${command.name}\` would make more than 1,000 columns`,
      split.place,
    );
    return undefined;
  }
  if (kept.length < names.length) noteLimit(split, context, command, names.length);
  const columns = columnsOf(
    kept,
    names.length > kept.length,
    ranked.some((each) => each[0] === null),
    split,
  );
  return spread(present, row, statistics, series, columns);
}

function noteLimit(split: Split, context: Context, command: CommandNode, count: number): void {
  const message = `\`${command.name}\` shows ${String(split.limit)} of ${String(count)} values as columns`;
  context.report('SPL1301', message, split.place, {
    severity: 'warning',
    remedy: 'write `limit=0` to show all',
  });
}

function seriesText(split: Split): Expression {
  if (!split.value || split.value.shape === 'null') return literal(null, 'string');
  return asText(split.value);
}

/** Series by the sum of the first statistic over all rows, largest first; equal ones by name. */
function rankOf(
  input: Flow,
  row: Group,
  series: Expression,
  statistics: readonly Statistic[],
): Relation {
  const [first] = statistics;
  const cells: NamedAggregate[] = (first?.lowered.calls ?? []).map((each, index) => ({
    name: internal(`c${String(index)}`),
    ...each,
  }));
  const table: Relation = {
    kind: 'aggregate',
    input: input.relation,
    by: [
      { name: internal('row'), expression: row.value.expression },
      { name: SERIES, expression: series },
    ],
    aggregates: cells,
  };
  const cell =
    first?.lowered.finish(cells.map((each) => column(each.name, each.type))) ?? any(text(''));
  const totals: Relation = {
    kind: 'aggregate',
    input: {
      kind: 'project',
      input: table,
      columns: [
        { name: SERIES, expression: column(SERIES, 'string') },
        {
          name: internal('cell'),
          expression: cell.shape === 'multivalue' ? literal(null, 'real') : asNumber(cell),
        },
      ],
    },
    by: [{ name: SERIES, expression: column(SERIES, 'string') }],
    aggregates: [
      {
        name: internal('total'),
        function: 'sum',
        args: [column(internal('cell'), 'real')],
        type: 'real',
      },
    ],
  };
  return {
    kind: 'limit',
    count: MOST_COLUMNS * 10,
    input: {
      kind: 'sort',
      input: totals,
      keys: [
        { by: column(internal('total'), 'real'), descending: true, nulls: 'last' },
        { by: column(SERIES, 'string'), descending: false, nulls: 'last' },
      ],
    },
  };
}

interface PivotColumn {
  readonly name: string;
  readonly belongs: (series: Expression) => Expression;
}

/** Values in order of their names, then OTHER, then NULL. */
function columnsOf(
  kept: readonly string[],
  others: boolean,
  nulls: boolean,
  split: Split,
): PivotColumn[] {
  const sorted = [...kept].sort((a, b) => (a < b ? -1 : 1));
  const columns = sorted.map((name): PivotColumn => ({
    name,
    belongs: (series) => call('eq', 'bool', series, text(name)),
  }));
  const { other, none } = split;
  if (others && other !== undefined) {
    columns.push({
      name: other,
      belongs: (series) => not(call('in', 'bool', series, ...kept.map(text))),
    });
  }
  if (nulls && none !== undefined)
    columns.push({ name: none, belongs: (series) => isNull(series) });
  return columns;
}

function spread(
  input: Flow,
  row: Group,
  statistics: readonly Statistic[],
  series: Expression,
  columns: readonly PivotColumn[],
): Flow {
  const marked = extend(input, [{ name: SERIES, value: any(series) }]);
  const cells = statistics.flatMap((statistic) =>
    columns.map(({ name, belongs }): Statistic => ({
      ...statistic,
      name: statistics.length === 1 ? name : `${statistic.name}: ${name}`,
      lowered: {
        ...statistic.lowered,
        calls: statistic.lowered.calls.map((each) =>
          limitedTo(each, belongs(column(SERIES, 'string'))),
        ),
      },
    })),
  );
  return aggregate(marked, [row], cells, true);
}

function limitedTo(each: AggregateCall, belongs: Expression): AggregateCall {
  return { ...each, where: each.where ? and([each.where, belongs]) : belongs };
}
