// Joins to SQL.
import type { Join } from '../../plan/index.ts';
import type { Renderer } from './relation.ts';
import type { OrderKey, Query } from './scope.ts';

const keyword: Readonly<Record<Join['join'], string>> = {
  inner: 'INNER JOIN',
  left: 'LEFT JOIN',
  right: 'RIGHT JOIN',
  full: 'FULL JOIN',
  semi: 'SEMI JOIN',
  anti: 'ANTI JOIN',
};

export function renderJoin(renderer: Renderer, join: Join): Query {
  const left = renderer.seal(renderer.render(join.left));
  const right = renderer.seal(renderer.render(join.right));
  // Conditions name the side: a semi or anti join may have the same columns on both.
  const [l, r] = [renderer.context.hidden('l'), renderer.context.hidden('r')];
  const mine = qualified(left, l);
  const other = qualified(right, r);
  const conditions = join.keys.map(({ left: a, right: b }) => {
    const [one, two] = [renderer.expression(a, mine), renderer.expression(b, other)];
    return join.nullsMatch ? `${one} IS NOT DISTINCT FROM ${two}` : `${one} = ${two}`;
  });
  const both: Query = { ...left, columns: new Map([...other.columns, ...mine.columns]) };
  if (join.where) conditions.push(renderer.expression(join.where, both));
  const on = conditions.length === 0 ? 'true' : conditions.join(' AND ');
  const from = `(SELECT * FROM ${left.from} AS ${l} ${keyword[join.join]} ${right.from} AS ${r} ON ${on})`;
  const leftOnly = join.join === 'semi' || join.join === 'anti';
  return {
    from,
    where: [],
    columns: leftOnly ? left.columns : new Map([...left.columns, ...right.columns]),
    order: leftOnly ? left.order : [...left.order.map(last), ...right.order.map(last)],
  };
}

/** A row that one side has not, has no place in that side's order: it comes after those that have. */
const last = (key: OrderKey): OrderKey => ({ ...key, nulls: 'last' });

/** The query's columns as those of an aliased subselect. */
function qualified(query: Query, alias: string): Query {
  const columns = new Map([...query.columns].map(([name, sql]) => [name, `${alias}.${sql}`]));
  return { ...query, columns };
}
