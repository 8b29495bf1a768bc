// Text in single quotes: in eval and where these name a field, which no event has.
import type { Fix, Span } from '../../text/index.ts';
import { visitEval } from '../reads.ts';
import type { Check } from './check.ts';
import { instead } from './fix.ts';
import { expressionsOf, looksLikeText, pipelinesIn } from './walk.ts';

export const quotes: Check = {
  codes: ['SPL2013'],
  explanation:
    "In eval and where `'...'` is the name of a field. Compared with a field that is not there nothing is ever true.",
  wrong: ["index=a | where process LIKE '%cmd.exe%'", "index=a | where path='C:\\\\Temp'"],
  right: [
    'index=a | where process LIKE "%cmd.exe%"',
    "index=a | where 'a.b'=1",
    "index=a | where 'client ip'=other",
  ],
  fixed: [
    ["index=a | where process LIKE '%cmd.exe%'", 'index=a | where process LIKE "%cmd.exe%"'],
    ["index=a | where path='C:\\\\Temp'", 'index=a | where path="C:\\\\Temp"'],
  ],
  run: ({ tree, report, text }) => {
    for (const pipeline of pipelinesIn(tree)) {
      for (const command of pipeline.commands) {
        for (const expression of expressionsOf(command)) {
          visitEval(expression, (node) => {
            if (node.kind !== 'field' || !looksLikeText(node)) return;
            report('SPL2013', 'single quotes name a field: this is not read as text', node.span, {
              severity: 'warning',
              remedy: 'put text in double quotes',
              ...requoted(text, node.span),
            });
          });
        }
      }
    }
  },
};

/** The same text in double quotes, where it holds none itself. */
function requoted(search: string, span: Span): { readonly fix?: Fix } {
  const inner = search.slice(span.start + 1, span.end - 1);
  return inner.includes('"') ? {} : { fix: instead(span, `"${inner}"`) };
}
