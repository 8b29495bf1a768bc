// A search that stands inside a value of YAML or JSON: its text, and where each of its lines is in the file.
import type { Search } from '../strategy/index.ts';
import type { Source, Span } from '../text/index.ts';
import { linesOf } from './markdown.ts';

/** Where each line of a YAML scalar's value starts; for folded or quoted scalars, the scalar's own start. */
export function linesInYaml({ text }: Source, { start, end }: Span, value: string): number[] {
  const lines = value.split('\n');
  const raw = text.slice(start, end);
  if (!raw.startsWith('|')) return plainLine(raw, value) ? [start] : lines.map(() => start);
  const [, ...content] = linesOf(raw);
  return lines.map((line, index) => {
    const at = content[index];
    if (!at) return end;
    const fits = raw.slice(at.start, at.end).endsWith(line);
    return start + (fits ? at.end - line.length : at.start);
  });
}

function plainLine(raw: string, value: string): boolean {
  return raw === value;
}

/** Where each line of a JSON string's value starts: behind the escape sequence that ends the line before. */
export function linesInJson({ text }: Source, { start, end }: Span): number[] {
  const starts = [start + 1];
  for (let at = start + 1; at < end - 1; at++) {
    if (text[at] !== '\\') continue;
    const unicode = text[at + 1] === 'u';
    const breaks = text[at + 1] === 'n' || (unicode && text.slice(at + 2, at + 6) === '000a');
    at += unicode ? 5 : 1;
    if (breaks) starts.push(at + 1);
  }
  return starts;
}

/**
 * The value as a search, without blank lines around it and with plain line feeds. Offsets into its text lead to the
 * right line of the file; the column is off by the escape sequences before it.
 */
export function embeddedSearch(
  value: string,
  lineStarts: readonly number[],
  end: number,
  platform: string,
): Search {
  const lines = value.replaceAll('\r\n', '\n').split('\n');
  let first = 0;
  let last = lines.length;
  while (first < last && (lines[first] ?? '').trim() === '') first++;
  while (last > first && (lines[last - 1] ?? '').trim() === '') last--;
  const text = lines.slice(first, last).join('\n').trimEnd();
  const kept = lineStarts.slice(first, Math.max(last, first + 1));
  const start = kept[0] ?? end;
  return { language: 'kql', platform, text, span: { start, end }, indent: 0, lineStarts: kept };
}
