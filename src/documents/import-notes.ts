// What an imported rule says beyond the model: a section of the document that keeps it, word for word, as JSON.
import type { Section } from '../strategy/index.ts';
import type { Fields, Reading } from './fields.ts';
import { leftOut } from './import-messages.ts';
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

/** Reports what a part of a rule says beyond the keys that are read of it. */
export function reportOthers(
  { source, diagnostics }: Reading,
  part: Fields,
  within: string,
  known: readonly string[],
): void {
  for (const name of part.keys()) {
    if (known.includes(name) || (part.raw(name) ?? '') === '') continue;
    diagnostics.push(leftOut({ source, span: part.span(name) }, { name, within }));
  }
}
