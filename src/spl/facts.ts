// What a search uses and gives, for those who pack it or plan its run.
import type { Lowering } from '../plan/index.ts';
import { fieldsOfAggregates, fieldsOfEval, visitSearch } from './reads.ts';
import type { SplParsed } from './compile.ts';
import type { CommandNode, Pipeline, SearchNode } from './tree.ts';

export interface Facts {
  readonly indexes: readonly string[];
  readonly sourcetypes: readonly string[];
  readonly sources: readonly string[];
  readonly eventtypes: readonly string[];
  readonly macros: readonly string[];
  readonly lookups: readonly string[];
  readonly datamodels: readonly string[];
  readonly commands: readonly string[];
  /** Names, some with `*`, that conditions, expressions and aggregates read. */
  readonly reads: readonly string[];
  /** Names of the result's fields; undefined when they depend on data. */
  readonly gives: readonly string[] | undefined;
}

type Collected = Record<
  | 'indexes'
  | 'sourcetypes'
  | 'sources'
  | 'eventtypes'
  | 'lookups'
  | 'datamodels'
  | 'commands'
  | 'reads',
  Set<string>
>;

export function factsOf(parsed: SplParsed, lowering: Lowering | undefined): Facts {
  const found: Collected = {
    indexes: new Set(),
    sourcetypes: new Set(),
    sources: new Set(),
    eventtypes: new Set(),
    lookups: new Set(),
    datamodels: new Set(),
    commands: new Set(),
    reads: new Set(),
  };
  visitPipeline(parsed.tree, found);
  const sorted = (names: Set<string>): string[] => [...names].sort();
  return {
    indexes: sorted(found.indexes),
    sourcetypes: sorted(found.sourcetypes),
    sources: sorted(found.sources),
    eventtypes: sorted(found.eventtypes),
    macros: parsed.expansion.used,
    lookups: sorted(found.lookups),
    datamodels: sorted(found.datamodels),
    commands: sorted(found.commands),
    reads: sorted(found.reads),
    gives: lowering?.kind === 'plan' ? lowering.columns.map((each) => each.name) : undefined,
  };
}

function visitPipeline(pipeline: Pipeline, found: Collected): void {
  for (const command of pipeline.commands) visitCommand(command, found);
}

const LOOKUPS: ReadonlySet<string> = new Set(['lookup', 'inputlookup', 'outputlookup']);

function visitCommand(command: CommandNode, found: Collected): void {
  found.commands.add(command.name);
  const model = command.options.find((each) => each.name === 'datamodel');
  if (model) found.datamodels.add(model.value);
  for (const argument of command.args) {
    if (argument.kind === 'word' && argument.role === 'table' && LOOKUPS.has(command.name)) {
      found.lookups.add(argument.word.text);
    }
    if (argument.kind === 'search') visitSearchNode(argument.search, found);
    if (argument.kind === 'pipelines') {
      for (const each of argument.pipelines) visitPipeline(each, found);
    }
    const names =
      argument.kind === 'expression'
        ? fieldsOfEval(argument.expression)
        : argument.kind === 'assignments'
          ? argument.assignments.flatMap((each) => fieldsOfEval(each.expression))
          : argument.kind === 'aggregates'
            ? fieldsOfAggregates(argument.aggregates)
            : argument.kind === 'split'
              ? argument.fields.map((each) => each.field.text)
              : [];
    for (const name of names) found.reads.add(name);
  }
}

function visitSearchNode(search: SearchNode, found: Collected): void {
  const places = new Map([
    ['index', found.indexes],
    ['sourcetype', found.sourcetypes],
    ['source', found.sources],
    ['eventtype', found.eventtypes],
  ]);
  visitSearch(search, (node) => {
    if (node.kind === 'subsearch') visitPipeline(node.pipeline, found);
    if (node.kind !== 'compare' && node.kind !== 'in') return;
    found.reads.add(node.field.text);
    const values = node.kind === 'in' ? node.values : node.operator === '=' ? [node.value] : [];
    for (const value of values) places.get(node.field.text)?.add(value.text);
  });
}
