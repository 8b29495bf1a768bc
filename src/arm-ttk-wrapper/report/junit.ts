import type { PlacedFinding, Run, TestResult } from '../results.ts';

/** JUnit XML: a suite per file, a case per test; errors are failures, warnings go to the case's output. */
export function junitReport({ results }: Run): string {
  const files = [...new Set(results.map(({ file }) => file))];
  const suites = files.map((file) =>
    suite(
      file,
      results.filter((result) => result.file === file),
    ),
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites${counts(results)}>\n${suites.join('')}</testsuites>\n`;
}

function suite(file: string, results: readonly TestResult[]): string {
  const cases = results.map(testCase).join('');
  return `  <testsuite name="${escaped(file)}"${counts(results)}>\n${cases}  </testsuite>\n`;
}

function testCase({ test, group, errors, warnings, file }: TestResult): string {
  const open = `    <testcase name="${escaped(test)}" classname="${escaped(group)}" file="${escaped(file)}"`;
  const body = [
    ...errors.map(
      (error) =>
        `      <failure type="${escaped(error.id)}" message="${escaped(error.message)}">${escaped(place(error))}</failure>\n`,
    ),
    ...(warnings.length === 0
      ? []
      : [
          `      <system-out>${warnings.map((one) => escaped(`${place(one)}: ${one.message}`)).join('\n')}</system-out>\n`,
        ]),
  ];
  return body.length === 0 ? `${open}/>\n` : `${open}>\n${body.join('')}    </testcase>\n`;
}

function counts(results: readonly TestResult[]): string {
  const failed = results.filter(({ passed }) => !passed).length;
  return ` tests="${String(results.length)}" failures="${String(failed)}"`;
}

function place({ line, column }: PlacedFinding): string {
  return `line ${String(line)}, column ${String(column)}`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/** Text for XML 1.0, which has no place for most control characters. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replace(/[&<>"]/g, (char) => entities[char] ?? char);
}
