// head [<count>] | head <expression> [limit=<count>] [null=<bool>] [keeplast=<bool>]: the first rows, or those up to the
// first one for which the expression is not true.
// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Head
import { bool, call, column, long, or, when, type Relation } from '../../plan/index.ts';
import { filter, internal, type Flow } from '../flow.ts';
import { inOrder, withFields } from '../need.ts';
import { fieldsOfEval } from '../reads.ts';
import type { CommandNode, EvalNode } from '../tree.ts';
import type { Command, Context } from './command.ts';
import { condition } from './condition.ts';
import { argument, boolOption, countOption, numberArgument, wordOf } from './reading.ts';
import { limited } from './sort.ts';

const DEFAULT_ROWS = 10;

export const head: Command = {
  name: 'head',
  summary: 'Keeps the first rows.',
  syntax: {
    options: { limit: 'count', null: 'bool', keeplast: 'bool' },
    slots: [
      { role: 'count', kind: 'number' },
      { role: 'expression', kind: 'expression' },
    ],
  },
  needs: (command, after) => {
    const found = argument(command, 'expression', 'expression');
    return inOrder(found ? withFields(after, fieldsOfEval(found.expression)) : after);
  },
  lower: (command, input, context) => {
    const found = argument(command, 'expression', 'expression');
    const count = numberArgument(command, 'count') ?? countOption(command, 'limit');
    if (!found) return limited(input, count ?? DEFAULT_ROWS);
    if (wordOf(command, 'count')) {
      context.report('SPL1001', '`head` takes a number or an expression, not both', found.span);
      return undefined;
    }
    const kept = whileTrue(command, found.expression, input, context);
    return kept && (count === undefined ? kept : limited(kept, count));
  },
};

/** Rows before which no row failed the test; the first that fails is kept with `keeplast`. */
function whileTrue(
  command: CommandNode,
  expression: EvalNode,
  input: Flow,
  context: Context,
): Flow | undefined {
  const truth = condition(expression, input, context);
  if (!truth) return undefined;
  const nullPasses = boolOption(command, 'null', false);
  const passes = call('coalesce', 'bool', truth, bool(nullPasses));
  const failures = internal('failures');
  const upTo = boolOption(command, 'keeplast', false) ? -1 : 0;
  const counted: Relation = {
    kind: 'window',
    input: input.relation,
    partition: [],
    columns: [
      {
        name: failures,
        function: 'sum',
        args: [when(passes, long(0), long(1))],
        type: 'long',
        frame: { from: null, to: upTo },
      },
    ],
  };
  const count = column(failures, 'long');
  const none = or([call('is_null', 'bool', count), call('eq', 'bool', count, long(0))]);
  const kept = filter({ relation: counted, fields: input.fields }, none);
  return withoutColumn(kept, input);
}

/** Back to the fields alone. */
export function withoutColumn(flow: Flow, input: Flow): Flow {
  const columns = input.fields.map(({ name, type }) => ({ name, expression: column(name, type) }));
  return { relation: { kind: 'project', input: flow.relation, columns }, fields: input.fields };
}
