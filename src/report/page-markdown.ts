// A page as Markdown; pictures are files beside it.
import type { Block, Content, Inline, Page } from './page.ts';
import {
  codeMarkdown,
  destination,
  escapeMarkdown,
  fencedMarkdown,
  phraseMarkdown,
  proseMarkdown,
} from './prose.ts';
import { summary } from './timeline.ts';

export function pageMarkdown({ title, blocks }: Page): string {
  const parts = [`# ${oneLine(title)}`, ...blocks.map(blockText)];
  return `${parts.filter((each) => each !== '').join('\n\n')}\n`;
}

function blockText(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `${'#'.repeat(block.level)} ${oneLine(block.text)}`;
    case 'line':
      return contentText(block.content);
    case 'prose':
      return proseMarkdown(block.markdown);
    case 'list':
      return block.items.map((item) => `- ${contentText(item)}`).join('\n');
    case 'table':
      return [
        row(block.head.map(oneLine)),
        `|${' --- |'.repeat(block.head.length)}`,
        ...block.rows.map((cells) => row(cells.map(cellText))),
      ].join('\n');
    case 'search':
      return fencedMarkdown(block.text, block.language === 'spl' ? 'spl' : 'kusto');
    case 'picture': {
      const { name, file, timeline } = block;
      const told = escapeMarkdown(summary(timeline.events, timeline.undated));
      return `${oneLine(name)}: ${told}.\n\n![${oneLine(name)}](${destination(file)})`;
    }
  }
}

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** A bar in code ends a cell as well; one that is escaped already stays as it is. */
const cellText = (content: Content): string => contentText(content).replace(/(\\?)\|/g, '\\|');

const contentText = (content: Content): string => content.map(inlineText).join('');

function inlineText(inline: Inline): string {
  if (typeof inline === 'string') return oneLine(inline);
  if ('code' in inline) return codeMarkdown(inline.code);
  if ('href' in inline) return `[${oneLine(inline.text)}](${destination(inline.href)})`;
  if ('page' in inline) return `[${oneLine(inline.text)}](${destination(`${inline.page}.md`)})`;
  if ('verdict' in inline) return inline.verdict === 'pass' ? 'pass' : '**fail**';
  return phraseMarkdown(inline.phrase);
}

const oneLine = (text: string): string => escapeMarkdown(text).replaceAll(/[\s]+/g, ' ');
