// Getting at what the parser found for a command.
import { truthOf } from '../syntax.ts';
import type { Argument, CommandNode, Name, OptionNode } from '../tree.ts';

type Kind = Argument['kind'];
type Of<K extends Kind> = Extract<Argument, { kind: K }>;

/** The argument in a role. Its kind is what the command's syntax says. */
export function argument<K extends Kind>(
  command: CommandNode,
  role: string,
  kind: K,
): Of<K> | undefined {
  const found = command.args.find((each) => each.role === role);
  return found?.kind === kind ? (found as Of<K>) : undefined;
}

export const fieldsOf = (command: CommandNode, role = 'fields'): readonly Name[] =>
  argument(command, role, 'fields')?.fields ?? [];

export const namesOf = (command: CommandNode, role = 'fields'): string[] =>
  fieldsOf(command, role).map((each) => each.text);

export const wordOf = (command: CommandNode, role: string): Name | undefined =>
  argument(command, role, 'word')?.word;

/** The last one given counts. */
export function option(command: CommandNode, name: string): OptionNode | undefined {
  return command.options.findLast((each) => each.name === name);
}

export function textOption(command: CommandNode, name: string): string | undefined {
  return option(command, name)?.value;
}

export function boolOption(command: CommandNode, name: string, otherwise: boolean): boolean {
  const found = option(command, name);
  return found ? (truthOf(found.value) ?? otherwise) : otherwise;
}

/** A whole number; undefined when not given or not one (which the parser reported). */
export function countOption(command: CommandNode, name: string): number | undefined {
  const found = option(command, name);
  const number = found && Number(found.value);
  return number !== undefined && Number.isFinite(number) ? number : undefined;
}

/** The number in a role that takes one. */
export function numberArgument(command: CommandNode, role: string): number | undefined {
  const word = wordOf(command, role);
  return word ? Number(word.text) : undefined;
}
