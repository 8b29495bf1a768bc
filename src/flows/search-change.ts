// What a change to a search means: which conditions and steps go and come, and which fields and sources it reads anew.
import { compile, factsOf, grammar, knowledge, print, read, type Facts } from '../spl/index.ts';
import type { Lookup, SplEnvironment, SplParsed } from '../spl/index.ts';
import type { SplunkApp } from '../targets/splunk/index.ts';
import { hasErrors } from '../text/index.ts';
import { EVENT_COLUMNS } from './event-columns.ts';

/** Names that one side has and the other has not. */
export interface NameChange {
  readonly removed: readonly string[];
  readonly added: readonly string[];
}

export type SearchChange =
  /** Written otherwise, but the same steps and conditions once macros are expanded. */
  | { readonly kind: 'wording' }
  | {
      readonly kind: 'meaning';
      /** Conditions and commands, macros expanded. */
      readonly steps: NameChange;
      /** By kind: `indexes`, `sources`, `reads`, `gives`, ... Only kinds that differ. */
      readonly facts: Readonly<Partial<Record<keyof Facts, NameChange>>>;
    }
  /** Our reader does not take one of the two texts, so that only the texts can be compared. */
  | { readonly kind: 'unreadable'; readonly reason: string };

/** A saved search's text in its app. */
export interface SearchIn {
  readonly search: string;
  readonly app: SplunkApp;
}

/** Undefined where nothing changed: neither the text nor, through macros, its meaning. */
export function searchChange(from: SearchIn, to: SearchIn): SearchChange | undefined {
  const [before, after] = [understood(from), understood(to)];
  const unread = 'reason' in before ? before : 'reason' in after ? after : undefined;
  if (unread) {
    return from.search === to.search ? undefined : { kind: 'unreadable', reason: unread.reason };
  }
  if ('reason' in before || 'reason' in after) return undefined;
  const steps = stepsChanged(before.steps, after.steps);
  if (steps.removed.length === 0 && steps.added.length === 0) {
    return from.search === to.search ? undefined : { kind: 'wording' };
  }
  return { kind: 'meaning', steps, facts: factsChanged(before.facts(), after.facts()) };
}

interface Understood {
  readonly steps: readonly string[];
  readonly facts: () => Facts;
}

function understood({ search, app }: SearchIn): Understood | { readonly reason: string } {
  const source = { name: '<search>', text: search };
  const environment = environmentOf(app, search);
  const { value, diagnostics } = read(source, environment);
  const error = diagnostics.find(({ severity }) => severity === 'error');
  if (error) return { reason: error.message };
  const facts = (): Facts => {
    const compiled = compile(source, environment);
    const whole = hasErrors(compiled.diagnostics) ? undefined : compiled.value?.facts;
    return whole ?? factsOf(value, undefined);
  };
  return { steps: stepsOf(value.tree), facts };
}

function environmentOf(app: SplunkApp, search: string): SplEnvironment {
  const lookups = [...app.lookups].map(([name, { columns }]): [string, Lookup] => [
    name,
    { table: name, columns: columns.map((column) => ({ name: column, type: 'string' })) },
  ]);
  return {
    now: 0,
    timezone: 'UTC',
    events: { name: 'events', columns: EVENT_COLUMNS },
    knowledge,
    macros: new Map([...foreignMacros(app, search), ...app.macros]),
    lookups: new Map(lookups),
  };
}

const CALL = /(\|\s*)?`([A-Za-z_][\w-]*)`/gu;

/**
 * Macros without arguments that the app calls and another app defines: each stands for itself, as a step where it is
 * called after a pipe and as a word elsewhere. One that is called in both places stays undefined, and the search unread.
 */
function foreignMacros(app: SplunkApp, search: string): SplunkApp['macros'] {
  const texts = [search, ...[...app.macros.values()].map(({ definition }) => definition)];
  const definitions = new Map<string, Set<string>>();
  for (const [, pipe, name = ''] of texts.flatMap((text) => [...text.matchAll(CALL)])) {
    const word = `"macro ${name}"`;
    const known = definitions.get(name) ?? new Set();
    definitions.set(name, known.add(pipe === undefined ? word : `search ${word}`));
  }
  return new Map(
    [...definitions].flatMap(([name, [definition, ...others]]) =>
      definition === undefined || others.length > 0 || knowledge.macro(name)
        ? []
        : [[name, { definition, args: [], iseval: false }] as const],
    ),
  );
}

