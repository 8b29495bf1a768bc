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
  const both: Query = { ...left, columns: new Map([...left.columns, ...right.columns]) };
  const conditions = join.keys.map(({ left: a, right: b }) => {
    const [mine, other] = [renderer.expression(a, left), renderer.expression(b, right)];
    return join.nullsMatch ? `${mine} IS NOT DISTINCT FROM ${other}` : `${mine} = ${other}`;
  });
  if (join.where) conditions.push(renderer.expression(join.where, both));
  const on = conditions.length === 0 ? 'true' : conditions.join(' AND ');
  const [l, r] = [renderer.context.hidden('l'), renderer.context.hidden('r')];
  const from = `(SELECT * FROM ${left.from} AS ${l} ${keyword[join.join]} ${right.from} AS ${r} ON ${on})`;
  const leftOnly = join.join === 'semi' || join.join === 'anti';
  return {
    from,
    where: [],
    columns: leftOnly ? left.columns : both.columns,
    order: leftOnly ? left.order : [...left.order.map(last), ...right.order.map(last)],
  };
}

/** A row that one side has not, has no place in that side's order: it comes after those that have. */
const last = (key: OrderKey): OrderKey => ({ ...key, nulls: 'last' });
