// Text of unknown origin as Markdown that says just that: no heading, block or line drawn by accident.

/** Lines are kept apart; what would start a heading, a fence, a quotation or an underline is escaped. */
export function asProse(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .trim()
    .split('\n')
    .map((line) => escaped(line.trim()))
    .join('\n');
}

function escaped(line: string): string {
  return /^(?:#|`{3}|~{3}|>|\||={1,}\s*$|-{2,}\s*$|[*_](?:\s*[*_]){2,}\s*$)/.test(
    line.slice(0, 200),
  )
    ? `\\${line}`
    : line;
}

/** A text without the single quotation marks that Microsoft's rule files put around descriptions. */
export function unquoted(text: string): string {
  const trimmed = text.trim();
  const inner = /^'([^]*)'$/.exec(trimmed)?.[1];
  return (inner ?? trimmed).trim();
}
