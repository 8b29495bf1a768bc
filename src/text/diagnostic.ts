// What the tool has to say about a text: a stable code, a place, and a way out.
import type { Source, Span } from './source.ts';

export type Severity = 'error' | 'warning' | 'note';

/**
 * One finding. `code` is stable and documented (`SPL1203`); `message` says what was found and what was expected;
 * `remedy`, where there is one, says what to write instead. Without `span` the finding concerns the whole file.
 */
export interface Diagnostic {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly source: Source;
  readonly span?: Span | undefined;
  readonly remedy?: string | undefined;
  readonly related?: readonly Related[] | undefined;
  readonly fix?: Fix | undefined;
}

/** A change of the text that does away with the finding, and that its author can be taken to have meant. */
export interface Fix {
  /** What it does, as an order: `write \`OR\``. */
  readonly title: string;
  readonly edits: readonly Edit[];
}

/** The words at `span` of the diagnostic's source become `text`. */
export interface Edit {
  readonly span: Span;
  readonly text: string;
}

/** A second place that explains the first: where a macro was defined, where an id was first used. */
export interface Related {
  readonly message: string;
  readonly source: Source;
  readonly span: Span;
}

/** A value together with everything that was noticed on the way to it. */
export interface Outcome<T> {
  readonly value: T;
  readonly diagnostics: readonly Diagnostic[];
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((each) => each.severity === 'error');
}

/** By file, then by place, then by code: the order in which they are shown. */
export function inReadingOrder(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return [...diagnostics].sort(
    (a, b) =>
      compare(a.source.name, b.source.name) ||
      (a.span?.start ?? -1) - (b.span?.start ?? -1) ||
      compare(a.code, b.code),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The fix with its places moved; none where one of them has no counterpart. */
export function movedFix(
  fix: Fix | undefined,
  move: (span: Span) => Span | undefined,
): Fix | undefined {
  if (!fix) return undefined;
  const edits = fix.edits.flatMap(({ span, text }): Edit[] => {
    const moved = move(span);
    return moved ? [{ span: moved, text }] : [];
  });
  return edits.length === fix.edits.length ? { title: fix.title, edits } : undefined;
}

/** Moves a diagnostic from an extracted text (a query block) to the document that holds it, `offset` units further on. */
export function shift(diagnostic: Diagnostic, document: Source, offset: number): Diagnostic {
  const moved = diagnostic.span && {
    start: diagnostic.span.start + offset,
    end: diagnostic.span.end + offset,
  };
  const fix = movedFix(diagnostic.fix, (span) => ({
    start: span.start + offset,
    end: span.end + offset,
  }));
  return { ...diagnostic, source: document, span: moved, fix };
}
