// A regular expression as a command has it.
import { regexFunctions, type RegexFunctions } from '../functions/pattern.ts';
import type { Name } from '../tree.ts';
import type { Context } from './command.ts';

/** Its functions; undefined when it is not valid, which is reported. */
export function regexOf(pattern: Name, context: Context): RegexFunctions | undefined {
  const functions = regexFunctions(pattern.text);
  if ('names' in functions) return functions;
  context.report('SPL1208', `invalid regular expression: ${functions.message}`, pattern.span);
  return undefined;
}
