// Fixes put into a text.
import type { Edit, Fix } from './diagnostic.ts';

/** All fixes that do not touch each other's words, each whole or not at all; of two that do the earlier given counts. */
export function applyFixes(
  text: string,
  fixes: readonly Fix[],
): { readonly text: string; readonly applied: readonly Fix[] } {
  const taken: Edit[] = [];
  const applied = fixes.filter((fix) => {
    const free = fix.edits.every((edit, at) =>
      [...taken, ...fix.edits.slice(0, at)].every((other) => apart(edit, other)),
    );
    if (free) taken.push(...fix.edits);
    return free;
  });
  let made = '';
  let from = 0;
  for (const { span, text: words } of taken.sort((a, b) => a.span.start - b.span.start)) {
    made += text.slice(from, span.start) + words;
    from = span.end;
  }
  return { text: made + text.slice(from), applied };
}

/** Edits at the same place touch, even where they replace nothing. */
const apart = ({ span: a }: Edit, { span: b }: Edit): boolean =>
  a.start !== b.start && (a.end <= b.start || b.end <= a.start);
