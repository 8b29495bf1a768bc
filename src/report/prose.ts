// A document's own Markdown in our pages. Documents come from strangers: no HTML of theirs, no picture, no script address.
import MarkdownIt from 'markdown-it';
import { printable } from '../text/index.ts';

type Token = ReturnType<MarkdownIt['parse']>[number];

// Its check of addresses refuses `javascript:`, `vbscript:`, `file:` and `data:`; such a link stays text.
const parser = new MarkdownIt('default', { html: false, linkify: false }).disable('image');
parser.renderer.rules['heading_open'] = (tokens, at): string => `<${headingOf(tokens[at])}>`;
parser.renderer.rules['heading_close'] = (tokens, at): string => `</${headingOf(tokens[at])}>\n`;
parser.renderer.rules['link_open'] = (tokens, at, options, _environment, self): string => {
  tokens[at]?.attrSet('rel', 'noopener noreferrer nofollow');
  return self.renderToken(tokens, at, options);
};

/** Headings inside a section stand below the section's own. */
const headingOf = (token: Token | undefined): string =>
  token?.tag === 'h1' || token?.tag === 'h2' || token?.tag === 'h3' ? 'h3' : 'h4';

export function proseHtml(markdown: string): string {
  return parser.render(printable(markdown)).trimEnd();
}

/** Of one line, without a paragraph around it. */
export function phraseHtml(markdown: string): string {
  return parser.renderInline(printable(markdown));
}

/** The same content written anew, with everything escaped that could be taken for more than it is. */
export function proseMarkdown(markdown: string): string {
  const writer = new Writer();
  for (const token of parser.parse(printable(markdown), {})) writer.add(token);
  return writer.text;
}

export function phraseMarkdown(markdown: string): string {
  const [token] = parser.parseInline(printable(markdown), {});
  return atLineStart(inline(token?.children ?? []).replaceAll(/\\?\n/g, ' '));
}

