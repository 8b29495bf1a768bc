// foreach mode=multivalue|json_array|auto_collections <field> [eval ...]: the template once for each value of one field, in
// order, seeing what it made before. How many values there are at most is read from the data first.
import { call, column, long, not, isNull, text, when } from '../../plan/index.ts';
import { extend, internal, project, value, valueOf, type Flow, type NewField } from '../flow.ts';
import { everything } from '../need.ts';
import { any, as, asField, asList, asText, commonShape, number, several } from '../shape.ts';
import type { Expression } from '../../plan/index.ts';
import type { Typed } from '../shape.ts';
import type { CommandNode, Pipeline } from '../tree.ts';
import type { Context } from './command.ts';
import { argument, namesOf, textOption } from './reading.ts';

/** Each value adds a step to the plan. */
const MOST_VALUES = 100;

const LIST = internal('list');
/** Names that the template's placeholders become; a search cannot write them. */
const ITEM = internal('item');
const PLACE = internal('iteration');

export function overValues(
  command: CommandNode,
  mode: string,
  input: Flow,
  context: Context,
): Flow | undefined {
  const [name, surplus] = namesOf(command);
  if (name === undefined || surplus !== undefined || name.includes('*')) {
    context.report('SPL1201', `\`foreach mode=${mode}\` takes one field`, command.span);
    return undefined;
  }
  const typed = value(input, name);
  if (!typed) return input;
  const pipeline = templateOf(command, context);
  if (!pipeline) return undefined;
  const listed = extend(input, [{ name: LIST, value: several(listOf(typed, mode)) }]);
  const most = longest(listed, context);
  if (most === undefined) return undefined;
  if (most > MOST_VALUES) {
    const message = `\`foreach\` over more than ${String(MOST_VALUES)} values is not supported`;
    context.report('SPL1201', message, command.span);
    return undefined;
  }
  let flow = listed;
  for (let place = 0; place < most; place++) {
    const next = oneStep(flow, place, pipeline, context);
    if (!next) return undefined;
    flow = next;
  }
  return without(flow, [LIST, ITEM, PLACE]);
}

/** The values; what is no JSON array counts as one value with `auto_collections`, as none with `json_array`. */
function listOf(typed: Typed, mode: string): Expression {
  if (typed.shape === 'multivalue' && mode !== 'json_array') return typed.expression;
  if (mode === 'multivalue') return asList(typed);
  const elements = call('json_path.list', 'strings', asText(typed));
  return mode === 'json_array' ? elements : call('coalesce', 'strings', elements, asList(typed));
}

/** The template with its placeholders as field names, whether they stand bare or alone in quotes. */
function templateOf(command: CommandNode, context: Context): Pipeline | undefined {
  const found = argument(command, 'template', 'template');
  const at = found?.span ?? command.span;
  let template = found?.text ?? '';
  const tokens: [string, string][] = [
    [textOption(command, 'itemstr') ?? '<<ITEM>>', ITEM],
    [textOption(command, 'iterstr') ?? '<<ITER>>', PLACE],
  ];
  for (const [token, name] of tokens) {
    for (const quote of ['"', "'"]) template = template.replaceAll(quote + token + quote, token);
    template = template.replaceAll(token, () => `'${name}'`);
  }
  if (new RegExp(`"[^"]*'[${ITEM[0] ?? ''}]`).test(template)) {
    const message = 'a placeholder inside a longer text is not supported';
    context.report('SPL1201', message, at, { remedy: 'write `"text" . <<ITEM>>`' });
    return undefined;
  }
  const pipeline = context.parsePipeline(`| ${template}`, at);
  const other = pipeline?.commands.find((each) => each.name !== 'eval');
  if (other) {
    context.report('SPL1201', `\`${other.name}\` cannot stand in this template, only \`eval\``, at);
    return undefined;
  }
  return pipeline;
}

/** The most values that any row has; undefined while it is not known. */
function longest(flow: Flow, context: Context): number | undefined {
  const rows = context.ask({
    kind: 'aggregate',
    input: flow.relation,
    by: [],
    aggregates: [
      {
        name: 'most',
        function: 'max',
        args: [call('mv.count', 'long', column(LIST, 'strings'))],
        type: 'long',
      },
    ],
  });
  return rows && Number(rows[0]?.[0] ?? 0);
}

/** The template on one value; rows that have no such value keep what they had. */
function oneStep(
  before: Flow,
  place: number,
  pipeline: Pipeline,
  context: Context,
): Flow | undefined {
  const item = call('mv.at', 'string', column(LIST, 'strings'), long(place));
  const prepared = extend(before, [
    { name: ITEM, value: any(item) },
    { name: PLACE, value: number(long(place)) },
  ]);
  const kept = extend(
    prepared,
    before.fields.map((field): NewField => ({ name: old(field.name), value: valueOf(field) })),
  );
  const after = context.run(pipeline, kept, everything);
  if (!after) return undefined;
  const there = not(isNull(column(ITEM, 'string')));
  const fields = after.fields.filter((each) => !each.name.startsWith(OLD));
  return project(
    after,
    fields.map((field): NewField => {
      const made = valueOf(field);
      const known = value(after, old(field.name));
      if (field.name === ITEM || field.name === PLACE || field.name === LIST) {
        return { name: field.name, value: made };
      }
      return { name: field.name, value: either(there, made, known) };
    }),
  );
}

const OLD = internal('old ');
const old = (name: string): string => OLD + name;

function either(there: Expression, made: Typed, known: Typed | undefined): Typed {
  const otherwise: Typed = known ?? { expression: text(''), shape: 'null' };
  const shape = commonShape([asField(made), asField(otherwise)]);
  return { shape, expression: when(there, as(shape, made), as(shape, otherwise)) };
}

function without(flow: Flow, names: readonly string[]): Flow {
  return project(
    flow,
    flow.fields
      .filter((each) => !names.includes(each.name))
      .map((field): NewField => ({ name: field.name, value: valueOf(field) })),
  );
}
