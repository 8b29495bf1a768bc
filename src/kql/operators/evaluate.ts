// `evaluate plugin(...)`. A plugin whose columns depend on data is lowered twice: first to ask for them, then with them
// written out as the plugin's schema.
import {
  and,
  call,
  column,
  literal,
  text,
  when,
  type AggregateCall,
  type Expression,
  type NamedAggregate,
  type Relation,
  type Value,
} from '../../plan/index.ts';
import {
  elements,
  walk,
  type EvaluateNode,
  type ExpressionNode,
  type NameNode,
  type SimpleNamedNode,
} from '../bridge/nodes.ts';
import type { KqlColumn, KustoType } from '../environment.ts';
import { equal } from '../lower/comparison.ts';
import { constantOf } from '../lower/constant.ts';
import { refuse, type Context, type Rows } from '../lower/context.ts';
import { columnsOfType, nowhere, project, reference, unchanged } from '../lower/rows.ts';
import { coerce, toText } from '../lower/types.ts';
import { addressLookup, narrow, rowsNear } from './plugins.ts';
import { operator } from './operator.ts';

export const evaluate = operator<EvaluateNode>({
  kind: 'EvaluateOperator',
  name: 'evaluate',
  source: 'https://learn.microsoft.com/kusto/query/evaluate-operator',
  lower: (input, node, context) => {
    const name = node.FunctionCall.Name.SimpleName;
    const plugin = Object.hasOwn(plugins, name) ? plugins[name] : undefined;
    if (!plugin || input.per !== undefined) {
      refuse(context, node, `plugin \`${name}\``);
      return nowhere(columnsOfType(node.ResultType));
    }
    const args = elements(node.FunctionCall.ArgumentList.Expressions);
    if (typeof plugin === 'function') return plugin(input, args, node, context);
    const site: PluginSite = { input, args, node, context };
    if (node.Schema) return plugin.lower(site, columnsOfType(node.ResultType));
    if (!context.stage || context.depth > 0) {
      refuse(
        context,
        node,
        `plugin \`${name}\` at this place`,
        'write out its columns: `evaluate f() : (a: string)`',
      );
    } else
      context.stage({
        node,
        probe: plugin.probe(site),
        schema: (rows) => plugin.schema(site, rows),
      });
    return { ...nowhere(columnsOfType(node.ResultType)), open: true };
  },
});

interface PluginSite {
  readonly input: Rows;
  readonly args: readonly ExpressionNode[];
  readonly node: EvaluateNode;
  readonly context: Context;
}

interface Plugin {
  /** What tells the columns. */
  readonly probe: (site: PluginSite) => Relation;
  /** The columns, from the probe's rows. */
  readonly schema: (site: PluginSite, rows: readonly (readonly Value[])[]) => KqlColumn[];
  readonly lower: (site: PluginSite, columns: readonly KqlColumn[]) => Rows;
}

const first = ({ args, context }: PluginSite): Expression | undefined =>
  args[0] && context.language.scalar(args[0], context);

const nameOf = (node: ExpressionNode | undefined): string | undefined =>
  node && (node.ReferencedSymbol?.Name ?? (node as NameNode).SimpleName);

/** What a property's values are in JSON, as a column's type; values of several kinds stay dynamic. */
function typeOfKinds(kinds: ReadonlySet<string>): KustoType {
  const only = [...kinds].filter((each) => each !== 'null');
  if (only.length === 0) return 'string';
  if (only.every((each) => each === 'long')) return 'long';
  if (only.every((each) => each === 'long' || each === 'double')) return 'real';
  if (only.length > 1) return 'dynamic';
  return only[0] === 'string' ? 'string' : only[0] === 'bool' ? 'bool' : 'dynamic';
}

/** Columns that the rest of the query names although no data has them yet. */
function mentionedLater({ node, context }: PluginSite, known: ReadonlySet<string>): KqlColumn[] {
  const found = new Set<string>();
  let root: Parameters<typeof walk>[0] = node;
  while (root.Parent) root = root.Parent;
  walk(root, (each) => {
    if (each.IsToken || context.kusto.kindOf(each) !== 'NameReference') return;
    const name = each as NameNode;
    if (name.ResultType?.Name === 'unknown' && !known.has(name.SimpleName))
      found.add(name.SimpleName);
  });
  return [...found].sort().map((name) => ({ name, type: 'string' }));
}

