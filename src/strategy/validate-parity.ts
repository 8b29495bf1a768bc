// Accepted differences between platforms held against the document that accepts them.
import type { Diagnostic } from '../text/index.ts';
import * as problems from './messages.ts';
import { platformsOf } from './platforms.ts';
import type { ParityException, Strategy } from './strategy.ts';

/** Exceptions that can be about nothing: no such search, recording or entity in the document. */
export function validateParity(strategy: Strategy): Diagnostic[] {
  return (strategy.parity ?? []).flatMap((each) =>
    faultsOf(strategy, each).map((reason) =>
      problems.badParity({ source: strategy.source, span: each.span }, { reason }),
    ),
  );
}

function faultsOf(
  { searches, entities, expectations }: Strategy,
  { platforms, entity, recording, reason }: ParityException,
): string[] {
  const faults: string[] = [];
  const searched = new Set<string>(searches.flatMap(platformsOf));
  const without = platforms.filter((each) => !searched.has(each));
  if (platforms.length === 0) faults.push('names no platform');
  if (without.length > 0) faults.push(`names ${without.join(', ')}, where no search runs`);
  if (platforms.length > 0 && [...searched].every((each) => platforms.includes(each)))
    faults.push('leaves no platform to compare with');
  if (entity !== undefined && !entities.some(({ type }) => type === entity))
    faults.push(`names the entity \`${entity}\`, which the document does not map`);
  if (recording !== undefined && !expectations.some((each) => each.recording === recording))
    faults.push(`names \`${recording}\`, which no expectation replays`);
  if (reason.trim() === '') faults.push('has no reason');
  return faults;
}
