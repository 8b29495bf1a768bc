import {
  call,
  canEvaluate,
  column,
  literal,
  programText,
  stateColumn,
  text,
  type Expression,
  type Relation,
  type ScanProgram,
} from '../../plan/index.ts';
import { elements, items, type ScanNode, type ScanStepNode } from '../bridge/nodes.ts';
import type { KqlColumn } from '../environment.ts';
import { condition } from '../lower/comparison.ts';
import { refuse, type Context, type Rows } from '../lower/context.ts';
import { columnsOfType, perColumn, project, reference, unchanged } from '../lower/rows.ts';
import { absent, coerce, printedText, toText, typeOf } from '../lower/types.ts';
import { needOrder } from '../lower/windows.ts';
import { operator, parameter } from './operator.ts';

/**
 * `scan [with_match_id=m] [partition by ...] [declare (...)] with (step s [output=...]: condition => x = value; ...)`:
 * rows in order are held against the steps, whose conditions may look at what earlier steps matched.
 */
export const scan = operator<ScanNode>({
  kind: 'ScanOperator',
  name: 'scan',
  source: 'https://learn.microsoft.com/kusto/query/scan-operator',
  lower: (input, node, context) => {
    needOrder('`scan`', input, node, context);
    if (node.OrderByClause) refuse(context, node, '`order by` in `scan`', 'sort before it');
    const program = programOf(input, node, context);
    const partition = elements(node.PartitionByClause?.Expressions).map((each) =>
      context.language.scalar(each, context),
    );
    return unfolded(input, program, { node, context, partition });
  },
});

function programOf(input: Rows, node: ScanNode, context: Context): ScanProgram {
  const declared = elements(node.DeclareClause?.Declarations).map((each) => {
    const type = typeOf(each.NameAndType.Name) ?? 'string';
    const fallback = each.DefaultValue?.Value;
    const value = fallback
      ? coerce(context.language.scalar(fallback, context), type)
      : absent(type);
    return { name: each.NameAndType.Name.SimpleName, type, value };
  });
  const columns = [
    ...input.columns,
    ...declared.map(({ name, type }): KqlColumn => ({ name, type })),
  ];
  const nodes = items(node.Steps);
  const names = new Set(nodes.map((each) => each.Name.SimpleName));
  const inside: Context = {
    ...context,
    row: { ...input, columns },
    window: undefined,
    state: (step, name) => {
      const found = names.has(step) ? columns.find((each) => each.name === name) : undefined;
      return found && column(stateColumn(step, name), found.type);
    },
  };
  return {
    columns: input.columns,
    declared,
    steps: nodes.map((each) => stepOf(each, columns, inside)),
  };
}

function stepOf(
  node: ScanStepNode,
  columns: readonly KqlColumn[],
  context: Context,
): ScanProgram['steps'][number] {
  const output = outputOf(node);
  if (!output) refuse(context, node, '`output` of a step in `scan`');
  const evaluable = (value: Expression): Expression => {
    if (!canEvaluate(value)) refuse(context, node, 'expression in a step of `scan`');
    return value;
  };
  const holds = condition(coerce(context.language.scalar(node.Condition, context), 'bool'));
  const assignments = elements(node.ComputationClause?.Assignments).map((each) => {
    const name = each.Name.SimpleName;
    const type = columns.find((one) => one.name === name)?.type ?? 'dynamic';
    const value = coerce(context.language.scalar(each.Expression, context), type);
    return { column: name, value: evaluable(value) };
  });
  return {
    name: node.Name.SimpleName,
    output: output ?? 'all',
    condition: evaluable(holds),
    assignments,
  };
}

function outputOf(node: ScanStepNode): ScanProgram['steps'][number]['output'] | undefined {
  const text = node.ScanStepOutput?.OutputKind.Text ?? 'all';
  return (['all', 'last', 'none'] as const).find((each) => each === text);
}

interface Site {
  readonly node: ScanNode;
  readonly context: Context;
  readonly partition: readonly Expression[];
}

/** A cell as text that loses nothing; null stays null. */
function cellText(each: KqlColumn): Expression {
  const value = reference(each);
  if (each.type === 'dynamic')
    return call('json_of_text', 'dynamic', call('retype', 'string', value));
  const ticks = each.type === 'datetime' || each.type === 'timespan';
  return call(
    'json_of_text',
    'dynamic',
    ticks ? toText(call('retype', 'long', value)) : printedText(value),
  );
}

/** The rows that come out, each with the columns of the row it was made of. */
function unfolded(input: Rows, program: ScanProgram, { node, context, partition }: Site): Rows {
  const [found, item] = [context.fresh('matches'), context.fresh('match')];
  const cells = call('json_array', 'dynamic', ...input.columns.map(cellText));
  const windowed: Relation = {
    kind: 'window',
    input: input.relation,
    partition: [...perColumn(input).map(reference), ...partition],
    columns: [
      {
        name: found,
        function: 'sequence',
        evaluate: 'scan_steps',
        args: [text(programText(program)), call('retype', 'string', cells)],
        type: 'string',
      },
    ],
  };
  const relation: Relation = {
    kind: 'unnest',
    input: windowed,
    lists: [{ name: item, expression: call('retype', 'dynamic', column(found, 'string')) }],
    keepEmpty: false,
  };
  const part = (at: number): Expression =>
    call('json_at', 'dynamic', column(item, 'dynamic'), literal(BigInt(at), 'long'));
  const declared = new Map(program.declared.map((each, at) => [each.name, at + 1]));
  const match = parameter(node, 'with_match_id');
  const shown = columnsOfType(node.ResultType).flatMap((each) => {
    const at = each.name === match ? 0 : declared.get(each.name);
    const own = input.columns.some((one) => one.name === each.name);
    if (at === undefined) return own ? [unchanged(each)] : [];
    return [{ name: each.name, expression: read(part(at), each.type) }];
  });
  return { ...project({ ...input, relation }, shown), serialized: true };
}

/** A value from its text, as the program writes it. */
function read(value: Expression, type: KqlColumn['type']): Expression {
  const written = toText(value);
  if (type === 'string') return written;
  if (type === 'datetime' || type === 'timespan') {
    return call('retype', type, call('whole_of_text', 'long', written));
  }
  return type === 'dynamic' ? call('json_parse', 'dynamic', written) : coerce(written, type);
}