/** Plain text as Markdown that shows just that. */
export function escapeMarkdown(text: string): string {
  return printable(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replace(/[\\`*_[\]>|~#$!]/g, '\\$&');
}

/** Code between as many backticks as keep it whole. In a table a bar would end the cell. */
export function codeMarkdown(code: string): string {
  const shown = printable(code).replaceAll(/\s/g, ' ');
  const longest = runs(shown, '`');
  const fence = '`'.repeat(longest + 1);
  const pad = longest > 0 || shown.trim() === '' ? ' ' : '';
  return `${fence}${pad}${shown}${pad}${fence}`;
}

/** A fenced block that its content cannot close. */
export function fencedMarkdown(content: string, info: string): string {
  const fence = '`'.repeat(Math.max(3, runs(content, '`') + 1));
  return `${fence}${info}\n${printable(content).replace(/\n$/, '')}\n${fence}`;
}

/** An address as Markdown's link destination. */
export function destination(href: string): string {
  return encodeURI(printable(href))
    .replaceAll('%25', '%')
    .replace(/[()\\]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

function runs(text: string, character: string): number {
  let [longest, current] = [0, 0];
  for (const each of text) {
    current = each === character ? current + 1 : 0;
    longest = Math.max(longest, current);
  }
  return longest;
}

/** What begins a list, a heading's underline or a rule at the start of a line is only text there. */
function atLineStart(text: string): string {
  return text.replace(/^(\s*)([-+=])/gm, '$1\\$2').replace(/^(\s*\d{1,9})([.)])/gm, '$1\\$2');
}

function inline(tokens: readonly Token[]): string {
  const parts: string[] = [];
  for (const token of tokens) {
    switch (token.type) {
      case 'code_inline':
        parts.push(codeMarkdown(token.content));
        break;
      case 'softbreak':
        parts.push('\n');
        break;
      case 'hardbreak':
        parts.push('\\\n');
        break;
      case 'link_open':
        parts.push('[');
        break;
      case 'link_close':
        parts.push(`](${linkBefore(tokens, token)})`);
        break;
      case 'strong_open':
      case 'strong_close':
      case 'em_open':
      case 'em_close':
      case 's_open':
      case 's_close':
        parts.push(token.markup.replaceAll('_', '*'));
        break;
      default:
        parts.push(escapeMarkdown(token.content));
    }
  }
  return parts.join('');
}

/** Links do not nest: the last one opened before is the one that closes. */
function linkBefore(tokens: readonly Token[], close: Token): string {
  const opened = tokens
    .slice(0, tokens.indexOf(close))
    .findLast(({ type }) => type === 'link_open');
  return destination(opened?.attrGet('href') ?? '');
}

/** Block tokens to lines, with the indentation of the lists and quotations around them. */
class Writer {
  readonly #lines: string[] = [];
  readonly #indents: string[] = [];
  readonly #numbers: (number | undefined)[] = [];
  #marker: string | undefined;
  #row: string[] = [];
  #rows = 0;
  #heading = '';

  get text(): string {
    return this.#lines.join('\n').trim();
  }

  add(token: Token): void {
    switch (token.type) {
      case 'bullet_list_open':
        if (this.#numbers.length === 0) this.#gap();
        this.#numbers.push(undefined);
        break;
      case 'ordered_list_open':
        this.#gap();
        this.#numbers.push(Number(token.attrGet('start') ?? 1));
        break;
      case 'bullet_list_close':
      case 'ordered_list_close':
        this.#numbers.pop();
        if (this.#numbers.length === 0) this.#gap();
        break;
      case 'list_item_open':
        this.#item();
        break;
      case 'blockquote_open':
        this.#gap();
        this.#indents.push('> ');
        break;
      case 'list_item_close':
      case 'blockquote_close':
        this.#indents.pop();
        this.#marker = undefined;
        break;
      case 'paragraph_open':
        if (!token.hidden) this.#gap();
        break;
      case 'heading_open':
        this.#gap();
        this.#heading =
          token.tag === 'h1' || token.tag === 'h2' || token.tag === 'h3' ? '### ' : '#### ';
        break;
      case 'fence':
      case 'code_block':
        this.#gap();
        this.#put(fencedMarkdown(token.content, ''));
        this.#gap();
        break;
      case 'hr':
        this.#gap();
        this.#put('---');
        break;
      default:
        this.#addInline(token);
    }
  }

  /** Text, and the parts of tables, whose cells are gathered until the row ends. */
  #addInline(token: Token): void {
    const children = token.children ?? [];
    switch (token.type) {
      case 'table_open':
        this.#gap();
        this.#rows = 0;
        break;
      case 'th_open':
      case 'td_open':
        this.#row.push('');
        break;
      case 'tr_close':
        this.#put(`| ${this.#row.join(' | ')} |`);
        if (this.#rows++ === 0) this.#put(`|${' --- |'.repeat(this.#row.length)}`);
        this.#row = [];
        break;
      case 'inline':
        if (this.#row.length > 0) {
          // A bar in code ends a cell as well; one that is escaped already stays as it is.
          const cell = inline(children)
            .replace(/(\\?)\|/g, '\\|')
            .replaceAll(/\\?\n/g, ' ');
          this.#row[this.#row.length - 1] = cell;
        } else if (this.#heading !== '') {
          this.#put(`${this.#heading}${inline(children).replaceAll('\n', ' ')}`);
          this.#heading = '';
          this.#gap();
        } else this.#put(atLineStart(inline(children)));
        break;
      default:
    }
  }

  #item(): void {
    const number = this.#numbers.at(-1);
    const marker = number === undefined ? '- ' : `${number}. `;
    if (number !== undefined) this.#numbers[this.#numbers.length - 1] = number + 1;
    this.#marker = `${this.#marker ?? this.#indents.join('')}${marker}`;
    this.#indents.push(' '.repeat(marker.length));
  }

  #put(text: string): void {
    for (const line of text.split('\n')) {
      this.#lines.push(`${this.#marker ?? this.#indents.join('')}${line}`.trimEnd());
      this.#marker = undefined;
    }
  }

  /** One blank line, unless there is one or an item has just begun. */
  #gap(): void {
    if (this.#marker === undefined && this.#lines.length > 0 && this.#lines.at(-1) !== '') {
      this.#lines.push(this.#indents.join('').trimEnd());
    }
  }
}
