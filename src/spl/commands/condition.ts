// The condition of where and head: an expression that is true or false. A field may be either; a number or a text is not.
import type { Expression } from '../../plan/index.ts';
import type { Flow } from '../flow.ts';
import { asTruth } from '../shape.ts';
import type { EvalNode } from '../tree.ts';
import type { Context } from './command.ts';

/** Undefined when there are errors in it. */
export function condition(node: EvalNode, flow: Flow, context: Context): Expression | undefined {
  const value = context.evaluate(node, flow);
  if (!value) return undefined;
  if (node.kind !== 'field' && (value.shape === 'number' || value.shape === 'text')) {
    context.report('SPL1206', 'a condition is needed: this is never true or false', node.span);
    return undefined;
  }
  return asTruth(value);
}
