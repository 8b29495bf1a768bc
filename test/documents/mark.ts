// Expected places in a text are marked in it: `«` and `»` stand around the words meant.
import type { Diagnostic } from '../../src/text/index.ts';

/** `CODE «words»` for each diagnostic, in order; without a place the code alone. */
export function shown(diagnostics: readonly Diagnostic[]): string[] {
  return diagnostics.map(({ code, span, source }) =>
    span ? `${code} «${source.text.slice(span.start, span.end)}»` : code,
  );
}
