// The query blocks of a FalconForce document, each under the `**Language:**` and `**Platform:**` that precede it.
import type { Language, Search } from '../../strategy/index.ts';
import type { Diagnostic, Source } from '../../text/index.ts';
import { lineRange, type Block, type Code, type Markdown } from '../markdown.ts';
import { guessedLanguage, openFence, otherLanguage } from '../messages.ts';
import { labelled, oneLine, plainText, unemphasised } from '../prose.ts';
import { languageOf, looksLike, searchOf } from '../searches.ts';
import type { Part } from '../sections.ts';

/** What the lines above a block have said. `language` is a word; `` before any. */
interface Said {
  language: string;
  platform: string;
  label: string;
}

interface Found {
  readonly searches: Search[];
  readonly diagnostics: Diagnostic[];
}

/** All searches: those of the detection sections, or, in a document without any, every block that is one. */
export function searchesOf(text: Markdown, parts: readonly Part[], source: Source): Found {
  const detection = parts.filter((each) => each.kind === 'detection');
  const found: Found = { searches: [], diagnostics: [] };
  const said: Said = { language: '', platform: '', label: '' };
  // A collection of queries has sections of its own making below its detections.
  const where =
    detection.length > 0
      ? parts.filter((each) => each.kind === 'detection' || each.kind === 'other')
      : parts;
  for (const part of where) {
    // What was said in one section does not hold for another that is not about detection.
    if (part.kind === 'other') Object.assign(said, { language: '', platform: '' });
    said.label = part.kind === 'other' && part.heading ? part.title : '';
    for (const block of part.blocks) {
      if (block.kind === 'code') takeCode(text, block, said, source, found);
      else listen(text, part, block, said);
    }
  }
  return found;
}

/** A label, a heading that names a language (`### KQL`), or the line that leads in to the next block. */
function listen(text: Markdown, part: Part, block: Block, said: Said): void {
  if (block.kind === 'heading') {
    if (languageOf(block.title)) said.language = block.title;
    else said.label = block.title;
    return;
  }
  if (block.kind !== 'text') return;
  const labels = labelled(text, { ...part, blocks: [block] });
  for (const { label, value } of labels) {
    const name = label.toLowerCase();
    if (name === 'language') {
      said.language = unemphasised(value);
      said.platform = '';
    } else if (name === 'platform') said.platform = unemphasised(value);
  }
  const last = oneLine(lineRange(text, block.to - 1, block.to));
  if (last.endsWith(':') && !last.startsWith('**')) said.label = plainText(last).slice(0, -1);
}

function takeCode(text: Markdown, code: Code, said: Said, source: Source, found: Found): void {
  const at = { source, span: spanOf(code) };
  const word = code.info.split(/\s/, 1)[0] ?? '';
  const told = said.language === '' ? languageOf(word) : languageOf(said.language);
  if (said.language !== '' && !told) {
    found.diagnostics.push(otherLanguage(at, { language: said.language }));
    return;
  }
  const guess = told ?? guessed(text, code, word);
  if (!guess) return;
  if (!told && word.toLowerCase() !== 'c#') {
    found.diagnostics.push(guessedLanguage(at, { language: guess === 'spl' ? 'SPL' : 'KQL' }));
  }
  if (!code.closed) found.diagnostics.push(openFence(at, {}));
  const { platform, label } = said;
  found.searches.push(
    searchOf(text, code, guess, {
      ...(platform === '' ? {} : { platform }),
      ...(label === '' ? {} : { label }),
    }),
  );
}

function guessed(text: Markdown, code: Code, word: string): Language | undefined {
  const query = searchOf(text, code, 'kql').text;
  // Where FalconForce marks a block as C# it means KQL, for the colours.
  return /^c#$|^csharp$/i.test(word) ? 'kql' : looksLike(query);
}

function spanOf(code: Code): { start: number; end: number } {
  const start = code.content[0]?.start ?? 0;
  return { start, end: code.content.at(-1)?.end ?? start };
}
