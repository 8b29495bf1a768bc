// Functions of neighbouring rows. They need rows whose order is fixed: by `sort`, `top`, `range`, `serialize`.
import {
  bool,
  call,
  long,
  nothing,
  text,
  when,
  type Expression,
  type NamedWindow,
} from '../../plan/index.ts';
import { condition } from '../lower/comparison.ts';
import { constantOf } from '../lower/constant.ts';
import { refuse } from '../lower/context.ts';
import { perColumn, reference } from '../lower/rows.ts';
import { coerce } from '../lower/types.ts';
import { needOrder } from '../lower/windows.ts';
import { page, type FunctionRow, type Site } from './row.ts';

type Asked = Omit<NamedWindow, 'name'>;

/** Asks for the window, if this place has rows in order. */
function over(asked: Asked, site: Site, groups: readonly Expression[] = []): Expression {
  const { context, node } = site;
  const { row, window } = context;
  if (!row || !window || context.aggregate) {
    refuse(context, node, `\`${node.Name.SimpleName}()\` at this place`);
    return nothing(asked.type);
  }
  needOrder(`\`${node.Name.SimpleName}()\``, row, node, context);
  return window({ column: asked, partition: [...perColumn(row).map(reference), ...groups] });
}

const UP_TO_HERE = { from: null, to: 0 } as const;

/** A number that grows with each row for which `restart` is true: rows between are one group. */
function restarts(restart: Expression | undefined, site: Site): Expression[] {
  if (!restart || (restart.kind === 'literal' && restart.value === false)) return [];
  const one = when(condition(coerce(restart, 'bool')), long(1), long(0));
  return [over({ function: 'sum', args: [one], type: 'long', frame: UP_TO_HERE }, site)];
}

function rowNumber([start = long(1), restart]: readonly Expression[], site: Site): Expression {
  const groups = restarts(restart, site);
  const number = over({ function: 'row_number', args: [], type: 'long' }, site, groups);
  return call('add', 'long', number, call('subtract', 'long', coerce(start, 'long'), long(1)));
}

/** The sum so far; a null adds nothing. */
function cumulativeSum(
  [value = nothing('long'), restart]: readonly Expression[],
  site: Site,
): Expression {
  const groups = restarts(restart, site);
  const type = site.type === 'real' ? 'real' : 'long';
  const sum = over(
    { function: 'sum', args: [coerce(value, type)], type, frame: UP_TO_HERE },
    site,
    groups,
  );
  return coerce(sum, site.type);
}

const neighbour =
  (name: 'lag' | 'lead'): FunctionRow['lower'] =>
  ([value = nothing('long'), offset = long(1), otherwise], site) => {
    const by = constantOf(coerce(offset, 'long'));
    if (typeof by?.value !== 'bigint')
      refuse(site.context, site.node, 'distance that is not constant');
    const none = value.type === 'string' ? text('') : nothing(value.type);
    const fallback = otherwise ? coerce(otherwise, site.type) : none;
    return over({ function: name, args: [value, by ?? long(1), fallback], type: value.type }, site);
  };

/** The rank of runs of equal values: `dense` counts runs, otherwise the row at which the run began. */
const rank =
  (dense: boolean): FunctionRow['lower'] =>
  ([value = nothing('long'), restart], site) => {
    const groups = restarts(restart, site);
    const before = over(
      { function: 'lag', args: [value, long(1), nothing(value.type)], type: value.type },
      site,
      groups,
    );
    const number = over({ function: 'row_number', args: [], type: 'long' }, site, groups);
    const first = call('eq', 'bool', number, long(1));
    const changed = call(
      'or',
      'bool',
      first,
      call('not', 'bool', call('same', 'bool', value, before)),
    );
    const step = dense ? when(changed, long(1), long(0)) : when(changed, number, nothing('long'));
    const kind = dense ? 'sum' : 'max';
    return over({ function: kind, args: [step], type: 'long', frame: UP_TO_HERE }, site, groups);
  };

/** `row_window_session(time, longest, gap [, restart])`: the time at which the session of each row began. */
function session(
  [value = nothing('datetime'), longest = long(0), gap = long(0), restart]: readonly Expression[],
  site: Site,
): Expression {
  const ticks = (each: Expression): Expression =>
    call('text_of_long', 'string', coerce(each, 'long'));
  const again = restart ? call('is_true', 'bool', coerce(restart, 'bool')) : bool(false);
  const args = [ticks(value), ticks(longest), ticks(gap), call('text_of_bool', 'string', again)];
  const begun = over(
    { function: 'sequence', evaluate: 'session_starts', args, type: 'string' },
    site,
  );
  return coerce(call('whole_of_text', 'long', begun), 'datetime');
}

const row = (name: string, lower: FunctionRow['lower']): FunctionRow => ({
  name,
  lower,
  source: page(`${name.replaceAll('_', '-')}-function`),
  examples: [],
});

export const windows: readonly FunctionRow[] = [
  row('row_number', rowNumber),
  row('row_cumsum', cumulativeSum),
  row('prev', neighbour('lag')),
  row('next', neighbour('lead')),
  { ...row('row_rank_dense', rank(true)), aliases: ['row_rank'] },
  row('row_rank_min', rank(false)),
  row('row_window_session', session),
];
