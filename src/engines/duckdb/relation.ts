// Relations to SQL. Filters and projections are merged into one SELECT as far as they go; order is carried as keys and
// turned into ORDER BY only where rows are counted out or handed over.
import {
  columnsOf,
  type Aggregate,
  type Expression,
  type Limit,
  type Named,
  type Project,
  type Relation,
  type Scan,
  type Shared,
  type Union,
  type Values,
  withoutNeedlessTests,
} from '../../plan/index.ts';
import { renderAggregate } from './aggregate.ts';
import { renderExpression } from './expression.ts';
import { renderJoin } from './join.ts';
import { renderPicks } from './picks.ts';
import { identifier, valueLiteral } from './quote.ts';
import { type Context, inOrder, isBare, orderItems, type OrderKey, type Query } from './scope.ts';
import { sqlType } from './types.ts';
import { renderUnnest } from './unnest.ts';
import { renderWindow } from './window.ts';

/** Renders relations within one query's context. */
export class Renderer {
  readonly context: Context;

  constructor(context: Context) {
    this.context = context;
  }

  render(relation: Relation): Query {
    switch (relation.kind) {
      case 'scan':
        return this.#scan(relation);
      case 'values':
        return this.#values(relation);
      case 'filter': {
        const where = withoutNeedlessTests(relation.where, relation.input);
        const input = this.steady(this.render(relation.input), [where]);
        if (where.kind === 'literal' && where.value === true) return input;
        return { ...input, where: [...input.where, this.expression(where, input)] };
      }
      case 'project':
        return this.#project(relation);
      case 'aggregate':
        return this.#aggregate(relation);
      case 'sort': {
        const input = this.render(relation.input);
        const keys = relation.keys.map(({ by, descending, nulls }) => ({
          sql: this.expression(by, input),
          descending,
          nulls,
        }));
        return { ...input, order: [...keys.filter(({ sql }) => !isConstant(sql)), ...input.order] };
      }
      case 'limit':
        return this.#limit(relation);
      case 'join':
        return renderJoin(this, relation);
      case 'union':
        return this.#union(relation);
      case 'unnest':
        return renderUnnest(this, relation);
      case 'window':
        return renderWindow(this, relation);
      case 'shared':
        return this.#shared(relation);
    }
  }

  /** An expression over a query's columns. */
  expression(expression: Expression, query: Query): string {
    return renderExpression(expression, {
      context: this.context,
      columns: query.columns,
      subquery: (relation, first) => this.#subquery(relation, first),
    });
  }

  /** The query as a finished subselect whose columns, and hidden order keys, are plain names. */
  seal(
    query: Query,
    more: { readonly select?: readonly string[]; readonly tail?: string } = {},
  ): Query {
    const items: string[] = [];
    const columns = new Map<string, string>();
    for (const [name, sql] of query.columns) {
      const as = this.context.column(name);
      items.push(sql === as ? as : `${sql} AS ${as}`);
      columns.set(name, as);
    }
    const order = query.order.map((key) => {
      const as = this.context.hidden('o');
      items.push(`${key.sql} AS ${as}`);
      return { ...key, sql: as };
    });
    items.push(...(more.select ?? []));
    if (items.length === 0) items.push(`1 AS ${this.context.hidden('none')}`);
    const text = `SELECT ${items.join(', ')} FROM ${query.from}${whereClause(query)}${more.tail ?? ''}`;
    return { from: `(${text})`, where: [], columns, order };
  }

  /** The same query with nothing costly left inside those columns that the expressions read. */
  steady(query: Query, readers: readonly Expression[]): Query {
    const costly = [...query.columns].some(
      ([name, sql]) =>
        !isBare(sql) && !isConstant(sql) && readers.some((each) => reads(each, name)),
    );
    return costly ? this.seal(query) : query;
  }

