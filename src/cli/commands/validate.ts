import { Command, Option } from 'commander';
import { toolVersion, validate } from '../../flows/index.ts';
import { countLine, diagnosticsJson, diagnosticsText, sarif } from '../../report/index.ts';
import { hasErrors, type Diagnostic } from '../../text/index.ts';
import { FINDINGS, FINE } from '../exit-codes.ts';
import { coloured, deliver } from '../output.ts';

interface Options {
  readonly format: 'text' | 'json' | 'sarif';
  readonly output?: string;
}

export function validateCommand(done: (code: number) => void): Command {
  return new Command('validate')
    .description(
      'say what is wrong with an ARM template (its analytics rules and their KQL included) or a Splunk app, ours or not',
    )
    .argument('<path>', 'a template, an app package (.spl, .tgz) or an app folder')
    .addOption(
      new Option('-f, --format <form>', 'form of the findings')
        .choices(['text', 'json', 'sarif'])
        .default('text'),
    )
    .option('--output <file>', 'write the findings there and not to stdout')
    .action(async (path: string, options: Options) => {
      const diagnostics = await validate(path);
      deliver(rendered(diagnostics, options), options.output);
      done(hasErrors(diagnostics) ? FINDINGS : FINE);
    });
}

function rendered(diagnostics: readonly Diagnostic[], { format, output }: Options): string {
  switch (format) {
    case 'json':
      return diagnosticsJson(diagnostics);
    case 'sarif':
      return sarif(diagnostics, toolVersion());
    case 'text': {
      const colour = output === undefined && coloured(process.stdout);
      return diagnostics.length === 0
        ? `${countLine([])}\n`
        : diagnosticsText(diagnostics, { colour });
    }
  }
}
