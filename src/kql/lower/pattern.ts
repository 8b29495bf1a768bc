// Regular expressions as constants of a query.
import { classOperation, patternOfRust, text, type Expression } from '../../plan/index.ts';
import type { ExpressionNode } from '../bridge/nodes.ts';
import { refuse, type Context } from './context.ts';

/** A constant pattern as the plan takes it, checked; undefined after a refusal. https://learn.microsoft.com/kusto/query/regex */
export function regexPattern(
  pattern: Expression,
  node: ExpressionNode,
  context: Context,
): Expression | undefined {
  if (pattern.kind !== 'literal' || typeof pattern.value !== 'string') {
    refuse(context, node, 'regular expression that is not a constant');
    return undefined;
  }
  const looking = lookOrBack(pattern.value);
  if (looking !== undefined) {
    const message = `\`${looking}\` is not in Kusto's regular expressions, which neither look around nor refer back`;
    context.report({ code: 'KQL1206', message }, context.place(node));
    return undefined;
  }
  const operation = classOperation(pattern.value);
  if (operation !== undefined) {
    refuse(context, node, `\`${operation}\` within a character class of a regular expression`);
    return undefined;
  }
  return text(patternOfRust(pattern.value));
}

/** The beginning of a look ahead or behind, or a reference to a group, outside classes. */
function lookOrBack(pattern: string): string | undefined {
  const parts = /\\[1-9]|\(\?<?[=!]|\\[^]|\[\^?\]?(?:\\[^]|[^\]\\])*\]?/g;
  return pattern.match(parts)?.find((each) => /^(?:\\[1-9]|\(\?<?[=!])$/.test(each));
}

/** The names of a pattern's capturing groups in order, undefined for those without. */
export function groupNames(pattern: string): (string | undefined)[] {
  const plain = pattern.replace(/\\./gs, '').replace(/\[\]?[^\]]*\]/g, '');
  return [...plain.matchAll(/\((?!\?)|\(\?P?<([A-Za-z_]\w*)>/g)].map((each) => each[1]);
}

/** How many groups of a pattern capture. */
export function capturingGroups(pattern: string): number {
  const plain = pattern.replace(/\\./gs, '').replace(/\[\]?[^\]]*\]/g, '');
  return (plain.match(/\((?!\?)|\(\?P?<[A-Za-z_]/g) ?? []).length;
}
