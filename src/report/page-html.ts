// A page as HTML: one file, no script, nothing fetched, light and dark.
import { printable } from '../text/index.ts';
import { highlighted } from './highlight.ts';
import type { Block, Content, Inline, Page } from './page.ts';
import { phraseHtml, proseHtml } from './prose.ts';
import { summary, timelineStyle, timelineSvg } from './timeline.ts';
import { escapeXml } from './xml.ts';

const STYLE = `
:root { color-scheme: light dark; --line: #8884; --soft: #8881; --good: #1a7f37; --bad: #cf222e; --k: #0550ae; --f: #6639ba; --s: #0a6640; --c: #6e7781; --n: #953800; --m: #a40e6f; }
@media (prefers-color-scheme: dark) { :root { --good: #56d364; --bad: #ff7b72; --k: #79c0ff; --f: #d2a8ff; --s: #7ee787; --c: #8b949e; --n: #ffa657; --m: #f778ba; } }
body { font: 15px/1.55 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0; }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem; border-bottom: 1px solid var(--line); }
th { font-weight: 600; background: var(--soft); }
code, pre { font: 13px/1.45 ui-monospace, monospace; } pre { background: var(--soft); padding: .7rem; white-space: pre-wrap; overflow-wrap: anywhere; }
figure { margin: 1.2rem 0; } .pass { color: var(--good); font-weight: 600; } .fail { color: var(--bad); font-weight: 600; }
.k { color: var(--k); font-weight: 600; } .f { color: var(--f); } .s { color: var(--s); } .c { color: var(--c); font-style: italic; } .n { color: var(--n); } .m { color: var(--m); }
`;

/** Even if something slipped through, a browser would neither run nor fetch it. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

export function pageHtml({ title, blocks }: Page): string {
  const head = [
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${POLICY}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${text(title)}</title>`,
    `<style>${STYLE}${timelineStyle}</style>`,
  ].join('');
  const body = [`<h1>${text(title)}</h1>`, ...blocks.map(blockHtml)].join('\n');
  return `<!doctype html>\n<html lang="en"><head>${head}</head>\n<body>\n${body}\n</body></html>\n`;
}

function blockHtml(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `<h${block.level}>${text(block.text)}</h${block.level}>`;
    case 'line':
      return `<p>${contentHtml(block.content)}</p>`;
    case 'prose':
      return proseHtml(block.markdown);
    case 'list':
      return `<ul>${block.items.map((item) => `<li>${contentHtml(item)}</li>`).join('')}</ul>`;
    case 'table': {
      const head = block.head.map((each) => `<th>${text(each)}</th>`).join('');
      const rows = block.rows.map(
        (cells) => `<tr>${cells.map((each) => `<td>${contentHtml(each)}</td>`).join('')}</tr>`,
      );
      return `<table><thead><tr>${head}</tr></thead><tbody>${rows.join('\n')}</tbody></table>`;
    }
    case 'search':
      return `<pre><code>${highlighted(block.text, block.language)}</code></pre>`;
    case 'picture': {
      const { name, timeline } = block;
      const told = summary(timeline.events, timeline.undated);
      return `<figure><figcaption>${text(name)}: ${text(told)}.</figcaption>${timelineSvg(name, timeline)}</figure>`;
    }
  }
}

const contentHtml = (content: Content): string => content.map(inlineHtml).join('');

function inlineHtml(inline: Inline): string {
  if (typeof inline === 'string') return text(inline);
  if ('code' in inline) return `<code>${text(inline.code)}</code>`;
  if ('href' in inline) return link(inline.href, inline.text);
  if ('page' in inline) return `<a href="${text(`${inline.page}.html`)}">${text(inline.text)}</a>`;
  if ('verdict' in inline) return `<span class="${inline.verdict}">${inline.verdict}</span>`;
  return phraseHtml(inline.phrase);
}

const link = (href: string, shown: string): string =>
  `<a href="${text(href)}" rel="noopener noreferrer nofollow">${text(shown)}</a>`;

const text = (value: string): string => escapeXml(printable(value));
