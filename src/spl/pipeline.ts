// Pipelines to relations: backwards for what each command needs, then forwards command by command.
import { commandNamed } from './commands/index.ts';
import type { Context } from './commands/command.ts';
import { newestFirst } from './events.ts';
import { empty, filter, type Flow } from './flow.ts';
import { everything, withFields, type Need } from './need.ts';
import { finishes, tellUnfinished } from './partial-statistics.ts';
import { lowerSearch } from './search-lowering.ts';
import { truthOf } from './syntax.ts';
import type { CommandNode, Pipeline, SearchNode } from './tree.ts';

/** What is needed before each command, and after the last: one more entry than commands. */
function needsAlong(commands: readonly CommandNode[], after: Need, context: Context): Need[] {
  const needs: Need[] = [after];
  let need = after;
  for (const command of [...commands].reverse()) {
    const definition = commandNamed(command.name);
    need = definition?.needs ? definition.needs(command, need, context) : need;
    needs.push(need);
  }
  return needs.reverse();
}

/** What a pipeline needs of the rows that come into it. */
export function needsOf(pipeline: Pipeline, after: Need, context: Context): Need {
  return needsAlong(pipeline.commands, after, context)[0] ?? everything;
}

/** The rows after a pipeline; undefined when there are errors or a stage is pending. */
export function runPipeline(
  pipeline: Pipeline,
  input: Flow | undefined,
  after: Need,
  context: Context,
): Flow | undefined {
  const needs = needsAlong(pipeline.commands, after, context);
  let flow = input;
  for (const [index, command] of pipeline.commands.entries()) {
    const before = needs[index] ?? everything;
    const next = needs[index + 1] ?? everything;
    flow = flow ? follow(command, flow, context, next) : begin(command, context, before, next);
    if (!flow) return undefined;
    if (flow.partial && index === pipeline.commands.length - 1) {
      tellUnfinished(command, context);
      return undefined;
    }
  }
  return flow ?? context.events(needs[0] ?? everything);
}

const isLoneStats = (command: CommandNode, context: Context): boolean =>
  command.name === 'stats' && context.environment.commandFirst !== true;

/** A command in the middle of a pipeline; those that make rows can only stand first, unless they add to what is there. */
function follow(command: CommandNode, flow: Flow, context: Context, after: Need): Flow | undefined {
  if (flow.partial && !finishes(command, flow.partial, context)) return undefined;
  const definition = commandNamed(command.name);
  const adds = definition?.adds === true || command.options.some(isAppend);
  if (!definition?.generates || adds) return lowerCommand(command, flow, context, after);
  const message = `\`${command.name}\` can only stand first`;
  context.report('SPL1201', message, command.nameSpan, {
    remedy: `write \`append [| ${command.name} ...]\``,
  });
  return undefined;
}

const isAppend = ({ name, value }: CommandNode['options'][number]): boolean =>
  name === 'append' && truthOf(value) === true;

function lowerCommand(
  command: CommandNode,
  flow: Flow,
  context: Context,
  after: Need,
): Flow | undefined {
  return commandNamed(command.name)?.lower(command, flow, context, after);
}

/** The first command: a search retrieves events, newest first; others make rows or take them as they are given. */
function begin(
  command: CommandNode,
  context: Context,
  before: Need,
  after: Need,
): Flow | undefined {
  const search = command.name === 'search' ? searchOf(command) : undefined;
  if (search) return retrieve(search, context, before, after);
  const definition = commandNamed(command.name);
  // Without events statistics are those of nothing; so `| stats count | eval ...` makes a row.
  if (definition?.generates || isLoneStats(command, context)) {
    return lowerCommand(command, empty, context, after);
  }
  if (context.environment.commandFirst !== true) {
    const message = `\`${command.name}\` cannot stand first: it makes no rows of its own`;
    context.report('SPL1201', message, command.nameSpan, { remedy: 'begin with a search' });
    return undefined;
  }
  return lowerCommand(command, context.events(before), context, after);
}

export function searchOf(command: CommandNode): SearchNode | undefined {
  const found = command.args.find((each) => each.kind === 'search');
  return found?.kind === 'search' ? found.search : undefined;
}

function retrieve(
  search: SearchNode,
  context: Context,
  before: Need,
  after: Need,
): Flow | undefined {
  const flow = context.events(after.order ? withFields(before, ['_time']) : before);
  const where = lowerSearch(search, { flow, context, retrieval: true });
  if (!where) return undefined;
  const kept = filter(flow, where);
  return after.order ? newestFirst(kept) : kept;
}
