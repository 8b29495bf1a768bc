// What sections say in words: statements of a list or of paragraphs, the first sentences, labelled values, links.
import type { Span } from '../text/index.ts';
import { lineRange, type Markdown } from './markdown.ts';
import type { Part } from './sections.ts';

const BULLET = /^\s*(?:[-*+]|\d{1,3}[.)])\s+/;

/**
 * The statements of a section: its list items and paragraphs, each as one line without its bullet. Empty ones, and
 * those that only lead in (`The following would not:`), are left out.
 */
export function statements(text: Markdown, part: Part | undefined): string[] {
  if (!part) return [];
  return part.blocks
    .flatMap((block) =>
      block.kind === 'text' ? [oneLine(lineRange(text, block.from, block.to))] : [],
    )
    .map((each) => unstarred(each.replace(BULLET, '')))
    .filter((each) => /[\p{L}\p{N}]/u.test(each) && !each.endsWith(':'));
}

/** `*Threat groups rotate`: a bullet that lacks its space, told from emphasis by its being alone. */
function unstarred(text: string): string {
  return text.startsWith('*') && text.split('*').length === 2 ? text.slice(1) : text;
}

export function oneLine(text: string): string {
  return text.replace(/[\s\u200b]+/g, ' ').trim();
}

/** The first two sentences of the first paragraph that says something, at most about 300 characters. */
export function firstSentences(text: Markdown, ...parts: readonly (Part | undefined)[]): string {
  for (const part of parts) {
    const first = statements(text, part).find((each) => !each.startsWith('**'));
    if (first !== undefined) return cut(plainText(first.slice(0, 2000)));
  }
  return '';
}

function cut(text: string): string {
  const sentences = text.slice(0, 1000).split(/(?<=[.!?])\s+(?=\p{Lu})/u);
  const two = sentences.slice(0, 2).join(' ');
  if (two.length <= 300) return two;
  const one = sentences[0] ?? two;
  return one.length <= 300 ? one : `${one.slice(0, 297).trimEnd()}...`;
}

/** Without links, emphasis and code marks. */
export function plainText(text: string): string {
  return text
    .replace(/!?\[([^[\]]*)\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*\)/g, '$1')
    .replace(/\*\*|__|`/g, '')
    .replace(/(?<![\p{L}\p{N}])\*(?=\S)|(?<=\S)\*(?![\p{L}\p{N}])/gu, '')
    .trim();
}

/** `**OS:** WindowsServer`: a label in bold with a value after it, on a line of its own. */
export interface Labelled {
  readonly label: string;
  readonly value: string;
  readonly span: Span;
  readonly line: number;
}

/** The labelled lines of a section, in order. A label's value reaches to the end of its line. */
export function labelled(text: Markdown, part: Part): Labelled[] {
  return part.blocks.flatMap((block) => {
    if (block.kind !== 'text') return [];
    const found: Labelled[] = [];
    for (let line = block.from; line < block.to; line++) {
      const span = text.lines[line];
      if (!span) continue;
      const raw = text.text.slice(span.start, span.end);
      const match = /^\s{0,8}(?:[-*+]\s+)?(?:\*\*|__)([^*_:]{1,60}):?(?:\*\*|__)\s*:?/.exec(raw);
      if (!match?.[0].includes(':')) continue;
      const value = raw.slice(match[0].length);
      const start = span.start + match[0].length + (value.length - value.trimStart().length);
      const trimmed = value.trim();
      const place = trimmed === '' ? span : { start, end: start + trimmed.length };
      found.push({ label: (match[1] ?? '').trim(), value: trimmed, span: place, line });
    }
    return found;
  });
}

/** Without emphasis by stars: `*Medium*`, `*MDE*, *Azure*`. */
export function unemphasised(text: string): string {
  return text.replace(/\*{1,3}([^*]+)\*{1,3}/g, '$1').trim();
}

const LINK = /https?:\/\/[^\s<>"'`\])]+/g;

/** The web addresses of a text, without punctuation that ends a sentence; each once. */
export function links(text: string): string[] {
  const found = [...text.matchAll(LINK)].map((each) => unpunctuated(each[0]));
  return [...new Set(found)];
}

function unpunctuated(link: string): string {
  let end = link.length;
  while (end > 0 && '.,;:!?'.includes(link.charAt(end - 1))) end--;
  return link.slice(0, end);
}

/** A section's references in its order: addresses, and statements that hold none. */
export function references(text: Markdown, part: Part | undefined): string[] {
  if (!part) return [];
  const stated = statements(text, part).filter((each) => !each.startsWith('**'));
  const listed = stated.flatMap((each) => {
    const found = links(each);
    return found.length > 0 ? found : [each];
  });
  return [...new Set([...listed, ...links(part.body)])];
}

/** Of a document that gives none, a title from its file's name: `005-Active-Directory.md` to `Active Directory`. */
export function titleFromName(name: string): string {
  const words = baseName(name)
    .replace(/^(?:ads|alert)[-_ ]+/i, '')
    .replace(/^(?:0x[0-9a-f]{1,4}[-_ ]+)?\d{1,5}[-_ ]+/i, '')
    .replace(/[-_\s]+/g, ' ')
    .trim();
  const title = words === '' ? baseName(name) : words;
  return title.charAt(0).toUpperCase() + title.slice(1);
}

/** `ads/005-Group.md` to `005-Group`. */
export function baseName(name: string): string {
  const file = name.split(/[\\/]/).at(-1) ?? name;
  return file.replace(/\.(?:md|markdown|mdown|txt|text)$/i, '');
}

/** An id with letters, digits, `.`, `_` and `-` alone. */
export function idFrom(text: string): string {
  return text
    .slice(0, 200)
    .trim()
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+/, '')
    .replace(/-{2,}/g, '-')
    .replace(/-+$/, '')
    .slice(0, 100);
}
