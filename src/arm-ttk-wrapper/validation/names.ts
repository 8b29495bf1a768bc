/** Names and ids as texts that can be compared, as far as a template tells them without being deployed. */
import { parseValue, type ArmCall, type ArmExpression } from '../expressions/parse.ts';
import type { Scope } from './scope.ts';

/** A text in lower case; what only deployment knows stands in it as the expression's own text in braces. */
export interface Known {
  readonly text: string;
  /** Whether nothing in it depends on the deployment. */
  readonly literal: boolean;
}

/** Parts that one text may take to put together; beyond, it was made to be large. */
const MOST_PARTS = 500;

/** The text of a string value, with variables replaced by what they hold. */
export function known(value: string, scope: Scope, parts = { left: MOST_PARTS }): Known {
  const parsed = parseValue(value);
  if (parsed.kind === 'literal') return { text: parsed.text.toLowerCase(), literal: true };
  if (parsed.kind === 'fault' || parts.left <= 0) return { text: `{${value}}`, literal: false };
  return knownPart(parsed.root, value, scope, parts);
}

/** The text of one part of an expression whose whole text is `value`. */
export function knownPart(
  part: ArmExpression,
  value: string,
  scope: Scope,
  parts: { left: number },
): Known {
  if (part.kind === 'string') return { text: part.value.toLowerCase(), literal: true };
  const opaque = { text: `{${plain(value.slice(part.start, part.end))}}`, literal: false };
  if (part.kind !== 'call' || parts.left-- <= 0) return opaque;
  const name = part.name.toLowerCase();
  if (name === 'concat') {
    return joined(part.args.map((each) => knownPart(each, value, scope, parts)));
  }
  if (name === 'format') return formatted(part, value, scope, parts) ?? opaque;
  const [first] = part.args;
  if (name === 'variables' && first?.kind === 'string') {
    const held = scope.values.get(first.value.toLowerCase());
    if (held?.kind === 'string') return known(held.value, scope, parts);
  }
  return opaque;
}

function formatted(
  { args: [pattern, ...given] }: ArmCall,
  value: string,
  scope: Scope,
  parts: { left: number },
): Known | undefined {
  if (pattern?.kind !== 'string') return undefined;
  const pieces = pattern.value.split(/(\{\d{1,2}\})/);
  const texts = pieces.map((piece): Known | undefined => {
    const index = /^\{(\d{1,2})\}$/.exec(piece)?.[1];
    if (index === undefined) return { text: piece.toLowerCase(), literal: true };
    const argument = given[Number(index)];
    return argument && knownPart(argument, value, scope, parts);
  });
  return texts.every((each) => each !== undefined) ? joined(texts) : undefined;
}

function joined(texts: readonly Known[]): Known {
  return {
    text: texts.map(({ text }) => text).join(''),
    literal: texts.every(({ literal }) => literal),
  };
}

/** An expression's text without what makes no difference. */
function plain(text: string): string {
  return text.toLowerCase().replace(/\s+/g, '');
}
