// typer and tags: the event types that an event is of, and the tags that these carry, as fields.
// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Typer
// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Tags
import { call, nothing, text, when, type Expression } from '../../plan/index.ts';
import { extend, value, type Flow } from '../flow.ts';
import { everything } from '../need.ts';
import { lowerSearch } from '../search-lowering.ts';
import { asList, several } from '../shape.ts';
import type { CommandNode } from '../tree.ts';
import type { Command, Context } from './command.ts';
import { fieldsOf, option, textOption } from './reading.ts';

export const typer: Command = {
  name: 'typer',
  summary: 'Adds the event types that an event is of.',
  syntax: { options: { eventtypes: 'text', maxlen: 'count' }, slots: [] },
  needs: () => everything,
  lower: (command, input, context): Flow | undefined => {
    const given = option(command, 'eventtypes');
    if (given) {
      context.report('SPL1202', 'unsupported option `eventtypes` of `typer`', given.nameSpan);
      return undefined;
    }
    const { knowledge } = context.environment;
    const names = knowledge?.eventtypeNames?.() ?? [];
    return labelled(
      command,
      input,
      'eventtype',
      names,
      (name) => knowledge?.eventtype(name),
      context,
    );
  },
};

export const tags: Command = {
  name: 'tags',
  summary: "Adds the tags of an event's event types.",
  syntax: {
    options: {
      outputfield: 'field',
      inclname: 'bool',
      inclvalue: 'bool',
      allowed_tags: 'text',
    },
    slots: [{ role: 'fields', kind: 'fields' }],
  },
  needs: () => everything,
  lower: (command, input, context): Flow | undefined => {
    const [field] = fieldsOf(command).filter((each) => each.text !== 'eventtype');
    const unsupported = command.options.find((each) => each.name !== 'outputfield');
    if (field || unsupported) {
      const message = field
        ? `tags of the values of \`${field.text}\` are not known here, only those of event types`
        : `unsupported option \`${unsupported?.name ?? ''}\` of \`tags\``;
      context.report('SPL1201', message, field?.span ?? unsupported?.nameSpan ?? command.span);
      return undefined;
    }
    const { knowledge } = context.environment;
    const names = knowledge?.tagNames?.() ?? [];
    const output = textOption(command, 'outputfield') ?? 'tag';
    return labelled(command, input, output, names, (name) => knowledge?.tag(name), context);
  },
};

/** A field with the names whose searches hold for the row, besides those that it has. */
function labelled(
  command: CommandNode,
  input: Flow,
  output: string,
  names: readonly string[],
  search: (name: string) => string | undefined,
  context: Context,
): Flow | undefined {
  const labels: Expression[] = [];
  for (const name of names) {
    const definition = search(name);
    const parsed =
      definition === undefined ? undefined : context.parseSearch(definition, command.span);
    const holds = parsed && lowerSearch(parsed, { flow: input, context, retrieval: false });
    if (definition !== undefined && !holds) return undefined;
    if (!holds) continue;
    const label = call('mv.of', 'strings', text(name));
    labels.push(when(holds, label, nothing('strings')));
  }
  const existing = value(input, output);
  const all = [...(existing ? [asList(existing)] : []), ...labels];
  if (all.length === 0) return input;
  const list = call(
    'mv.sorted',
    'strings',
    call('mv.distinct', 'strings', call('mv.append', 'strings', ...all)),
  );
  return extend(input, [{ name: output, value: several(list) }]);
}
