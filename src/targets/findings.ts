// What a target has to say about a strategy: collected while it is built, each with its place in the document.
import {
  documentSpan,
  placeIn,
  type Problem,
  type Search,
  type Strategy,
} from '../strategy/index.ts';
import type { Diagnostic, Span } from '../text/index.ts';

/** A dotted path into the model, a span of the document, or neither for the document as a whole. */
type Place = string | Span | undefined;

/** Collects the problems of one strategy. */
export interface Findings {
  readonly list: readonly Diagnostic[];
  readonly failed: () => boolean;
  readonly add: <P>(problem: Problem<P>, place: Place, parameters: P) => void;
}

export function findingsFor(strategy: Strategy): Findings {
  const list: Diagnostic[] = [];
  return {
    list,
    failed: () => list.some((each) => each.severity === 'error'),
    add: (problem, place, parameters) => {
      const at =
        typeof place === 'string'
          ? placeIn(strategy, place)
          : { source: strategy.source, span: place };
      list.push(problem(at, parameters));
    },
  };
}

/** A function's name where the search first calls it, as a span of the document; the whole search if it does not. */
export function callIn(search: Search, name: string): Span {
  for (let at = search.text.indexOf(name); at >= 0; at = search.text.indexOf(name, at + 1)) {
    const end = at + name.length;
    const called = search.text
      .slice(end, end + 8)
      .trimStart()
      .startsWith('(');
    if (called && !isWordPart(search.text[at - 1])) {
      return documentSpan(search, { start: at, end });
    }
  }
  return search.span;
}

/** A part of the search as a span of the document, the whole search where the part is not known. */
export function partOf(search: Search, part: Span | undefined): Span {
  return part ? documentSpan(search, part) : search.span;
}

function isWordPart(character: string | undefined): boolean {
  return character !== undefined && /[A-Za-z0-9_]/.test(character);
}
