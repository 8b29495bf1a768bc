// `eval(round(avg(x), 2))` in chart and timechart: an expression over statistics, worked out once these are there.
import { column, type AggregateCall, type Expression } from '../plan/index.ts';
import type { Context } from './commands/command.ts';
import { lowerExpression } from './expression.ts';
import { internal } from './flow.ts';
import { isStatistical, type Aggregation } from './functions/aggregates.ts';
import { rewriteEval } from './reads.ts';
import { absent, type Report, type Scope, type Typed } from './shape.ts';
import type { AggregateNode, EvalCall, EvalNode } from './tree.ts';

interface Part {
  readonly name: string;
  readonly lowered: Aggregation;
}

/** Undefined when there are errors in it, which are reported. */
export function computed(
  node: AggregateNode,
  expression: EvalNode,
  context: Context,
  statistic: (node: AggregateNode) => { readonly lowered: Aggregation } | undefined,
): Aggregation | undefined {
  const parts: Part[] = [];
  const seen: EvalCall[] = [];
  // The expression with fields in the place of its statistics.
  const body = rewriteEval(expression, (call) => {
    if (call.kind !== 'call' || !isStatistical(call.name)) return undefined;
    const made = statistic(aggregateOf(call));
    const name = internal(`part${String(seen.length)}`);
    seen.push(call);
    if (made) parts.push({ name, lowered: made.lowered });
    return { kind: 'field', name, quoted: true, span: call.span };
  });
  if (parts.length < seen.length) return undefined;
  if (parts.length === 0) {
    context.report('SPL1206', 'an expression of statistics is needed, such as `avg(x)`', node.span);
    return undefined;
  }
  const calls = parts.flatMap((each) => each.lowered.calls);
  const evaluate = (outcomes: readonly Expression[], report: Report): Typed | undefined =>
    lowerExpression(body, scopeOver(parts, outcomes, context), report);
  const trial = calls.map((each: AggregateCall, at) => column(`trial${String(at)}`, each.type));
  if (!evaluate(trial, context.report)) return undefined;
  return { calls, finish: (outcomes) => evaluate(outcomes, () => undefined) ?? absent };
}

/** `avg(x)`, `count`, `sum(eval(a*b))` as the parser would have read them by themselves. */
function aggregateOf(call: EvalCall): AggregateNode {
  const [first] = call.args;
  const base = { name: call.name, nameSpan: call.nameSpan, written: call.name, span: call.span };
  if (!first) return base;
  if (first.kind === 'field') {
    const field = { text: first.name, quoted: first.quoted, span: first.span };
    return { ...base, argument: { kind: 'field', field } };
  }
  const inner = first.kind === 'call' && /^eval$/i.test(first.name) ? first.args[0] : undefined;
  return { ...base, argument: { kind: 'eval', expression: inner ?? first } };
}

function scopeOver(
  parts: readonly Part[],
  outcomes: readonly Expression[],
  context: Context,
): Scope {
  const values = new Map<string, Typed>();
  let at = 0;
  for (const { name, lowered } of parts) {
    values.set(name, lowered.finish(outcomes.slice(at, at + lowered.calls.length)));
    at += lowered.calls.length;
  }
  const { now, timezone } = context.environment;
  return { field: (name) => values.get(name), now, timezone };
}
