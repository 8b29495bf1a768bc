import { call, literal, text, type Expression } from '../../plan/index.ts';
import {
  elements,
  type ExpressionNode,
  type NameAndTypeNode,
  type NamedParameterNode,
  type OperatorNode,
  type Separated,
} from '../bridge/nodes.ts';
import { constantOf } from '../lower/constant.ts';
import { refuse, type Context } from '../lower/context.ts';
import { extend } from '../lower/rows.ts';
import { coerce, toText, typeOf } from '../lower/types.ts';
import { operator } from './operator.ts';

interface ParseKvNode extends OperatorNode {
  readonly Expression: ExpressionNode;
  readonly Keys: { readonly Columns: Separated<NameAndTypeNode> };
  readonly WithClause: { readonly Properties: Separated<NamedParameterNode> } | null;
}

/**
 * `parse-kv text as (key: type, ...) with (pair_delimiter=..., kv_delimiter=..., quote=..., escape=..., greedy=true)`, or
 * `with (regex=...)` of two groups. Without delimiters any sign that is no letter or digit is one.
 */
export const parseKv = operator<ParseKvNode>({
  kind: 'ParseKvOperator',
  name: 'parse-kv',
  source: 'https://learn.microsoft.com/kusto/query/parse-kv-operator',
  lower: (input, node, context) => {
    const options = optionsOf(node, context);
    const subject = toText(context.language.scalar(node.Expression, context));
    const found = pairs(subject, options, node, context);
    const columns = elements(node.Keys.Columns).map((each) => {
      const name = each.Name.SimpleName;
      const value = call('json_get', 'dynamic', found, text(name));
      return { name, expression: coerce(value, typeOf(each.Name) ?? 'string') };
    });
    return extend(input, columns);
  },
});

type Options = ReadonlyMap<string, string>;

function optionsOf(node: ParseKvNode, context: Context): Options {
  const found = new Map<string, string>();
  for (const each of elements(node.WithClause?.Properties)) {
    const value = constantOf(context.language.scalar(each.Expression, context));
    if (found.has(each.Name.SimpleName)) refuse(context, each, 'repeated option of `parse-kv`');
    if (value) found.set(each.Name.SimpleName, String(value.value));
    else refuse(context, each, `\`${each.Name.SimpleName}\` that is not constant`);
  }
  return found;
}

function pairs(
  subject: Expression,
  options: Options,
  node: ParseKvNode,
  context: Context,
): Expression {
  const regex = options.get('regex');
  if (regex !== undefined) {
    const groups = [1n, 2n].map((value): Expression => ({ kind: 'literal', value, type: 'long' }));
    return call(
      'bag_of_pairs',
      'dynamic',
      call('regex_groups', 'dynamic', subject, text(regex), ...groups),
    );
  }
  if (!options.has('pair_delimiter') && !options.has('kv_delimiter')) {
    const names = elements(node.Keys.Columns).map((each) => each.Name.SimpleName);
    const keys = literal(JSON.stringify(names), 'dynamic');
    const signs = ['quote', 'escape'].map((name) => text(options.get(name) ?? ''));
    return call('key_followers', 'dynamic', subject, keys, ...signs);
  }
  if (!options.has('pair_delimiter') || !options.has('kv_delimiter')) {
    refuse(context, node, '`parse-kv` without both delimiters');
  }
  const greedy = options.get('greedy') === 'true';
  const parts = ['pair_delimiter', 'kv_delimiter', 'quote', 'escape'].map((name) =>
    text(options.get(name) ?? ''),
  );
  if (elements(node.Keys.Columns).length === 0) refuse(context, node, '`parse-kv` without keys');
  return call('key_values', 'dynamic', subject, ...parts, {
    kind: 'literal',
    value: greedy,
    type: 'bool',
  });
}
