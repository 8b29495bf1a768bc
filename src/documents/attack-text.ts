// ATT&CK references in prose: `Persistence / Launch Agent (T1543.001)`, links to attack.mitre.org, lists of tactics.
import {
  tacticOf,
  tactics,
  techniqueOf,
  type AttackRef,
  type Tactic,
  type Technique,
} from '../strategy/index.ts';
import type { Span } from '../text/index.ts';

interface Mention {
  readonly id: string;
  readonly span: Span;
}

const TECHNIQUE = /(?<![A-Za-z0-9])T\d{4}(?:(?:\.|\/)\d{3})?(?![A-Za-z0-9])/g;
const TACTIC_ID = /(?<![A-Za-z0-9])TA\d{4}(?![A-Za-z0-9])/g;

/**
 * The references of a text that starts at `offset` in the document, each once. Tactics and techniques of one line
 * belong together: a technique goes under those of the line's tactics that it serves, or, where it serves none or is
 * unknown, under all of them, as the document has it. A tactic on a line without a technique stands alone.
 */
export function attackInText(text: string, offset: number): AttackRef[] {
  const refs: AttackRef[] = [];
  let start = 0;
  for (const line of text.split('\n')) {
    refs.push(...attackInLine(line.slice(0, 10_000), offset + start));
    start += line.length + 1;
  }
  const seen = new Map<string, AttackRef>();
  for (const ref of refs) {
    const key = `${ref.tactic ?? ''} ${ref.technique ?? ''}`;
    if (!seen.has(key)) seen.set(key, ref);
  }
  return [...seen.values()];
}

function attackInLine(line: string, offset: number): AttackRef[] {
  const named = tacticsIn(line, offset);
  const used = new Set<string>();
  const refs = techniquesIn(line, offset).flatMap((mention): AttackRef[] => {
    const technique = techniqueOf(mention.id);
    const served = named.filter((each) => !technique || serves(technique, each));
    const under = served.length > 0 ? served : named;
    for (const each of under) used.add(each.id);
    if (under.length === 0) return [{ technique: mention.id, span: mention.span }];
    return under.map((each) => ({ tactic: each.id, technique: mention.id, span: mention.span }));
  });
  const alone = named.filter((each) => !used.has(each.id));
  return [...refs, ...alone.map((each) => ({ tactic: each.id, span: each.span }))];
}

function serves(technique: Technique, tactic: Mention): boolean {
  return technique.tactics.includes(tactic.id);
}

/** `T1053/005`, as in addresses, is `T1053.005`. A number given twice on a line (name and address) counts once. */
function techniquesIn(line: string, offset: number): Mention[] {
  const found = new Map<string, Mention>();
  for (const match of line.matchAll(TECHNIQUE)) {
    const id = match[0].replace('/', '.');
    const span = { start: offset + match.index, end: offset + match.index + match[0].length };
    if (!found.has(id)) found.set(id, { id, span });
  }
  return [...found.values()];
}

function tacticsIn(line: string, offset: number): Mention[] {
  const found = new Map<string, Mention>();
  const add = (tactic: Tactic | undefined, at: number, length: number): void => {
    const span = { start: offset + at, end: offset + at + length };
    if (tactic && !found.has(tactic.id)) found.set(tactic.id, { id: tactic.id, span });
  };
  for (const match of line.matchAll(TACTIC_ID))
    add(tacticOf(match[0]), match.index, match[0].length);
  const lower = line.toLowerCase();
  for (const tactic of tactics()) {
    const at = wordAt(lower, tactic.name.toLowerCase());
    if (at >= 0) add(tactic, at, tactic.name.length);
  }
  return [...found.values()].sort((a, b) => a.span.start - b.span.start);
}

/** Where a phrase stands as words of its own: `impact` is not found in `impacted`. */
function wordAt(text: string, phrase: string): number {
  for (let at = text.indexOf(phrase); at >= 0; at = text.indexOf(phrase, at + 1)) {
    const around = text.charAt(at - 1) + text.charAt(at + phrase.length);
    if (!/[a-z0-9]/.test(around)) return at;
  }
  return -1;
}
