// How a room declares what it may have to say: a code, a severity, a sentence and a way out, with typed parameters.
import type { Diagnostic, Related, Severity, Source, Span } from '../text/index.ts';

/** Where a problem is; without `span` it concerns the whole text. */
export interface Place {
  readonly source: Source;
  readonly span?: Span | undefined;
  readonly related?: readonly Related[] | undefined;
}

/** A kind of problem: called with a place and the parameters of its sentence, it makes the diagnostic. */
export interface Problem<P> {
  (at: Place, parameters: P): Diagnostic;
  readonly code: string;
  readonly severity: Severity;
}

/** Of a problem whose sentence has no parameters: called with `{}`. */
export type NoParameters = Readonly<Record<string, never>>;

/** Declares a kind of problem. `message` and `remedy` are sentences over the parameters. */
export function problem<P>(
  code: string,
  severity: Severity,
  message: (parameters: P) => string,
  remedy: (parameters: P) => string,
): Problem<P> {
  const make = (at: Place, parameters: P): Diagnostic => ({
    code,
    severity,
    message: message(parameters),
    source: at.source,
    span: at.span,
    remedy: remedy(parameters),
    ...(at.related ? { related: at.related } : {}),
  });
  return Object.assign(make, { code, severity });
}

/** `Did you mean ...? ` from suggestions, or nothing. */
export function didYouMean(suggestions: readonly string[]): string {
  if (suggestions.length === 0) return '';
  return `Did you mean ${suggestions.map((each) => `\`${each}\``).join(' or ')}? `;
}
