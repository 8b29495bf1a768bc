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

/** Which values of a field get a column: by their rank or size in a score, made of the column's cells. */
export type Selection = { readonly score: 'sum' | 'max' | 'min' | 'avg' | 'count' } & (
  | {
      readonly kind: 'ranked';
      readonly from: 'top' | 'bottom';
      readonly count: number;
      readonly inverse: boolean;
    }
  | { readonly kind: 'bound'; readonly operator: '<' | '>' | '<=' | '>='; readonly bound: number }
);

/** A column for each value. */
export const EVERY: Extract<Selection, { kind: 'ranked' }> = {
  score: 'sum',
  kind: 'ranked',
  from: 'top',
  count: Infinity,
  inverse: false,
};

/** `format` with `$AGG$` and `$VAL$` filled in, or both with `sep` between them. */
export function titleOf(command: CommandNode): Split['title'] {
  const named = (name: string): string | undefined =>
    command.options.findLast((each) => each.name === name)?.value;
  const format = named('format') ?? `$AGG$${named('sep') ?? ': '}$VAL$`;
  return (statistic, name) =>
    format.replaceAll(/\$(AGG|VAL)\$/g, (_, which) => (which === 'AGG' ? statistic : name));
}

/**
 * How a field makes columns. `other` and `none` are column names; undefined leaves those rows out. `title` names the
 * column of a statistic where there are several.
 */
export interface Split {
  readonly value: Typed;
  readonly place: Span;
  readonly selection: Selection;
  readonly other: string | undefined;
  readonly none: string | undefined;
  readonly title: (statistic: string, value: string) => string;
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
  const ranked = context.ask(
    rankOf(present, row, series, statistics, split.selection.score),
    'columns',
  );
  if (!ranked) return undefined;
  const scored = ranked.flatMap(([name = null, score = null]): Scored[] =>
    name === null
      ? []
      : textsOf(name).map((text) => ({ name: text, score: score === null ? null : Number(score) })),
  );
  const names = scored.map((each) => each.name);
  const kept = selected(scored, split.selection);
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
  return spread(present, row, statistics, series, columns, split.title);
}

interface Scored {
  readonly name: string;
  readonly score: number | null;
}

/** Values come with the largest score first. */
function selected(scored: readonly Scored[], selection: Selection): string[] {
  const names = scored.map((each) => each.name);
  if (selection.kind === 'ranked') {
    const { from, count, inverse } = selection;
    const few = new Set(
      from === 'top' ? names.slice(0, count) : names.toReversed().slice(0, count),
    );
    return names.filter((name) => few.has(name) !== inverse);
  }
  const { operator, bound } = selection;
  const passes = (score: number): boolean => {
    if (operator === '<') return score < bound;
    if (operator === '<=') return score <= bound;
    return operator === '>' ? score > bound : score >= bound;
  };
  return scored.filter(({ score }) => score !== null && passes(score)).map((each) => each.name);
}

function noteLimit(split: Split, context: Context, command: CommandNode, count: number): void {
  if (split.selection.kind === 'bound') return;
  const shown = String(split.selection.count);
  const message = `\`${command.name}\` shows ${shown} of ${String(count)} values as columns`;
  context.report('SPL1301', message, split.place, {
    severity: 'warning',
    remedy: 'write `limit=0` to show all',
  });
}

function seriesText(split: Split): Expression {
  if (split.value.shape === 'null') return literal(null, 'string');
  return asText(split.value);
}

/** Series by a score of the first statistic over all rows, largest first; equal ones by name. */
function rankOf(
  input: Flow,
  row: Group,
  series: Expression,
  statistics: readonly Statistic[],
  score: Selection['score'],
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
        function: score,
        args: [column(internal('cell'), 'real')],
        type: score === 'count' ? 'long' : 'real',
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
        {
          by: column(internal('total'), score === 'count' ? 'long' : 'real'),
          descending: true,
          nulls: 'last',
        },
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
  title: Split['title'],
): Flow {
  const marked = extend(input, [{ name: SERIES, value: any(series) }]);
  const cells = statistics.flatMap((statistic) =>
    columns.map(({ name, belongs }): Statistic => ({
      ...statistic,
      name: statistics.length === 1 ? name : title(statistic.name, name),
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
