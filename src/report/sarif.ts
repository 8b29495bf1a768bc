// Findings as SARIF 2.1.0, the form that code scanning reads.
import { inReadingOrder, positionAt, type Diagnostic, type Severity } from '../text/index.ts';

const level: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  note: 'note',
};

export function sarif(diagnostics: readonly Diagnostic[], toolVersion: string): string {
  const ordered = inReadingOrder(diagnostics);
  const rules = [...new Set(ordered.map(({ code }) => code))].sort().map((id) => ({ id }));
  const results = ordered.map((each) => ({
    ruleId: each.code,
    level: level[each.severity],
    message: { text: each.remedy === undefined ? each.message : `${each.message}. ${each.remedy}` },
    locations: [{ physicalLocation: location(each) }],
  }));
  const driver = { name: 'stratagem', version: toolVersion, rules };
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{ tool: { driver }, columnKind: 'utf16CodeUnits', results }],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function location({ source, span }: Diagnostic): object {
  const artifactLocation = { uri: encodeURI(source.name.replaceAll('\\', '/')) };
  if (!span) return { artifactLocation };
  const [from, to] = [positionAt(source, span.start), positionAt(source, span.end)];
  const region = {
    startLine: from.line,
    startColumn: from.column,
    endLine: to.line,
    endColumn: to.column,
  };
  return { artifactLocation, region };
}
