// From what the admin changed to the writes that splunkd gets, in order: sources, searches, and last "is configured".
import type { PackFacts } from './facts.ts';
import type { Stored, Write } from './splunkd.ts';

/** What the admin wants, where it differs from what is stored: by macro and by saved search name. */
export interface Edits {
  readonly definitions: ReadonlyMap<string, string>;
  readonly switches: ReadonlyMap<string, boolean>;
}

export const NO_EDITS: Edits = { definitions: new Map(), switches: new Map() };

/** A write together with the words that announce it. */
export interface PlannedWrite extends Write {
  readonly label: string;
}

/** Everything that will be written, in the order in which it will be. */
export function planWrites(
  facts: PackFacts,
  macros: readonly Stored[],
  searches: readonly Stored[],
  edits: Edits,
): PlannedWrite[] {
  const sources = macros.flatMap(({ name, definition }) => {
    const wanted = edits.definitions.get(name)?.trim();
    if (wanted === undefined || wanted === definition) return [];
    const endpoint = `configs/conf-macros/${encodeURIComponent(name)}`;
    const label = `Point ${name} at: ${wanted}`;
    return { endpoint, namespace: 'app' as const, fields: { definition: wanted }, label };
  });
  const switches = searches.flatMap(({ name, disabled }) => {
    const on = edits.switches.get(name);
    if (on === undefined || on === !disabled) return [];
    const endpoint = `saved/searches/${encodeURIComponent(name)}`;
    const label = `Switch ${on ? 'on' : 'off'}: ${titleOf(facts, name)}`;
    return { endpoint, namespace: 'app' as const, fields: { disabled: on ? '0' : '1' }, label };
  });
  const configured = {
    endpoint: `apps/local/${encodeURIComponent(facts.app)}`,
    namespace: 'system' as const,
    fields: { configured: 'true' },
    label: 'Mark the app as set up',
  };
  return [...sources, ...switches, configured];
}

function titleOf(facts: PackFacts, name: string): string {
  return facts.searches.find((each) => each.name === name)?.title ?? name;
}

/**
 * Why a text cannot define a source, or undefined. A source is a filter that other searches begin with: a pipe or a
 * subsearch in it would change what they do.
 */
export function definitionProblem(definition: string): string | undefined {
  const text = definition.trim();
  if (text === '') return 'Enter a filter, such as index=wineventlog.';
  const outside = text.replace(/"(?:[^"\\]|\\.)*"/gu, '""');
  if ((outside.match(/"/gu) ?? []).length % 2 === 1) return 'A quotation mark is not closed.';
  if (/[|`[\]]/u.test(outside))
    return 'A filter cannot hold a pipe, a backtick or a square bracket.';
  if (unbalanced(outside)) return 'The parentheses do not match.';
  return undefined;
}

/** Worth saying, though allowed. */
export function definitionAdvice(definition: string): string | undefined {
  const outside = definition.replace(/"(?:[^"\\]|\\.)*"/gu, '""');
  if (/\bindex\s*=\s*\*/iu.test(outside))
    return 'Searches every index: name the index to make it faster.';
  if (!/\bindex\s*(=|\bIN\b)/iu.test(outside) && !/\beventtype\s*=/iu.test(outside)) {
    return 'Names no index: only the default indexes of the role that runs the search are searched.';
  }
  return undefined;
}

function unbalanced(text: string): boolean {
  let depth = 0;
  for (const character of text) {
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (depth < 0) return true;
  }
  return depth !== 0;
}
