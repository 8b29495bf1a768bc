// Findings as SARIF 2.1.0, the form that code scanning reads.
import {
  inReadingOrder,
  positionAt,
  type Diagnostic,
  type Fix,
  type Source,
  type Span,
} from '../text/index.ts';

export function sarif(diagnostics: readonly Diagnostic[], toolVersion: string): string {
  const ordered = inReadingOrder(diagnostics);
  const rules = [...new Set(ordered.map(({ code }) => code))].sort().map((id) => ({ id }));
  const results = ordered.map((each) => ({
    ruleId: each.code,
    level: each.severity,
    message: { text: each.remedy === undefined ? each.message : `${each.message}. ${each.remedy}` },
    locations: [{ physicalLocation: location(each) }],
    ...(each.fix && { fixes: [fixOf(each.source, each.fix)] }),
    ...(each.related && {
      relatedLocations: each.related.map((other) => ({
        message: { text: other.message },
        physicalLocation: location(other),
      })),
    }),
  }));
  const driver = { name: 'stratagem', version: toolVersion, rules };
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{ tool: { driver }, columnKind: 'utf16CodeUnits', results }],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

/** A relative reference per segment, so that `#` and `?` in a name stay part of it. */
const uriOf = (name: string): string =>
  name.replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/');

function location({ source, span }: Pick<Diagnostic, 'source' | 'span'>): object {
  const artifactLocation = { uri: uriOf(source.name) };
  return span ? { artifactLocation, region: regionOf(source, span) } : { artifactLocation };
}

function regionOf(source: Source, span: Span): object {
  const [from, to] = [positionAt(source, span.start), positionAt(source, span.end)];
  return {
    startLine: from.line,
    startColumn: from.column,
    endLine: to.line,
    endColumn: to.column,
  };
}

function fixOf(source: Source, { title, edits }: Fix): object {
  const replacements = edits.map(({ span, text }) => ({
    deletedRegion: regionOf(source, span),
    insertedContent: { text },
  }));
  const artifactLocation = { uri: uriOf(source.name) };
  return { description: { text: title }, artifactChanges: [{ artifactLocation, replacements }] };
}
