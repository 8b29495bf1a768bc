import type { PlacedFinding, Run, TestResult } from '../results.ts';
import { tests } from '../tests/list.ts';

/** SARIF 2.1.0: a rule per test, a result per finding. Passed tests leave no trace but their rule. */
export function sarifReport(run: Run): string {
  const driver = {
    name: 'arm-ttk-wrapper',
    rules: tests.map(({ name, title }) => ({ id: name, shortDescription: { text: title } })),
  };
  const results = run.results.flatMap((result) => [
    ...result.errors.map((finding) => entry(result, finding, 'error')),
    ...result.warnings.map((finding) => entry(result, finding, 'warning')),
  ]);
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{ tool: { driver }, columnKind: 'utf16CodeUnits', results }],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function entry({ test, file }: TestResult, finding: PlacedFinding, level: string): object {
  const { id, message, line, column, innerTemplate } = finding;
  const region = { startLine: line, startColumn: column };
  const uri = encodeURI(file.replaceAll('\\', '/'));
  return {
    ruleId: test,
    level,
    message: { text: message },
    locations: [{ physicalLocation: { artifactLocation: { uri }, region } }],
    properties: { id, ...(innerTemplate === undefined ? {} : { innerTemplate }) },
  };
}
