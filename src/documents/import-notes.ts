// What an imported rule says beyond the model: a section of the document that keeps it, word for word, as JSON.
import type { Section } from '../strategy/index.ts';
import type { Span } from '../text/index.ts';

/** No section where there is nothing to keep. */
export function importNotes(
  rest: readonly (readonly [name: string, value: unknown])[],
  span: Span,
): readonly Section[] {
  if (rest.length === 0) return [];
  const kept = JSON.stringify(Object.fromEntries(rest), undefined, 2);
  const body = `\nThe rule that this document was imported from also says the following. It has no effect.\n\n\`\`\`json\n${kept}\n\`\`\`\n\n`;
  return [{ kind: 'other', title: 'Import Notes', level: 1, body, span }];
}
