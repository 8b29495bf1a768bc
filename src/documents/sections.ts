// A document cut into its sections: together they are the whole text, in order.
import type { Section, SectionKind } from '../strategy/index.ts';
import { lineRange, lineSpan, type Block, type Heading, type Markdown } from './markdown.ts';
import { kindOf } from './section-kinds.ts';

/** A section with the blocks in it, its heading apart. */
export interface Part extends Section {
  readonly blocks: readonly Block[];
  readonly heading?: Heading;
}

/**
 * The sections from line `from` on. A heading starts one, except where it stands below a section of a known kind and
 * is of none itself, or of one that was there before: then it structures that section. Text before the first heading is a section without a title.
 */
export function sectionsOf(text: Markdown, from = 0): Part[] {
  const starts: { line: number; heading?: Heading; kind: SectionKind }[] = [
    { line: from, kind: 'other' },
  ];
  for (const heading of headingsOf(text)) {
    const kind = kindOf(heading.title);
    const current = starts.at(-1);
    const within =
      current?.heading && current.kind !== 'other' && heading.level > current.heading.level;
    if (kind === 'other' && (within || heading.ruled)) continue;
    // So is a subsection of a kind that the document has already (`Detection > Query`, `Response > Triage`).
    if (within && starts.some((each) => each.kind === kind)) continue;
    starts.push({ line: heading.from, heading, kind });
  }
  const last = text.lines.length;
  let block = 0;
  const parts = starts.map((start, index) => {
    const end = starts[index + 1]?.line ?? last;
    const first = block;
    while (block < text.blocks.length && (text.blocks[block]?.from ?? end) < end) block++;
    return partOf(text, start, end, text.blocks.slice(first, block));
  });
  return parts.filter((each) => each.heading !== undefined || /\S/.test(each.body));
}

function partOf(
  text: Markdown,
  { line, heading, kind }: { line: number; heading?: Heading; kind: SectionKind },
  end: number,
  blocks: readonly Block[],
): Part {
  const body = heading ? heading.to : line;
  return {
    kind,
    title: heading?.title ?? '',
    level: heading?.level ?? 0,
    body: lineRange(text, body, end),
    span: lineSpan(text, line, end),
    blocks: blocks.filter((each) => each.from >= body),
    ...(heading ? { heading } : {}),
  };
}

/** Headings, among them `#Goal` without its space, where it names a known kind of section. */
function headingsOf(text: Markdown): Heading[] {
  return text.blocks.flatMap((block): Heading[] => {
    if (block.kind === 'heading') return [block];
    if (block.kind !== 'text' || !block.top) return [];
    const found: Heading[] = [];
    for (let line = block.from; line < block.to; line++) {
      const span = text.lines[line];
      const raw = span ? text.text.slice(span.start, Math.min(span.end, span.start + 120)) : '';
      const match = /^ {0,3}(#{1,6})([^#\s].*)$/.exec(raw);
      if (!match || kindOf(match[2] ?? '') === 'other') continue;
      const level = match[1]?.length ?? 1;
      found.push({
        kind: 'heading',
        level,
        title: (match[2] ?? '').trim(),
        ruled: false,
        from: line,
        to: line + 1,
      });
    }
    return found;
  });
}

/** A part as the model keeps it. */
export function sectionOf({ kind, title, level, body, span }: Part): Section {
  return { kind, title, level, body, span };
}

/** The first part of a kind. */
export function partOfKind(parts: readonly Part[], kind: SectionKind): Part | undefined {
  return parts.find((each) => each.kind === kind);
}
