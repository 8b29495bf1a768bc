import type { PlacedFinding, Run } from '../results.ts';

/** Results for people: failures and warnings with their places, then the sum. */
export function textReport({ results, remarks, engine }: Run): string {
  const lines = remarks.map((remark) => `note: ${remark}`);
  for (const { test, file, errors, warnings } of results) {
    lines.push(...errors.map((error) => line('error', { test, file, finding: error })));
    lines.push(...warnings.map((warning) => line('warning', { test, file, finding: warning })));
  }
  const failed = results.filter(({ passed }) => !passed).length;
  const count = `${String(results.length)} tests, ${String(results.length - failed)} passed, ${String(failed)} failed`;
  return `${[...lines, `${count} (${engine})`].join('\n')}\n`;
}

function line(
  severity: string,
  { test, file, finding }: { test: string; file: string; finding: PlacedFinding },
): string {
  const { line: row, column, message, innerTemplate } = finding;
  const inner = innerTemplate === undefined ? '' : ` (nested template ${innerTemplate})`;
  const place = `${file}:${String(row)}:${String(column)}`;
  return printable(`${place}: ${severity}: ${message}${inner} [${test}]`);
}

/** Control characters from a template must not reach a terminal. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ');
}
