// A Markdown text as blocks with their lines: the tokens of the block parser alone, nothing inline.
import MarkdownIt from 'markdown-it';
import type { Span } from '../text/index.ts';

/** A line's content, without its ending: offsets in the document. */
export type Line = Span;

interface Lined {
  /** First line, counted from 0, and the line after the last. */
  readonly from: number;
  readonly to: number;
}

/** `ruled`: underlined with dashes, which may as well be a line drawn under a paragraph. */
export interface Heading extends Lined {
  readonly kind: 'heading';
  readonly level: number;
  readonly title: string;
  readonly ruled: boolean;
}

/** A paragraph. `top`: not in a list, quotation or indented block. */
export interface Paragraph extends Lined {
  readonly kind: 'text';
  readonly top: boolean;
}

/** A fenced (`info` is what follows the marks) or indented block, without the indentation that its container has. */
export interface Code extends Lined {
  readonly kind: 'code';
  readonly fenced: boolean;
  readonly closed: boolean;
  readonly info: string;
  /** The lines of the content, dedented. */
  readonly content: readonly Line[];
}

/** Header cells, then rows; cells are trimmed, and escaped bars are bars. */
export interface Table extends Lined {
  readonly kind: 'table';
  readonly header: readonly string[];
  readonly rows: readonly TableRow[];
}

export interface TableRow {
  readonly cells: readonly string[];
  readonly span: Span;
}

export type Block = Heading | Paragraph | Code | Table;

/** A text cut into lines, and what its lines are. */
export interface Markdown {
  readonly text: string;
  readonly lines: readonly Line[];
  readonly blocks: readonly Block[];
}

const parser = new MarkdownIt('default', { html: false });
parser.core.ruler.enableOnly(['block']);
parser.disable('reference');

/** The lines of a text, by any line ending. */
export function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  let start = 0;
  for (const match of text.matchAll(/\r\n?|\n/g)) {
    lines.push({ start, end: match.index });
    start = match.index + match[0].length;
  }
  lines.push({ start, end: text.length });
  return lines;
}

/** The blocks of a text from line `from` on: what is before (front matter) is not looked at. */
export function markdown(text: string, from = 0): Markdown {
  const lines = linesOf(text);
  const view = lines.slice(from);
  // A byte order mark would hide a heading behind it.
  const first = view[0];
  if (first && text.charCodeAt(first.start) === 0xfeff)
    view[0] = { ...first, start: first.start + 1 };
  return { text, lines, blocks: blocksIn({ text, view, base: from, depth: 0 }) };
}

/** Lines `from` to `to` of the document, with all line endings in and after them. */
export function lineRange({ text, lines }: Markdown, from: number, to: number): string {
  const { start, end } = lineSpan({ text, lines }, from, to);
  return text.slice(start, end);
}

/** The span of lines `from` to `to`, up to the start of line `to`. */
export function lineSpan(
  { text, lines }: Omit<Markdown, 'blocks'>,
  from: number,
  to: number,
): Span {
  return { start: lines[from]?.start ?? text.length, end: lines[to]?.start ?? text.length };
}

type Token = ReturnType<MarkdownIt['parse']>[number];

/** Lines to read as Markdown; `base` is the number of the first in the document. */
interface View {
  readonly text: string;
  readonly view: readonly Line[];
  readonly base: number;
  readonly depth: number;
}

/** How deep an indented block may hold Markdown that holds an indented block. */
const DEEPEST = 3;

function blocksIn(at: View): Block[] {
  const tokens = parser.parse(at.view.map((line) => lineIn(at.text, line)).join('\n'), {});
  return tokens.flatMap((token, index): Block[] => {
    if (!token.map) return [];
    const [first, end] = token.map;
    const range = { from: at.base + first, to: at.base + end };
    const top = at.depth === 0 && token.level === 0;
    switch (token.type) {
      case 'heading_open': {
        if (!top) return [{ kind: 'text', top, ...range }];
        const title = tokens[index + 1]?.content.trim() ?? '';
        const level = Number(token.tag.slice(1));
        return [{ kind: 'heading', level, title, ruled: token.markup === '-', ...range }];
      }
      case 'paragraph_open':
        return [{ kind: 'text', top, ...range }];
      case 'table_open':
        return [tableOf(at, tokens, index, range)];
      case 'fence':
      case 'code_block':
        return codeOf(at, token, range);
      default:
        return [];
    }
  });
}

function lineIn(text: string, line: Line | undefined): string {
  return line ? text.slice(line.start, line.end) : '';
}

/** A block of code; of an indented block that holds Markdown with code in it, the blocks within. */
function codeOf(at: View, token: Token, range: Lined): Block[] {
  const fenced = token.type === 'fence';
  const last = lineIn(at.text, at.view[range.to - 1 - at.base]).trim();
  const closed =
    !fenced || (range.to - range.from > 1 && isFenceEnd(last.replace(/^[\s>]+/, ''), token.markup));
  const from = range.from + (fenced ? 1 : 0);
  const to = range.to - (fenced && closed ? 1 : 0);
  const content = dedent(at, token.content, from - at.base, to - at.base);
  const code: Code = { kind: 'code', fenced, closed, info: token.info.trim(), content, ...range };
  if (
    fenced ||
    at.depth >= DEEPEST ||
    !token.content.includes(token.content.includes('~~~') ? '~~~' : '```')
  ) {
    return [code];
  }
  const inner = blocksIn({ text: at.text, view: content, base: from, depth: at.depth + 1 });
  return inner.some((each) => each.kind === 'code') ? inner : [code];
}

function isFenceEnd(line: string, markup: string): boolean {
  return line.length >= markup.length && line === (markup[0] ?? '').repeat(line.length);
}

/**
 * The lines of a block's content in the document. The parser has taken indentation (and quotation marks) off each
 * line; what is left is found at the line's end. Where it turned part of a tab into spaces, the tab is left off too.
 */
function dedent(at: View, content: string, from: number, to: number): Line[] {
  const wanted = content.split('\n');
  return at.view.slice(from, to).map((line, index) => {
    const raw = lineIn(at.text, line);
    const rest = wanted[index] ?? '';
    const kept = raw.endsWith(rest) ? rest : rest.trimStart();
    const strip = raw.endsWith(kept) ? raw.length - kept.length : 0;
    return { start: line.start + strip, end: line.end };
  });
}

function tableOf(at: View, tokens: readonly Token[], open: number, range: Lined): Table {
  const rows: TableRow[] = [];
  for (let index = open; index < tokens.length; index++) {
    const token = tokens[index];
    if (!token || token.type === 'table_close') break;
    if (token.type !== 'tr_open' || !token.map) continue;
    const cells: string[] = [];
    for (let cell = index + 1; tokens[cell] && tokens[cell]?.type !== 'tr_close'; cell++) {
      if (tokens[cell]?.type === 'inline') cells.push(tokens[cell]?.content.trim() ?? '');
    }
    rows.push({ cells, span: at.view[token.map[0]] ?? { start: 0, end: 0 } });
  }
  const [header, ...body] = rows;
  return { kind: 'table', header: header?.cells ?? [], rows: body, ...range };
}
