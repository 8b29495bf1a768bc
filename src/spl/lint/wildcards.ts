// `*` where it is only a character: eval and where compare whole texts.
import { visitEval } from '../reads.ts';
import type { Fix } from '../../text/index.ts';
import type { EvalNode, EvalText } from '../tree.ts';
import type { Check, Subject } from './check.ts';
import { instead } from './fix.ts';
import { expressionsOf, pipelinesIn } from './walk.ts';

export const wildcards: Check = {
  codes: ['SPL2006'],
  explanation:
    'Only search expressions know `*` as a wildcard. In eval and where it is a character like any other, so that the comparison never holds.',
  wrong: ['index=a | where process="*cmd.exe"', 'index=a | eval b=if(in(c, "xy*", "z"), 1, 0)'],
  right: ['index=a | where like(process, "%cmd.exe")', 'index=a | search process="*cmd.exe"'],
  fixed: [
    ['index=a | where process="*cmd.exe"', 'index=a | where like(process, "%cmd.exe")'],
    [
      'index=a | where a=1 AND process!="cmd*"',
      'index=a | where a=1 AND NOT like(process, "cmd%")',
    ],
  ],
  run: (subject) => {
    for (const pipeline of pipelinesIn(subject.tree)) {
      for (const command of pipeline.commands) {
        for (const expression of expressionsOf(command)) {
          visitEval(expression, (node) => {
            for (const literal of comparedTexts(node)) tell(literal, node, subject);
          });
        }
      }
    }
  },
};

/** Literals that are compared as a whole with something that is not a literal. */
function comparedTexts(node: EvalNode): EvalNode[] {
  if (node.kind === 'binary' && (node.operator === '=' || node.operator === '!=')) {
    return [node.left, node.right];
  }
  if (node.kind === 'in') return [...node.list];
  return node.kind === 'call' && node.name.toLowerCase() === 'in' ? node.args.slice(1) : [];
}

function tell(literal: EvalNode, within: EvalNode, { report, text }: Subject): void {
  if (literal.kind !== 'text') return;
  // A star at either end of a longer word is meant as a wildcard; alone or amid other signs it may be itself.
  if (!/^\*[\w\\/.-]{2}|[\w\\/.-]{2}\*$/.test(literal.value)) return;
  report('SPL2006', '`*` is no wildcard here: the comparison is with the character', literal.span, {
    severity: 'warning',
    remedy: 'write `like(field, "%...%")`, or use `search`',
    ...asLike(literal, within, text),
  });
}

/** `field="*x"` as `like(field, "%x")`, where nothing else in the text is a sign to `like`. */
function asLike(literal: EvalText, within: EvalNode, search: string): { readonly fix?: Fix } {
  if (within.kind !== 'binary' || within.right !== literal || within.left.kind !== 'field')
    return {};
  const written = search.slice(literal.span.start, literal.span.end);
  if (/[%_]/.test(written)) return {};
  const field = search.slice(within.left.span.start, within.left.span.end);
  const test = `like(${field}, ${written.replaceAll('*', '%')})`;
  return { fix: instead(within.span, within.operator === '!=' ? `NOT ${test}` : test) };
}
