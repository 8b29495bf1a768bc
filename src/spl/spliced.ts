// A subsearch inside an expression stands for the text that it gives (`eval x=[search ... | return $x]`), which is read in
// its place. https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Return
import type { Context } from './commands/command.ts';
import { everything } from './need.ts';
import { rewriteEval, visitEval } from './reads.ts';
import { textsOf } from './subsearch.ts';
import type { EvalNode, EvalSubsearch } from './tree.ts';

/** The expression without subsearches; undefined while their rows are not known, or when one of them has errors. */
export function spliced(node: EvalNode, context: Context): EvalNode | undefined {
  const texts = new Map<EvalSubsearch, EvalNode>();
  const all: EvalSubsearch[] = [];
  visitEval(node, (each) => {
    if (each.kind === 'subsearch') all.push(each);
  });
  for (const each of all) {
    const read = expressionOf(each, context);
    if (!read) return undefined;
    texts.set(each, read);
  }
  return all.length === 0
    ? node
    : rewriteEval(node, (each) => (each.kind === 'subsearch' ? texts.get(each) : undefined));
}

function expressionOf(node: EvalSubsearch, context: Context): EvalNode | undefined {
  const flow = context.run(node.pipeline, undefined, everything);
  const rows = flow && context.ask({ kind: 'limit', input: flow.relation, count: 1 });
  if (!flow || !rows) return undefined;
  const at = flow.fields.findIndex((each) => each.name === 'search');
  if (at < 0) {
    context.report(
      'SPL1209',
      'a subsearch in an expression has to end in `return $field`',
      node.span,
    );
    return undefined;
  }
  const [text = ''] = textsOf(rows[0]?.[at] ?? null);
  // Without rows `return` gives the condition that nothing meets, which is no expression: there is no value then.
  return text === '' || text === 'NOT ()'
    ? { kind: 'call', name: 'null', nameSpan: node.span, args: [], span: node.span }
    : context.parseExpression(text, node.span);
}
