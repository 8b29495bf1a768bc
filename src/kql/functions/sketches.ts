// Intermediate results that are merged and asked later: digests for percentiles, sketches for distinct counts.
import { call, literal, nothing, type Expression } from '../../plan/index.ts';
import type { ExpressionNode } from '../bridge/nodes.ts';
import { constantOf } from '../lower/constant.ts';
import { refuse } from '../lower/context.ts';
import { coerce, toDynamic } from '../lower/types.ts';
import { collect, family, take, type Make } from './aggregate-row.ts';
import { hashOf } from './hashing.ts';
import { percentRanks } from './percent-ranks.ts';
import { page, type FunctionRow, type Site } from './row.ts';

/** `tdigest(value [, weight])`: every value with how often it counts. */
const digest: Make = (request) => {
  const [value = nothing('dynamic'), weight = literal(1n, 'long')] = request.args;
  // How a digest holds durations is not known, and their text has another order.
  if (value.type === 'timespan')
    refuse(request.site.context, request.site.node, 'digest of timespans');
  const pair = call('json_array', 'dynamic', toDynamic(value), toDynamic(coerce(weight, 'long')));
  return call('digest_of', 'dynamic', filled(take(request, 'list', [pair], 'dynamic')));
};

const filled = (list: Expression): Expression =>
  call('coalesce', 'dynamic', list, literal('[]', 'dynamic'));

/** Registers by the accuracy that was asked for, as two to this power. */
const BITS = [12n, 14n, 16n, 17n, 18n] as const;

/** `hll(value [, accuracy])`: the distinct hashes. */
const sketch: Make = (request) => {
  const { site } = request;
  const [value = nothing('dynamic'), accuracy = literal(1n, 'long')] = request.args;
  const level = constantOf(coerce(accuracy, 'long'))?.value;
  const bits = typeof level === 'bigint' ? BITS[Number(level)] : undefined;
  if (bits === undefined) refuse(site.context, site.node, 'accuracy other than 0 to 4');
  const hash = call('json_of_text', 'dynamic', coerce(hashOf(value, site), 'string'));
  const hashes = filled(take(request, 'set', [hash], 'dynamic'));
  return call('sketch_of', 'dynamic', hashes, literal(bits ?? 14n, 'long'));
};

/**
 * One argument is merged over the group, several within the row; these may be aggregates themselves, as in
 * `hll_merge(hll(a), hll(b))`.
 */
const merge = (
  name: string,
  plan: string,
  aliases: readonly string[],
  examples: FunctionRow['examples'],
): FunctionRow => ({
  name,
  aliases,
  raw: true,
  lower: (_, site) => {
    const inner = site.nodes.length > 1 ? site.context : { ...site.context, aggregate: undefined };
    const args = site.nodes.map((each) => coerce(site.scalar(each, inner), 'dynamic'));
    const list =
      args.length > 1
        ? call('json_array', 'dynamic', ...args)
        : filled(collect(site, { function: 'list', args, type: 'dynamic' }, undefined));
    return call(plan, 'dynamic', list);
  },
  source: page(`${name.replaceAll('_', '-')}-function`),
  examples,
});

const isType = (node: ExpressionNode, { context }: Site): boolean =>
  context.kusto.kindOf(node) === 'TypeOfLiteralExpression';

function percentilesOfDigest(_: readonly Expression[], site: Site): Expression {
  const nodes = site.nodes.filter((each) => !isType(each, site));
  const [found = nothing('dynamic'), ...ranks] = nodes.map((each) =>
    site.scalar(each, site.context),
  );
  const all = percentRanks(ranks, site).map((rank) =>
    call('digest_percentile', 'dynamic', coerce(found, 'dynamic'), rank),
  );
  return call('json_array', 'dynamic', ...all);
}

const ranked = (name: string, plan: string, examples: FunctionRow['examples']): FunctionRow => ({
  name,
  lower: ([found = nothing('dynamic'), value = nothing('dynamic')]) =>
    call(plan, 'real', coerce(found, 'dynamic'), toDynamic(value)),
  source: page(`${name.replaceAll('_', '-')}-function`),
  examples,
});

const DIGEST = 'dynamic([[7], [1, 2, 9], [2, 1, 1]])';
const SKETCHES = ['["7", "8"]', '["8", "-9"]'].map((each) => `dynamic([[1024, 14], ${each}, []])`);

export const sketches: readonly FunctionRow[] = [
  ...family('tdigest', digest),
  merge(
    'tdigest_merge',
    'digest_merged',
    ['merge_tdigest'],
    [[`tdigest_merge(${DIGEST}, ${DIGEST})[2]`, [4, 2, 2]]],
  ),
  {
    name: 'percentile_tdigest',
    lower: ([found = nothing('dynamic'), rank = literal(50, 'real')], { type }) =>
      coerce(
        call('digest_percentile', 'dynamic', coerce(found, 'dynamic'), coerce(rank, 'real')),
        type,
      ),
    source: page('percentile-tdigest-function'),
    examples: [
      [`percentile_tdigest(${DIGEST}, 50)`, 1],
      [`percentile_tdigest(${DIGEST}, 75, typeof(long))`, 2],
    ],
  },
  {
    name: 'percentiles_array_tdigest',
    aliases: ['percentile_array_tdigest'],
    raw: true,
    lower: percentilesOfDigest,
    source: page('percentile-array-tdigest-function'),
    examples: [
      [`percentiles_array_tdigest(${DIGEST}, 0, 100)`, [1, 9]],
      [`percentiles_array_tdigest(${DIGEST}, range(0, 100, 50))`, [1, 1, 9]],
    ],
  },
  ranked('rank_tdigest', 'digest_rank', [[`rank_tdigest(${DIGEST}, 2)`, 3]]),
  ranked('percentrank_tdigest', 'digest_percent_rank', [[`percentrank_tdigest(${DIGEST}, 2)`, 75]]),
  ...family('hll', sketch, { conditional: ['hll_if'] }),
  merge(
    'hll_merge',
    'sketch_merged',
    [],
    [[`hll_merge(${SKETCHES.join(', ')})[1]`, ['-9', '7', '8']]],
  ),
  {
    name: 'dcount_hll',
    takes: ['dynamic'],
    lower: ([found = nothing('dynamic')]) => call('sketch_count', 'long', found),
    source: page('dcount-hll-function'),
    examples: [
      [`dcount_hll(hll_merge(${SKETCHES.join(', ')}))`, 3],
      ['dcount_hll(parse_json("1"))', null],
    ],
  },
];
