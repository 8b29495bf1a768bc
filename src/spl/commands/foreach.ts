// foreach [mode=<mode>] <fields> [fieldstr=<text>] [matchstr=<text>] [matchseg1=<text>] ... [template]: runs the
// template once for each field, with its name filled in.
// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Foreach
import { firstWhole } from '../command-kinds.ts';
import { matching, type Flow } from '../flow.ts';
import { everything, fieldMatcher, withFields, type Need } from '../need.ts';
import { fieldsOfEval } from '../reads.ts';
import type { CommandNode } from '../tree.ts';
import type { Command, Context } from './command.ts';
import { overValues } from './foreach-values.ts';
import { argument, namesOf, textOption } from './reading.ts';

/** Each field adds a step to the plan. */
const MOST_FIELDS = 300;

export const foreach: Command = {
  name: 'foreach',
  summary: 'Runs eval commands for each of several fields.',
  syntax: {
    options: {
      mode: ['multifield', 'multivalue', 'json_array', 'auto_collections'],
      fieldstr: 'text',
      matchstr: 'text',
      matchseg1: 'text',
      matchseg2: 'text',
      matchseg3: 'text',
      itemstr: 'text',
      iterstr: 'text',
    },
    slots: [
      { role: 'fields', kind: 'fields', required: true },
      { role: 'template', kind: 'template', required: true },
    ],
  },
  needs: (command, after, context) => needsOf(command, after, context),
  lower: (command, input, context) => {
    const mode = textOption(command, 'mode')?.toLowerCase() ?? 'multifield';
    if (refusedTemplate(command, context)) return undefined;
    if (mode !== 'multifield') return overValues(command, mode, input, context);
    const names = chosen(command, input);
    if (names.length > MOST_FIELDS) {
      const message = `\`foreach\` over more than ${String(MOST_FIELDS)} fields is not supported`;
      context.report('SPL1201', message, command.span);
      return undefined;
    }
    let flow = input;
    for (const { name, parts } of names) {
      const text = filledIn(command, name, parts);
      const at = argument(command, 'template', 'template')?.span ?? command.span;
      const pipeline = context.parsePipeline(`| ${text}`, at);
      const next: Flow | undefined = pipeline && context.run(pipeline, flow, everything);
      if (!next) return undefined;
      flow = next;
    }
    return flow;
  },
};

/** The template works row by row, and is read once whatever fields there are. */
function refusedTemplate(command: CommandNode, context: Context): boolean {
  const at = argument(command, 'template', 'template')?.span ?? command.span;
  const text = filledIn(command, 'x', ['x', 'x', 'x']).replaceAll(/<<\w+>>/g, 'x');
  const pipeline = context.parsePipeline(`| ${text}`, at);
  if (!pipeline) return true;
  if (pipeline.commands.length === 0) {
    context.report('SPL1004', '`foreach` needs a command in its brackets', at);
    return true;
  }
  const whole = firstWhole(pipeline);
  if (whole) {
    const message = `\`${whole.name}\` cannot stand in a template, which goes row by row`;
    context.report('SPL1201', message, at);
  }
  return whole !== undefined;
}

interface Chosen {
  readonly name: string;
  readonly parts: readonly string[];
}

/** The fields there are at the start, each once; a name without a wildcard counts even when no row has it. */
function chosen(command: CommandNode, input: Flow): Chosen[] {
  const found = new Map<string, Chosen>();
  for (const pattern of namesOf(command)) {
    const names = pattern.includes('*') ? matching(input, pattern) : [pattern];
    for (const name of names) {
      if (!found.has(name)) found.set(name, { name, parts: fieldMatcher(pattern)(name) ?? [] });
    }
  }
  return [...found.values()];
}

function filledIn(command: CommandNode, name: string, parts: readonly string[]): string {
  const template = argument(command, 'template', 'template')?.text ?? '';
  const token = (role: string, standard: string): string => textOption(command, role) ?? standard;
  const values: [string, string][] = [
    [token('fieldstr', '<<FIELD>>'), name],
    [token('matchstr', '<<MATCHSTR>>'), parts.join('')],
    ...[1, 2, 3].map((index): [string, string] => [
      token(`matchseg${String(index)}`, `<<MATCHSEG${String(index)}>>`),
      parts[index - 1] ?? '',
    ]),
  ];
  return values.reduce(
    (text, [placeholder, by]) => text.replaceAll(placeholder, () => by),
    template,
  );
}

/** Besides the listed fields, those that the template names outright. */
function needsOf(command: CommandNode, after: Need, context: Context): Need {
  const at = argument(command, 'template', 'template')?.span ?? command.span;
  if ((textOption(command, 'mode') ?? 'multifield').toLowerCase() !== 'multifield')
    return everything;
  const pipeline = context.parsePipeline(`| ${filledIn(command, 'x', [])}`, at);
  const named = (pipeline?.commands ?? []).flatMap((each) =>
    each.args.flatMap((one) =>
      one.kind === 'assignments'
        ? one.assignments.flatMap((assignment) => fieldsOfEval(assignment.expression))
        : [],
    ),
  );
  return withFields(after, [...namesOf(command), ...named]);
}
