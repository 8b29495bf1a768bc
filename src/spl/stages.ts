// The fields that there are after each command of a search, told without data: names, kinds, whether every row has them,
// and what made them.
import { hasErrors, type Diagnostic, type Outcome, type Source, type Span } from '../text/index.ts';
import type { Column, Relation } from '../plan/index.ts';
import { contextWith } from './context.ts';
import { read } from './compile.ts';
import type { Context } from './commands/command.ts';
import type { SplEnvironment } from './environment.ts';
import { storedEvents } from './events.ts';
import { isInternal, type Flow } from './flow.ts';
import { eventKindOf } from './lint/event-kind.ts';
import { definitionReader } from './lint/definitions.ts';
import { pipelinesIn, searchesOf } from './lint/walk.ts';
import { fieldsOfEvent } from './knowledge/index.ts';
import { originOf } from './mapped-text.ts';
import { reporter } from './macros.ts';
import { everything, withFields } from './need.ts';
import { certainColumns } from './presence.ts';
import { isTimeModifier } from './time-modifier.ts';
import type { CommandNode, Pipeline } from './tree.ts';

/** `any` is text that counts as a number where it looks like one, and may be several values. */
export type FieldKind = 'number' | 'text' | 'truth' | 'multivalue' | 'any';

export interface StageField {
  readonly name: string;
  readonly kind: FieldKind;
  /** Whether every row has it, as far as the search tells. */
  readonly certain: boolean;
  /** What it comes from: the event, an add-on, or a command by its number and name. */
  readonly origin: string;
}

export interface Stage {
  /** The command with its macros expanded. */
  readonly command: string;
  /** Where it stands in the search as written. */
  readonly span: Span;
  readonly fields: readonly StageField[];
  /** Fields that are there besides and have names only the data can tell. */
  readonly more: readonly string[];
}

/** A stand-in for fields of events that nobody names: where it gets to, they get to. */
const OTHERS = '\uE001';

/** What every stored event has. */
const ALWAYS: ReadonlySet<string> = new Set([
  '_time',
  '_raw',
  'index',
  'source',
  'sourcetype',
  'host',
]);

/** As far as the search can be read; `knownEvents` when the event table's columns are all that there are. */
export function stagesOf(
  search: Source,
  environment: SplEnvironment,
  knownEvents: boolean,
): Outcome<readonly Stage[]> {
  const { value: parsed, diagnostics } = read(search, environment);
  const found: Diagnostic[] = [...diagnostics];
  if (hasErrors(found)) return { value: [], diagnostics: found };
  const { expansion, tree } = parsed;
  const report = reporter(expansion, (each) => found.push(each));
  const world = worldOf(tree, environment, knownEvents);
  let dependent = false;
  const context = contextWith(world.environment, report, {
    ask: (_, what) => {
      dependent ||= what === 'columns';
      return [];
    },
  });
  const stages: Stage[] = [];
  let flow: Flow | undefined;
  let origins: ReadonlyMap<string, string> = world.origins;
  for (const step of stepsOf(tree)) {
    dependent = false;
    const before: Flow | undefined = flow;
    const rest = { ...tree, commands: tree.commands.slice(step.next) };
    const after = withFields(everything, context.needsOf(rest, everything).names);
    flow = context.run({ ...tree, commands: step.commands }, before, after);
    if (!flow || hasErrors(found)) break;
    const label = `${String(stages.length + 1)} ${step.last.name}`;
    origins = originsAfter(flow, before, origins, label, context);
    const command = expansion.mapped.text.slice(step.span.start, step.span.end).trimEnd();
    const place = { start: step.span.start, end: step.span.start + command.length };
    stages.push({
      ...describe(flow, origins, world.environment, dependent),
      command,
      span: originOf(expansion.mapped, search, place).span,
    });
  }
  return { value: stages, diagnostics: found };
}

interface Step {
  readonly commands: readonly CommandNode[];
  readonly last: CommandNode;
  readonly span: Span;
  readonly next: number;
}

/** Command by command; statistics that a later command finishes go with it. */
function stepsOf({ commands }: Pipeline): Step[] {
  const steps: Step[] = [];
  let from = 0;
  for (const [index, last] of commands.entries()) {
    const unfinished = last.options.some((each) => each.name === 'prestats');
    if (unfinished && index < commands.length - 1) continue;
    const part = commands.slice(from, index + 1);
    const span = { start: part[0]?.span.start ?? last.span.start, end: last.span.end };
    steps.push({ commands: part, last, span, next: index + 1 });
    from = index + 1;
  }
  return steps;
}

interface World {
  readonly environment: SplEnvironment;
  readonly origins: ReadonlyMap<string, string>;
}

