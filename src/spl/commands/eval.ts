// eval <field>=<expression> [, ...]: sets fields, from left to right; a null takes the field away.
// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Eval
import { call, nothing, text, when, type Expression } from '../../plan/index.ts';
import { extend, value, type Flow } from '../flow.ts';
import { everything, withFields, without, wants } from '../need.ts';
import { fieldsOfEval } from '../reads.ts';
import { absent, as, asField, asText, commonShape, type Typed } from '../shape.ts';
import { textsOf } from '../subsearch.ts';
import type { Assignment, Name } from '../tree.ts';
import type { Command, Context } from './command.ts';
import { distinctKeys } from './keys.ts';
import { argument } from './reading.ts';

export const evaluate: Command = {
  name: 'eval',
  summary: 'Sets fields to the values of expressions.',
  syntax: { slots: [{ role: 'assignments', kind: 'assignments', required: true }] },
  needs: (command, after) => {
    let need = after;
    for (const { field, expression } of [...assignmentsOf(command)].reverse()) {
      if (field.text.includes('{')) return everything;
      if (!wants(need, field.text)) continue;
      need = withFields(without(need, [field.text]), fieldsOfEval(expression));
    }
    return need;
  },
  lower: (command, input, context) => {
    let flow: Flow | undefined = input;
    let failed = false;
    for (const each of assignmentsOf(command)) {
      const next: Flow | undefined = assign(each, flow, context);
      failed ||= next === undefined;
      flow = next ?? flow;
    }
    return failed ? undefined : flow;
  },
};

const assignmentsOf = (command: Parameters<Command['lower']>[0]): readonly Assignment[] =>
  argument(command, 'assignments', 'assignments')?.assignments ?? [];

function assign({ field, expression }: Assignment, flow: Flow, context: Context): Flow | undefined {
  const made = context.evaluate(expression, flow);
  if (!made) return undefined;
  if (made.shape === 'bool') {
    const message = 'the expression is true or false, which no field can hold';
    context.report('SPL1207', message, expression.span, {
      remedy: 'write `if(..., "true", "false")`, or use `where`',
    });
    return undefined;
  }
  return /\{[^{}]+\}/.test(field.text)
    ? assignNamed(field, made, flow, context)
    : extend(flow, [{ name: field.text, value: made }]);
}

/** More names than a table can have columns are refused. */
const MOST_NAMES = 300;

/** `{field}` in the name stands for that field's value in the row: which names that makes is read from the data. */
function assignNamed(field: Name, made: Typed, flow: Flow, context: Context): Flow | undefined {
  const pieces = field.text.split(/\{([^{}]+)\}/);
  const parts = pieces.map((piece, index): Expression => {
    if (index % 2 === 0) return text(piece);
    const named = value(flow, piece);
    return named ? asText(named) : nothing('string');
  });
  const name = call('concat', 'string', ...parts);
  const rows = context.ask(distinctKeys(flow, call('mv.of', 'strings', name)), 'columns');
  if (!rows) return undefined;
  const names = rows.flatMap((row) => textsOf(row[0] ?? null));
  if (names.length > MOST_NAMES) {
    const message = `\`${field.text}\` would make more than ${String(MOST_NAMES)} fields`;
    context.report('SPL1201', message, field.span);
    return undefined;
  }
  return extend(
    flow,
    names.map((each) => {
      const known = value(flow, each) ?? absent;
      const shape = commonShape([asField(made), known]);
      const chosen = call('eq', 'bool', name, text(each));
      return {
        name: each,
        value: { shape, expression: when(chosen, as(shape, made), as(shape, known)) },
      };
    }),
  );
}
