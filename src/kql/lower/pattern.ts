// Regular expressions as constants of a query.
import { text, type Expression } from '../../plan/index.ts';
import type { ExpressionNode } from '../bridge/nodes.ts';
import { refuse, type Context } from './context.ts';

/**
 * A pattern in the syntax of Rust's `regex`, which is RE2's but for a few things that RE2 reads as something else without
 * complaint; those are refused. https://learn.microsoft.com/kusto/query/regex
 */
export function regexPattern(
  pattern: Expression,
  node: ExpressionNode,
  context: Context,
): Expression | undefined {
  if (pattern.kind !== 'literal' || typeof pattern.value !== 'string') {
    refuse(context, node, 'regular expression that is not a constant');
    return undefined;
  }
  const operation = classOperation(pattern.value);
  if (operation !== undefined) {
    refuse(context, node, `\`${operation}\` within a character class of a regular expression`);
    return undefined;
  }
  return text(
    pattern.value.replaceAll('(?<', '(?P<').replaceAll('(?P<=', '(?<=').replaceAll('(?P<!', '(?<!'),
  );
}

/** `&&`, `--`, `~~` or a nested class within brackets. */
function classOperation(pattern: string): string | undefined {
  let inside = false;
  for (let at = 0; at < pattern.length; at++) {
    const each = pattern[at];
    if (each === '\\') at++;
    else if (!inside) {
      inside = each === '[';
      if (inside && pattern[at + 1] === '^') at++;
      if (inside && pattern[at + 1] === ']') at++;
    } else if (each === ']') inside = false;
    else {
      const pair = pattern.slice(at, at + 2);
      if (pair === '&&' || pair === '--' || pair === '~~') return pair;
      // `[[]` can only mean the bracket itself: as the beginning of a class within a class it would never end.
      if (each === '[' && pattern[at + 1] !== ':' && pattern[at + 1] !== ']') return '[';
      if (pair === '[:') at = Math.max(at, pattern.indexOf(':]', at) + 1);
    }
  }
  return undefined;
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