/** Events with every field that the search's own condition or a later command looks for. */
function worldOf(tree: Pipeline, environment: SplEnvironment, knownEvents: boolean): World {
  const stored = new Set(environment.events.columns.map((each) => each.name));
  const origins = new Map([...stored].map((name) => [name, 'event']));
  if (knownEvents) return { environment, origins };
  const wanted = new Map<string, string>();
  for (const [name, origin] of [...logged(tree, environment), ...assumed(tree, environment)]) {
    if (!stored.has(name) && !wanted.has(name)) wanted.set(name, origin);
  }
  const more = [...wanted.keys(), OTHERS].map((name): Column => ({ name, type: 'string' }));
  const events = { ...environment.events, columns: [...environment.events.columns, ...more] };
  return {
    environment: { ...environment, events },
    origins: new Map([...origins, ...wanted]),
  };
}

/** Fields that Windows writes into the events asked for. */
function logged(tree: Pipeline, environment: SplEnvironment): [string, string][] {
  const [first] = tree.commands;
  const search = first?.name === 'search' ? searchesOf(first)[0] : undefined;
  const kind = search && eventKindOf(search, definitionReader({ environment }));
  if (!kind) return [];
  return kind.channels.flatMap((channel) =>
    kind.codes.flatMap((code) =>
      (fieldsOfEvent(channel, code) ?? []).map((name): [string, string] => [
        name,
        `event ${kind.codes.filter((each) => fieldsOfEvent(channel, each)?.includes(name)).join(', ')}`,
      ]),
    ),
  );
}

/** Fields that some command looks at before any other made them. */
function assumed(tree: Pipeline, environment: SplEnvironment): [string, string][] {
  const context = contextWith(environment, () => undefined, { ask: () => [] });
  const reading = pipelinesIn(tree).filter(({ commands: [first] }) => first?.name === 'search');
  const names = reading.flatMap((each) => {
    const [first, ...others] = each.commands;
    const later = context.needsOf({ ...each, commands: others }, everything).names;
    const own = first ? context.needsOf({ ...each, commands: [first] }, everything).names : [];
    return [...own, ...later];
  });
  return names
    .filter((name) => !isInternal(name) && !isTimeModifier(name))
    .map((name) => [name, 'the event, if it has it']);
}

/** Of the first command's fields those of stored events are the events', and what a search has besides is made by add-ons. */
function originsAfter(
  flow: Flow,
  before: Flow | undefined,
  origins: ReadonlyMap<string, string>,
  label: string,
  context: Context,
): ReadonlyMap<string, string> {
  const stored = storedEvents(context).relation;
  const isStart = (each: Relation): boolean =>
    before ? each === before.relation : isTable(each, stored);
  const otherwise = !before && label.endsWith(' search') ? 'add-on' : label;
  return new Map(
    flow.fields.map(({ name }) => {
      const earlier = traced(flow.relation, name, isStart);
      return [name, earlier === undefined ? otherwise : (origins.get(earlier) ?? label)];
    }),
  );
}

const isTable = (relation: Relation, table: Relation): boolean =>
  relation.kind === 'scan' && table.kind === 'scan' && relation.table === table.table;

/** The name of the same column in an earlier relation; undefined for one that was made since. */
function traced(
  relation: Relation,
  name: string,
  isStart: (relation: Relation) => boolean,
): string | undefined {
  if (isStart(relation)) return name;
  switch (relation.kind) {
    case 'project':
    case 'aggregate': {
      const columns = relation.kind === 'project' ? relation.columns : relation.by;
      const made = columns.find((each) => each.name === name)?.expression;
      return made?.kind === 'column' ? traced(relation.input, made.name, isStart) : undefined;
    }
    case 'filter':
    case 'sort':
    case 'limit':
    case 'shared':
    case 'window':
    case 'unnest':
      return traced(relation.input, name, isStart);
    case 'join':
      return traced(relation.left, name, isStart) ?? traced(relation.right, name, isStart);
    case 'union':
      return relation.inputs
        .map((each) => traced(each, name, isStart))
        .find((each) => each !== undefined);
    case 'scan':
    case 'values':
      return undefined;
  }
}

function describe(
  flow: Flow,
  origins: ReadonlyMap<string, string>,
  environment: SplEnvironment,
  dependent: boolean,
): Pick<Stage, 'fields' | 'more'> {
  const { name: events } = environment.events;
  const certain = certainColumns(flow.relation, (table) => (table === events ? ALWAYS : new Set()));
  const shown = flow.fields.filter((each) => !isInternal(each.name));
  const fields = shown
    .filter((each) => !each.name.includes(OTHERS))
    .map((each): StageField => ({
      name: each.name,
      kind: kindOf(each.shape),
      certain: certain.has(each.name),
      origin: origins.get(each.name) ?? '',
    }));
  const more = shown
    .filter((each) => each.name.includes(OTHERS))
    .map((each) =>
      each.name === OTHERS
        ? 'other fields of the events'
        : `\`${each.name.replace(OTHERS, '*')}\` of other fields of the events`,
    );
  return { fields, more: dependent ? [...more, 'fields that the data name'] : more };
}

function kindOf(shape: Flow['fields'][number]['shape']): FieldKind {
  if (shape === 'bool') return 'truth';
  return shape === 'null' ? 'any' : shape;
}