const byName = (a: KqlColumn, b: KqlColumn): number => (a.name < b.name ? -1 : 1);

/** The constant that was given under the name, or at the place among those without one. */
function constantArgument(
  { args, context }: PluginSite,
  name: string,
  at?: number,
): Value | undefined {
  const isNamed = (each: ExpressionNode): each is SimpleNamedNode =>
    context.kusto.kindOf(each) === 'SimpleNamedExpression';
  const named = args.filter(isNamed).find((each) => each.Name.SimpleName === name);
  const placed = at === undefined ? undefined : args[at];
  const node = named?.Expression ?? (placed && !isNamed(placed) ? placed : undefined);
  return node && constantOf(context.language.scalar(node, context))?.value;
}

/** What `bag_unpack` is asked beside the bag. */
interface BagOptions {
  readonly prefix: string;
  /** Which of two columns of one name stays; none: that is an error. */
  readonly conflict: string;
}

function bagOptions(site: PluginSite): BagOptions {
  return {
    prefix: String(constantArgument(site, 'OutputColumnPrefix', 1) ?? ''),
    conflict: String(constantArgument(site, 'columnsConflict') ?? 'error'),
  };
}

const bagUnpack: Plugin = {
  probe: (site) => {
    const bag = first(site) ?? literal(null, 'dynamic');
    const item = site.context.fresh('member');
    const pair = column(item, 'dynamic');
    const part = (at: bigint): Expression => call('json_at', 'dynamic', pair, literal(at, 'long'));
    const unfolded: Relation = {
      kind: 'unnest',
      input: site.input.relation,
      lists: [{ name: item, expression: call('bag_members', 'dynamic', coerce(bag, 'dynamic')) }],
      keepEmpty: false,
    };
    return {
      kind: 'aggregate',
      input: unfolded,
      by: [
        { name: 'key', expression: toText(part(0n)) },
        { name: 'kind', expression: call('json_kind', 'string', part(1n)) },
      ],
      aggregates: [],
    };
  },
  schema: (site, rows) => {
    const { prefix, conflict } = bagOptions(site);
    const bag = nameOf(site.args[0]);
    const given = site.input.columns.filter((each) => each.name !== bag);
    const kinds = new Map<string, Set<string>>();
    for (const [key, kind] of rows) {
      const name = prefix + String(key);
      kinds.set(name, (kinds.get(name) ?? new Set()).add(String(kind)));
    }
    const kept = given.filter((each) => conflict !== 'replace_source' || !kinds.has(each.name));
    const taken = new Set(kept.map((each) => each.name));
    for (const name of kinds.keys()) {
      if (!taken.has(name) || conflict === 'keep_source') continue;
      const message = `\`bag_unpack\` would make a second column \`${name}\``;
      site.context.report({ code: 'KQL1304', message }, site.context.place(site.node));
    }
    const unpacked = [...kinds].map(([name, of]): KqlColumn => ({ name, type: typeOfKinds(of) }));
    const known = new Set([...taken, ...kinds.keys()]);
    return [
      ...kept,
      ...unpacked.filter((each) => !taken.has(each.name)).sort(byName),
      ...mentionedLater(site, known),
    ];
  },
  lower: (site, columns) => {
    const bag = coerce(first(site) ?? literal(null, 'dynamic'), 'dynamic');
    const { prefix, conflict } = bagOptions(site);
    const unpacked = nameOf(site.args[0]);
    const own = new Map(site.input.columns.map((each) => [each.name, each]));
    if (unpacked !== undefined) own.delete(unpacked);
    const member = (each: KqlColumn): Expression => {
      const key = each.name.startsWith(prefix) ? each.name.slice(prefix.length) : each.name;
      return call('json_get', 'dynamic', bag, text(key));
    };
    const shown = columns.map((each) => ({
      name: each.name,
      expression: own.has(each.name) ? reference(each) : coerce(member(each), each.type),
    }));
    const both = conflict === 'replace_source' ? columns.filter((each) => own.has(each.name)) : [];
    return both.length === 0
      ? project(site.input, shown)
      : replaced(site, shown, { own, columns: both, member });
  },
};

interface Replacement {
  readonly own: ReadonlyMap<string, KqlColumn>;
  readonly columns: readonly KqlColumn[];
  readonly member: (column: KqlColumn) => Expression;
}