  #scan(scan: Scan): Query {
    const stored = this.context.catalog.get(scan.table);
    if (!stored) throw new Error(`no table ${scan.table} in the engine`);
    const alias = this.context.hidden('t');
    if (stored.source !== undefined) {
      const from = `${stored.source} AS ${alias}`;
      return { from, where: [], columns: stored.columns, order: [] };
    }
    const columns = new Map<string, string>();
    for (const { name, type } of scan.columns) {
      const physical = stored.columns.get(name);
      // A column that a schema has and a recording has not is empty.
      const absent = stored.blank.has(name) ? '' : null;
      columns.set(name, physical === undefined ? valueLiteral(absent, type) : identifier(physical));
    }
    const row = `${alias}.rowid`;
    const order = { sql: row, descending: false, nulls: 'last' } as const;
    const from = `${identifier(stored.name)} AS ${alias}`;
    return { from, where: [], columns, order: [order], base: { row } };
  }

  #values({ columns: shape, rows }: Values): Query {
    const ordinal = this.context.hidden('o');
    const names = shape.map(({ name }) => this.context.column(name));
    const columns = new Map(shape.map(({ name }, at) => [name, names[at] ?? '']));
    const order = [{ sql: ordinal, descending: false, nulls: 'last' } as const];
    if (rows.length === 0) {
      const empty = shape.map(
        ({ type }, at) => `${valueLiteral(null, type)} AS ${names[at] ?? ''}`,
      );
      return {
        from: `(SELECT ${[...empty, `0 AS ${ordinal}`].join(', ')} WHERE false)`,
        where: [],
        columns,
        order,
      };
    }
    const lines = rows.map((row, number) => {
      const cells = shape.map(({ type }, at) => valueLiteral(row[at] ?? null, type));
      return `(${[...cells, String(number)].join(', ')})`;
    });
    const typed = shape.map(
      ({ type }, at) => `CAST(${names[at] ?? ''} AS ${sqlType(type)}) AS ${names[at] ?? ''}`,
    );
    const inner = `(VALUES ${lines.join(', ')}) AS ${this.context.hidden('v')}(${[...names, ordinal].join(', ')})`;
    return {
      from: `(SELECT ${[...typed, ordinal].join(', ')} FROM ${inner})`,
      where: [],
      columns,
      order,
    };
  }

  #project({ input, columns }: Project): Query {
    const query = this.steady(
      this.render(input),
      columns.map(({ expression }) => expression).filter(isComputed),
    );
    const made = new Map(
      columns.map((each) => [each.name, this.expression(each.expression, query)]),
    );
    return { ...query, columns: made };
  }

  #aggregate({ input, by, aggregates }: Aggregate): Query {
    const readers = [
      ...by.map(({ expression }) => expression),
      ...aggregates.flatMap(({ args }) => args),
    ];
    const query = this.steady(this.render(input), readers);
    const render = (expression: Expression): string => this.expression(expression, query);
    const columns = new Map<string, string>();
    const items: string[] = [];
    const add = ({ name }: { readonly name: string }, sql: string): void => {
      const as = this.context.column(name);
      columns.set(name, as);
      items.push(`${sql} AS ${as}`);
    };
    for (const each of by) add(each, render(each.expression));
    const picks = renderPicks(aggregates, query, render, this.context);
    items.push(...picks.items);
    for (const each of aggregates) {
      const picked = picks.values.get(each.name);
      if (picked === undefined) add(each, renderAggregate(each, query.order, render));
      else columns.set(each.name, picked);
    }
    const order = by.length === 0 ? [] : this.#orderOfGroups(query.order[0], by, items, columns);
    if (items.length === 0) items.push(`1 AS ${this.context.hidden('none')}`);
    // Expressions are repeated, not numbered: a by-expression that is a literal would be read as a position.
    const keys = by.map(({ expression }) => render(expression));
    const grouping = by.length === 0 ? '' : ` GROUP BY ${keys.map(groupingKey).join(', ')}`;
    const having = by.length === 0 && aggregates.length === 0 ? ' HAVING true' : '';
    const text = `SELECT ${items.join(', ')} FROM ${query.from}${whereClause(query)}${grouping}${having}`;
    return { from: picks.lookUp(`(${text})`), where: [], columns, order };
  }

  /** Groups come by the first key of the old order as it first appears, then by their own keys. */
  #orderOfGroups(
    first: OrderKey | undefined,
    by: readonly Named[],
    items: string[],
    columns: ReadonlyMap<string, string>,
  ): OrderKey[] {
    const order: OrderKey[] = [];
    if (first) {
      const as = this.context.hidden('o');
      items.push(`${first.descending ? 'max' : 'min'}(${first.sql}) AS ${as}`);
      order.push({ ...first, sql: as });
    }
    for (const { name } of by) {
      order.push({ sql: columns.get(name) ?? '', descending: false, nulls: 'last' });
    }
    return order;
  }

  #limit({ input, count, skip = 0, per }: Limit): Query {
    const query = this.render(input);
    if (per === undefined) {
      const offset = skip > 0 ? ` OFFSET ${String(skip)}` : '';
      return this.seal(query, { tail: `${inOrder(query)} LIMIT ${String(count)}${offset}` });
    }
    const groups = per.map((each) => this.expression(each, query)).join(', ');
    const by = query.order.length > 0 ? ` ORDER BY ${orderItems(query.order)}` : '';
    const rank = `row_number() OVER (${groups === '' ? '' : `PARTITION BY ${groups}`}${by})`;
    const bounds =
      skip > 0 ? `BETWEEN ${String(skip + 1)} AND ${String(skip + count)}` : `<= ${String(count)}`;
    return this.seal(query, { tail: ` QUALIFY ${rank} ${bounds}` });
  }

  #union({ inputs }: Union): Query {
    const leg = this.context.hidden('u');
    const ordinal = this.context.hidden('o');
    const shape = inputs[0] ? columnsOf(inputs[0]) : [];
    const selects = inputs.map((input, number) => {
      const query = this.render(input);
      const given = columnsOf(input);
      const items = shape.map(({ name, type }, at) => {
        const sql = query.columns.get(given[at]?.name ?? name) ?? valueLiteral(null, type);
        return `${sql} AS ${this.context.column(name)}`;
      });
      const place =
        query.order.length === 0 ? '0' : `row_number() OVER (ORDER BY ${orderItems(query.order)})`;
      items.push(`${String(number)} AS ${leg}`, `${place} AS ${ordinal}`);
      return `SELECT ${items.join(', ')} FROM ${query.from}${whereClause(query)}`;
    });
    const columns = new Map(shape.map(({ name }) => [name, this.context.column(name)]));
    const order = [leg, ordinal].map((sql) => ({ sql, descending: false, nulls: 'last' }) as const);
    return { from: `(${selects.join(' UNION ALL ')})`, where: [], columns, order };
  }

  #shared({ id, input }: Shared): Query {
    const { context } = this;
    let known = context.shared.get(id);
    if (!known) {
      const query = this.seal(this.render(input));
      known = { name: context.hidden('s'), query };
      context.shared.set(id, known);
      context.clauses.push(`${known.name} AS MATERIALIZED ${query.from}`);
    }
    // Each use gets hidden names of its own: both sides of a join may be the same relation.
    const items: string[] = [...known.query.columns.values()];
    const order = known.query.order.map((key) => {
      const as = context.hidden('o');
      items.push(`${key.sql} AS ${as}`);
      return { ...key, sql: as };
    });
    if (items.length === 0) items.push(`1 AS ${context.hidden('none')}`);
    const from = `(SELECT ${items.join(', ')} FROM ${known.name})`;
    return { from, where: [], columns: known.query.columns, order };
  }

  #subquery(relation: Relation, first: boolean): string {
    const query = this.render(relation);
    const [sql = 'NULL'] = query.columns.values();
    if (first) {
      return `(SELECT ${sql} FROM ${query.from}${whereClause(query)}${inOrder(query)} LIMIT 1)`;
    }
    const known = { ...query, where: [...query.where, `${sql} IS NOT NULL`] };
    return `(SELECT ${sql} FROM ${query.from}${whereClause(known)})`;
  }
}

