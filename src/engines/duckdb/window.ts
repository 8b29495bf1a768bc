// Columns computed over neighbouring rows.
import type { Expression, Frame, NamedWindow, Window } from '../../plan/index.ts';
import { renderAggregate } from './aggregate.ts';
import { evaluatorName } from './expression.ts';
import { identifier } from './quote.ts';
import type { Renderer } from './relation.ts';
import { orderItems, type OrderKey, type Query } from './scope.ts';

export function renderWindow(renderer: Renderer, window: Window): Query {
  const plain = window.columns.filter((each) => each.function !== 'sequence');
  const sequences = window.columns.filter((each) => each.function === 'sequence');
  const framed = plain.length > 0 || sequences.length === 0;
  let query = renderer.seal(renderer.render(window.input));
  if (framed) query = renderFramed(renderer, query, window.partition, plain);
  for (const each of sequences) query = renderSequence(renderer, query, window.partition, each);
  return query;
}

function renderFramed(
  renderer: Renderer,
  query: Query,
  partition: readonly Expression[],
  added: readonly NamedWindow[],
): Query {
  const render = (expression: Expression): string => renderer.expression(expression, query);
  const groups = partition.map(render).join(', ');
  const select: string[] = [];
  const columns = new Map<string, string>();
  for (const each of added) {
    const as = renderer.context.column(each.name);
    select.push(`${renderColumn(each, groups, query.order, render)} AS ${as}`);
    columns.set(each.name, as);
  }
  const made = renderer.seal(query, { select });
  return { ...made, columns: new Map([...made.columns, ...columns]) };
}

/** Each partition's values go to the evaluator as lists; its answers are dealt out again by row number. */
function renderSequence(
  renderer: Renderer,
  input: Query,
  partition: readonly Expression[],
  column: NamedWindow,
): Query {
  const { context } = renderer;
  const [base, number, result] = [context.hidden('b'), context.hidden('n'), context.hidden('q')];
  const render = (expression: Expression): string => renderer.expression(expression, input);
  const groups = partition.map((each) => ({ sql: render(each), as: context.hidden('g') }));
  const over = [
    groups.length > 0 ? `PARTITION BY ${groups.map(({ sql }) => sql).join(', ')}` : '',
    input.order.length > 0 ? `ORDER BY ${orderItems(input.order)}` : '',
  ].join(' ');
  const rows = renderer.seal(input, {
    select: [
      ...groups.map(({ sql, as }) => `${sql} AS ${as}`),
      `row_number() OVER (${over}) AS ${number}`,
    ],
  });
  context.clauses.push(`${base} AS MATERIALIZED ${rows.from}`);
  const lists = column.args.map((each) => {
    const sql = renderer.expression(each, rows);
    return each.kind === 'literal' ? `[${sql}]` : `list(${sql} ORDER BY ${number})`;
  });
  const name = column.evaluate ?? '';
  context.evaluators.add(name);
  const call = `${identifier(evaluatorName(name))}(${lists.join(', ')})`;
  const keys = groups.map(({ as }) => as);
  const grouped = `(SELECT ${[...keys, `${call} AS ${result}`].join(', ')} FROM ${base}${keys.length > 0 ? ` GROUP BY ${keys.join(', ')}` : ''})`;
  const [l, r, out] = [context.hidden('l'), context.hidden('r'), context.column(column.name)];
  const on =
    keys.map((key) => `${l}.${key} IS NOT DISTINCT FROM ${r}.${key}`).join(' AND ') || 'true';
  const from = `(SELECT ${l}.*, ${result}[${number}] AS ${out} FROM ${base} AS ${l} JOIN ${grouped} AS ${r} ON ${on})`;
  return {
    from,
    where: [],
    columns: new Map([...rows.columns, [column.name, out]]),
    order: rows.order,
  };
}

function renderColumn(
  column: NamedWindow,
  partition: string,
  order: readonly OrderKey[],
  render: (expression: Expression) => string,
): string {
  const by = partition === '' ? '' : `PARTITION BY ${partition}`;
  const rows = order.length === 0 ? '' : `ORDER BY ${orderItems(order)}`;
  const over = (inOrder: string, frame: string): string =>
    ` OVER (${[by, inOrder, frame].filter((each) => each !== '').join(' ')})`;
  switch (column.function) {
    case 'row_number':
      return `row_number()${over(rows, '')}`;
    case 'lag':
    case 'lead': {
      const [value = 'NULL', offset = '1', otherwise = 'NULL'] = column.args.map(render);
      return `${column.function}(${value}, CAST(${offset} AS INTEGER), ${otherwise})${over(rows, '')}`;
    }
    case 'sequence':
      throw new Error('a sequence is not a framed window');
    default: {
      const { function: name, args, type, where } = column;
      const range = column.frame?.range && `ORDER BY ${render(column.frame.range)}`;
      const clause = over(range ?? rows, frameClause(column.frame));
      return renderAggregate(
        { function: name, args, type, ...(where && { where }) },
        [],
        render,
        clause,
      );
    }
  }
}

function frameClause(frame: Frame | undefined): string {
  if (!frame) return 'ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING';
  const bound = (offset: number | null, side: 'PRECEDING' | 'FOLLOWING'): string => {
    if (offset === null) return `UNBOUNDED ${side}`;
    if (offset === 0) return 'CURRENT ROW';
    return `${String(Math.abs(offset))} ${offset < 0 ? 'PRECEDING' : 'FOLLOWING'}`;
  };
  const unit = frame.range ? 'RANGE' : 'ROWS';
  return `${unit} BETWEEN ${bound(frame.from, 'PRECEDING')} AND ${bound(frame.to, 'FOLLOWING')}`;
}