/** A column of the input gives way to the bag's where any row's bag has it. */
function replaced(
  { input, context }: PluginSite,
  shown: readonly { readonly name: string; readonly expression: Expression }[],
  { own, columns, member }: Replacement,
): Rows {
  const counts = columns.map((each) => ({ each, count: context.fresh(each.name) }));
  const relation: Relation = {
    kind: 'window',
    input: input.relation,
    partition: [],
    columns: counts.map(({ each, count }) => ({
      name: count,
      function: 'count',
      args: [member(each)],
      type: 'long',
      frame: { from: null, to: null },
    })),
  };
  const chosen = new Map(
    counts.map(({ each, count }): [string, Expression] => {
      const found = call('gt', 'bool', column(count, 'long'), literal(0n, 'long'));
      const kept = coerce(reference(own.get(each.name) ?? each), each.type);
      return [each.name, when(found, coerce(member(each), each.type), kept)];
    }),
  );
  return project(
    { ...input, relation },
    shown.map((each) => ({ ...each, expression: chosen.get(each.name) ?? each.expression })),
  );
}

interface PivotParts {
  readonly over: Expression;
  readonly aggregate: ExpressionNode | undefined;
  readonly keys: readonly KqlColumn[];
}

function pivotParts(site: PluginSite): PivotParts {
  const { args, context, input } = site;
  const [overNode, second, ...rest] = args;
  const aggregate =
    second && context.kusto.kindOf(second) === 'FunctionCallExpression' ? second : undefined;
  const named = [...(second && !aggregate ? [second] : []), ...rest].map(nameOf);
  const used = new Set<string>();
  for (const each of [overNode, aggregate]) {
    if (each) walk(each, (node) => node.IsToken || used.add(nameOf(node as ExpressionNode) ?? ''));
  }
  const keys =
    named.length > 0
      ? input.columns.filter((each) => named.includes(each.name))
      : input.columns.filter((each) => !used.has(each.name));
  return { over: first(site) ?? text(''), aggregate, keys };
}

const pivot: Plugin = {
  probe: (site) => ({
    kind: 'aggregate',
    input: site.input.relation,
    by: [{ name: 'value', expression: toText(pivotParts(site).over) }],
    aggregates: [],
  }),
  schema: (site, rows) => {
    const { keys, aggregate } = pivotParts(site);
    const type = columnsOfType({
      Name: '',
      Kind: 0,
      Columns: [{ Name: 'x', Kind: 0, Type: aggregate?.ResultType ?? { Name: 'long', Kind: 0 } }],
    })[0]?.type;
    const values = rows.map(([value]): KqlColumn => ({
      name: String(value),
      type: type ?? 'long',
    }));
    const known = new Set([...keys, ...values].map((each) => each.name));
    const later = mentionedLater(site, known).map((each) => ({ ...each, type: type ?? 'long' }));
    return [...keys, ...values.filter((each) => each.name !== '').sort(byName), ...later];
  },
  lower: (site, columns) => {
    const { over, aggregate, keys } = pivotParts(site);
    const { context, input } = site;
    const collected: NamedAggregate[] = [];
    const values = columns.slice(keys.length).map((each) => {
      const where = equal(toText(over), text(each.name));
      const collect = (asked: AggregateCall): Expression => {
        const name = context.fresh('aggregate');
        collected.push({ ...asked, name, where: asked.where ? and([asked.where, where]) : where });
        return column(name, asked.type);
      };
      const value = aggregate
        ? context.language.scalar(aggregate, { ...context, aggregate: collect })
        : collect({ function: 'count', args: [], type: 'long' });
      return { name: each.name, expression: coerce(value, each.type) };
    });
    const relation: Relation = {
      kind: 'aggregate',
      input: input.relation,
      by: keys.map((each) => ({ name: each.name, expression: reference(each) })),
      aggregates: collected,
    };
    return project({ relation, columns: keys, hidden: [] }, [...keys.map(unchanged), ...values]);
  },
};

type FixedPlugin = (
  input: Rows,
  args: readonly ExpressionNode[],
  node: EvaluateNode,
  context: Context,
) => Rows;

/** Plugins whose columns depend on data, and those whose columns the binder knows. */
const plugins: Readonly<Record<string, Plugin | FixedPlugin>> = {
  bag_unpack: bagUnpack,
  ipv4_lookup: addressLookup('ipv4_compare', 32n),
  ipv6_lookup: addressLookup('ipv6_compare', 128n),
  narrow,
  pivot,
  rows_near: rowsNear,
};
