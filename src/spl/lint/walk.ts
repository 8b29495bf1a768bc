// Going over all pipelines of a search, those in brackets too.
import { visitEval, visitSearch } from '../reads.ts';
import type { CommandNode, EvalField, EvalNode, Pipeline, SearchNode } from '../tree.ts';

/** Every pipeline, the outermost first. `nested` tells those in brackets. */
export function pipelinesIn(pipeline: Pipeline): Pipeline[] {
  return [pipeline, ...pipeline.commands.flatMap(nestedIn).flatMap(pipelinesIn)];
}

function nestedIn(command: CommandNode): Pipeline[] {
  const found: Pipeline[] = [];
  for (const argument of command.args) {
    if (argument.kind === 'pipelines') found.push(...argument.pipelines);
    if (argument.kind !== 'search') continue;
    visitSearch(argument.search, (node) => {
      if (node.kind === 'subsearch') found.push(node.pipeline);
    });
  }
  return found;
}

/** The search expressions of a command. */
export function searchesOf(command: CommandNode): SearchNode[] {
  return command.args.flatMap((each) => (each.kind === 'search' ? [each.search] : []));
}

/** The eval expressions of a command. */
export function expressionsOf(command: CommandNode): EvalNode[] {
  return command.args.flatMap((each): EvalNode[] => {
    switch (each.kind) {
      case 'expression':
        return [each.expression];
      case 'assignments':
        return each.assignments.map((one) => one.expression);
      case 'aggregates':
        return each.aggregates.flatMap((one) =>
          one.argument?.kind === 'eval' ? [one.argument.expression] : [],
        );
      default:
        return [];
    }
  });
}

/** Fields that an expression looks at in earnest: those only tested for being there are left out. */
export function earnestFields(node: EvalNode): EvalField[] {
  const lenient = new Set<EvalNode>();
  const found: EvalField[] = [];
  visitEval(node, (each) => {
    if (each.kind === 'call' && TESTS.has(each.name.toLowerCase())) {
      for (const argument of each.args) visitEval(argument, (inner) => lenient.add(inner));
    }
    if (each.kind !== 'field' || lenient.has(each) || looksLikeText(each)) return;
    if (!CONSTANTS.has(each.name.toLowerCase())) found.push(each);
  });
  return found;
}

/** Single quotes around what can only be meant as text; another check tells of it. */
export const looksLikeText = ({ name, quoted }: EvalField): boolean =>
  quoted && /[%*\\]/.test(name);

const TESTS: ReadonlySet<string> = new Set([
  'isnull',
  'isnotnull',
  'coalesce',
  'validate',
  'nullif',
  'mvappend',
]);
/** Field names that stand for a constant in many searches; they are null because no event has them. */
const CONSTANTS: ReadonlySet<string> = new Set(['null', 'true', 'false']);
