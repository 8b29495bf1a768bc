// Aggregate functions to SQL. Those that depend on the order of rows are given it explicitly.
import type { AggregateCall, Expression } from '../../plan/index.ts';
import { orderItems, type OrderKey } from './scope.ts';

/**
 * An aggregate's SQL; `render` turns argument expressions into SQL over the same FROM clause. With `over` it is a window
 * aggregate, whose order stands in that clause.
 */
export function renderAggregate(
  call: AggregateCall,
  rows: readonly OrderKey[],
  render: (expression: Expression) => string,
  over = '',
): string {
  const order = over === '' ? rows : [];
  const [first, second] = call.args.map(render);
  const value = first ?? '*';
  const type = call.args[0]?.type;
  const filtered = (sql: string, condition?: string): string => {
    const all = [call.where && render(call.where), condition].filter((each) => each !== undefined);
    return `${sql}${all.length === 0 ? '' : ` FILTER (WHERE ${all.join(' AND ')})`}${over}`;
  };
  const ordered = order.length === 0 ? '' : ` ORDER BY ${orderItems(order)}`;
  const whole = type === 'int' || type === 'long' || type === 'timespan';
  if (over !== '' && (call.function === 'first' || call.function === 'last')) {
    return firstInWindow(call, value, second === 'true', render, over);
  }
  if (type === 'strings') return overLists(call, value, ordered, filtered);
  switch (call.function) {
    case 'count':
      return filtered(first === undefined ? 'count(*)' : `count(${value})`);
    case 'sum':
      return whole ? `try_cast(${filtered(`sum(${value})`)} AS BIGINT)` : filtered(`sum(${value})`);
    case 'avg':
      return type === 'timespan' || type === 'datetime'
        ? `try_cast(${filtered(`avg(${value})`)} AS BIGINT)`
        : filtered(`avg(${value})`);
    case 'min':
    case 'max':
      return filtered(`${call.function}(${value})`);
    case 'distinct':
      return filtered(`count(DISTINCT ${value})`);
    case 'first':
    case 'last': {
      const present = second === 'true' ? undefined : `${value} IS NOT NULL`;
      if (order.length === 0) return filtered(`${call.function}(${value})`, present);
      const direction = call.function === 'first' ? order : order.map(reversed);
      return filtered(`first(${value} ORDER BY ${orderItems(direction)})`, present);
    }
    case 'list':
      return collected(call, filtered(`list(${value}${ordered})`, `${value} IS NOT NULL`));
    case 'set':
      return collected(
        call,
        `"#distinct"(${filtered(`list(${value}${ordered})`, `${value} IS NOT NULL`)})`,
      );
    case 'arg_max':
    case 'arg_min': {
      if (over !== '') return filtered(`${call.function}_null(${second ?? value}, ${value})`);
      const direction = call.function === 'arg_max' ? 'DESC' : 'ASC';
      const by = [`${value} ${direction} NULLS LAST`, orderItems(order)].filter(
        (each) => each !== '',
      );
      return filtered(`first(${second ?? value} ORDER BY ${by.join(', ')})`);
    }
    case 'percentile':
      return filtered(`quantile_disc(${value}, ${fraction(call.args[1])})`);
    case 'percentile_interpolated':
      return filtered(`quantile_cont(${value}, ${fraction(call.args[1])})`);
    case 'stdev':
      return filtered(`stddev_samp(${value})`);
    case 'stdevp':
      return filtered(`stddev_pop(${value})`);
    case 'variance':
      return filtered(`var_samp(${value})`);
    case 'variancep':
      return filtered(`var_pop(${value})`);
    case 'mode':
      return filtered(`mode(${value}${ordered})`);
  }
}

/** In a window DuckDB takes no FILTER for these; the rows that do not count are nulls to be passed over. */
function firstInWindow(
  call: AggregateCall,
  value: string,
  wholeRow: boolean,
  render: (expression: Expression) => string,
  over: string,
): string {
  if (wholeRow && call.where) throw new Error('a first row with a condition is no window');
  const counted = call.where ? `CASE WHEN ${render(call.where)} THEN ${value} END` : value;
  const made = `${call.function}_value(${counted}${wholeRow ? '' : ' IGNORE NULLS'})${over}`;
  if (call.args[0]?.type !== 'strings' || call.type === 'strings') return made;
  return `(${made})[${call.function === 'first' ? '1' : '-1'}]`;
}

const reversed = (key: OrderKey): OrderKey => ({
  sql: key.sql,
  descending: !key.descending,
  nulls: key.nulls === 'first' ? 'last' : 'first',
});

/** `percent` is a literal between 0 and 100. */
function fraction(percent: Expression | undefined): string {
  if (percent?.kind !== 'literal') throw new Error('a percentile needs a literal percentage');
  return String(Number(percent.value) / 100);
}

/** A collected list as the plan wants it: bounded, null when empty, JSON text for dynamic. */
function collected(call: AggregateCall, list: string): string {
  const bounded = call.limit === undefined ? list : `(${list})[1:${String(call.limit)}]`;
  if (call.type !== 'dynamic') return `nullif(CAST(${bounded} AS VARCHAR[]), [])`;
  return `CASE WHEN len(${bounded}) > 0 THEN '[' || array_to_string(${bounded}, ',') || ']' END`;
}

/** Aggregates of a multivalue field: each of its values counts. */
function overLists(
  call: AggregateCall,
  value: string,
  ordered: string,
  filtered: (sql: string, condition?: string) => string,
): string {
  const all = `flatten(${filtered(`list(${value}${ordered})`, `${value} IS NOT NULL`)})`;
  switch (call.function) {
    case 'count':
      return `coalesce(try_cast(${filtered(`sum(len(${value}))`)} AS BIGINT), 0)`;
    case 'distinct':
      return `coalesce(list_unique(${all}), 0)`;
    case 'list':
      return collected(call, all);
    case 'set':
      return collected(call, `"#distinct"(${all})`);
    case 'mode':
      return `list_aggregate(${all}, 'mode')`;
    case 'min':
      return `list_min(${all})`;
    case 'max':
      return `list_max(${all})`;
    case 'first':
      return `(${all})[1]`;
    case 'last':
      return `(${all})[-1]`;
    default:
      throw new Error(
        `aggregate ${call.function} of a multivalue field must be lowered to one of its values`,
      );
  }
}
