// A row per element of a list.
import type { Expression, Unnest } from '../../plan/index.ts';
import { jsonPlace } from './functions/index.ts';
import { textLiteral } from './quote.ts';
import type { Renderer } from './relation.ts';
import type { Query } from './scope.ts';

export function renderUnnest(renderer: Renderer, unnest: Unnest): Query {
  const { context } = renderer;
  const { lists, keepEmpty } = unnest;
  const base = renderer.seal(renderer.render(unnest.input));
  const made = lists.map(({ expression }) => ({
    as: context.hidden('e'),
    sql: elementsOf(expression, (each) => renderer.expression(each, base)),
  }));
  const query = renderer.seal(base, { select: made.map(({ as, sql }) => `${sql} AS ${as}`) });
  const all = made.map(({ as }) => as);
  const [only] = all;
  if (only !== undefined && all.length === 1 && !keepEmpty) {
    return oneList(renderer, query, only, unnest);
  }
  return severalLists(renderer, query, all, unnest);
}

/** One list alone needs no padding, and no places where nobody asks for the order. */
function oneList(renderer: Renderer, query: Query, list: string, unnest: Unnest): Query {
  const { context } = renderer;
  const [first] = unnest.lists;
  const name = first?.name ?? '';
  const as = context.column(name);
  const element = [name, elementSql(as, first?.expression)] as const;
  const select = [`unnest(${list}) AS ${as}`];
  const placed =
    unnest.index !== undefined || query.order.length === 0 || !context.unplaced.has(unnest);
  if (!placed) {
    const result = renderer.seal(query, { select });
    return { ...result, columns: new Map([...result.columns, element]) };
  }
  const position = context.hidden('i');
  const result = renderer.seal(query, {
    select: [`unnest(range(len(${list}))) AS ${position}`, ...select],
  });
  return inPlace(result, [element], position, unnest.index);
}

/** Each list is padded to the common length, so that the unnested columns advance together. */
function severalLists(
  renderer: Renderer,
  query: Query,
  all: readonly string[],
  { lists, keepEmpty, index }: Unnest,
): Query {
  const { context } = renderer;
  const longest = `greatest(${all.map((as) => `coalesce(len(${as}), 0)`).join(', ')}, 0)`;
  const rows = keepEmpty ? `greatest(${longest}, 1)` : longest;
  const position = context.hidden('i');
  const select = [`unnest(range(${rows})) AS ${position}`];
  const added = lists.map(({ name, expression }, at) => {
    const as = context.column(name);
    select.push(`unnest(list_resize(coalesce(${all[at] ?? ''}, []), ${rows})) AS ${as}`);
    return [name, elementSql(as, expression)] as const;
  });
  return inPlace(renderer.seal(query, { select }), added, position, index);
}

/** The rows with the elements, in the order of their places, which are a column where that is wanted. */
function inPlace(
  query: Query,
  elements: readonly (readonly [string, string])[],
  position: string,
  index: string | undefined,
): Query {
  const place = index === undefined ? [] : [[index, position] as const];
  return {
    ...query,
    columns: new Map([...query.columns, ...elements, ...place]),
    order: [...query.order, { sql: position, descending: false, nulls: 'last' }],
  };
}

/** JSON null and null are one. */
const elementSql = (as: string, list: Expression | undefined): string =>
  list?.type === 'strings' ? as : `nullif(${as}, 'null')`;

/** A list of SQL elements from a `strings` value or from the JSON text of an array. */
function elementsOf(list: Expression, render: (expression: Expression) => string): string {
  if (list.type === 'strings') return render(list);
  // An array where it lies needs not be taken out first.
  const [source] = list.kind === 'call' && list.function === 'json_elements' ? list.args : [];
  if (source) {
    const { base, path } = jsonPlace(source);
    const place = [render(base), path] as const;
    return `CASE WHEN ${isArray(...place)} THEN ${elements(...place)} ELSE ${ofText(render(list))} END`;
  }
  return ofText(render(list));
}

const ofText = (json: string): string =>
  `(CASE WHEN ${isArray(json, '$')} THEN ${elements(json, '$')} END)`;

const isArray = (json: string, path: string): string =>
  `json_type(${json}, ${textLiteral(path)}) = 'ARRAY'`;

const elements = (json: string, path: string): string =>
  `CAST(json_extract(${json}, ${textLiteral(`${path}[*]`)}) AS VARCHAR[])`;
