import { call, text, type Join, type Relation } from '../../plan/index.ts';
import type { JoinNode } from '../bridge/nodes.ts';
import type { KqlColumn } from '../environment.ts';
import { refuse, type Context, type Rows } from '../lower/context.ts';
import {
  bare,
  columnsOfType,
  grouped,
  nowhere,
  perColumn,
  project,
  reference,
  renamed,
  unchanged,
} from '../lower/rows.ts';
import { keyPairs, planKeys, type KeyPair } from './join-keys.ts';
import { operator, parameter } from './operator.ts';

/**
 * `join [kind=...] (right) on keys`: `innerunique` unless said, which takes one left row per key. Both keys stay; a right
 * column whose name is taken is numbered, as the binder says.
 */
export const join = operator<JoinNode>({
  kind: 'JoinOperator',
  name: 'join',
  source: 'https://learn.microsoft.com/kusto/query/join-operator',
  lower: (input, node, context) => {
    const right = context.language.rows(node.Expression, context);
    const pairs = keyPairs(node.ConditionClause, input, right, context);
    const kind = parameter(node, 'kind') ?? 'innerunique';
    const result = columnsOfType(node.ResultType);
    if (input.per !== undefined && !KEEP_LEFT.has(kind))
      refuse(context, node, `join kind \`${kind}\` in a subquery of a row`);
    switch (kind) {
      case 'leftsemi':
        return reduced('semi', input, right, { pairs, context });
      case 'leftanti':
      case 'anti':
      case 'leftantisemi':
        return reduced('anti', input, right, { pairs, context });
      case 'rightsemi':
        return reduced('semi', right, input, { pairs: pairs.map(swapped), context });
      case 'rightanti':
      case 'rightantisemi':
        return reduced('anti', right, input, { pairs: pairs.map(swapped), context });
      case 'innerunique':
        return joined('inner', unique(input, pairs), right, { pairs, result });
      case 'inner':
        return joined('inner', input, right, { pairs, result });
      case 'leftouter':
        return joined('left', input, right, { pairs, result });
      case 'rightouter':
        return joined('right', input, right, { pairs, result });
      case 'fullouter':
      case 'outer':
        return joined('full', input, right, { pairs, result });
      default:
        refuse(context, node, `join kind \`${kind}\``);
        return nowhere(result);
    }
  },
});

/** Kinds each of whose rows comes of a left one, and so belongs to the row that a subquery runs for. */
const KEEP_LEFT = new Set([
  'innerunique',
  'inner',
  'leftouter',
  'leftsemi',
  'leftanti',
  'anti',
  'leftantisemi',
]);

const swapped = ({ left, right }: KeyPair): KeyPair => ({ left: right, right: left });

/** The rows of one side that have, or have not, a partner on the other, of which only the keys are looked at. */
function reduced(
  kind: 'semi' | 'anti',
  kept: Rows,
  other: Rows,
  { pairs, context }: { readonly pairs: readonly KeyPair[]; readonly context: Context },
): Rows {
  const names = new Map(pairs.map(({ right }) => [right.name, context.fresh(right.name)]));
  const keys = other.columns.filter((each) => names.has(each.name));
  const right: Relation = {
    kind: 'project',
    input: other.relation,
    columns: keys.map((each) => ({
      name: names.get(each.name) ?? each.name,
      expression: reference(each),
    })),
  };
  const relation: Relation = {
    kind: 'join',
    join: kind,
    left: kept.relation,
    right,
    keys: planKeys(pairs, names),
  };
  return { ...kept, relation };
}

/** One left row per combination of keys: the first. */
function unique(input: Rows, pairs: readonly KeyPair[]): Rows {
  const per = [...perColumn(input), ...pairs.map(({ left }) => left)].map(reference);
  return { ...input, relation: { kind: 'limit', input: input.relation, count: 1, per } };
}

interface Shape {
  readonly pairs: readonly KeyPair[];
  readonly result: readonly KqlColumn[];
}

export function joined(
  kind: Join['join'],
  left: Rows,
  right: Rows,
  { pairs, result }: Shape,
): Rows {
  const given = result.slice(left.columns.length);
  const names = new Map(right.columns.map((each, at) => [each.name, given[at]?.name ?? each.name]));
  const other = renamed(bare(right), names);
  const relation: Relation = {
    kind: 'join',
    join: kind,
    left: ofRow(left).relation,
    right: other.relation,
    keys: planKeys(pairs, names),
  };
  const open = left.open === true || right.open === true;
  const columns = [...left.columns, ...other.columns];
  const rows: Rows = { relation, columns, ...grouped(left), open };
  const mayLack = (at: number): boolean =>
    at < left.columns.length
      ? kind === 'right' || kind === 'full'
      : kind === 'left' || kind === 'full';
  return filled(rows, mayLack);
}

/** Leaves off what is hidden but for the number of the row that a subquery runs for. */
export function ofRow(input: Rows): Rows {
  return project({ ...input, ...grouped(input) }, input.columns.map(unchanged));
}

/** Text that an outer join leaves null becomes empty. */
export function filled(rows: Rows, mayLack: (at: number) => boolean): Rows {
  if (!rows.columns.some((each, at) => each.type === 'string' && mayLack(at))) return rows;
  return project(
    rows,
    rows.columns.map((each, at) => ({
      name: each.name,
      expression:
        each.type === 'string' && mayLack(at)
          ? call('coalesce', 'string', reference(each), text(''))
          : reference(each),
    })),
  );
}
