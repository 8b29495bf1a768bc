// The searches of a native document: blocks marked `spl` or `kusto`, with the platform they are for beside it.
import { nearest } from '../../text/index.ts';
import type { Diagnostic, Source } from '../../text/index.ts';
import type { Language, Search } from '../../strategy/index.ts';
import type { Code, Markdown } from '../markdown.ts';
import { openFence, searchInPassing, unknownFence } from '../messages.ts';
import { languageOf, searchOf } from '../searches.ts';
import type { Part } from '../sections.ts';

const PLATFORMS: Readonly<Record<Language, readonly string[]>> = {
  spl: ['splunk'],
  kql: ['sentinel', 'defender'],
};
/** What is run to provoke an alert or to follow one up is no search of the strategy. */
const IN_PASSING = new Set(['validation', 'response', 'false-positives', 'references', 'priority']);

/** All searches of the document, in its order. A block without a platform serves every platform of its language. */
export function searchesOf(
  text: Markdown,
  parts: readonly Part[],
  source: Source,
): { searches: Search[]; diagnostics: Diagnostic[] } {
  const searches: Search[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const part of parts) {
    let label = part.kind === 'detection' || part.kind === 'other' ? part.title : '';
    for (const block of part.blocks) {
      if (block.kind === 'heading') label = block.title;
      if (block.kind !== 'code' || !block.fenced) continue;
      const [word = '', ...more] = block.info.split(/\s+/);
      const language = languageOf(word);
      if (!language) continue;
      const at = { source, span: spanOf(block) };
      if (IN_PASSING.has(part.kind)) {
        diagnostics.push(searchInPassing(at, { section: part.title }));
        continue;
      }
      if (!block.closed) diagnostics.push(openFence(at, {}));
      const known = PLATFORMS[language];
      const strange = more.filter((each) => !known.includes(each.toLowerCase()));
      for (const each of strange) {
        diagnostics.push(unknownFence(at, { word: each, suggestions: nearest(each, known) }));
      }
      const platform = more.find((each) => known.includes(each.toLowerCase()))?.toLowerCase();
      const named = {
        ...(platform === undefined ? {} : { platform }),
        ...(label === '' ? {} : { label }),
      };
      searches.push(searchOf(text, block, language, named));
    }
  }
  return { searches, diagnostics };
}

function spanOf(code: Code): { start: number; end: number } {
  const start = code.content[0]?.start ?? 0;
  return { start, end: code.content.at(-1)?.end ?? start };
}