type Tree = SplParsed['tree'];
type Command = Tree['commands'][number];

/** One text per step; the conditions of one `search` or `where` are steps of their own, in a fixed order. */
function stepsOf(tree: Tree): string[] {
  return tree.commands.flatMap((command) => {
    const conditions = conditionsOf(command);
    if (conditions.length === 0) return [textOf(command, tree)];
    return conditions.map((each) => textOf(each, tree)).sort();
  });
}

/** A step as it stands after a pipe: a search's first condition reads like any other. */
function textOf(command: Command, tree: Tree): string {
  const text = print({ ...tree, commands: [command] }, grammar);
  return command.implicit ? `search ${text}` : text.replace(/^\| /u, '');
}

/** The command once per condition that its rows must meet, or nothing for a command without conditions. */
function conditionsOf(command: Command): Command[] {
  if (command.name !== 'search' && command.name !== 'where') return [];
  const [argument, ...others] = command.args;
  if (!argument || others.length > 0) return [];
  if (argument.kind === 'search') {
    return joined(argument.search).map((search) => ({
      ...command,
      args: [{ ...argument, search }],
    }));
  }
  if (argument.kind === 'expression') {
    return operands(argument.expression).map((expression) => ({
      ...command,
      args: [{ ...argument, expression }],
    }));
  }
  return [];
}

type SearchNode = Extract<Command['args'][number], { kind: 'search' }>['search'];
type EvalNode = Extract<Command['args'][number], { kind: 'expression' }>['expression'];

/** A lone `*` asks for nothing. */
function joined(node: SearchNode): SearchNode[] {
  if (node.kind !== 'and') return [node];
  const terms = node.terms.flatMap(joined);
  const asking = terms.filter(({ kind }) => kind !== 'all');
  return asking.length > 0 ? asking : terms.slice(0, 1);
}

function operands(node: EvalNode): EvalNode[] {
  return node.kind === 'binary' && node.operator === 'AND'
    ? [...operands(node.left), ...operands(node.right)]
    : [node];
}

/** Beyond this many pairs of steps only what is on one side alone is told, not what merely moved. */
const MOST_PAIRS = 4_000_000;

/** What has to go from one list and come in to get the other, in order: the rest is their longest common part. */
function stepsChanged(before: readonly string[], after: readonly string[]): NameChange {
  if (before.length * after.length > MOST_PAIRS) return namesChanged(before, after);
  const lengths = commonLengths(before, after);
  const removed: string[] = [];
  const added: string[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    const [left, right] = [before[i], after[j]];
    if (left !== undefined && left === right) [i, j] = [i + 1, j + 1];
    else if (
      right === undefined ||
      (left !== undefined && (lengths[i + 1]?.[j] ?? 0) >= (lengths[i]?.[j + 1] ?? 0))
    ) {
      removed.push(left ?? '');
      i += 1;
    } else {
      added.push(right);
      j += 1;
    }
  }
  return { removed, added };
}

/** `[i][j]`: the length of the longest common part of what follows `i` in one list and `j` in the other. */
function commonLengths(before: readonly string[], after: readonly string[]): Uint32Array[] {
  const lengths = Array.from(
    { length: before.length + 1 },
    () => new Uint32Array(after.length + 1),
  );
  for (let i = before.length - 1; i >= 0; i -= 1) {
    const [row, below] = [lengths[i], lengths[i + 1]];
    if (!row || !below) continue;
    for (let j = after.length - 1; j >= 0; j -= 1) {
      row[j] =
        before[i] === after[j] ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  return lengths;
}

function factsChanged(
  before: Facts,
  after: Facts,
): Readonly<Partial<Record<keyof Facts, NameChange>>> {
  const kinds = Object.keys(after) as (keyof Facts)[];
  const changes = kinds.flatMap((kind): [keyof Facts, NameChange][] => {
    const [from, to] = [before[kind], after[kind]];
    // Names that depend on data cannot be compared.
    if (!from || !to) return [];
    const change = namesChanged(from, to);
    return change.removed.length + change.added.length > 0 ? [[kind, change]] : [];
  });
  return Object.fromEntries(changes);
}

/** Names on one side alone, in the order in which they stand there. */
function namesChanged(before: readonly string[], after: readonly string[]): NameChange {
  const [old, fresh] = [new Set(before), new Set(after)];
  return {
    removed: before.filter((name) => !fresh.has(name)),
    added: after.filter((name) => !old.has(name)),
  };
}
