// How the commands that look for problems hand over what they found.
import { Option } from 'commander';
import { toolVersion } from '../flows/index.ts';
import { countLine, diagnosticsJson, diagnosticsText, sarif } from '../report/index.ts';
import { hasErrors, type Diagnostic } from '../text/index.ts';
import { FINDINGS, FINE } from './exit-codes.ts';
import { coloured, deliver } from './output.ts';

/** `output`: a file's path; without it the findings go to stdout. */
export interface FindingsOptions {
  readonly format: 'text' | 'json' | 'sarif';
  readonly output?: string;
}

export const findingsOptions = (): readonly [Option, Option] => [
  new Option('-f, --format <form>', 'form of the findings')
    .choices(['text', 'json', 'sarif'])
    .default('text'),
  new Option('--output <file>', 'write the findings there and not to stdout'),
];

/** Writes the findings in the form asked for, and gives the exit code. */
export function deliverFindings(
  diagnostics: readonly Diagnostic[],
  options: FindingsOptions,
): number {
  deliver(rendered(diagnostics, options), options.output);
  return hasErrors(diagnostics) ? FINDINGS : FINE;
}

function rendered(diagnostics: readonly Diagnostic[], options: FindingsOptions): string {
  switch (options.format) {
    case 'json':
      return diagnosticsJson(diagnostics);
    case 'sarif':
      return sarif(diagnostics, toolVersion());
    case 'text': {
      const colour = options.output === undefined && coloured(process.stdout);
      return diagnostics.length === 0
        ? `${countLine([])}\n`
        : diagnosticsText(diagnostics, { colour });
    }
  }
}