/** ` WHERE ...`, or nothing. */
export function whereClause({ where }: Pick<Query, 'where'>): string {
  return where.length === 0 ? '' : ` WHERE ${where.join(' AND ')}`;
}

function isComputed(expression: Expression): boolean {
  return expression.kind !== 'column' && expression.kind !== 'literal';
}

const CONSTANT =
  /^(?:CAST\((?:NULL|'[^']*'|-?\d+) AS [A-Z0-9(),[\]]+\)|'(?:[^']|'')*'|true|false|\(-?[\d.e+-]+\))$/;

/** A constant as `valueLiteral` writes it. */
function isConstant(sql: string): boolean {
  return CONSTANT.test(sql);
}

/** GROUP BY reads a bare literal as a position and refuses some constants; wrapped, it is a value like any other. */
function groupingKey(sql: string): string {
  return isConstant(sql) ? `coalesce(${sql}, NULL)` : sql;
}

function reads(expression: Expression, name: string): boolean {
  switch (expression.kind) {
    case 'column':
      return expression.name === name;
    case 'literal':
    case 'item':
    case 'scalar':
      return false;
    case 'call':
      return expression.args.some((each) => reads(each, name));
    case 'case':
      return (
        expression.branches.some((each) => reads(each.when, name) || reads(each.then, name)) ||
        reads(expression.otherwise, name)
      );
    case 'each':
      return reads(expression.list, name) || reads(expression.body, name);
    case 'member':
      return reads(expression.value, name);
  }
}
