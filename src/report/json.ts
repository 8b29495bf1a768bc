// Verdicts and findings as JSON, for pipelines. Keys are stable; places count lines and columns from 1.
import { inReadingOrder, positionAt, type Diagnostic } from '../text/index.ts';
import {
  totals,
  type Coverage,
  type Disparity,
  type Quality,
  type Verdict,
} from '../verdict/index.ts';

/** `{"diagnostics": [{code, severity, message, file, line, column, endLine, endColumn, remedy, fix, related}]}`. */
export function diagnosticsJson(diagnostics: readonly Diagnostic[]): string {
  const listed = inReadingOrder(diagnostics).map((each) => ({
    code: each.code,
    severity: each.severity,
    message: each.message,
    file: each.source.name,
    ...places(each),
    ...(each.remedy !== undefined && { remedy: each.remedy }),
    ...(each.fix && {
      fix: {
        title: each.fix.title,
        edits: each.fix.edits.map((edit) => ({
          ...places({ source: each.source, span: edit.span }),
          text: edit.text,
        })),
      },
    }),
    ...(each.related && {
      related: each.related.map((other) => ({
        message: other.message,
        file: other.source.name,
        ...places(other),
      })),
    }),
  }));
  return `${JSON.stringify({ diagnostics: listed }, undefined, 2)}\n`;
}

function places({ source, span }: Pick<Diagnostic, 'source' | 'span'>): object {
  if (!span) return {};
  const [from, to] = [positionAt(source, span.start), positionAt(source, span.end)];
  return { line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
}

/**
 * `{"verdicts": [...], "disparities": [...], "accepted": [...], "passed": n, "failed": n}`, and with figures
 * `"quality": {"strategies": [...], "platforms": [...]}` and
 * `"coverage": [{tradecraft, strategy, recording, telemetry, observed}]`.
 */
export function verdictsJson(
  verdicts: readonly Verdict[],
  parity: { readonly disparities: readonly Disparity[]; readonly accepted: readonly Disparity[] },
  figures?: { readonly quality: readonly Quality[]; readonly coverage: readonly Coverage[] },
): string {
  const listed = verdicts.map(({ source, span, ...rest }) => ({
    ...rest,
    milliseconds: Math.round(rest.milliseconds),
    file: source.name,
    line: positionAt(source, span.start).line,
  }));
  const passed = verdicts.filter((each) => each.passed).length;
  const summary = {
    verdicts: listed,
    disparities: parity.disparities,
    accepted: parity.accepted,
    passed,
    failed: verdicts.length - passed,
    ...(figures && {
      quality: { strategies: figures.quality, platforms: totals(figures.quality) },
      coverage: figures.coverage,
    }),
  };
  return `${JSON.stringify(summary, undefined, 2)}\n`;
}
