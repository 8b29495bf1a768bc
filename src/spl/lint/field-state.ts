// What is known of the fields at a point of a pipeline: which a command adds, and which are left after it.
import { nameOf } from '../aggregation.ts';
import { regexFunctions } from '../functions/pattern.ts';
import { fieldMatcher } from '../need.ts';
import type { CommandNode, Name, Rename } from '../tree.ts';

/**
 * `open`: fields may be there that no one can tell from the search. `base`: the events' own fields are there still.
 * `made`: names that commands set.
 */
export interface FieldState {
  readonly open: boolean;
  readonly base: boolean;
  readonly made: ReadonlySet<string>;
  /** The command that left only `made`. */
  readonly closedBy?: CommandNode;
}

export const atStart: FieldState = { open: false, base: true, made: new Set() };

const opened = (state: FieldState): FieldState => ({ ...state, open: true });

const adding = (state: FieldState, names: readonly string[]): FieldState => ({
  ...state,
  made: new Set([...state.made, ...names]),
});

function closed(command: CommandNode, names: readonly string[]): FieldState {
  return { open: false, base: false, made: new Set(names), closedBy: command };
}

/** Fields that a row keeps although no command names them. */
const SILENT: readonly string[] = ['_time', '_raw'];

/** The state after a command. Of commands that are not listed anything may come. */
export function after(command: CommandNode, state: FieldState): FieldState {
  switch (command.name) {
    case 'search':
    case 'where':
    case 'regex':
    case 'dedup':
    case 'sort':
    case 'head':
    case 'tail':
    case 'reverse':
    case 'outputlookup':
    case 'makemv':
    case 'mvexpand':
    case 'nomv':
      return state;
    case 'eval':
      return adding(state, assignedBy(command));
    case 'fillnull':
    case 'filldown':
      return adding(state, fieldNames(command, 'fields'));
    case 'convert':
    case 'bin':
    case 'accum':
      return adding(
        state,
        renamesOf(command).map((each) => (each.to ?? each.from).text),
      );
    case 'rex':
      return adding(state, groupsOf(command));
    case 'iplocation':
      return adding(state, placesOf(command));
    case 'rename':
      return renamed(command, state);
    case 'fields':
      return kept(command, state);
    case 'table':
      return listed(command, state, []);
    case 'stats':
      return summarized(command, state, []);
    case 'tstats':
      return summarized(command, { ...state, base: false }, []);
    case 'eventstats':
    case 'streamstats':
      return annotated(command, state);
    case 'lookup':
      return lookedUp(command, state);
    default:
      return opened(state);
  }
}

const isPattern = (name: string): boolean => name.includes('*');

function assignedBy(command: CommandNode): string[] {
  return command.args.flatMap((each) =>
    each.kind === 'assignments' ? each.assignments.map((one) => one.field.text) : [],
  );
}

function fieldNames(command: CommandNode, role: string): string[] {
  return command.args.flatMap((each) =>
    each.kind === 'fields' && each.role === role ? each.fields.map((one) => one.text) : [],
  );
}

const renamesOf = (command: CommandNode, role?: string): readonly Rename[] =>
  command.args.flatMap((each) =>
    each.kind === 'renames' && (role === undefined || each.role === role) ? each.renames : [],
  );

function groupsOf(command: CommandNode): string[] {
  const pattern = command.args.find((each) => each.kind === 'word' && each.role === 'regex');
  const word: Name | undefined = pattern?.kind === 'word' ? pattern.word : undefined;
  const functions = word && regexFunctions(word.text);
  return functions && 'names' in functions ? functions.names.filter((each) => each !== null) : [];
}

function placesOf(command: CommandNode): string[] {
  const prefix = command.options.find((each) => each.name === 'prefix')?.value ?? '';
  return ['City', 'Country', 'Region', 'lat', 'lon', 'Continent', 'MetroCode', 'Timezone'].map(
    (name) => prefix + name,
  );
}

/** `a.* AS *` gives every name that `a.*` can have; what is not made by then may come from the events. */
function renamed(command: CommandNode, state: FieldState): FieldState {
  let made = new Set(state.made);
  for (const { from, to } of renamesOf(command)) {
    if (!to) continue;
    if (!isPattern(from.text)) {
      made.delete(from.text);
      made.add(to.text);
      continue;
    }
    if (state.base || state.open) return opened(state);
    const fits = fieldMatcher(from.text);
    made = new Set(
      [...made].map((name) => {
        const parts = fits(name);
        if (!parts) return name;
        return to.text
          .split('*')
          .map((piece, index) => piece + (parts[index] ?? ''))
          .join('');
      }),
    );
  }
  return { ...state, made };
}

function kept(command: CommandNode, state: FieldState): FieldState {
  const sign = command.args.find((each) => each.kind === 'word' && each.role === 'sign');
  if (sign?.kind === 'word' && sign.word.text === '-') return state;
  return listed(command, state, SILENT);
}

/** Only the listed fields stay; a wildcard keeps whatever fits. */
function listed(command: CommandNode, state: FieldState, silent: readonly string[]): FieldState {
  const names = fieldNames(command, 'fields');
  if (!names.some(isPattern)) return closed(command, [...names, ...silent]);
  if (state.base || state.open) return opened(state);
  const tests = names.map(fieldMatcher);
  const left = [...state.made].filter((name) => tests.some((fits) => fits(name) !== undefined));
  return closed(command, [...left, ...names.filter((name) => !isPattern(name)), ...silent]);
}

function aggregateNames(command: CommandNode): string[] | undefined {
  const names = command.args.flatMap((each) =>
    each.kind === 'aggregates' ? each.aggregates.map(nameOf) : [],
  );
  const wild = command.args.some(
    (each) =>
      each.kind === 'aggregates' &&
      each.aggregates.some(
        ({ argument }) => argument?.kind === 'field' && isPattern(argument.field.text),
      ),
  );
  return wild || names.some(isPattern) ? undefined : names;
}

function splitNames(command: CommandNode): string[] {
  return command.args.flatMap((each) =>
    each.kind === 'split' ? each.fields.map((one) => one.field.text) : [],
  );
}

function summarized(command: CommandNode, state: FieldState, more: readonly string[]): FieldState {
  const names = aggregateNames(command);
  return names ? closed(command, [...names, ...splitNames(command), ...more]) : opened(state);
}

function annotated(command: CommandNode, state: FieldState): FieldState {
  const names = aggregateNames(command);
  return names ? adding(state, names) : opened(state);
}

/** Without OUTPUT a lookup adds all its columns. */
function lookedUp(command: CommandNode, state: FieldState): FieldState {
  const outputs = [...renamesOf(command, 'output'), ...renamesOf(command, 'outputnew')];
  if (outputs.length === 0) return opened(state);
  return adding(
    state,
    outputs.map((each) => (each.to ?? each.from).text),
  );
}
